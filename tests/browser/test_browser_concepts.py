"""Pages of terms in a real browser: accessible, narrow, without scripts, on paper, off the network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from matcher.workspace import Workspace
from tests.browser.conftest import OpenPage
from tests.browser.serving import served
from tests.browser.test_browser import UNFOLD, run_axe

pytestmark = pytest.mark.browser

PAGES = (
    "/concept/material/GranulatedBlastFurnaceSlag",
    "/concept/material/AsbestosCement",
    "/concept/process/CementGrinding",
    "/concept/use/GranulatedSlagInCement",
    "/concept/need/ClinkerReplacement",
    "/concept/low/160604-2026",
    "/concept/nace-rev2/23.51",
    "/concept/property/lossOnIgnition",
    "/concept/source/ConstructionMaterials2016",
    "/concept/veto/MineralResidueIsNoFeed",
    "/concept/documentedFor",
    "/concepts",
    "/concepts/use",
    "/search",
    "/search?q=fly+ash",
    "/search?q=nothing+goes+by+this",
    "/help/terms",
)


@pytest.fixture(scope="module")
def address(workspace: Workspace) -> Iterator[str]:
    """Where the pages of the shipped packs are served."""
    from web import create_app

    with served(create_app(workspace), threads=8) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_on_pages_of_terms(
    open_page: OpenPage, axe: str, scheme: str, width: int
) -> None:
    page = open_page("/concepts", width=width, color_scheme=scheme)
    for path in PAGES:
        page.goto(path)
        page.evaluate(UNFOLD)
        assert run_axe(page, axe) == [], path


def test_no_page_of_terms_is_wider_than_a_narrow_screen(open_page: OpenPage) -> None:
    page = open_page("/concepts", width=390, height=844)
    for path in PAGES:
        page.goto(path)
        page.evaluate(UNFOLD)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


@pytest.mark.parametrize("scripts", [True, False])
def test_a_term_is_found_by_its_short_form_from_any_page(
    open_page: OpenPage, scripts: bool
) -> None:
    page = open_page("/help/", java_script_enabled=scripts)
    page.fill("header input[name=q]", "GBFS")
    page.press("header input[name=q]", "Enter")
    page.wait_for_url("**/search?q=GBFS")
    page.click("text=granulated blast-furnace slag")
    page.wait_for_selector("article.concept")
    assert page.inner_text("h1") == "Granulated blast-furnace slag"
    assert page.locator("svg.neighbours").is_visible()


def test_a_term_without_a_name_is_found_by_leafing(open_page: OpenPage) -> None:
    page = open_page("/concepts", java_script_enabled=False)
    page.click("summary:has-text('Mineral residue')")
    page.click("summary:has-text('Slag')")
    page.click("summary:has-text('Blast-furnace slag')")
    page.click("a:text-is('granulated blast-furnace slag')")
    assert page.url.endswith("/concept/material/GranulatedBlastFurnaceSlag")


def test_uses_are_proposed_for_a_material_by_one_click(open_page: OpenPage) -> None:
    page = open_page("/concept/material/GranulatedBlastFurnaceSlag")
    page.click("text=Propose uses for a stream of it")
    page.wait_for_selector("h1.answer")
    assert page.locator("article.card").count() > 0
    page.click("ol.materials li:first-child a")
    assert page.url.endswith("/concept/material/GranulatedBlastFurnaceSlag")


def test_no_words_of_the_picture_leave_their_box(open_page: OpenPage) -> None:
    page = open_page("/concept/material/CoalFlyAsh")
    for path in ("/concept/material/CoalFlyAsh", "/concept/nace-rev2/23.51", "/concept/low/100104"):
        page.goto(path)
        outside = page.evaluate(
            """() => [...document.querySelectorAll('.neighbours .box')].filter(box => {
              const frame = box.querySelector('rect').getBBox();
              const words = box.querySelector('text').getBBox();
              return words.x + words.width > frame.x + frame.width || words.y < frame.y
                || words.y + words.height > frame.y + frame.height;
            }).map(box => box.textContent)"""
        )
        assert outside == [], path


def test_on_paper_a_page_of_a_term_is_unfolded_without_controls(open_page: OpenPage) -> None:
    page = open_page("/concept/material/GranulatedBlastFurnaceSlag")
    page.emulate_media(media="print")
    assert page.locator("section.picture table").is_visible()
    assert not page.locator("form.find").is_visible()
    assert not page.locator("text=Propose uses for a stream of it").is_visible()
    fill = "getComputedStyle(document.querySelector('.neighbours .is-own rect')).fill"
    assert page.evaluate(fill) == "rgb(255, 255, 255)"


def test_an_iri_opened_in_a_browser_leads_to_the_page(open_page: OpenPage) -> None:
    page = open_page("/material/GranulatedBlastFurnaceSlag")
    assert page.url.endswith("/concept/material/GranulatedBlastFurnaceSlag")
