"""What a query may not do: reach out, read files, change anything. Checked before it runs.

The gate reads text and algebra; it is one of two walls. The other is the worker, which has no
network and can open no file (`fence.py`), so that what slips past here still gets nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from matcher.errors import QueryError
from matcher.namespaces import PREFIXES

MOST_CHARACTERS: Final = 50_000
MOST_NESTING: Final = 100

#: no query needs these; the update keywords are here so that the message says what is refused
REFUSED: Final = {
    "SERVICE": "SERVICE would ask another server",
    "FROM": "FROM would read from outside the base; choose the graphs with GRAPH or --graphs",
    "LOAD": "LOAD would fetch a document",
    **dict.fromkeys(
        ("INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"),
        "an update would change the base, which only its files do",
    ),
}
TODO: Final = "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE over the graphs of the base."

BARE_RETURN: Final = re.compile(r"\r(?!\n)")
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")

#: everything in which a keyword is not a keyword: IRIs, strings, comments, variables, names, tags
QUIET: Final = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>
    |\"{3}(?:"{0,2}(?:[^"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
    |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'
    |\#[^\n\r]*
    |[?$]\w+|@[A-Za-z][\w-]*
    |(?:_|[^\W\d_][\w.-]*)?:[\w.:%\\-]*""",
    re.VERBOSE | re.DOTALL,
)
WORD: Final = re.compile(r"[A-Za-z]+")


def refuse(what: str, todo: str = TODO) -> QueryError:
    """The error for a query that is not run."""
    return QueryError(what, where="query", todo=todo)


def screen_text(query: str) -> None:
    """Refuse what can be seen in the text; raises QueryError. Takes milliseconds."""
    if len(query) > MOST_CHARACTERS:
        raise refuse(
            f"the query has {len(query):,} characters; {MOST_CHARACTERS:,} are the limit",
            "Shorten it, or ask in two steps.",
        )
    if BARE_RETURN.search(query):
        # parsers disagree on whether a bare return ends a comment, so a clause could hide there
        raise refuse(
            "the query has a carriage return without a line feed", "Save it with plain line ends."
        )
    if CONTROL.search(query):
        raise refuse("the query has a control character", "Take it out.")
    screen_escapes(query)
    screen_words(query)


def screen_escapes(query: str) -> None:
    """Refuse escapes that stand for ASCII or control characters: they could spell a keyword."""
    for short, long in ESCAPE.findall(query):
        code = int(short or long, 16)
        if code < 0xA0 or 0xD800 <= code <= 0xDFFF or code in (0x2028, 0x2029) or code > 0x10FFFF:
            raise refuse(
                f"the escape for character {code:X} is not accepted", "Write the character itself."
            )


def screen_words(query: str) -> None:
    """Refuse keywords that reach out or change, and brackets nested too deep."""
    loud = QUIET.sub(" ", query)
    for word in WORD.findall(loud):
        if word.upper() in REFUSED:
            raise refuse(f"{REFUSED[word.upper()]}; it is refused")
    depth = 0
    for mark in re.findall(r"[({\[)}\]]", loud):
        depth += 1 if mark in "({[" else -1
        if depth > MOST_NESTING:
            raise refuse(f"brackets are nested more than {MOST_NESTING} deep", "Flatten the query.")


def screen_algebra(query: str) -> None:
    """Refuse by its algebra what is no plain query; raises QueryError. Run it where it can be killed."""
    from pyparsing import ParseException
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parsed = parseQuery(query)
        algebra = translateQuery(parsed, initNs=dict(PREFIXES)).algebra
    except ParseException as error:
        raise refuse(
            f"not understood as SPARQL 1.1 at line {error.lineno}, column {error.column}",
            "Mend the query there.",
        ) from None
    except RecursionError:
        raise refuse("the query is nested too deep", "Flatten it.") from None
    except Exception as error:
        raise refuse(f"not understood as SPARQL 1.1: {error}", "Mend the query.") from None
    if algebra.get("datasetClause"):
        raise refuse(f"{REFUSED['FROM']}; it is refused")
    if any(name == "ServiceGraphPattern" for name in part_names(algebra)):
        raise refuse(f"{REFUSED['SERVICE']}; it is refused")


def part_names(algebra: Any) -> Iterator[str]:
    """The names of all parts of an algebra, however deep."""
    from rdflib.plugins.sparql.parserutils import CompValue

    todo: list[Any] = [algebra]
    while todo:
        part = todo.pop()
        if isinstance(part, CompValue):
            yield str(part.name)
            todo.extend(part.values())
        elif isinstance(part, dict):
            todo.extend(part.values())
        elif isinstance(part, list | tuple | set):
            todo.extend(part)
