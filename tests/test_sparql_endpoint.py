"""SPARQL over HTTP: forms of answers, attacks, limits, a busy desk, and the page for people."""

from __future__ import annotations

import csv
import io
import json
import re
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from matcher.namespaces import expand
from matcher.querying.ask import Limits
from matcher.querying.gate import MOST_CHARACTERS
from tests.test_ask import CHANGING, ENDLESS, HIDING, REACHING_OUT
from tests.test_sparql_protocol import Asked
from web import create_app
from web.desks import Desks
from web.opening import Opening

BASE = "https://w3id.org/symbiograph/"
PAGE = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
LINES = (
    f"<{BASE}material/Ash> <http://www.w3.org/2000/01/rdf-schema#label> \"fly ash\"@en <{BASE}graph/a>",
    f"<{BASE}material/Ash> <http://www.w3.org/2000/01/rdf-schema#label> \"Flugasche\"@de <{BASE}graph/a>",
    f"<{BASE}material/Ash> <{BASE}note> \"a\\ttab, a \\\"quote\\\", a\\nline, <b>&\\u0001\"@en <{BASE}graph/b>",
    f"<{BASE}material/Ash> <{BASE}isOf> <{BASE}material/Ash> <{BASE}graph/inferred>",
    *(f"<http://e.org/{n}> <http://e.org/p> \"{n}\"^^<http://www.w3.org/2001/XMLSchema#integer> <{BASE}graph/b>" for n in range(1200)),
)  # fmt: skip
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits on memory are told on Linux")


def make_client(path: Path, **limits: float) -> FlaskClient:
    """A client of the pages over the small dataset."""
    dataset = path / "dataset.nq"
    dataset.write_text("".join(f"{line} .\n" for line in LINES), encoding="utf-8")
    wanted = {"seconds": 20.0, "rows": 1000, "waiting": 3.0, **limits}
    return create_app(Asked(dataset), limits=Limits(**wanted)).test_client()  # type: ignore[arg-type]


def desks(client: FlaskClient) -> Desks:
    """The desks behind a client."""
    found: Desks = client.application.extensions["desks"]
    return found


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Pages whose queries may take their time."""
    made = make_client(tmp_path_factory.mktemp("data"))
    yield made
    desks(made).close()


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Pages whose queries may take a second and little memory."""
    made = make_client(tmp_path_factory.mktemp("data"), seconds=1.5, megabytes=200)
    yield made
    desks(made).close()


def post(client: FlaskClient, query: str, accept: str = "", **fields: str) -> TestResponse:
    """The answer to a query sent as a form, as a program does it."""
    headers = {"Accept": accept} if accept else {}
    return client.post("/sparql", data={"query": query, **fields}, headers=headers)


def read_page(client: FlaskClient, query: str, **fields: str) -> TestResponse:
    """The page that a browser gets."""
    return client.post("/sparql", data={"query": query, **fields}, headers=PAGE)


# --- forms ---

SELECT = "SELECT ?s ?note { ?s sym:note ?note }"
NOTE = 'a\ttab, a "quote", a\nline, <b>&\x01'


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.3, application/sparql-results+xml;q=0.7", "application/sparql-results+xml"),
        ("text/csv;q=0.9, application/sparql-results+xml;q=0.7, */*;q=0.1", "text/csv"),
        ("image/png, application/xml;q=0.1", "application/xml"),
        ("application/sparql-results+json;q=0, text/csv;q=0.1", "text/csv"),
        ("text/turtle, text/csv;q=0.2", "text/csv"),
    ],
)
def test_a_table_comes_in_the_form_that_is_preferred(
    client: FlaskClient, accept: str, kind: str
) -> None:
    answer = post(client, SELECT, accept)
    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert answer.headers["Vary"] == "Accept"


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (SELECT, "image/png"),
        (SELECT, "text/turtle"),
        ("ASK {}", "text/csv"),
        ("ASK {}", "text/turtle"),
        ("CONSTRUCT WHERE { ?s sym:note ?n }", "text/csv"),
        (SELECT, "text/csv;q=0"),
    ],
)
def test_a_form_that_cannot_be_given_is_refused_with_those_that_can(
    client: FlaskClient, query: str, accept: str
) -> None:
    answer = post(client, query, accept)
    assert answer.status_code == 406
    assert answer.json is not None
    assert re.search(r"comes as (application|text)/", answer.json["error"]["todo"])


