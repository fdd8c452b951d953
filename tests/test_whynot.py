"""Why-not over the toy world: what is missing, what bars it, what becomes of it, in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
from click.testing import CliRunner

from matcher.base import Base, index_subjects
from matcher.cli import main
from matcher.describing.guide import Guide
from matcher.describing.resolving import resolve
from matcher.errors import InputError, UnknownTermError
from matcher.explaining import prove_triple, why_not_pair, why_not_triple
from matcher.knowledge import GRAPHS, build_mirror
from matcher.namespaces import expand, node
from matcher.reasoning.engine import load_engine
from matcher.reasoning.whynot import IF
from matcher.render import Json
from matcher.render_why import render_explanation
from matcher.settings import shipped
from matcher.telling import tell_why_not
from matcher.workspace import Workspace
from tests.toy_world import TOY, close_toy, guide_toy, read_toy


@pytest.fixture(scope="module")
def toy() -> Workspace:
    """A workspace over core and toy, asked about its own materials."""
    quads = read_toy()
    core = sorted((shipped("ontology") / "core").glob("*.ttl"))
    files = {GRAPHS + f"core/{path.stem}": path for path in core} | {GRAPHS + "toy": TOY}
    subjects = index_subjects(quads, build_mirror(quads))
    base = Base(close_toy(), files, subjects, "toy", Path())
    return Workspace(base, "compiled", cast(Any, None))


def ask(workspace: Workspace, material: str, wanted: str) -> Json:
    """Why a toy material is not proposed for something."""
    return render_explanation(why_not_pair(workspace, f"mat:{material}", wanted))


def test_each_way_names_a_fact_with_which_it_is_proposed(toy: Workspace) -> None:
    tried = 0
    for material in ("ToySlag", "ToyAsh", "ToyOrganic", "ToyClinker"):
        for process in toy.view.subjects("rdf:type", expand("sym:Process")):
            explained = why_not_pair(toy, f"mat:{material}", process).answer
            for way in explained.ways:
                stream, said = node(explained.subject), node(way.predicate)
                facts = [(stream, node("rdf:type"), node(f"mat:{material}")), *way.gap.missing]
                over = toy.base.closure.overlay(facts)
                assert (stream, said, node(process)) in over
                assert not over.clashes
                tried += 1
    assert tried


def test_the_ways_of_the_toy_are_told(toy: Workspace) -> None:
    answers = [
        ask(toy, material, process)
        for material in ("ToySlag", "ToyAsh", "ToyOrganic", "ToySteam", "ToyAsbestos")
        for process in toy.view.subjects("rdf:type", expand("sym:Process"))
    ]
    assert {a["outcome"] for a in answers} >= {"follows", "barred", "missing"}
    for answer in answers:
        told = tell_why_not(answer)
        assert " ".join(answer["sentence"].split()) in " ".join(told.split())
        assert json.loads(json.dumps(answer)) == answer
        assert bool(answer["ways"]) == (answer["outcome"] == "missing")
        assert (answer["proof"] is not None) == (answer["outcome"] == "follows")
        if answer["proof"]:
            assert answer["proof"]["verified"]
        for way in answer["ways"]:
            assert way["sentence"].startswith("It would follow if ")
            assert [s for s in way["steps"] if s["source"] == IF]
            assert " ".join(way["sentence"].split()) in " ".join(told.split())
        for barrier in answer["barriers"]:
            assert barrier["reason"] in " ".join(told.split())
            assert barrier["proof"]["verified"]
    assert (
        max(len(line) for a in answers for line in tell_why_not(a).splitlines() if "  " not in line)
        <= 88
    )


def test_a_veto_is_shown_with_its_proof_and_what_would_change(toy: Workspace) -> None:
    barred = ask(toy, "ToyAsbestos", "proc:ToyField")
    assert barred["outcome"] == "barred"
    assert barred["ways"] == []
    assert barred["barriers"][0]["proof"]["steps"]
    assert "would_change" in barred["barriers"][0]


def test_a_triple_is_asked_by_short_names_or_words(toy: Workspace) -> None:
    follows = render_explanation(why_not_triple(toy, "mat:ToySlag", "is of", "mat:ToySlag"))
    assert follows["outcome"] == "follows"
    assert "does follow" in follows["sentence"]
    missing = render_explanation(why_not_triple(toy, "mat:ToySlag", "sym:isOf", "toy ash"))
    assert missing["outcome"] == "missing"
    assert missing["ways"][0]["sentence"] == "It would follow if toy slag were toy ash."
    nothing = render_explanation(why_not_triple(toy, "mat:ToySlag", "sym:code", "mat:ToyAsh"))
    assert nothing["outcome"] == "nothing near"
    assert "have to state it" in nothing["sentence"]


@pytest.mark.parametrize(
    ("typed", "kinds", "says"),
    [
        ("nonsense of all kinds", (), "no term"),
        ("proc:NoSuchThing", ("process",), "no term"),
        ("https://example.org/none", (), "no term"),
        ("toy", ("material",), "several"),
    ],
)
def test_a_name_that_is_none_or_several_says_so(
    typed: str, kinds: tuple[str, ...], says: str
) -> None:
    with pytest.raises(UnknownTermError, match=says):
        resolve(guide_toy(), typed, kinds, "here")


def test_a_name_is_found_by_address_short_name_and_words() -> None:
    guide: Guide = guide_toy()
    iri = expand("mat:ToySlag")
    for typed in (iri, f"<{iri}>", "mat:ToySlag", "toy slag", "Toy Slag "):
        assert resolve(guide, typed, ("material",), "here") == iri


def test_the_reference_engine_is_refused_with_what_to_do(toy: Workspace) -> None:
    closure = load_engine("owlrl").close([])
    from dataclasses import replace

    other = Workspace(replace(toy.base, closure=closure), "owlrl", cast(Any, None))
    other.opened_guide = guide_toy()
    with pytest.raises(InputError, match="compiled engine"):
        why_not_triple(other, "mat:ToySlag", "sym:isOf", "mat:ToyAsh")


def test_a_triple_is_proven_in_several_ways(toy: Workspace) -> None:
    process = toy.view.many("mat:ToySlag", "sym:documentedFeed")[0]
    found = prove_triple(toy, "mat:ToySlag", "sym:documentedFeed", process, 5)
    assert found.proofs
    assert all(proof.verified for proof in found.proofs)
    assert found.labels[process]


@pytest.mark.slow
def test_the_command_answers_pairs_and_triples(workspace: Workspace) -> None:
    assert workspace
    run = CliRunner().invoke
    pair = run(main, ["why-not", "steel slag", "concrete block manufacture"])
    assert pair.exit_code == 0, pair.stderr
    assert "Nothing known leads from steel slag to concrete block manufacture." in pair.stdout
    assert "It would follow if it were" in pair.stdout
    far = run(main, ["why-not", "spent coffee grounds", "cement grinding"])
    assert far.exit_code == 0, far.stderr
    assert "no single rule comes near it" in " ".join(far.stdout.split())
    assert "It would follow if" not in far.stdout  # it is no mineral, whatever one calls it
    triple = run(main, ["why-not", "coal fly ash", "in form", "liquid", "--json"])
    assert triple.exit_code == 0, triple.stderr
    assert json.loads(triple.stdout)["outcome"] == "missing"
    cascade = run(main, ["why-not", "spent coffee grounds", "proc:AnimalFeedManufacture"])
    assert "On its own it is barred there." in " ".join(cascade.stdout.split())
    refused = run(main, ["why-not", "best recipe for sponge cake", "cement grinding"])
    assert (refused.exit_code, refused.stdout.strip() != "") == (0, True)
    for words in (
        ["why-not", "slag", "no such process"],
        ["why-not", "slag", "sym:nothing", "mat:X"],
    ):
        failed = run(main, words)
        assert failed.exit_code == 2
        assert failed.stdout == ""
        assert failed.stderr.startswith("symbiograph: ")
        assert "Traceback" not in failed.stderr


@pytest.mark.parametrize(
    "text",
    [
        "spent coffee grounds",
        "friable asbestos lagging",
        *(pytest.param(t, marks=pytest.mark.slow) for t in ("ash", "sewage sludge", "sawdust")),
    ],
)
def test_why_not_and_the_answer_agree(workspace: Workspace, text: str) -> None:
    result = workspace.match(text, top=50)
    for proposal in [p for p in result.proposals if p.proven][:12]:
        for wanted in (proposal.process, proposal.use):
            assert why_not_pair(workspace, text, wanted).answer.outcome == "follows"
    proposed = {p.use for p in result.proposals}
    for veto in result.vetoes:
        if "/use/" in veto.use and veto.use not in proposed:
            answer = why_not_pair(workspace, text, veto.use).answer
            assert answer.outcome == "barred"
            assert veto.rule in {barrier.veto for barrier in answer.barriers}


def test_what_is_most_alike_comes_first(workspace: Workspace) -> None:
    """Steel slag is nearer to another slag than to a sand that merely has fewer names."""
    answer = why_not_pair(workspace, "steel slag", "concrete block manufacture").answer
    (nearest, *_) = answer.ways
    (missing,) = nearest.gap.missing
    assert "Slag" in missing[2]


def test_a_veto_on_one_door_of_a_process_does_not_bar_the_process(workspace: Workspace) -> None:
    """Brickworks need heat as well as clay; that hops are no heat is no reason against them."""
    bricks = why_not_pair(workspace, "spent hops and trub", "brick manufacture").answer
    assert bricks.barriers == ()
    feed = why_not_pair(workspace, "coal fly ash", "animal feed manufacture").answer
    assert feed.outcome == "barred"
    assert feed.barriers
