"""Side by side: our engine and owlrl on a generated base of about 30,000 triples.

Run `python -m tests.bench.bench_reasoning [--scale 1.0] [--owlrl]`; it prints what it measured.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from matcher.knowledge import build_mirror
from matcher.model import Triple
from matcher.reasoning.closure import CompiledClosure, CompiledReasoner
from matcher.reasoning.proof import prove
from matcher.reasoning.smallest import prove_all, prove_smallest
from tests.reasoning.pattern import CHAINS, CORE, facts, list_facts


def generate(scale: float, seed: int = 7) -> list[Triple]:
    """A base in the shape of the real one: materials, Uses, Needs, vetoes, arisings, streams."""
    pick = random.Random(seed)
    counts = {"mat": 1500, "use": 1500, "proc": 200, "need": 120, "aris": 1000, "site": 1000}
    size = {name: max(4, int(count * scale)) for name, count in counts.items()}
    lines = [
        CORE.strip(),
        *write_materials(size, pick),
        *write_uses(size, pick),
        *write_sites(size, pick),
    ]
    found = facts("\n".join(lines).strip()) + generate_axioms(size, pick)
    return found + list(build_mirror((*triple, "") for triple in found))


def some(kind: str, size: dict[str, int], pick: random.Random) -> str:
    """Any thing of a kind."""
    return f"{kind}:{kind}{pick.randrange(size[kind])}"


def write_materials(size: dict[str, int], pick: random.Random) -> list[str]:
    """A tree of materials with functions, forms, vetoes and arisings."""
    lines = []
    for i in range(size["mat"]):
        parent = f"mat:mat{pick.randrange(max(1, i // 3))}" if i > 8 else "sym:Matter"
        lines.append(f"mat:mat{i} a owl:Class . mat:mat{i} rdfs:subClassOf {parent}")
        lines.append(f"mat:mat{i} sym:provides fn:f{pick.randrange(30)}")
        lines.append(f"mat:mat{i} sym:hasForm form:f{pick.randrange(8)}")
    for i in range(max(2, size["mat"] // 30)):
        lines.append(f"{some('mat', size, pick)} sym:subjectTo veto:v{i}")
        lines.append(f"veto:v{i} sym:bars role:r{i % 40}")
    for i in range(size["aris"]):
        lines.append(f"aris:a{i} sym:ofMaterial {some('mat', size, pick)}")
        lines.append(f"aris:a{i} sym:fromProcess {some('proc', size, pick)}")
    return lines


def write_uses(size: dict[str, int], pick: random.Random) -> list[str]:
    """Uses, the roles they serve, and the needs of processes."""
    lines = [f"role:r{i} sym:broaderRole role:r{i // 3}" for i in range(1, 40)]
    for i in range(size["use"]):
        lines.append(f"use:use{i} a sym:Use . use:use{i} sym:takes {some('mat', size, pick)}")
        lines.append(f"use:use{i} sym:inProcess {some('proc', size, pick)}")
        lines.append(f"use:use{i} sym:asRole role:r{i % 40}")
        lines.append(f"use:use{i} sym:meets {some('need', size, pick)}")
        if i % 6 == 0:
            lines.append(f"use:use{i} sym:yields {some('mat', size, pick)}")
    for _ in range(2 * size["proc"]):
        lines.append(f"{some('proc', size, pick)} sym:hasNeed {some('need', size, pick)}")
    return lines


def write_sites(size: dict[str, int], pick: random.Random) -> list[str]:
    """Sites; each fifth is a stream too."""
    lines = []
    for i in range(size["site"]):
        lines.append(f"site:s{i} a sym:Site . site:s{i} sym:runs {some('proc', size, pick)}")
        if i % 5 == 0:
            lines.append(f"site:s{i} a {some('mat', size, pick)}")
            lines.append(f"site:s{i} sym:contains {some('mat', size, pick)}")
    return lines


def generate_axioms(size: dict[str, int], pick: random.Random) -> list[Triple]:
    """The chains of the core and a defined class for each second need."""
    found: list[Triple] = []
    for number, line in enumerate(CHAINS.strip().splitlines()):
        head, links = line.split(" = ")
        chain = [f"sym:{link}" for link in links.split()]
        found += list_facts(f"sym:{head}", "owl:propertyChainAxiom", chain, f"chain{number}")
    for i in range(0, size["need"], 2):
        function, form = pick.randrange(30), pick.randrange(8)
        found += facts(
            f"need:need{i} a sym:Need . sym:f{i} owl:onProperty sym:offers . "
            f"sym:f{i} owl:hasValue fn:f{function} . sym:g{i} owl:onProperty sym:inForm . "
            f"sym:g{i} owl:hasValue form:f{form}"
        )
        parts = [f"mat:mat{pick.randrange(9)}", f"sym:f{i}", f"sym:g{i}"]
        found += list_facts(f"need:need{i}", "owl:intersectionOf", parts, f"need{i}")
    return found


def measure(what: Callable[[], object], times: int) -> float:
    """Median seconds of several runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        what()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def report(label: str, value: float, unit: str) -> None:
    """One line of the answer."""
    print(f"{label:<40}{value:>14,.3f} {unit}")


