"""The main flow in a real browser: with and without scripts, wide and narrow, light and dark."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from matcher.render import to_dict
from tests.browser.answers import ASBESTOS, FULL, POEM, TEXT, ToyMatcher
from tests.browser.conftest import OpenPage
from tests.browser.serving import served
from web.examples import EXAMPLES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

UNFOLD = "document.querySelectorAll('details').forEach(d => { d.open = true })"


def ask(page: Page, text: str = TEXT) -> None:
    """Type a description and send it."""
    page.fill("#text", text)
    page.click("button.primary")
    page.wait_for_selector("h1.answer")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_description_leads_to_cards_proofs_and_a_download(
    open_page: OpenPage, scripts: bool
) -> None:
    page = open_page(java_script_enabled=scripts)
    ask(page)
    assert page.url.endswith("/match")
    assert page.locator("article.card").count() == len(FULL.proposals)
    proof = page.locator("#proposal-1 details.why")
    assert not proof.locator(".lines").is_visible()
    proof.locator("> summary").click()
    assert proof.locator(".lines").is_visible()
    proof.locator(".formal summary").click()
    assert proof.get_by_text("cax-sco").is_visible()
    with page.expect_download() as download:
        page.click("text=Download as JSON")
    assert json.loads(Path(download.value.path()).read_text(encoding="utf-8")) == to_dict(FULL)


@pytest.mark.parametrize("scripts", [True, False])
def test_an_example_is_answered_by_one_click(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(java_script_enabled=scripts)
    page.click(f"text={EXAMPLES[1]}")
    page.wait_for_selector("h1.answer")
    assert page.input_value("#text") == EXAMPLES[1]


def test_a_question_is_answered_in_the_description_and_sent_again(open_page: OpenPage) -> None:
    page = open_page()
    ask(page)
    page.click("text=Add it to the description")
    ask(page, page.input_value("#text") + ", fineness 300 m²/kg")
    assert "fineness 300 m²/kg" in page.inner_text("p.marked")


def test_nothing_is_wider_than_a_narrow_screen(open_page: OpenPage) -> None:
    page = open_page(width=390)
    for text in (None, TEXT, ASBESTOS, POEM, "x" * 3000):
        if text:
            page.goto("/")
            ask(page, text)
            page.evaluate(UNFOLD)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, text


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing(open_page: OpenPage, axe: str, scheme: str, width: int) -> None:
    page = open_page(width=width, color_scheme=scheme)
    for text in (None, TEXT, ASBESTOS, POEM):
        if text:
            page.goto("/")
            ask(page, text)
            page.evaluate(UNFOLD)
        assert run_axe(page, axe) == [], text


def test_axe_finds_nothing_in_the_help(open_page: OpenPage, axe: str) -> None:
    page = open_page("/help/")
    for path in ("/help/", "/help/glossary", "/help/proofs", "/help/rules", "/help/privacy"):
        page.goto(path)
        assert run_axe(page, axe) == [], path


def run_axe(page: Page, axe: str) -> list[Any]:
    """What axe objects to: rule and first element."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        (v["id"], v["nodes"][0]["html"], v["nodes"][0].get("failureSummary"))
        for v in found["violations"]
    ]


def test_the_theme_is_remembered_from_page_to_page(open_page: OpenPage) -> None:
    page = open_page(color_scheme="light")
    page.click("[data-theme-switch]")
    page.click("[data-theme-switch]")
    page.goto("/help/")
    assert page.inner_text("[data-theme-switch]") == "Theme: dark"
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("[data-theme-switch]")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark


def test_the_table_of_codes_sorts_by_a_heading(open_page: OpenPage) -> None:
    page = open_page()
    ask(page)
    page.click("th:has-text('Likelihood') button")
    rows = page.locator("tr[data-code]")
    assert [r.get_attribute("data-code") for r in rows.all()] == ["100104", "100199", "100102"]
    assert page.get_attribute("th:has-text('Likelihood')", "aria-sort") == "ascending"


def test_a_code_is_copied_as_it_is_written(open_page: OpenPage) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    ask(page)
    page.click("button.copy")
    page.wait_for_selector("button.copy:has-text('Copied')")
    assert page.evaluate("navigator.clipboard.readText()") == "10 01 02"


def test_a_badge_explains_itself_on_focus(open_page: OpenPage) -> None:
    page = open_page()
    ask(page)
    badge = page.locator("#proposal-1 a.badge").first
    badge.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    shown = badge.evaluate("b => getComputedStyle(b, '::after').content")
    assert "Every condition is met" in shown


def test_the_keyboard_reaches_the_content_first(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"


def test_on_paper_the_proof_is_unfolded_and_no_control_is_shown(open_page: OpenPage) -> None:
    page = open_page()
    ask(page)
    page.emulate_media(media="print")
    assert page.locator("#proposal-1 .lines").is_visible()
    assert not page.locator("button.primary").is_visible()
    assert page.locator("th:has-text('Code')").is_visible()


def test_a_description_sent_too_early_is_sent_again_when_all_is_ready(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web import create_app
    from web.opening import Matcher, Opening

    go = threading.Event()
    monkeypatch.setattr(Opening.require, "__defaults__", (0.1,))

    def load(report: Callable[[str, float], None]) -> Matcher:
        report("reasoning over the packs", 0.4)
        go.wait(20)
        return ToyMatcher()

    page = browser.new_page()
    with served(create_app(Opening.start(load=load))) as port:
        page.goto(f"http://127.0.0.1:{port}/")
        assert "Reasoning over the packs" in page.inner_text("main")
        page.evaluate(POST, TEXT)
        page.wait_for_selector("text=What you typed is kept here")
        go.set()
        page.wait_for_selector("h1.answer", timeout=15_000)
        assert page.inner_text("p.marked").startswith("Toy ash")
        page.close()


#: what a form on a page that was opened earlier would do
POST = """text => {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = '/match';
  const field = document.createElement('input');
  field.name = 'text';
  field.value = text;
  form.append(field);
  document.body.append(form);
  form.submit();
}"""
