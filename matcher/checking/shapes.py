"""The shapes of the vocabulary, run over what people wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from matcher.checking.dataset import Dataset
from matcher.checking.findings import Finding
from matcher.knowledge import MATERIAL, SUBCLASS, TYPE, Quad
from matcher.model import Triple
from matcher.namespaces import BASE, expand, shorten
from matcher.settings import shipped

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

#: only the vocabulary's own classes decide what a shape is about
OWN: Final = f"<{BASE}"


@dataclass(frozen=True, slots=True)
class Violation:
    """A node that breaks a named shape: the shape's IRI, the node in N-Triples, what to do."""

    shape: str
    focus: str
    message: str


def find_shapes_file() -> Path:
    """The file with the shapes of the vocabulary."""
    return shipped("ontology") / "core" / "shapes.ttl"


@lru_cache(maxsize=2)
def read_shapes(path: Path) -> Graph:
    """The shapes as a graph; parsed once."""
    from rdflib import Graph

    return Graph().parse(path, format="turtle")


def named_shapes(shapes: Graph) -> list[str]:
    """The IRIs of the node shapes that have a target, sorted."""
    target = expand("sh:targetClass")
    return sorted(str(s) for s, p, _o in shapes if str(p) == target)


def run_shapes(dataset: Dataset, quads: Iterable[Quad], context: Iterable[Triple]) -> list[Finding]:
    """Every node of the base that breaks a shape; code lists are checked too."""
    facts = [(s, p, o) for s, p, o, _graph in quads]
    return [
        Finding(
            check=f"shape/{shorten(found.shape)}",
            file=dataset.file_of(found.focus),
            message=f"{describe(dataset, found.focus)} breaks {shorten(found.shape)}",
            todo=found.message,
        )
        for found in validate(facts, context)
    ]


def describe(dataset: Dataset, focus: str) -> str:
    """A node for a reader; one without a name of its own is named by what it hangs on."""
    if "#b" not in focus:
        return dataset.show(focus)
    held_by = next(iter(holders(dataset, focus)), "")
    return f"a node of {held_by}" if held_by else "a node without a name"


def holders(dataset: Dataset, focus: str) -> Iterator[str]:
    """The subjects that point to a node, each with the predicate."""
    from pyoxigraph import NamedNode

    for quad in dataset.asserted.quads_for_pattern(None, None, NamedNode(focus[1:-1])):
        yield f"{describe(dataset, str(quad.subject))} ({dataset.show(str(quad.predicate))})"


def validate(facts: Iterable[Triple], context: Iterable[Triple] = ()) -> list[Violation]:
    """What breaks the shapes among the facts; the context only tells what is of which kind."""
    import pyshacl

    shapes = read_shapes(find_shapes_file())
    relevant = {f"<{term}>" for term in shapes.objects()} | {TYPE, SUBCLASS}
    stated = [fact for fact in facts if fact[1] in relevant]
    known = (t for t in context if t[1] in (TYPE, SUBCLASS) and t[2].startswith(OWN))
    graph = to_graph([*stated, *known])
    written = {s for s, _p, _o in stated}
    _conforms, report, _text = pyshacl.validate(graph, shacl_graph=shapes, inference="none")
    return sorted(
        (v for v in read_report(report, shapes, graph) if v.focus in written),
        key=lambda v: (v.shape, v.focus, v.message),
    )


def to_graph(triples: Iterable[Triple]) -> Graph:
    """An rdflib graph of N-Triples terms."""
    from rdflib import Graph

    text = "".join(f"{s} {p} {o} .\n" for s, p, o in triples)
    return Graph().parse(data=text, format="nt")


def typical_members(mirror: Iterable[Triple]) -> list[Triple]:
    """The part of the mirror axioms that says which classes are materials."""
    return [t for t in mirror if t[1] == TYPE and t[2] == MATERIAL]


def read_report(report: Graph, shapes: Graph, data: Graph) -> Iterator[Violation]:
    """The results of a SHACL report, each with the named shape that it belongs to."""
    from rdflib import SH

    for result in report.subjects(SH.focusNode, None):
        focus = report.value(result, SH.focusNode)
        source = report.value(result, SH.sourceShape)
        if focus is None or source is None:
            continue
        message = str(report.value(result, SH.resultMessage) or "")
        stray = stray_value(report, result, shapes)
        yield Violation(owner_of(source, focus, shapes, data), f"<{focus}>", stray + message)


def stray_value(report: Graph, result: Node, shapes: Graph) -> str:
    """Where a value is of the wrong kind: which value, and which kind was wanted."""
    from rdflib import SH

    if report.value(result, SH.sourceConstraintComponent) != SH.ClassConstraintComponent:
        return ""
    source = report.value(result, SH.sourceShape)
    wanted = shapes.value(source, SH["class"]) if source is not None else None
    value = report.value(result, SH.value)
    return f"{shorten(str(value))} is no {shorten(str(wanted))}. "


def owner_of(source: Node, focus: Node, shapes: Graph, data: Graph) -> str:
    """The named shape with a target that a (possibly shared) property shape belongs to."""
    from rdflib import SH

    if (source, SH.targetClass, None) in shapes:
        return str(source)
    kinds = kinds_of(focus, data)
    for owner in sorted(shapes.subjects(SH.property, source), key=str):
        if any(target in kinds for target in shapes.objects(owner, SH.targetClass)):
            return str(owner)
    return str(source)


def kinds_of(focus: Node, data: Graph) -> set[Node]:
    """The classes of a node, wider ones included."""
    from rdflib import RDF, RDFS

    found: set[Node] = set()
    for kind in data.objects(focus, RDF.type):
        wider = data.transitive_objects(kind, RDFS.subClassOf)
        found.update(above for above in wider if above is not None)
    return found
