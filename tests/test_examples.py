"""The ready questions: each runs as it stands and gives rows, and blanks hold chosen terms only."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from matcher.cli import main
from matcher.errors import KnowledgeError, UnknownTermError
from matcher.namespaces import bare, expand
from matcher.querying.answers import Table, Truth
from matcher.querying.ask import ask
from matcher.querying.desk import Desk, with_labels
from matcher.querying.examples import (
    Example,
    Parameter,
    find_choice,
    find_example,
    queries_folder,
    read_example,
    read_examples,
)
from matcher.workspace import Workspace

EXAMPLES = read_examples()
MATERIAL = Parameter("material", "material", "Material", "<urn:x>")
#: what a consultant needs; a question may be added here and none taken away
PROMISED = {
    "how-much-rests-on-each-source",
    "what-can-a-material-become",
    "what-cascade-follows-from-a-material",
    "what-is-vetoed-for-a-material",
    "which-limits-decide-for-a-process",
    "which-materials-fall-under-a-waste-code",
    "which-precedents-are-near-a-country",
    "which-uses-rest-on-trade-knowledge",
    "which-uses-serve-a-sector",
    "who-could-supply-a-process",
    "who-takes-heat-of-a-band",
}


@pytest.fixture(scope="module")
def desk(workspace: Workspace) -> Iterator[Desk]:
    """A desk on the shipped packs."""
    opened = Desk(workspace.dataset)
    yield opened
    opened.close()


def answer(desk: Desk, name: str, **typed: str) -> Table:
    """The rows of a ready question, its blanks filled with what is typed."""
    example = find_example(name)
    filled = desk.fill(example, typed)
    found = desk.asker.ask(example.bind({key: choice.term for key, choice in filled.items()}))
    assert isinstance(found, Table)
    return found


def column(table: Table, name: str) -> set[str]:
    """The IRIs or texts in a column."""
    at = table.columns.index(name)
    return {bare(term) for term in (row[at] for row in table.rows) if term is not None}


def test_the_promised_questions_are_there() -> None:
    assert {example.name for example in EXAMPLES} >= PROMISED


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_a_file_runs_as_it_stands_and_gives_rows(example: Example, workspace: Workspace) -> None:
    found = ask(example.text, workspace.dataset)
    assert isinstance(found, Table)
    assert found.rows


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_a_form_with_its_defaults_asks_the_same(example: Example, desk: Desk) -> None:
    filled = desk.fill(example, {})
    assert {name: c.term for name, c in filled.items()} == {
        p.name: p.default for p in example.parameters
    }
    query = example.bind({name: c.term for name, c in filled.items()})
    assert desk.asker.ask(query) == desk.asker.ask(example.text)


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.parameters], ids=lambda e: e.name)
def test_the_answer_depends_on_what_is_filled_in(example: Example, desk: Desk) -> None:
    """At least one other choice gives rows, and other ones."""
    (parameter,) = example.parameters
    usual = desk.asker.ask(example.text)
    others = (
        desk.asker.ask(example.bind({parameter.name: choice.term}))
        for choice in desk.list_choices(parameter.choices)
        if choice.term != parameter.default
    )
    assert any(isinstance(o, Table) and o.rows and o != usual for o in others)


def test_what_fgd_gypsum_can_become(desk: Desk) -> None:
    found = answer(desk, "what-can-a-material-become", material="FGD gypsum")
    processes = column(found, "process")
    assert {expand("proc:PlasterboardManufacture"), expand("proc:CementGrinding")} <= processes


def test_who_could_supply_a_brickworks(desk: Desk) -> None:
    found = answer(desk, "who-could-supply-a-process", process="brickworks")
    assert expand("mat:BauxiteResidue") in column(found, "material")
    assert expand("proc:AluminaRefining") in column(found, "supplier")


def test_which_uses_rest_on_trade_knowledge(desk: Desk, workspace: Workspace) -> None:
    """All of them, and none that has a source as well."""
    uses = column(answer(desk, "which-uses-rest-on-trade-knowledge"), "use")
    graded = ask("SELECT ?u ?g { ?u a sym:Use ; sym:evidence/sym:grade ?g }", workspace.dataset)
    assert isinstance(graded, Table)
    grades: dict[str, set[str]] = {}
    for use, grade in graded.rows:
        grades.setdefault(bare(use or ""), set()).add(bare(grade or ""))
    assert uses == {use for use, its in grades.items() if its == {expand("grade:TradeKnowledge")}}
    assert uses


def test_a_vetoed_use_is_in_no_answer(desk: Desk) -> None:
    """Nothing is said to become feed that a veto bars from feed."""
    barred = answer(desk, "what-is-vetoed-for-a-material", material="mat:CoalFlyAsh")
    assert expand("role:AnimalFeed") in column(barred, "role")
    becomes = answer(desk, "what-can-a-material-become", material="mat:CoalFlyAsh")
    assert not column(becomes, "role") & column(barred, "role")


# --- what is typed into a blank ---


@pytest.mark.parametrize(
    "typed",
    ["FGD gypsum", " fgd  GYPSUM ", "mat:FgdGypsum", expand("mat:FgdGypsum")],
)
def test_a_blank_takes_labels_names_and_iris(desk: Desk, typed: str) -> None:
    chosen = find_choice(typed, desk.list_choices("material"), MATERIAL)
    assert chosen.term == f"<{expand('mat:FgdGypsum')}>"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "no such thing at all",
        "mat:NoSuchThing",
        "mat:FgdGypsum } SERVICE <http://127.0.0.1:1/> { ?a ?b ?c",
        "https://w3id.org/symbiograph/material/FgdGypsum> } # ",
        '" } DROP ALL # ',
        "proc:BrickManufacture",
    ],
)
def test_nothing_else_gets_into_a_query(desk: Desk, typed: str) -> None:
    """A blank holds a term of its list or the question is not asked."""
    with pytest.raises(UnknownTermError) as caught:
        find_choice(typed, desk.list_choices("material"), MATERIAL)
    assert caught.value.where == "material"


def test_a_near_miss_is_met_with_a_suggestion(desk: Desk) -> None:
    with pytest.raises(UnknownTermError, match=r"Did you mean: .*coal fly ash"):
        find_choice("coal flyash", desk.list_choices("material"), MATERIAL)


def test_a_name_that_two_have_is_asked_back(desk: Desk) -> None:
    one, two, *_rest = desk.list_choices("material")
    twins = [replace(one, label="twin"), replace(two, label="twin")]
    with pytest.raises(UnknownTermError, match="name of 2"):
        find_choice("Twin", twins, MATERIAL)


# --- on the command line ---


def command(*words: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of the command."""
    result = CliRunner().invoke(main, ["ask", *words])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_lists_every_question() -> None:
    code, out, _err = command("--list")
    assert code == 0
    assert all(f"\n{example.name}" in f"\n{out}" for example in EXAMPLES)
    assert "--set material=mat:FgdGypsum" in out


