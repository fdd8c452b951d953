"""A workspace that opens in the background, so that the first page never hangs."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final, Protocol

from flask import current_app

from matcher.errors import KnowledgeError, SymbiographError
from matcher.model import Result
from matcher.render import Json, to_dict

Report = Callable[[str, float], None]
PATIENCE: Final = 1.5  # seconds a page may take before it says "getting ready"


class Matcher(Protocol):
    """What the pages need of a workspace."""

    def match(
        self,
        text: str,
        *,
        near: str | None = None,
        country: str | None = None,
        on: date | None = None,
        top: int = 10,
    ) -> Result:
        """Who could use this waste stream."""


class NotReadyError(Exception):
    """The workspace is still opening: what is being done, and which share is done (0–1)."""

    def __init__(self, what: str, share: float) -> None:
        """Keep both for the page that says so."""
        super().__init__(what)
        self.what = what
        self.share = share


class Opening:
    """A workspace on its way: what is being done, how far, and in the end the workspace."""

    def __init__(self) -> None:
        """Nothing has been done yet."""
        self.what = "Starting"
        self.share = 0.0
        self.workspace: Matcher | None = None
        self.failure: SymbiographError | None = None
        self.done = threading.Event()
        self.turn = threading.Lock()

    @classmethod
    def of(cls, workspace: Matcher) -> Opening:
        """An opening that is already done."""
        opening = cls()
        opening.workspace = workspace
        opening.done.set()
        return opening

    @classmethod
    def start(
        cls,
        packs: Sequence[Path] = (),
        reasoner: str | None = None,
        load: Callable[[Report], Matcher] | None = None,
    ) -> Opening:
        """Open a workspace in a thread of its own and come back at once."""
        opening = cls()
        opening.begin(packs, reasoner, load)
        return opening

    def begin(
        self,
        packs: Sequence[Path] = (),
        reasoner: str | None = None,
        load: Callable[[Report], Matcher] | None = None,
    ) -> None:
        """Begin to open the workspace in a thread of its own."""
        work = load or (lambda report: load_workspace(packs, reasoner, report))
        threading.Thread(target=self.run, args=(work,), daemon=True).start()

    def run(self, load: Callable[[Report], Matcher]) -> None:
        """Open it, and keep what went wrong for the page that says so."""
        try:
            self.workspace = load(self.report)
        except SymbiographError as error:
            self.failure = error
        except Exception as error:
            print(f"symbiograph: opening failed: {type(error).__name__}: {error}", file=sys.stderr)
            self.failure = KnowledgeError(
                "The knowledge base could not be opened.",
                todo="Run “symbiograph doctor” and “symbiograph check”; they say what is wrong.",
            )
        finally:
            self.done.set()

    def report(self, what: str, share: float) -> None:
        """Take note of what is being done."""
        self.what, self.share = what, share

    def match(
        self,
        text: str,
        near: str | None,
        country: str | None,
        on: date | None,
        top: int,
    ) -> Json:
        """The answer as every face shows it; one text at a time."""
        workspace = self.require()
        with self.turn:
            return to_dict(workspace.match(text, near=near, country=country, on=on, top=top))

    def require(self, patience: float = PATIENCE) -> Matcher:
        """The open workspace after at most `patience` seconds; else NotReadyError, or what went wrong."""
        self.done.wait(patience)
        if self.failure:
            raise self.failure
        if self.workspace is None:
            raise NotReadyError(self.what, self.share)
        return self.workspace


def load_workspace(packs: Sequence[Path], reasoner: str | None, report: Report) -> Matcher:
    """The real workspace, with its packs."""
    from matcher.workspace import Workspace

    workspace = Workspace.load(tuple(packs), reasoner=reasoner, progress=report)
    report(f"laid out {len(workspace.guide.atlas.kinds):,} terms", 1.0)
    return workspace


def current_opening() -> Opening:
    """The opening of the application that answers this request."""
    opening: Opening = current_app.extensions["opening"]
    return opening
