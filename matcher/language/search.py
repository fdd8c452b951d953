"""Which forms a text meets by its words and by its letters: two inverted indexes in flat arrays."""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.language.normalise import fold, is_content, singular, split_words, stem
from matcher.language.phrases import VAGUE
from matcher.model import Term

Scores = NDArray[np.float32]
Rows = NDArray[np.int32]

BUCKETS: Final = 1 << 16
GRAMS: Final = (3, 4)
VAGUE_WEIGHT: Final = 0.25
#: how alike an unknown word must be to a known one (0–100), and what it then counts
ALIKE: Final = 86.0
ALIKE_WEIGHT: Final = 0.8
SHORTEST_FUZZY: Final = 5
SHORT_ACRONYM: Final = 5
SHORT: Final = 3
#: how much less rare a word of four concepts is than a word of one
FEW: Final = 1.5


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a query: its level form, how much it counts, and the exact acronym if it is one.

    `guess` is the acronym that a small word would be in capitals; it counts only where the word
    itself is unknown ("ggbs", never "as").
    """

    stem: str
    weight: float
    exact: str = ""
    guess: str = ""


@dataclass(frozen=True, slots=True)
class Postings:
    """For each row (a word or a bucket of letters): the forms that hold it, and its weight there."""

    starts: Rows
    forms: Rows
    weights: Scores

    def row(self, number: int) -> tuple[Rows, Scores]:
        """The forms of one row and the weights."""
        span = slice(self.starts[number], self.starts[number + 1])
        return self.forms[span], self.weights[span]


@dataclass(frozen=True, slots=True)
class WordIndex:
    """The vocabulary with each word's rarity, and the forms by word."""

    rows: Mapping[str, int]
    rarity: Scores
    postings: Postings
    totals: Scores  # weight of all words of each form

    def score(self, tokens: Sequence[Token]) -> tuple[Scores, Scores]:
        """For each form: how much of it the text says, and how much of the text it explains."""
        size = len(self.totals)
        said, explained = np.zeros(size, np.float32), np.zeros(size, np.float32)
        whole = 1e-6
        for token in tokens:
            found = self.find(token)
            rarity = max((float(self.rarity[r]) for r, _ in found), default=self.unknown)
            share = token.weight * rarity * (VAGUE_WEIGHT if token.stem in VAGUE else 1.0)
            whole += share
            best = np.zeros(size, np.float32)
            for row, alike in found:
                forms, weights = self.postings.row(row)
                said[forms] += weights * alike * min(1.0, token.weight)
                best[forms] = np.maximum(best[forms], share * alike)
            explained += best
        return np.minimum(said / self.totals, 1.0), explained / whole

    @property
    def unknown(self) -> float:
        """The rarity of a word that no form holds: as if one form did."""
        return float(self.rarity.max()) if len(self.rarity) else 1.0

    def acronym(self, token: Token) -> str:
        """The acronym that a token stands for, as it is indexed; empty where it is none."""
        return token.exact or (token.guess if self.is_odd(token.stem) else "")

    def is_odd(self, word: str) -> bool:
        """Whether a word is unknown, or known from a few concepts alone."""
        row = self.rows.get(word)
        return row is None or float(self.rarity[row]) > float(self.rarity.max()) - FEW

    def find(self, token: Token) -> list[tuple[int, float]]:
        """The rows that a word meets: itself, its acronym, its parts, or a near spelling."""
        keys = dict.fromkeys((token.stem, self.acronym(token)))
        found = [(self.rows[key], 1.0) for key in keys if key in self.rows]
        if found or len(token.stem) < SHORTEST_FUZZY:
            return found
        parts = self.split(token.stem)
        if parts:
            return [(self.rows[part], 1.0) for part in parts]
        near = self.nearest(token.stem)
        return [(self.rows[near], ALIKE_WEIGHT)] if near else []

    def split(self, word: str) -> tuple[str, ...]:
        """Two known words that the word is made of: "flyash", "Hochofenschlacke"."""
        for cut in range(len(word) - 3, 2, -1):
            for joint in ("", "n", "s", "en", "es"):
                first = word[:cut].removesuffix(joint) if joint else word[:cut]
                if len(first) > 2 and first in self.rows and word[cut:] in self.rows:
                    return first, word[cut:]
        return ()

    def nearest(self, word: str) -> str | None:
        """The known word that is spelt almost the same, if there is one."""
        from rapidfuzz import fuzz, process

        best = process.extractOne(word, self.long_words(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        return str(best[0]) if best and best[0][0] == word[0] else None

    def long_words(self) -> Sequence[str]:
        """The words that are long enough to be misspelt."""
        return list_long_words(tuple(self.rows))


@lru_cache(maxsize=2)
def list_long_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words of five letters or more that are no acronyms."""
    return tuple(w for w in words if len(w) >= SHORTEST_FUZZY and not w.startswith("="))


@dataclass(frozen=True, slots=True)
class LetterIndex:
    """Runs of three and four letters, hashed into buckets, weighted by TF-IDF."""

    rarity: Scores
    postings: Postings
    size: int

    def score(self, text: str) -> Scores:
        """The cosine of a text and each form."""
        counts = count_grams(text)
        weights = {b: (1 + log(n)) * float(self.rarity[b]) for b, n in counts.items()}
        norm = sqrt(sum(w * w for w in weights.values())) or 1.0
        scores = np.zeros(self.size, np.float32)
        for bucket, weight in weights.items():
            forms, values = self.postings.row(bucket)
            scores[forms] += values * np.float32(weight / norm)
        return scores


def count_grams(text: str) -> Counter[int]:
    """How often each bucket of letter runs stands in a text."""
    grams: Counter[int] = Counter()
    for word in split_words(text):
        padded = f" {singular(fold(word.text))} ".encode()
        for size in GRAMS:
            for start in range(len(padded) - size + 1):
                grams[zlib.crc32(padded[start : start + size]) % BUCKETS] += 1
    return grams


def form_words(term: Term) -> list[str]:
    """The level words of a form; a short acronym is one exact word, so that "as" is not "As"."""
    if term.kind == "acronym" and len(term.text) <= SHORT_ACRONYM:
        return ["=" + term.text]
    return [w.stem for w in split_words(term.text) if is_content(w) or len(w.text) > 3]


def build_words(terms: Sequence[Term]) -> WordIndex:
    """The word index of all forms; a word is rare if few concepts have it."""
    listed = [list(dict.fromkeys(form_words(term))) for term in terms]
    concepts: dict[str, set[str]] = defaultdict(set)
    for term, words in zip(terms, listed, strict=True):
        for word in words:
            concepts[word].add(term.concept)
    rows = {word: row for row, word in enumerate(sorted(concepts))}
    count = len({term.concept for term in terms})
    rarity = np.array([log(1 + count / len(concepts[w])) for w in rows], np.float32)
    for word in VAGUE & rows.keys():
        rarity[rows[word]] *= VAGUE_WEIGHT
    cells = [
        (rows[word], form, float(rarity[rows[word]]))
        for form, words in enumerate(listed)
        for word in words
    ]
    totals = np.full(len(terms), 1e-6, np.float32)
    for _, form, weight in cells:
        totals[form] += weight
    return WordIndex(rows, rarity, pack(cells, len(rows)), totals)


def build_letters(terms: Sequence[Term]) -> LetterIndex:
    """The letter index of all forms."""
    counted = [count_grams(term.text) for term in terms]
    spread: Counter[int] = Counter(bucket for grams in counted for bucket in grams)
    rarity = np.ones(BUCKETS, np.float32)
    for bucket, count in spread.items():
        rarity[bucket] = log((1 + len(terms)) / (1 + count)) + 1
    cells = []
    for form, grams in enumerate(counted):
        weights = {b: (1 + log(n)) * float(rarity[b]) for b, n in grams.items()}
        norm = sqrt(sum(w * w for w in weights.values())) or 1.0
        cells += [(bucket, form, weight / norm) for bucket, weight in weights.items()]
    return LetterIndex(rarity, pack(cells, BUCKETS), len(terms))


def pack(cells: list[tuple[int, int, float]], rows: int) -> Postings:
    """(row, form, weight) cells as flat arrays, row by row."""
    cells.sort()
    starts = np.zeros(rows + 1, np.int32)
    for row, _, _ in cells:
        starts[row + 1] += 1
    forms = np.array([form for _, form, _ in cells], np.int32)
    weights = np.array([weight for _, _, weight in cells], np.float32)
    return Postings(np.cumsum(starts, dtype=np.int32), forms, weights)


def as_token(text: str, weight: float) -> Token:
    """A word of the text as a token; one with capitals may be an acronym."""
    if any(ch.isupper() for ch in text):
        return Token(stem(text), weight, "=" + text)
    short = SHORT <= len(text) <= SHORT_ACRONYM
    return Token(stem(text), weight, guess="=" + text.upper() if short else "")
