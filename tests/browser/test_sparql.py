"""Asking in SPARQL in a real browser: with and without scripts, with and without the editor."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from matcher.querying.ask import Limits
from matcher.workspace import Workspace
from tests.browser.conftest import OpenPage
from tests.browser.serving import served
from tests.browser.test_browser import UNFOLD, run_axe
from tests.test_ask import ENDLESS
from web import create_app
from web.app import EDITOR

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WRONG = "SELECT * {\n  ?use a sym:Use ;\n    sym:inProcess ?p .\n  FILTER(?p = )\n}"
RIGHT = "SELECT ?use ?trl { ?use a sym:Use ; sym:trl ?trl } ORDER BY ?trl LIMIT 30"
PRESS_STOP = """setTimeout(() => {
  const stop = document.querySelector("[data-stop]");
  const told = document.querySelector("[data-elapsed]").textContent;
  sessionStorage.setItem("seen", `${!stop.hidden} ${told}`);
  stop.click();
}, 1500)"""
vendored = pytest.mark.skipif(not EDITOR.is_file(), reason="the build has brought no editor")


@pytest.fixture(scope="module")
def address(workspace: Workspace) -> Iterator[str]:
    """The pages over the shipped packs, whose queries may take eight seconds."""
    app = create_app(workspace, limits=Limits(seconds=8, waiting=2))
    with served(app, threads=6) as port:
        yield f"http://127.0.0.1:{port}"
    app.extensions["desks"].close()


def write(page: Page, query: str) -> None:
    """Put a query into the editor, or into the text area where there is none."""
    if page.locator(".ace_editor").count():
        page.locator(".ace_text-input").focus()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(query)
    else:
        page.fill("#query", query)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_ready_question_is_filled_in_and_answered(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/sparql", java_script_enabled=scripts)
    form = page.locator('form[action$="who-could-supply-a-process"]')
    form.locator("input[name=process]").fill("brickworks")
    form.locator("button").click()
    assert page.inner_text("h1") == "Who could supply brick manufacture?"
    assert page.get_by_role("link", name="alumina refining").count()
    assert "process=brick" in page.url
    with page.expect_download() as download:
        page.click("button[value=sheet]")
    rows = list(csv.reader(io.StringIO(Path(download.value.path()).read_text("utf-8"))))
    assert "material_label" in rows[0]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_query_is_run_and_stands_beside_its_answer(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/sparql", java_script_enabled=scripts)
    write(page, RIGHT)
    page.click("text=Run the query")
    assert page.inner_text("h1") == "Your query gives 30 rows"
    assert page.input_value("#query").strip() == RIGHT
    page.goto("/sparql")
    write(page, "SELECT ?nothing { sym:a sym:b ?nothing }")
    page.click("text=Run the query")
    assert "0 rows" in page.inner_text("h1")


def test_rows_are_sorted_by_a_click(open_page: OpenPage) -> None:
    page = open_page("/sparql")
    write(page, RIGHT)
    page.click("text=Run the query")
    page.click("table.rows th button:has-text('Trl')")
    page.click("table.rows th button:has-text('Trl')")
    figures = [int(text) for text in page.locator("table.rows td.figures").all_inner_texts()]
    assert figures == sorted(figures, reverse=True)


@vendored
def test_the_editor_is_there_and_what_is_typed_in_it_is_sent(open_page: OpenPage) -> None:
    page = open_page("/sparql")
    assert page.locator(".ace_editor").is_visible()
    assert not page.locator("#query").is_visible()
    assert page.locator(".ace_editor .ace_keyword").first.inner_text() == "SELECT"
    write(page, "ASK { mat:FgdGypsum sym:allowedFor ?use }")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("h1:has-text('Yes.')")


@vendored
def test_the_editor_lets_the_keyboard_out(open_page: OpenPage) -> None:
    """Tab does not stay caught in it: Escape leads out, Enter back in."""
    page = open_page("/sparql")
    page.locator(".ace_text-input").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not page.evaluate(
        "document.activeElement.closest('.ace_editor') !== null && document.activeElement.classList.contains('ace_text-input')"
    )


def test_a_running_query_is_stopped_by_its_button(open_page: OpenPage) -> None:
    page = open_page("/sparql")
    write(page, ENDLESS)
    assert not page.locator("[data-stop]").is_visible()
    page.evaluate(PRESS_STOP)  # the browser's driver waits while a page is on its way
    started = time.monotonic()
    page.locator("button.primary").click(no_wait_after=True)
    page.wait_for_selector(".notice")
    assert page.evaluate("sessionStorage.getItem('seen')") == "true Running, 1 s"
    assert page.inner_text(".notice") == "The query was stopped."
    assert time.monotonic() - started < 6
    assert page.input_value("#query").strip() == ENDLESS


def test_nothing_is_wider_than_a_narrow_screen(open_page: OpenPage) -> None:
    page = open_page("/sparql", width=390)
    for path in ("/sparql", "/sparql/questions/how-much-rests-on-each-source", "/help/querying"):
        page.goto(path)
        page.evaluate(UNFOLD)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing(open_page: OpenPage, axe: str, scheme: str, width: int) -> None:
    page = open_page("/sparql", width=width, color_scheme=scheme)
    assert run_axe(page, axe) == []
    for path in ("/sparql/questions/what-can-a-material-become", "/help/querying"):
        page.goto(path)
        page.evaluate(UNFOLD)
        assert run_axe(page, axe) == [], path
    page.goto("/sparql")
    write(page, RIGHT)
    page.click("text=Run the query")
    assert run_axe(page, axe) == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])
def test_axe_finds_nothing_beside_an_error(
    browser: object, address: str, axe: str, scheme: str, width: int
) -> None:
    """By a page of its own: a browser notes a refused query as an error of the page."""
    context = browser.new_context(  # type: ignore[attr-defined]
        viewport={"width": width, "height": 900}, base_url=address, color_scheme=scheme
    )
    page = context.new_page()
    page.goto("/sparql")
    write(page, WRONG)
    page.click("text=Run the query")
    assert "line 4, column 3" in page.inner_text("[role=alert]")
    assert page.input_value("#query").strip() == WRONG
    assert run_axe(page, axe) == []
    context.close()
