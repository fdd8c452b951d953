"""What simple retrieval reaches in the same run: BM25, plain MiniLM, and constant answers.

Codes are ranked by the English titles of the List of Waste (alone and with their group; the
best form counts). Receivers are ranked in two ways: by the English titles of the four-digit
NACE classes, which needs no knowledge of ours, and by the nearest documented use, whose
process lends its sectors: our facts looked up without any reasoning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import comb, log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.language.embed import Embedder, Vectors
from matcher.language.index import LanguageIndex
from matcher.language.normalise import stems
from matcher.proposing.view import View, read_sectors
from matcher.scoring.ranking import Predecessors, Ranked, rank_codes, rank_sectors

K1: Final = 1.2
B: Final = 0.75
#: how many of the best are looked at
DEPTH: Final = 60
#: choices of a constant that are tried one by one; beyond it the best is added step by step
MOST_TRIED: Final = 50_000

Scores = NDArray[np.float64]
#: a text and whether receivers are wanted beside the codes → places
Contestant = Callable[[str, bool], Ranked]
Measure = Callable[[str], Scores]


@dataclass(frozen=True, slots=True)
class Entries:
    """Texts to rank, each with the entry it speaks for; an entry may have several texts."""

    texts: tuple[str, ...]
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bm25:
    """Okapi BM25 with k1 = 1.2 and b = 0.75 over the level words of some texts."""

    postings: dict[str, list[tuple[int, float]]] = field(repr=False)
    size: int

    @classmethod
    def build(cls, texts: Sequence[str]) -> Bm25:
        """Weigh each word of each text once."""
        counted = [Counter(stems(text)) for text in texts]
        spread = Counter(word for words in counted for word in words)
        mean = sum(sum(words.values()) for words in counted) / max(1, len(counted))
        postings: dict[str, list[tuple[int, float]]] = {}
        for row, words in enumerate(counted):
            room = K1 * (1 - B + B * sum(words.values()) / max(mean, 1e-9))
            for word, n in words.items():
                rarity = log(1 + (len(texts) - spread[word] + 0.5) / (spread[word] + 0.5))
                postings.setdefault(word, []).append((row, rarity * n * (K1 + 1) / (n + room)))
        return cls(postings, len(texts))

    def score(self, text: str) -> Scores:
        """The score of each text for a query."""
        scores = np.zeros(self.size)
        for word in set(stems(text)):
            for row, weight in self.postings.get(word, ()):
                scores[row] += weight
        return scores


def measure_likeness(embedder: Embedder, vectors: Vectors) -> Measure:
    """Cosine to each of some vectors, by the model that made them."""
    return lambda text: np.asarray(vectors @ embedder.encode([text])[0], np.float64)


def rank_entries(scores: Scores, owners: Sequence[str]) -> list[str]:
    """The entries by their best text, best first; what scores nothing is left out."""
    order = [int(row) for row in np.argsort(-scores, kind="stable") if scores[row] > 0]
    return list(dict.fromkeys(owners[row] for row in order))[:DEPTH]


def title_rows(index: LanguageIndex, kind: str, forms: Sequence[str]) -> list[int]:
    """The English forms of some kinds that the entries of one kind of concept have."""
    first, last = (int(index.starts[edge]) for edge in index.kinds[kind])
    return [
        n for n in range(first, last)
        if index.terms[n].language == "en" and index.terms[n].kind in forms
    ]  # fmt: skip


def list_titles(index: LanguageIndex, kind: str) -> tuple[Entries, list[int]]:
    """Titles of codes (`code`) or four-digit classes (`sector`) by number, and their forms."""
    number = {iri: n for n, iris in index.ties.numbers.items() for iri in iris}
    rows = [
        n for n in title_rows(index, kind, ("title", "label"))
        if kind == "code" or len(number.get(index.terms[n].concept, "")) == 5
    ]  # fmt: skip
    return Entries(
        tuple(index.terms[n].text for n in rows),
        tuple(number.get(index.terms[n].concept, "") for n in rows),
    ), rows


def list_uses(view: View) -> tuple[Entries, dict[str, tuple[str, ...]]]:
    """Each documented use with its words, and the sectors of its process."""
    texts, owners, sectors = [], [], {}
    for use in view.subjects("rdf:type", "sym:Use"):
        process = view.one(use, "sym:inProcess")
        if process:
            material = view.one(use, "sym:takes")
            words = [view.label(material) if material else "", view.label(use)]
            texts.append(". ".join([*words, view.text(use, "skos:definition") or ""]))
            owners.append(use)
            sectors[use] = tuple(s.nace for s in read_sectors(view, process))
    return Entries(tuple(texts), tuple(owners)), sectors


def make_baselines(index: LanguageIndex, view: View, before: Predecessors) -> dict[str, Contestant]:
    """BM25 and plain MiniLM, each with receivers by NACE titles and by the nearest use."""
    codes, code_rows = list_titles(index, "code")
    classes, class_rows = list_titles(index, "sector")
    uses, sectors = list_uses(view)
    embedder = index.embedder
    ways: dict[str, tuple[Measure, Measure, Measure]] = {
        "BM25": (
            Bm25.build(codes.texts).score,
            Bm25.build(classes.texts).score,
            Bm25.build(uses.texts).score,
        ),
        "MiniLM": (
            measure_likeness(embedder, index.vectors[code_rows]),
            measure_likeness(embedder, index.vectors[class_rows]),
            measure_likeness(embedder, embedder.encode(uses.texts)),
        ),
    }

    def by_titles(way: tuple[Measure, Measure, Measure]) -> Contestant:
        def answer(text: str, receivers: bool) -> Ranked:
            found = rank_entries(way[1](text), classes.owners) if receivers else []
            return Ranked(
                rank_codes(rank_entries(way[0](text), codes.owners), before),
                *rank_sectors([nace] for nace in found),
            )

        return answer

    def by_uses(way: tuple[Measure, Measure, Measure]) -> Contestant:
        def answer(text: str, receivers: bool) -> Ranked:
            found = rank_entries(way[2](text), uses.owners) if receivers else []
            return Ranked(None, *rank_sectors(sectors[use] for use in found))

        return answer

    return {f"{name}, titles": by_titles(way) for name, way in ways.items()} | {
        f"{name}, nearest use": by_uses(way) for name, way in ways.items()
    }


def choose_constant(labels: Sequence[frozenset[str]], k: int) -> tuple[str, ...]:
    """The k entries that are right most often: chosen on these very labels, so a generous bar.

    Every choice is tried where there are few; otherwise the best entry is added step by step.
    """
    entries = sorted({entry for accepted in labels for entry in accepted})
    if k >= len(entries):
        return tuple(entries)
    if comb(len(entries), k) <= MOST_TRIED:
        return max(combinations(entries, k), key=lambda c: count_hits(labels, c))
    chosen: tuple[str, ...] = ()
    for _ in range(k):
        rest = [e for e in entries if e not in chosen]
        chosen = (*chosen, max(rest, key=lambda e: count_hits(labels, (*chosen, e))))
    return chosen


def count_hits(labels: Sequence[frozenset[str]], chosen: Iterable[str]) -> int:
    """How many rows accept any of the chosen entries."""
    wanted = frozenset(chosen)
    return sum(bool(accepted & wanted) for accepted in labels)
