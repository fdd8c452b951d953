"""One kind of concept with all its surface forms, searched by words, letters and meaning at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.language.embed import Embedder, Vectors
from matcher.language.lexicon import Lexicon, Postings, build_lexicon
from matcher.language.normalise import content_words
from matcher.model import Match, Term

#: linear fusion; equal-weight rank fusion was measured to do worse
MEANING, WORDS, LETTERS = 0.45, 0.35, 0.20
NO_HEAD: Final = 0.6  # what is left of the words' score when the head noun is another one
CUTS: Final = (
    ",",
    "(",
    "[",
    " from ",
    " of ",
    " for ",
    " with ",
    " in ",
    " at ",
    " aus ",
    " vom ",
    " von ",
    " that ",
    " which ",
)
#: words for a state, which people put behind the noun
STATES: Final = frozenset(
    [
        "dry",
        "wet",
        "oily",
        "fine",
        "coarse",
        "hot",
        "cold",
        "clean",
        "dirty",
        "broken",
        "loose",
        "raw",
        "fresh",
        "old",
        "new",
        "damp",
        "sticky",
        "dusty",
    ]
)
FIELDS: Final = ("starts", "forms", "weights")


@dataclass(frozen=True, slots=True)
class Query:
    """A text to be searched for: the words, its vector, and its head noun if it has one."""

    text: str
    vector: NDArray[np.float32]
    head: str | None = None
    first: str | None = None  # where French has its head noun


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept found, its fused score 0 to 1, and what each method said of its best form."""

    concept: str
    score: float
    form: str
    meaning: float
    words: float
    letters: float
    query: str

    def matches(self) -> tuple[Match, ...]:
        """The methods that spoke for it, strongest first, as evidence."""
        said = [("words", self.words), ("meaning", self.meaning), ("letters", self.letters)]
        if self.words >= 0.99:
            said = [("label", 1.0), said[1]]
        kept = sorted((pair for pair in said if pair[1] >= 0.25), key=lambda pair: -pair[1])
        return tuple(
            Match(method, self.query, self.form, round(min(1.0, score), 3))
            for method, score in kept[:3]
        )


