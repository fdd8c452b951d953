"""What a reader may know of each rule: its table in the Recommendation, where it is, its test.

All of it is read off the rules themselves, so that the page that shows it cannot fall behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from matcher.reasoning import lists, pairs
from matcher.reasoning.dispatch import RULE_NAMES
from matcher.reasoning.rules import UNCONDITIONAL, WHOLE_TABLE

TABLES: Final[Mapping[str, tuple[int, str]]] = {
    "eq": (4, "equality"),
    "prp": (5, "axioms about properties"),
    "cls": (6, "classes"),
    "cax": (7, "class axioms"),
    "dt": (8, "datatypes"),
    "scm": (9, "schema vocabulary"),
}
CASES: Final = "tests/reasoning/rules.trig"
#: rules over lists, in words; the rows of all other rules stand in the table of rules
LISTED: Final[Mapping[str, str]] = {
    "prp-spo2": "?p owl:propertyChainAxiom ( ?p1 … ?pn ) . ?u1 ?p1 ?u2 . … . ?un ?pn ?v → ?u1 ?p ?v",
    "prp-key": "?c owl:hasKey ( ?p1 … ?pn ) . ?x a ?c . ?x ?pi ?zi for each i . ?y a ?c . ?y ?pi ?zi for each i → ?x owl:sameAs ?y",
    "cls-int1": "?c owl:intersectionOf ( ?c1 … ?cn ) . ?y a ?ci for each i → ?y a ?c",
    "cls-int2": "?c owl:intersectionOf ( ?c1 … ?cn ) . ?y a ?c → ?y a ?ci",
    "scm-int": "?c owl:intersectionOf ( ?c1 … ?cn ) → ?c rdfs:subClassOf ?ci",
    "cls-uni": "?c owl:unionOf ( ?c1 … ?cn ) . ?y a ?ci → ?y a ?c",
    "scm-uni": "?c owl:unionOf ( ?c1 … ?cn ) → ?ci rdfs:subClassOf ?c",
    "cls-oo": "?c owl:oneOf ( ?y1 … ?yn ) → ?yi a ?c",
    "eq-diff2": "?x a owl:AllDifferent . ?x owl:members ( ?z1 … ?zn ) . ?zi owl:sameAs ?zj → false",
    "eq-diff3": "?x a owl:AllDifferent . ?x owl:distinctMembers ( ?z1 … ?zn ) . ?zi owl:sameAs ?zj → false",
    "prp-adp": "?x a owl:AllDisjointProperties . ?x owl:members ( ?p1 … ?pn ) . ?u ?pi ?v . ?u ?pj ?v → false",
    "cax-adc": "?x a owl:AllDisjointClasses . ?x owl:members ( ?c1 … ?cn ) . ?z a ?ci . ?z a ?cj → false",
}
#: the rules that the Recommendation states of all literals, or of all datatypes
SPOKEN: Final[Mapping[str, str]] = {
    "dt-type1": "?d is a datatype of OWL 2 RL → ?d a rdfs:Datatype",
    "dt-type2": "the value of the literal ?l is in the value space of ?d → ?l a ?d",
    "dt-eq": "the literals ?l and ?m have the same value → ?l owl:sameAs ?m",
    "dt-diff": "the literals ?l and ?m have different values → ?l owl:differentFrom ?m",
    "dt-not-type": "?l a ?d, and the value of the literal ?l is not in the value space of ?d → false",
}
WHERE_ASKED: Final = (
    "The Recommendation states it of all literals there may be. It is drawn where another rule "
    "can use it: {}"
)
NOTES: Final[Mapping[str, str]] = {
    "eq-ref": "The Recommendation states it of every term. It is drawn where it can contradict "
    "something, on what is said to differ from itself or is listed twice as different; stored for every term it would add "
    "triples and no knowledge.",
    "dt-type2": WHERE_ASKED.format(
        "on what is said to be the same as a literal, and for a datatype that stands in a class axiom."
    ),
    "dt-eq": WHERE_ASKED.format(
        "on what is said to be the same as a literal, on values of restrictions, keys, "
        "enumerations and negative assertions, and of disjoint and inverse functional properties. "
        "It is not drawn for the inverse of a data property, which the profile does not have."
    ),
    "dt-diff": WHERE_ASKED.format("on what is said to be the same as a literal."),
    "dt-not-type": "Contradictory too where a literal is no lexical form of its own datatype. "
    "Nothing is said of literals whose datatype is not of OWL 2 RL.",
}


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule for readers: statements as “premises → conclusion”, its place and its tests."""

    name: str
    statements: tuple[str, ...]
    place: str
    tests: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class RuleTable:
    """One of tables 4 to 9 of the Recommendation with its rules in the order of the engine's."""

    number: int
    subject: str
    rules: tuple[RuleEntry, ...]


def list_tables() -> tuple[RuleTable, ...]:
    """Every rule of the engine, by the tables of the Recommendation."""
    names = dict.fromkeys((*SPOKEN, *RULE_NAMES))  # those of table 8 in its order
    entries = [describe_rule(name) for name in names if name != "asserted"]
    return tuple(
        RuleTable(number, subject, tuple(e for e in entries if e.name.split("-")[0] == prefix))
        for prefix, (number, subject) in TABLES.items()
    )


def describe_rule(name: str) -> RuleEntry:
    """What there is to know of one rule."""
    tests = [f"{CASES} ({name})", "tests/test_verify_rules.py"]
    if name.startswith("dt-"):
        tests.append("tests/test_reasoning_datatypes.py")
    statements = tuple(state_rule(name))
    return RuleEntry(name, statements, find_place(name), tuple(tests), NOTES.get(name, ""))


def state_rule(name: str) -> Iterator[str]:
    """The rule's statements, one for each conclusion."""
    if name in LISTED or name in SPOKEN:
        yield LISTED.get(name) or SPOKEN[name]
        return
    for line in WHOLE_TABLE.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if cells[0] == name:
            yield f"{cells[1]} → {cells[2]}".strip()


def find_place(name: str) -> str:
    """The module in which a rule is implemented, and the function where it has one of its own."""
    for expand in lists.EXPANSIONS.values():
        if name not in UNCONDITIONAL and name in {rule.name for rule in expand(0, (1, 2))}:
            return f"matcher/reasoning/lists.py, {expand.__name__}"
    if name in pairs.NAMES:
        return f"matcher/reasoning/pairs.py, {pairs.Watcher.__name__}"
    return (
        f"matcher/reasoning/rules.py, {'DATATYPE_ROWS' if name in ROWS_OF_DATATYPES else 'TABLE'}"
    )


ROWS_OF_DATATYPES: Final = ("dt-type1", "dt-not-type")
