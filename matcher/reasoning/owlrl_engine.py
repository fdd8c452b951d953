"""owlrl behind the same protocol: slow, independent, the reference that keeps ours honest.

A closure of owlrl knows no derivations. Proofs come from a compiled closure over the same
facts, and only for triples that are in owlrl's closure too.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from matcher.errors import CacheError
from matcher.model import Step, Triple
from matcher.namespaces import node
from matcher.reasoning.closure import CompiledClosure, CompiledReasoner
from matcher.reasoning.engine import Clash
from matcher.reasoning.owlrl_graph import expand_published, expand_with_owlrl

if TYPE_CHECKING:
    pass

SAVED: Final = ("given", "derived")
TYPE: Final = node("rdf:type")


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


def close_as_published(file: Path) -> OwlrlClosure:
    """owlrl's own closure of a Turtle file, for conformance; see `expand_published`."""
    return OwlrlClosure(OwlrlReasoner(), (), frozenset(), expand_published(file))


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
