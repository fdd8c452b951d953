"""Competency questions: every one is answered as it should be, and every one can fail."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from pathlib import Path

import pytest

from matcher.checking.dataset import Dataset, fill_store, open_dataset
from matcher.checking.questions import Question, answer, find_questions, read_question
from matcher.checking.rq import named_iris
from matcher.checking.run import read_decisions
from matcher.errors import KnowledgeError
from matcher.knowledge import Knowledge, build_mirror, load
from matcher.reasoning.engine import load_engine
from matcher.settings import shipped


@lru_cache(maxsize=1)
def shipped_base() -> Knowledge:
    """Everything that is shipped, read once."""
    return load()


def dataset_of(knowledge: Knowledge) -> Dataset:
    """The dataset of a base, closed by the compiled engine."""
    closure = load_engine("compiled").close(knowledge.triples())
    return open_dataset(knowledge, closure, read_decisions())


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Everything that is shipped, closed."""
    return dataset_of(shipped_base())


QUESTIONS = find_questions(shipped_base().files)


def pack_name(path: Path) -> str:
    """The folder that a question belongs to."""
    return path.parent.parent.name


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: f"{pack_name(path)}/{path.stem}")
def test_the_question_is_answered_as_it_should_be(path: Path, dataset: Dataset) -> None:
    """Its rows are as expected, it needs what it says it needs, and what it names exists."""
    assert list(answer(dataset, read_question(path), fill_store(()))) == []


def test_no_two_questions_of_a_pack_ask_the_same() -> None:
    """Words and queries are each asked once."""
    seen: dict[str, list[Path]] = defaultdict(list)
    for path in QUESTIONS:
        query = "\n".join(
            line for line in read_question(path).query.splitlines() if not line.startswith("#")
        )
        seen[" ".join(query.split())].append(path)
        seen[f"{pack_name(path)}: {read_question(path).words}"].append(path)
    assert [paths for paths in seen.values() if len(paths) > 1] == []


PACKS = sorted({pack_name(p) for p in QUESTIONS if p.parent.parent.parent.name == "packs"})


#: one pack in the default run, the rest (four seconds each) in the slow part
PACKS_TO_DROP = [p if p == PACKS[0] else pytest.param(p, marks=pytest.mark.slow) for p in PACKS]


@pytest.mark.parametrize("pack", PACKS_TO_DROP)
def test_the_questions_of_a_pack_fail_without_the_pack(pack: str) -> None:
    """Those that expect an answer have none once the pack's files are taken away."""
    base = shipped_base()
    gone = {graph for graph, path in base.files.items() if path.parent.name == pack}
    quads = tuple(quad for quad in base.quads if quad[3] not in gone)
    files = {graph: path for graph, path in base.files.items() if graph not in gone}
    without = dataset_of(Knowledge(quads, files, tuple(build_mirror(quads)), "without"))
    questions = [read_question(path) for path in QUESTIONS if pack_name(path) == pack]
    expecting = [question for question in questions if question.expect != "none"]
    assert expecting
    answered = [q.words for q in expecting if not list(answer(without, q, fill_store(())))]
    assert answered == []


# --- the runner itself ---


def ask(dataset: Dataset, folder: Path, header: str, query: str, csv: str = "") -> list[str]:
    """The messages about one question written into a folder."""
    expect, needs = header.split("/")
    path = folder / "q.rq"
    lines = f"# question: Which?\n# expect: {expect}\n# needs: {needs}\n"
    prefixes = "".join(
        f"PREFIX {p}: <https://w3id.org/symbiograph/{folder_name}>\n"
        for p, folder_name in (("sym", ""), ("role", "role/"), ("mat", "material/"))
    )
    path.write_text(lines + prefixes + query, encoding="utf-8")
    if csv:
        path.with_suffix(".csv").write_text(csv, encoding="utf-8")
    question = read_question(path)
    return [finding.message for finding in answer(dataset, question, fill_store(()))]


