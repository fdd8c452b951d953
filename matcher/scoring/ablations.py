"""What each part is worth: the same rows answered with parts switched off.

- `all`: the product as it is.
- `all, rough fusion`: words, letters and meaning by the fixed weights of the first fusion in
  place of fitted probabilities; what the two below have to be compared with, since the
  probabilities were fitted for all features together.
- `words and letters only`: no embedding anywhere (every stored vector is zero).
- `meaning only`: no words and no letters (both indexes are empty).
- `no ontology`: titles of waste codes and of NACE classes by the same rough fusion; no
  materials, arisings, uses, rules or synonyms.
- `no reasoning`: documented uses asserted for the very material, and its own arisings; nothing
  is inherited, substituted, chained, similar or refused. Limits are judged as always.

Whether a text is refused as no stream is left as the product decides it, in every variant, so
that the ranking alone is compared. Nothing here is used by the product: each switch is an
index or a stream made otherwise and handed to the same code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from matcher.language.ground import (
    MOST_CODES,
    MOST_MATERIALS,
    find_origins,
    find_stated_codes,
    support,
    to_grounding,
    weigh_codes,
)
from matcher.language.index import LanguageIndex
from matcher.language.normalise import clean
from matcher.language.read import Background, blank, read
from matcher.language.scoring import ROUGH
from matcher.language.search import LetterIndex, WordIndex
from matcher.language.sight import Sight, look, shortlist
from matcher.language.weighing import ask
from matcher.model import Grounding, Proposal, Span, Stream
from matcher.proposing.candidates import Candidate
from matcher.proposing.codes import choose_edition
from matcher.proposing.propose import weigh_candidate
from matcher.proposing.rank import order
from matcher.proposing.streams import Hypothesis, state_hypotheses
from matcher.scoring.baselines import DEPTH, Contestant, title_rows
from matcher.scoring.ranking import Predecessors, Ranked, rank_codes, rank_result, rank_sectors
from matcher.workspace import DEFAULT_TOP, Workspace

MEANING: Final = ("core", "full")


def without_meaning(index: LanguageIndex) -> LanguageIndex:
    """The index with every vector zero: nothing is like anything."""
    return replace(index, vectors=np.zeros(index.vectors.shape, np.float32))


def without_words(index: LanguageIndex) -> LanguageIndex:
    """The index without a word and without a run of letters."""
    words, letters = index.words, index.letters
    return replace(
        index,
        words=WordIndex({}, words.rarity, words.postings, words.totals),
        letters=LetterIndex(np.zeros_like(letters.rarity), letters.postings, letters.size),
    )


def see(index: LanguageIndex, full: LanguageIndex, text: str) -> tuple[Sight, list[Grounding]]:
    """A text read with all vocabulary and looked up in an index, and the codes it states."""
    plain = clean(text)
    stated = find_stated_codes(plain, full.ties.numbers, full.ties.labels)
    body = blank(plain, [Span(start, end, plain[start:end]) for _, start, end in stated])
    background = Background(full.properties, frozenset(full.words.rows))
    return look(index, ask(read(body, background))), [grounding for grounding, _, _ in stated]


def ground_roughly(
    index: LanguageIndex, full: LanguageIndex, stream: Stream, weights: Mapping[str, float]
) -> Stream:
    """The stream with materials and codes by the rough fusion of what an index still sees.

    A material's share is its score over the greatest possible; a code adds the strength and the
    fit of its arising, each 0 to 1, to the score of its title, since no fitted weight is left.
    """
    sight, stated = see(index, full, stream.text)
    most = sum(weights.values())
    materials = [
        to_grounding(index, sight, c, min(1.0, c.rough / most))
        for c in shortlist(index, sight, "material")
        if c.rough > 0
    ][:MOST_MATERIALS]
    fits, _ = find_origins(index, sight)
    arising = support(index, materials, fits)
    scored = sorted(
        (-(c.rough / most + f["arising"] + f["origin"]), index.concepts[c.concept])
        for c, f in weigh_codes(index, sight, arising)
    )
    codes = [
        Grounding(iri, index.ties.labels.get(iri, iri), min(1.0, -score / 3))
        for score, iri in scored
        if score < 0 and iri not in {g.concept for g in stated}
    ]
    return replace(stream, materials=tuple(materials), codes=tuple([*stated, *codes][:MOST_CODES]))


@dataclass(frozen=True, slots=True)
class Bench:
    """What the variants share: the product, the changes of the code list, texts read once."""

    workspace: Workspace
    before: Predecessors
    read: Callable[[str], Stream]

    def settle(self, stream: Stream, receivers: bool) -> Ranked:
        """The places that follow for a stream; codes alone need no reasoning."""
        if receivers:
            return rank_result(self.workspace.answer(stream), self.before)
        return Ranked(self.settle_codes(stream))

    def settle_codes(self, stream: Stream) -> tuple[frozenset[str], ...]:
        """The places of the codes of a stream; a refused text has none."""
        if stream.off_topic:
            return ()
        edition = choose_edition(self.workspace.view, None, None)
        codes, _ = self.workspace.choose_codes(stream, edition)
        return rank_codes((c.code for c in codes), self.before)


def answer_roughly(bench: Bench, index: LanguageIndex, names: Sequence[str]) -> Contestant:
    """The product with another index and the rough fusion."""
    weights = {name: ROUGH[name] for name in names}

    def answer(text: str, receivers: bool) -> Ranked:
        stream = bench.read(text)
        if not stream.off_topic:
            stream = ground_roughly(index, bench.workspace.index, stream, weights)
        return bench.settle(stream, receivers)

    return answer


def answer_by_titles(bench: Bench) -> Contestant:
    """Codes and classes by their titles alone, by the same words, letters and meaning."""
    index = bench.workspace.index
    number = {iri: n for n, iris in index.ties.numbers.items() for iri in iris}
    codes = title_rows(index, "code", ("title",))
    classes = [
        n for n in title_rows(index, "sector", ("title", "label"))
        if len(number.get(index.terms[n].concept, "")) == 5
    ]  # fmt: skip

    def order_forms(sight: Sight, forms: Sequence[int]) -> list[str]:
        ordered = sorted(forms, key=lambda n: (-float(sight.rough[n]), n))
        return list(dict.fromkeys(number[index.terms[n].concept] for n in ordered))[:DEPTH]

    def answer(text: str, receivers: bool) -> Ranked:
        if bench.read(text).off_topic:
            return Ranked()
        sight, _ = see(index, index, text)
        found = order_forms(sight, classes) if receivers else []
        return Ranked(
            rank_codes(order_forms(sight, codes), bench.before),
            *rank_sectors([nace] for nace in found),
        )

    return answer


def answer_as_asserted(bench: Bench) -> Contestant:
    """Documented uses of the very material, by the product's own weights and conditions."""
    workspace, ties = bench.workspace, bench.workspace.index.ties
    own = replace(
        ties, ancestors={m: frozenset([m]) for m in ties.ancestors}, wider=dict.fromkeys(ties.wider, ())
    )  # fmt: skip
    narrow = replace(workspace, index=replace(workspace.index, ties=own))

    def answer(text: str, receivers: bool) -> Ranked:
        stream = narrow.ground(text)
        found = [
            p
            for h in (state_hypotheses(workspace.view, stream) if receivers else ())
            for p in propose_asserted(workspace, h, stream)
        ]
        best = {p.use: p for p in sorted(found, key=order, reverse=True)}
        kept = sorted(best.values(), key=order)[:DEFAULT_TOP] if not stream.off_topic else []
        return Ranked(
            bench.settle_codes(stream), *rank_sectors([s.nace for s in p.sectors] for p in kept)
        )

    return answer


def propose_asserted(
    workspace: Workspace, hypothesis: Hypothesis, stream: Stream
) -> list[Proposal]:
    """The uses that are stated for a material itself, weighed; nothing is refused."""
    view, material = workspace.view, hypothesis.grounding.concept
    stated = replace(hypothesis, stream=material)
    return [
        weigh_candidate(view, stated, stream, Candidate("documented", material, use, process), None)
        for use in view.subjects("sym:takes", material)
        for process in view.many(use, "sym:inProcess")[:1]
    ]


def make_ablations(workspace: Workspace, before: Predecessors) -> dict[str, Contestant]:
    """Every variant but the product itself, by its name."""
    index = workspace.index
    bench = Bench(workspace, before, lru_cache(maxsize=None)(workspace.ground))
    words = [name for name in ROUGH if name not in MEANING]
    return {
        "all, rough fusion": answer_roughly(bench, index, tuple(ROUGH)),
        "words and letters only": answer_roughly(bench, without_meaning(index), words),
        "meaning only": answer_roughly(bench, without_words(index), MEANING),
        "no ontology": answer_by_titles(bench),
        "no reasoning": answer_as_asserted(bench),
    }
