"""Our closure against owlrl's: equal but for a closed list of reasons, each counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from matcher.model import Step, Triple
from matcher.namespaces import PREFIXES, node
from matcher.reasoning.datatypes import is_literal
from matcher.reasoning.engine import Closure
from matcher.reasoning.owlrl_graph import ANNOTATIONS

OURS: Final = "compiled"
THEIRS: Final = "owlrl"
TYPE: Final = node("rdf:type")
SAME: Final = node("owl:sameAs")
DATATYPE: Final = node("rdfs:Datatype")
DISJOINT: Final = node("owl:disjointWith")
SUBSUMPTIONS: Final = frozenset(
    node(f"{prefix}{noun}")
    for prefix, nouns in (
        ("rdfs:sub", ("ClassOf", "PropertyOf")),
        ("owl:equivalent", ("Class", "Property")),
    )
    for noun in nouns
)
STANDARD: Final = tuple("<" + PREFIXES[name] for name in ("owl", "rdf", "rdfs", "xsd"))

#: datatypes that owlrl has beyond those of OWL 2 RL (faults/values.ttl)
FOREIGN: Final = frozenset(
    node(name) for name in ("rdf:HTML", "rdf:langString", "xsd:date", "xsd:time")
)
#: axioms whose rules owlrl 7.6.2 gets wrong: its loops leave out the last member of the list
FAULTY_KINDS: Final = frozenset(
    node(name)
    for name in ("owl:AllDifferent", "owl:AllDisjointClasses", "owl:AllDisjointProperties")
)
KEY: Final = node("owl:hasKey")


@dataclass(frozen=True, slots=True)
class Difference:
    """A triple in one closure only; `step` says by which rule, where it is ours."""

    triple: Triple
    only_in: str
    step: Step | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences that nothing excuses, and how many triples each allowed reason hid."""

    differences: tuple[Difference, ...]
    hidden: Mapping[str, int]
    consistent: tuple[bool, bool]  # ours, owlrl's

    @property
    def equal(self) -> bool:
        """Whether the closures agree, on contradictions too."""
        return not self.differences and self.consistent[0] == self.consistent[1]


def is_reflexive(triple: Triple) -> bool:
    """An instance of eq-ref: x owl:sameAs x."""
    return triple[1] == SAME and triple[0] == triple[2]


def is_of_foreign_datatype(triple: Triple) -> bool:
    """dt-type1 and dt-type2 for datatypes that are not of OWL 2 RL, which owlrl knows too."""
    return triple[1] == TYPE and (
        triple[2] in FOREIGN or (triple[2] == DATATYPE and triple[0] in FOREIGN)
    )


def is_datatype_disjointness(triple: Triple) -> bool:
    """Disjointness of two datatypes of the standard, which owlrl adds where both are used."""
    return triple[1] == DISJOINT and all(
        term.startswith(STANDARD) for term in (triple[0], triple[2])
    )


def is_annotation(triple: Triple) -> bool:
    """A label, comment or source that no rule's premise mentions (owlrl runs without them)."""
    return triple[1].startswith(ANNOTATIONS)


def is_standard_type(triple: Triple) -> bool:
    """The unconditional types of owl:Thing and owl:Nothing."""
    return triple[0] in (node("owl:Thing"), node("owl:Nothing")) and triple[1] == TYPE


def is_reflexive_subsumption(triple: Triple) -> bool:
    """x ⊑ x or x ≡ x from a circle of axioms, which owlrl skips unless x is declared."""
    return triple[1] in SUBSUMPTIONS and triple[0] == triple[2]


@dataclass(frozen=True, slots=True)
class Allowance:
    """A reason for which closures may differ, and on which side the triple may then be."""

    excuses: Callable[[Triple], bool]
    sides: tuple[str, ...] = (OURS, THEIRS)


