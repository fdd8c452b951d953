"""One scoring run: every row answered once by the product, then by each baseline and ablation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from matcher.knowledge import Progress, stay_silent
from matcher.model import Result
from matcher.scoring.ablations import make_ablations
from matcher.scoring.baselines import Contestant, choose_constant, count_hits, make_baselines
from matcher.scoring.calibration import judge_probabilities, pair_codes
from matcher.scoring.counting import (
    CLASS_CUTS,
    DIVISION_CUTS,
    CodeScore,
    Places,
    ReceiverScore,
    Share,
    count_codes,
    count_held,
    count_receivers,
    count_verdicts,
    count_volume,
    place_row,
)
from matcher.scoring.misses import find_misses
from matcher.scoring.ranking import list_predecessors, rank_result
from matcher.scoring.report import PRODUCT, Group, Report, System
from matcher.scoring.rows import AnyRow, Exchange, Reference, WasteTerm
from matcher.scoring.traps import count_negatives, group_traps, judge_trap
from matcher.workspace import Workspace

#: shares of the whole run that end with each part, for the progress bar
ANSWERED, COMPARED = 0.3, 0.5
Places_ = Mapping[str, Places]


@dataclass(slots=True)
class Ledger:
    """What has been answered so far; a stopped run is counted from it."""

    results: dict[str, dict[str, Result]] = field(default_factory=dict)
    places: dict[str, dict[str, Places]] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    coded: set[str] = field(default_factory=set)  # the systems that list codes at all

    def __len__(self) -> int:
        """How many rows the product answered."""
        return sum(len(rows) for rows in self.results.values())


def score(
    workspace: Workspace,
    reference: Reference,
    ledger: Ledger,
    progress: Progress = stay_silent,
) -> None:
    """Answer every row and keep it in the ledger; nothing is fitted to what is scored."""
    before = list_predecessors(workspace.view)
    for done, (kind, row) in enumerate(list_rows(reference)):
        progress("answering every row", ANSWERED * done / len(reference))
        ledger.results.setdefault(kind, {})[row.id] = workspace.match(row.text)
    streams: list[Exchange | WasteTerm] = [*reference.exchanges, *reference.terms]
    progress("asking the baselines", ANSWERED)
    baselines = make_baselines(workspace.index, workspace.view, before)
    compete(streams, baselines, "baseline", ledger, progress, ANSWERED, COMPARED)
    ablations = make_ablations(workspace, before)
    compete(streams, ablations, "ablation", ledger, progress, COMPARED, 1.0)


def list_rows(reference: Reference) -> Iterator[tuple[str, AnyRow]]:
    """Every row with its kind."""
    for kind, rows in reference.kinds().items():
        for row in rows:
            yield kind, row


def compete(
    rows: Sequence[Exchange | WasteTerm],
    contestants: Mapping[str, Contestant],
    group: Group,
    ledger: Ledger,
    progress: Progress,
    start: float,
    end: float,
) -> None:
    """Let each contestant answer all rows; one that was stopped half way is not kept."""
    for number, (name, answer) in enumerate(contestants.items()):
        found: dict[str, Places] = {}
        for done, row in enumerate(rows):
            share = (number + done / len(rows)) / len(contestants)
            progress(f"comparing with {group}s", start + (end - start) * share)
            ranked = answer(row.text, isinstance(row, Exchange))
            found[row.id] = place_row(row, ranked)
            if ranked.codes is not None:
                ledger.coded.add(name)
        ledger.places[name] = found
        ledger.groups[name] = group


def make_report(
    workspace: Workspace, reference: Reference, ledger: Ledger, *, stopped: bool = False
) -> Report:
    """Count what the ledger holds."""
    before = list_predecessors(workspace.view)
    got = {kind: ledger.results.get(kind, {}) for kind in reference.kinds()}
    exchanges = [
        (r, got["exchanges"][r.id]) for r in reference.exchanges if r.id in got["exchanges"]
    ]
    terms = [(r, got["terms"][r.id]) for r in reference.terms if r.id in got["terms"]]
    traps = [(r, got["traps"][r.id]) for r in reference.traps if r.id in got["traps"]]
    negatives = [
        (r, got["negatives"][r.id]) for r in reference.negatives if r.id in got["negatives"]
    ]
    outcomes = [(row, answer, judge_trap(row, answer)) for row, answer in traps]
    streams: list[tuple[Exchange | WasteTerm, Result]] = [*exchanges, *terms]
    own = {row.id: place_row(row, rank_result(answer, before)) for row, answer in streams}
    answers = [answer for _, answer in exchanges]
    sample = next((a for results in got.values() for a in results.values()), None)
    return Report(
        engine=workspace.engine,
        ontology_version=sample.ontology_version if sample else "",
        editions=sample.editions if sample else {},
        scored={
            kind: Share(len(got[kind]), len(rows)) for kind, rows in reference.kinds().items() if rows
        },
        dropped=reference.dropped,
        stopped=stopped,
        systems=tuple(list_systems(reference, ledger, own)),
        traps=group_traps([outcome for _, _, outcome in outcomes]),
        trap_outcomes=tuple(outcome for _, _, outcome in outcomes),
        negatives=count_negatives(negatives),
        verdicts={kind: count_verdicts(list(a.values())) for kind, a in got.items() if a},
        answered={
            kind: Share(sum(r.verdict != "abstain" for r in a.values()), len(a))
            for kind, a in got.items() if kind in ("exchanges", "terms") and a
        },
        calibration={
            "first code, exchanges": judge_probabilities(pair_codes(exchanges, before, first=True)),
            "first code, terms": judge_probabilities(pair_codes(terms, before, first=True)),
            "every listed code": judge_probabilities(
                pair_codes(streams, before, first=False)
            ),
        },
        volume=count_volume(answers),
        held=count_held(exchanges),
        misses=find_misses(
            workspace.view, [(r, a, own[r.id]) for r, a in streams], outcomes, negatives
        ),
    )  # fmt: skip


def list_systems(reference: Reference, ledger: Ledger, own: Places_) -> Iterator[System]:
    """The product, the baselines with the best constants, and the ablations led by the product."""
    codes, receivers = count_places(reference, own)
    yield System(PRODUCT, "product", codes, receivers)
    yield from list_group(reference, ledger, "baseline")
    if receivers:
        rows = [row for row in reference.exchanges if row.id in own]
        yield System("best constant answer", "baseline", {}, count_constants(rows))
    yield System("all", "ablation", codes, receivers)
    yield from list_group(reference, ledger, "ablation")


def list_group(reference: Reference, ledger: Ledger, group: Group) -> Iterator[System]:
    """The systems of one group that answered every row; those that list no code have no score."""
    for name, places in ledger.places.items():
        if ledger.groups[name] == group:
            codes, receivers = count_places(reference, places)
            yield System(name, group, codes if name in ledger.coded else {}, receivers)


def count_places(
    reference: Reference, places: Places_
) -> tuple[dict[str, CodeScore], ReceiverScore | None]:
    """What places come to: codes by the kind of rows, and receivers where there are exchanges."""
    kinds: dict[str, Sequence[Exchange | WasteTerm]] = {
        "exchanges": reference.exchanges, "terms": reference.terms,
    }  # fmt: skip
    codes = {
        kind: count_codes(rows, places)
        for kind, rows in kinds.items()
        if any(row.codes and row.id in places for row in rows)
    }
    has_receivers = any(r.counts_receiver and r.id in places for r in reference.exchanges)
    return codes, count_receivers(reference.exchanges, places) if has_receivers else None


def count_constants(rows: Sequence[Exchange]) -> ReceiverScore:
    """The recall of the best constant answers, each k with a choice of its own."""
    counted = [row for row in rows if row.counts_receiver]
    divisions = [row.divisions for row in counted if row.divisions]
    classes = [row.classes for row in counted if row.classes]
    return ReceiverScore(
        {k: best_constant(divisions, k) for k in DIVISION_CUTS},
        {k: best_constant(classes, k) for k in CLASS_CUTS},
    )


def best_constant(labels: Sequence[frozenset[str]], k: int) -> Share:
    """How many rows the best constant answer of k entries gets right."""
    return Share(count_hits(labels, choose_constant(labels, k)), len(labels))
