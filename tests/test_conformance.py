"""The published OWL 2 RL tests, where they are at hand, and the command that runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from matcher.checking import conforming
from matcher.checking.conforming import run_conformance
from matcher.cli import main
from matcher.errors import FileFormatError, InputError
from matcher.reasoning.conformance import KNOWN, Case, read_collection, run_ours, run_theirs

NAME = "owl2rl-tests"
PREFIXES = """
@prefix e: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
METADATA = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!DOCTYPE properties SYSTEM "http://example.org/properties.dtd">
<properties><entry key="testcase.type">{}</entry></properties>
"""


@pytest.fixture(scope="module")
def collection() -> Path:
    """The collection beside this checkout; a word where there is none."""
    for folder in Path(__file__).resolve().parents:
        path = folder / "shared" / "reference" / NAME
        if path.is_dir():
            return path
    pytest.skip(f"shared/reference/{NAME} is not beside this checkout")


def write_case(folder: Path, name: str, given: str, wanted: str | None) -> None:
    """A test of our own in the shape of the collection's."""
    path = folder / name
    path.mkdir(parents=True)
    kind = "INCONSISTENCY" if wanted is None else "POSITIVE_ENTAILMENT"
    (path / f"{name}.metadata.properties").write_text(METADATA.format(kind), encoding="utf-8")
    first = "graph" if wanted is None else "premisegraph"
    (path / f"{name}.{first}.ttl").write_text(PREFIXES + given, encoding="utf-8")
    if wanted is not None:
        (path / f"{name}.conclusiongraph.ttl").write_text(PREFIXES + wanted, encoding="utf-8")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A few tests of our own, two of which no engine passes."""
    write_case(tmp_path, "chain", "e:C rdfs:subClassOf e:D . e:a a e:C .", "e:a a e:D .")
    write_case(tmp_path, "blank", "e:a e:p [ e:q e:b ] .", "e:a e:p _:x . _:x e:q _:y .")
    write_case(tmp_path, "itself", "e:a e:p e:b .", "e:p owl:sameAs e:p .")
    write_case(tmp_path, "empty", "", "owl:sameAs owl:sameAs owl:sameAs .")
    write_case(tmp_path, "nothing", "e:a a owl:Nothing .", None)
    write_case(tmp_path, "rdfbased-dat-value", "e:v owl:sameAs 1 . e:w owl:sameAs 2 .",
               "e:v owl:differentFrom e:w .")  # fmt: skip
    write_case(tmp_path, "wrong", "e:a e:p [ e:q e:b ] .", "e:a e:p _:x . _:x e:q _:x .")
    write_case(tmp_path, "calm", "e:a a owl:Thing .", None)
    return tmp_path


def test_a_pass_is_a_proof_and_a_failure_says_why(small: Path) -> None:
    found = {case.name: run_ours(case) for case in read_collection(small)}
    assert {name for name, fault in found.items() if not fault} == {
        "chain", "blank", "itself", "empty", "nothing", "rdfbased-dat-value",
    }  # fmt: skip
    assert found["wrong"] == "not entailed"
    assert found["calm"] == "no contradiction found"


def test_owlrl_is_asked_the_same(small: Path) -> None:
    found = {case.name: run_theirs(case) for case in read_collection(small)}
    assert {name for name, fault in found.items() if fault} >= {"wrong", "calm"}
    assert found["chain"] == found["nothing"] == found["itself"] == ""


def test_what_is_entailed_by_a_contradiction_is_no_pass(tmp_path: Path) -> None:
    write_case(tmp_path, "explosion", "e:a a owl:Nothing , e:C .", "e:a a e:C .")
    assert "contradiction" in run_ours(read_collection(tmp_path)[0])


def test_a_proof_that_does_not_hold_is_no_pass(small: Path) -> None:
    case = next(case for case in read_collection(small) if case.name == "chain")
    other = small / "blank" / "blank.premisegraph.ttl"
    moved = Case(case.name, other, case.given, case.wanted)  # its leaves are not in that file
    assert "the proof does not hold" in run_ours(moved)


def test_the_command_prints_both_scores_and_fails_on_what_is_not_known(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = CliRunner().invoke(main, ["check", "--conformance", str(small)])
    assert run.exit_code == 1
    assert "compiled        6 of 8" in run.stdout
    assert "owlrl" in run.stdout
    assert "wrong: not entailed" in run.stdout
    assert "8 of 8 tests" in run.stderr
    monkeypatch.setattr(conforming, "KNOWN", {"wrong": "it is wrong", "calm": "it is calm"})
    run = CliRunner().invoke(main, ["check", "--json", "--conformance", str(small)])
    assert run.exit_code == 0
    data = json.loads(run.stdout)
    assert data["scores"]["compiled"] == {"all": 6, "other": 5, "datatypes": 1}
    assert {row["test"] for row in data["results"] if row["failures"]["compiled"]} == {
        "wrong", "calm",
    }  # fmt: skip


def test_a_folder_without_tests_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no OWL 2 RL test is here"):
        read_collection(tmp_path)
    run = CliRunner().invoke(main, ["check", "--conformance", str(tmp_path)])
    assert run.exit_code == 2


def test_a_test_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    write_case(tmp_path, "odd", "", None)
    (tmp_path / "odd" / "odd.metadata.properties").write_text(
        METADATA.format("NEGATIVE_ENTAILMENT"), encoding="utf-8"
    )
    with pytest.raises(FileFormatError, match="NEGATIVE_ENTAILMENT"):
        read_collection(tmp_path)


def test_every_published_test_passes_but_those_with_a_reason(collection: Path) -> None:
    cases = read_collection(collection)
    failed = {case.name for case in cases if run_ours(case)}
    assert failed == set(KNOWN)
    assert len(cases) == 273
    assert sum(case.about_datatypes for case in cases) == 156
    assert all(name.startswith("rdfbased-dat-") for name in failed)


@pytest.mark.slow
def test_owlrl_passes_fewer_of_the_datatype_tests(collection: Path) -> None:
    outcome = run_conformance(collection, lambda _text: None)
    scores = outcome.data["scores"]
    assert isinstance(scores, dict)
    assert outcome.passed
    assert scores["compiled"]["other"] == scores["owlrl"]["other"] == 117
    assert scores["compiled"]["datatypes"] > scores["owlrl"]["datatypes"]


@pytest.mark.parametrize(
    "words",
    [
        ["--conformance", ".", "--fix"],
        ["--conformance", ".", "--coverage"],
        ["--coverage", "--reference"],
    ],
)
def test_no_option_of_check_is_taken_and_ignored(words: list[str]) -> None:
    refused = CliRunner().invoke(main, ["check", *words])
    assert refused.exit_code == 2
    assert refused.stdout == ""
