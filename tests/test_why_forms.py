"""Proofs in four forms: the same steps as text, JSON, PROV-O and nested HTML."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pyoxigraph
import pytest
from click.testing import CliRunner

from matcher.cli import main
from matcher.model import FALSE, Proof, Step
from matcher.namespaces import PREFIXES, bare
from matcher.proof_page import write_nested, write_page
from matcher.reasoning.blame import blame
from matcher.reasoning.closure import CompiledReasoner
from matcher.reasoning.proof import prove
from matcher.render_prov import DESCRIPTION, to_turtle
from matcher.workspace import Workspace
from tests.reasoning.pattern import facts, pattern_facts

PROV = PREFIXES["prov"]
GRAPH = "https://w3id.org/symbiograph/graph/toy"
VOID = {"meta", "br", "link", "img", "hr", "input"}


@pytest.fixture(scope="module")
def proof() -> Proof:
    """A proof about a stream, of four levels."""
    closure = CompiledReasoner().close(pattern_facts())
    over = closure.overlay(facts("use:s a mat:Bagasse"))
    goal = facts("use:s sym:functionFeed proc:BiomassBoiler")[0]
    return prove(over, goal, dict.fromkeys(pattern_facts(), GRAPH))


def count(store: pyoxigraph.Store, text: str) -> list[pyoxigraph.QuerySolution]:
    """The rows of a query over the proof."""
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("prov", "rdf", "rdfs"))
    answer = store.query(prefixes + text)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    return list(answer)


def load(turtle: str) -> pyoxigraph.Store:
    """Turtle as a store."""
    store = pyoxigraph.Store()
    store.load(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return store


def test_prov_o_tells_every_step_and_where_every_leaf_stands(proof: Proof) -> None:
    store = load(to_turtle([proof]))
    leaves = [step for step in proof.steps if step.rule == "asserted"]
    steps = [step for step in proof.steps if step.rule != "asserted"]
    sources = count(
        store, "SELECT ?s ?o ?g { ?e prov:hadPrimarySource ?g ; rdf:subject ?s ; rdf:object ?o }"
    )
    assert len(sources) == len(leaves)
    assert {str(row["g"]) for row in sources} == {f"<{GRAPH}>", f"<{DESCRIPTION}>"}
    done = count(
        store,
        "SELECT ?a ?rule (COUNT(?u) AS ?n) { ?a a prov:Activity . OPTIONAL { ?a prov:used ?u }"
        " ?a prov:qualifiedAssociation [ prov:hadPlan [ rdfs:label ?rule ] ] } GROUP BY ?a ?rule",
    )
    rules = sorted(row["rule"].value for row in done)
    assert rules == sorted(step.rule for step in steps)
    told = sorted(int(row["n"].value) for row in done)
    assert told == sorted(len(set(step.premises)) for step in steps)
    claim = count(
        store,
        "SELECT ?s ?p ?o { ?proof rdfs:comment ?c ; prov:wasDerivedFrom ?e ."
        " ?e rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }",
    )
    assert [tuple(str(row[name]) for name in "spo") for row in claim] == [proof.claim]


def test_two_proofs_do_not_mix_and_a_contradiction_can_be_told(proof: Proof) -> None:
    given = facts(
        'sym:A owl:disjointWith sym:B . sym:x a sym:A . sym:x a sym:B . sym:x sym:p "a\\"b"@en'
    )
    closure = CompiledReasoner().close(given)
    clash = blame(closure, closure.clashes[0], CompiledReasoner().close).proof
    assert clash.claim == FALSE
    store = load(to_turtle([proof, clash]))
    assert len(count(store, "SELECT ?p { ?p rdfs:comment ?c }")) == 2
    assert len(count(store, 'SELECT ?e { ?e rdfs:label "contradiction"@en }')) == 1
    assert write_nested(clash, {})


class Balanced(HTMLParser):
    """Checks that tags nest, and collects ids, links and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.depth = 0
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.ids += [named["id"] or ""] if "id" in named else []
        self.links += [named["href"] or ""] if "href" in named else []
        if tag not in VOID:
            self.open.append(tag)
        self.depth = max(self.depth, self.open.count("details"))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_nests_every_step_once_and_points_back_to_it(proof: Proof) -> None:
    nested = Balanced(write_nested(proof, {}))
    derived = [step for step in proof.steps if step.rule != "asserted"]
    assert len(nested.ids) == len(set(nested.ids)) == len(derived)
    assert {link.removeprefix("#") for link in nested.links} <= set(nested.ids)
    assert nested.depth >= 4
    text = " ".join(nested.words)
    assert all(step.rule in text for step in derived)
    assert "your description" in text


def test_what_somebody_wrote_is_no_markup() -> None:
    evil = ("<http://example.org/<script>>", "<http://example.org/p>", '"<img src=x onerror=1>"')
    labels = {bare(evil[0]): "<script>alert(1)</script>"}
    proof = Proof(evil, (Step("asserted", (), evil, "<b>"),))
    page = write_page("<i>", [("<u>", proof)], labels)
    for tag in ("<script>", "<img", "<i>", "<u>", "<b>"):
        assert tag not in page


def test_a_page_loads_nothing(proof: Proof) -> None:
    page = write_page("A proof", [("One", proof), ("Two", proof)], {})
    assert len(Balanced(page).ids) == len(set(Balanced(page).ids))
    assert not re.search(r"(src|href)=\"(?!#)", page)
    assert "url(" not in page


def test_the_command_shows_smallest_and_further_proofs_in_each_form(workspace: Workspace) -> None:
    assert workspace
    run = CliRunner().invoke
    ask = ["why", "spent coffee grounds", "proc:MushroomGrowing"]
    first = json.loads(run(main, [*ask, "--json"]).stdout)
    assert "other_proofs" not in first["proposals"][0]
    several = run(main, [*ask, "--all", "3", "--format", "json"])
    assert several.exit_code == 0, several.stderr
    item = json.loads(several.stdout)["proposals"][0]
    proofs = [item["proof"], *item["other_proofs"]]
    assert len(proofs) <= 3
    assert all(proof["verified"] for proof in proofs)
    assert {tuple(p["claim"]) for p in proofs} == {tuple(first["proposals"][0]["proof"]["claim"])}
    smallest = json.loads(run(main, [*ask, "--smallest", "--json"]).stdout)["proposals"][0]
    assert len(smallest["proof"]["steps"]) <= len(first["proposals"][0]["proof"]["steps"])
    assert smallest["other_proofs"] == []
    page = run(main, [*ask, "--format", "html"]).stdout
    assert page.startswith("<!doctype html>")
    assert Balanced(page).ids
    turtle = run(main, [*ask, "--format", "turtle"]).stdout
    assert len(count(load(turtle), "SELECT ?a { ?a a prov:Activity }")) > 3


def test_a_triple_is_proven_on_the_command_line(workspace: Workspace) -> None:
    assert workspace
    run = CliRunner().invoke
    words = ["why", "mat:SpentCoffeeGrounds", "sym:isOf", "sym:Matter", "--all", "4"]
    told = run(main, words)
    assert told.exit_code == 0, told.stderr
    assert "Proof 1" in told.stdout
    assert "verified:" in told.stdout
    for form in ("json", "turtle", "html"):
        assert run(main, [*words, "--format", form]).exit_code == 0
    not_so = run(main, ["why", "mat:SpentCoffeeGrounds", "sym:isOf", "mat:CoalFlyAsh"])
    assert not_so.exit_code == 2
    assert "why-not" in not_so.stderr
    for most in ("0", "21"):
        refused = run(main, [*words[:4], "--all", most])
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "1 to 20" in refused.stderr
