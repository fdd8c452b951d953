"""The rules whose premises walk a list: chains, keys, intersections, unions, enumerations.

A list axiom met in the facts becomes ground rules of its own. Its premises in every
derivation are the axiom triple, then rdf:first and rdf:rest of each list node in order, then
the rest as in the W3C table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from matcher.reasoning.facts import Facts, Row
from matcher.reasoning.rules import SAME, TYPE, VOCABULARY, Pattern, Rule

FIRST: Final = VOCABULARY.number("rdf:first")
REST: Final = VOCABULARY.number("rdf:rest")
NIL: Final = VOCABULARY.number("rdf:nil")
ALL_DIFFERENT: Final = VOCABULARY.number("owl:AllDifferent")
SUBCLASS: Final = VOCABULARY.number("rdfs:subClassOf")

Expansion = Callable[[int, Sequence[int]], Iterator[Rule]]


def expand_chain(p: int, chain: Sequence[int]) -> Iterator[Rule]:
    """prp-spo2: u0 p1 u1, u1 p2 u2, … → u0 p un."""
    links: tuple[Pattern, ...] = tuple(
        (f"?u{i}", step, f"?u{i + 1}") for i, step in enumerate(chain)
    )
    yield Rule("prp-spo2", links, ("?u0", p, f"?u{len(chain)}"))


def expand_key(c: int, keys: Sequence[int]) -> Iterator[Rule]:
    """prp-key: two members of c that agree on every key property are the same.

    Values that are written differently agree too: dt-eq is asked for what members have.
    """
    x: list[Pattern] = [("?x", key, f"?z{i}") for i, key in enumerate(keys)]
    y: list[Pattern] = [("?y", key, f"?z{i}") for i, key in enumerate(keys)]
    premises = (("?x", TYPE, c), *x, ("?y", TYPE, c), *y)
    yield Rule("prp-key", premises, ("?x", SAME, "?y"))
    for key in keys:
        values = (("?x", TYPE, c), ("?x", key, "?l"), ("?y", TYPE, c), ("?y", key, "?m"))
        yield Rule("dt-eq", values, ("?l", SAME, "?m"), (("equal", ("?l", "?m")),))


def expand_intersection(c: int, parts: Sequence[int]) -> Iterator[Rule]:
    """cls-int1, cls-int2 and scm-int."""
    yield Rule("cls-int1", tuple(("?y", TYPE, part) for part in parts), ("?y", TYPE, c))
    for part in parts:
        yield Rule("cls-int2", (("?y", TYPE, c),), ("?y", TYPE, part))
        yield Rule("scm-int", (), (c, SUBCLASS, part))


def expand_union(c: int, parts: Sequence[int]) -> Iterator[Rule]:
    """cls-uni and scm-uni."""
    for part in parts:
        yield Rule("cls-uni", (("?y", TYPE, part),), ("?y", TYPE, c))
        yield Rule("scm-uni", (), (part, SUBCLASS, c))


def expand_enumeration(c: int, members: Sequence[int]) -> Iterator[Rule]:
    """cls-oo: every member of owl:oneOf is of the class."""
    for member in members:
        yield Rule("cls-oo", (), (member, TYPE, c))


def expand_members(x: int, members: Sequence[int]) -> Iterator[Rule]:
    """eq-ref on what “all different” lists twice: it contradicts the axiom by itself."""
    for z, times in Counter(members).items():
        if times > 1:
            yield Rule("eq-ref", ((x, TYPE, ALL_DIFFERENT), ("?n", FIRST, z)), (z, SAME, z))


EXPANSIONS: Final[dict[int, Expansion]] = {
    VOCABULARY.number("owl:propertyChainAxiom"): expand_chain,
    VOCABULARY.number("owl:hasKey"): expand_key,
    VOCABULARY.number("owl:intersectionOf"): expand_intersection,
    VOCABULARY.number("owl:unionOf"): expand_union,
    VOCABULARY.number("owl:oneOf"): expand_enumeration,
    VOCABULARY.number("owl:members"): expand_members,
    VOCABULARY.number("owl:distinctMembers"): expand_members,
}
NAMES: Final = (
    "prp-spo2", "prp-key", "cls-int1", "cls-int2", "scm-int", "cls-uni", "scm-uni", "cls-oo",
)  # fmt: skip


def read_list(facts: Facts, head: int) -> tuple[list[int], list[int]] | None:
    """Members and triple numbers of a list; None while it is incomplete, empty or circular.

    A node is read by the first of its values that represents its class: what an overlay has
    made one with another still stands in the base under its old name.
    """
    members: list[int] = []
    path: list[int] = []
    seen: set[int] = set()
    while head != NIL:
        first, rest = facts.fwd(FIRST, head), facts.fwd(REST, head)
        if head in seen or not first or not rest:
            return None
        seen.add(head)
        member, onward = choose_end(facts, first), choose_end(facts, rest)
        members.append(member)
        path += (first[member], rest[onward])
        head = onward
    return (members, path) if members else None


def choose_end(facts: Facts, row: Row) -> int:
    """The other end of the first triple of a row, a representative where there is one."""
    same = facts.same
    normal = [end for end in row if same.find(end) == end] if same.any else row
    return min(normal or row, key=row.__getitem__)
