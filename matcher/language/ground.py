"""From words to concepts: materials first, then waste codes through them and by their titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matcher.language.index import LanguageIndex
from matcher.language.names import is_better
from matcher.language.normalise import is_content, split_words, stems
from matcher.language.scoring import Candidate, probability
from matcher.language.search import as_token
from matcher.language.sight import WHOLE, Sight, describe, find_met, shortlist
from matcher.model import Activity, Grounding, Match

LEAST_MATERIAL: Final = 0.12
#: the class of what is bought, and how near a residue must come to it
PRODUCT: Final = "material/PrimaryProduct"
NEARLY: Final = 0.8
LEAST_CODE: Final = 0.04
MOST_MATERIALS: Final = 6
MOST_CODES: Final = 10
STATED: Final = 0.97
LEAST_SHOWN: Final = 0.3
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


def ground_materials(
    index: LanguageIndex, sight: Sight, origins: Mapping[str, float]
) -> list[Grounding]:
    """What the stream may be, likeliest first; a stated origin decides between like names."""
    weighed = weigh_materials(index, sight, origins)
    found = [
        to_grounding(index, sight, c, probability("material", features))
        for c, features in drop_parts(index, sight, weighed)
    ]
    return put_residues_first(index, rank(found, LEAST_MATERIAL, MOST_MATERIALS))


def put_residues_first(index: LanguageIndex, found: Sequence[Grounding]) -> list[Grounding]:
    """The readings, a bought product behind a residue that is nearly as likely: it is waste."""
    best = max((g.probability for g in found), default=0.0)
    behind = [
        g
        for g in found
        if any(a.endswith(PRODUCT) for a in index.ties.ancestors.get(g.concept, ()))
    ]
    near = any(g not in behind and g.probability >= NEARLY * best for g in found)
    return [g for g in found if g not in behind] + behind if near else list(found)


def drop_parts(
    index: LanguageIndex, sight: Sight, weighed: Sequence[tuple[Candidate, dict[str, float]]]
) -> list[tuple[Candidate, dict[str, float]]]:
    """The candidates without those whose name stands only inside or around a better one's.

    "oil fly ash" is no fly ash of coal, "straw ash" no straw, and "granulated copper slag" no
    "granulated slag"; what is wider than the better one stays.
    """
    text = stems(sight.query.full)
    whole = [
        (stems(index.terms[c.form].text), index.concepts[c.concept])
        for c, features in weighed
        if features["told"] > WHOLE
    ]
    kept = []
    for candidate, features in weighed:
        mine = stems(index.terms[candidate.form].text)
        material = index.concepts[candidate.concept]
        beaten = features["told"] > WHOLE and any(
            material not in index.ties.ancestors.get(other, ()) and is_better(theirs, mine, text)
            for theirs, other in whole
        )
        if not beaten:
            kept.append((candidate, features))
    return kept


def weigh_materials(
    index: LanguageIndex, sight: Sight, origins: Mapping[str, float]
) -> list[tuple[Candidate, dict[str, float]]]:
    """Materials that the text brings up, each with all its features."""
    chosen = shortlist(index, sight, "material")
    fits = [material_fit(index, index.concepts[c.concept], origins) for c in chosen]
    best = max(fits, default=0.0)
    return [
        (c, {**c.features, "origin": fit, "elsewhere": best - fit})
        for c, fit in zip(chosen, fits, strict=True)
    ]


def material_fit(index: LanguageIndex, material: str, origins: Mapping[str, float]) -> float:
    """How well the stated origin fits a process from which a material, or a kind of it, arises."""
    if not origins:
        return 0.0
    own = {material, *index.ties.ancestors.get(material, ())}
    processes = {
        process
        for arising, process, _ in index.ties.arisings
        if arising in own or material in index.ties.ancestors.get(arising, ())
    }
    return max((origin_fit(index, process, origins) for process in processes), default=0.0)


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
        because = arising.get(grounding.concept, Arisen()).because
        if grounding.concept not in known:
            found.append(add_match(grounding, because) if because else grounding)
    return [*stated, *rank(found, LEAST_CODE, MOST_CODES)][:MOST_CODES]


@dataclass(frozen=True, slots=True)
class Arisen:
    """Why a code is thought of: how strongly its arising is meant, how well its process fits the
    stated origin, how much better the best process of the same material fits, and the words."""

    strength: float = 0.0
    fit: float = 0.0
    gap: float = 0.0
    because: Match | None = None

    @property
    def features(self) -> dict[str, float]:
        """What decides the code's probability."""
        return {
            "arising": self.strength,
            "origin": self.strength * self.fit,
            "elsewhere": self.strength * self.gap,
        }


