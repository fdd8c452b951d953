"""What every reasoner promises: facts in, a closure out, and why each triple is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from matcher.errors import InputError
from matcher.model import Step, Triple

NAMES: Final = ("compiled", "owlrl")


@dataclass(frozen=True, slots=True)
class Clash:
    """A contradiction in the facts: the W3C rule that found it and the triples that clash."""

    rule: str
    premises: tuple[Triple, ...]


class Closure(Protocol):
    """Everything that follows from the facts; terms are N-Triples strings.

    Triples with a literal as subject are kept for reasoning but never given out.
    """

    @property
    def clashes(self) -> Sequence[Clash]:
        """The contradictions found; empty for a consistent base."""

    @property
    def derived_count(self) -> int:
        """How many triples were derived, not asserted."""

    def __len__(self) -> int:
        """How many triples there are, asserted and derived."""

    def __contains__(self, triple: object) -> bool:
        """Whether a triple is asserted or follows."""

    def match(
        self, s: str | None = None, p: str | None = None, o: str | None = None
    ) -> Iterator[Triple]:
        """Every triple with the given subject, predicate and object; None stands for any."""

    def objects(self, s: str, p: str) -> Iterator[str]:
        """Every o of (s, p, o)."""

    def subjects(self, p: str, o: str) -> Iterator[str]:
        """Every s of (s, p, o)."""

    def asserted(self) -> Iterator[Triple]:
        """The triples that were given."""

    def derived(self) -> Iterator[Triple]:
        """The triples that follow and were not given."""

    def is_asserted(self, triple: Triple) -> bool:
        """Whether a triple was given, in the base or in the overlay."""

    def is_stated_here(self, triple: Triple) -> bool:
        """Whether a triple was given by this overlay itself; always false on a base."""

    def derivation(self, triple: Triple) -> Step | None:
        """The first derivation of a triple, the bare assertion, or None if it does not follow."""

    def overlay(self, extra: Iterable[Triple]) -> Closure:
        """This closure with a few facts more; the base stays as it is and is not copied."""

    def add(self, triples: Iterable[Triple]) -> int:
        """State facts more and close again; how many were not stated here before.

        For one writer at a time; overlays made before stand on the closure as it was.
        """

    def retract(self, triples: Iterable[Triple]) -> int:
        """Take back facts that were stated here, and what no longer follows; how many were."""

    def save(self, path: Path) -> None:
        """Keep a base closure in a file, whole or not at all; raises CacheError."""


class Reasoner(Protocol):
    """An engine that closes facts under the OWL 2 RL rules."""

    name: str

    @property
    def version(self) -> str:
        """What its saved closures depend on beside the facts, as hexadecimal digits."""

    def close(self, triples: Iterable[Triple]) -> Closure:
        """Everything that follows from the triples."""

    def open(self, path: Path) -> Closure:
        """A closure that was saved; raises CacheError if the file cannot be used."""


def load_engine(name: str) -> Reasoner:
    """The engine `compiled` or `owlrl`; raises InputError for any other name."""
    if name == "compiled":
        from matcher.reasoning.closure import CompiledReasoner

        return CompiledReasoner()
    if name == "owlrl":
        from matcher.reasoning.owlrl_engine import OwlrlReasoner

        return OwlrlReasoner()
    raise InputError(
        f"unknown reasoner “{name}”", where="--reasoner", todo=f"Known are: {', '.join(NAMES)}."
    )
