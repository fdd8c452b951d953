"""`symbiograph check`: shapes, examples, coverage, published terms, and all of it together."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest

from matcher.checking.command import run_command
from matcher.checking.counting import normalise
from matcher.checking.coverage import Counts, count_coverage, write_coverage
from matcher.checking.dataset import open_dataset
from matcher.checking.entries import count_entries, write_entries
from matcher.checking.examples import (
    Example,
    find_examples,
    read_example,
    run_example,
    run_examples,
    tell_kinds,
)
from matcher.checking.findings import Finding, sort_findings
from matcher.checking.hygiene import find_hygiene
from matcher.checking.published import defined_terms, extend_list, find_list, run_published
from matcher.checking.questions import find_questions
from matcher.checking.reference import compare_with_reference, report
from matcher.checking.run import CHECKS, run_checks
from matcher.checking.shapes import (
    find_shapes_file,
    named_shapes,
    read_shapes,
    run_shapes,
    typical_members,
)
from matcher.errors import KnowledgeError
from matcher.knowledge import GRAPHS, Knowledge, build_mirror, load, read_turtle
from matcher.model import Step, Triple
from matcher.namespaces import shorten
from matcher.reasoning.closure import CompiledClosure, CompiledReasoner
from matcher.reasoning.comparing import Comparison, Difference
from matcher.reasoning.engine import load_engine

COUNTS = Path(__file__).parent / "counts.json"


@lru_cache(maxsize=1)
def shipped_base() -> Knowledge:
    """Everything that is shipped, read once."""
    return load()


EXAMPLES = find_examples(shipped_base().files)
KINDS = tell_kinds(shipped_base())


def example_name(example: Example) -> str:
    """Pack and file of an example."""
    return f"{example.path.parent.parent.name}/{example.path.stem}"


# --- examples and shapes ---


@pytest.mark.parametrize("example", EXAMPLES, ids=example_name)
def test_the_example_does_what_its_name_says(example: Example) -> None:
    """A good one breaks no shape; a bad one breaks exactly the shape that it names."""
    good = [e for e in EXAMPLES if e.path.parent == example.path.parent and not e.violates]
    beside = [e.path for e in good if e != example]
    assert list(run_example(example, beside, KINDS)) == []


def test_every_shape_has_a_bad_example() -> None:
    """So no shape is shipped that was never seen to fail."""
    broken = {example.violates for example in EXAMPLES}
    shapes = named_shapes(read_shapes(find_shapes_file()))
    assert [shorten(shape) for shape in shapes if shape not in broken] == []


def test_the_counts_of_guards_do_not_shrink() -> None:
    """Shapes, hygiene queries, examples and questions: what once guarded goes on guarding."""
    least = json.loads(COUNTS.read_text(encoding="utf-8"))
    now = {
        "shapes": len(named_shapes(read_shapes(find_shapes_file()))),
        "hygiene": len(find_hygiene()),
        "good examples": sum(not example.violates for example in EXAMPLES),
        "bad examples": sum(bool(example.violates) for example in EXAMPLES),
        "questions": len(find_questions(shipped_base().files)),
    }
    assert set(now) == set(least)
    assert {name: count for name, count in now.items() if count < least[name]} == {}


def base_of(folder: Path, text: str) -> Knowledge:
    """The shipped vocabulary with one file more."""
    path = folder / "more.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    graph = GRAPHS + "user/more/more"
    core = {g: p for g, p in shipped_base().files.items() if "/graph/core/" in g}
    quads = [quad for quad in shipped_base().quads if quad[3] in core]
    quads += read_turtle(path, graph)
    return Knowledge(tuple(quads), {**core, graph: path}, tuple(build_mirror(quads)), str(path))


PREFIXES = "".join(
    f"@prefix {prefix}: <https://w3id.org/symbiograph/{folder}> .\n"
    for prefix, folder in (
        ("sym", ""),
        ("mat", "material/"),
        ("use", "use/"),
        ("role", "role/"),
        ("form", "form/"),
        ("grade", "grade/"),
        ("status", "status/"),
        ("low", "low/"),
    )
) + "".join(
    f"@prefix {prefix}: <{iri}> .\n"
    for prefix, iri in (
        ("owl", "http://www.w3.org/2002/07/owl#"),
        ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
        ("skos", "http://www.w3.org/2004/02/skos/core#"),
    )
)


def test_a_value_of_the_wrong_kind_is_named(tmp_path: Path) -> None:
    """A role in the place of a material is told apart from a missing material."""
    base = base_of(tmp_path, "use:X a sym:Use ; sym:takes role:Fill .")
    dataset = open_dataset(base, load_engine("compiled").close(base.triples()))
    found = run_shapes(dataset, base.quads, typical_members(base.mirror))
    assert any(f.todo.startswith("role:Fill is no sym:Material. ") for f in found)


def test_a_broken_shape_names_file_node_and_remedy(tmp_path: Path) -> None:
    """The finding says where the node stands, which shape it breaks, and what to write."""
    base = base_of(tmp_path, "use:X a sym:Use ; sym:evidence [ a sym:Evidence ] .")
    dataset = open_dataset(base, load_engine("compiled").close(base.triples()))
    found = run_shapes(dataset, base.quads, typical_members(base.mirror))
    assert {finding.file.rpartition("/")[2] for finding in found} == {"more.ttl"}
    assert any("one sym:status" in finding.todo for finding in found)
    said = {finding.message for finding in found}
    assert said == {
        "use:X breaks sym:UseShape",
        "a node of use:X (sym:evidence) breaks sym:EvidenceShape",
    }


@pytest.mark.parametrize("name", ["odd.ttl", "bad_without_line.ttl"])
def test_an_example_that_promises_nothing_is_refused(tmp_path: Path, name: str) -> None:
    """Good or bad stands in the name; which shape a bad one breaks stands in its first line."""
    path = tmp_path / name
    path.write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="violates"):
        read_example(path)


def test_a_bad_example_that_breaks_nothing_is_found(tmp_path: Path) -> None:
    """A shape that lets its bad example pass has lost its teeth."""
    path = tmp_path / "bad_but_fine.ttl"
    path.write_text("# violates: sym:UseShape\n<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    (finding,) = run_examples(shipped_base(), [read_example(path)])
    assert finding.message == "does not break sym:UseShape"


# --- published terms ---


def test_a_published_term_may_not_disappear(tmp_path: Path) -> None:
    """What is listed and no longer defined is an error; what is new is a warning."""
    file = tmp_path / "published.txt"
    quads = shipped_base().quads
    added = extend_list(quads, file)
    assert added == len(defined_terms(quads)) > 300
    assert list(run_published(quads, file)) == []
    assert extend_list(quads, file) == 0
    lines = file.read_text(encoding="utf-8").splitlines()
    gone = "https://w3id.org/symbiograph/material/AAAGone"
    file.write_text("\n".join(sorted([*lines[1:], gone])) + "\n", encoding="utf-8")
    findings = list(run_published(quads, file))
    assert [(f.severity, f.message) for f in findings] == [
        ("error", "mat:AAAGone was published and is defined no more"),
        ("warning", "1 new terms are not listed yet"),
    ]
    extend_list(quads, file)
    assert gone in file.read_text(encoding="utf-8")


def test_a_user_pack_publishes_nothing(tmp_path: Path) -> None:
    """Only what is shipped is listed."""
    base = base_of(tmp_path, "mat:Mine a owl:Class ; rdfs:subClassOf sym:Matter .")
    assert not any(iri.endswith("/Mine") for iri in defined_terms(base.quads))


def test_the_list_of_published_terms_is_whole() -> None:
    """The committed list is there, names every shipped term and no other."""
    assert find_list().is_file()
    assert list(run_published(shipped_base().quads)) == []


# --- coverage ---

COUNTING = """
mat:Ash a owl:Class ; rdfs:subClassOf sym:Matter ; rdfs:label "ash"@en ; sym:hasForm form:Powder .
mat:FlyAsh a owl:Class ; rdfs:subClassOf mat:Ash ; rdfs:label "fly ash"@en ;
    skos:altLabel "flue dust of a boiler"@en ; sym:acronym "PFA"@en ;
    sym:noWasteCode "Test."@en ; sym:hasForm form:Granular .
