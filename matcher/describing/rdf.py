"""A term as RDF: what is asserted of it, blank nodes included; what follows stands in a text apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, Literal

from matcher.describing.atlas import Atlas, is_blank
from matcher.model import Triple
from matcher.namespaces import PREFIXES, bare, expand, node

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, NamedNode
    from rdflib.term import Node

Format = Literal["turtle", "json-ld"]
#: what every term is or follows from itself by; it says nothing
EMPTY: Final = frozenset({node("owl:Thing"), node("owl:NamedIndividual"), node("rdfs:Resource")})
REFLEXIVE: Final = frozenset(
    {node("owl:sameAs"), node("rdfs:subClassOf"), node("owl:equivalentClass"),
     node("rdfs:subPropertyOf"), node("owl:equivalentProperty")}
)  # fmt: skip
HEADS: Final = {
    True: "What the reasoner (OWL 2 RL) derives of this term; nobody wrote it. Asserted facts stand in the file without “inferred” in its name.",
    False: "What the packs assert of this term, with its evidence. What follows by reasoning stands apart, in the file with “inferred” in its name.",
}


def list_asserted(atlas: Atlas, iri: str) -> list[Triple]:
    """The concise bounded description: every asserted fact, and those of its blank nodes in turn."""
    found: dict[Triple, None] = {}
    seen, todo = {iri}, [iri]
    while todo:
        for triple in atlas.facts(todo.pop(0)):
            found[triple] = None
            value = bare(triple[2]) if triple[2].startswith("<") else ""
            if value and is_blank(value) and value not in seen:
                seen.add(value)
                todo.append(value)
    return list(found)


def list_inferred(atlas: Atlas, iri: str) -> list[Triple]:
    """What follows of a term and was not asserted, without what holds of everything."""
    closure = atlas.view.closure
    return sorted(
        triple
        for triple in closure.match(node(iri), None, None)
        if not closure.is_asserted(triple) and tells(triple)
    )


def tells(triple: Triple) -> bool:
    """Whether an inferred triple says anything: neither reflexive, nor true of all, nor unnamed."""
    subject, predicate, value = triple
    if value in EMPTY or (value == subject and predicate in REFLEXIVE):
        return False
    return value.startswith('"') or not (is_blank(bare(value)) or "#" in beyond(value))


def beyond(value: str) -> str:
    """An IRI of the house without its base; empty for IRIs of others, which may have fragments."""
    base = node("sym:")[:-1]
    return value[len(base) :] if value.startswith(base) else ""


def write_rdf(atlas: Atlas, iri: str, form: Format, inferred: bool = False) -> str:
    """A term as Turtle or JSON-LD."""
    triples = list_inferred(atlas, iri) if inferred else list_asserted(atlas, iri)
    text = serialise(triples, form)
    if form == "json-ld":
        return text
    files = ", ".join(atlas.files(iri)) or "no file"
    head = [HEADS[inferred]] if inferred else [HEADS[inferred], f"Stated in: {files}"]
    return "".join(f"# {' '.join(line.split())}\n" for line in head) + text


def serialise(triples: Sequence[Triple], form: Format) -> str:
    """Triples with the prefixes of the house; blank nodes stand nested where they belong."""
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for s, p, o in read_triples(triples):
        graph.add((s, p, o))
    if form == "turtle":
        return str(graph.serialize(format="turtle"))
    used = {
        name: ns
        for name, ns in PREFIXES.items()
        if any(f"<{ns}" in t for row in triples for t in row)
    }
    # a JSON number would be read back as a double; the packs write decimals
    text = graph.serialize(
        format="json-ld", context=used, indent=2, sort_keys=True, use_native_types=False
    )
    return f"{text}\n"


def read_triples(triples: Iterable[Triple]) -> Iterable[tuple[Node, Node, Node]]:
    """Triples in N-Triples notation as rdflib terms, blank nodes numbered in order of appearance."""
    from pyoxigraph import Literal as OxLiteral
    from pyoxigraph import NamedNode, RdfFormat, parse
    from rdflib import BNode, Literal, URIRef

    names: dict[str, str] = {}

    def turn(term: NamedNode | BlankNode | OxLiteral | object) -> Node:
        if isinstance(term, NamedNode):
            if is_blank(term.value):
                return BNode(names.setdefault(term.value, f"b{len(names)}"))
            return URIRef(term.value)
        if isinstance(term, OxLiteral):
            plain = term.language or term.datatype.value == expand("xsd:string")
            kind = None if plain else URIRef(term.datatype.value)
            return Literal(term.value, lang=term.language, datatype=kind, normalize=False)
        raise TypeError(type(term).__name__)

    text = "".join(f"{s} {p} {o} .\n" for s, p, o in triples)
    for quad in parse(text.encode(), format=RdfFormat.N_TRIPLES):
        yield turn(quad.subject), turn(quad.predicate), turn(quad.object)
