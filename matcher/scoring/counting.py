"""From places to shares: top-k of codes, recall of receivers, verdicts, and what was held back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Final

from matcher.model import Proposal, Result
from matcher.scoring.ranking import Ranked, place_of, place_of_code
from matcher.scoring.rows import Exchange, WasteTerm

CODE_CUTS: Final = (1, 3, 5)
DIVISION_CUTS: Final = (1, 3, 5)
CLASS_CUTS: Final = (5, 10)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; `value` is None where there is nothing to count."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1."""
        return self.hits / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Places:
    """Where the first right answers of one row stand; None is nowhere."""

    id: str
    code: int | None = None
    division: int | None = None
    klass: int | None = None


@dataclass(frozen=True, slots=True)
class CodeScore:
    """Top-k of waste codes by k, and the mean over chapters of the shares within each."""

    top: Mapping[int, Share]
    macro: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class ReceiverScore:
    """Recall of documented receivers by k, for divisions and for four-digit classes."""

    divisions: Mapping[int, Share]
    classes: Mapping[int, Share]


@dataclass(frozen=True, slots=True)
class Held:
    """Documented right receivers that the answers hold back.

    `rows`: exchanges of which no accepted class is left open and one is refused or shown unmet.
    `refused` and `unmet`: accepted classes, one by one.
    """

    rows: Share
    refused: Share
    unmet: Share


@dataclass(frozen=True, slots=True)
class Volume:
    """How much is answered: streams with a proposal, proposals a stream, open conditions each."""

    answered: Share
    proposals_mean: float
    proposals_median: float
    conditions_per_proposal: float
    unknown_per_proposal: float


def place_row(row: Exchange | WasteTerm, ranked: Ranked) -> Places:
    """Where the first right answers of a row stand."""
    if isinstance(row, WasteTerm):
        return Places(row.id, place_of_code(ranked, row.codes))
    return Places(
        row.id,
        place_of_code(ranked, row.codes),
        place_of(ranked.divisions, row.divisions),
        place_of(ranked.classes, row.classes),
    )


def within(places: Iterable[int | None], cuts: Sequence[int]) -> dict[int, Share]:
    """For each k, how many of the places are among the first k."""
    listed = list(places)
    return {k: Share(sum(p is not None and p <= k for p in listed), len(listed)) for k in cuts}


def count_codes(rows: Sequence[Exchange | WasteTerm], places: Mapping[str, Places]) -> CodeScore:
    """Top-k over the rows that have accepted codes, and the mean over chapters."""
    labelled = [row for row in rows if row.codes and row.id in places]
    found = [(row, places[row.id].code) for row in labelled]
    return CodeScore(
        within((place for _, place in found), CODE_CUTS),
        {k: average_chapters(found, k) for k in CODE_CUTS},
    )


def average_chapters(found: Sequence[tuple[Exchange | WasteTerm, int | None]], k: int) -> float:
    """The mean over chapters; a row with codes of n chapters counts 1/n in each of them."""
    weight: defaultdict[str, Fraction] = defaultdict(Fraction)
    right: defaultdict[str, Fraction] = defaultdict(Fraction)
    for row, place in found:
        chapters = {code[:2] for code in row.codes}
        for chapter in chapters:
            weight[chapter] += Fraction(1, len(chapters))
            if place is not None and place <= k:
                right[chapter] += Fraction(1, len(chapters))
    return float(sum(right[c] / weight[c] for c in weight) / len(weight)) if weight else 0.0


def count_receivers(rows: Sequence[Exchange], places: Mapping[str, Places]) -> ReceiverScore:
    """Recall over the exchanges whose receivers count, each level where it has labels."""
    counted = [row for row in rows if row.counts_receiver and row.id in places]
    return ReceiverScore(
        within((places[r.id].division for r in counted if r.divisions), DIVISION_CUTS),
        within((places[r.id].klass for r in counted if r.classes), CLASS_CUTS),
    )


def count_held(scored: Sequence[tuple[Exchange, Result]]) -> Held:
    """How many documented right receivers are refused or shown unmet, and not left open."""
    counted = [(r, a) for r, a in scored if r.counts_receiver and r.classes]
    split = [split_classes(row.classes, answer) for row, answer in counted]
    classes = sum(len(row.classes) for row, _ in counted)
    closed = sum(bool(refused or unmet) and not opened for refused, unmet, opened in split)
    return Held(
        Share(closed, len(counted)),
        Share(sum(len(refused) for refused, _, _ in split), classes),
        Share(sum(len(unmet) for _, unmet, _ in split), classes),
    )


def split_classes(accepted: frozenset[str], answer: Result) -> tuple[set[str], set[str], set[str]]:
    """Accepted classes that are refused, shown unmet only, and open.

    A class is open if a proposal of it has no unmet condition; then it is neither of the others.
    A veto without sectors bars every use, so every class.
    """
    opened = offered(p for p in answer.proposals if not is_unmet(p)) & accepted
    unmet = (offered(p for p in answer.proposals if is_unmet(p)) & accepted) - opened
    barred = any(not veto.sectors for veto in answer.vetoes) and not answer.proposals
    named = accepted if barred else {s.nace for v in answer.vetoes for s in v.sectors} & accepted
    return set(named - opened - unmet), unmet, opened


def offered(proposals: Iterable[Proposal]) -> set[str]:
    """The classes of proposals."""
    return {s.nace for p in proposals for s in p.sectors}


def is_unmet(proposal: Proposal) -> bool:
    """Whether a condition is shown unmet."""
    return any(c.status == "unmet" for c in proposal.conditions)


def count_volume(answers: Sequence[Result]) -> Volume:
    """How much the answers to real streams hold."""
    counts = [len(a.proposals) for a in answers]
    proposals = [p for a in answers for p in a.proposals]
    unknown = sum(c.status == "unknown" for p in proposals for c in p.conditions)
    return Volume(
        Share(sum(a.verdict == "proposals" and bool(a.proposals) for a in answers), len(answers)),
        sum(counts) / max(1, len(counts)),
        float(median(counts)) if counts else 0.0,
        sum(len(p.conditions) for p in proposals) / max(1, len(proposals)),
        unknown / max(1, len(proposals)),
    )


def count_verdicts(answers: Sequence[Result]) -> dict[str, int]:
    """How often each verdict was given."""
    found = Counter(a.verdict for a in answers)
    return {verdict: found[verdict] for verdict in ("proposals", "disposal", "abstain")}