mat:Renamed a owl:Class ; rdfs:subClassOf mat:FlyAsh ; rdfs:label "renamed"@en ;
    skos:altLabel "other name"@en , "third name"@en ; sym:hasForm form:Granular .
mat:Spelt a owl:Class ; rdfs:subClassOf mat:FlyAsh ; rdfs:label "grey sulphur ash"@en ;
    skos:altLabel "gray sulfur-ash"@en , "Grey Sulphur Ashs"@en ; sym:hasForm form:Sludge .
use:Whole a sym:Use ; sym:takes mat:FlyAsh ; sym:asRole role:Fill ; sym:replaces mat:Ash ;
    sym:asks "Dry?"@en ; sym:evidence [ sym:grade grade:Read ] .
use:Half a sym:Use ; sym:takes mat:FlyAsh ; sym:asRole role:Fill ;
    sym:asks "Dry?"@en ; sym:evidence [ sym:grade grade:TradeKnowledge ] .
"""


def counts_of(base: Knowledge, pack: str) -> Counts:
    """The counts of one pack."""
    return next(counts for counts in count_coverage(base.quads) if counts.pack == pack)


def test_coverage_tells_what_is_there_from_what_counts(tmp_path: Path) -> None:
    """Too few names, spelling variants and mere synonyms do not count; nor does half a use."""
    counts = counts_of(base_of(tmp_path, COUNTING), "more")
    assert (counts.total["materials"], counts.counting["materials"]) == (4, 1)
    assert (counts.total["uses"], counts.counting["uses"]) == (2, 1)
    assert counts.trade_share == 0.5
    assert re.search(r"^materials +1 of 4 +1 of 4$", write_coverage([counts, counts]), re.M)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fly-ash", "fly ash"),
        ("tyres", "tire"),
        ("grey sulphur", "gray sulfur"),
        ("wood fibre", "wood fibers"),
        ("mould", "mould"),
        ("galvanised sludges", "galvanized sludge"),
        ("aluminium dross", "aluminum dross"),
    ],
)
def test_spelling_variants_count_once(one: str, other: str) -> None:
    """Case, hyphen, plural and British spelling make no new name."""
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"), [("fly ash", "bottom ash"), ("glass", "gas"), ("PFA", "fly ash")]
)
def test_different_names_count_apart(one: str, other: str) -> None:
    """Normalising merges variants only."""
    assert normalise(one) != normalise(other)


ENTRIES = """
@prefix aris: <https://w3id.org/symbiograph/arising/> .
low:9901 a sym:WasteCodeGroup ; sym:code "9901" ; sym:entriesCovered true .
low:9902 a sym:WasteCodeGroup ; sym:code "9902" .
low:990101 a sym:WasteCode ; sym:code "990101" ; sym:inGroup low:9901 .
low:990101-2026 a sym:WasteCode ; sym:code "990101" ; sym:inGroup low:9901 .
low:990102 a sym:WasteCode ; sym:code "990102" ; sym:inGroup low:9901 .
low:990199 a sym:WasteCode ; sym:code "990199" ; sym:inGroup low:9901 ; sym:notArising "Rest."@en .
low:990201 a sym:WasteCode ; sym:code "990201" ; sym:inGroup low:9902 .
aris:One a sym:Arising ; sym:ofMaterial mat:Ash ; sym:wasteCode low:990101-2026 .
aris:Two a sym:Arising ; sym:ofMaterial mat:Ash ; sym:wasteCode low:990201 .
"""
WIDE = "aris:Wide a sym:Arising ; sym:ofMaterial mat:Any ; sym:wasteCode low:990102 .\n" + "".join(
    f"aris:W{n} a sym:Arising ; sym:ofMaterial mat:Any ; sym:wasteCode low:99{n} .\n"
    for n in range(1000, 1012)
)


def test_entries_are_reached_left_out_or_open(tmp_path: Path) -> None:
    """Two editions count once, a group that is not covered not at all, a wide material not."""
    chapter, every = count_entries(base_of(tmp_path, ENTRIES + WIDE).quads)
    assert (chapter.chapter, every.chapter) == ("99", "all")
    assert chapter.reached == {"990101"}
    assert chapter.left_out == {"990199": "Rest."}
    assert chapter.open == {"990102"}
    table = write_entries([chapter, every])
    assert re.search(r"^chapter 99 +3 +1 +1 +1 +990102$", table, re.M)
    assert re.search(r"^all +3 +1 +1 +1$", table, re.M)


# --- everything together ---


@pytest.mark.slow
def test_a_sound_pack_passes_and_a_faulty_one_does_not(tmp_path: Path) -> None:
    """The command finds a misspelt class in a user's pack, says where, and fails."""
    pack = tmp_path / "mine"
    pack.mkdir()
    file = pack / "mine.ttl"
    file.write_text(PREFIXES + "use:Mine a sym:Use ; sym:takes mat:Misspelt .", encoding="utf-8")
    outcome = run_command([pack])
    assert not outcome.passed
    assert "mat:Misspelt is used by use:Mine and defined nowhere" in outcome.text
    assert "mine.ttl" in outcome.text


