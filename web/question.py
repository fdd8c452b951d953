"""What a request to the SPARQL endpoint asks, read strictly as the SPARQL 1.1 Protocol has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from flask import request
from werkzeug.exceptions import BadRequest, Forbidden, UnsupportedMediaType

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
GRAPHS: Final = ("all", "asserted", "inferred")
#: fields of a request; a form of our own page sends them all
MOST_FIELDS: Final = 300


@dataclass(frozen=True, slots=True)
class Question:
    """A query with the graphs it is about; `query` is None where there is none.

    `form` is a format by name, ahead of the Accept header; `run` a name to stop the query by.
    """

    query: str | None = None
    graphs: str = "all"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    form: str = ""
    run: str = ""


def read_question() -> Question:
    """The question of this request; raises an HTTPException that says what is wrong with it."""
    pairs = split_pairs(request.query_string)
    direct = None
    if request.method == "POST":
        check_charset()
        if request.mimetype == FORM:
            pairs += split_pairs(request.get_data())
        elif request.mimetype == QUERY:
            direct = decode(request.get_data())
        elif request.mimetype == UPDATE:
            raise no_update()
        else:
            raise UnsupportedMediaType(f"Send a query as {FORM} or as {QUERY}.")
    return make_question(pairs, direct)


def check_charset() -> None:
    """Only UTF-8 is read, as the protocol has it."""
    charset = request.mimetype_params.get("charset", "utf-8").strip("\"'").lower()
    if charset not in ("utf-8", "utf8"):
        raise UnsupportedMediaType("Send the query in UTF-8.")


def split_pairs(encoded: bytes) -> list[tuple[str, str]]:
    """Names and values of a query string or a form; raises BadRequest for what is not UTF-8."""
    try:
        return parse_qsl(
            encoded.decode("ascii"), keep_blank_values=True, errors="strict",
            max_num_fields=MOST_FIELDS,
        )  # fmt: skip
    except ValueError:  # UnicodeDecodeError is one
        raise BadRequest("The request is not percent-encoded UTF-8.") from None


def decode(body: bytes) -> str:
    """A body as text; raises BadRequest where it is not UTF-8."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest("The query is not UTF-8.") from None


def make_question(pairs: list[tuple[str, str]], direct: str | None) -> Question:
    """The question in the fields of a request and in its body."""
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    if "update" in fields:
        raise no_update()
    queries = fields.get("query", []) + ([] if direct is None else [direct])
    if len(queries) > 1:
        raise BadRequest("There are several queries; send one at a time.")
    if not queries and request.method == "POST":
        raise BadRequest("There is no query; send it as the field “query”.")
    graphs = fields.get("graphs", ["all"])[0]
    if graphs not in GRAPHS:
        raise BadRequest(f"“{graphs[:40]}” is no choice of graphs; take {', '.join(GRAPHS)}.")
    return Question(
        query="\n".join(queries[0].split("\r\n")) if queries else None,
        graphs=graphs,
        default_graphs=tuple(fields.get("default-graph-uri", ())),
        named_graphs=tuple(fields.get("named-graph-uri", ())),
        form=fields.get("format", [""])[0],
        run=fields.get("run", [""])[0][:40],
    )


def no_update() -> Forbidden:
    """The error for an update."""
    return Forbidden(
        "Nothing can be changed here: the base is made of its files. "
        "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE."
    )
