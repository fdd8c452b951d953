"""For every rule a valid proof is accepted, and every way to forge it is rejected."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from matcher.model import FALSE, Proof, Step, Triple
from matcher.namespaces import node
from matcher.reasoning.closure import CompiledReasoner
from matcher.reasoning.proof import prove, prove_clash
from matcher.reasoning.statements import NAMES
from matcher.reasoning.verify import LeafReader, check, mark, read_leaves, verify
from tests.reasoning.cases import RULES, find_case

ROOT = Path(__file__).parents[1]
GRAPH = "http://example.org/graph/"
ELSEWHERE = GRAPH + "elsewhere"
FRESH = "<http://example.org/fresh>"


def write_turtle(path: Path, triples: tuple[Triple, ...]) -> Path:
    """The triples as a file that a Turtle parser reads."""
    path.write_text("".join(f"{s} {p} {o} .\n" for s, p, o in triples), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """One file for each rule's case, by its graph."""
    folder = tmp_path_factory.mktemp("cases")
    found = {
        GRAPH + rule: write_turtle(folder / f"{rule}.ttl", find_case(rule).given) for rule in RULES
    }
    found[ELSEWHERE] = write_turtle(folder / "elsewhere.ttl", ((FRESH, FRESH, FRESH),))
    return found


@pytest.fixture(scope="module")
def reader(files: Mapping[str, Path]) -> LeafReader:
    """Reads leaves from the files; nothing was stated in a stream."""
    return read_leaves(files)


@cache
def find_proof(rule: str) -> Proof:
    """A proof of what the rule's case promises."""
    case = find_case(rule)
    closure = CompiledReasoner().close(case.given)
    sources = dict.fromkeys(case.given, GRAPH + rule)
    if case.follows:
        return prove(closure, case.follows[0], sources)
    return prove_clash(closure, closure.clashes[0], sources)


def find_target(rule: str) -> tuple[Proof, int]:
    """The proof and the place of the step that uses the rule."""
    proof = find_proof(rule)
    return proof, next(i for i, step in enumerate(proof.steps) if step.rule == rule)


def put(proof: Proof, place: int, step: Step, claim: Triple | None = None) -> Proof:
    """The proof with another step in one place."""
    steps = (*proof.steps[:place], step, *proof.steps[place + 1 :])
    return Proof(claim or proof.claim, steps)


def test_the_rules_tried_here_are_all_the_rules_there_are() -> None:
    tried = {find_target(rule)[0].steps[find_target(rule)[1]].rule for rule in RULES}
    assert tried == set(RULES) == NAMES


@pytest.mark.parametrize("rule", RULES)
def test_a_valid_proof_is_accepted(rule: str, reader: LeafReader) -> None:
    assert check(find_proof(rule), reader) is None
    assert mark(find_proof(rule), reader).verified


def forge_premises(proof: Proof, place: int) -> Iterator[Proof]:
    """Other premises: never concluded, concluded but wrong, one too many, one too few."""
    step = proof.steps[place]
    strange = (FRESH, FRESH, FRESH)
    known = [other.conclusion for other in proof.steps[:place]]
    for i, premise in enumerate(step.premises):
        before, after = step.premises[:i], step.premises[i + 1 :]
        for other in (strange, *(triple for triple in known if triple != premise)):
            yield put(proof, place, replace(step, premises=(*before, other, *after)))
        yield put(proof, place, replace(step, premises=before + after))
    for extra in (strange, *known):
        yield put(proof, place, replace(step, premises=(*step.premises, extra)))


@pytest.mark.parametrize("rule", RULES)
def test_a_forged_premise_is_rejected(rule: str, reader: LeafReader) -> None:
    proof, place = find_target(rule)
    forgeries = list(forge_premises(proof, place))
    assert forgeries
    assert not [forged for forged in forgeries if verify(forged, reader)]


@pytest.mark.parametrize("rule", RULES)
def test_a_strange_premise_is_rejected_even_if_it_is_stated(
    rule: str, files: Mapping[str, Path]
) -> None:
    proof, place = find_target(rule)
    step = proof.steps[place]
    strange = (FRESH, FRESH, FRESH)
    reader = read_leaves(files, [strange])
    leaf = Step("asserted", (), strange, "stream")
    assert verify(Proof(proof.claim, (leaf, *proof.steps)), reader)
    for i in range(len(step.premises)):
        premises = (*step.premises[:i], strange, *step.premises[i + 1 :])
        forged = put(proof, place, replace(step, premises=premises))
        assert not verify(Proof(forged.claim, (leaf, *forged.steps)), reader)


def restate(proof: Proof, place: int, premises: tuple[Triple, ...]) -> Proof:
    """The step alone, on other premises, each of them stated in the stream."""
    step = proof.steps[place]
    leaves = [Step("asserted", (), premise, "stream") for premise in dict.fromkeys(premises)]
    return Proof(step.conclusion, (*leaves, replace(step, premises=premises)))


def still_follows(forged: Proof) -> bool:
    """Whether the engine concludes the same from the leaves alone.

    That all is itself follows from anything (eq-ref); the engine says it only where it matters.
    """
    if forged.claim[1] == node("owl:sameAs") and forged.claim[0] == forged.claim[2]:
        return True
    closure = CompiledReasoner().close(step.conclusion for step in forged.steps[:-1])
    return bool(closure.clashes) if forged.claim == FALSE else forged.claim in closure


