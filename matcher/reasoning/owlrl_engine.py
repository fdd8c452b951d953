"""owlrl behind the same protocol: slow, independent, the reference that keeps ours honest.

A closure of owlrl knows no derivations. Proofs come from a compiled closure over the same
facts, and only for triples that are in owlrl's closure too.
"""

from __future__ import annotations

import hashlib
import json
import logging
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from matcher.errors import CacheError
from matcher.model import Step, Triple
from matcher.namespaces import PREFIXES, node
from matcher.reasoning.closure import CompiledClosure, CompiledReasoner
from matcher.reasoning.engine import Clash

if TYPE_CHECKING:
    from rdflib import Graph

SAVED: Final = ("given", "derived")
ERROR: Final = "<http://www.daml.org/2002/03/agents/agent-ont#error>"
MESSAGE_TYPE: Final = "<http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage>"
TYPE: Final = node("rdf:type")

#: predicates that carry text for readers and are in no rule's premise unless an axiom says so
ANNOTATIONS: Final = tuple(
    "<" + PREFIXES[prefix] for prefix in ("skos", "dcterms", "prov", "sh", "wgs84")
) + tuple(node(name) for name in ("rdfs:label", "rdfs:comment", "rdfs:seeAlso", "rdfs:isDefinedBy"))


