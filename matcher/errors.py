"""Everything that can go wrong, and what to do about it.

SymbiographError
├── InputError            what was given cannot be used (exit 2)
│   ├── FileFormatError   a file is not what its name says
│   ├── QueryError        a SPARQL query is refused, wrong or over its limits
│   └── UnknownTermError  a name or IRI that the knowledge base does not hold
├── KnowledgeError        the ontology or a pack has a fault (exit 1)
│   ├── TurtleError       a file cannot be read as Turtle
│   └── ClashError        the facts contradict each other
├── ModelError            the embedding model is missing or not the one expected (exit 1)
└── CacheError            the cache cannot be written or read (exit 1)
"""

from __future__ import annotations


class SymbiographError(Exception):
    """What was wrong, where, and what to do; `exit_code` is what the command returns."""

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        """Keep the three parts apart, so that every face can lay them out."""
        super().__init__(what)
        self.what = what
        self.where = where
        self.todo = todo

    def __str__(self) -> str:
        """The parts in one line: where, what, what to do."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        stop = "" if not self.todo or head.endswith((".", "?", "!", ":")) else "."
        return f"{head}{stop} {self.todo}".strip()


class InputError(SymbiographError):
    """What was given cannot be used."""

    exit_code = 2


class FileFormatError(InputError):
    """A file is not what its name says."""


class QueryError(InputError):
    """A SPARQL query is refused, wrong, or over its limits."""


class UnknownTermError(InputError):
    """A name or IRI that the knowledge base does not hold."""


class KnowledgeError(SymbiographError):
    """The ontology or a pack has a fault."""


class TurtleError(KnowledgeError):
    """A file cannot be read as Turtle."""


class ClashError(KnowledgeError):
    """The facts contradict each other."""


class ModelError(SymbiographError):
    """The embedding model is missing or is not the one expected."""


class CacheError(SymbiographError):
    """The cache cannot be written or read."""
