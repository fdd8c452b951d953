"""Text made comparable: cleaned, folded, cut into words, plurals and spellings levelled."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from matcher.errors import InputError

MOST_CHARACTERS: Final = 4_000
WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
UMLAUTS: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe"}
)
#: British and American spellings, and the variants of chemistry, brought to one
SPELLINGS: Final = (
    ("sulph", "sulf"),
    ("aluminium", "aluminum"),
    ("fibre", "fiber"),
    ("colour", "color"),
    ("tyre", "tire"),
    ("mould", "mold"),
    ("plough", "plow"),
    ("grey", "gray"),
    ("isation", "ization"),
    ("ised", "ized"),
    ("ising", "izing"),
    ("litre", "liter"),
    ("metre", "meter"),
    ("centre", "center"),
    ("oestr", "estr"),
    ("sludges", "sludge"),
    ("whisky", "whiskey"),
    ("draff", "draff"),
    ("unburnt", "unburned"),
)
KEPT_WHOLE: Final = frozenset(
    [
        "gas",
        "glass",
        "brass",
        "grass",
        "loss",
        "mass",
        "moss",
        "process",
        "biogas",
        "molasses",
        "lees",
        "bus",
        "cross",
        "press",
        "class",
        "residuals",
        "asbestos",
        "bagasse",
        "series",
        "analysis",
        "basis",
        "gypsum",
        "plus",
        "canvas",
        "pus",
        "swiss",
        "grounds",
    ]
)
STOP: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "from",
        "for",
        "to",
        "in",
        "on",
        "at",
        "by",
        "with",
        "and",
        "or",
        "our",
        "we",
        "us",
        "it",
        "its",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "this",
        "that",
        "these",
        "those",
        "there",
        "their",
        "they",
        "i",
        "my",
        "me",
        "you",
        "your",
        "he",
        "she",
        "as",
        "into",
        "out",
        "about",
        "which",
        "who",
        "what",
        "some",
        "any",
        "have",
        "has",
        "had",
        "do",
        "does",
        "did",
        "can",
        "could",
        "would",
        "should",
        "will",
        "may",
        "might",
        "must",
        "not",
        "no",
        "than",
        "then",
        "also",
        "only",
        "just",
        "very",
        "more",
        "most",
        "much",
        "many",
        "such",
        "per",
        "each",
        "so",
        "if",
        "when",
        "where",
        "how",
        "up",
        "off",
        "over",
        "under",
        "during",
        "after",
        "before",
        "between",
        "through",
        "via",
        "other",
        "others",
        "mainly",
        "mostly",
        "currently",
        "now",
        "still",
        "approx",
        "approximately",
        "etc",
        "eg",
        "ie",
        "lot",
        "lots",
        "bit",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "ein",
        "eine",
        "einer",
        "eines",
        "einem",
        "einen",
        "und",
        "oder",
        "aus",
        "von",
        "vom",
        "zum",
        "zur",
        "mit",
        "bei",
        "im",
        "in",
        "ist",
        "sind",
        "wir",
        "unser",
        "unsere",
        "fuer",
        "auf",
        "als",
        "auch",
        "nach",
        "le",
        "la",
        "les",
        "un",
        "une",
        "du",
        "de",
        "des",
        "et",
        "ou",
        "d",
        "l",
        "en",
        "dans",
        "par",
        "pour",
        "sur",
        "avec",
        "nous",
        "notre",
        "nos",
        "est",
        "sont",
        "au",
        "aux",
        "ce",
        "cette",
        "ces",
        "il",
        "elle",
        "qui",
        "que",
    ]
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: as written, folded and levelled, and where it stands."""

    text: str
    stem: str
    start: int
    end: int


def clean(text: str) -> str:
    """The text without control characters, every kind of space made plain; same for same meaning.

    Raises InputError for a text longer than 4,000 characters.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"the text has {len(text):,} characters",
            where="description",
            todo=f"Describe one stream in at most {MOST_CHARACTERS:,} characters.",
        )
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        " " if ch.isspace() or unicodedata.category(ch) in ("Cc", "Cf", "Cs", "Co") else ch
        for ch in composed
    )


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """Lower case, umlauts written out, other accents dropped, subscript digits made plain."""
    lowered = unicodedata.normalize("NFKC", text).lower().translate(UMLAUTS)
    decomposed = unicodedata.normalize("NFD", lowered)
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch)).replace("’", "'")


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """One form for the singular, the plural and the spellings of a word."""
    folded = fold(word).removesuffix("'s")
    for variant, level in SPELLINGS:
        if variant in folded:
            folded = folded.replace(variant, level)
    return singular(folded)


def singular(word: str) -> str:
    """The word without an English, French or Romance plural ending; short words stay."""
    if len(word) < 4 or word in KEPT_WHOLE or not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith(("ss", "us", "is")):
        return word
    return word[:-1]


def split_words(text: str) -> list[Word]:
    """All words of a text in order, hyphens and signs being gaps."""
    return [Word(m.group(), stem(m.group()), m.start(), m.end()) for m in WORD.finditer(text)]


def stems(text: str) -> list[str]:
    """The levelled words of a text that carry meaning, in order."""
    return [word.stem for word in split_words(text) if is_content(word)]


def is_content(word: Word) -> bool:
    """Whether a word can name something: no article, preposition or bare number."""
    return fold(word.text) not in STOP and not word.stem.isdigit()


def squeeze(text: str) -> str:
    """The text with single spaces, none before a comma, and no comma twice where words went."""
    spaced = re.sub(r"\s+([,.;:)])", r"\1", " ".join(text.split()))
    single = re.sub(r"([,;:])[,;:.]+", r"\1", re.sub(r"\(\s*\)", "", spaced))
    return " ".join(single.split()).strip(" ,.;:-–")