def weigh_codes(
    index: LanguageIndex, sight: Sight, arising: Mapping[str, Arisen]
) -> list[tuple[Candidate, dict[str, float]]]:
    """Codes whose titles fit, and codes of arisings, each with all its features."""
    titled = {c.concept: c for c in shortlist(index, sight, "code")}
    rows = {index.concepts[row]: row for row in range(*index.kinds["code"])}
    best = max((c.rough for c in titled.values()), default=0.0)
    for iri in sorted(arising):
        if iri in rows and rows[iri] not in titled:
            titled[rows[iri]] = candidate_for(index, sight, rows[iri], best)
    return [
        (c, {**c.features, **arising.get(index.concepts[c.concept], Arisen()).features})
        for c in titled.values()
    ]


def candidate_for(index: LanguageIndex, sight: Sight, row: int, best: float) -> Candidate:
    """A concept that the titles alone would not have brought up; `best` is the first one's score."""
    span = index.forms_of(row)
    form = span.start + int(np.argmax(sight.rough[span]))
    features = describe(index, sight, form, span.start, span.stop)
    features["behind"] = max(0.0, best - float(sight.rough[form]))
    return Candidate(row, form, float(sight.rough[form]), features)


def support(
    index: LanguageIndex, materials: Sequence[Grounding], origins: Mapping[str, float]
) -> dict[str, Arisen]:
    """The codes under which the materials arise, each with the arising that speaks best for it."""
    found: dict[str, Arisen] = {}
    for grounding in materials:
        rows = list(list_arisings(index, grounding))
        fits = [origin_fit(index, process, origins) for process, _, _ in rows]
        best = max(fits, default=0.0)
        for (process, code, strength), fit in zip(rows, fits, strict=True):
            known = found.get(code)
            if known is None or known.strength + known.fit < strength + fit:
                label = index.ties.labels.get(process, grounding.label)
                because = Match("arising", grounding.label, label, round(strength, 3))
                found[code] = Arisen(strength, fit, best - fit, because)
    return found


def list_arisings(index: LanguageIndex, grounding: Grounding) -> Iterator[tuple[str, str, float]]:
    """Process, code and strength of each arising of a material, of what is wider or narrower."""
    mine = index.ties.ancestors.get(grounding.concept, frozenset())
    for material, process, code in index.ties.arisings:
        theirs = index.ties.ancestors.get(material, frozenset())
        if material in mine:
            share = 0.9 ** max(0, len(mine) - len(theirs))
        elif grounding.concept in theirs:
            share = NARROWER
        else:
            continue
        yield process, code, grounding.probability * share


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
    said = float(evidence.said[candidate.form])
    words = float(said * evidence.explained[candidate.form]) ** 0.5
    core = sight.query.core
    label = index.ties.labels.get(iri, term.text)
    spelt = [
        ("acronym", find_met(sight.query.whole, acronym), 1.0)
        for acronym, name in sight.query.spelt
        if name == label
    ]
    found = (
        *spelt,
        # a form that is said in full is named by its kind: an acronym, a trade name
        (term.kind if said > WHOLE else "words", find_met(sight.query.whole, term.text), words),
        ("letters", core, float(evidence.letters[candidate.form])),
        ("meaning", core, float(max(evidence.core[candidate.form], evidence.full[candidate.form]))),
    )
    matches = tuple(
        Match(method, span or core, term.text, round(min(score, 1.0), 3))
        for method, span, score in found
        if score >= LEAST_SHOWN
    )
    return Grounding(iri, label, round(share, 3), matches)


def add_match(grounding: Grounding, match: Match) -> Grounding:
    """A grounding with one more reason."""
    return Grounding(
        grounding.concept, grounding.label, grounding.probability, (match, *grounding.matches)
    )


def rank(found: Sequence[Grounding], least: float, most: int) -> list[Grounding]:
    """The likelier ones, the likeliest first."""
    kept = [g for g in found if g.probability >= least]
    return sorted(kept, key=lambda g: (-g.probability, g.concept))[:most]
