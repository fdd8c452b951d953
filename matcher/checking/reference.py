"""The closure against owlrl's: what either derives alone is a finding, what is excused is counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from matcher.checking.findings import Finding
from matcher.knowledge import Knowledge
from matcher.model import Triple
from matcher.namespaces import bare, shorten
from matcher.reasoning.comparing import Comparison, Difference, compare, strip_faulty
from matcher.reasoning.engine import Reasoner, load_engine

SHOWN: Final = 20
TODO: Final = "One of the two engines is wrong; reduce the case and report it."


def compare_with_reference(
    knowledge: Knowledge, engines: tuple[Reasoner, Reasoner] | None = None
) -> tuple[Finding, ...]:
    """Every difference between the compiled engine and owlrl; minutes for the whole base."""
    ours, theirs = engines or (load_engine("compiled"), load_engine("owlrl"))
    triples = strip_faulty(knowledge.triples())
    return tuple(report(compare(ours.close(triples), theirs.close(triples))))


def report(comparison: Comparison) -> Iterator[Finding]:
    """The differences that nothing excuses, then how many triples each excuse hid."""
    yield from report_differences(comparison.differences)
    if comparison.consistent[0] != comparison.consistent[1]:
        yield Finding("reference", "", "only one engine finds a contradiction", TODO)
    for reason, count in sorted(comparison.hidden.items()):
        said = f"{count:,} triples differ for an allowed reason: {reason}"
        yield Finding("reference", "", said, "", "note")


def report_differences(differences: Iterable[Difference]) -> Iterator[Finding]:
    """The first differences one by one, and how many there are in all."""
    found = list(differences)
    for difference in found[:SHOWN]:
        rule = f" by {difference.step.rule}" if difference.step else ""
        said = f"only {difference.only_in} derives{rule}: {show(difference.triple)}"
        yield Finding("reference", "", said, TODO)
    if len(found) > SHOWN:
        yield Finding("reference", "", f"{len(found):,} differences in all", TODO)


def show(triple: Triple) -> str:
    """A triple for a reader."""
    return " ".join(shorten(bare(term)) for term in triple)