def time_overlay(closure: CompiledClosure) -> None:
    """Add streams, prove what follows of them."""
    streams = [facts(f"site:x{i} a mat:mat{i % 60} . site:x{i} a sym:Stream") for i in range(200)]
    closure.overlay(streams[0])
    pending = iter(streams)
    seconds = measure(lambda: closure.overlay(next(pending)), 200)
    report("add a stream (overlay)", 1000 * seconds, "ms")
    over = closure.overlay(streams[7])
    goals = [t for t in over.match(streams[7][0][0]) if not over.is_asserted(t)]
    wanted = iter(goals)
    report("triples the stream gains", len(goals), "")
    seconds = measure(lambda: prove(over, next(wanted)), len(goals))
    report("prove one of them", 1000 * seconds, "ms")
    long = [goal for goal in goals if len(prove(over, goal).steps) >= 10]
    report("of them proven in ten steps or more", len(long), "")
    wanted = iter(long)
    seconds = measure(lambda: prove_smallest(over, next(wanted)), len(long))
    report("smallest proof of one of those", 1000 * seconds, "ms")
    wanted = iter(long)
    seconds = measure(lambda: prove_all(over, next(wanted), 5), len(long))
    report("up to five proofs of one of those", 1000 * seconds, "ms")


def time_archive(closure: CompiledClosure) -> None:
    """Save the closure, open it again, match a stream cold."""
    from matcher.reasoning.archive import open_closure, save_closure

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "closure.bin"
        report("save", 1000 * measure(lambda: save_closure(closure, path), 3), "ms")
        report("file", path.stat().st_size / 1e6, "MB")
        report("open", 1000 * measure(lambda: open_closure(path), 5), "ms")
        stream = facts("site:x7 a mat:mat7 . site:x7 a sym:Stream")
        cold = measure(lambda: open_closure(path).overlay(stream), 5)
        report("open and add a first stream", 1000 * cold, "ms")
        time_overlay(open_closure(path))


def time_owlrl(given: list[Triple], seconds: float) -> None:
    """owlrl on the same facts, and how many times as long it takes."""
    from matcher.reasoning.owlrl_graph import expand_with_owlrl

    theirs = measure(lambda: expand_with_owlrl(given, strip=True), 1)
    report("close, owlrl without eq-ref", theirs, "s")
    report("ratio", theirs / seconds, "times")


def main() -> None:
    """Generate, close, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--owlrl", action="store_true", help="close by owlrl too (minutes)")
    options = parser.parse_args()
    given = generate(options.scale)
    report("triples in", len(given), "")
    seconds = measure(lambda: CompiledReasoner().close(given), 5)
    closure = CompiledReasoner().close(given)
    report("closure", len(closure), "triples")
    report("contradictions", len(closure.clashes), "")
    report("close, compiled", seconds, "s")
    time_overlay(closure)
    time_archive(closure)
    if options.owlrl:
        time_owlrl(given, seconds)


if __name__ == "__main__":
    main()
