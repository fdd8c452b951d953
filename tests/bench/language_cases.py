"""The candidates that grounding weighs for a text, with the features it sees, as cases to fit on."""

from __future__ import annotations

from matcher.language.ground import find_origins, support, weigh_codes
from matcher.language.index import LanguageIndex
from matcher.language.normalise import clean
from matcher.language.read import Background, read
from matcher.language.sight import Sight, look, shortlist
from matcher.language.understand import stream_features
from matcher.language.weighing import ask
from matcher.model import Grounding
from tests.bench.fit_language import Case, Example, judge, local


def see(index: LanguageIndex, text: str) -> Sight:
    """The evidence for every form, as `understand` gathers it."""
    background = Background(index.properties, frozenset(index.words.rows))
    return look(index, ask(read(clean(text), background)))


def material_cases(index: LanguageIndex, group: int, example: Example) -> list[Case]:
    """Each material that a text brings up."""
    return [
        Case(group, dict(c.features), local(index.concepts[c.concept]) in example.materials)
        for c in shortlist(index, see(index, example.text), "material")
    ]


def likely_materials(
    index: LanguageIndex, sight: Sight, weights: dict[str, float]
) -> list[Grounding]:
    """Materials with probabilities by constants that are being fitted."""
    found = [
        Grounding(index.concepts[c.concept], "", judge(weights, Case(0, dict(c.features), True)))
        for c in shortlist(index, sight, "material")
    ]
    return sorted((g for g in found if g.probability > 0.1), key=lambda g: -g.probability)[:6]


def code_cases(
    index: LanguageIndex, group: int, example: Example, weights: dict[str, float]
) -> list[Case]:
    """Each waste code that a text brings up."""
    sight = see(index, example.text)
    fits, _ = find_origins(index, sight)
    arising = support(index, likely_materials(index, sight, weights), fits)
    return [
        Case(group, features, local(index.concepts[c.concept]) in example.codes)
        for c, features in weigh_codes(index, sight, arising)
    ]


def stream_case(
    index: LanguageIndex,
    group: int,
    example: Example,
    first: dict[str, float],
    second: dict[str, float],
) -> list[Case]:
    """The text as a stream or none; nothing for texts without any telling word."""
    sight = see(index, example.text)
    if not sight.query.names_something:
        return []
    materials = likely_materials(index, sight, first)
    codes = [judge(second, c) for c in code_cases(index, group, example, first)]
    material = materials[0].probability if materials else 0.0
    features = stream_features(index, sight, clean(example.text), material, max(codes, default=0.0))
    return [Case(group, features, example.stream)]
