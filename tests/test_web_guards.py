"""What protects a visitor: headers, host names, limits, error pages, and silence about the text."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from typing import Any

import pytest
from flask.testing import FlaskClient

from matcher.errors import CacheError, InputError
from tests.browser.answers import TEXT, ToyMatcher
from tests.browser.serving import served
from web import create_app
from web.opening import Matcher, Opening
from web.server import name_hosts, serve

SECRET = "secret toy sludge of plant 7"


@pytest.fixture
def client() -> FlaskClient:
    """A browser on an open workspace."""
    return create_app(ToyMatcher()).test_client()


@pytest.mark.parametrize("path", ["/", "/help/privacy", "/static/css/tokens.css", "/nothing"])
def test_every_answer_carries_the_strict_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(p.strip().split(" ", 1) for p in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert set(policy.values()) == {"'none'", "'self'"}
    assert {"base-uri", "frame-ancestors", "form-action"} <= set(policy)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "Set-Cookie" not in headers


def test_answers_are_not_stored_by_the_browser(client: FlaskClient) -> None:
    assert client.post("/match", data={"text": TEXT}).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil", "[::1", ""]
)
def test_a_foreign_host_name_is_refused(client: FlaskClient, host: str) -> None:
    response = client.get("/", headers={"Host": host})
    assert response.status_code == 400
    assert "does not go by that name" in response.get_data(as_text=True)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:99", "[::1]:8000", "LOCALHOST"])
def test_the_names_of_loopback_are_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_a_server_on_an_address_goes_by_it_and_by_loopback() -> None:
    assert name_hosts("127.0.0.1") == {"127.0.0.1", "localhost", "::1"}
    assert "192.168.7.7" in name_hosts("192.168.7.7")
    assert "0.0.0.0" not in name_hosts("0.0.0.0")


def test_an_address_in_use_is_an_error_that_says_what_to_do() -> None:
    with served(create_app(ToyMatcher())) as port, pytest.raises(InputError) as caught:
        serve(port=port)
    assert caught.value.where == f"127.0.0.1:{port}"
    assert "--port" in caught.value.todo


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_on_another_site_cannot_ask(client: FlaskClient, headers: dict[str, str]) -> None:
    response = client.post("/match", data={"text": TEXT}, headers=headers)
    assert response.status_code == 403


def test_a_form_on_our_own_page_can_ask(client: FlaskClient) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    assert client.post("/match", data={"text": TEXT}, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("fields", "words", "invalid"),
    [
        ({"text": "  "}, "There is no description.", "text"),
        ({"text": SECRET, "near": "Nowhere"}, "is no known place", "near"),
        ({"text": SECRET, "on": "9 November"}, "is not a day", "on"),
        ({"text": SECRET, "country": "x" * 201}, "This is too long.", "country"),
    ],
)
def test_input_that_cannot_be_used_is_named_at_its_field_and_kept(
    client: FlaskClient, fields: dict[str, str], words: str, invalid: str
) -> None:
    response = client.post("/match", data=fields)
    html = response.get_data(as_text=True)
    assert response.status_code == 400
    assert words in html
    assert f'aria-describedby="problem-{invalid} hint-{invalid}"' in html
    assert html.count('aria-invalid="true"') == 1
    assert fields["text"].strip() in html


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/nothing", 404),
        ("post", "/", 405),
        ("get", "/help/x", 404),
    ],
)
def test_errors_have_pages_of_our_own(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    response = getattr(client, method)(path)
    assert response.status_code == status
    assert f"Error {status}" in response.get_data(as_text=True)


def test_a_failed_download_is_a_page_for_people_and_json_for_programs(client: FlaskClient) -> None:
    people = client.post("/match.json", data={}, headers={"Accept": "text/html,*/*;q=0.8"})
    programs = client.post("/match.json", data={})
    assert (people.status_code, people.mimetype) == (400, "text/html")
    assert (programs.status_code, programs.mimetype) == (400, "application/json")


def test_a_result_has_no_address_and_leads_back_to_the_form(client: FlaskClient) -> None:
    response = client.get("/match")
    assert (response.status_code, response.headers["Location"]) == (302, "/")


def test_a_description_that_is_too_long_is_refused_and_kept(client: FlaskClient) -> None:
    response = client.post("/match", data={"text": SECRET + " wet" * 2500})
    html = response.get_data(as_text=True)
    assert response.status_code == 413
    assert SECRET in html
    assert "10,000 are the most" in html


def test_a_body_beyond_the_limit_is_refused_without_being_read(client: FlaskClient) -> None:
    response = client.post("/match", data={"text": "x" * 300_000})
    assert response.status_code == 413
    assert "Nothing of it was read" in response.get_data(as_text=True)


def test_a_fault_shows_a_page_with_what_was_typed_and_no_traceback(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    response = client.post("/match", data={"text": "break"})
    html = response.get_data(as_text=True)
    assert response.status_code == 500
    assert "Traceback" not in html
    assert "RuntimeError" not in html
    assert ">\nbreak</textarea>" in html
    noted = capsys.readouterr().err
    assert "RuntimeError in match" in noted
    assert "quotes" not in noted


@pytest.mark.parametrize(
    ("body", "status", "what"),
    [
        ({"text": TEXT, "place": "Hull"}, 400, "“place” is not known."),
        ({"text": ["a"]}, 400, "This is not a text or a number."),
        ({"text": True}, 400, "This is not a text or a number."),
        ([TEXT], 400, "The body is not a JSON object."),
        ({"text": TEXT, "top": 0}, 400, "“0” is not a number of proposals."),
        ({}, 400, "There is no description."),
    ],
)
def test_programs_get_errors_as_json(
    client: FlaskClient, body: Any, status: int, what: str
) -> None:
    response = client.post("/api/match", json=body)
    assert (response.status_code, response.get_json()["error"]["what"]) == (status, what)


def test_the_interface_for_programs_reads_json_only(client: FlaskClient) -> None:
    assert client.post("/api/match", data={"text": TEXT}).status_code == 415
    broken = client.post("/api/match", data="{", content_type="application/json")
    assert broken.status_code == 400
    assert broken.is_json


@pytest.fixture
def slow() -> Iterator[tuple[Opening, Callable[[], None]]]:
    """A workspace that opens when it is told to."""
    go = threading.Event()

    def load(report: Callable[[str, float], None]) -> Matcher:
        report("reasoning over the packs", 0.4)
        go.wait(10)
        return ToyMatcher()

    yield Opening.start(load=load), go.set
    go.set()


def test_a_workspace_that_is_still_opening_shows_how_far_it_is(
    slow: tuple[Opening, Callable[[], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    opening, finish = slow
    monkeypatch.setattr(Opening.require, "__defaults__", (0.05,))
    client = create_app(opening).test_client()
    response = client.get("/")
    html = response.get_data(as_text=True)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "3")
    assert "Reasoning over the packs" in html
    assert 'value="40"' in html
    assert 'http-equiv="refresh"' in html
    kept = client.post("/match", data={"text": SECRET}).get_data(as_text=True)
    assert SECRET in kept
    assert 'http-equiv="refresh"' not in kept
    assert client.post("/api/match", json={"text": TEXT}).get_json()["error"]["share"] == 0.4
    assert client.get("/help/glossary").status_code == 200
    finish()
    opening.require(10)
    assert client.get("/").status_code == 200


def test_a_workspace_that_cannot_be_opened_says_what_to_do() -> None:
    def load(_report: Callable[[str, float], None]) -> Matcher:
        raise CacheError("it cannot be written", where="/cache", todo="Name another folder.")

    client = create_app(Opening.start(load=load)).test_client()
    response = client.post("/match", data={"text": SECRET})
    html = response.get_data(as_text=True)
    assert response.status_code == 500
    assert "It cannot be written." in html
    assert "Where: /cache" in html
    assert "Name another folder." in html
    assert SECRET in html


def test_the_server_answers_and_logs_nothing_of_what_was_typed(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with served(create_app(ToyMatcher())) as port:
        for text in (SECRET, "break"):
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", "/match", f"text={text.replace(' ', '+')}", form)
            assert text in connection.getresponse().read().decode()
            connection.close()
    noted = "".join(capfd.readouterr()) + caplog.text
    assert "secret" not in noted
    assert "quotes" not in noted