def test_a_question_without_an_answer_is_found(dataset: Dataset, tmp_path: Path) -> None:
    """Rows were expected and there are none."""
    query = "SELECT ?r WHERE { ?r sym:broaderRole role:HeatSource }"
    assert ask(dataset, tmp_path, "rows/asserted", query) == ["Which? Nothing answers it."]


def test_an_answer_that_must_not_be_is_found(dataset: Dataset, tmp_path: Path) -> None:
    """No rows were expected and there is one; it is shown."""
    query = "SELECT ?r WHERE { ?r sym:broaderRole role:AsEnergy } ORDER BY ?r LIMIT 1"
    found = ask(dataset, tmp_path, "none/asserted", query)
    assert found == ["Which? It must have no answer, but has: role:HeatSource."]


def test_a_question_that_needs_no_inference_but_says_so_is_found(
    dataset: Dataset, tmp_path: Path
) -> None:
    """It is answered by what people wrote."""
    query = "SELECT ?r WHERE { ?r sym:broaderRole role:AsEnergy }"
    (found,) = ask(dataset, tmp_path, "rows/inference", query)
    assert "answered by what is written" in found


def test_a_bare_count_is_no_question(dataset: Dataset, tmp_path: Path) -> None:
    """It has a row even over nothing, so it could never fail."""
    query = "SELECT (COUNT(?r) AS ?n) WHERE { ?r sym:allowedFor ?u }"
    found = ask(dataset, tmp_path, "rows/inference", query)
    assert any("empty graph" in message for message in found)


def test_a_question_about_something_misspelt_is_found(dataset: Dataset, tmp_path: Path) -> None:
    """Else it would be right for ever that nothing follows about it."""
    query = "SELECT ?u WHERE { mat:Misspelt sym:allowedFor ?u }"
    found = ask(dataset, tmp_path, "none/inference", query)
    assert found == ["Which? It names mat:Misspelt, which does not exist."]


@pytest.mark.parametrize(
    ("csv", "message"),
    [
        ("r\nrole:HeatSource\nrole:PowerSource\nrole:Fuel\n", "Which? Missing: role:Fuel."),
        ("r\nrole:HeatSource\n", "Which? Not expected: role:PowerSource."),
        ("", "Which? There is no CSV file beside it."),
    ],
)
def test_rows_are_compared_with_the_csv_file(
    dataset: Dataset, tmp_path: Path, csv: str, message: str
) -> None:
    """Missing rows, rows too many and a missing file are found."""
    query = "SELECT ?r WHERE { ?r sym:broaderRole role:AsEnergy }"
    assert ask(dataset, tmp_path, "exactly/asserted", query, csv) == [message]


@pytest.mark.parametrize("header", ["perhaps/asserted", "rows/thought"])
def test_a_header_nobody_understands_is_refused(
    dataset: Dataset, tmp_path: Path, header: str
) -> None:
    """The header says what is expected and needed in known words."""
    with pytest.raises(KnowledgeError, match="none of"):
        ask(dataset, tmp_path, header, "ASK {}")


def test_names_are_read_from_queries_but_not_from_strings_or_comments() -> None:
    """Prefixed names and IRIs count; what is quoted or commented out does not."""
    query = """PREFIX mat: <https://w3id.org/symbiograph/material/>
    # mat:Comment
    SELECT ?x WHERE { ?x <http://e.org/p> mat:Slag . FILTER(STR(?x) = "mat:Quoted") }"""
    assert named_iris(query) == [
        "http://e.org/p",
        "https://w3id.org/symbiograph/material/Slag",
    ]


def test_every_core_question_is_named_as_a_sentence() -> None:
    """File names are words joined by hyphens."""
    for path in (shipped("ontology") / "core" / "questions").glob("*.rq"):
        assert len(path.stem.split("-")) >= 4
        assert isinstance(read_question(path), Question)