def test_json_xml_csv_and_tsv_say_the_same(client: FlaskClient) -> None:
    iri = expand("sym:material/Ash")
    rows = post(client, SELECT, "application/json").json
    assert rows is not None
    (row,) = rows["results"]["bindings"]
    assert row["note"] == {"type": "literal", "value": NOTE, "xml:lang": "en"}
    tree = ET.fromstring(post(client, SELECT, "application/sparql-results+xml").data)
    space = "{http://www.w3.org/2005/sparql-results#}"
    assert [v.get("name") for v in tree.iter(f"{space}variable")] == ["s", "note"]
    assert [u.text for u in tree.iter(f"{space}uri")] == [iri]
    (literal,) = tree.iter(f"{space}literal")
    assert literal.text == NOTE.replace("\x01", "\ufffd")
    assert literal.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    text = post(client, SELECT, "text/csv").get_data(as_text=True)
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["s", "note"], [iri, NOTE]]
    assert text.startswith("s,note\r\n")
    assert text.endswith("\r\n")
    lines = post(client, SELECT, "text/tab-separated-values").get_data(as_text=True).split("\n")
    assert lines[0] == "?s\t?note"
    assert lines[1].split("\t")[0] == f"<{iri}>"
    assert lines[1].split("\t")[1].startswith('"a\\ttab')
    assert lines[2:] == [""]


def test_unbound_variables_are_left_out_or_empty(client: FlaskClient) -> None:
    query = "SELECT ?s ?none { ?s sym:note ?n OPTIONAL { ?s sym:nothing ?none } }"
    tree = post(client, query, "application/sparql-results+xml").get_data(as_text=True)
    assert '<binding name="none">' not in tree
    assert post(client, query, "text/csv").get_data(as_text=True).splitlines()[1].endswith("Ash,")
    assert post(client, query, "text/tab-separated-values").data.endswith(b">\t\n")


def test_a_truth_comes_as_json_or_xml(client: FlaskClient) -> None:
    assert post(client, "ASK {}", "application/json").json == {"head": {}, "boolean": True}
    found = post(client, "ASK { sym:a sym:b sym:c }", "application/sparql-results+xml").data
    assert ET.fromstring(found)[1].text == "false"


@pytest.mark.parametrize(
    "kind", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_triples_come_in_every_form_and_are_the_same(client: FlaskClient, kind: str) -> None:
    from rdflib import Graph

    query = "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s rdfs:label ?l }"
    answer = post(client, query, kind)
    assert answer.mimetype == kind
    form = {"application/ld+json": "json-ld"}.get(kind, kind)
    found = Graph().parse(data=answer.data, format=form)
    assert {(str(s), str(o)) for s, _p, o in found} == {
        (expand("sym:material/Ash"), "fly ash"),
        (expand("sym:material/Ash"), "Flugasche"),
    }


def test_a_format_can_be_named_and_comes_as_a_file(client: FlaskClient) -> None:
    answer = post(client, SELECT, "text/html", format="csv")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == "attachment; filename=answer.csv"
    assert post(client, SELECT, format="pdf").status_code == 400
    assert post(client, SELECT, format="turtle").status_code == 406


def test_a_spreadsheet_has_labels_beside_the_iris(client: FlaskClient) -> None:
    answer = post(client, "SELECT ?s { ?s sym:note ?n }", format="sheet")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True))))
    assert rows == [["s", "s_label"], [expand("sym:material/Ash"), "fly ash"]]


def test_a_cut_answer_says_so(client: FlaskClient) -> None:
    query = "SELECT ?o { ?s <http://e.org/p> ?o }"
    answer = post(client, query)
    assert answer.headers["Symbiograph-Truncated"] == "rows=1000"
    assert answer.json is not None
    assert len(answer.json["results"]["bindings"]) == 1000
    assert "Symbiograph-Truncated" not in post(client, query + " LIMIT 1000").headers
    page = read_page(client, query).get_data(as_text=True)
    assert "at most 1,000 are given" in page
    assert "The first 500 are shown" in page
    assert page.count("<tr>") == 501