def test_the_command_asks_a_question_with_labels(workspace: Workspace) -> None:
    assert workspace  # its cache is the one the command opens
    name = "who-could-supply-a-process"
    code, out, err = command("--example", name, "--set", "process=brickworks")
    assert code == 0, err
    assert "Who could supply brick manufacture?" in err
    assert "alumina refining" in out.lower() or "bauxite residue" in out.lower()
    code, out, err = command("--example", name, "--format", "csv")
    assert code == 0, err
    assert out.splitlines()[0].startswith("route,material,material_label,")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--example", "no-such-question"], "Known are: "),
        (["--example", "which-uses-serve-a-sector", "--set", "x=y"], "It takes none"),
        (["--example", "who-could-supply-a-process", "--set", "process"], "It takes process=…"),
        (
            ["--example", "who-could-supply-a-process", "--set", "process=qqq"],
            "is no known receiving process",
        ),
        (["--set", "a=b", "ASK {}"], "--example"),
        (["ASK {}", "--example", "which-uses-serve-a-sector"], "several questions"),
        ([], "--list"),
    ],
)
def test_a_mistake_on_the_command_line_is_met_with_a_word(
    workspace: Workspace, words: list[str], message: str
) -> None:
    assert workspace
    code, out, err = command(*words)
    assert (code, out) == (2, "")
    assert message in err


# --- the help ---


@pytest.mark.slow
def test_the_queries_in_the_help_give_rows(workspace: Workspace) -> None:
    page = (Path(__file__).resolve().parent.parent / "web/help/querying.html").read_text("utf-8")
    blocks = [html.unescape(b) for b in re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)]
    queries = [block for block in blocks if block.startswith("SELECT")]
    assert len(queries) == 3
    for query in queries:
        found = ask(query, workspace.dataset)
        assert isinstance(found, Table)
        assert found.rows, query
    pattern = next(block for block in blocks if block.startswith("?use"))
    assert len(pattern.splitlines()) == 10
    assert ask(f"ASK {{ {pattern}\n }}", workspace.dataset) == Truth(True)
    body = re.sub(r"\s*#.*", "", pattern)
    known = set(re.findall(r"sym:\w+", body))
    kinds = "VALUES ?k { owl:ObjectProperty owl:DatatypeProperty owl:Class }"
    ours = "FILTER(!STRSTARTS(STR(?t), STR(mat:)))"
    vocabulary = f"SELECT DISTINCT ?t {{ {kinds} ?t a ?k ; rdfs:label ?l . {ours} }}"
    terms = ask(vocabulary, workspace.dataset)
    assert isinstance(terms, Table)
    assert {f"<{expand(name)}>" for name in known} <= {row[0] for row in terms.rows}
    for name in re.findall(r"--example ([\w-]+)", page):
        assert find_example(name)


# --- the files ---


def test_a_faulty_file_says_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    header = "# question: What of {x}?\n# about: a\n# group: g\n"
    for text, message in (
        ("SELECT * { }", "question"),
        (header + "SELECT * { }", "differ"),
        (header + "# parameter: x | material\nSELECT * { }", "names no parameter"),
        (header + "# parameter: x | material | X\nSELECT * { ?x ?p ?o }", "names no parameter"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(KnowledgeError, match=message):
            read_example(path)


def test_every_list_of_choices_is_used_and_every_file_states_its_licence() -> None:
    used = {p.choices for e in EXAMPLES for p in e.parameters}
    assert {path.stem for path in (queries_folder() / "choices").glob("*.rq")} == used
    for path in queries_folder().rglob("*.rq"):
        assert path.read_text(encoding="utf-8").startswith("# Licence: CC BY 4.0."), path


def test_labels_stand_beside_iris_in_a_spreadsheet() -> None:
    iri = expand("mat:A")
    table = Table(("a", "n"), ((f"<{iri}>", '"1"'), ("<urn:x>", None)))
    found = with_labels(table, {iri: 'toy "ash"'})
    assert found.columns == ("a", "a_label", "n")
    assert found.rows == ((f"<{iri}>", '"toy \\"ash\\""', '"1"'), ("<urn:x>", None, None))
