"""The closure against owlrl's: what either derives alone is a finding, what is excused is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from matcher.checking.examples import find_examples
from matcher.checking.findings import Finding
from matcher.knowledge import GRAPHS, Knowledge, read_turtle
from matcher.model import Triple
from matcher.namespaces import bare, shorten
from matcher.reasoning.comparing import Comparison, Difference, compare, strip_faulty
from matcher.reasoning.engine import Reasoner, load_engine
from matcher.reasoning.generating import generate_ontology
from matcher.reasoning.living import keep_living

SHOWN: Final = 20
TODO: Final = "One of the two engines is wrong; reduce the case and report it."
GENERATED: Final = 200  # ontologies made at random, a sixth of a second each


def compare_with_reference(
    knowledge: Knowledge,
    engines: tuple[Reasoner, Reasoner] | None = None,
    generated: int = GENERATED,
) -> tuple[Finding, ...]:
    """Every difference between the compiled engine and owlrl; minutes for the whole base.

    Compared are the base with all good examples, but for facts that no axiom mentions, and
    ontologies that are generated to use every construct of the profile.
    """
    ours, theirs = engines or (load_engine("compiled"), load_engine("owlrl"))
    known = strip_faulty((*knowledge.triples(), *read_examples(knowledge)))
    living = keep_living(known)
    found = list(report(compare(ours.close(living), theirs.close(living))))
    left_out = f"{len(known) - len(living):,} facts of {len(known):,} that no axiom mentions"
    found.append(Finding("reference", "", f"not given to either engine: {left_out}", "", "note"))
    found += compare_generated(ours, theirs, generated)
    return tuple(found)


def read_examples(knowledge: Knowledge) -> Iterator[Triple]:
    """The facts of every good example."""
    for example in find_examples(knowledge.files):
        if not example.violates:
            graph = f"{GRAPHS}example/{example.path.parent.parent.name}/{example.path.stem}"
            yield from ((s, p, o) for s, p, o, _graph in read_turtle(example.path, graph))


def compare_generated(ours: Reasoner, theirs: Reasoner, count: int) -> Iterator[Finding]:
    """The differences on generated ontologies, each named by its seed, and how many agreed."""
    hidden: Counter[str] = Counter()
    agreed = 0
    for seed in range(count):
        facts = strip_faulty(generate_ontology(seed))
        comparison = compare(ours.close(facts), theirs.close(facts))
        hidden.update(comparison.hidden)
        agreed += comparison.equal
        for finding in report_faults(comparison):
            yield replace(finding, message=f"generated ontology {seed}: {finding.message}")
    said = f"{agreed} of {count} generated ontologies have the same closure"
    yield Finding("reference", "", said, "", "note")
    yield from report_hidden(hidden, "in generated ontologies ")


def report(comparison: Comparison) -> Iterator[Finding]:
    """The differences that nothing excuses, then how many triples each excuse hid."""
    yield from report_faults(comparison)
    yield from report_hidden(comparison.hidden)


def report_faults(comparison: Comparison) -> Iterator[Finding]:
    """The differences that nothing excuses, in triples and in consistency."""
    yield from report_differences(comparison.differences)
    if comparison.consistent[0] != comparison.consistent[1]:
        yield Finding("reference", "", "only one engine finds a contradiction", TODO)


def report_hidden(hidden: Mapping[str, int], where: str = "") -> Iterator[Finding]:
    """How many triples each excuse hid."""
    for reason, count in sorted(hidden.items()):
        said = f"{where}{count:,} triples differ for an allowed reason: {reason}"
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