@pytest.mark.parametrize(("graphs", "count"), [("all", 4), ("asserted", 3), ("inferred", 1)])
def test_asserted_and_inferred_can_be_asked_apart(
    client: FlaskClient, graphs: str, count: int
) -> None:
    answer = post(client, "SELECT * { sym:material\\/Ash ?p ?o }", graphs=graphs)
    assert answer.json is not None
    assert len(answer.json["results"]["bindings"]) == count
    assert post(client, "ASK {}", graphs="some").status_code == 400


# --- FROM, which may name what is here and nothing else ---


def test_from_may_name_a_graph_of_the_base(client: FlaskClient) -> None:
    count = "SELECT (COUNT(*) AS ?n) FROM <{}> {{ ?s ?p ?o }}"
    for graph, number in ((f"{BASE}graph/a", "2"), (f"{BASE}graph/inferred", "1")):
        answer = post(client, count.format(graph), "text/csv")
        assert answer.get_data(as_text=True).split() == ["n", number]
    named = f"SELECT (COUNT(*) AS ?n) FROM NAMED <{BASE}graph/a> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    assert post(client, named, "text/csv").get_data(as_text=True).split() == ["n", "2"]


@pytest.mark.parametrize(
    "clause",
    [
        "FROM <file:///etc/passwd>",
        "FROM <http://127.0.0.1:1/>",
        f"FROM <{BASE}graph/a> FROM <file:///etc/passwd>",
        f"FROM <{BASE}graph/none>",
        "FROM <graph/a>",
        "FROM sym:graph\\/a",
        f"FROM # \n <{BASE}graph/a>",
        f"FROM NAMED <{BASE}graph/a> FROM NAMED <{BASE}graph/a/../../x>",
    ],
)
def test_from_may_name_nothing_else(client: FlaskClient, clause: str) -> None:
    answer = post(client, f"SELECT * {clause} {{ ?s ?p ?o }}")
    assert answer.status_code == 403
    assert answer.json is not None
    assert "FROM" in answer.json["error"]["what"]


# --- attacks ---


@pytest.mark.parametrize("query", [*REACHING_OUT, *CHANGING, *HIDING])
def test_what_reaches_out_changes_or_hides_is_refused(client: FlaskClient, query: str) -> None:
    """As a form, in the address and as a body: never a result, never a fault of ours."""
    for answer in (
        post(client, query),
        client.get("/sparql?" + urlencode({"query": query})),
        client.post("/sparql", data=query.encode(), content_type="application/sparql-query"),
    ):
        assert answer.status_code in (400, 403), answer.get_data(as_text=True)
        assert answer.mimetype == "application/json"


