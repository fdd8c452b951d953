"""The closure against owlrl's: every fact in our vocabulary must follow in both or in neither."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from matcher.checking.findings import Finding
from matcher.knowledge import SUBCLASS, TYPE, Knowledge
from matcher.model import Triple
from matcher.namespaces import BASE, bare, shorten
from matcher.reasoning.engine import Reasoner, load_engine

SHOWN: Final = 20


def compare_with_reference(
    knowledge: Knowledge, engines: tuple[Reasoner, Reasoner] | None = None
) -> tuple[Finding, ...]:
    """Every fact that one engine derives and the other does not; about a minute for owlrl."""
    ours, theirs = engines or (load_engine("compiled"), load_engine("owlrl"))
    triples = list(knowledge.triples())
    mine = keep_own(ours.close(triples).match())
    reference = keep_own(theirs.close(triples).match())
    return (
        *report(mine - reference, f"{ours.name} derives what {theirs.name} does not"),
        *report(reference - mine, f"{theirs.name} derives what {ours.name} does not"),
    )


def keep_own(triples: Iterable[Triple]) -> set[Triple]:
    """The facts by predicates of ours, and what is said of membership in classes of ours."""
    own = f"<{BASE}"
    return {
        (s, p, o)
        for s, p, o in triples
        if p.startswith(own) or (p in (TYPE, SUBCLASS) and s.startswith(own) and o.startswith(own))
    }


def report(facts: set[Triple], what: str) -> Iterator[Finding]:
    """The first facts of a difference as findings, and how many there are in all."""
    todo = "One of the two engines is wrong; reduce the case and report it."
    for triple in sorted(facts)[:SHOWN]:
        said = " ".join(shorten(bare(term)) for term in triple)
        yield Finding("reference", "", f"{what}: {said}", todo)
    if len(facts) > SHOWN:
        yield Finding("reference", "", f"{what}: {len(facts):,} facts in all", todo)
