"""Whether an answer names the very reason for which a tempting receiver is wrong.

The rule, strict where it could be read either way:
- What counts as named is said against the tempting receiver itself: the reason, rule and
  remedies of a veto on a tempting class (or on any use), and the words of a condition of a
  proposal of a tempting class that is not met or likely met.
- The row says its reason twice: in a word (`constraint`) and in a sentence (`reason`). It is
  named if one of those texts holds a word of the constraint's family (`FAMILIES`, general words
  of the trade; the constraint's own words where it has no family), or two telling words of the
  sentence. The words of the description and of the tempting receiver do not tell: they would
  be met by any refusal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from matcher.language.normalise import is_content, split_words
from matcher.language.phrases import VAGUE
from matcher.model import Condition, Result, Sector, Veto
from matcher.scoring.rows import Trap

#: a constraint → beginnings of words by which people name it; a phrase has to stand as a whole
FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "asr": ("alkali-silica", "alkali silica", "alkali reactiv", "reactive silica"),
    "chlorine": ("chlor", "halogen"),
    "composition": ("composition", "melting", "inclusion", "expansion coefficient", "borosilicate"),
    "contaminant": ("contamina", "pollutant", "dioxin", "impurit", "residues of"),
    "expansion": ("expan", "swell", "free lime", "free cao", "hydrat", "soundness", "volume stab"),
    "hazardous": ("hazard", "toxic", "dangerous", "leach"),
    "hexavalent chromium": ("hexavalent", "chromium(vi)", "chromium vi", "cr(vi)", "cr vi", "chromate"),
    "metals": ("metal", "lead", "cadmium", "arsenic", "zinc", "chromium", "copper", "nickel", "mercury"),
    "perishability": ("perish", "spoil", "mould", "microb", "mycotoxin", "ferment", "shelf life", "freshness"),
    "purity": ("purity", "pure", "impurit"),
    "regulation": ("regulation", "forbid", "forbidden", "not allowed", "prohibit", "banned", "law"),
    "self-ignition": ("ignit", "self-heat", "self heat", "combustion", "fire"),
}  # fmt: skip
#: how many words of the row's sentence have to be named where no word of the family is
ENOUGH_WORDS: Final = 2
KEPT: Final = ("met", "likely_met")


def names_reason(trap: Trap, answer: Result) -> bool:
    """Whether anything said against a tempting receiver is the row's own reason."""
    return any(is_own(trap, text) for text in said_against(trap, answer))


def said_against(trap: Trap, answer: Result) -> Iterator[str]:
    """What the answer says against the tempting receiver, one text for each veto or condition."""
    for veto in answer.vetoes:
        if not veto.sectors or meets(veto.sectors, trap.tempting):
            yield tell_veto(veto, answer.labels)
    for proposal in answer.proposals:
        if meets(proposal.sectors, trap.tempting):
            yield from (tell_condition(c) for c in proposal.conditions if c.status not in KEPT)


def meets(sectors: Iterable[Sector], prefixes: Iterable[str]) -> bool:
    """Whether any sector begins with any of the prefixes."""
    listed = tuple(prefixes)
    return any(s.nace.startswith(listed) for s in sectors) if listed else False


def tell_veto(veto: Veto, labels: Mapping[str, str]) -> str:
    """The words of a veto."""
    return " ".join([labels.get(veto.rule, ""), veto.reason, *veto.would_change])


def tell_condition(condition: Condition) -> str:
    """The words of a condition."""
    return " ".join([condition.label, condition.question or ""])


def is_own(trap: Trap, text: str) -> bool:
    """Whether a text holds the row's reason."""
    lowered = text.casefold()
    key = trap.constraint.strip().casefold()
    if any(begins(lowered, word) for word in FAMILIES.get(key, (key,))):
        return True
    return len(telling_words(trap) & set(stems_of(lowered))) >= ENOUGH_WORDS


def begins(text: str, word: str) -> bool:
    """Whether a word or phrase stands in a text at the beginning of a word."""
    start = text.find(word)
    while start >= 0:
        if start == 0 or not text[start - 1].isalnum():
            return True
        start = text.find(word, start + 1)
    return False


def telling_words(trap: Trap) -> frozenset[str]:
    """The words of the row's sentence that neither the description nor the receiver has."""
    known = {*stems_of(trap.text), *stems_of(trap.receiver), *VAGUE}
    return frozenset(stems_of(trap.reason)) - known


def stems_of(text: str) -> list[str]:
    """The level forms of the content words."""
    return [w.stem for w in split_words(text) if is_content(w)]
