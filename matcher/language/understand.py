"""One text understood: read, then grounded, or refused with a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from matcher.language.ground import (
    CODE_CURVE,
    LEAST_CODE,
    LEAST_MATERIAL,
    MATERIAL_CURVE,
    MOST_CODES,
    MOST_MATERIALS,
    codes_by_arising,
    explicit_codes,
    fuse_codes,
    ground_hits,
    to_activities,
)
from matcher.language.index import LanguageIndex
from matcher.language.normalise import content_words
from matcher.language.places import resolve as resolve_place
from matcher.language.quantities import find_quantity
from matcher.language.read import clean, read
from matcher.language.shelf import Hit, Query, head_of
from matcher.language.topic import MARGIN, names_anything
from matcher.model import Activity, Grounding, Reading, Stream

ORIGIN: Final = re.compile(
    r"\b(?:from|produced (?:by|in)|arising (?:from|in)|generated (?:by|in)|of|at|aus|vom|von|der|de|d')\s+(?P<phrase>[^,;.()]{3,80})",
    re.IGNORECASE,
)
LEAST_ORIGIN: Final = 0.42
#: a phrase for a content has to name a material nearly to the letter
LEAST_CONTENT: Final = 0.75
#: words that meet a name by more than this count against a refusal
NAMED_IN_PART: Final = 0.5
#: fused scores below which nothing is meant at all
LEAST_MEANT: Final = 0.33
#: a fused score below which the words beside a content name no material
LEAST_NAMED: Final = 0.55
SEARCHED: Final = 12


def understand(
    text: str,
    index: LanguageIndex,
    *,
    activity: str | None = None,
    quantity: str | None = None,
    place: str | None = None,
    country: str | None = None,
) -> Stream:
    """What a text says and what it may mean; `activity`, `quantity` and `place` add what a form knows."""
    cleaned = clean(text)
    found = read(cleaned, index.properties, lambda phrase: name_material(index, phrase), country)
    reading = found.reading
    core = reading.core or cleaned
    stated = explicit_codes(cleaned, index.numbers)
    if not stated and not names_anything(core):
        return Stream("", text, reading, off_topic=lacking(cleaned), warnings=found.notes)
    queries = ask(index, core)
    hits = index.materials.search(queries, SEARCHED)
    if reading.contaminants and (not hits or hits[0].score < LEAST_NAMED):
        # what holds it is not known: then it is as what it holds
        queries = ask(index, cleaned)
        hits = index.materials.search(queries, SEARCHED)
    direct = index.codes.search(queries[:1], SEARCHED)
    reason = None if stated else refuse(index, cleaned, hits, direct)
    if reason:
        return Stream("", text, reading, off_topic=reason, warnings=found.notes)
    activities, origins = find_origin(index, activity or origin_phrase(core))
    materials = ground_hits(hits, index.labels, MATERIAL_CURVE, LEAST_MATERIAL, MOST_MATERIALS)
    reading = complete(reading, activities, quantity, place, country)
    return Stream(
        "",
        text,
        reading,
        materials,
        list_codes(index, stated, materials, origins, direct),
        warnings=found.notes,
    )


def lacking(text: str) -> str:
    """What a text without any name lacks."""
    if not content_words(text):
        return "There are no words in it that could name a material."
    return "The text says that there is a waste, and not which material it is."


def ask(index: LanguageIndex, core: str) -> list[Query]:
    """The text as a whole, and its head phrase before “from …”; each with its vector and head noun."""
    head_phrase = re.split(
        r"\b(?:from|arising|produced|generated|aus|vom)\b|[,;(]", core, maxsplit=1
    )[0].strip()
    texts = [core]
    if head_phrase and head_phrase != core and names_anything(head_phrase):
        texts.append(head_phrase)
    vectors = index.embedder.encode(texts)
    head, first = head_of(core), head_of(core, "fr")
    return [Query(t, v, head, first) for t, v in zip(texts, vectors, strict=True)]


def name_material(index: LanguageIndex, phrase: str) -> str | None:
    """The material that a phrase names nearly to the letter."""
    said = index.materials.lexicon.score_words(phrase)
    if not len(said):
        return None
    best = int(said.argmax())
    return index.materials.lexicon.terms[best].concept if said[best] >= LEAST_CONTENT else None


def refuse(
    index: LanguageIndex, text: str, hits: Sequence[Hit], direct: Sequence[Hit]
) -> str | None:
    """Why a text is no description of a waste stream, or None.

    It is refused when nothing known is like it, or when it is nearer in meaning to something
    else than to descriptions of waste and does not name a material nearly in full.
    """
    best = max((hit.score for hit in (*hits[:1], *direct[:1])), default=0.0)
    kind, nearer = index.topics.judge(index.embedder.encode([text])[0])
    named = max((hit.words for hit in (*hits[:1], *direct[:1])), default=0.0)
    if nearer > MARGIN + max(0.0, named - NAMED_IN_PART):
        return f"This reads like {kind}, not like the description of a waste stream."
    if best < LEAST_MEANT:
        return "Nothing in it is like any material or waste that is known here."
    return None


def origin_phrase(core: str) -> str | None:
    """The words behind “from”, “produced by”, “aus”."""
    match = ORIGIN.search(core)
    return match["phrase"].strip() if match else None


def find_origin(
    index: LanguageIndex, phrase: str | None
) -> tuple[tuple[Activity, ...], dict[str, float]]:
    """The activities a phrase names, and how well each process fits it."""
    if not phrase:
        return (), {}
    hits = index.activities.search([Query(phrase, index.embedder.encode([phrase])[0])], SEARCHED)
    kept = [hit for hit in hits if hit.score >= LEAST_ORIGIN]
    best = kept[0].score if kept else 1.0
    return to_activities(kept, index.classes, LEAST_ORIGIN), {
        hit.concept: hit.score / best for hit in kept
    }


def list_codes(
    index: LanguageIndex,
    stated: Sequence[Grounding],
    materials: Sequence[Grounding],
    origins: dict[str, float],
    direct: Sequence[Hit],
) -> tuple[Grounding, ...]:
    """Codes that are stated, that follow from the material, and whose titles are alike, fused."""
    named = tuple(
        Grounding(g.concept, index.labels.get(g.concept, g.label), g.probability, g.matches)
        for g in stated
    )
    by_arising = codes_by_arising(materials, index.arisings, origins, index.labels)
    titled = ground_hits(direct, index.labels, CODE_CURVE, LEAST_CODE, MOST_CODES)
    return fuse_codes(named, by_arising, titled)


def complete(
    reading: Reading,
    activities: tuple[Activity, ...],
    quantity: str | None,
    place: str | None,
    country: str | None,
) -> Reading:
    """The reading with what a form or table knows beside the text."""
    where = reading.place or (resolve_place(place, country) if place else None)
    amount = reading.quantity or (find_quantity(quantity) if quantity else None)
    return replace(reading, activity=activities, place=where, quantity=amount)
