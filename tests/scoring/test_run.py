"""A whole run on rows of our own: every face of the report, and a run that is stopped."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from matcher.cli import main
from matcher.knowledge import stay_silent
from matcher.scoring.command import run_command
from matcher.scoring.page import STYLE, to_page
from matcher.scoring.ranking import Ranked
from matcher.scoring.report import Report, to_json
from matcher.scoring.rows import Exchange, Reference, WasteTerm, read_reference
from matcher.scoring.run import Ledger, compete, make_report, score
from matcher.scoring.table import to_text
from matcher.workspace import Workspace
from tests.scoring.made import EXCHANGE, NEGATIVE, TERM, TRAP, write_rows

pytestmark = pytest.mark.slow  # a dozen systems are built first: twenty seconds

ROWS = {
    "exchanges": [
        {
            "id": "A1", "description": "broken clay bricks & <b>tiles</b> from a brickworks",
            "low_codes": ["101208", "170102"],
            "receiver_industry": {"nace2": ["23", "42"], "nace4": ["23.32", "42.11"]},
        },
        {
            "id": "A2", "description": "surplus steam from a dairy", "low_codes": [],
            "receiver_industry": {"nace2": ["35"], "nace4": ["35.30"]},
        },
        EXCHANGE | {"id": "A3", "drop": True},
    ],
    "traps": [TRAP],
    "negatives": [NEGATIVE],
    "terms": [TERM],
}  # fmt: skip
SYSTEMS = [
    "Symbiograph", "BM25, titles", "MiniLM, titles", "BM25, nearest use", "MiniLM, nearest use",
    "best constant answer", "all", "all, rough fusion", "words and letters only", "meaning only",
    "no ontology", "no reasoning",
]  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One small file of each kind."""
    folder = tmp_path_factory.mktemp("rows")
    return [write_rows(folder / f"{kind}.jsonl", rows) for kind, rows in ROWS.items()]


@pytest.fixture(scope="module")
def reference(files: list[Path]) -> Reference:
    """Their rows."""
    return read_reference(files)


@pytest.fixture(scope="module")
def report(workspace: Workspace, reference: Reference) -> Report:
    """The whole run."""
    ledger = Ledger()
    score(workspace, reference, ledger)
    return make_report(workspace, reference, ledger)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No baselines and no ablations: the whole run above has them."""
    for name in ("make_baselines", "make_ablations"):
        monkeypatch.setattr(f"matcher.scoring.run.{name}", lambda *_: {})


def test_every_system_answers_every_row(report: Report) -> None:
    assert [s.name for s in report.systems] == SYSTEMS
    for system in report.systems:
        assert system.receivers
        assert system.receivers.divisions[1].of == 2
        listed = "nearest use" not in system.name and "constant" not in system.name
        assert set(system.codes) == ({"exchanges", "terms"} if listed else set())
        assert all(score.top[1].of == 1 for score in system.codes.values())
    assert report.systems[0].codes == report.systems[6].codes
    assert report.dropped == 1
    assert not report.stopped


def test_the_product_answers_the_easy_rows(report: Report) -> None:
    """A term that is a name on the list, a question that is no stream."""
    assert report.systems[0].codes["terms"].top[5].hits == 1
    assert report.negatives.right.hits == 1
    assert report.verdicts["negatives"] == {"proposals": 0, "disposal": 0, "abstain": 1}


@pytest.mark.usefixtures("alone")
def test_the_answers_do_not_depend_on_the_labels(
    workspace: Workspace, reference: Reference, report: Report
) -> None:
    """Other labels, same answers: nothing is fitted to what is scored."""
    other = Reference(
        exchanges=reference.exchanges,
        terms=tuple(replace(row, codes=frozenset(["010101"])) for row in reference.terms),
    )
    ledger = Ledger()
    score(workspace, other, ledger)
    again = make_report(workspace, other, ledger)
    product, now = report.systems[0], again.systems[0]
    assert now.codes["terms"].top[5].hits == 0
    assert now.codes["exchanges"] == product.codes["exchanges"]
    assert now.receivers == product.receivers


def test_json_keeps_hits_and_base(report: Report) -> None:
    plain = json.loads(json.dumps(to_json(report)))
    assert plain["scored"]["exchanges"] == {"hits": 2, "of": 2, "share": 1.0}
    product = plain["systems"][0]
    assert set(product["codes"]["terms"]["top"]["1"]) == {"hits", "of", "share"}
    assert plain["traps"]["all"]["verdict"]["of"] == 1
    assert plain["misses"] == [] or plain["misses"][0]["why"]


def test_the_table_shows_every_system_and_figure(report: Report) -> None:
    told = to_text(report)
    for name in SYSTEMS:
        assert f"  {name}" in told
    for heading in ("Waste codes, exchanges", "Receivers, recall", "Traps", "Verdicts", "Calib"):
        assert heading in told
    assert "Documented receivers held back" in told


class Links(HTMLParser):
    """Collects whatever a page would fetch, run or follow, and its tags."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag and its addresses."""
        self.tags.append(tag)
        self.links += [
            v or "" for k, v in attrs if k in ("src", "href", "action", "data", "srcset")
        ]


