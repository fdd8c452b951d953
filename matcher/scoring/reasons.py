"""Whether an answer names the very reason for which a tempting receiver is wrong.

The rule, strict where it could be read either way:
- What counts as named is said against the tempting receiver itself: the rule, reason and
  remedies of a veto on a tempting class (or on any use), and the words of a condition of a
  proposal of a tempting class that is not met or likely met. A condition speaks by its limit
  and its question; the name of its specification repeats the material and is passed over.
- The row says its reason twice: in a word (`constraint`) and in a sentence (`reason`). It is
  named if one of those texts holds a word of the constraint's family (`FAMILIES`: general words
  of the trade; the constraint itself where it has no family), or two words of the sentence, one
  of which the description does not have. Words of the tempting receiver and words that every
  limit says never count: any refusal would meet them.

`says_reason` asks the same of everything that is said, against whomever; it is told beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from matcher.language.normalise import is_content, split_words
from matcher.language.phrases import VAGUE
from matcher.model import Condition, Proposal, Result, Sector, Veto
from matcher.scoring.rows import Trap

#: a constraint → how people name it
FAMILIES: Final[Mapping[str, str]] = {
    "asr": r"\basr\b|alkali.silica|alkali.{0,5}reacti|reactive silica",
    "chlorine": r"\bchlor|\bhalogen",
    "composition": r"\bcomposition|\bmelting|\binclusion|thermal expansion",
    "contaminant": r"\bcontamina|\bpollut|\bdioxin|\bimpurit",
    "expansion": r"\bexpan|\bswell|\bfree (?:lime|cao)\b|\bhydrat|\bsoundness\b|volume stab",
    "hazardous": r"\bhazard|\btoxic|\bdangerous\b|\bleach",
    "hexavalent chromium": r"\bhexavalent|\bchromium\s?\(?vi\b|\bcr\s?\(?vi\b|\bchromate",
    "metals": r"\bmetals?\b|\b(?:lead|cadmium|arsenic|zinc|chromium|copper|nickel|mercury)\b",
    "perishability": r"\bperish|\bspoil|\bmould|\bmicrob|\bmycotoxin|\bferment|shelf life|\bfreshness",
    "purity": r"\bpurity\b|\bpure\b|\bimpurit",
    "regulation": r"\bregulation|\bforb[ia]d|\bnot allowed\b|\bprohibit|\bbanned\b|\blaw\b",
    "self-ignition": r"\b(?:self-?)?ignit|\bself.heat|\bcombustion\b|\bfires?\b",
}
#: words that any limit may say
EVERYWHERE: Final = frozenset(
    split.stem
    for split in split_words(
        "above below within limit high higher low lower more less trace must found based fail risk"
    )
)
#: how many words of the row's sentence have to be named where no word of the family is
ENOUGH_WORDS: Final = 2
KEPT: Final = ("met", "likely_met")


def names_reason(trap: Trap, answer: Result) -> bool:
    """Whether anything said against a tempting receiver is the row's own reason."""
    return any(is_own(trap, text) for text in said_against(trap, answer))


def says_reason(trap: Trap, answer: Result) -> bool:
    """Whether the row's own reason is said anywhere, of any receiver or of none."""
    said = [answer.reason, answer.next_question or "", *tell_vetoes(answer.vetoes, answer.labels)]
    said += [text for p in answer.proposals for text in tell_open(p)]
    return any(is_own(trap, text) for text in said)


def said_against(trap: Trap, answer: Result) -> Iterator[str]:
    """What the answer says against the tempting receiver, one text for each veto or condition."""
    vetoes = [v for v in answer.vetoes if not v.sectors or meets(v.sectors, trap.tempting)]
    yield from tell_vetoes(vetoes, answer.labels)
    for proposal in answer.proposals:
        if meets(proposal.sectors, trap.tempting):
            yield from tell_open(proposal)


def meets(sectors: Iterable[Sector], prefixes: tuple[str, ...]) -> bool:
    """Whether any sector begins with any of the prefixes."""
    return any(s.nace.startswith(prefixes) for s in sectors)


def tell_vetoes(vetoes: Iterable[Veto], labels: Mapping[str, str]) -> Iterator[str]:
    """The words of each veto: its rule, its reason, and what would lift it."""
    for veto in vetoes:
        yield " ".join([labels.get(veto.rule, ""), veto.reason, *veto.would_change])


def tell_open(proposal: Proposal) -> Iterator[str]:
    """The words of each condition that is not met or likely met."""
    return (tell_condition(c) for c in proposal.conditions if c.status not in KEPT)


def tell_condition(condition: Condition) -> str:
    """The limit and the question of a condition, without the specification in brackets."""
    return " ".join([condition.label.partition(" (")[0], condition.question or ""])


def is_own(trap: Trap, text: str) -> bool:
    """Whether a text holds the row's reason."""
    lowered = text.casefold()
    key = trap.constraint.strip().casefold()
    if re.search(FAMILIES.get(key, rf"\b{re.escape(key)}\b"), lowered):
        return True
    found = telling_words(trap) & stems_of(lowered)
    return len(found) >= ENOUGH_WORDS and not found <= stems_of(trap.text)


def telling_words(trap: Trap) -> frozenset[str]:
    """The words of the row's sentence that say more than the receiver and than any limit."""
    return stems_of(trap.reason) - stems_of(trap.receiver) - VAGUE - EVERYWHERE


def stems_of(text: str) -> frozenset[str]:
    """The level forms of the content words."""
    return frozenset(w.stem for w in split_words(text) if is_content(w))
