"""Many visitors at once on one base: each sees its own facts, and the base is never written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from matcher.model import Triple
from matcher.namespaces import node
from matcher.reasoning.archive import open_closure, save_closure
from matcher.reasoning.closure import CompiledClosure, CompiledReasoner
from matcher.reasoning.facts import LiveFacts
from matcher.reasoning.frozen import FrozenFacts
from matcher.reasoning.proof import prove
from tests.reasoning.pattern import facts, pattern_facts

VISITORS = 8
ROUNDS = 6
KINDS = ("Bagasse", "GranulatedSlag", "CoffeeGrounds", "BasicOxygenSlag")
BURNS = "use:{} sym:functionFeed proc:BiomassBoiler"


@pytest.fixture(params=["closed here", "opened from a file"])
def base(request: pytest.FixtureRequest, tmp_path: Path) -> CompiledClosure:
    """The small pack, as it was closed or as it was opened."""
    closure = CompiledReasoner().close(pattern_facts())
    if request.param == "closed here":
        return closure
    save_closure(closure, tmp_path / "closure.bin")
    return open_closure(tmp_path / "closure.bin")


def picture(base: CompiledClosure) -> tuple[object, ...]:
    """All that a base holds, to see whether it has been written to."""
    held = base.facts
    assert isinstance(held, LiveFacts | FrozenFacts)
    columns = [bytes(getattr(held.recorded, name)) for name in ("s", "p", "o", "rule", "premise")]
    return held, columns, len(held.terms), set(base.match()), dict(base.dispatch.items())


def visit(base: CompiledClosure, number: int, start: Barrier) -> list[set[Triple]]:
    """What one visitor sees while facts of its own come and go, axioms and equalities too."""
    name, kind = f"s{number}", KINDS[number % len(KINDS)]
    stream = facts(f"use:{name} a mat:{kind} . use:{name} a sym:Stream")
    more = facts(
        f"mat:{kind} rdfs:subClassOf mat:Bagasse . use:{name} owl:sameAs use:other{number}\n"
        f"sym:functionFeed rdfs:domain sym:Burnt{number}"
    )
    start.wait(timeout=60)
    seen: list[set[Triple]] = []
    for _round in range(ROUNDS):
        over = base.overlay(stream)
        seen.append(set(over.match(node(f"use:{name}"))))
        over.add(more)
        seen.append(set(over.match(node(f"use:other{number}"))))
        burns = facts(BURNS.format(f"other{number}"))[0]
        assert prove(over, burns).steps[-1].conclusion == burns
        over.retract(more)
        assert set(over.match(node(f"use:{name}"))) == seen[-2]
        over.retract(stream)
        assert not list(over.match(node(f"use:{name}")))
    return seen


def test_visitors_at_once_see_what_they_would_see_alone(base: CompiledClosure) -> None:
    before = picture(base)
    start = Barrier(VISITORS)
    with ThreadPoolExecutor(VISITORS) as pool:
        together = list(pool.map(lambda n: visit(base, n, start), range(VISITORS)))
    assert picture(base) == before
    for number, seen in enumerate(together):
        assert seen == visit(base, number, Barrier(1))
        assert seen[:2] * ROUNDS == seen
        others = {node(f"use:s{n}") for n in range(VISITORS) if n != number}
        assert not any(others & set(triple) for triples in seen for triple in triples)


def test_a_base_that_changes_meanwhile_is_seen_before_or_after_never_between(
    base: CompiledClosure,
) -> None:
    pack = facts(
        "use:Litter sym:takes mat:Bagasse . use:Litter sym:inProcess proc:Stables\n"
        "use:Litter sym:meets need:Bedding . proc:Farming sym:hasNeed need:Bedding"
    )
    stream = facts("use:stream a mat:Bagasse")
    without = frozenset(base.overlay(stream).match(node("use:stream")))
    base.add(pack)
    having = frozenset(base.overlay(stream).match(node("use:stream")))
    base.retract(pack)
    assert having > without
    start = Barrier(VISITORS)

    def change() -> None:
        start.wait(timeout=60)
        for _round in range(10):
            base.add(pack)
            base.retract(pack)

    def look(_number: int) -> set[frozenset[Triple]]:
        start.wait(timeout=60)
        return {frozenset(base.overlay(stream).match(node("use:stream"))) for _ in range(30)}

    with ThreadPoolExecutor(VISITORS) as pool:
        changing = pool.submit(change)
        seen = set().union(*pool.map(look, range(VISITORS - 1)))
        changing.result()
    assert seen <= {without, having}
    assert frozenset(base.overlay(stream).match(node("use:stream"))) == without
