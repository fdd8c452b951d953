"""Answers as text, CSV, SPARQL-results JSON and Turtle."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Final

from matcher.errors import InputError
from matcher.namespaces import PREFIXES, bare, literal_language, shorten
from matcher.querying.answers import Answer, Facts, Table, Truth

FORMS: Final = ("text", "csv", "json", "turtle")
#: a terminal would obey these
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def write_table(answer: Answer, form: str) -> str:
    """An answer in one of FORMS, without a line end; raises InputError for a form it cannot take."""
    if form == "turtle":
        return write_turtle(answer)
    if form == "json":
        return write_json(answer)
    if isinstance(answer, Truth):
        return ("true" if answer.value else "false") if form == "csv" else yes_or_no(answer)
    table = as_table(answer)
    if form == "csv":
        return write_csv(table)
    if form == "text":
        return write_text(table)
    raise InputError(f"unknown form “{form}”", todo=f"Known are: {', '.join(FORMS)}.")


def yes_or_no(answer: Truth) -> str:
    """A truth value in a word."""
    return "yes" if answer.value else "no"


def as_table(answer: Table | Facts) -> Table:
    """Triples as a table of three columns; a table as it is."""
    if isinstance(answer, Table):
        return answer
    return Table(("subject", "predicate", "object"), answer.triples, answer.truncated)


def write_text(table: Table) -> str:
    """Columns under their names, IRIs as CURIEs, control characters as spaces."""
    rows = [tuple(show(cell) for cell in row) for row in table.rows]
    widths = [max(map(len, column)) for column in zip(table.columns, *rows, strict=True)]
    rule = tuple("─" * width for width in widths)
    lines = (fit(row, widths) for row in (table.columns, rule, *rows))
    return "\n".join(lines)


def fit(row: tuple[str, ...], widths: list[int]) -> str:
    """A row with its cells as wide as their columns."""
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def show(term: str | None) -> str:
    """A term for a reader: a CURIE, or the text of a literal."""
    if term is None:
        return ""
    shown = shorten(bare(term)) if term.startswith("<") else bare(term)
    return CONTROL.sub(" ", shown)


def write_csv(table: Table, end: str = "\n") -> str:
    """SPARQL 1.1 results as CSV (https://www.w3.org/TR/sparql11-results-csv-tsv/).

    `end` stands between lines: RFC 4180 wants carriage return and line feed, a terminal does not.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator=end)
    writer.writerow(table.columns)
    writer.writerows(["" if cell is None else bare(cell) for cell in row] for row in table.rows)
    return stream.getvalue().removesuffix(end)


def write_json(answer: Answer) -> str:
    """SPARQL 1.1 results as JSON (https://www.w3.org/TR/sparql11-results-json/)."""
    if isinstance(answer, Truth):
        return json.dumps({"head": {}, "boolean": answer.value})
    table = as_table(answer)
    bindings = [dict(bind(table.columns, row)) for row in table.rows]
    return json.dumps(
        {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}},
        ensure_ascii=False,
        indent=1,
    )


def bind(
    columns: tuple[str, ...], row: tuple[str | None, ...]
) -> Iterator[tuple[str, dict[str, str]]]:
    """The bound variables of a row with their terms."""
    for name, term in zip(columns, row, strict=True):
        if term is not None:
            yield name, describe_term(term)


def describe_term(term: str) -> dict[str, str]:
    """A term as the JSON results format has it."""
    if term.startswith("<"):
        return {"type": "uri", "value": bare(term)}
    if term.startswith("_:"):
        return {"type": "bnode", "value": term[2:]}
    found = {"type": "literal", "value": bare(term)}
    tail = term[term.rindex('"') + 1 :]
    if tail.startswith("^^"):
        return {**found, "datatype": tail[3:-1]}
    return {**found, "xml:lang": literal_language(term)} if tail else found


def write_turtle(answer: Answer) -> str:
    """Triples as Turtle, with the prefixes of the project that occur in them."""
    if not isinstance(answer, Facts):
        raise InputError(
            "only CONSTRUCT and DESCRIBE give triples", todo="Take text, csv or json instead."
        )
    from pyoxigraph import RdfFormat, parse, serialize

    text = "".join(f"{s} {p} {o} .\n" for s, p, o in answer.triples)
    used = {name: iri for name, iri in PREFIXES.items() if f"<{iri}" in text}
    quads = [quad.triple for quad in parse(text.encode(), format=RdfFormat.N_TRIPLES)]
    return (serialize(quads, format=RdfFormat.TURTLE, prefixes=used) or b"").decode().rstrip("\n")