@dataclass(frozen=True, slots=True)
class Shelf:
    """All forms of one kind of concept with their vectors; `concepts[n]` is the concept of form n."""

    lexicon: Lexicon
    vectors: Vectors
    heads: tuple[str, ...]  # distinct head nouns; `head_of_form` points into them
    head_of_form: NDArray[np.int32]
    french: NDArray[np.bool_]  # which forms have their head noun in front
    concepts: tuple[str, ...]  # distinct, in order of first form
    owner: NDArray[np.int32]

    def search(self, queries: Sequence[Query], most: int) -> list[Hit]:
        """The best concepts over all queries, best first."""
        best: dict[str, Hit] = {}
        if not self.concepts:
            return []
        for query in queries:
            for hit in self.search_one(query, most):
                if hit.concept not in best or best[hit.concept].score < hit.score:
                    best[hit.concept] = hit
        return sorted(best.values(), key=lambda hit: (-hit.score, hit.concept))[:most]

    def search_one(self, query: Query, most: int) -> list[Hit]:
        """Fuse the three scores of every form and keep each concept's best form."""
        meaning = np.maximum(self.vectors @ query.vector, 0)
        said = self.lexicon.score_words(query.text)
        letters = self.lexicon.score_ngrams(query.text)
        if query.head is not None:
            said = np.where(self.has_head(query), said, said * NO_HEAD)
        fused = MEANING * meaning + WORDS * said + LETTERS * letters
        top = np.zeros(len(self.concepts), np.float32)
        np.maximum.at(top, self.owner, fused)
        chosen = np.argsort(-top, kind="stable")[:most]
        return [
            self.describe(int(concept), fused, meaning, said, letters, query)
            for concept in chosen
            if top[concept] > 0
        ]

    def has_head(self, query: Query) -> NDArray[np.bool_]:
        """For each form, whether its head noun is the query's, each in its own language's place."""
        last, first = (
            self.heads.index(h) if h in self.heads else -1 for h in (query.head, query.first)
        )
        same: NDArray[np.bool_] = self.head_of_form == np.where(self.french, first, last)
        return same

    def describe(
        self,
        concept: int,
        fused: Vectors,
        meaning: Vectors,
        said: Vectors,
        letters: Vectors,
        query: Query,
    ) -> Hit:
        """A hit with its best form."""
        own = np.flatnonzero(self.owner == concept)
        form = int(own[np.argmax(fused[own])])
        return Hit(
            self.concepts[concept],
            float(fused[form]),
            self.lexicon.terms[form].text,
            float(meaning[form]),
            float(said[form]),
            float(letters[form]),
            query.text,
        )

    def save(self, folder: Path, name: str) -> None:
        """Write plain arrays and JSON; nothing in it is code."""
        lexicon = self.lexicon
        np.save(folder / f"{name}-vectors.npy", self.vectors)
        arrays = {
            f"{kind}_{field}": getattr(p, field)
            for kind, p in (("word", lexicon.by_word), ("ngram", lexicon.by_ngram))
            for field in FIELDS
        }
        np.savez(
            folder / f"{name}-postings.npz",
            total=lexicon.word_total,
            rarity=lexicon.rarity,
            owner=self.owner,
            head_of_form=self.head_of_form,
            french=self.french,
            **arrays,
        )
        said = {
            "terms": [[t.text, t.concept, t.kind, t.language] for t in lexicon.terms],
            "heads": self.heads,
            "concepts": self.concepts,
            "words": list(lexicon.by_word.vocabulary),
            "ngrams": list(lexicon.by_ngram.vocabulary),
        }
        (folder / f"{name}.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path, name: str) -> Shelf:
        """Open what `save` wrote; the vectors stay on disk until they are used."""
        said = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        with np.load(folder / f"{name}-postings.npz", allow_pickle=False) as arrays:
            found = {key: arrays[key] for key in arrays.files}
        by_word, by_ngram = (
            Postings(
                {entry: n for n, entry in enumerate(said[f"{kind}s"])},
                *(found[f"{kind}_{field}"] for field in FIELDS),
            )
            for kind in ("word", "ngram")
        )
        terms = tuple(Term(*row) for row in said["terms"])
        lexicon = Lexicon(terms, by_word, by_ngram, found["total"], found["rarity"])
        vectors = np.load(folder / f"{name}-vectors.npy", mmap_mode="r", allow_pickle=False)
        return cls(
            lexicon,
            vectors,
            tuple(said["heads"]),
            found["head_of_form"],
            found["french"],
            tuple(said["concepts"]),
            found["owner"],
        )


def build_shelf(terms: Sequence[Term], embedder: Embedder) -> Shelf:
    """Index forms by words and letters, and encode them all."""
    concepts = tuple(dict.fromkeys(term.concept for term in terms))
    number = {concept: n for n, concept in enumerate(concepts)}
    vectors = (
        embedder.encode([term.text for term in terms]) if terms else np.zeros((0, 384), np.float32)
    )
    each = [head_of(term.text, term.language) or "" for term in terms]
    heads = tuple(sorted(set(each)))
    head_of_form = np.array([heads.index(head) for head in each], np.int32)
    french = np.array([term.language == "fr" for term in terms], np.bool_)
    owner = np.array([number[term.concept] for term in terms], np.int32)
    return Shelf(build_lexicon(terms), vectors, heads, head_of_form, french, concepts, owner)


def head_of(text: str, language: str = "en") -> str | None:
    """The folded head noun of a name: its last noun before “from”, “of”, a comma; French: its first."""
    for cut in CUTS:
        head, _, _ = text.partition(cut)
        text = head if content_words(head) else text
    found = content_words(text)
    if not found:
        return None
    if language == "fr":
        return found[0]
    nouns = [
        word for word in found if word not in STATES and not (len(word) > 5 and word.endswith("ed"))
    ]
    return (nouns or found)[-1]
