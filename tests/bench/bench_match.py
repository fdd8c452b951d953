"""A match beside what sentence-transformers alone takes to encode its text: python -m tests.bench.bench_match

Warm: one process, the two in turn, medians. Cold: a new process each time, filled cache.
The goals are ratios: warm at most 2, cold at most a third; --help under 0.4 s of CPU.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

TEXTS = (
    "granulated blast furnace slag, about 40,000 t a year, dry",
    "fly ash with 14 % loss on ignition",
    "spent coffee grounds from a chain of cafes",
    "surplus steam 5 t/h at 8 bar",
    "converter slag, lumpy, free lime 7 %, 60,000 t/yr",
)
ROUNDS = 5
ENCODE = (
    "from matcher.language.embed import TorchEmbedder as T; "
    "T.load().encode(['granulated blast furnace slag, about 40,000 t a year, dry'])"
)


def time_once(call: Callable[[], object]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def compare_warm() -> None:
    """Print the medians and the ratio of a match and an encoding, taken in turn."""
    from matcher.language.embed import TorchEmbedder
    from matcher.workspace import Workspace

    workspace, torch = Workspace.load(), TorchEmbedder.load()
    matched, encoded = [], []
    for _ in range(ROUNDS + 1):
        for text in TEXTS:
            matched.append(time_once(lambda text=text: workspace.match(text)))  # type: ignore[misc]
            encoded.append(time_once(lambda text=text: torch.encode([text])))  # type: ignore[misc]
    # the first round warms both
    ours, theirs = (statistics.median(times[len(TEXTS) :]) for times in (matched, encoded))
    print(
        f"warm match {ours * 1000:.1f} ms, torch encode {theirs * 1000:.1f} ms, ratio {ours / theirs:.2f} (goal 2)"
    )


def run(command: list[str]) -> tuple[float, float]:
    """Wall and CPU seconds of a new process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(
        command, check=True, capture_output=True, env={**os.environ, "HF_HUB_OFFLINE": "1"}
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare_cold() -> None:
    """Print the medians and the ratio of a match and an encoding in new processes."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(run([sys.executable, "-m", "matcher.cli", "match", TEXTS[0]])[0])
        theirs.append(run([sys.executable, "-c", ENCODE])[0])
    match, encode = statistics.median(ours), statistics.median(theirs)
    print(
        f"cold match {match:.2f} s, cold encode {encode:.2f} s, ratio {match / encode:.2f} (goal 0.33)"
    )
    cpu = statistics.median(
        run([sys.executable, "-m", "matcher.cli", "--help"])[1] for _ in range(ROUNDS)
    )
    print(f"--help {cpu:.2f} s of CPU (goal 0.4)")


if __name__ == "__main__":
    compare_warm()
    compare_cold()
