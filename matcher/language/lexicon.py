"""Every surface form of every concept, and how well a text meets each of them by its words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.language.normalise import content_words, words
from matcher.model import Term

Scores = NDArray[np.float32]

#: share of a form's weight against that of the text in a word score
FORM_SHARE: Final = 0.7
NGRAM: Final = 4


@dataclass(frozen=True, slots=True)
class Postings:
    """For each row of a vocabulary: which forms hold it, and with which weight."""

    vocabulary: Mapping[str, int]
    starts: NDArray[np.int32]
    forms: NDArray[np.int32]
    weights: Scores

    def row(self, number: int) -> tuple[NDArray[np.int32], Scores]:
        """The forms that hold an entry, and its weight in each."""
        span = slice(self.starts[number], self.starts[number + 1])
        return self.forms[span], self.weights[span]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Forms with two inverted indexes: whole words, and runs of four characters."""

    terms: tuple[Term, ...]
    by_word: Postings
    by_ngram: Postings
    word_total: Scores  # the weight of all words of each form
    rarity: Scores  # the weight of each word of the vocabulary

    def score_words(self, text: str) -> Scores:
        """For each form, 0 to 1: how much of it the text says, and how much of the text it says."""
        found = [self.nearest(word) for word in dict.fromkeys(content_words(text))]
        rows = [row for row in found if row is not None]
        unknown = len(found) - len(rows)
        hits = np.zeros(len(self.terms), np.float32)
        for row in rows:
            forms, weights = self.by_word.row(row)
            hits[forms] += weights
        top = float(self.rarity.max()) if len(self.rarity) else 1.0
        said = float(sum(self.rarity[row] for row in rows)) + unknown * top * 0.5
        of_form = hits / np.maximum(self.word_total, 1e-6)
        of_text = hits / max(said, 1e-6)
        scores: Scores = (
            of_form**1.5 * (FORM_SHARE + (1 - FORM_SHARE) * np.minimum(of_text, 1))
        ).astype(np.float32)
        return scores

    def nearest(self, word: str) -> int | None:
        """The row of a word, or of the one word that it is a slip of the pen for."""
        row = self.by_word.vocabulary.get(word)
        if row is not None or len(word) < 5:
            return row
        from rapidfuzz import fuzz, process

        best = process.extractOne(
            word, self.by_word.vocabulary.keys(), scorer=fuzz.ratio, score_cutoff=86
        )
        return self.by_word.vocabulary[best[0]] if best else None

    def score_ngrams(self, text: str) -> Scores:
        """For each form, 0 to 1: the cosine of its runs of four characters with the text's."""
        counts = Counter(ngrams(text))
        total = np.zeros(len(self.terms), np.float32)
        length = 0.0
        for gram, count in counts.items():
            row = self.by_ngram.vocabulary.get(gram)
            if row is None:
                continue
            forms, weights = self.by_ngram.row(row)
            rarity = log(1 + len(self.terms) / len(forms))
            weight = (1 + log(count)) * rarity
            length += weight * weight
            total[forms] += weight * weights
        scores: Scores = total / max(length**0.5, 1e-6)
        return scores

    def knows(self, word: str) -> bool:
        """Whether a folded word stands in any form."""
        return word in self.by_word.vocabulary


def ngrams(text: str) -> list[str]:
    """The runs of four characters of a text, word by word, with a mark at the word's ends."""
    return [
        f" {w} "[n : n + NGRAM]
        for w in content_words(text)
        for n in range(max(1, len(w) + 3 - NGRAM))
    ]


def build_lexicon(terms: Sequence[Term]) -> Lexicon:
    """Index every form by its words and by its runs of characters."""
    bags = [Counter(content_words(term.text) or words(term.text)) for term in terms]
    spread = Counter(word for bag in bags for word in bag)
    vocabulary = {word: n for n, word in enumerate(sorted(spread))}
    rarity = np.array([log(1 + len(terms) / spread[word]) for word in vocabulary], np.float32)
    by_word = index(vocabulary, ({w: float(rarity[vocabulary[w]]) for w in bag} for bag in bags))
    total = np.array([sum(rarity[vocabulary[w]] for w in bag) for bag in bags], np.float32)
    return Lexicon(tuple(terms), by_word, index_ngrams(terms), total, rarity)


def index_ngrams(terms: Sequence[Term]) -> Postings:
    """Weigh the runs of each form by their rarity, scaled to length one."""
    bags = [Counter(ngrams(term.text)) for term in terms]
    spread = Counter(gram for bag in bags for gram in bag)
    vocabulary = {gram: n for n, gram in enumerate(sorted(spread))}
    rarity = {gram: log(1 + len(terms) / spread[gram]) for gram in vocabulary}

    def weigh(bag: Counter[str]) -> dict[str, float]:
        raw = {gram: (1 + log(count)) * rarity[gram] for gram, count in bag.items()}
        length = sum(w * w for w in raw.values()) ** 0.5 or 1.0
        return {gram: weight / length for gram, weight in raw.items()}

    return index(vocabulary, (weigh(bag) for bag in bags))


def index(vocabulary: Mapping[str, int], bags: Iterable[Mapping[str, float]]) -> Postings:
    """Turn bags of weighted entries, one for each form, into postings by entry."""
    rows: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for form, bag in enumerate(bags):
        for entry, weight in bag.items():
            rows[vocabulary[entry]].append((form, weight))
    lengths = [len(rows[n]) for n in range(len(vocabulary))]
    flat = [pair for n in range(len(vocabulary)) for pair in rows[n]]
    return Postings(
        vocabulary,
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32),
        np.array([form for form, _ in flat], np.int32),
        np.array([weight for _, weight in flat], np.float32),
    )
