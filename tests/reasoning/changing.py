"""Facts that come and go: dense little worlds, and changes to make one after the other.

Drawn from a seed by weights rather than by hypothesis's own choice: most of what it would draw
has nothing to do with the rest, and then nothing follows and nothing is lost.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

from matcher.model import Triple
from tests.reasoning.pattern import facts, list_facts

Block = list[Triple]

COUNT: Final = '"{}"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>'

#: templates of facts by weight; C, P and T stand for any class, property and thing
FACTS: Final = {"T P T": 8, 'T P "one"': 1, "T a C": 4}
AXIOMS: Final = {
    "C rdfs:subClassOf C": 4,
    "C owl:equivalentClass C": 1,
    "C a owl:Class": 1,
    "P rdfs:subPropertyOf P": 2,
    "P owl:equivalentProperty P": 1,
    "P owl:inverseOf P": 1,
    "P a owl:SymmetricProperty": 1,
    "P a owl:TransitiveProperty": 2,
    "P a owl:ObjectProperty": 1,
    "P a owl:AsymmetricProperty": 1,
    "P a owl:IrreflexiveProperty": 1,
    "P rdfs:domain C": 1,
    "P rdfs:range C": 1,
    "C owl:disjointWith C": 1,
    "C owl:complementOf C": 1,
    "P owl:propertyDisjointWith P": 1,
    "T owl:differentFrom T": 1,
    "sym:all0 a owl:AllDifferent": 1,
    "sym:all1 a owl:AllDisjointClasses": 1,
    "sym:all2 a owl:AllDisjointProperties": 1,
    "sym:n owl:sourceIndividual T . sym:n owl:assertionProperty P . sym:n owl:targetIndividual T": 1,
    "C owl:onProperty P . C owl:someValuesFrom C": 1,
    "C owl:onProperty P . C owl:someValuesFrom owl:Thing": 1,
    "C owl:onProperty P . C owl:allValuesFrom C": 1,
    "C owl:onProperty P . C owl:hasValue T": 1,
    f"C owl:onProperty P . C owl:maxCardinality {COUNT.format(0)}": 1,
}
LISTS: Final = {
    "P owl:propertyChainAxiom P": 4,
    "C owl:intersectionOf C": 3,
    "C owl:unionOf C": 2,
    "C owl:oneOf T": 1,
    "sym:all0 owl:members T": 1,
    "sym:all1 owl:members C": 1,
    "sym:all2 owl:members P": 1,
    "sym:all0 owl:distinctMembers T": 1,
}
EQUALITIES: Final = {
    "T owl:sameAs T": 3,
    "C owl:sameAs C": 1,
    "P owl:sameAs P": 1,
    "P a owl:FunctionalProperty": 1,
    "P a owl:InverseFunctionalProperty": 1,
    f"C owl:onProperty P . C owl:maxCardinality {COUNT.format(1)}": 1,
    "P rdfs:subPropertyOf owl:sameAs": 1,
    "owl:sameAs rdfs:subPropertyOf P": 1,
}
KEYS: Final = {"C owl:hasKey P": 1}
#: L and D stand for any literal and datatype
VALUES: Final = {
    "T P L": 8,
    "T owl:sameAs L": 2,
    "C owl:onProperty P . C owl:hasValue L": 2,
    "C owl:onProperty P . C owl:someValuesFrom D": 2,
    "P rdfs:range D": 1,
    "D rdfs:subClassOf C": 1,
    "C owl:disjointWith D": 1,
    "P a owl:InverseFunctionalProperty": 1,
    "sym:n owl:sourceIndividual T . sym:n owl:assertionProperty P . sym:n owl:targetValue L": 1,
}
LITERALS: Final = tuple(
    f'"{text}"^^<http://www.w3.org/2001/XMLSchema#{name}>'
    for text, name in (("1", "integer"), ("01", "integer"), ("1.0", "decimal"), ("1.5", "decimal"))
)
DATATYPES: Final = ("xsd:integer", "xsd:decimal", "xsd:string")


@dataclass(frozen=True, slots=True)
class Change:
    """Facts to add, or to take back."""

    adds: bool
    facts: tuple[Triple, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What is known at first, and what changes."""

    first: tuple[Triple, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class World:
    """So many classes, properties and things to speak of."""

    pick: random.Random
    sizes: tuple[int, int, int]

    def word(self, word: str) -> str:
        """Any thing of a kind, or the word as it is."""
        if word in ("L", "D"):
            return self.pick.choice(LITERALS if word == "L" else DATATYPES)
        if word not in ("C", "P", "T"):
            return word
        return f"sym:{word}{self.pick.randrange(self.sizes['CPT'.index(word)])}"

    def draw(self, templates: dict[str, int], times: int) -> list[Block]:
        """Blocks of facts by templates."""
        drawn = self.pick.choices([*templates], [*templates.values()], k=times)
        return [facts(self.fill(template)) for template in drawn]

    def fill(self, template: str) -> str:
        """A template with its words chosen; a restriction's class is one throughout."""
        parts = template.split(" . ")
        subject = self.word(parts[0].split()[0])
        return " . ".join(
            " ".join([subject, *(self.word(word) for word in part.split()[1:])]) for part in parts
        )

    def draw_lists(self, templates: dict[str, int], times: int, name: str) -> list[Block]:
        """Axioms with lists of one to three members."""
        drawn = self.pick.choices([*templates], [*templates.values()], k=times)
        found = []
        for number, template in enumerate(drawn):
            subject, predicate, member = template.split()
            members = [self.word(member) for _ in range(self.pick.choice((1, 2, 2, 3)))]
            found.append(list_facts(self.word(subject), predicate, members, f"{name}{number}-"))
        return found


def write_history(seed: int, scale: int, with_equality: bool) -> History:
    """A world of `scale` axioms with facts to match; it half stands at first, then changes."""
    pick = random.Random(seed)
    world = World(pick, (4, 3, 4 if with_equality else 5))
    blocks = [
        *world.draw(FACTS, 2 * scale),
        *world.draw(AXIOMS, scale),
        *world.draw_lists(LISTS, scale // 4, "list"),
    ]
    if with_equality:
        blocks += world.draw(EQUALITIES, 2) + world.draw_lists(KEYS, pick.randrange(2), "key")
        blocks += world.draw(VALUES, pick.choice((0, 0, 4)))
    standing = {place for place in range(len(blocks)) if pick.random() < 0.7}
    first = tuple(triple for place in sorted(standing) for triple in blocks[place])
    return History(first, tuple(change(pick, blocks, standing) for _ in range(5)))


def change(pick: random.Random, blocks: list[Block], standing: set[int]) -> Change:
    """Some blocks that are not there are added, or some that are, or one triple, taken back."""
    adds = pick.random() < 0.4
    places = sorted(set(range(len(blocks))) - standing if adds else standing)
    chosen = pick.sample(places, min(len(places), pick.choice((1, 1, 2, 4))))
    found = [triple for place in chosen for triple in blocks[place]]
    if not adds and found and pick.random() < 0.3:
        standing.discard(chosen[0])  # torn: to be added again whole
        return Change(False, (pick.choice(blocks[chosen[0]]),))
    standing.symmetric_difference_update(chosen)
    return Change(adds, tuple(found))
