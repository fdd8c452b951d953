"""The base as SPARQL sees it: what people wrote, and that with everything that follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from matcher.checking.findings import show_path
from matcher.knowledge import DECIDED, INFERRED, MIRROR, TYPE, Knowledge, Quad
from matcher.model import Triple
from matcher.namespaces import bare, shorten

if TYPE_CHECKING:
    from pyoxigraph import Store

#: where the decisions taken after the closure stand, such as sym:allowedFor


Row = Mapping[str, str]


class Inference(Protocol):
    """What the checks ask of a closure."""

    def match(
        self, s: str | None = None, p: str | None = None, o: str | None = None
    ) -> Iterator[Triple]:
        """Every triple of it that fits."""


Close = Callable[[Iterable[Triple]], Inference]


@dataclass(frozen=True, slots=True)
class Dataset:
    """Two stores with named graphs, the file of each graph, and the graph that defines each term.

    `asserted` holds the files alone; `everything` also the mirror axioms, what follows, and what
    is decided after the closure.
    """

    asserted: Store
    everything: Store
    files: Mapping[str, Path]
    homes: Mapping[str, str]

    def file_of(self, term: str) -> str:
        """The file that defines a term in N-Triples notation, or in which a node stands."""
        iri = bare(term) if term.startswith("<") else ""
        graph = iri.partition("#")[0] if "/graph/" in iri else self.homes.get(term, "")
        return self.file_of_graph(graph)

    def graph_of(self, triple: Triple) -> str | None:
        """The graph that states a triple: a file's, or that of the mirror axioms."""
        rows = select(self.everything, f"SELECT ?g {{ GRAPH ?g {{ {' '.join(triple)} }} }}")
        graphs = sorted(bare(row["g"]) for row in rows)
        return next((graph for graph in graphs if graph not in (INFERRED, DECIDED)), None)

    def file_of_graph(self, graph: str) -> str:
        """The file of a graph, or nothing where it is generated."""
        return show_path(self.files[graph]) if graph in self.files else ""

    def show(self, term: str) -> str:
        """A term for a reader: the file of a graph, a CURIE, or the text of a literal."""
        text = bare(term)
        if term.startswith("<") and text in self.files:
            return show_path(self.files[text])
        return shorten(text) if term.startswith("<") else text


def open_dataset(
    knowledge: Knowledge, closure: Inference, decisions: Iterable[str] = ()
) -> Dataset:
    """The dataset of a base and its closure; each decision is a CONSTRUCT run over all of it."""
    asserted = fill_store(knowledge.quads)
    everything = fill_store(all_quads(knowledge, closure))
    for decision in decisions:
        decided = ((*triple, DECIDED) for triple in construct(everything, decision))
        extend_store(everything, list(decided))
    return Dataset(asserted, everything, knowledge.files, find_homes(knowledge.quads))


def all_quads(knowledge: Knowledge, closure: Inference) -> Iterator[Quad]:
    """What the files say, the mirror axioms, and what follows from both."""
    given = set(knowledge.mirror)
    yield from knowledge.quads
    for s, p, o in knowledge.mirror:
        yield s, p, o, MIRROR
    given.update((s, p, o) for s, p, o, _graph in knowledge.quads)
    for triple in closure.match():
        if triple not in given and triple[0].startswith("<"):
            yield (*triple, INFERRED)


def fill_store(quads: Iterable[Quad]) -> Store:
    """A store in memory with these quads."""
    from pyoxigraph import Store

    store = Store()
    extend_store(store, quads)
    return store


def extend_store(store: Store, quads: Iterable[Quad]) -> None:
    """Put quads of N-Triples terms into a store."""
    from pyoxigraph import RdfFormat

    lines = (f"{s} {p} {o} <{graph}> .\n" for s, p, o, graph in quads)
    store.bulk_load("".join(lines).encode(), format=RdfFormat.N_QUADS)


def find_homes(quads: Iterable[Quad]) -> dict[str, str]:
    """Term → the graph in which it is given a type; else the first that speaks of it."""
    typed: dict[str, str] = {}
    named: dict[str, str] = {}
    for s, p, _o, graph in quads:
        named.setdefault(s, graph)
        if p == TYPE:
            typed.setdefault(s, graph)
    return {**named, **typed}


def select(store: Store, query: str) -> list[Row]:
    """The rows of a SELECT over the union of all graphs; an ASK gives one row for yes."""
    from pyoxigraph import QueryBoolean, QuerySolutions

    answer = store.query(query, use_default_graph_as_union=True)
    if isinstance(answer, QueryBoolean):
        return [{"answer": '"true"'}] if bool(answer) else []
    if not isinstance(answer, QuerySolutions):
        return [{"triple": str(triple)} for triple in answer]
    names = [variable.value for variable in answer.variables]
    return [
        {name: str(value) for name in names if (value := row[name]) is not None} for row in answer
    ]


def construct(store: Store, query: str) -> list[Triple]:
    """The triples of a CONSTRUCT over the union of all graphs."""
    from pyoxigraph import QueryTriples

    answer = store.query(query, use_default_graph_as_union=True)
    if not isinstance(answer, QueryTriples):
        return []
    return [(str(t.subject), str(t.predicate), str(t.object)) for t in answer]
