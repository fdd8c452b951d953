"""The cases of `rules.trig`: what is given, what follows, what does not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from matcher.model import Triple
from matcher.reasoning.dispatch import RULE_NAMES

FILE: Final = Path(__file__).with_name("rules.trig")
RULES: Final = tuple(name for name in RULE_NAMES if name != "asserted")


@dataclass(frozen=True, slots=True)
class Case:
    """A rule's case; `consistent` is the near miss of a rule that finds contradictions."""

    rule: str
    given: tuple[Triple, ...]
    follows: tuple[Triple, ...]
    never: tuple[Triple, ...]
    consistent: tuple[Triple, ...]


@cache
def read_graphs() -> dict[str, tuple[Triple, ...]]:
    """The graphs of the file by local name, blank nodes named."""
    from pyoxigraph import BlankNode, RdfFormat, parse

    names: dict[str, str] = {}

    def name(term: object) -> str:
        if isinstance(term, BlankNode):
            return names.setdefault(term.value, f"<http://example.org/b{len(names)}>")
        return str(term)

    graphs: dict[str, list[Triple]] = defaultdict(list)
    for quad in parse(path=str(FILE), format=RdfFormat.TRIG):
        graph = str(quad.graph_name).rpartition("/")[2][:-1]
        graphs[graph].append((name(quad.subject), str(quad.predicate), name(quad.object)))
    return {graph: tuple(triples) for graph, triples in graphs.items()}


def find_case(rule: str) -> Case:
    """The case of a rule."""
    graphs = read_graphs()
    return Case(
        rule,
        graphs[rule],
        *(graphs.get(f"{rule}-{part}", ()) for part in ("follows", "not", "consistent")),
    )
