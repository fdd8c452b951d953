"""Progress on stderr: a bar in a terminal, a line now and then elsewhere, nothing when there is nothing to do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from matcher.knowledge import Progress


@contextmanager
def show_progress(title: str) -> Iterator[Progress]:
    """A reporter of (what is being done, share 0 to 1); the first report makes it visible."""
    if not sys.stderr.isatty():
        yield print_lines(title)
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = None

    def report(what: str, share: float) -> None:
        nonlocal task
        if task is None:
            bar.console.print(title)
            bar.start()
            task = bar.add_task(what, total=1.0)
        bar.update(task, completed=share, description=what)

    try:
        yield report
    finally:
        if task is not None:
            bar.stop()


def print_lines(title: str) -> Progress:
    """A reporter that prints the title once and each new thing in a line."""
    said: list[str] = []

    def report(what: str, _share: float) -> None:
        if not said:
            print(title, file=sys.stderr)
        if what not in said:
            said.append(what)
            print(f"  {what} …", file=sys.stderr, flush=True)

    return report
