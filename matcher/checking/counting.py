"""What there is in the base, and which of it counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from matcher.checking.dataset import find_homes
from matcher.knowledge import GRAPHS, MATERIAL, SUBCLASS, Quad
from matcher.namespaces import bare, literal_language, literal_text, node

Index = Mapping[str, Mapping[str, list[str]]]

NAMES: Final = (
    "rdfs:label",
    "skos:altLabel",
    "sym:tradeName",
    "sym:acronym",
    "sym:siteDescription",
)
OWN: Final = ("sym:hasTypicalRange", "sym:provides", "sym:hasForm", "sym:subjectTo", "sym:lifts")
OWN_MORE: Final = ("sym:taintsWith", "sym:statedToMeet", "^sym:takes")
ENOUGH_NAMES: Final = 3
MANY_CODES: Final = 12

#: spelling variants that count once, British and American
SPELLINGS: Final = (
    (re.compile(r"[^\w\s]|_"), ""),
    (re.compile(r"\s+"), ""),
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"aluminium"), "aluminum"),
    (re.compile(r"tyre"), "tire"),
    (re.compile(r"grey"), "gray"),
    (re.compile(r"(?<=[bt])re(?=s?$)"), "er"),
    (re.compile(r"our(?=s?$|ed|ing)"), "or"),
    (re.compile(r"is(?=e|ed|ing|ation)"), "iz"),
    (re.compile(r"(?<=[^s])s$"), ""),
)


@dataclass(frozen=True, slots=True)
class Graph:
    """The asserted facts, indexed, with the pack that owns each term."""

    facts: Index
    owners: Mapping[str, str]

    def of(self, predicate: str, subject: str) -> list[str]:
        """The objects of a predicate (a CURIE, `^` for the other direction)."""
        return self.facts.get(predicate_key(predicate), {}).get(subject, [])

    def has(self, subject: str, *predicates: str) -> bool:
        """Whether a subject has each of the predicates."""
        return all(self.of(predicate, subject) for predicate in predicates)

    def members(self, kind: str) -> list[str]:
        """Everything of a type."""
        return self.of("^rdf:type", node(kind))

    def ancestors(self, material: str) -> set[str]:
        """The classes above a class."""
        found: set[str] = set()
        todo = [material]
        while todo:
            above = set(self.of("rdfs:subClassOf", todo.pop())) - found
            found |= above
            todo.extend(above)
        return found


def predicate_key(predicate: str) -> str:
    """The key of a predicate in the index."""
    return "^" + node(predicate[1:]) if predicate.startswith("^") else node(predicate)


def index_facts(quads: Iterable[Quad]) -> Graph:
    """The facts in both directions, and the owner of each term; core and codes own no pack."""
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    kept = list(quads)
    for s, p, o, _graph in kept:
        facts[p][s].append(o)
        facts["^" + p][o].append(s)
    owners = {term: pack_of(graph) for term, graph in find_homes(kept).items()}
    return Graph(facts, owners)


def pack_of(graph: str) -> str:
    """The pack that a graph belongs to; empty for the core and the code lists."""
    parts = graph.removeprefix(GRAPHS).split("/")
    if parts[0] in ("packs", "user") and len(parts) > 1:
        return parts[1]
    return "data" if parts[0] == "data" else ""


# --- what there is ---


def find_materials(graph: Graph) -> list[str]:
    """Every class under sym:Material outside the core."""
    classes = graph.facts.get(SUBCLASS, {})
    return sorted(m for m in classes if graph.owners.get(m) and MATERIAL in graph.ancestors(m))


def find_uses(graph: Graph) -> list[str]:
    """Every use, treatments included."""
    return sorted({*graph.members("sym:Use"), *graph.members("sym:Treatment")})


def find_vetoes(graph: Graph) -> list[str]:
    """Every veto, persistent ones included."""
    return sorted({*graph.members("sym:Veto"), *graph.members("sym:PersistentVeto")})


def uses_of_grade(grade: str) -> Callable[[Graph], list[str]]:
    """A finder of the uses whose best evidence has this grade."""

    def find(graph: Graph) -> list[str]:
        return [use for use in find_uses(graph) if best_grade(graph, use) == grade]

    return find


def best_grade(graph: Graph, subject: str) -> str:
    """The best grade among the evidence of a subject; empty without evidence."""
    grades = {g for e in graph.of("sym:evidence", subject) for g in graph.of("sym:grade", e)}
    order = ("grade:Read", "grade:CitedThrough", "grade:TradeKnowledge")
    return next((grade for grade in order if node(grade) in grades), "")


def members_of(kind: str) -> Callable[[Graph], list[str]]:
    """A finder of everything of a type."""
    return lambda graph: sorted(set(graph.members(kind)))


# --- what counts ---


def material_counts(graph: Graph, material: str) -> bool:
    """Whether a material has names, a way to a code, and something of its own."""
    names = {normalise(name) for name in english_names(graph, material)}
    return (
        len(names) >= ENOUGH_NAMES and has_code(graph, material) and stands_apart(graph, material)
    )


def english_names(graph: Graph, material: str) -> Iterator[str]:
    """What people call a material in English."""
    for predicate in NAMES:
        for literal in graph.of(predicate, material):
            if literal_language(literal).partition("-")[0] in ("en", ""):
                yield literal_text(literal)


def normalise(name: str) -> str:
    """A name without what makes mere variants: case, plural, hyphens, British spelling."""
    text = name.lower()
    for pattern, plain in SPELLINGS:
        text = pattern.sub(plain, text)
    return text


def has_code(graph: Graph, material: str) -> bool:
    """Whether a material or something wider has an arising or says why it has no code."""
    return any(
        graph.of("^sym:ofMaterial", m) or graph.of("sym:noWasteCode", m)
        for m in (material, *graph.ancestors(material))
    )


def stands_apart(graph: Graph, material: str) -> bool:
    """Whether a material has a use, limit, hazard or property that no ancestor has."""
    above = graph.ancestors(material)
    for predicate in (*OWN, *OWN_MORE):
        inherited = {o for a in above for o in graph.of(predicate, a)}
        if set(graph.of(predicate, material)) - inherited:
            return True
    return False


def use_counts(graph: Graph, use: str) -> bool:
    """Whether a use has role, evidence, a condition, and says what it replaces, meets or yields."""
    purpose = any(graph.of(p, use) for p in ("sym:replaces", "sym:meets", "sym:yields"))
    condition = any(graph.of(p, use) for p in ("sym:specification", "sym:asks", "sym:noCondition"))
    return purpose and condition and graph.has(use, "sym:asRole") and bool(best_grade(graph, use))


def precedent_counts(graph: Graph, precedent: str) -> bool:
    """Whether a precedent has place, sectors, use and status, and a source that was read."""
    stated = ("sym:ofPlace", "sym:giverSector", "sym:takerSector", "sym:ofUse", "sym:status")
    read = best_grade(graph, precedent) in ("grade:Read", "grade:CitedThrough")
    return graph.has(precedent, *stated) and read


def codes_of(graph: Graph, arisings: Iterable[str]) -> set[str]:
    """The entries that arisings fall under."""
    return {bare(code) for arising in arisings for code in graph.of("sym:wasteCode", arising)}


def is_narrow(graph: Graph, arising: str) -> bool:
    """Whether the material of an arising takes few codes, or says why it takes many."""
    return all(
        graph.of("sym:pathNote", material)
        or len(codes_of(graph, graph.of("^sym:ofMaterial", material))) <= MANY_CODES
        for material in graph.of("sym:ofMaterial", arising)
    )
