"""The works or shop that stands beside a stream without a preposition: "greensand, iron foundry"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from matcher.language.normalise import Word, fold, is_content, split_words
from matcher.language.phrases import VAGUE
from matcher.model import Span

#: nouns of places where waste arises, as they end an English phrase
SITES: Final = frozenset(
    [
        "abattoir",
        "airport",
        "bakery",
        "boatyard",
        "boiler",
        "brewery",
        "brickworks",
        "builder",
        "butchery",
        "cannery",
        "canteen",
        "clinic",
        "company",
        "contractor",
        "converter",
        "creamery",
        "dairy",
        "depot",
        "distillery",
        "electroplater",
        "extruder",
        "facility",
        "factory",
        "farm",
        "firm",
        "forge",
        "foundry",
        "furnace",
        "galvaniser",
        "galvanizer",
        "garage",
        "glassworks",
        "greenhouse",
        "grower",
        "hatchery",
        "hospital",
        "hotel",
        "incinerator",
        "industry",
        "ironworks",
        "joinery",
        "kiln",
        "kitchen",
        "lab",
        "laboratory",
        "laundry",
        "maker",
        "maltings",
        "manufacturer",
        "mill",
        "mine",
        "moulder",
        "molder",
        "nursery",
        "office",
        "packer",
        "papermill",
        "plant",
        "plater",
        "port",
        "printer",
        "printworks",
        "processor",
        "producer",
        "quarry",
        "recycler",
        "refinery",
        "restaurant",
        "roastery",
        "sawmill",
        "shipyard",
        "shop",
        "shredder",
        "site",
        "slaughterhouse",
        "smelter",
        "station",
        "steelworks",
        "supermarket",
        "tannery",
        "waterworks",
        "winery",
        "works",
        "workshop",
        "yard",
    ]
)
#: the same as German nouns end and as French phrases begin
GERMAN: Final = re.compile(
    r"(?:giesserei|werke?|fabrik|betrieb|huette|muehle|brauerei|brennerei|molkerei|kaeserei|"
    r"baeckerei|druckerei|gerberei|faerberei|schreinerei|tischlerei|schlachthof|anlage|"
    r"steinbruch|industrie|werkstatt|ofen|kessel|raffinerie|kelterei|metzgerei|fleischerei|kueche|"
    r"kantine|krankenhaus|gaertnerei|galvanik|lackiererei|kokerei|baustelle)$"
)
FRENCH: Final = frozenset(
    [
        "abattoir",
        "acierie",
        "atelier",
        "boulangerie",
        "brasserie",
        "cantine",
        "carriere",
        "centrale",
        "chantier",
        "cimenterie",
        "distillerie",
        "ferme",
        "fonderie",
        "hopital",
        "imprimerie",
        "laiterie",
        "papeterie",
        "raffinerie",
        "scierie",
        "station",
        "sucrerie",
        "tannerie",
        "usine",
        "verrerie",
    ]
)
SIGN: Final = re.compile(r"[,;:()]\s|[,;:()]$|\s[–-]\s|[()]")
#: a phrase of more words than this says more than a place
MOST_WORDS: Final = 5


def find_sites(text: str, taken: Sequence[Span] = ()) -> list[Span]:
    """The stretches between signs that only name a works or shop, if another names the stream.

    `taken` are spans already read as something else: blanked, and never part of a site.
    """
    parts = split_segments(text)
    sites = [
        part
        for part in parts
        if names_site(part.text)
        and not any(s.start < part.end and part.start < s.end for s in taken)
    ]
    named = [part for part in parts if part not in sites and says_something(part)]
    return sites if named else []


def split_segments(text: str) -> list[Span]:
    """The stretches between commas, colons, brackets and dashes, without the spaces around."""
    found, start = [], 0
    for cut in [*((m.start(), m.end()) for m in SIGN.finditer(text)), (len(text), len(text))]:
        raw = text[start : cut[0]]
        lead = len(raw) - len(raw.lstrip())
        if raw.strip():
            found.append(Span(start + lead, start + len(raw.rstrip()), raw.strip()))
        start = cut[1]
    return found


def names_site(phrase: str) -> bool:
    """Whether a phrase is nothing but the name of a works: "our iron foundry", "Ziegelwerk"."""
    words = [w for w in split_words(phrase) if is_content(w)]
    if not words or len(words) > MOST_WORDS or any(ch.isdigit() for ch in phrase):
        return False
    first, last = fold(words[0].text), fold(words[-1].text)
    return last in SITES or first in FRENCH or bool(GERMAN.search(last))


def says_something(part: Span) -> bool:
    """Whether a stretch has a word that can name a stream."""
    return any(is_telling(w) for w in split_words(part.text))


def is_telling(word: Word) -> bool:
    """Whether a word is more than "waste" or "old"."""
    return is_content(word) and word.stem not in VAGUE
