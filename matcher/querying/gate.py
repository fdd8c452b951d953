"""What a query may not do: reach out, read files, change anything. Checked before it runs.

The gate reads text and algebra; it is one of two walls. The other is the worker, which has no
network and can open no file (`fence.py`), so that what slips past here still gets nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, Final

from matcher.errors import (
    QueryError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTooLongError,
)
from matcher.namespaces import BASE, PREFIXES

MOST_CHARACTERS: Final = 50_000
MOST_NESTING: Final = 100

#: no query needs these; the update keywords are here so that the message says what is refused
REFUSED: Final = {
    "SERVICE": "SERVICE would ask another server",
    "FROM": "FROM would read from outside the base; it may only name a graph of the base itself, "
    "as a full IRI",
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
BRACKET: Final = re.compile(r"[(\[{}\])]")
CLOSING: Final = {")": "(", "]": "[", "}": "{"}
UNKNOWN_PREFIX: Final = re.compile(r"Unknown namespace prefix ?: ?([\w.-]*)")
#: what may follow FROM: a full IRI, with nothing between that parsers could read in two ways
GRAPH_NAME: Final = re.compile(r"\s+(?:NAMED\s+)?<([^<>\"{}|^`\\\x00-\x20]*)>", re.IGNORECASE)


def refuse(what: str, todo: str = TODO, kind: type[QueryError] = QueryRefusedError) -> QueryError:
    """The error for a query that is not run."""
    return kind(what, where="query", todo=todo)


def misread(what: str, todo: str, line: int = 0, column: int = 0) -> QuerySyntaxError:
    """The error for a query that is not understood."""
    return QuerySyntaxError(what, where="query", todo=todo, line=line, column=column)


def screen_text(query: str, graphs: Collection[str] = ()) -> None:
    """Refuse what can be seen in the text; raises QueryError. Takes milliseconds.

    `graphs` are the IRIs that FROM may name: graphs that are there already.
    """
    if len(query) > MOST_CHARACTERS:
        raise refuse(
            f"the query has {len(query):,} characters; {MOST_CHARACTERS:,} are the limit",
            "Shorten it, or ask in two steps.",
            QueryTooLongError,
        )
    if BARE_RETURN.search(query):
        # parsers disagree on whether a bare return ends a comment, so a clause could hide there
        raise refuse(
            "the query has a carriage return without a line feed", "Save it with plain line ends."
        )
    if CONTROL.search(query):
        raise refuse("the query has a control character", "Take it out.")
    screen_escapes(query)
    screen_words(query, graphs)


def screen_escapes(query: str) -> None:
    """Refuse escapes that stand for ASCII or control characters: they could spell a keyword."""
    for short, long in ESCAPE.findall(query):
        code = int(short or long, 16)
        if code < 0xA0 or 0xD800 <= code <= 0xDFFF or code in (0x2028, 0x2029) or code > 0x10FFFF:
            raise refuse(
                f"the escape for character {code:X} is not accepted", "Write the character itself."
            )


def screen_words(query: str, graphs: Collection[str] = ()) -> None:
    """Refuse keywords that reach out or change, and brackets nested too deep."""
    loud = QUIET.sub(lambda found: " " * len(found.group()), query)
    for found in WORD.finditer(loud):
        word = found.group().upper()
        if word in REFUSED and not (word == "FROM" and names_graph(query, found.end(), graphs)):
            raise refuse(f"{REFUSED[word]}; it is refused")
    depth = 0
    for mark in BRACKET.findall(loud):
        depth += -1 if mark in CLOSING else 1
        if depth > MOST_NESTING:
            raise refuse(
                f"brackets are nested more than {MOST_NESTING} deep",
                "Flatten the query.",
                QueryTooLongError,
            )


def names_graph(query: str, at: int, graphs: Collection[str]) -> bool:
    """Whether one of the graphs stands at a place of a query, right after FROM."""
    found = GRAPH_NAME.match(query, at)
    return found is not None and found.group(1) in graphs


def screen_algebra(query: str, graphs: Collection[str] = ()) -> bool:
    """Whether a query chooses its graphs with FROM; raises QueryError. Run it where it can be killed.

    Refuses by its algebra what is no plain query, and FROM for any but the given graphs.
    """
    from pyparsing import ParseException
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parsed = parseQuery(query)
        algebra = translateQuery(parsed, base=BASE, initNs=dict(PREFIXES)).algebra
    except ParseException as error:
        raise misread_at(query, error.lineno, error.column) from None
    except RecursionError:
        raise refuse("the query is nested too deep", "Flatten it.", QueryTooLongError) from None
    except MemoryError:
        raise
    except Exception as error:
        raise explain(query, str(error)) from None
    clauses = algebra.get("datasetClause") or ()
    if any(str(clause.default or clause.named) not in graphs for clause in clauses):
        raise refuse(f"{REFUSED['FROM']}; it is refused")
    if any(name == "ServiceGraphPattern" for name in part_names(algebra)):
        raise refuse(f"{REFUSED['SERVICE']}; it is refused")
    return bool(clauses)


def misread_at(query: str, line: int, column: int) -> QuerySyntaxError:
    """The error for a query that is not understood from a certain place on."""
    odd = find_odd_bracket(query)
    if odd is not None:
        mark, line, column = query[odd], *find_place(query, odd)
        missing = "opening" if mark in CLOSING else "closing"
        todo = f"The “{mark}” there has no {missing} partner."
    else:
        todo = "Mend the part that begins there."
    what = f"not understood as SPARQL 1.1 at line {line}, column {column}"
    return misread(what, todo, line, column)


def explain(query: str, message: str) -> QuerySyntaxError:
    """The error for a query that could be parsed and still means nothing; names the prefix."""
    found = UNKNOWN_PREFIX.search(message)
    place = re.search(rf"(?<![\w?$:-]){re.escape(found[1])}:", query) if found else None
    if not found or not place:
        return misread(f"not understood as SPARQL 1.1: {message}", "Mend the query.")
    line, column = find_place(query, place.start())
    return misread(
        f"not understood as SPARQL 1.1 at line {line}, column {column}: the prefix “{found[1]}:” "
        "is not declared",
        f"Begin with PREFIX {found[1]}: <…>, or use one of ours.",
        line,
        column,
    )


def find_place(text: str, at: int) -> tuple[int, int]:
    """Line and column of a position, both from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def find_odd_bracket(query: str) -> int | None:
    """Where the first bracket without a partner stands, if there is one."""
    opened: list[int] = []
    loud = QUIET.sub(lambda found: " " * len(found.group()), query)
    for found in BRACKET.finditer(loud):
        mark = found.group()
        if mark not in CLOSING:
            opened.append(found.start())
        elif not opened or loud[opened.pop()] != CLOSING[mark]:
            return found.start()
    return opened[-1] if opened else None


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
