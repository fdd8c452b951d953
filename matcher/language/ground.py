"""From words to concepts: materials first, then codes through their origins and directly."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp
from typing import Final

from matcher.language.shelf import Hit
from matcher.model import Activity, Grounding, Match

#: logistic of (score, lead over the next one): fitted on the texts of data/evaluation/own.jsonl
MATERIAL_CURVE: Final = (-9.0, 14.0, 4.0)
CODE_CURVE: Final = (-8.5, 12.0, 4.0)
LEAST_MATERIAL: Final = 0.20
LEAST_CODE: Final = 0.10
MOST_MATERIALS: Final = 6
MOST_CODES: Final = 8
#: how sure an arising is when the origin is the stated one, unknown, or another one
SAME_ORIGIN, NO_ORIGIN, OTHER_ORIGIN = 1.0, 0.8, 0.45
PER_LEVEL: Final = (
    0.85  # for each class between the material and the one that the arising is stated for
)
CODE: Final = re.compile(
    r"(?<![\d.,])(\d{2})(?P<gap>[ .]?)(\d{2})(?P=gap)(\d{2})(?P<star>\s?\*)?(?![\d])"
)
CODE_WORD: Final = re.compile(
    r"\b(?:EWC|LoW|AVV|EAK|EER|CED|code|Abfallschlüssel)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Arising:
    """A code that a material may fall under, the process it falls from, and how far up it is stated."""

    code: str
    process: str
    levels: int


def to_probability(score: float, lead: float, curve: tuple[float, float, float]) -> float:
    """The share of such answers that is right, from the score and its lead over the next."""
    base, by_score, by_lead = curve
    return round(1 / (1 + exp(-(base + by_score * score + by_lead * lead))), 3)


def ground_hits(
    hits: Sequence[Hit],
    labels: Mapping[str, str],
    curve: tuple[float, float, float],
    least: float,
    most: int,
) -> tuple[Grounding, ...]:
    """Hits as groundings with probabilities, those too unlikely left out."""
    found = []
    for number, hit in enumerate(hits):
        rival = hits[1].score if number == 0 and len(hits) > 1 else hits[0].score
        probability = to_probability(hit.score, hit.score - rival if len(hits) > 1 else 0.1, curve)
        if probability >= least:
            found.append(
                Grounding(
                    hit.concept, labels.get(hit.concept, hit.concept), probability, hit.matches()
                )
            )
    return tuple(sorted(found, key=lambda g: -g.probability)[:most])


def explicit_codes(text: str, known: Mapping[str, str]) -> tuple[Grounding, ...]:
    """Codes that the text itself states: spaced, starred, or announced by a word for code."""
    found = []
    announced = CODE_WORD.search(text)
    for match in CODE.finditer(text):
        digits = "".join(match.group(1, 3, 4))
        iri = known.get(digits)
        if iri and (match["gap"] or match["star"] or announced):
            found.append(
                Grounding(iri, digits, 0.97, (Match("code", match[0].strip(), digits, 1.0),))
            )
    return tuple(found)


def codes_by_arising(
    materials: Sequence[Grounding],
    arisings: Mapping[str, Sequence[Arising]],
    origins: Mapping[str, float],
    labels: Mapping[str, str],
) -> dict[str, Grounding]:
    """Codes through the materials: likely as the material is, and as its origin is the stated one."""
    found: dict[str, Grounding] = {}
    for material in materials:
        for arising in arisings.get(material.concept, ()):
            share = (
                material.probability
                * PER_LEVEL**arising.levels
                * origin_share(arising.process, origins)
            )
            known = found.get(arising.code)
            if known is None or known.probability < share:
                because = Match(
                    "arising",
                    material.label,
                    labels.get(arising.process, arising.process),
                    round(share, 3),
                )
                found[arising.code] = Grounding(
                    arising.code, labels.get(arising.code, ""), round(share, 3), (because,)
                )
    return found


def origin_share(process: str, origins: Mapping[str, float]) -> float:
    """How well an arising's process fits the stated origin."""
    if not origins:
        return NO_ORIGIN
    fit = origins.get(process, 0.0)
    return OTHER_ORIGIN + (SAME_ORIGIN - OTHER_ORIGIN) * fit


def fuse_codes(
    stated: Sequence[Grounding], by_arising: Mapping[str, Grounding], direct: Sequence[Grounding]
) -> tuple[Grounding, ...]:
    """Stated codes first; the two other ways support each other, neither being sure of itself."""
    found: dict[str, Grounding] = dict(by_arising)
    surest = max((g.probability for g in by_arising.values()), default=0.0)
    for grounding in direct:
        known = found.get(grounding.concept)
        if known is None:
            # a title alone speaks less surely the surer the material's own codes are
            share = grounding.probability * (1 - 0.8 * surest)
            found[grounding.concept] = replace(grounding, probability=round(share, 3))
        else:
            both = 1 - (1 - known.probability) * (1 - 0.5 * grounding.probability)
            found[grounding.concept] = replace(
                known, probability=round(both, 3), matches=known.matches + grounding.matches
            )
    for grounding in stated:
        found[grounding.concept] = grounding
    ranked = sorted(found.values(), key=lambda g: (-g.probability, g.concept))
    return tuple(g for g in ranked if g.probability >= LEAST_CODE)[:MOST_CODES]


def to_activities(
    hits: Sequence[Hit], classes: Mapping[str, tuple[str, str]], least: float
) -> tuple[Activity, ...]:
    """The NACE classes behind the processes and sectors that an origin phrase met."""
    found: dict[str, Activity] = {}
    for hit in hits:
        if hit.score < least or hit.concept not in classes:
            continue
        nace, label = classes[hit.concept]
        found.setdefault(nace, Activity(nace, label, round(min(0.95, hit.score), 3)))
    return tuple(found.values())[:3]