def test_the_page_stands_alone(report: Report) -> None:
    page = to_page(report)
    links = Links()
    links.feed(page)
    assert links.links == []
    assert not {"script", "link", "iframe", "img", "object", "embed", "base"} & set(links.tags)
    assert not re.search(r"https?://|url\(|@import", page)
    assert "<b>" not in page  # a row's text is written as text


def test_every_plot_is_well_formed_and_has_a_title_and_a_table(report: Report) -> None:
    page = to_page(report)
    plots = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(plots) >= 9
    for plot in plots:
        assert ElementTree.fromstring(plot).findtext("title")
    figures = re.findall(r'<figure class="plot">.*?</figure>', page, re.DOTALL)
    assert figures
    assert all("<table>" in figure for figure in figures)


def test_the_page_has_the_colours_of_the_other_pages() -> None:
    tokens = Path(__file__).resolve().parents[2] / "web" / "static" / "css" / "tokens.css"
    pattern = re.compile(r"(--[\w-]+):\s*([^;]+);")
    known = dict(pattern.findall(tokens.read_text(encoding="utf-8")))
    mine = dict(pattern.findall(STYLE.read_text(encoding="utf-8")))
    assert "--accent" in mine
    assert mine == {name: known[name] for name in mine}


@pytest.mark.parametrize("after", [3, 6])
def test_a_stopped_run_counts_what_was_scored(
    workspace: Workspace, reference: Reference, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Stopped while answering, and stopped when every row is answered and nothing is compared."""
    stop_after(monkeypatch, after)
    outcome = run_command(lambda: workspace, reference)
    assert outcome.stopped
    assert outcome.report
    assert outcome.report.stopped
    assert sum(s.hits for s in outcome.report.scored.values()) == after - 1
    assert [s.name for s in outcome.report.systems] == [
        "Symbiograph",
        "best constant answer",
        "all",
    ]
    assert "STOPPED" in to_text(outcome.report)
    assert "Stopped:" in to_page(outcome.report)


def test_a_system_that_did_not_answer_every_row_is_not_kept(reference: Reference) -> None:
    def answer(text: str, receivers: bool) -> Ranked:
        if text == reference.terms[0].text:
            raise KeyboardInterrupt
        return Ranked(None, ("23",) if receivers else ())

    rows: list[Exchange | WasteTerm] = [*reference.exchanges, *reference.terms]
    ledger = Ledger()
    compete(rows[:2], {"whole": answer}, "baseline", ledger, stay_silent, 0, 1)
    with pytest.raises(KeyboardInterrupt):
        compete(rows, {"half": answer}, "baseline", ledger, stay_silent, 0, 1)
    assert list(ledger.places) == ["whole"]
    assert ledger.places["whole"]["A1"].division == 1
    assert ledger.coded == set()


def stop_after(monkeypatch: pytest.MonkeyPatch, reports: int) -> None:
    """Press Ctrl-C at the given report of progress."""
    left = [reports]

    class Reporter:
        def __enter__(self) -> Reporter:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def __call__(self, _what: str, _share: float) -> None:
            left[0] -= 1
            if not left[0]:
                raise KeyboardInterrupt

    monkeypatch.setattr("matcher.scoring.command.show_progress", lambda _title: Reporter())


def test_the_command_stopped_before_any_row_keeps_nothing(
    workspace: Workspace, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matcher.cli.knowledge.open_workspace", lambda *_: workspace)
    stop_after(monkeypatch, 1)
    ran = CliRunner().invoke(main, ["score", *map(str, files)])
    assert ran.exit_code == 130
    assert "nothing was kept" in ran.output


@pytest.mark.usefixtures("alone")
def test_the_command_prints_and_writes(
    workspace: Workspace,
    files: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("matcher.cli.knowledge.open_workspace", lambda *_: workspace)
    names = [str(files[2]), str(files[3])]
    page = tmp_path / "score.html"
    ran = CliRunner().invoke(main, ["score", *names, "--output", str(page)])
    assert ran.exit_code == 0, ran.output
    assert "Waste codes, terms (%)" in ran.stdout
    assert "Receivers" not in ran.stdout
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    kept = tmp_path / "score.json"
    ran = CliRunner().invoke(main, ["score", names[0], "--json", "--output", str(kept)])
    assert ran.exit_code == 0
    assert json.loads(ran.stdout) == json.loads(kept.read_text(encoding="utf-8"))
    # the rows go into the report, never into what is said of the progress
    assert NEGATIVE["description"] not in ran.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["score.html", "score.json"]


@pytest.mark.parametrize(
    ("target", "said"), [("score.pdf", "is not written"), ("none/score.html", "folder")]
)
def test_a_target_that_cannot_be_written_is_refused_first(
    files: list[Path], tmp_path: Path, target: str, said: str
) -> None:
    ran = CliRunner().invoke(main, ["score", str(files[0]), "--output", str(tmp_path / target)])
    assert ran.exit_code == 2
    assert said in ran.output
    assert "Traceback" not in ran.output


def test_a_malformed_file_is_one_plain_sentence(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "rows.jsonl", [NEGATIVE, {"id": "N2", "expected_ok": ["abstain"]}])
    ran = CliRunner().invoke(main, ["score", str(path)])
    assert ran.exit_code == 2
    assert "row 2" in ran.output
    assert "“description” is missing" in ran.output
