"""The desk at which the pages ask in SPARQL: opened with the first question, kept after it."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import Protocol, runtime_checkable

from flask import current_app

from matcher.errors import KnowledgeError, SymbiographError
from matcher.querying.ask import Limits
from matcher.querying.desk import Desk
from web.opening import Opening, current_opening


@runtime_checkable
class Queried(Protocol):
    """A workspace that can be asked in SPARQL."""

    @property
    def dataset(self) -> Path:
        """The N-Quads file of everything asserted and inferred."""


class Desks:
    """One desk for the dataset of the workspace."""

    def __init__(self, limits: Limits | None = None) -> None:
        """Nothing is open yet; `limits` hold for every query."""
        self.limits = limits or Limits(waiting=3)
        self.desk: Desk | None = None
        self.lock = threading.Lock()

    def open(self, dataset: Path) -> Desk:
        """The desk for a dataset."""
        with self.lock:
            if self.desk is None or self.desk.dataset != dataset:
                self.close()
                self.desk = Desk(dataset, limits=self.limits)
            return self.desk

    def warm(self, opening: Opening) -> None:
        """Once the base is open, read what the page shows, so that the first visitor need not wait."""
        opening.done.wait()
        if isinstance(opening.workspace, Queried):
            # what goes wrong here goes wrong again for the first visitor, who is told
            with suppress(SymbiographError):
                self.open(opening.workspace.dataset).prepare()

    def close(self) -> None:
        """End the workers, if there are any."""
        if self.desk:
            self.desk.close()


def current_desks() -> Desks:
    """The desks of the application that answers this request."""
    desks: Desks = current_app.extensions["desks"]
    return desks


def current_desk() -> Desk:
    """The desk of this application; raises NotReadyError while the workspace opens."""
    workspace = current_opening().require()
    if not isinstance(workspace, Queried):
        raise KnowledgeError("This knowledge base cannot be asked in SPARQL.")
    return current_desks().open(workspace.dataset)
