"""The base in the cache, the decision graph, and the engine call under every face."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.base import CLOSURE_FILE, DATASET_FILE, SOURCES_FILE, Base, open_base
from matcher.knowledge import DECIDED
from matcher.namespaces import expand, node
from matcher.proposing.candidates import Candidate
from matcher.proposing.vetoes import bars_of
from matcher.proposing.view import View
from matcher.reasoning.engine import load_engine
from tests.toy_world import TOY


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of this module's own."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def base(cache: Path) -> Base:
    """The shipped packs and the toy world, built once."""
    return open_base([TOY.parent], load_engine("compiled"), cache, lambda _what, _share: None)


def reopen(cache: Path) -> tuple[Base, list[str]]:
    """The base again, and what had to be done for it."""
    said: list[str] = []
    return open_base(
        [TOY.parent], load_engine("compiled"), cache, lambda what, _share: said.append(what)
    ), said


def test_the_second_opening_builds_nothing(base: Base, cache: Path) -> None:
    again, said = reopen(cache)
    assert not said
    assert len(again.closure) == len(base.closure)


@pytest.mark.parametrize("damage", [CLOSURE_FILE, SOURCES_FILE])
def test_a_damaged_state_is_made_again(base: Base, cache: Path, damage: str) -> None:
    (base.folder / damage).write_bytes(b"\x00damaged")
    again, said = reopen(cache)
    assert said
    assert len(again.closure) == len(base.closure)


def test_a_changed_pack_is_another_state(base: Base, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "toy.ttl").write_text(
        TOY.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8"
    )
    other = open_base([tmp_path], load_engine("compiled"), cache, lambda _what, _share: None)
    assert other.digest != base.digest


def test_what_is_decided_for_sparql_is_what_is_decided_for_proposals(base: Base) -> None:
    """Every typical member, every documented use: allowed exactly when nothing bars it."""
    view = View(base.closure)
    decided = set()
    for line in (base.folder / DATASET_FILE).read_text(encoding="utf-8").splitlines():
        if line.endswith(f"<{DECIDED}> ."):
            subject, _, value, _ = line.split(" ", 3)
            decided.add((subject[1:-1], value[1:-1]))
    expected = {
        (material, use)
        for material in view.subjects("rdf:type", expand("sym:Material"))
        for use in view.many(material, "sym:documentedFor")
        if not bars_of(view, material, Candidate("documented", material, use, ""))
    }
    assert decided == expected
    assert len(expected) > 100


def test_the_file_that_states_a_fact_is_named(base: Base) -> None:
    fact = (node("mat:ToyAsh"), node("sym:subjectTo"), node("veto:ToyAshIsNoFeed"))
    source = base.source_of(fact)
    assert source is not None
    assert base.files[source] == TOY
    assert base.source_of((node("mat:NoSuchThing"), node("rdf:type"), node("owl:Class"))) is None
