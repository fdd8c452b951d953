"""The figures of the engine, side by side in one run: `python -m tests.bench.bench_closure`.

Each figure is a median (of five closings, of two hundred streams); each closing runs in a
process of its own, so that none inherits another's memory. `--owlrl` adds owlrl (minutes),
`--reasonable PYTHON` the Rust engine as that interpreter has it installed. Closings are measured
in seconds of the processor, which others on the machine disturb less; what is set against the
Rust engine, which may use several, in seconds of the clock.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from matcher.reasoning.closure import CompiledClosure, CompiledReasoner
from tests.bench.bench_reasoning import measure, report
from tests.bench.industries import without_chains, write_industries
from tests.reasoning.pattern import facts

TIMES = 5
STREAMS = 200
MEGABYTE = 2**20

REASONABLE = """
import sys, time, statistics, reasonable
taken = []
for _ in range(int(sys.argv[2])):
    engine = reasonable.PyReasoner()
    engine.load_file(sys.argv[1])
    start = time.perf_counter()
    size = len(engine.reason())
    taken.append(time.perf_counter() - start)
print(statistics.median(taken), size)
"""


def read_memory() -> float:
    """Megabytes this process has in memory now (on Linux; elsewhere at its peak)."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * resource.getpagesize() / MEGABYTE


def close_once(industries: int) -> dict[str, float]:
    """Close so many industries here: seconds, triples in and out, memory before and after."""
    given = write_industries(industries)
    gc.collect()
    before = read_memory()
    start = time.process_time()
    closure = CompiledReasoner().close(given)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "seconds": seconds,
        "given": len(given),
        "closure": len(closure),
        "before": before,
        "memory": read_memory() - before,
        "peak": peak,
    }


def close_apart(industries: int, times: int) -> dict[str, float]:
    """The medians of several closings, each in a process of its own."""
    runs = []
    for _ in range(times):
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.bench_closure", "--once", str(industries)],
            capture_output=True,
            check=True,
            text=True,
        )
        runs.append(json.loads(done.stdout))
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def show_growth(times: int) -> float:
    """Ten times the facts: what a triple of the closure costs; seconds for the smaller one."""
    small, large = close_apart(1, times), close_apart(10, times)
    for run in (small, large):
        report(f"close {run['given']:,.0f} triples", run["seconds"], "s")
        report("  closure", run["closure"], "triples")
        report("  microseconds a triple", 1e6 * run["seconds"] / run["closure"], "us")
        report("  bytes a triple", MEGABYTE * run["memory"] / run["closure"], "B")
        report("  whole process at its peak", run["peak"], "MB")
    for name in ("seconds", "memory"):
        grown = large[name] / large["closure"] / (small[name] / small["closure"])
        report(f"{name} a triple, large against small", grown, "times")
    return small["seconds"]


def show_changes() -> None:
    """Streams on the closed base: added and taken back at once, and in the order they came."""
    closure = CompiledReasoner().close(write_industries(1))
    streams = [
        facts(f"site:x{i} a mat:mat{i % 60} . site:x{i} a sym:Stream") for i in range(STREAMS)
    ]
    closure.add(streams[0])
    closure.retract(streams[0])
    for together in (True, False):
        added, taken = [], []
        for stream in streams:
            added.append(measure(partial(closure.add, stream), 1))
            if together:
                taken.append(measure(partial(closure.retract, stream), 1))
        for stream in () if together else streams:
            taken.append(measure(partial(closure.retract, stream), 1))
        order = "one at a time" if together else "all, then all"
        report(f"add a stream ({order})", 1000 * statistics.median(added), "ms")
        report(f"retract it ({order})", 1000 * statistics.median(taken), "ms")
    show_axioms(closure)


def show_axioms(closure: CompiledClosure) -> None:
    """Axioms taken back and stated again, one after the other."""
    axioms = [t for t in closure.asserted() if t[1].endswith("subClassOf>")][::100]
    taken, added = [], []
    for axiom in axioms:
        taken.append(measure(partial(closure.retract, [axiom]), 1))
        added.append(measure(partial(closure.add, [axiom]), 1))
    report("retract a subclass axiom", 1000 * statistics.median(taken), "ms")
    report("state it again", 1000 * statistics.median(added), "ms")


def show_opening() -> None:
    """The shipped base from the cache, as a command opens it."""
    from matcher.base import open_base
    from matcher.knowledge import stay_silent
    from matcher.reasoning.engine import load_engine
    from matcher.settings import cache_folder, pack_folders

    def opening() -> object:
        return open_base(pack_folders(), load_engine("compiled"), cache_folder(), stay_silent)

    opening()
    report("open the shipped base from the cache", measure(opening, TIMES), "s")


def show_owlrl(ours: float, times: int) -> None:
    """owlrl on the same facts, without eq-ref."""
    from matcher.reasoning.owlrl_graph import expand_with_owlrl

    given = write_industries(1)
    taken = []
    for _ in range(times):
        start = time.process_time()
        expand_with_owlrl(given, strip=True)
        taken.append(time.process_time() - start)
    theirs = statistics.median(taken)
    report("close, owlrl without eq-ref", theirs, "s")
    report("owlrl takes so many times as long", theirs / ours, "times")


def show_reasonable(python: str, times: int) -> None:
    """`reasonable` on the facts without chains: from loaded facts to a closure to count."""
    given = without_chains(write_industries(1))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.ttl"
        path.write_text("".join(f"{s} {p} {o} .\n" for s, p, o in given), encoding="utf-8")
        command = [python, "-c", REASONABLE, str(path), str(times)]
        done = subprocess.run(command, capture_output=True, check=True, text=True)
    theirs, size = (float(word) for word in done.stdout.split())
    ours = measure(lambda: len(CompiledReasoner().close(given)), times)
    report("without chains: ours", ours, "s")
    report("  triples", len(CompiledReasoner().close(given)), "")
    report("without chains: reasonable", theirs, "s")
    report("  triples", size, "")
    report("reasonable takes so many times as long", theirs / ours, "times")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--once", type=int, help="close so many industries here, print JSON")
    parser.add_argument("--times", type=int, default=TIMES, help="how often each closing is done")
    parser.add_argument("--owlrl", type=int, default=0, help="how often owlrl closes too (minutes)")
    parser.add_argument("--reasonable", metavar="PYTHON", help="an interpreter that has reasonable")
    options = parser.parse_args()
    if options.once:
        print(json.dumps(close_once(options.once)))
        return
    ours = show_growth(options.times)
    show_changes()
    show_opening()
    if options.reasonable:
        show_reasonable(options.reasonable, options.times)
    if options.owlrl:
        show_owlrl(ours, options.owlrl)


if __name__ == "__main__":
    main()
