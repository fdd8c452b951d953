"""The query half of the SPARQL 1.1 Protocol, test by test, and the W3C's own list where it is at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from matcher.model import Result
from web import create_app

ROOT = Path(__file__).resolve().parent.parent
ONE, TWO, THREE = (f"http://e.org/graphs/{n}" for n in ("one", "two", "three"))
ABSENT = "http://e.org/graphs/absent"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
BOOLEAN = ("application/sparql-results+json", "application/sparql-results+xml")
TABULAR = (*BOOLEAN, "text/csv", "text/tab-separated-values")
RDF = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")
FORMATS = {"boolean": BOOLEAN, "tabular": TABULAR, "RDF": RDF}


class Asked:
    """A workspace that can be asked in SPARQL and does nothing else."""

    def __init__(self, dataset: Path) -> None:
        """Keep the dataset."""
        self.dataset = dataset

    def match(self, *_args: object, **_options: object) -> Result:
        """Nothing is matched here."""
        raise AssertionError("these tests match nothing")


def serve_graphs(folder: Path, graphs: dict[str, str]) -> FlaskClient:
    """A client of the pages over some graphs, given as N-Triples by IRI."""
    lines = (
        line.removesuffix(".").rstrip() + f" <{graph}> .\n"
        for graph, text in graphs.items()
        for line in text.strip().splitlines()
    )
    path = folder / "dataset.nq"
    path.write_text("".join(lines), encoding="utf-8")
    app = create_app(Asked(path))
    return app.test_client()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Three graphs, each of which says one thing about itself."""
    graphs = {g: f"<{g}> {TYPE} <http://e.org/Document> ." for g in (ONE, TWO, THREE)}
    made = serve_graphs(tmp_path_factory.mktemp("data"), graphs)
    yield made
    made.application.extensions["desks"].close()


def both(left: str, right: str) -> str:
    """A query that is true where the default graph says something of both."""
    return f"ASK {{ <{left}> a ?x . <{right}> a ?y }}"


def named(left: str, right: str, more: str = "") -> str:
    """A query that is true where named graphs say something of both."""
    return f"ASK {{ {more} GRAPH ?g {{ <{left}> a ?x }} GRAPH ?h {{ <{right}> a ?y }} }}"


def address(**fields: str | list[str]) -> str:
    """The endpoint with fields in its address; underlines stand for hyphens."""
    pairs = {name.replace("_", "-"): value for name, value in fields.items()}
    return "/sparql/?" + urlencode(pairs, doseq=True, quote_via=quote)


@dataclass(frozen=True, slots=True)
class Case:
    """A request and what must come: a class of status, a truth, a kind of media type."""

    method: str
    path: str
    body: bytes | None = None
    kind: str | None = None
    status: int = 2
    truth: bool | None = None
    form: str | None = None


def direct(query: str, **fields: str | list[str]) -> dict[str, Any]:
    """A query as the body of a POST."""
    return {"method": "POST", "path": address(**fields), "body": query.encode(), "kind": QUERY}


