"""From words to concepts: materials first, then waste codes through them and by their titles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matcher.language.embed import Vectors
from matcher.language.index import LanguageIndex
from matcher.language.normalise import is_content, split_words
from matcher.language.scoring import Candidate, Evidence, best_forms, choose, probability
from matcher.language.search import Scores, as_token
from matcher.language.weighing import Query
from matcher.model import Activity, Grounding, Match

CANDIDATES: Final = 24
LEAST_MATERIAL: Final = 0.12
LEAST_CODE: Final = 0.04
MOST_MATERIALS: Final = 6
MOST_CODES: Final = 10
STATED: Final = 0.97
#: an arising of a narrower material counts less than one of the material itself or a wider one
NARROWER: Final = 0.5
LEAST_ACTIVITY: Final = 0.45
MOST_ACTIVITIES: Final = 3
CODE: Final = re.compile(
    r"(?<![\d.,/-])(\d{2})(?P<gap>[ .]?)(\d{2})(?P=gap)(\d{2})(?P<star>\s?\*)?"
    r"(?![\d,/]|\.\d|\s*(?:t|kg|m3|m³|EUR|€|%)\b)"
)
ANNOUNCED: Final = re.compile(
    r"\b(?:EWC|LoW|AVV|EAK|EER|CED|LER|waste\s+code|code|Abfallschlüssel)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sight:
    """A query with the evidence for every form of the index, and its vectors."""

    query: Query
    evidence: Evidence
    rough: Scores
    vectors: Vectors  # of the core, of all that is said, of the origin, of the whole text


def look(index: LanguageIndex, query: Query) -> Sight:
    """Score every form of the index once; the three texts are encoded in one go."""
    texts = [query.core, query.full, query.origin or query.core, query.whole]
    vectors = index.embedder.encode(texts)
    likeness = np.maximum(index.vectors @ vectors[:2].T, 0)
    said, explained = index.words.score(query.tokens)
    evidence = Evidence(
        said, explained, index.letters.score(query.core), likeness[:, 0], likeness[:, 1]
    )
    return Sight(query, evidence, evidence.rough(), vectors)


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
        "letters": float(evidence.letters[start:end].max()),
        "core": float(evidence.core[start:end].max()),
        "full": float(evidence.full[start:end].max()),
        "head": float(any(index.heads[f] in heads for f in range(start, end))),
        "formhead": float(bool(heads) and index.heads[form] in heads),
        "whole": float(said > 0.99 and explained > 0.99 and bool(mine)),
    }


def ground_materials(index: LanguageIndex, sight: Sight) -> list[Grounding]:
    """What the stream may be, likeliest first."""
    found = [
        to_grounding(index, sight, c, probability("material", c.features))
        for c in shortlist(index, sight, "material")
    ]
    return rank(found, LEAST_MATERIAL, MOST_MATERIALS)


def ground_codes(
    index: LanguageIndex,
    sight: Sight,
    materials: Sequence[Grounding],
    origins: Mapping[str, float],
    stated: Sequence[Grounding] = (),
) -> list[Grounding]:
    """Waste codes: stated ones, those of the materials' arisings, and those whose titles fit."""
    arising = support(index, materials, origins)
    known = {g.concept for g in stated}
    found = []
    for candidate, features in weigh_codes(index, sight, arising):
        grounding = to_grounding(index, sight, candidate, probability("code", features))
        because = arising.get(grounding.concept)
        if grounding.concept not in known:
            found.append(add_match(grounding, because[2]) if because else grounding)
    return [*stated, *rank(found, LEAST_CODE, MOST_CODES)][:MOST_CODES]


def weigh_codes(
    index: LanguageIndex, sight: Sight, arising: Mapping[str, tuple[float, float, Match]]
) -> list[tuple[Candidate, dict[str, float]]]:
    """Codes whose titles fit, and codes of arisings, each with all its features."""
    titled = {c.concept: c for c in shortlist(index, sight, "code")}
    rows = {index.concepts[row]: row for row in range(*index.kinds["code"])}
    best = max((c.rough for c in titled.values()), default=0.0)
    for iri in sorted(arising):
        if iri in rows and rows[iri] not in titled:
            titled[rows[iri]] = candidate_for(index, sight, rows[iri], best)
    found = []
    for candidate in titled.values():
        strength, fit, _ = arising.get(index.concepts[candidate.concept], (0.0, 0.0, None))
        found.append(
            (candidate, {**candidate.features, "arising": strength, "origin": strength * fit})
        )
    return found


def candidate_for(index: LanguageIndex, sight: Sight, row: int, best: float) -> Candidate:
    """A concept that the titles alone would not have brought up; `best` is the first one's score."""
    span = index.forms_of(row)
    form = span.start + int(np.argmax(sight.rough[span]))
    features = describe(index, sight, form, span.start, span.stop)
    features["behind"] = max(0.0, best - float(sight.rough[form]))
    return Candidate(row, form, float(sight.rough[form]), features)


