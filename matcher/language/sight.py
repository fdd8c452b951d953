"""A text seen against the index: every form scored once, and the likeliest concepts of a kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from matcher.language.embed import Vectors
from matcher.language.index import LanguageIndex
from matcher.language.normalise import is_content, split_words
from matcher.language.scoring import Candidate, Evidence, best_forms, choose
from matcher.language.search import Scores, Token, as_token
from matcher.language.weighing import NAMING, Query, find_heads

CANDIDATES: Final = 24
WHOLE: Final = 0.99
#: a form holds all that is said, and more, from this share of the text on
ALL: Final = 0.9


@dataclass(frozen=True, slots=True)
class Sight:
    """A query with the evidence for every form of the index, and its vectors."""

    query: Query
    evidence: Evidence
    rough: Scores
    vectors: Vectors  # of the core, of all that is said, of the origin, of the whole text


def look(index: LanguageIndex, query: Query) -> Sight:
    """Score every form of the index once; the four texts are encoded in one go."""
    query = spell_out(index, query)
    texts = [query.core, query.full, query.origin or query.core, query.whole]
    vectors = index.embedder.encode(texts)
    likeness = np.maximum(index.vectors @ vectors[:2].T, 0)
    said, explained = index.words.score(query.tokens)
    told, covered = index.words.score([replace(t, weight=1.0) for t in query.tokens])
    evidence = Evidence(
        said,
        explained,
        told,
        covered,
        index.letters.score(query.core),
        likeness[:, 0],
        likeness[:, 1],
    )
    return Sight(query, evidence, evidence.rough(), vectors)


def spell_out(index: LanguageIndex, query: Query) -> Query:
    """The query with the material's name beside its acronym, where the acronym has one meaning.

    The language model knows no "PFA" and no code title has it; "coal fly ash" both know. What
    stands aside ("foam blown with CFC") is left as it is: it does not name the stream.
    """
    spelt = {
        index.words.acronym(token)[1:]: label
        for token in query.tokens
        if token.weight >= NAMING and (label := find_spelt(index, token))
    }
    if not spelt:
        return query
    tokens: list[Token] = []
    for token in query.tokens:
        label = spelt.get(index.words.acronym(token)[1:], "")
        words = [w.text for w in split_words(label) if is_content(w)]
        tokens += [as_token(w, token.weight) for w in words] or [token]
    unique = {t.stem: t for t in sorted(tokens, key=lambda t: t.weight)}
    return replace(
        query, core=write_out(query.core, spelt), full=write_out(query.full, spelt),
        tokens=tuple(unique.values()), spelt=tuple(spelt.items()),
        heads=query.heads | find_heads(write_out(query.core, spelt)),
    )  # fmt: skip


def find_spelt(index: LanguageIndex, token: Token) -> str | None:
    """The label of the one material that has a token for its acronym, else of the one entry."""
    row = index.words.rows.get(index.words.acronym(token))
    if row is None:
        return None
    forms, _ = index.words.postings.row(row)
    acronyms = [f for f in forms.tolist() if index.terms[f].kind == "acronym"]
    last = int(index.starts[index.kinds["material"][1]])
    meant = {index.terms[f].concept for f in acronyms if f < last} or {
        index.terms[f].concept for f in acronyms
    }
    return index.ties.labels.get(meant.pop()) if len(meant) == 1 else None


def write_out(text: str, spelt: Mapping[str, str]) -> str:
    """A text with names in place of acronyms."""
    for acronym, label in spelt.items():
        text = re.sub(rf"(?<!\w){re.escape(acronym)}(?!\w)", label, text, flags=re.IGNORECASE)
    return text


def shortlist(index: LanguageIndex, sight: Sight, kind: str) -> list[Candidate]:
    """The likeliest concepts of a kind, each with its best form and the features for it."""
    first, last = index.kinds[kind]
    if first == last:
        return []
    starts = index.starts[first:last]
    offset = int(starts[0])
    end = int(index.starts[last])
    rough = sight.rough[offset:end]
    forms, best = best_forms(rough, starts - offset, index.starts[first + 1 : last + 1] - offset)
    chosen = choose(best, CANDIDATES)
    found = []
    for place, row in enumerate(chosen):
        form = int(forms[row]) + offset
        rival = chosen[1] if place == 0 and len(chosen) > 1 else chosen[0]
        features = describe(
            index, sight, form, int(starts[row]), int(index.starts[first + row + 1])
        )
        features["lead" if place == 0 else "behind"] = abs(float(best[row] - best[rival]))
        found.append(Candidate(first + row, form, float(best[row]), features))
    return found


def describe(
    index: LanguageIndex, sight: Sight, form: int, start: int, end: int
) -> dict[str, float]:
    """The features of a concept: its best form's, and the best likeness over all its forms."""
    evidence, heads = sight.evidence, sight.query.heads
    said, explained = float(evidence.said[form]), float(evidence.explained[form])
    mine = set(index.terms[form].text.split())
    return {
        "said": said,
        "explained": explained,
        "both": said * explained,
        "told": float(evidence.told[form]),
        "covered": float(evidence.covered[form]),
        "letters": float(evidence.letters[start:end].max()),
        "core": float(evidence.core[start:end].max()),
        "full": float(evidence.full[start:end].max()),
        "head": float(any(index.heads[f] in heads for f in range(start, end))),
        "formhead": float(bool(heads) and index.heads[form] in heads),
        "swallowed": float(
            evidence.covered[form] > ALL and index.heads[form] not in sight.query.stems
        ),
        "whole": float(said > WHOLE and explained > WHOLE and bool(mine)),
    }


def find_met(text: str, form: str) -> str:
    """The words of a text that met a form: from the first to the last, gaps shown as "…"."""
    wanted = {w.stem for w in split_words(form)}
    runs: list[tuple[int, int]] = []
    last: int | None = None
    for place, word in enumerate(split_words(text)):
        if word.stem in wanted and is_content(word):
            near = runs and last == place - 1
            runs[-1:] = [(runs[-1][0], word.end)] if near else [*runs[-1:], (word.start, word.end)]
            last = place
    return " … ".join(text[start:end] for start, end in runs)