YES: dict[str, Any] = {"truth": True, "form": "boolean"}
#: by the names of the W3C's list; the requests are ours
CASES = {
    "query_post_form": Case(
        "POST", address(default_graph_uri=ABSENT), b"query=ASK%20%7B%7D", FORM, **YES
    ),
    "query_dataset_default_graphs_get": Case(
        "GET", address(query=both(ONE, TWO), default_graph_uri=[ONE, TWO]), **YES
    ),
    "query_dataset_default_graphs_post": Case(
        **direct(both(ONE, TWO), default_graph_uri=[ONE, TWO]), **YES
    ),
    "query_dataset_named_graphs_post": Case(
        **direct(named(ONE, TWO), named_graph_uri=[ONE, TWO]), **YES
    ),
    "query_dataset_named_graphs_get": Case(
        "GET", address(query=named(ONE, TWO), named_graph_uri=[ONE, TWO]), **YES
    ),
    "query_dataset_full": Case(
        **direct(
            named(ONE, TWO, f"<{THREE}> a ?z ."),
            default_graph_uri=THREE,
            named_graph_uri=[ONE, TWO],
        ),
        **YES,
    ),
    "query_multiple_dataset": Case(
        **direct(named(ONE, TWO).replace("ASK", f"ASK FROM <{THREE}>"), named_graph_uri=[ONE, TWO]),
        **YES,
    ),
    "query_get": Case("GET", address(query="ASK {}", default_graph_uri=ABSENT), **YES),
    "query_content_type_select": Case(**direct("SELECT (1 AS ?one) {}"), form="tabular"),
    "query_content_type_ask": Case(**direct("ASK {}"), form="boolean"),
    "query_content_type_describe": Case(**direct("DESCRIBE <http://e.org/>"), form="RDF"),
    "query_content_type_construct": Case(**direct("CONSTRUCT { <a> <b> 2 } WHERE {}"), form="RDF"),
    "query_post_direct": Case(**direct("ASK {}"), **YES),
    "bad_query_method": Case("PUT", address(query="ASK {}"), kind=FORM, status=4),
    "bad_multiple_queries": Case("GET", address(query=["ASK {}", "SELECT * {}"]), status=4),
    "bad_query_wrong_media_type": Case("POST", "/sparql/", b"ASK {}", "text/plain", status=4),
    "bad_query_missing_form_type": Case("POST", "/sparql/", b"query=ASK%20%7B%7D", status=4),
    "bad_query_missing_direct_type": Case("POST", "/sparql/", b"ASK {}", status=4),
    "bad_query_non_utf8": Case(
        "POST", "/sparql/", "ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16", status=4
    ),
    "bad_query_syntax": Case("GET", address(query="ASK {"), status=4),
}
#: updates are refused, every one: right or wrong, however they are sent
UPDATES = {
    "form": Case("POST", "/sparql/", b"update=CLEAR%20ALL", FORM, status=4),
    "direct": Case("POST", "/sparql/", b"CLEAR ALL", UPDATE, status=4),
    "get": Case("GET", address(update="CLEAR ALL"), status=4),
    "twice": Case("POST", "/sparql/", b"update=CLEAR%20ALL&update=CLEAR%20ALL", FORM, status=4),
    "as a query": Case(**direct("INSERT DATA { <urn:a> <urn:b> 1 }"), status=4),
    "beside a query": Case("GET", address(update="CLEAR ALL", query="ASK {}"), status=4),
    "with a dataset": Case(
        "POST", "/sparql/?using-graph-uri=urn%3Ag", b"DELETE WHERE { ?s ?p ?o }", UPDATE, status=4
    ),
    "wrong": Case("POST", "/sparql/", b"update=CLEAR%20XYZ", FORM, status=4),
}


def send(client: FlaskClient, case: Case) -> TestResponse:
    """The answer to a case's request, sent without a word on what is accepted."""
    return client.open(
        case.path, method=case.method, data=case.body, headers={}, content_type=case.kind
    )


def check(client: FlaskClient, case: Case) -> TestResponse:
    """Send a case and hold the answer against what must come."""
    answer = send(client, case)
    assert answer.status_code // 100 == case.status, answer.get_data(as_text=True)
    if case.form:
        assert answer.mimetype in FORMATS[case.form]
    if case.truth is not None:
        assert answer.json == {"head": {}, "boolean": case.truth}
    return answer


@pytest.mark.parametrize("name", CASES)
def test_the_query_half_of_the_protocol(client: FlaskClient, name: str) -> None:
    check(client, CASES[name])


@pytest.mark.parametrize("name", UPDATES)
def test_an_update_is_refused_politely(client: FlaskClient, name: str) -> None:
    answer = check(client, UPDATES[name])
    assert answer.status_code == 403
    assert answer.json is not None
    said = answer.json["error"]["what"] + answer.json["error"]["todo"]
    assert "SELECT, ASK, CONSTRUCT or DESCRIBE" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("name", [name for name in CASES if "dataset" in name])