def support(
    index: LanguageIndex, materials: Sequence[Grounding], origins: Mapping[str, float]
) -> dict[str, tuple[float, float, Match]]:
    """For each code: the probability of a material that falls under it, how well the process
    of that arising fits the stated origin, and the words for it."""
    found: dict[str, tuple[float, float, Match]] = {}
    for grounding in materials:
        mine = index.ties.ancestors.get(grounding.concept, frozenset())
        for material, process, code in index.ties.arisings:
            narrower = grounding.concept in index.ties.ancestors.get(material, frozenset())
            if material not in mine and not narrower:
                continue
            depth = len(mine) - len(index.ties.ancestors.get(material, mine))
            share = NARROWER if material not in mine else 0.9 ** max(0, depth)
            strength = grounding.probability * share
            fit = origin_fit(index, process, origins)
            known = found.get(code)
            if known is None or known[0] + known[1] < strength + fit:
                label = index.ties.labels.get(process, grounding.label)
                because = Match("arising", grounding.label, label, round(strength, 3))
                found[code] = (strength, fit, because)
    return found


def origin_fit(index: LanguageIndex, process: str, origins: Mapping[str, float]) -> float:
    """How well a process, or one that it is a kind of, or a kind of it, fits the stated origin."""
    near = [process, *index.ties.wider.get(process, ())]
    return max((origins.get(p, 0.0) for p in near), default=0.0)


def find_origins(index: LanguageIndex, sight: Sight) -> tuple[dict[str, float], list[Activity]]:
    """Processes and NACE classes that the stated origin means, with how well each fits."""
    if not sight.query.origin.strip():
        return {}, []
    tokens = [as_token(w.text, 1.0) for w in split_words(sight.query.origin) if is_content(w)]
    said, explained = index.words.score(tokens)
    fused = (
        0.6 * np.maximum(index.vectors @ sight.vectors[2], 0)
        + 0.25 * explained
        + 0.15 * index.letters.score(sight.query.origin)
        + 0.1 * said * explained
    )
    fits: dict[str, float] = {}
    for kind in ("process", "sector"):
        first, last = index.kinds[kind]
        for row in range(first, last):
            fits[index.concepts[row]] = float(fused[index.forms_of(row)].max())
    return fits, to_activities(index, fits)


def to_activities(index: LanguageIndex, fits: Mapping[str, float]) -> list[Activity]:
    """The four-digit classes behind the processes and sectors that fit, likeliest first."""
    codes = {iri: n for n, iris in index.ties.numbers.items() for iri in iris if "." in n}
    found: dict[str, float] = {}
    for concept, fit in fits.items():
        for place, sector in enumerate(index.ties.sectors.get(concept, (concept,))):
            number = codes.get(sector, "")
            if len(number) == 5:
                found[sector] = max(found.get(sector, 0.0), fit * (1.0 if place == 0 else 0.9))
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST_ACTIVITIES]
    return [
        Activity(codes[s], index.ties.labels.get(s, s), round(p, 3))
        for s, fit in ranked
        if (p := probability("activity", {"fit": fit})) >= LEAST_ACTIVITY
    ]


def find_stated_codes(
    text: str, numbers: Mapping[str, tuple[str, ...]], labels: Mapping[str, str]
) -> list[tuple[Grounding, int, int]]:
    """Codes that the text itself gives, "18 01 08*", "100201", with where they stand."""
    announced = bool(ANNOUNCED.search(text))
    found = []
    for match in CODE.finditer(text):
        digits = match[1] + match[3] + match[4]
        sure = match["gap"] or match["star"] or announced or digits[0] in "012"
        for iri in numbers.get(digits, ())[:1] if sure else ():
            because = Match("code", match[0].strip(), digits, 1.0)
            grounding = Grounding(iri, labels.get(iri, digits), STATED, (because,))
            found.append((grounding, match.start(), match.end()))
    return found


def to_grounding(
    index: LanguageIndex, sight: Sight, candidate: Candidate, share: float
) -> Grounding:
    """A candidate as a grounding, with the words that met its label and how."""
    iri = index.concepts[candidate.concept]
    term = index.terms[candidate.form]
    evidence = sight.evidence
    scores = {
        "words": float(evidence.said[candidate.form] * evidence.explained[candidate.form]) ** 0.5,
        "letters": float(evidence.letters[candidate.form]),
        "meaning": float(max(evidence.core[candidate.form], evidence.full[candidate.form])),
    }
    matches = tuple(
        Match(method, sight.query.core, term.text, round(min(score, 1.0), 3))
        for method, score in scores.items()
        if score >= 0.3
    )
    return Grounding(iri, index.ties.labels.get(iri, term.text), round(share, 3), matches)


def add_match(grounding: Grounding, match: Match) -> Grounding:
    """A grounding with one more reason."""
    return Grounding(
        grounding.concept, grounding.label, grounding.probability, (match, *grounding.matches)
    )


def rank(found: Sequence[Grounding], least: float, most: int) -> list[Grounding]:
    """The likelier ones, the likeliest first."""
    kept = [g for g in found if g.probability >= least]
    return sorted(kept, key=lambda g: (-g.probability, g.concept))[:most]
