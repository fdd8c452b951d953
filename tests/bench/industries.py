"""Generated bases of any size: one industry after the other, all on the same core.

Each has the shape of `bench_reasoning.generate`: 1,500 material classes, 1,500 uses, 1,000
sites, chains, defined classes and the restrictions of the mirror; about 29,000 triples. More
industries are more of the same, not the same made denser: they share the core alone, or every
veto would bar the uses of all others, and what is measured were that square.
"""

from __future__ import annotations

import re
from typing import Final

from matcher.knowledge import build_mirror
from matcher.model import Triple
from matcher.namespaces import node
from tests.bench.bench_reasoning import generate

#: what belongs to one industry: its things, its restrictions, the lists of its definitions
KINDS: Final = "|".join(
    re.escape(node(f"{prefix}:{prefix}")[:-1]) for prefix in ("mat", "use", "proc", "need", "aris")
)
OTHERS: Final = "|".join(
    re.escape(node(name)[:-1])
    for name in ("site:s", "veto:v", "role:r", "fn:f", "form:f", "sym:f", "sym:g", "sym:need")
)
LOCAL: Final = re.compile(rf"^({KINDS}|{OTHERS})(?=\d)")
CHAIN: Final = node("owl:propertyChainAxiom")


def write_industries(count: int) -> list[Triple]:
    """So many industries, without the mirror twice; the first is `generate(1.0)`."""
    found: dict[Triple, None] = {}
    for number in range(count):
        for triple in generate(1.0, seed=7 + number):
            found[rename(triple, number)] = None
    return list({**found, **dict.fromkeys(build_mirror((*t, "") for t in found))})


def rename(triple: Triple, number: int) -> Triple:
    """A triple of one industry, its own things under names of their own."""
    s, p, o = (LOCAL.sub(rf"\g<1>{number}-", term) if number else term for term in triple)
    return s, p, o


def without_chains(triples: list[Triple]) -> list[Triple]:
    """The facts without the axioms that `reasonable` does not know."""
    return [triple for triple in triples if triple[1] != CHAIN]