def test_no_connection_is_made_whatever_is_asked(client: FlaskClient) -> None:
    """A listener that hears nothing; without a gate the same clauses do reach it (test_ask)."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        there = f"http://127.0.0.1:{server.getsockname()[1]}/"
        for query in (
            f"SELECT * {{ SERVICE <{there}> {{ ?s ?p ?o }} }}",
            f"SELECT * FROM <{there}> {{ ?s ?p ?o }}",
            f"LOAD <{there}>",
            f"SELECT * {{ ?s ?p ?o #\rSERVICE <{there}> {{ ?s ?p ?o }}\n}}",
        ):
            assert post(client, query).status_code in (400, 403)
        answer = post(client, "ASK { ?s ?p ?o }", **{"default-graph-uri": there})
        assert answer.json == {"head": {}, "boolean": False}
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize("iri", ["file:///etc/passwd", "not an iri", "", "http://[", "urn:x>"])
def test_a_graph_in_the_address_is_never_fetched(client: FlaskClient, iri: str) -> None:
    """It is a name that nothing is known under, or no name at all."""
    answer = post(client, "ASK { ?s ?p ?o }", **{"default-graph-uri": iri})
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert answer.json == {"head": {}, "boolean": False}


BOMBS = {
    "cartesian": ENDLESS,
    "cartesian and sorted": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a",
    "path explosion": "SELECT (COUNT(*) AS ?n) { ?a (<urn:x>|!<urn:y>)* ?b . ?c (<urn:x>|!<urn:y>)* ?d . ?e (!<urn:z>)+ ?f }",
    "memory": 'SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g)); separator="xxxxxxxxxxxxxxxx") AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }',
    "cross of subqueries": "SELECT (COUNT(DISTINCT CONCAT(STR(?a), STR(?c), STR(?e))) AS ?n) { { SELECT ?a { ?a ?b ?z } } { SELECT ?c { ?c ?d ?y } } { SELECT ?e { ?e ?f ?x } } }",
}  # fmt: skip


@linux
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_in_time_and_the_next_question_is_answered(
    hasty: FlaskClient, name: str
) -> None:
    started = time.monotonic()
    answer = post(hasty, BOMBS[name])
    assert answer.status_code == 503, answer.get_data(as_text=True)[:300]
    assert time.monotonic() - started < 6
    assert answer.json is not None
    error = answer.json["error"]
    assert "1.5 seconds" in error["what"] or "MB" in error["what"] or "memory" in error["what"]
    assert error["todo"]
    assert "Retry-After" not in answer.headers  # the same query will not do better
    assert post(hasty, "ASK {}").json == {"head": {}, "boolean": True}


@linux
def test_a_regular_expression_cannot_hang_the_desk(hasty: FlaskClient) -> None:
    """However it ends, it ends in time."""
    started = time.monotonic()
    evil = 'ASK { FILTER(REGEX("' + "a" * 20_000 + 'b", "(a+)+(a|aa)*(.*a){20}$")) }'
    large = "ASK { FILTER(REGEX('a', '" + "(a{1,99}){1,99}" * 20 + "')) }"
    for query in (evil, large):
        assert post(hasty, query).status_code in (200, 400, 503)
    assert time.monotonic() - started < 8


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }", 413),
        ("ASK " + "{" * 3000 + "}" * 3000, 413),
        ("SELECT * { ?s ?p ?o }" + " " * MOST_CHARACTERS, 413),
        ("ASK { FILTER(" + "!" * 20_000 + "true) }", (200, 400, 413, 503)),
        ("SELECT * { ?s " + "/".join(["sym:p"] * 8_000) + " ?o }", (200, 400, 413, 503)),
        ("SELECT * {" + " UNION ".join(["{ ?s ?p ?o }"] * 3000) + "} LIMIT 1", (200, 400, 413, 503)),
    ],
)  # fmt: skip
def test_deep_and_long_queries_do_no_harm(
    hasty: FlaskClient, query: str, status: int | tuple[int, ...]
) -> None:
    answer = post(hasty, query)
    assert answer.status_code in (status if isinstance(status, tuple) else (status,))
    assert post(hasty, "ASK {}").json == {"head": {}, "boolean": True}


def test_a_megabyte_is_too_much(client: FlaskClient) -> None:
    body = b"ASK { } #" + b"x" * 1_000_000
    for kind in ("application/sparql-query", "application/x-www-form-urlencoded"):
        data = body if kind.endswith("query") else b"query=" + body
        answer = client.post("/sparql", data=data, content_type=kind)
        assert answer.status_code == 413


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'ASK { ?s ?p "\xff\xfe" }', "application/sparql-query"),
        (b"query=ASK%20%7B%20%3Fs%20%3Fp%20%22%ff%22%20%7D", "application/x-www-form-urlencoded"),
        (b"query=\xe4", "application/x-www-form-urlencoded"),
        (b"ASK {}", "application/sparql-query; charset=latin-1"),
        (b"query=ASK", "multipart/form-data; boundary=x"),
    ],
)
def test_what_is_not_utf8_is_refused(client: FlaskClient, body: bytes, kind: str) -> None:
    answer = client.post("/sparql", data=body, content_type=kind)
    assert answer.status_code in (400, 415)
    assert client.get("/sparql?query=%ff").status_code == 400


def test_many_at_once_are_turned_away_at_once(hasty: FlaskClient) -> None:
    """Two run, two wait, the others are told to come back; the other pages stay quick."""
    hasty.get("/sparql", headers=PAGE)
    answers: list[TestResponse] = []

    def ask_slowly() -> None:
        answers.append(post(hasty.application.test_client(), ENDLESS))

    threads = [threading.Thread(target=ask_slowly) for _ in range(12)]
    for thread in threads:
        thread.start()
    time.sleep(0.4)
    started = time.monotonic()
    assert hasty.get("/help/").status_code == 200
    assert hasty.get("/sparql", headers=PAGE).status_code == 200
    assert time.monotonic() - started < 1
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {503}
    busy = [answer for answer in answers if "Retry-After" in answer.headers]
    assert len(busy) >= 8
    assert all("too many" in answer.get_data(as_text=True) for answer in busy)
    assert post(hasty, "ASK {}").json == {"head": {}, "boolean": True}


def test_a_query_can_be_stopped(client: FlaskClient) -> None:
    """By the name it was sent with, and by no other; what was typed stays on the page."""
    answers: list[TestResponse] = []
    thread = threading.Thread(
        target=lambda: answers.append(post(client.application.test_client(), ENDLESS, run="my-run"))
    )
    thread.start()
    stop = {"query": "ASK { 'kept' a 'typed' }", "run": "other"}
    time.sleep(1.0)
    assert "nothing to stop" in client.post("/sparql/stop", data=stop, headers=PAGE).text
    page = client.post("/sparql/stop", data={**stop, "run": "my-run"}, headers=PAGE).text
    thread.join(5)
    assert "The query was stopped." in page
    assert "kept" in page
    assert [answer.status_code for answer in answers] == [503]
    assert "the query was stopped" in answers[0].get_data(as_text=True)
    assert post(client, "ASK {}").json == {"head": {}, "boolean": True}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}, 403),
    ],
)  # fmt: skip
def test_other_sites_cannot_have_queries_run(
    client: FlaskClient, headers: dict[str, str], status: int
) -> None:
    answer = client.get("/sparql?query=ASK%7B%7D", headers=headers)
    assert answer.status_code == status
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_form_of_another_site_is_refused_and_a_program_needs_no_origin(
    client: FlaskClient,
) -> None:
    elsewhere = {"Origin": "https://e.org"}
    answer = client.post("/sparql", data={"query": "ASK {}"}, headers=elsewhere)
    assert answer.status_code == 403
    own = {"Origin": "http://localhost"}
    assert client.post("/sparql", data={"query": "ASK {}"}, headers=own).status_code == 200
    assert post(client, "ASK {}").status_code == 200


# --- the service description ---


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
@pytest.mark.parametrize("accept", ["", "*/*", "text/turtle", "application/rdf+xml"])
def test_the_endpoint_describes_itself(client: FlaskClient, path: str, accept: str) -> None:
    from rdflib import RDF, Graph, Namespace, URIRef

    sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
    answer = client.get(path, headers={"Accept": accept} if accept else {})
    found = Graph().parse(data=answer.data, format=answer.mimetype)
    (service,) = found.subjects(RDF.type, sd.Service)
    assert set(found.objects(service, sd.endpoint)) == {URIRef(f"http://localhost{path}")}
    assert set(found.objects(service, sd.supportedLanguage)) == {sd.SPARQL11Query}
    (dataset,) = found.objects(service, sd.defaultDataset)
    (whole,) = found.objects(dataset, sd.defaultGraph)
    assert (whole, RDF.type, sd.Graph) in found
    names = {
        str(n) for g in found.objects(dataset, sd.namedGraph) for n in found.objects(g, sd.name)
    }
    assert names == {f"{BASE}graph/{name}" for name in ("a", "b", "inferred")}
    assert client.get(path, headers={"Accept": "image/png"}).status_code == 406


# --- the page ---


def test_the_page_teaches_while_it_is_empty(client: FlaskClient) -> None:
    page = client.get("/sparql", headers=PAGE)
    assert page.mimetype == "text/html"
    assert "Who could supply" in page.text
    assert "mat:CoalFlyAsh" in page.text
    for words in ("What can", "become?", "1,000 rows", "20 seconds"):
        assert words in page.text


def test_an_answer_is_a_table_with_labels_and_links(client: FlaskClient) -> None:
    page = read_page(client, SELECT).text
    assert '<a href="/concept/material/Ash" title="mat:Ash">fly ash</a>' in page
    assert "&lt;b&gt;&amp;" in page
    assert "Your query gives 1 row<" in page
    assert "<strong>" not in page[page.index("Your query gives") : page.index("<table")]


@pytest.mark.parametrize(("query", "word"), [("ASK {}", "Yes."), ("ASK { sym:a a sym:b }", "No.")])
def test_a_truth_is_a_word(client: FlaskClient, query: str, word: str) -> None:
    assert f'id="asked">{word}<' in read_page(client, query).text


def test_triples_are_shown_and_offered_as_turtle(client: FlaskClient) -> None:
    page = read_page(client, "CONSTRUCT WHERE { ?s rdfs:label ?l }").text
    assert "2 statements" in page
    assert 'name="format" value="turtle"' in page


def test_nothing_found_is_said_with_care(client: FlaskClient) -> None:
    assert "not proof that there is nothing" in read_page(client, "SELECT * { sym:a ?p ?o }").text


@pytest.mark.parametrize(
    ("query", "line", "column", "mark"),
    [
        ("SELECT * {\n ?s ?p ?o .\n FILTER(?o = ) }", 3, 2, "F"),
        ("SELECT ?s {\n ?s a nope:x }", 2, 7, "n"),
        ("SELECT * { ?s ?p ?o", 1, 10, "{"),
        ("SELECT * { ?s ?p ?o }\n}", 2, 1, "}"),
    ],
)
def test_an_error_shows_where_and_keeps_what_was_typed(
    client: FlaskClient, query: str, line: int, column: int, mark: str
) -> None:
    answer = read_page(client, query)
    assert answer.status_code == 400
    assert f"at line {line}, column {column}" in answer.text
    assert f"<mark>{mark}</mark>" in answer.text
    assert f'data-line="{line}" data-column="{column}"' in answer.text
    typed = answer.text[answer.text.index("<textarea") :]
    assert query.splitlines()[0] in typed
    assert answer.text.count("<h1") == 1


def test_markup_in_a_query_or_a_result_stays_text(client: FlaskClient) -> None:
    evil = "<script>alert(1)</script>"
    for query in (f'SELECT ("{evil}" AS ?x) {{}}', f"SELECT * {{ {evil}"):
        page = read_page(client, query).text
        assert evil not in page
        assert "&lt;script&gt;" in page
    href = read_page(client, 'SELECT (IRI("javascript:alert(1)") AS ?x) {}').text
    assert 'href="javascript' not in href


def test_an_empty_query_is_met_with_a_word(client: FlaskClient) -> None:
    answer = read_page(client, "  ")
    assert answer.status_code == 400
    assert "There is no query." in answer.text


def test_a_link_to_the_query_gives_the_same_answer(client: FlaskClient) -> None:
    page = read_page(client, SELECT, graphs="asserted").text
    start = page.index('<a href="/sparql?query=') + len('<a href="')
    address = page[start : page.index('"', start)].replace("&amp;", "&")
    again = client.get(address, headers=PAGE).text
    assert "Your query gives 1 row" in again
    assert "Only what is asserted was asked." in again


def test_nothing_of_a_query_is_written_anywhere(
    client: FlaskClient, capfd: pytest.CaptureFixture[str]
) -> None:
    for query in ("ASK { 'secret words' a 'x' }", "SELEC secret", "LOAD <urn:secret>"):
        post(client, query)
        read_page(client, query)
    assert capfd.readouterr() == ("", "")


def test_the_first_visitor_need_not_wait(client: FlaskClient) -> None:
    """What the page shows is read while nobody waits, and a broken dataset ends nothing."""
    post(client, "ASK {}")
    open_desk = desks(client).desk
    assert open_desk is not None
    path = open_desk.dataset
    warmed = Desks()
    warmed.warm(Opening.of(Asked(path)))
    assert warmed.desk is not None
    assert warmed.desk.prepared
    assert warmed.desk.graphs() == tuple(f"{BASE}graph/{name}" for name in ("a", "b", "inferred"))
    broken = Desks()
    broken.warm(Opening.of(Asked(path / "none.nq")))
    assert broken.desk is not None
    assert not broken.desk.prepared


def test_while_the_base_opens_nothing_typed_is_lost() -> None:
    opening = Opening()
    client = create_app(opening).test_client()
    waiting = read_page(client, "ASK { 'kept' a 'typed' }")
    assert waiting.status_code == 503
    assert waiting.headers["Retry-After"]
    assert "kept" in waiting.text
    assert "still being opened" in waiting.text
    program = post(client, "ASK {}")
    assert (program.status_code, program.mimetype) == (503, "application/json")
    assert json.loads(program.data)["error"]["what"].startswith("Getting ready")