def test_a_pack_is_laid_out_on_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--fix` writes the layout of the user's file and says so; shipped files are left here."""
    file = tmp_path / "mine.ttl"
    file.write_text(PREFIXES + 'mat:Mine rdfs:label "mine"@en; a owl:Class.', encoding="utf-8")
    monkeypatch.setattr("matcher.checking.command.discover", lambda _packs: {"g": file})
    monkeypatch.setattr("matcher.checking.command.extend_list", lambda _quads: 0)
    monkeypatch.setattr("matcher.checking.command.run_checks", lambda _base, _closure: ())
    outcome = run_command([tmp_path], fix=True)
    assert "mine.ttl" in str(outcome.data["laid_out"])
    assert 'mat:Mine\n    a owl:Class ;\n    rdfs:label "mine"@en .' in file.read_text("utf-8")


def test_only_the_checks_that_are_asked_for_run(tmp_path: Path) -> None:
    """`only` names checks; an error inside a check is a finding, not a crash."""
    base = base_of(tmp_path, "use:X a sym:Use .")
    closure = load_engine("compiled").close(base.triples())
    assert {f.check.partition("/")[0] for f in run_checks(base, closure, ["shapes"])} == {"shape"}
    assert set(CHECKS) >= {"layout", "shapes", "hygiene", "questions", "examples"}
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "odd.rq").write_text("ASK {}", encoding="utf-8")
    found = run_checks(base, closure, ["questions"])
    assert any("header" in f.message and f.file.endswith("odd.rq") for f in found)


def test_findings_are_sorted_and_said_once() -> None:
    """Errors come before warnings, each finding once."""
    error = Finding("check", "b.ttl", "wrong", "mend")
    warning = replace(error, severity="warning", file="a.ttl")
    note = replace(error, severity="note", file="")
    assert sort_findings([note, warning, error, error]) == (error, warning, note)


def test_the_reference_agrees_on_the_core(tmp_path: Path) -> None:
    """The compiled engine and owlrl derive the same; what is excused is counted, not hidden."""
    base = base_of(tmp_path, "mat:Ash a owl:Class ; rdfs:subClassOf sym:Matter .")
    findings = compare_with_reference(base, generated=5)
    assert [f for f in findings if f.severity != "note"] == []
    assert any("allowed reason" in f.message for f in findings)
    assert any("5 of 5 generated ontologies have the same closure" in f.message for f in findings)
    assert any("that no axiom mentions" in f.message for f in findings)


def test_a_generated_ontology_that_differs_is_named_by_its_seed(tmp_path: Path) -> None:
    """An engine that misses a rule is found out, and the seed says on which ontology."""

    class Forgetful(CompiledReasoner):
        """A reasoner that does not hear of subclasses."""

        def close(self, triples: Iterable[Triple]) -> CompiledClosure:
            """Everything that follows but for subclasses."""
            return super().close([t for t in triples if "subClassOf" not in t[1]])

    base = base_of(tmp_path, "mat:Ash a owl:Class .")
    found = compare_with_reference(base, (Forgetful(), CompiledReasoner()), generated=10)
    assert any(f.message.startswith("generated ontology ") for f in found)
    assert not any("10 of 10" in f.message for f in found)


def test_a_difference_between_the_engines_is_reported() -> None:
    """A triple that only one engine derives is shown with its rule; a lone clash too."""
    triple = ("<urn:a>", "<urn:b>", "<urn:c>")
    step = Step("prp-trp", (triple,), triple)
    alone = Comparison((Difference(triple, "compiled", step),) * 30, {}, (True, False))
    found = list(report(alone))
    assert found[0].message == "only compiled derives by prp-trp: urn:a urn:b urn:c"
    assert [f.message for f in found[-2:]] == [
        "30 differences in all",
        "only one engine finds a contradiction",
    ]
