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

from matcher.errors import (
    CacheError,
    QueryBusyError,
    QueryError,
    QueryLimitError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTooLongError,
)
from matcher.querying.answers import Answer, read_answer
from matcher.querying.gate import refuse, screen_text

Graphs = Literal["all", "asserted", "inferred"]

WORKER: Final = Path(__file__).with_name("worker.py")
#: what a worker needs of the environment; nothing else is passed on
KEPT_VARIABLES: Final = ("SYSTEMROOT", "TEMP", "TMP", "LANG", "LC_ALL")
LOADING_SECONDS: Final = 60.0
#: what a worker may say went wrong
REPLIED: Final[dict[str, type[QueryError]]] = {
    kind.__name__: kind
    for kind in (QuerySyntaxError, QueryRefusedError, QueryTooLongError, QueryLimitError)
}
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
    return refuse("too many queries are running", "Try again in a moment.", QueryBusyError)


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
    running: dict[str, Worker] = field(init=False, default_factory=dict)

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
        rows: int | None = None,
        run: str = "",
    ) -> Answer:
        """The answer to a query; raises QueryError. Named graphs, if any, go before `graphs`.

        `rows` allows more or fewer rows than the limits say; `run` is a name to stop it by.
        """
        try:
            worker = self.idle.get(timeout=self.limits.waiting)
        except queue.Empty:
            raise busy() from None
        try:
            worker = worker or start_worker(self.dataset, self.limits)
            screen_text(query, worker.graphs)
            if run:
                self.running[run] = worker
            request = {
                "query": query,
                "graphs": graphs,
                "default_graphs": list(default_graphs),
                "named_graphs": list(named_graphs),
                "seconds": self.limits.seconds,
                "rows": rows or self.limits.rows,
            }
            return read_reply(worker.exchange(request, self.limits))
        finally:
            self.running.pop(run, None)
            self.idle.put(worker if worker and worker.alive() else None)

    def stop(self, run: str) -> bool:
        """End the query that runs under a name; false where none does."""
        worker = self.running.pop(run, None)
        if worker is None:
            return False
        worker.stopped = True
        worker.process.kill()
        return True

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
    """A running process with its two pipes, and the graphs it has loaded."""

    process: subprocess.Popen[str]
    requests: IO[str]
    replies: IO[str]
    graphs: frozenset[str] = frozenset()
    stopped: bool = False

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
                "Narrow it; the command line allows more with --seconds.",
                QueryLimitError,
            )
        if not reply:
            self.end()
            raise stopped() if self.stopped else died(limits)
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
    ready = worker.receive(LOADING_SECONDS)
    if not ready:
        worker.end()
        raise CacheError(
            "the dataset cannot be loaded",
            where=str(dataset),
            todo="Remove the cache; it is rebuilt.",
        )
    worker.graphs = frozenset(ready["graphs"])
    return worker


def stopped() -> QueryError:
    """The error for a query that somebody stopped."""
    return refuse("the query was stopped", "Change it, or run it again.", QueryLimitError)


def died(limits: Limits) -> QueryError:
    """The error for a worker that ended while it worked: memory, nearly always."""
    return refuse(
        f"the query ended early; it may use {limits.megabytes:,} MB and {limits.seconds:g} seconds",
        "Narrow it: fewer unbound variables, a LIMIT, no product of two lists.",
        QueryLimitError,
    )


def read_reply(reply: dict[str, Any]) -> Answer:
    """The answer in a reply; raises QueryError where there is none."""
    if reply["kind"] != "error":
        return read_answer(reply)
    kind = REPLIED.get(reply["error"], QueryRefusedError)
    if kind is QuerySyntaxError:
        place = {"line": reply["line"], "column": reply["column"]}
        raise QuerySyntaxError(reply["what"], where="query", todo=reply["todo"], **place)
    raise refuse(reply["what"], reply["todo"], kind)