@pytest.mark.parametrize("rule", RULES)
def test_a_changed_term_is_rejected_unless_the_conclusion_follows_from_it_all_the_same(
    rule: str,
) -> None:
    proof, place = find_target(rule)
    step = proof.steps[place]
    terms = dict.fromkeys(term for triple in step.premises for term in triple)
    kept, refused = 0, 0
    for i, premise in enumerate(step.premises):
        for at, other in ((at, other) for at in range(3) for other in (FRESH, *terms)):
            changed = tuple(other if n == at else term for n, term in enumerate(premise))
            premises = (*step.premises[:i], changed, *step.premises[i + 1 :])
            forged = restate(proof, place, premises)  # type: ignore[arg-type]
            if changed == premise:
                continue
            if verify(forged, read_leaves({}, [s.conclusion for s in forged.steps])):
                assert still_follows(forged), forged
                kept += 1
            else:
                refused += 1
    # whatever is said of a thing, it is itself
    assert refused > kept or not step.premises or rule == "eq-ref"


#: “x p y and y p x” reads the same with x and y exchanged
SYMMETRIC = {"prp-asyp"}


@pytest.mark.parametrize("rule", RULES)
def test_exchanged_premises_are_rejected(rule: str, reader: LeafReader) -> None:
    proof, place = find_target(rule)
    step = proof.steps[place]
    for i, j in combinations(range(len(step.premises)), 2):
        premises = list(step.premises)
        premises[i], premises[j] = premises[j], premises[i]
        if premises[i] != premises[j]:
            forged = put(proof, place, replace(step, premises=tuple(premises)))
            assert verify(forged, reader) == (rule in SYMMETRIC and i > 0), (i, j)


@pytest.mark.parametrize("rule", RULES)
def test_a_forged_conclusion_is_rejected(rule: str, reader: LeafReader) -> None:
    proof, place = find_target(rule)
    step = proof.steps[place]
    s, p, o = step.conclusion
    others: list[Triple] = [(FRESH, p, o), (s, FRESH, o), (s, p, FRESH)]
    if step.conclusion != FALSE:
        others.append(FALSE)
    others += [other.conclusion for other in proof.steps[:place]]
    for other in others:
        cut = Proof(other, proof.steps[: place + 1])
        assert not verify(put(cut, place, replace(step, conclusion=other)), reader), other


@pytest.mark.parametrize("rule", RULES)
def test_a_forged_rule_name_is_rejected(rule: str, reader: LeafReader) -> None:
    proof, place = find_target(rule)
    for other in (*RULES, "asserted", "by-hearsay"):
        if other != rule:
            forged = put(proof, place, replace(proof.steps[place], rule=other))
            assert not verify(forged, reader), other


@pytest.mark.parametrize("rule", RULES)
def test_a_leaf_that_is_not_in_its_file_is_rejected(rule: str, files: Mapping[str, Path]) -> None:
    proof, place = find_target(rule)
    reader = read_leaves(files)
    for source in (None, "stream", ELSEWHERE, GRAPH + "no-such-graph", GRAPH + "../mirror"):
        for i, step in enumerate(proof.steps):
            if step.rule == "asserted":
                assert not verify(put(proof, i, replace(step, source=source)), reader)
    as_leaf = Step("asserted", (), proof.steps[place].conclusion, GRAPH + rule)
    assert not verify(put(proof, place, as_leaf), reader)


@pytest.mark.parametrize("rule", RULES)
def test_a_leaf_taken_out_of_the_file_is_missed(rule: str, tmp_path: Path) -> None:
    proof, given = find_proof(rule), find_case(rule).given
    for i, leaf in enumerate(step for step in proof.steps if step.rule == "asserted"):
        rest = tuple(triple for triple in given if triple != leaf.conclusion)
        reader = read_leaves({GRAPH + rule: write_turtle(tmp_path / f"{i}.ttl", rest)})
        assert "does not stand in" in str(check(proof, reader))


@pytest.mark.parametrize("rule", RULES)
def test_a_circle_is_rejected(rule: str, reader: LeafReader) -> None:
    proof, place = find_target(rule)
    step = proof.steps[place]
    for i, premise in enumerate(step.premises):
        found = next(k for k, other in enumerate(proof.steps) if other.conclusion == premise)
        later = (*proof.steps[:found], *proof.steps[found + 1 :], proof.steps[found])
        assert not verify(Proof(premise, later), reader)
        own = (*step.premises[:i], step.conclusion, *step.premises[i + 1 :])
        assert not verify(put(proof, place, replace(step, premises=own)), reader)
        leans = put(proof, found, replace(step, conclusion=premise, premises=(step.conclusion,)))
        assert not verify(leans, reader)


@pytest.mark.parametrize("rule", RULES)
def test_a_claim_other_than_what_was_proven_is_rejected(rule: str, reader: LeafReader) -> None:
    proof, _place = find_target(rule)
    others = {step.conclusion for step in proof.steps} | {(FRESH, FRESH, FRESH), FALSE}
    for claim in others - {proof.claim}:
        assert "claim" in str(check(replace(proof, claim=claim), reader))


def test_a_proof_without_steps_proves_nothing(reader: LeafReader) -> None:
    assert check(Proof((FRESH, FRESH, FRESH), ()), reader) == "the proof has no steps"


def test_saying_verified_does_not_make_it_so(reader: LeafReader) -> None:
    proof, place = find_target("cax-sco")
    forged = put(proof, place, replace(proof.steps[place], rule="cax-dw"))
    assert not mark(replace(forged, verified=True), reader).verified


def test_the_contract_of_independence_names_every_module_of_the_engine() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (contract,) = [c for c in contracts if c.get("source_modules") == ["matcher.reasoning.verify"]]
    own = {"verify", "statements", "list_statements", "values", "leaves"}
    engine = {path.stem for path in (ROOT / "matcher" / "reasoning").glob("[!_]*.py")} - own
    assert set(contract["forbidden_modules"]) == {f"matcher.reasoning.{name}" for name in engine}
