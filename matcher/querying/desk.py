"""The desk where questions are asked: one dataset, its few workers, its labels and its choices."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from matcher.errors import KnowledgeError
from matcher.namespaces import bare, expand, literal_language, literal_text
from matcher.querying.answers import Table
from matcher.querying.ask import Asker, Limits, busy
from matcher.querying.examples import Choice, Example, find_choice, queries_folder, read_choices

MOST_LABELS: Final = 200_000
GRAPHS: Final = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
LABELS: Final = "SELECT ?s ?label { ?s rdfs:label ?label }"


@dataclass(slots=True)
class Desk:
    """Questions on one dataset; at most `places` are dealt with at once, others are turned away.

    Safe to use from several threads.
    """

    dataset: Path
    workers: int = 2
    places: int = 4
    limits: Limits = field(default_factory=lambda: Limits(waiting=3))
    asker: Asker = field(init=False)
    entrance: threading.BoundedSemaphore = field(init=False)
    lock: threading.Lock = field(init=False, default_factory=threading.Lock)
    choices: dict[str, tuple[Choice, ...]] = field(init=False, default_factory=dict)
    known_labels: dict[str, str] = field(init=False, default_factory=dict)
    known_graphs: tuple[str, ...] = field(init=False, default=())
    prepared: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        """Open the desk; no worker is started yet."""
        self.asker = Asker(self.dataset, self.workers, self.limits)
        self.entrance = threading.BoundedSemaphore(self.places)

    @contextmanager
    def enter(self) -> Iterator[Asker]:
        """The asker, for one question; raises QueryBusyError at once where every place is taken."""
        if not self.entrance.acquire(blocking=False):
            raise busy()
        try:
            yield self.asker
        finally:
            self.entrance.release()

    def prepare(self) -> None:
        """Read labels, graphs and choices once, with a worker of their own: it waits for no query."""
        with self.lock:
            if self.prepared:
                return
            with Asker(self.dataset, workers=1) as own:
                for path in sorted((queries_folder() / "choices").glob("*.rq")):
                    self.choices[path.stem] = read_choices(path, own.ask)
                labels = own.ask(LABELS, rows=MOST_LABELS)
                graphs = own.ask(GRAPHS)
            if isinstance(labels, Table) and isinstance(graphs, Table):
                self.known_labels = choose_labels(labels)
                self.known_graphs = tuple(bare(row[0]) for row in graphs.rows if row[0])
            self.prepared = True

    def list_choices(self, name: str) -> tuple[Choice, ...]:
        """The values of a list; raises KnowledgeError for a list that there is not."""
        self.prepare()
        if name not in self.choices:
            raise KnowledgeError(
                f"there is no list of choices “{name}”", where=str(queries_folder() / "choices")
            )
        return self.choices[name]

    def labels(self) -> Mapping[str, str]:
        """IRI → label, in English where there is one."""
        self.prepare()
        return self.known_labels

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        self.prepare()
        return self.known_graphs

    def fill(self, example: Example, typed: Mapping[str, str]) -> dict[str, Choice]:
        """Each parameter's choice for what was typed, or for its default where nothing was."""
        filled = {}
        for parameter in example.parameters:
            text = typed.get(parameter.name, "").strip() or bare(parameter.default)
            filled[parameter.name] = find_choice(
                text, self.list_choices(parameter.choices), parameter
            )
        return filled

    def close(self) -> None:
        """End the workers."""
        self.asker.close()


def choose_labels(table: Table) -> dict[str, str]:
    """One label for each IRI: English before others, then the first in the alphabet."""
    best: dict[str, tuple[bool, str]] = {}
    for subject, label in table.rows:
        if subject and label:
            candidate = (literal_language(label) != "en", literal_text(label))
            iri = bare(subject)
            best[iri] = min(best.get(iri, candidate), candidate)
    return {iri: label for iri, (_foreign, label) in best.items()}


def with_labels(table: Table, labels: Mapping[str, str]) -> Table:
    """A table for a spreadsheet: after each column of IRIs, one with their labels."""
    columns: list[str] = []
    cells: list[list[str | None]] = [[] for _ in table.rows]
    for at, name in enumerate(table.columns):
        found = [find_label(row[at], labels) for row in table.rows]
        columns += [name, f"{name}_label"] if any(found) else [name]
        for row, label, out in zip(table.rows, found, cells, strict=True):
            out += [row[at], label] if any(found) else [row[at]]
    return Table(tuple(columns), tuple(map(tuple, cells)), table.truncated)


def find_label(term: str | None, labels: Mapping[str, str]) -> str | None:
    """The label of a term as a plain literal, or nothing."""
    label = labels.get(expand(bare(term))) if term and term.startswith("<") else None
    if label is None:
        return None
    escaped = label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
