"""Making two things one: whatever was said of the one is said of the representative.

Triples in other words than the representatives' are kept *aside*: they are premises of
derivations, but no rule meets them. That `x` is the same as its representative `r` is such a
triple, one for each x, so that a class costs as much as it has members. Indexed, and met by
rules, is the one triple `r owl:sameAs r`: it stands for all the pairs of the class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from matcher.reasoning.dispatch import RULE_NUMBERS
from matcher.reasoning.facts import LiveFacts, Numbers
from matcher.reasoning.rules import SAME, VOCABULARY

if TYPE_CHECKING:
    from matcher.reasoning.agenda import Agenda

SYMMETRY: Final = RULE_NUMBERS["eq-sym"]
TRANSITIVITY: Final = RULE_NUMBERS["eq-trans"]
REPLACEMENTS: Final = tuple(RULE_NUMBERS[name] for name in ("eq-rep-s", "eq-rep-p", "eq-rep-o"))
LITERAL: Final = '"'


def is_hard(facts: LiveFacts, term: int) -> bool:
    """Whether a term has to represent its class itself."""
    return term < len(VOCABULARY.texts()) or is_literal(facts, term)


def is_literal(facts: LiveFacts, term: int) -> bool:
    """Whether a term is a literal."""
    return facts.terms.text(term).startswith(LITERAL)


def find_normal(facts: LiveFacts, triple: Numbers) -> Numbers:
    """A triple in the representatives' words."""
    find = facts.same.find
    return find(triple[0]), find(triple[1]), find(triple[2])


def say_normally(agenda: Agenda, n: int) -> None:
    """Say triple n in the representatives' words, one replacement after the other."""
    facts = agenda.facts
    triple, normal = facts.triple(n), find_normal(facts, facts.triple(n))
    if normal[1] == SAME:
        heed(agenda, n)
    elif normal[2] not in facts.fwd(normal[1], normal[0]):
        for place, rule in enumerate(REPLACEMENTS):
            term = triple[place]
            if term != normal[place]:
                triple = replace(triple, place, normal[place])
                bond = note_spoke(facts, term)
                n = note(facts, triple, rule, (bond, n), indexed=triple == normal)


def heed(agenda: Agenda, n: int) -> None:
    """Heed triple n, which says by owl:sameAs or another name of it that two things are one."""
    facts = agenda.facts
    s, p, o = facts.triple(n)
    if s != o:
        if p != SAME:
            n = note(facts, (s, SAME, o), REPLACEMENTS[1], (note_spoke(facts, p), n))
        unite(agenda, n)


def replace(triple: Numbers, place: int, term: int) -> Numbers:
    """A triple with another term at one place."""
    s, p, o = triple
    return (term, p, o) if place == 0 else (s, term, o) if place == 1 else (s, p, term)


def note(
    facts: LiveFacts, triple: Numbers, rule: int, premises: tuple[int, ...], indexed: bool = False
) -> int:
    """The number of a triple, recorded with this derivation if it was not known."""
    n = facts.find(triple)
    if n is not None:
        return n
    n = facts.end
    if indexed:
        facts.add(triple, rule, 0, premises)
    else:
        facts.put_aside(triple, rule, 0, premises)
    return n


def note_spoke(facts: LiveFacts, term: int) -> int:
    """The number of `term owl:sameAs its representative`."""
    n = facts.find((term, SAME, facts.same.find(term)))
    if n is None:
        raise LookupError(f"term {term} has no bond to its representative")
    return n


def turn(facts: LiveFacts, n: int) -> int:
    """The number of triple n the other way round."""
    s, p, o = facts.triple(n)
    return note(facts, (o, p, s), SYMMETRY, (n,))


def join(facts: LiveFacts, first: int, second: int) -> int:
    """The number of x = z, from x = y and y = z."""
    (x, p, y), (_y, _p, z) = facts.triple(first), facts.triple(second)
    if x == y:
        return second
    if y == z:
        return first
    return note(facts, (x, p, z), TRANSITIVITY, (first, second))


def unite(agenda: Agenda, n: int) -> None:
    """Heed that the two ends of triple n are one."""
    facts, same = agenda.facts, agenda.facts.same
    x, _p, y = facts.triple(n)
    one, other = same.find(x), same.find(y)
    if one == other:
        return
    if is_hard(facts, one) and is_hard(facts, other):
        relate(facts, n, one, other)
        return
    loser, winner = choose(facts, one, other)
    bond = tie(facts, n, loser)  # loser = winner
    for member in same.members(loser):
        if member != loser:
            join(facts, note_spoke(facts, member), bond)
    alone = len(same.members(winner)) == 1
    same.unite(loser, winner)
    for m in facts.mentioning(loser):
        move(agenda, m)
    if facts.fwd(SAME, winner).get(winner) is None:
        facts.add((winner, SAME, winner), TRANSITIVITY, 0, (turn(facts, bond), bond))
    if alone and is_literal(facts, winner):
        facts.show(bond)  # for tests of values
        for far, way in list(facts.fwd(SAME, winner).items()):
            if far != winner:
                facts.show(join(facts, bond, way))


def choose(facts: LiveFacts, one: int, other: int) -> tuple[int, int]:
    """Which representative gives way to which: the smaller class, but no hard term."""
    if is_hard(facts, one):
        return other, one
    if is_hard(facts, other):
        return one, other
    members = facts.same.members
    return (other, one) if len(members(one)) > len(members(other)) else (one, other)


def tie(facts: LiveFacts, n: int, loser: int) -> int:
    """The number of `loser = winner`, by way of triple n and the bonds of its ends."""
    x, _p, y = facts.triple(n)
    if facts.same.find(x) != loser:
        n = turn(facts, n)
        x, y = y, x
    if x != loser:
        n = join(facts, turn(facts, note_spoke(facts, x)), n)
    return n if facts.same.find(y) == y else join(facts, n, note_spoke(facts, y))


def relate(facts: LiveFacts, n: int, one: int, other: int) -> None:
    """Two hard terms are one: left to the rules, as a triple that they meet."""
    bond = tie(facts, n, one)
    for near, far, way in ((one, other, bond), (other, one, turn(facts, bond))):
        facts.show(way)
        named = find_named(facts, near)
        if named is not None and facts.fwd(SAME, named).get(far) is None:
            facts.show(join(facts, note_spoke(facts, named), way))


def find_named(facts: LiveFacts, representative: int) -> int | None:
    """A member of a literal's class that is no literal, or None."""
    if not is_literal(facts, representative):
        return None
    return next((m for m in facts.same.members(representative) if m != representative), None)


def move(agenda: Agenda, n: int) -> None:
    """Put a triple aside that speaks of what is no representative any more, and say it anew."""
    facts = agenda.facts
    if facts.triple(n)[1] != SAME:
        say_normally(agenda, n)
    agenda.unread(n)
    if n >= facts.offset:
        facts.hide(n)
