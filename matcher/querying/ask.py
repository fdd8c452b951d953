"""Ask a dataset in SPARQL; the query runs in a process that can be killed and can do no harm."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Literal, Self

from matcher.errors import CacheError, QueryError
from matcher.querying.answers import Answer, read_answer
from matcher.querying.gate import refuse, screen_text

Graphs = Literal["all", "asserted", "inferred"]

WORKER: Final = Path(__file__).with_name("worker.py")
#: what a worker needs of the environment; nothing else is passed on
KEPT_VARIABLES: Final = ("SYSTEMROOT", "TEMP", "TMP", "LANG", "LC_ALL")
LOADING_SECONDS: Final = 60.0
#: how many queries this process runs at once when each has a worker of its own
AT_ONCE: Final = threading.BoundedSemaphore(4)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a query may take: seconds, rows, megabytes, and seconds of waiting for its turn."""

    seconds: float = 20
    rows: int = 10_000
    megabytes: int = 1024
    waiting: float = 5


def ask(
    query: str, dataset: Path | bytes, *, graphs: str = "all", limits: Limits | None = None
) -> Answer:
    """The answer of a dataset (N-Quads, a file or its bytes) to one query.

    `graphs` is all, asserted (what files say) or inferred (what the machine adds). Raises
    QueryError for a query that is refused, wrong, or over its limits.
    """
    screen_text(query)
    if isinstance(dataset, bytes):
        return ask_bytes(query, dataset, graphs, limits or Limits())
    with Asker(dataset, workers=1, limits=limits or Limits()) as asker:
        if not AT_ONCE.acquire(timeout=asker.limits.waiting):
            raise busy()
        try:
            return asker.ask(query, graphs=graphs)
        finally:
            AT_ONCE.release()


def ask_bytes(query: str, dataset: bytes, graphs: str, limits: Limits) -> Answer:
    """The answer of a dataset that is no file yet."""
    with tempfile.TemporaryDirectory(prefix="symbiograph-") as folder:
        path = Path(folder) / "dataset.nq"
        path.write_bytes(dataset)
        return ask(query, path, graphs=graphs, limits=limits)


def busy() -> QueryError:
    """The error for a query whose turn did not come."""
    return refuse("too many queries are running", "Try again in a moment.")


@dataclass(slots=True)
class Asker:
    """A few workers on one dataset, kept ready: the first query loads it, the next need not.

    Safe to use from several threads; each worker answers one query at a time, and queries beyond
    the number of workers wait for their turn.
    """

    dataset: Path
    workers: int = 2
    limits: Limits = field(default_factory=Limits)
    idle: queue.LifoQueue[Worker | None] = field(init=False)

    def __post_init__(self) -> None:
        """Make a place for each worker; none is started yet."""
        self.idle = queue.LifoQueue()
        for _ in range(self.workers):
            self.idle.put(None)

    def ask(
        self,
        query: str,
        *,
        graphs: str = "all",
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """The answer to a query; raises QueryError. Named graphs, if any, go before `graphs`."""
        screen_text(query)
        try:
            worker = self.idle.get(timeout=self.limits.waiting)
        except queue.Empty:
            raise busy() from None
        try:
            worker = worker or start_worker(self.dataset, self.limits)
            request = {
                "query": query,
                "graphs": graphs,
                "default_graphs": list(default_graphs),
                "named_graphs": list(named_graphs),
                "seconds": self.limits.seconds,
                "rows": self.limits.rows,
            }
            return read_reply(worker.exchange(request, self.limits))
        finally:
            self.idle.put(worker if worker and worker.alive() else None)

    def close(self) -> None:
        """End every idle worker."""
        while True:
            try:
                worker = self.idle.get_nowait()
            except queue.Empty:
                break
            if worker:
                worker.end()
        for _ in range(self.workers):
            self.idle.put(None)

    def __enter__(self) -> Self:
        """The asker itself, for `with`."""
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """End the workers."""
        self.close()


@dataclass(slots=True)
class Worker:
    """A running process with its two pipes."""

    process: subprocess.Popen[str]
    requests: IO[str]
    replies: IO[str]

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None

    def exchange(self, request: dict[str, Any], limits: Limits) -> dict[str, Any]:
        """Send a request and wait for its reply; the process is killed when its time is over."""
        try:
            self.requests.write(json.dumps(request) + "\n")
            self.requests.flush()
        except OSError:
            self.end()
            raise died(limits) from None
        reply = self.receive(limits.seconds)
        if reply is None:
            raise refuse(
                f"the query was stopped after {limits.seconds:g} seconds",
                "Narrow it, or allow more time.",
            )
        if not reply:
            self.end()
            raise died(limits)
        return reply

    def receive(self, seconds: float) -> dict[str, Any] | None:
        """The next reply; empty when the process has died, None (and it is killed) when late."""
        box: queue.SimpleQueue[str] = queue.SimpleQueue()
        reader = threading.Thread(target=lambda: box.put(self.replies.readline()), daemon=True)
        reader.start()
        try:
            line = box.get(timeout=seconds)
        except queue.Empty:
            self.end()
            return None
        found: dict[str, Any] = json.loads(line) if line.endswith("\n") else {}
        return found

    def end(self) -> None:
        """Kill the process and close its pipes."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.requests, self.replies):
            try:
                pipe.close()
            except OSError:
                continue


def start_worker(dataset: Path, limits: Limits) -> Worker:
    """A worker that has loaded the dataset; raises CacheError where it cannot."""
    if not dataset.is_file():
        raise CacheError("the dataset is missing", where=str(dataset), todo="Build the base again.")
    process = subprocess.Popen(
        [sys.executable, "-I", str(WORKER), str(dataset), str(limits.megabytes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ},
        encoding="utf-8",
    )
    if process.stdin is None or process.stdout is None:
        raise AssertionError("a process started with pipes has them")
    worker = Worker(process, process.stdin, process.stdout)
    if not worker.receive(LOADING_SECONDS):
        worker.end()
        raise CacheError(
            "the dataset cannot be loaded",
            where=str(dataset),
            todo="Remove the cache; it is rebuilt.",
        )
    return worker


def died(limits: Limits) -> QueryError:
    """The error for a worker that ended while it worked: memory, nearly always."""
    return refuse(
        f"the query ended early; it may use {limits.megabytes:,} MB and {limits.seconds:g} seconds",
        "Narrow it: fewer unbound variables, a LIMIT, no product of two lists.",
    )


def read_reply(reply: dict[str, Any]) -> Answer:
    """The answer in a reply; raises QueryError where there is none."""
    if reply["kind"] == "refused":
        raise refuse(reply["what"], reply["todo"])
    return read_answer(reply)
