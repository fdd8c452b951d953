"""Every hygiene query catches the fault it is for, and none complains about sound knowledge."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pytest

from matcher.checking.dataset import Dataset, open_dataset
from matcher.checking.examples import find_examples, read_example_quads
from matcher.checking.findings import Finding
from matcher.checking.hygiene import find_hygiene, run_hygiene
from matcher.checking.run import find_clashes, read_decisions
from matcher.errors import KnowledgeError
from matcher.knowledge import GRAPHS, Knowledge, Quad, build_mirror, read_turtle
from matcher.reasoning.engine import load_engine
from matcher.settings import shipped

FAULTS = Path(__file__).parent / "hygiene"
QUERIES = find_hygiene()


@lru_cache(maxsize=1)
def core() -> tuple[dict[str, Path], tuple[Quad, ...]]:
    """The core vocabulary: its files and facts."""
    folder = shipped("ontology") / "core"
    files = {f"{GRAPHS}core/{path.stem}": path for path in sorted(folder.glob("*.ttl"))}
    return files, tuple(quad for graph, path in files.items() for quad in read_turtle(path, graph))


def with_core(quads: Iterable[Quad]) -> tuple[Dataset, list[Finding]]:
    """A dataset of the core and these facts, and the clashes in it."""
    files, known = core()
    facts = (*known, *quads)
    base = Knowledge(facts, files, tuple(build_mirror(facts)), "test")
    closure = load_engine("compiled").close(base.triples())
    dataset = open_dataset(base, closure, read_decisions())
    return dataset, list(find_clashes(dataset, closure))


def read_fault(name: str) -> tuple[str, list[Quad]]:
    """What the first line of a faulty file says is found, and its facts."""
    path = FAULTS / f"{name}.ttl"
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix("# finds:").strip(), read_turtle(path, f"{GRAPHS}fault/{name}")


def test_every_query_has_a_faulty_file_and_every_faulty_file_a_query() -> None:
    """So no query is shipped that was never seen to fail; the clash is found by the closure."""
    assert {path.stem for path in FAULTS.glob("*.ttl")} == {q.stem for q in QUERIES} | {"clash"}


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_the_query_catches_the_fault_it_is_for(path: Path) -> None:
    """Its message names the culprit, and it says what to do."""
    finds, quads = read_fault(path.stem)
    dataset, _clashes = with_core(quads)
    findings = list(run_hygiene(dataset, [path]))
    assert any(finds in finding.message for finding in findings), findings
    assert all("{?" not in finding.message and finding.todo for finding in findings)


@pytest.fixture(scope="module")
def sound() -> tuple[Dataset, list[Finding]]:
    """The core with its good examples."""
    files, _known = core()
    good = [example.path for example in find_examples(files) if example.violates is None]
    return with_core(quad for path in good for quad in read_example_quads(path))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_the_query_is_silent_over_sound_knowledge(
    path: Path, sound: tuple[Dataset, list[Finding]]
) -> None:
    """The core and its good examples break no rule."""
    assert list(run_hygiene(sound[0], [path])) == []


def test_a_material_that_cannot_exist_is_found_with_its_proof() -> None:
    """A class under both matter and energy clashes on its typical member."""
    _finds, quads = read_fault("clash")
    _dataset, clashes = with_core(quads)
    assert any("mat:HotAsh" in finding.message for finding in clashes)
    assert any("cax-dw" in finding.message for finding in clashes)


def test_sound_knowledge_has_no_clash(sound: tuple[Dataset, list[Finding]]) -> None:
    """Nothing in the core and its good examples contradicts itself."""
    assert sound[1] == []


def test_a_query_without_a_banner_is_refused(tmp_path: Path) -> None:
    """A query that cannot say what is wrong is no hygiene query."""
    path = tmp_path / "odd.rq"
    path.write_text("# over: asserted\nSELECT ?s WHERE { ?s ?p ?o }\n", encoding="utf-8")
    dataset, _clashes = with_core(())
    with pytest.raises(KnowledgeError, match="banner"):
        list(run_hygiene(dataset, [path]))
