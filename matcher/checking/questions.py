"""Competency questions: files that say what must follow and what must never."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from matcher.checking.dataset import Dataset, Row, fill_store, select
from matcher.checking.findings import Finding, show_path
from matcher.checking.rq import named_iris, read_query_file
from matcher.errors import KnowledgeError
from matcher.namespaces import BASE, bare, shorten

if TYPE_CHECKING:
    from pyoxigraph import Store

EXPECTED: Final = ("rows", "none", "exactly")
NEEDED: Final = ("inference", "asserted")


@dataclass(frozen=True, slots=True)
class Question:
    """A question in words, its query, what it must answer, and whether it takes reasoning."""

    path: Path
    words: str
    expect: str
    needs: str
    query: str


def find_questions(files: Mapping[str, Path]) -> list[Path]:
    """Every question of the folders from which the base was read."""
    folders = {path.parent / "questions" for path in files.values()}
    return sorted(path for folder in folders for path in folder.glob("*.rq"))


def read_question(path: Path) -> Question:
    """One question; raises KnowledgeError where its header is not whole."""
    file = read_query_file(path, ("question", "expect", "needs"))
    for key, known in (("expect", EXPECTED), ("needs", NEEDED)):
        if file.header[key].split()[0] not in known:
            raise KnowledgeError(
                f"“# {key}: {file.header[key]}” is none of {', '.join(known)}",
                where=show_path(path),
                todo="Mend the header.",
            )
    expect, needs = file.header["expect"].split()[0], file.header["needs"].split()[0]
    return Question(path, file.header["question"], expect, needs, file.text)


def run_questions(dataset: Dataset, paths: Iterable[Path]) -> Iterator[Finding]:
    """Every question that the base does not answer as it should, or that could not fail."""
    empty = fill_store(())
    for path in paths:
        yield from answer(dataset, read_question(path), empty)


def answer(dataset: Dataset, question: Question, empty: Store) -> Iterator[Finding]:
    """What is wrong with one question or with its answer."""
    rows = select(dataset.everything, question.query)
    faults = [
        *judge(question, rows),
        *find_weak_teeth(dataset, question, empty),
        *find_unknown_names(dataset, question),
    ]
    for message, todo in faults:
        yield Finding("question", show_path(question.path), f"{question.words} {message}", todo)


def judge(question: Question, rows: list[Row]) -> Iterator[tuple[str, str]]:
    """Whether the rows are what the question expects."""
    if question.expect == "rows" and not rows:
        yield "Nothing answers it.", "Add the knowledge that answers it, or mend the query."
    elif question.expect == "none" and rows:
        shown = ", ".join(sorted({show_row(row) for row in rows})[:3])
        yield f"It must have no answer, but has: {shown}.", "Find with `why` what lets it follow."
    elif question.expect == "exactly":
        yield from judge_exactly(question, rows)


def judge_exactly(question: Question, rows: list[Row]) -> Iterator[tuple[str, str]]:
    """Whether the rows are those of the CSV file beside the question, in any order."""
    beside = question.path.with_suffix(".csv")
    if not beside.is_file():
        yield "There is no CSV file beside it.", f"Write {beside.name} with a header and the rows."
        return
    with beside.open(encoding="utf-8", newline="") as stream:
        wanted = {tuple(sorted(row.items())) for row in csv.DictReader(stream)}
    got = {tuple(sorted((name, show(term)) for name, term in row.items())) for row in rows}
    if missing := wanted - got:
        yield f"Missing: {show_set(missing)}.", "Add what is missing, or mend the CSV file."
    if extra := got - wanted:
        yield f"Not expected: {show_set(extra)}.", "Find what lets it follow, or mend the CSV file."


def find_weak_teeth(
    dataset: Dataset, question: Question, empty: Store
) -> Iterator[tuple[str, str]]:
    """Whether the question could fail: not over nothing, and not without the reasoner."""
    if select(empty, question.query):
        yield "It has an answer even over an empty graph.", "Ask for rows, not for a bare count."
    if question.needs == "inference" and select(dataset.asserted, question.query):
        yield (
            "It says that it needs inference, but is answered by what is written.",
            "Ask for what follows, or say “# needs: asserted”.",
        )


def find_unknown_names(dataset: Dataset, question: Question) -> Iterator[tuple[str, str]]:
    """Whether everything that the question names exists; else “none” would prove nothing."""
    for iri in named_iris(question.query):
        ours = iri.startswith(BASE) and "/graph/" not in iri and "#" not in iri and iri != BASE
        if ours and not select(dataset.everything, f"ASK {{ <{iri}> ?p ?o }}"):
            yield f"It names {shorten(iri)}, which does not exist.", "Mend the name."


def show(term: str) -> str:
    """A term as a CSV cell: a CURIE or the text of a literal."""
    return shorten(bare(term)) if term.startswith("<") else bare(term)


def show_row(row: Row) -> str:
    """A row in one word or a few."""
    return " ".join(show(term) for term in row.values())


def show_set(rows: set[tuple[tuple[str, str], ...]]) -> str:
    """The first three rows of a set."""
    return ", ".join(sorted(" ".join(cell for _name, cell in row) for row in rows)[:3])