class OwlrlReasoner:
    """owlrl 7.6 with eq-ref switched off; `strip` leaves out annotations, for speed."""

    name = "owlrl"

    def __init__(self, strip: bool = True) -> None:
        """Choose whether annotations take part."""
        self.strip = strip

    @property
    def version(self) -> str:
        """A digest of owlrl's version and of whether annotations take part."""
        return hashlib.sha256(f"{metadata.version('owlrl')} {self.strip}".encode()).hexdigest()

    def close(self, triples: Iterable[Triple]) -> OwlrlClosure:
        """Everything that follows from the triples, by owlrl."""
        given = tuple(dict.fromkeys(triples))
        return OwlrlClosure(self, given, frozenset(), expand_with_owlrl(given, self.strip))

    def open(self, path: Path) -> OwlrlClosure:
        """A closure that was saved; raises CacheError if the file cannot be used."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            given, derived = ([(s, p, o) for s, p, o in content[name]] for name in SAVED)
            closed = {*given, *derived}, [str(message) for message in content["messages"]]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CacheError(
                f"not a saved closure of owlrl ({error})",
                where=str(path),
                todo="Delete it; it is made again.",
            ) from error
        return OwlrlClosure(self, given, frozenset(), closed)

    def overlay_many(
        self, base: Sequence[Triple], streams: Sequence[Sequence[Triple]]
    ) -> OwlrlClosure:
        """The base with many streams, closed once: owlrl takes as long for one as for all."""
        extra = [triple for stream in streams for triple in stream]
        given = tuple(dict.fromkeys((*base, *extra)))
        return OwlrlClosure(self, given, frozenset(extra), expand_with_owlrl(given, self.strip))


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


def close_as_published(file: Path) -> OwlrlClosure:
    """owlrl at its best on a Turtle file: with eq-ref and with its own reading of literals.

    Its axiomatic triples are left out: they change no answer of the test collection and take
    most of the time. Blank nodes get names.
    """
    import owlrl
    from rdflib import Graph

    with own_literals():
        graph = Graph().parse(file, format="turtle").skolemize()
        owlrl.OWLRL_Semantics(graph, axioms=False, daxioms=False).closure()
    return OwlrlClosure(OwlrlReasoner(), (), frozenset(), read_closed(graph, {}, ()))


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


class OwlrlClosure:
    """owlrl's closure of some facts; see `engine.Closure`."""

    def __init__(
        self,
        reasoner: OwlrlReasoner,
        given: Sequence[Triple],
        stated: frozenset[Triple],
        closed: tuple[set[Triple], list[str]],
        layered: bool = False,
    ) -> None:
        """Index what owlrl found; `stated` are the facts that an overlay added."""
        self.reasoner = reasoner
        self.stated = stated
        self.layered = layered
        self._take(given, closed)

    def _take(self, given: Sequence[Triple], closed: tuple[set[Triple], list[str]]) -> None:
        """Index facts and what owlrl made of them."""
        self.given = tuple(given)
        self._known = frozenset(given)
        self._closed, self.messages = closed
        self._by_subject: dict[str, list[Triple]] = defaultdict(list)
        self._by_object: dict[str, list[Triple]] = defaultdict(list)
        self._by_predicate: dict[str, list[Triple]] = defaultdict(list)
        for triple in sorted(t for t in self._closed if t[0].startswith("<")):
            self._by_subject[triple[0]].append(triple)
            self._by_predicate[triple[1]].append(triple)
            self._by_object[triple[2]].append(triple)
        self._proving: CompiledClosure | None = None

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """The contradictions owlrl reports: its message stands in place of the rule's name."""
        return tuple(Clash(message, ()) for message in self.messages)

    @property
    def derived_count(self) -> int:
        """How many triples were derived."""
        return len(self._closed) - len(self._known)

    def __len__(self) -> int:
        """How many triples there are."""
        return len(self._closed)

    def __contains__(self, triple: object) -> bool:
        """Whether a triple is asserted or follows."""
        return triple in self._closed

    def match(
        self, s: str | None = None, p: str | None = None, o: str | None = None
    ) -> Iterator[Triple]:
        """Every triple that fits; None stands for any term."""
        if s is not None:
            found: Iterable[Triple] = self._by_subject.get(s, ())
        elif o is not None:
            found = self._by_object.get(o, ())
        elif p is not None:
            found = self._by_predicate.get(p, ())
        else:
            found = (triple for row in self._by_subject.values() for triple in row)
        for triple in found:
            if (p is None or triple[1] == p) and (o is None or triple[2] == o):
                yield triple

    def objects(self, s: str, p: str) -> Iterator[str]:
        """Every o of (s, p, o)."""
        return (o for _s, _p, o in self.match(s, p))

    def subjects(self, p: str, o: str) -> Iterator[str]:
        """Every s of (s, p, o)."""
        return (s for s, _p, _o in self.match(None, p, o))

    def asserted(self) -> Iterator[Triple]:
        """The triples that were given."""
        return iter(self.given)

    def derived(self) -> Iterator[Triple]:
        """The triples that follow and were not given."""
        return (triple for triple in self.match() if triple not in self._known)

    def is_asserted(self, triple: Triple) -> bool:
        """Whether a triple was given."""
        return triple in self._known

    def is_stated_here(self, triple: Triple) -> bool:
        """Whether a triple was given by this overlay."""
        return triple in self.stated

    def derivation(self, triple: Triple) -> Step | None:
        """A derivation found by the compiled engine, for a triple that owlrl found too."""
        if triple not in self._closed:
            return None
        if self._proving is None:
            self._proving = CompiledReasoner().close(self.given)
        return self._proving.derivation(triple)

    def overlay(self, extra: Iterable[Triple]) -> OwlrlClosure:
        """The facts and a few more, closed anew: as slow as closing the base."""
        added = frozenset(extra) - self._known
        given, stated = (*self.given, *sorted(added)), self.stated | added
        closed = expand_with_owlrl(given, self.reasoner.strip)
        return OwlrlClosure(self.reasoner, given, stated, closed, layered=True)

    def add(self, triples: Iterable[Triple]) -> int:
        """State facts more and close everything anew; how many were not stated before."""
        added = [triple for triple in dict.fromkeys(triples) if triple not in self._known]
        if self.layered:
            self.stated |= frozenset(added)
        self._close_anew((*self.given, *added))
        return len(added)

    def retract(self, triples: Iterable[Triple]) -> int:
        """Take facts back and close everything anew; how many were stated here."""
        gone = frozenset(triples) & (self.stated if self.layered else self._known)
        self.stated -= gone
        self._close_anew([triple for triple in self.given if triple not in gone])
        return len(gone)

    def _close_anew(self, given: Sequence[Triple]) -> None:
        """Become the closure of other facts."""
        self._take(given, expand_with_owlrl(given, self.reasoner.strip))

    def save(self, path: Path) -> None:
        """Keep this base in a file, as JSON."""
        from matcher.reasoning.archive import write_whole

        derived = sorted(self._closed - self._known)
        content = {"given": self.given, "derived": derived, "messages": self.messages}
        write_whole(path, json.dumps(content).encode())
