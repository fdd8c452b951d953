"""All checks of the knowledge base, over one base and its closure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

from matcher.checking.dataset import Dataset, open_dataset
from matcher.checking.examples import find_examples, run_examples
from matcher.checking.findings import Finding, from_error, sort_findings
from matcher.checking.hygiene import find_hygiene, run_hygiene
from matcher.checking.layout import run_layout
from matcher.checking.published import run_published
from matcher.checking.questions import find_questions, run_questions
from matcher.checking.shapes import run_shapes, typical_members
from matcher.errors import SymbiographError
from matcher.knowledge import Knowledge
from matcher.reasoning.blame import MOST_LOOKED_AT, blame_all
from matcher.reasoning.blame_words import list_authored, tell_blame, tell_clash
from matcher.reasoning.engine import Closure, load_engine
from matcher.settings import shipped

CHECKS: Final = (
    "layout",
    "shapes",
    "hygiene",
    "clashes",
    "questions",
    "examples",
    "published",
)


def run_checks(
    knowledge: Knowledge, closure: Closure, only: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """Every fault in the base; `only` names some of CHECKS. Seconds for the whole base."""
    wanted = CHECKS if only is None else only
    dataset = open_dataset(knowledge, closure, read_decisions())
    found: list[Finding] = []
    for name, run in list_runs(knowledge, closure, dataset):
        if name in wanted:
            found.extend(guard(name, run))
    return sort_findings(found)


def list_runs(
    knowledge: Knowledge, closure: Closure, dataset: Dataset
) -> Iterator[tuple[str, Callable[[], Iterable[Finding]]]]:
    """Each check by name; nothing runs yet."""
    files = knowledge.files
    yield "layout", lambda: run_layout(files.values())
    yield "shapes", lambda: run_shapes(dataset, knowledge.quads, typical_members(knowledge.mirror))
    yield "hygiene", lambda: run_hygiene(dataset, find_hygiene())
    yield "clashes", lambda: find_clashes(dataset, closure)
    yield "questions", lambda: run_questions(dataset, find_questions(files))
    yield "examples", lambda: run_examples(knowledge, find_examples(files))
    yield "published", lambda: run_published(knowledge.quads)


def guard(name: str, run: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """The findings of one check; where it stops on an error, that is a finding too."""
    found: list[Finding] = []
    try:
        found.extend(run())
    except SymbiographError as error:
        found.append(from_error(name, error))
    return found


def find_clashes(dataset: Dataset, closure: Closure) -> Iterator[Finding]:
    """Every contradiction: on a typical member it means that the material cannot exist."""
    todo = "Take back the wrong one; a material with a clash can never be anything's feedstock."

    def name(iri: str) -> str:
        return dataset.show(f"<{iri}>")

    for clash in closure.clashes:
        if not clash.premises:  # owlrl says no more than that
            yield Finding("clash", "", tell_clash(clash, name), todo)
    proven = [clash for clash in closure.clashes if clash.premises]
    if len(proven) > MOST_LOOKED_AT:
        more = f"{len(proven) - MOST_LOOKED_AT:,} more contradictions were not looked into"
        yield Finding("clash", "", more, "Mend those that are named, then check again.")
    close = load_engine("compiled").close
    for blame in blame_all(closure, proven, close, dataset.graph_of):
        graphs = list_authored(blame).values()
        file = next((dataset.file_of_graph(graph) for graph in graphs if graph), "")
        yield Finding("clash", file, tell_blame(blame, name), todo)


def read_decisions() -> list[str]:
    """The decisions taken after the closure, in the order of their file names."""
    folder = shipped("ontology") / "core" / "decide"
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.rq"))]
