"""The pages over a made-up matcher: the same ids, order and numbers as the dictionary, escaped."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient

from matcher.render import Json, to_dict
from matcher.settings import HERE
from tests.browser.answers import ASBESTOS, FULL, HOSTILE, POEM, TEXT, ToyMatcher
from web import create_app
from web.examples import EXAMPLES


class Elements(HTMLParser):
    """The start tags of a page with their attributes, in order, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def values(self, name: str) -> list[str]:
        """Every value of an attribute, in the order of the page."""
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]


@pytest.fixture
def matcher() -> ToyMatcher:
    """A matcher that notes what it was asked."""
    return ToyMatcher()


@pytest.fixture
def client(matcher: ToyMatcher) -> FlaskClient:
    """A browser without scripts."""
    return create_app(matcher).test_client()


@pytest.fixture
def page(client: FlaskClient) -> str:
    """The result page of the full answer."""
    return client.post("/match", data={"text": TEXT}).get_data(as_text=True)


def numbers_in(value: Any) -> list[float]:
    """Every number of a part of the answer."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return []
    if isinstance(value, int | float):
        return [value]
    return [
        n
        for part in (value.values() if isinstance(value, dict) else value)
        for n in numbers_in(part)
    ]


def shown_numbers(html: str) -> list[float]:
    """Every number that the page gives exactly, in `<data value>`."""
    values = [a.get("value") for t, a in Elements(html).tags if t == "data"]
    return [float(number) for value in values for number in (value or "").split()]


def card(html: str, rank: int) -> str:
    """The piece of a page that is one proposal."""
    start = html.index(f'id="proposal-{rank}"')
    return html[start : html.index("</article>", start)]


def test_the_made_up_answers_keep_the_schema_of_the_contract() -> None:
    schema = json.loads((HERE / "result.schema.json").read_text(encoding="utf-8"))
    for text in (TEXT, ASBESTOS, POEM):
        jsonschema.validate(to_dict(ToyMatcher().match(text)), schema)


def test_the_page_has_the_proposals_of_the_dictionary_in_its_order(page: str) -> None:
    proposals = to_dict(FULL)["proposals"]
    cards = [a for t, a in Elements(page).tags if t == "article"]
    shown = [
        (a["id"], a["data-use"], a["data-process"], a["data-state"], a["data-route"]) for a in cards
    ]
    assert shown == [
        (f"proposal-{p['rank']}", p["use"]["iri"], p["process"]["iri"], p["state"], p["route"])
        for p in proposals
    ]


def test_every_number_of_a_proposal_stands_on_its_card(page: str) -> None:
    for proposal in to_dict(FULL)["proposals"]:
        shown = shown_numbers(card(page, proposal["rank"]))
        parts: Json = {
            name: proposal[name]
            for name in ("rank", "score", "receivers", "steps", "precedents", "features")
        }
        parts["conditions"] = [(c["observed"], c["margin"]) for c in proposal["conditions"]]
        missing = [n for n in numbers_in(parts) if n not in shown]
        assert not missing, proposal["use"]["label"]


def test_every_word_of_a_proposal_stands_on_its_card(page: str) -> None:
    for proposal in to_dict(FULL)["proposals"]:
        words = " ".join(Elements(card(page, proposal["rank"])).text)
        for sentence in (
            proposal["explanation"],
            *(line["text"] for line in proposal["proof"]["lines"]),
            *(c["question"] or c["limit"].replace(" ", "\u202f") for c in proposal["conditions"]),
            *(s["title"] for s in (proposal["evidence"] or {"sources": []})["sources"]),
            *(s["nace"] for s in proposal["sectors"]),
        ):
            assert sentence in words


def test_codes_are_shown_with_spaces_and_asterisk_in_the_order_of_the_dictionary(page: str) -> None:
    codes = to_dict(FULL)["waste_codes"]
    assert Elements(page).values("data-code") == [c["code"] for c in codes]
    assert "10\u00a001\u00a002</span>" in page
    assert "10\u00a001\u00a004*</span>" in page
    assert "last day 2026-11-08; replaced by 10\u00a001\u00a099" in page


def test_a_withdrawn_code_is_told_from_one_that_is_still_to_come(page: str) -> None:
    assert "withdrawn on the day asked for; last day 2026-11-08" in page
    assert "not yet in force on the day asked for; from 2026-11-09" in page
    assert page.count('class="is-off"') == page.count('class="is-coming"') == 1


def test_only_a_code_in_force_is_offered_for_copying(page: str) -> None:
    assert Elements(page).values("data-copy") == ["10 01 02"]


def test_refusals_are_shown_with_reason_source_and_what_would_change_it(page: str) -> None:
    refused = page[page.index('id="refused"') :]
    for words in (
        "Toy ash must not be eaten.",
        "Wash it until it is no ash.",
        "A toy handbook of ashes",
    ):
        assert words in refused


def test_a_proof_that_was_not_verified_is_said_to_be_so(page: str) -> None:
    assert "Not verified" in card(page, 4)
    assert "Not verified" not in card(page, 1)
    assert "Similar only: there is no proof." in card(page, 5)


def test_what_is_only_similar_never_carries_a_green_or_amber_state(page: str) -> None:
    words = card(page, 5)
    assert "tone-similar" in words
    assert "legend-state-fits" not in words


def test_the_text_is_shown_whole_with_what_was_read_marked(page: str) -> None:
    start = page.index('<p class="marked">')
    marked = page[start : page.index("</p>", start)]
    words = re.sub(r'<span class="chip">.*?</mark>', "", marked)
    assert "".join(Elements(words).text) == TEXT
    assert marked.count("<mark") == 4


def test_an_answer_for_disposal_proposes_nothing_and_says_why(client: FlaskClient) -> None:
    html = client.post("/match", data={"text": ASBESTOS}).get_data(as_text=True)
    assert "Toy asbestos may not be put to use." in html
    assert "<article" not in html


def test_an_abstention_asks_and_shows_no_code(client: FlaskClient) -> None:
    html = client.post("/match", data={"text": POEM}).get_data(as_text=True)
    assert "This asks for something else" in html
    assert "Which material is it" in html
    assert "data-code" not in html
    assert POEM in html


def test_the_form_hands_over_what_was_typed(client: FlaskClient, matcher: ToyMatcher) -> None:
    client.post(
        "/match",
        data={"text": " toy ash\r\nwet ", "near": "Hull", "country": "gb", "on": "2026-11-09"},
    )
    assert matcher.asked == [("toy ash\nwet", "Hull", "GB", date(2026, 11, 9), 10)]


def test_more_proposals_can_be_asked_for_where_there_may_be_more(client: FlaskClient) -> None:
    few = client.post("/match", data={"text": TEXT, "top": "2"}).get_data(as_text=True)
    assert "Show up to 22 proposals" in few
    assert few.count("<article") == 2
    assert "Show up to" not in client.post("/match", data={"text": TEXT}).get_data(as_text=True)


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_is_a_form_that_works_without_scripts(
    client: FlaskClient, example: str
) -> None:
    html = client.get("/").get_data(as_text=True)
    assert ("button", example) in [(t, a.get("value")) for t, a in Elements(html).tags]
    assert client.post("/match", data={"text": example}).status_code == 200


def test_what_was_typed_is_never_put_into_a_page_as_markup(client: FlaskClient) -> None:
    fields = {"text": HOSTILE, "near": HOSTILE, "country": HOSTILE, "on": HOSTILE, "top": HOSTILE}
    for data in ({"text": HOSTILE}, {"text": HOSTILE, "near": HOSTILE[:150]}, fields):
        html = client.post("/match", data=data).get_data(as_text=True)
        tags = Elements(html).tags
        assert not [a for t, a in tags if t == "script" and a.get("type") != "module"]
        assert not [a for t, a in tags if t == "img" or any(name.startswith("on") for name in a)]
        assert "{{ 7*7 }}" in html


def test_the_download_is_the_dictionary_as_the_command_line_prints_it(client: FlaskClient) -> None:
    response = client.post("/match.json", data={"text": TEXT})
    assert (
        response.get_data(as_text=True)
        == json.dumps(to_dict(FULL), ensure_ascii=False, indent=2) + "\n"
    )
    assert "symbiograph-toy0123456789.json" in response.headers["Content-Disposition"]


def test_the_same_address_answers_json_where_json_is_asked_for(client: FlaskClient) -> None:
    response = client.post("/match", data={"text": TEXT}, headers={"Accept": "application/json"})
    assert response.get_json() == to_dict(FULL)


def test_the_interface_for_programs_answers_the_same_dictionary(client: FlaskClient) -> None:
    response = client.post("/api/match", json={"text": TEXT, "top": 3})
    assert [p["rank"] for p in response.get_json()["proposals"]] == [1, 2, 3]
    assert client.post("/api/match", json={"text": TEXT}).get_json() == to_dict(FULL)


def test_the_help_pages_explain_every_word_on_a_badge(client: FlaskClient) -> None:
    glossary = client.get("/help/glossary").get_data(as_text=True)
    html = client.post("/match", data={"text": TEXT}).get_data(as_text=True)
    badges = {
        a["href"] for t, a in Elements(html).tags if (a.get("class") or "").startswith("badge is-")
    }
    ids = set(Elements(html).values("id"))
    assert badges
    for href in badges:
        assert href is not None
        assert href.removeprefix("#") in ids
        assert f'id="{href.removeprefix("#legend-")}"' in glossary


def test_every_link_inside_the_pages_leads_somewhere(client: FlaskClient) -> None:
    pages = [client.get(path).get_data(as_text=True) for path in ("/", "/help/", "/help/glossary")]
    pages.append(client.post("/match", data={"text": TEXT}).get_data(as_text=True))
    for html in pages:
        found = Elements(html)
        ids = found.values("id")
        assert len(ids) == len(set(ids))
        for target in found.values("href") + found.values("src"):
            if target.startswith("#"):
                assert target[1:] in ids
            elif not target.startswith("https://example.org/"):
                assert client.get(target).status_code == 200, target
