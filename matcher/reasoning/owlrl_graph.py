"""Running owlrl on triples: to rdflib and back, quietly, and without what is the same as itself."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from matcher.model import Triple
from matcher.namespaces import PREFIXES, node

if TYPE_CHECKING:
    from rdflib import Graph

ERROR: Final = "<http://www.daml.org/2002/03/agents/agent-ont#error>"
MESSAGE_TYPE: Final = "<http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage>"

#: predicates that carry text for readers and are in no rule's premise unless an axiom says so
ANNOTATIONS: Final = tuple(
    "<" + PREFIXES[prefix] for prefix in ("skos", "dcterms", "prov", "sh", "wgs84")
) + tuple(node(name) for name in ("rdfs:label", "rdfs:comment", "rdfs:seeAlso", "rdfs:isDefinedBy"))


def expand_with_owlrl(triples: Sequence[Triple], strip: bool) -> tuple[set[Triple], list[str]]:
    """owlrl's closure of the triples, and the contradictions it reports, in its own words.

    What is stripped is put back afterwards, unchanged.
    """
    taken = [t for t in triples if not (strip and t[1].startswith(ANNOTATIONS))]
    with quiet_rdflib():
        graph, names = to_graph(taken)
        run_semantics(graph)
    return read_closed(graph, names, triples)


def read_closed(
    graph: Graph, names: Mapping[Any, str], given: Sequence[Triple]
) -> tuple[set[Triple], list[str]]:
    """What a closed graph says, with what was given, and the contradictions reported in it."""
    closed: set[Triple] = set(given)
    messages = []
    for s, p, o in graph:
        triple = (text_of(s, names), text_of(p, names), text_of(o, names))
        if triple[1] == ERROR:
            messages.append(str(o))
        elif triple[2] != MESSAGE_TYPE:
            closed.add(triple)
    return closed, messages


def to_graph(triples: Sequence[Triple]) -> tuple[Graph, Mapping[Any, str]]:
    """The triples as an rdflib graph, with the way back from its terms to ours."""
    from rdflib import Graph

    terms: dict[str, Any] = {}
    graph = Graph()
    for triple in triples:
        s, p, o = (terms.setdefault(text, to_rdflib(text)) for text in triple)
        graph.add((s, p, o))
    return graph, {term: text for text, term in terms.items()}


def to_rdflib(text: str) -> Any:
    """An N-Triples term as rdflib's, its lexical form untouched."""
    from rdflib import Literal, URIRef

    from matcher.namespaces import literal_language, literal_text

    if text.startswith("<"):
        return URIRef(text[1:-1])
    tail = text[text.rindex('"') + 1 :]
    datatype = URIRef(tail[3:-1]) if tail.startswith("^^") else None
    return Literal(
        literal_text(text), lang=literal_language(text) or None, datatype=datatype, normalize=False
    )


def text_of(term: Any, names: Mapping[Any, str]) -> str:
    """Our text of an rdflib term: the one it came from, or its N-Triples form."""
    return names.get(term) or str(term.n3())


def run_semantics(graph: Graph) -> None:
    """Close a graph in place by owlrl's OWL 2 RL, without eq-ref and axiomatic triples."""
    import owlrl

    class WithoutReflexive(owlrl.OWLRL_Semantics):  # type: ignore[misc]
        """owlrl's rules, but x owl:sameAs x is stored only where x is said to differ from x."""

        def store_triple(self, t: tuple[Any, Any, Any]) -> None:
            """Store what owlrl found unless it is an instance of eq-ref."""
            reflexive = t[1] == owlrl.OWL.sameAs and t[0] == t[2]
            if not reflexive or (t[0], owlrl.OWL.differentFrom, t[0]) in self.graph:
                super().store_triple(t)

    WithoutReflexive(graph, axioms=False, daxioms=False).closure()


def expand_published(file: Path) -> tuple[set[Triple], list[str]]:
    """owlrl at its best on a Turtle file: with eq-ref and with its own reading of literals.

    Its axiomatic triples are left out: they change no answer of the test collection and take
    most of the time. Blank nodes get names.
    """
    import owlrl
    from rdflib import Graph

    with own_literals():
        graph = Graph().parse(file, format="turtle").skolemize()
        owlrl.OWLRL_Semantics(graph, axioms=False, daxioms=False).closure()
    return read_closed(graph, {}, ())


@contextmanager
def own_literals() -> Iterator[None]:
    """Let rdflib read literals as owlrl does, and as before afterwards (owlrl forgets some)."""
    from owlrl import DatatypeHandling
    from rdflib import term

    before = dict(term._toPythonMapping)
    DatatypeHandling.use_Alt_lexical_conversions()
    try:
        with quiet_rdflib():
            yield
    finally:
        term._toPythonMapping.clear()
        term._toPythonMapping.update(before)


@contextmanager
def quiet_rdflib() -> Iterator[None]:
    """Keep rdflib from telling the user of each ill-typed literal, with a traceback."""
    logger = logging.getLogger("rdflib.term")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)
