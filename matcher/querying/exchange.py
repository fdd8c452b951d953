"""Answers for other programs: the result formats of SPARQL 1.1 and of RDF, by media type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from matcher.namespaces import BASE, PREFIXES, bare
from matcher.querying.answers import Answer, Facts, Table, Truth
from matcher.querying.formats import as_table, describe_term, write_csv, write_json

if TYPE_CHECKING:
    from pyoxigraph import RdfFormat

#: characters that no XML 1.0 document may hold
NO_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
RESULTS: Final = "http://www.w3.org/2005/sparql-results#"
FORMATS: Final = "http://www.w3.org/ns/formats/"


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write an answer: its name, file ending, media types (ours first), W3C name."""

    name: str
    ending: str
    media: tuple[str, ...]
    iri: str
    write: Callable[[Answer], str]


def write_xml(answer: Answer) -> str:
    """SPARQL 1.1 results as XML (https://www.w3.org/TR/rdf-sparql-XMLres/)."""
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<sparql xmlns="{RESULTS}">\n'
    if isinstance(answer, Truth):
        value = "true" if answer.value else "false"
        return f"{head}<head/>\n<boolean>{value}</boolean>\n</sparql>\n"
    table = as_table(answer)
    names = "".join(f"<variable name={quoteattr(name)}/>" for name in table.columns)
    rows = "".join(write_xml_row(table, row) for row in table.rows)
    return f"{head}<head>{names}</head>\n<results>\n{rows}</results>\n</sparql>\n"


def write_xml_row(table: Table, row: tuple[str | None, ...]) -> str:
    """One row; unbound variables are left out."""
    cells = (
        f"<binding name={quoteattr(name)}>{write_xml_term(term)}</binding>"
        for name, term in zip(table.columns, row, strict=True)
        if term is not None
    )
    return f"<result>{''.join(cells)}</result>\n"


def write_xml_term(term: str) -> str:
    """A term as an element; characters that XML cannot hold become the replacement character."""
    found = describe_term(term)
    text = escape(NO_XML.sub("\ufffd", found["value"]), {"\r": "&#13;"})
    if found["type"] != "literal":
        return f"<{found['type']}>{text}</{found['type']}>"
    marks = "".join(
        f" {name}={quoteattr(found[name])}" for name in ("xml:lang", "datatype") if name in found
    )
    return f"<literal{marks}>{text}</literal>"


def write_rfc_csv(answer: Answer) -> str:
    """Text for a spreadsheet, with the line ends that RFC 4180 asks for."""
    return write_csv(as_table(tabular(answer)), "\r\n") + "\r\n"


def write_tsv(answer: Answer) -> str:
    """Terms in Turtle notation between tabs (https://www.w3.org/TR/sparql11-results-csv-tsv/)."""
    table = as_table(tabular(answer))
    # terms come in N-Triples notation, in which tabs and line ends are escapes already
    rows = ("\t".join(cell or "" for cell in row) for row in table.rows)
    return "\n".join(("\t".join(f"?{name}" for name in table.columns), *rows)) + "\n"


def tabular(answer: Answer) -> Table | Facts:
    """An answer that is a table; a yes or no is none."""
    if isinstance(answer, Truth):
        raise AssertionError("a yes or no has no table form; choose among forms_for")
    return answer


def write_rdf(answer: Answer, kind: str) -> str:
    """Triples in one of the RDF formats, named as pyoxigraph does."""
    from pyoxigraph import RdfFormat, parse, serialize

    if not isinstance(answer, Facts):
        raise AssertionError("only triples can be written as RDF; choose among forms_for")
    text = "".join(f"{s} {p} {o} .\n" for s, p, o in answer.triples)
    triples = [quad.triple for quad in parse(text.encode(), format=RdfFormat.N_TRIPLES)]
    form: RdfFormat = getattr(RdfFormat, kind)
    used = {name: iri for name, iri in PREFIXES.items() if f"<{iri}" in text}
    with_prefixes = used if kind != "N_TRIPLES" else None
    return (serialize(triples, format=form, prefixes=with_prefixes) or b"").decode()


def rdf_form(name: str, ending: str, media: tuple[str, ...], iri: str, kind: str) -> Form:
    """A form for triples."""
    return Form(name, ending, media, FORMATS + iri, lambda answer: write_rdf(answer, kind))


JSON: Final = Form(
    "json", "srj", ("application/sparql-results+json", "application/json"),
    FORMATS + "SPARQL_Results_JSON", write_json,
)  # fmt: skip
XML: Final = Form(
    "xml", "srx", ("application/sparql-results+xml", "application/xml", "text/xml"),
    FORMATS + "SPARQL_Results_XML", write_xml,
)  # fmt: skip
CSV: Final = Form("csv", "csv", ("text/csv",), FORMATS + "SPARQL_Results_CSV", write_rfc_csv)
TSV: Final = Form(
    "tsv", "tsv", ("text/tab-separated-values",), FORMATS + "SPARQL_Results_TSV", write_tsv
)
RDF: Final = (
    rdf_form("turtle", "ttl", ("text/turtle", "application/x-turtle"), "Turtle", "TURTLE"),
    rdf_form("ntriples", "nt", ("application/n-triples",), "N-Triples", "N_TRIPLES"),
    rdf_form("rdfxml", "rdf", ("application/rdf+xml",), "RDF_XML", "RDF_XML"),
    rdf_form("jsonld", "jsonld", ("application/ld+json",), "JSON-LD", "JSON_LD"),
)
#: every form, the one that is sent where none is preferred first
BY_KIND: Final[Mapping[type[Answer], tuple[Form, ...]]] = {
    Table: (JSON, XML, CSV, TSV),
    Truth: (JSON, XML),
    Facts: RDF,
}
ALL: Final = (JSON, XML, CSV, TSV, *RDF)


def forms_for(answer: Answer) -> tuple[Form, ...]:
    """The forms that a kind of answer can take, the usual one first."""
    return BY_KIND[type(answer)]


def turn_into_path(iri: str) -> str | None:
    """The part of one of our own IRIs after the base, which is also the path of its page."""
    path = iri.removeprefix(BASE)
    return path if path != iri and path else None


def show_link(term: str) -> str | None:
    """The address in a term that is a web address, or nothing."""
    return bare(term) if term.startswith(("<http://", "<https://")) else None
