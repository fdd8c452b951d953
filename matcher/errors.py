"""Everything that can go wrong, and what to do about it.

SymbiographError
├── InputError            what was given cannot be used (exit 2)
│   ├── FileFormatError   a file is not what its name says
│   ├── QueryError        a SPARQL query is refused, wrong or over its limits
│   │   ├── QuerySyntaxError   it is not understood; says line and column where it can
│   │   ├── QueryRefusedError  it asks for what is never done, such as reaching out
│   │   ├── QueryTooLongError  it is too long, or nested too deep
│   │   ├── QueryLimitError    it needs more time or memory than it may, or was stopped
│   │   └── QueryBusyError     its turn did not come; the same query may be asked again
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


class QuerySyntaxError(QueryError):
    """A query that is not understood; `line` and `column` count from 1, and are 0 where unknown."""

    def __init__(
        self, what: str, *, where: str = "", todo: str = "", line: int = 0, column: int = 0
    ) -> None:
        """Keep the position beside the three parts."""
        super().__init__(what, where=where, todo=todo)
        self.line = line
        self.column = column


class QueryRefusedError(QueryError):
    """A query that asks for what is never done: reach out, read a file, change anything."""


class QueryTooLongError(QueryError):
    """A query that is too long, or nested too deep, to be looked at."""


class QueryLimitError(QueryError):
    """A query that needs more time or memory than it may have, or that somebody stopped."""


class QueryBusyError(QueryError):
    """A query whose turn did not come; nothing is wrong with it."""


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
