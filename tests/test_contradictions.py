"""A pack that contradicts itself stops nothing: every face answers and says what is to blame."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from matcher.base import Base, index_subjects
from matcher.checking.dataset import open_dataset
from matcher.checking.run import find_clashes
from matcher.knowledge import GRAPHS, Knowledge, build_mirror, read_turtle
from matcher.model import Grounding, Reading, Result, Stream
from matcher.namespaces import expand
from matcher.proposing.contradictions import MOST_TOLD, Contradictions, find_contradictions
from matcher.proposing.view import View
from matcher.reasoning.engine import load_engine
from matcher.render import to_dict
from matcher.settings import shipped
from matcher.tables import flatten
from matcher.text import to_text
from matcher.workspace import Workspace
from tests.reasoning.pattern import facts
from tests.toy_world import TOY, close_toy
from web.app import create_app

ODD = """
@prefix sym: <https://w3id.org/symbiograph/> .
@prefix mat: <https://w3id.org/symbiograph/material/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

mat:HotAsh a owl:Class ; rdfs:subClassOf sym:Matter , sym:Energy ; rdfs:label "hot ash"@en .
mat:HotterAsh a owl:Class ; rdfs:subClassOf mat:HotAsh ; rdfs:label "hotter ash"@en .
"""


def read_odd(tmp_path: Path) -> Knowledge:
    """Core, toy and the odd pack."""
    path = tmp_path / "odd.ttl"
    path.write_text(ODD, encoding="utf-8")
    core = sorted((shipped("ontology") / "core").glob("*.ttl"))
    files = {GRAPHS + f"core/{p.stem}": p for p in core}
    files |= {GRAPHS + "toy": TOY, GRAPHS + "user/odd/odd": path}
    quads = tuple(quad for graph, p in files.items() for quad in read_turtle(p, graph))
    return Knowledge(quads, files, tuple(build_mirror(quads)), "odd")


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace over the odd pack, without a language index: streams come read."""
    folder = tmp_path_factory.mktemp("odd")
    knowledge = read_odd(folder)
    closure = load_engine("compiled").close(knowledge.triples())
    subjects = index_subjects(knowledge.quads, knowledge.mirror)
    base = Base(closure, knowledge.files, subjects, knowledge.digest, folder)
    return Workspace(base, "compiled", cast(Any, None))


def answer(workspace: Workspace, material: str) -> Result:
    """What follows for a stream of a material."""
    iri = expand(f"mat:{material}")
    found = Grounding(iri, workspace.view.label(iri), 0.9)
    return workspace.answer(Stream("odd", material, Reading(), (found,)), on=date(2026, 1, 1))


def test_what_has_nothing_to_do_with_it_is_proposed_as_before(odd: Workspace) -> None:
    sound = Workspace(replace(odd.base, closure=close_toy()), "compiled", cast(Any, None))
    assert sound.contradictions == Contradictions()
    assert odd.base.closure.clashes
    assert set(close_toy().match()) <= set(odd.base.closure.match())
    for material in ("ToySlag", "ToyAsh", "ToySteam", "ToyAsbestos"):
        mine, others = answer(odd, material), answer(sound, material)
        assert replace(mine, warnings=()) == others
        assert mine.proposals or mine.vetoes


@dataclass(frozen=True, slots=True)
class Canned:
    """A matcher that has one answer."""

    result: Result

    def match(self, text: str, **_how: object) -> Result:
        """The answer."""
        assert text
        return self.result


def test_every_face_warns_and_names_what_is_to_blame(odd: Workspace) -> None:
    result = answer(odd, "HotAsh")
    (warning,) = result.warnings
    for words in ("hot ash is both", "cax-dw", "At least one of these is wrong", "user/odd/odd"):
        assert words in warning
    shown = to_dict(result)
    assert shown["warnings"] == [warning]
    assert f"Note: {warning}" in " ".join(to_text(shown).split())
    assert {row["warnings"] for row in flatten(shown)} == {warning}
    client = create_app(cast(Any, Canned(result))).test_client()
    host = {"Host": "127.0.0.1"}
    page = client.post("/match", data={"text": "hot ash"}, headers=host).get_data(as_text=True)
    assert warning in page
    sent = client.post("/api/match", json={"text": "hot ash"}, headers=host).get_json()
    assert sent["warnings"] == [warning]


def test_a_contradiction_of_the_stream_itself_is_told_as_such(odd: Workspace) -> None:
    said = facts("use:x sym:contains mat:HotAsh . use:x sym:freeOf mat:HotAsh")
    view = View(odd.base.closure.overlay(said))
    known = odd.base.closure.clashes
    found = find_contradictions(view, known, odd.contradictions, odd.base.source_of)
    (text,) = found.tell(view)
    assert "hot ash" in text
    assert "prp-pdw" in text
    assert "[your description]" in text
    # what a stream of an impossible material repeats is not told again
    again = View(odd.base.closure.overlay(facts("use:y a mat:HotAsh")))
    assert again.closure.clashes[len(known) :]
    assert not find_contradictions(again, known, odd.contradictions, odd.base.source_of).blames


def test_a_sound_base_has_nothing_to_tell() -> None:
    view = View(close_toy())
    assert find_contradictions(view, (), Contradictions(), {}).tell(view) == []


def test_many_contradictions_are_told_in_part_and_the_rest_is_pointed_to() -> None:
    lines = [f"sym:x{i} a sym:A . sym:x{i} a sym:B" for i in range(9)]
    closure = load_engine("compiled").close(
        facts("\n".join(["sym:A owl:disjointWith sym:B", *lines]))
    )
    view = View(closure)
    told = find_contradictions(view, (), Contradictions(), {}).tell(view)
    assert len(told) == MOST_TOLD + 1
    assert "symbiograph check" in told[-1]


def test_the_check_names_the_file_and_the_facts_to_blame(tmp_path: Path) -> None:
    knowledge = read_odd(tmp_path)
    closure = load_engine("compiled").close(knowledge.triples())
    findings = list(find_clashes(open_dataset(knowledge, closure), closure))
    assert {Path(finding.file).name for finding in findings} == {"odd.ttl"}
    blamed = [finding for finding in findings if "mat:HotAsh is both" in finding.message]
    assert blamed
    assert "mat:HotAsh is a kind of sym:Energy [user/odd/odd]" in blamed[0].message


def test_owlrl_s_contradictions_are_told_without_blame() -> None:
    closure = load_engine("owlrl").close(
        facts("sym:A owl:disjointWith sym:B . sym:x a sym:A . sym:x a sym:B")
    )
    view = View(closure)
    told = find_contradictions(view, (), Contradictions(), {}).tell(view)
    assert told
    assert "contradict" in told[0]