def test_the_chosen_graphs_decide(client: FlaskClient, name: str) -> None:
    """Each of those cases is false when its graphs are not chosen so: the cases can fail."""
    case = CASES[name]
    path = case.path.replace(quote(TWO, safe=""), quote(ABSENT, safe=""))
    swapped = path.count(quote(ABSENT, safe=""))
    if case.method == "GET":  # the query stands in the address too, and must stay as it is
        path = case.path.replace(f"uri={quote(TWO, safe='')}", f"uri={quote(ABSENT, safe='')}")
    assert swapped
    answer = send(client, Case(case.method, path, case.body, case.kind))
    assert answer.json == {"head": {}, "boolean": False}


def test_both_addresses_are_the_endpoint(client: FlaskClient) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/sparql/?query=ASK%7B%7D"):
        answer = client.get(path)
        assert (answer.status_code, answer.json) == (200, {"head": {}, "boolean": True})


# --- the W3C's own list, where it is at hand ---

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"


def find_manifest() -> Path | None:
    """The W3C's manifest: the folder named by SYMBIOGRAPH_SHARED, or `shared` beside the checkout."""
    named = os.environ.get("SYMBIOGRAPH_SHARED")
    folders = [Path(named)] if named else [ROOT.parent / "shared", ROOT.parent.parent / "shared"]
    for folder in folders:
        path = folder / "reference" / "w3c-sparql11-protocol" / "protocol" / "manifest.ttl"
        if path.is_file():
            return path
    return None


def read_w3c(path: Path) -> tuple[dict[str, str], dict[str, list[Case]]]:
    """The graphs of the W3C's list by IRI, and each test's requests by its name."""
    from rdflib import Graph, Namespace, URIRef
    from rdflib.collection import Collection
    from rdflib.namespace import RDFS

    mf, ht, cnt, ut = Namespace(MF), Namespace(HT), Namespace(CNT), Namespace(UT)
    manifest = Graph().parse(path, publicID="http://e.org/w3c/manifest")
    data = {
        str(manifest.value(found, RDFS.label)): (path.parent / Path(str(file)).name).read_text()
        for found, file in manifest.subject_objects(ut.graph)
    }

    def read_request(request: Any) -> Case:
        body = manifest.value(request, ht.body)
        response = manifest.value(request, ht.resp)
        kind = next(
            (
                str(manifest.value(header, ht.fieldValue))
                for headers in manifest.objects(request, ht.headers)
                for header in Collection(manifest, headers)
            ),
            None,
        )
        text = manifest.value(body, cnt.chars) if body else None
        code = str(manifest.value(body, cnt.characterEncoding)) if body else "utf-8"
        status = {str(s)[-3] for s in manifest.objects(response, mf.expectedStatus)}
        truth = manifest.value(response, mf.expectedBoolean)
        form = manifest.value(response, mf.expectedFormat)
        return Case(
            str(manifest.value(request, ht.methodName)),
            str(manifest.value(request, ht.absolutePath)),
            None if text is None else str(text).encode(code),
            kind,
            min(map(int, status)),
            None if truth is None else bool(truth),
            None if form is None else str(form),
        )

    tests: dict[str, list[Case]] = {}
    for entries in manifest.objects(None, mf.entries):
        for test in Collection(manifest, entries):
            (action,) = manifest.objects(test, mf.action)
            (head,) = manifest.objects(action, ht.requests)
            requests = Collection(manifest, head)
            tests[str(URIRef(str(test))).rpartition("#")[2]] = [read_request(r) for r in requests]
    return data, tests


def test_the_w3c_list_itself(tmp_path: Path) -> None:
    """Every query test passes and has a case of ours; every update is answered with a refusal."""
    path = find_manifest()
    if path is None:
        pytest.skip("the W3C's manifest is not at hand (SYMBIOGRAPH_SHARED names its folder)")
    data, tests = read_w3c(path)
    client = serve_graphs(tmp_path, data)
    try:
        queries = {name for name in tests if name.startswith(("query_", "bad_query_", "bad_mul"))}
        queries -= {"bad_multiple_updates"}
        assert queries == set(CASES)
        for name in sorted(queries):
            for case in tests[name]:
                check(client, case)
        refused = [case for name in set(tests) - queries for case in tests[name]]
        for case in refused:
            if case.kind != QUERY:  # what is asked after an update cannot be true
                assert send(client, case).status_code // 100 == 4
        assert len(tests) == 34
    finally:
        client.application.extensions["desks"].close()