#: the closed list; to lengthen it, add a minimal file and the W3C text in the same commit
ALLOWED: Final[Mapping[str, Allowance]] = {
    "reflexive sameAs (eq-ref)": Allowance(is_reflexive),
    "types of owl:Thing and owl:Nothing": Allowance(is_standard_type),
    "datatypes that are not of OWL 2 RL": Allowance(is_of_foreign_datatype, (THEIRS,)),
    "disjointness of standard datatypes": Allowance(is_datatype_disjointness, (THEIRS,)),
    "annotations": Allowance(is_annotation, (OURS,)),
    "reflexive subsumption, a fault of owlrl": Allowance(is_reflexive_subsumption, (OURS,)),
}


#: ours alone, found by its derivation: owlrl skips dt-eq and dt-diff “on purpose”, types a
#: literal by its datatype instead of its value, and has no dt-not-type (faults/values.ttl)
BY_VALUE: Final = "values of literals (dt-type2, dt-eq, dt-diff, dt-not-type)"
VALUE_RULES: Final = frozenset({"dt-type2", "dt-eq", "dt-diff", "dt-not-type"})
#: owlrl alone, a fault: it takes what is the same as a literal for a datatype (faults/values.ttl)
TAKEN_FOR_DATATYPE: Final = "things taken for datatypes, a fault of owlrl"
REASONS: Final = (*ALLOWED, BY_VALUE, TAKEN_FOR_DATATYPE)


def compare(ours: Closure, theirs: Closure) -> Comparison:
    """Every triple that only one closure has and the closed list does not excuse.

    The facts should have gone through `strip_faulty` before owlrl closed them.
    """
    mine, others = set(ours.match()), set(theirs.match())
    hidden: Counter[str] = Counter()
    found = []
    for triple in sorted(mine ^ others):
        side = OURS if triple in mine else THEIRS
        reason = find_reason(triple, side, ours)
        if reason:
            hidden[reason] += 1
        else:
            step = ours.derivation(triple) if side == OURS else None
            found.append(Difference(triple, side, step))
    return Comparison(tuple(found), dict(hidden), compare_consistency(ours, theirs))


def compare_consistency(ours: Closure, theirs: Closure) -> tuple[bool, bool]:
    """Whether each is consistent; where theirs is, contradictions of values do not count."""
    if is_consistent(theirs):
        return is_consistent_but_for_values(ours), True
    return not ours.clashes, False


def find_reason(triple: Triple, side: str, ours: Closure) -> str | None:
    """The allowed reason for a triple to be on one side only, if there is one."""
    if side == OURS and rests_on_values(ours, (triple,)):
        return BY_VALUE
    if side == THEIRS and triple[1:] == (TYPE, DATATYPE) and is_named_value(ours, triple[0]):
        return TAKEN_FOR_DATATYPE
    return next(
        (
            name
            for name, allowance in ALLOWED.items()
            if side in allowance.sides and allowance.excuses(triple)
        ),
        None,
    )


def rests_on_values(ours: Closure, goals: Sequence[Triple]) -> bool:
    """Whether a derivation of the goals uses what literals denote."""
    seen, todo = set(goals), list(goals)
    while todo:
        step = ours.derivation(todo.pop())
        if step is not None and step.rule in VALUE_RULES:
            return True
        fresh = set(step.premises if step is not None else ()) - seen
        seen |= fresh
        todo.extend(fresh)
    return False


def is_named_value(ours: Closure, term: str) -> bool:
    """Whether a thing is the same as a literal."""
    return any(is_literal(other) for other in ours.objects(term, SAME))


def is_consistent_but_for_values(ours: Closure) -> bool:
    """Whether every contradiction rests on what literals denote."""
    return all(
        clash.rule in VALUE_RULES or rests_on_values(ours, clash.premises) for clash in ours.clashes
    )


def is_consistent(closure: Closure) -> bool:
    """Whether a closure has no contradiction; what owlrl says of literals' forms is no rule's."""
    return all(clash.rule.startswith("Lexical value") for clash in closure.clashes)


def strip_faulty(triples: Iterable[Triple]) -> Sequence[Triple]:
    """The facts without keys and “all different/disjoint” axioms, which owlrl gets wrong."""
    return [
        triple
        for triple in triples
        if triple[1] != KEY and not (triple[1] == TYPE and triple[2] in FAULTY_KINDS)
    ]
