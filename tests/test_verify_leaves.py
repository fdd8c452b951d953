"""Leaves are read again from the files they name; mirror axioms are derived again."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from matcher.errors import TurtleError
from matcher.knowledge import build_mirror, read_turtle
from matcher.model import Triple
from matcher.namespaces import node
from matcher.reasoning import leaves, list_statements, statements, values, verify
from matcher.reasoning.closure import CompiledReasoner
from matcher.reasoning.leaves import MIRROR, read_leaves
from matcher.reasoning.proof import prove
from tests.reasoning.pattern import facts

GRAPH = "https://w3id.org/symbiograph/graph/"
HEAD = """
@prefix sym: <https://w3id.org/symbiograph/> .
@prefix mat: <https://w3id.org/symbiograph/material/> .
@prefix need: <https://w3id.org/symbiograph/need/> .
@prefix fn: <https://w3id.org/symbiograph/function/> .
@prefix form: <https://w3id.org/symbiograph/form/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
CORE = """
sym:Material a owl:Class . sym:Matter a owl:Class ; rdfs:subClassOf sym:Material .
sym:offers owl:propertyChainAxiom ( sym:isOf sym:provides ) .
sym:Use a owl:Class .
"""
PACK = """
mat:Wood a owl:Class ; rdfs:subClassOf sym:Matter ; sym:provides fn:FuelValue .
mat:Sawdust a owl:Class ; rdfs:subClassOf mat:Wood .
mat:Undeclared rdfs:subClassOf mat:Wood .
need:Fuel a sym:Need ; owl:intersectionOf ( sym:Matter
    [ a owl:Restriction ; owl:onProperty sym:offers ; owl:hasValue fn:FuelValue ] ) .
need:Plain a sym:Need .
"""


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A core and a pack."""
    paths = {GRAPH + "core": tmp_path / "core.ttl", GRAPH + "pack": tmp_path / "pack.ttl"}
    paths[GRAPH + "core"].write_text(HEAD + CORE, encoding="utf-8")
    paths[GRAPH + "pack"].write_text(HEAD + PACK, encoding="utf-8")
    return paths


def test_every_fact_the_loader_reads_is_found_again_in_its_file(files: dict[str, Path]) -> None:
    reader = read_leaves(files)
    for graph, path in files.items():
        quads = read_turtle(path, graph)
        assert quads
        for s, p, o, source in quads:
            assert reader((s, p, o), source)
        others = [other for other in files if other != graph]
        assert not any(reader((s, p, o), other) for s, p, o, _g in quads for other in others)


def test_every_mirror_axiom_of_the_loader_is_allowed(files: dict[str, Path]) -> None:
    quads = [quad for graph, path in files.items() for quad in read_turtle(path, graph)]
    mirror = list(build_mirror(quads))
    assert len(mirror) == 3 * 6 + 4
    for triple in mirror:
        assert read_leaves(files)(triple, MIRROR), triple


@pytest.mark.parametrize(
    "text",
    [
        "mat:Undeclared a mat:Undeclared",
        "mat:Unknown a sym:Material",
        "sym:Material a sym:Material",
        "sym:Use a sym:Material",
        "mat:Sawdust a mat:Wood",
        "mat:Sawdust rdfs:subClassOf mat:Wood#is",
        "mat:Sawdust rdfs:subClassOf sym:Material",
        "mat:Sawdust#is owl:hasValue mat:Wood",
        "mat:Sawdust#is owl:onProperty sym:provides",
        "mat:Sawdust#met owl:hasValue mat:Sawdust",
        "need:Plain rdfs:subClassOf need:Plain#met",
        "need:Fuel#is owl:hasValue need:Fuel",
        "mat:Sawdust sym:provides fn:FuelValue",
    ],
)
def test_the_mirror_says_nothing_else(files: dict[str, Path], text: str) -> None:
    assert not read_leaves(files)(facts(text)[0], MIRROR)


def test_a_stream_proves_only_with_what_it_states(files: dict[str, Path]) -> None:
    quads = [quad for graph, path in files.items() for quad in read_turtle(path, graph)]
    mirror = list(build_mirror(quads))
    sources = {(s, p, o): g for s, p, o, g in quads} | dict.fromkeys(mirror, MIRROR)
    stated = facts("sym:stream-1 a mat:Sawdust")
    closure = CompiledReasoner().close(sources).overlay(stated)
    proof = prove(closure, facts("sym:stream-1 sym:functionMeets need:Fuel")[0], sources)
    assert verify.check(proof, read_leaves(files, stated)) is None
    assert "stream" in str(verify.check(proof, read_leaves(files)))
    other = facts("sym:stream-1 a mat:Wood")
    assert not verify.verify(proof, read_leaves(files, other))


def test_a_file_that_changed_is_read_again(files: dict[str, Path]) -> None:
    path, graph = files[GRAPH + "pack"], GRAPH + "pack"
    fact = facts("mat:Wood sym:provides fn:FuelValue")[0]
    assert read_leaves(files)(fact, graph)
    path.write_text(HEAD + PACK.replace("fn:FuelValue .", "fn:Heat ."), encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert not read_leaves(files)(fact, graph)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    fact: Triple = (node("mat:A"), node("sym:p"), node("mat:B"))
    with pytest.raises(TurtleError, match=r"gone\.ttl"):
        read_leaves({GRAPH + "gone": tmp_path / "gone.ttl"})(fact, GRAPH + "gone")
    broken = tmp_path / "broken.ttl"
    broken.write_text("mat:A mat:B", encoding="utf-8")
    with pytest.raises(TurtleError, match=r"broken\.ttl"):
        read_leaves({GRAPH + "broken": broken})(fact, GRAPH + "broken")


def test_the_verifier_imports_nothing_of_the_engine() -> None:
    modules = (leaves, list_statements, statements, values, verify)
    allowed = {module.__name__.rpartition(".")[2] for module in modules}
    for module in modules:
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        imported = {
            found.module or "" for found in ast.walk(tree) if isinstance(found, ast.ImportFrom)
        }
        ours = {name for name in imported if name.startswith("matcher.reasoning")}
        assert {name.rpartition(".")[2] for name in ours} <= allowed
        assert "matcher.knowledge" not in imported
