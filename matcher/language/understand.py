"""One text understood: read, grounded in materials and codes, or refused with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from matcher.language.ground import (
    find_origins,
    find_stated_codes,
    ground_codes,
    ground_materials,
)
from matcher.language.index import LanguageIndex
from matcher.language.negation import Named
from matcher.language.normalise import clean, split_words, stems
from matcher.language.phrases import VAGUE
from matcher.language.read import Background, Draft, blank, read
from matcher.language.scoring import probability
from matcher.language.search import as_token
from matcher.language.sight import Sight, look
from matcher.language.topic import is_asking
from matcher.language.weighing import Query, ask
from matcher.model import Grounding, Mention, Reading, Span, Stream

#: a phrase for a content has to name a material nearly to the letter
LEAST_NAMED: Final = 0.8
#: the share of such texts that are streams below which a text is refused
LEAST_STREAM: Final = 0.5
#: the same for a text whose best material and code are less likely than this
SURE_STREAM: Final = 0.75
LEAST_NAMING: Final = 0.1


def understand(
    text: str,
    knowledge: LanguageIndex,
    *,
    activity: str | None = None,
    quantity: str | None = None,
    place: str | None = None,
    country: str | None = None,
) -> Stream:
    """What a text says and what it may mean.

    `activity`, `quantity` and `place` are what a form or table knows beside the text; `country`
    is a two-letter code for place names. Raises InputError for a text of more than 4,000
    characters and for a place that nobody knows.
    """
    plain = clean(text)
    stated = find_stated_codes(plain, knowledge.ties.numbers, knowledge.ties.labels)
    body = blank(plain, [Span(start, end, plain[start:end]) for _, start, end in stated])
    background = Background(knowledge.properties, frozenset(knowledge.words.rows), country)
    draft = read(body, background, quantity=quantity, place=place)
    codes = [grounding for grounding, _, _ in stated]
    query = ask(draft, activity)
    if not codes and not query.names_something:
        return Stream("", text, draft.reading, off_topic=lacking(plain), warnings=draft.warnings)
    sight = look(knowledge, query)
    materials = ground_materials(knowledge, sight)
    fits, activities = find_origins(knowledge, sight)
    found = ground_codes(knowledge, sight, materials, fits, codes)
    reason = None if codes else refuse(knowledge, sight, plain, materials, found)
    reading = replace(name_contents(knowledge, draft), activity=tuple(activities))
    if reason:
        return Stream("", text, reading, off_topic=reason, warnings=draft.warnings)
    materials = materials or by_code(knowledge, codes)
    return Stream("", text, reading, tuple(materials), tuple(found), warnings=draft.warnings)


def lacking(text: str) -> str:
    """What a text that names nothing lacks."""
    if not any(len(word.text) > 1 for word in split_words(text)):
        return "There are no words in it that could name a material."
    said = [w.text for w in split_words(text) if w.stem in VAGUE]
    if said:
        return f"“{said[-1]}” may be any material; the text does not say which."
    return "The text names no material."


def refuse(
    index: LanguageIndex,
    sight: Sight,
    text: str,
    materials: Sequence[Grounding],
    codes: Sequence[Grounding],
) -> str | None:
    """Why a text is no description of a waste stream, or None.

    What decides is how well it meets any material or code, how much of it is known vocabulary,
    whether it asks or orders, and whether it is nearer to streams or to other topics.
    """
    features = stream_features(
        index, sight, text,
        materials[0].probability if materials else 0.0,
        codes[0].probability if codes else 0.0,
    )  # fmt: skip
    named = max(features["material"], features["code"]) >= LEAST_NAMING
    if probability("stream", features) >= (LEAST_STREAM if named else SURE_STREAM):
        return None
    if features["nearer"] < 0 or features["asking"]:
        kind, _, _ = index.topics.judge(sight.vectors[3])
        return f"This reads like {kind}, not like the description of a waste stream."
    return "Nothing in it is like any material or waste that is known here."


def stream_features(
    index: LanguageIndex, sight: Sight, text: str, material: float, code: float
) -> dict[str, float]:
    """What speaks for and against a text being the description of a stream."""
    _, off, on = index.topics.judge(sight.vectors[3])
    return {
        "material": material,
        "code": code,
        "known": known_share(index, sight.query),
        "asking": float(is_asking(text)),
        "nearer": on - off,
        "off": off,
    }


def known_share(index: LanguageIndex, query: Query) -> float:
    """The share of the telling words that stand in any name of a material, code or process."""
    telling = [t for t in query.tokens if t.stem not in VAGUE]
    return sum(bool(index.words.find(t)) for t in telling) / max(1, len(telling))


def name_contents(index: LanguageIndex, draft: Draft) -> Reading:
    """The reading with the materials that its contents and absences name."""
    return replace(
        draft.reading,
        contaminants=tuple(to_mention(index, named) for named in draft.held),
        absent=tuple(to_mention(index, named) for named in draft.absent),
    )


def to_mention(index: LanguageIndex, named: Named) -> Mention:
    """A thing named as content, with the material that bears this name nearly to the letter."""
    return Mention(named.name, name_material(index, named.name), named.span)


def name_material(index: LanguageIndex, phrase: str) -> str | None:
    """The material with a name that a phrase gives nearly to the letter."""
    first, last = index.kinds["material"]
    if first == last or not stems(phrase):
        return None
    said, explained = index.words.score([as_token(w.text, 1.0) for w in split_words(phrase)])
    both = (said * explained)[: int(index.starts[last])]
    best = int(both.argmax())
    return index.terms[best].concept if both[best] >= LEAST_NAMED else None


def by_code(index: LanguageIndex, codes: Sequence[Grounding]) -> list[Grounding]:
    """The materials that fall under stated codes, where the words name none; shared evenly."""
    named = {g.concept: g for g in codes}
    found = sorted({(m, c) for m, _, c in index.ties.arisings if c in named})
    return [
        Grounding(
            material, index.ties.labels.get(material, material), round(named[code].probability / len(found), 3),
            named[code].matches,
        )
        for material, code in found
    ][:6]  # fmt: skip
