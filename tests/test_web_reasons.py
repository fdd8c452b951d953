"""Why and why-not as pages: nested proofs, downloads, what is missing, and polite refusals."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pyoxigraph
import pytest
from click import Option
from flask.testing import FlaskClient

from matcher.cli import main
from matcher.workspace import Workspace
from tests.test_why_forms import Balanced
from web.app import create_app

TEXT = "spent coffee grounds from cafes"
USE = "https://w3id.org/symbiograph/use/CoffeeMushroom"


@pytest.fixture(scope="module")
def client(workspace: Workspace) -> FlaskClient:
    """The pages over the shipped packs."""
    return create_app(workspace).test_client()


def post(client: FlaskClient, path: str, **fields: str) -> str:
    """What a form brings."""
    answer = client.post(path, data=fields)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def test_a_proposal_leads_to_its_smallest_proof_and_others(client: FlaskClient) -> None:
    result = post(client, "/match", text=TEXT)
    assert 'action="/why"' in result
    page = post(client, "/why", text=TEXT, use=USE)
    nested = Balanced(page)
    assert len(nested.ids) == len(set(nested.ids))
    assert nested.depth >= 3
    assert "The smallest proof" in page
    assert "verified again" in page
    assert "your description" in page
    assert "prp-spo2" in page


def test_the_proofs_can_be_taken_along(client: FlaskClient) -> None:
    data = json.loads(post(client, "/why.json", text=TEXT, use=USE))
    assert data["proposals"][0]["use"]["iri"] == USE
    assert all(item["proof"]["verified"] for item in data["proposals"])
    store = pyoxigraph.Store()
    turtle = post(client, "/why.ttl", text=TEXT, use=USE)
    store.load(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    assert len(store) > 50
    assert post(client, "/why.html", text=TEXT, use=USE).startswith("<!doctype html>")
    assert client.post("/why.exe", data={"text": TEXT, "use": USE}).status_code == 404


def test_an_answer_offers_why_not_and_the_page_names_what_is_missing(client: FlaskClient) -> None:
    assert 'action="/why-not"' in post(client, "/match", text=TEXT)
    page = post(client, "/why-not", text=TEXT, wanted="brick manufacture")
    assert "Nothing known leads from spent coffee grounds to brick manufacture." in page
    assert "It would follow if it were" in page
    assert 'data-outcome="missing"' in page
    sent = client.post(
        "/why-not",
        data={"text": TEXT, "wanted": "brick manufacture"},
        headers={"Accept": "application/json"},
    ).get_json()
    flat = re.sub(r"\s+", " ", unescape(page))
    assert sent["ways"]
    assert all(way["sentence"] in flat for way in sent["ways"])
    barred = post(client, "/why-not", text="friable asbestos lagging", wanted="cement grinding")
    assert 'data-outcome="barred"' in barred
    assert "What bars it" in barred
    follows = post(client, "/why-not", text=TEXT, wanted="mushroom growing")
    assert 'data-outcome="follows"' in follows
    assert "Why it follows" in follows


@pytest.mark.parametrize(
    "wanted", ["", "no such process at all", "x" * 300, "<script>alert(1)</script>"]
)
def test_what_cannot_be_asked_is_refused_with_what_to_do(client: FlaskClient, wanted: str) -> None:
    answer = client.post("/why-not", data={"text": TEXT, "wanted": wanted})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "<script>alert" not in page
    assert "Traceback" not in page
    assert TEXT in page  # what was typed is kept


def test_every_option_of_the_commands_stands_in_the_help() -> None:
    page = (Path(__file__).parent.parent / "web" / "help" / "proofs.html").read_text("utf-8")
    for name in ("why", "why-not"):
        assert f"symbiograph {name}" in page
        for parameter in main.commands[name].params:
            if isinstance(parameter, Option):
                assert parameter.opts[0] in page, parameter.opts
