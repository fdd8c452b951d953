"""Why and why-not in a real browser: from an answer to its proofs, accessible, by keyboard, narrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from matcher.workspace import Workspace
from tests.browser.conftest import OpenPage
from tests.browser.serving import served
from tests.browser.test_browser import UNFOLD, run_axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
TEXT = "spent coffee grounds from cafes, 20 t a year"


@pytest.fixture(scope="module")
def address(workspace: Workspace) -> Iterator[str]:
    """Where the pages of the shipped packs are served."""
    from web import create_app

    assert workspace.guide  # laid out before the first page asks for it
    with served(create_app(workspace), threads=8) as port:
        yield f"http://127.0.0.1:{port}"


def answer(page: Page) -> None:
    """Describe the stream and wait for what is proposed."""
    page.fill("#text", TEXT)
    page.click("button.primary")
    page.wait_for_selector("#proposals")


def ask_why(page: Page) -> None:
    """From the first proposal to its proofs."""
    page.locator("#proposal-1 details.why > summary").click()
    page.locator("#proposal-1 details.why form button").click()
    page.wait_for_selector("#proof-1")


def ask_why_not(page: Page, wanted: str) -> None:
    """From an answer to what is missing."""
    page.fill("#wanted", wanted)
    page.press("#wanted", "Enter")
    page.wait_for_selector("[data-outcome]")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_on_proofs_and_why_nots(
    open_page: OpenPage, axe: str, width: int, scheme: str
) -> None:
    page = open_page("/", width=width, color_scheme=scheme)
    answer(page)
    ask_why(page)
    page.evaluate(UNFOLD)
    assert run_axe(page, axe) == []
    page.goto("/")
    answer(page)
    for wanted in ("brick manufacture", "animal feed manufacture"):
        ask_why_not(page, wanted)
        page.evaluate(UNFOLD)
        assert run_axe(page, axe) == [], wanted


def test_a_proof_unfolds_by_keyboard_and_fits_a_narrow_screen(open_page: OpenPage) -> None:
    page = open_page("/", width=390, height=844)
    answer(page)
    ask_why(page)
    shut = page.locator(".nested details:not([open]) > summary").first
    shut.focus()
    page.keyboard.press("Enter")
    assert page.locator(".nested details[open]").count() > 2
    page.evaluate(UNFOLD)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_why_not_works_without_scripts(open_page: OpenPage) -> None:
    page = open_page("/", java_script_enabled=False)
    answer(page)
    ask_why_not(page, "brick manufacture")
    assert page.get_attribute("[data-outcome]", "data-outcome") == "missing"
    assert page.locator(".ways li").count() > 1
