"""What a text asks the lexicon: its words by how much they say of what the stream is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from matcher.language.normalise import Word, is_content, split_words, squeeze
from matcher.language.phrases import VAGUE, head_segment
from matcher.language.read import Draft, blank
from matcher.language.search import Token, as_token
from matcher.model import Span

#: what a word counts by the part of the text in which it stands
NAMING: Final = 1.0
ASIDE: Final = 0.7
HELD: Final = 0.55
ORIGIN: Final = 0.35
#: nouns that stand before their adjectives and complements ("cendres volantes de charbon")
HEAD_FIRST: Final = frozenset({"de", "du", "des", "d", "à", "au"})


@dataclass(frozen=True, slots=True)
class Query:
    """A text as asked: the naming words, all that is said of it, the origin, the text, the tokens."""

    core: str
    full: str
    origin: str
    whole: str
    tokens: tuple[Token, ...]
    heads: frozenset[str]
    spelt: tuple[tuple[str, str], ...] = ()  # acronyms with the names they were read as

    @property
    def stems(self) -> frozenset[str]:
        """The level forms of its words."""
        return frozenset(t.stem for t in self.tokens)

    @property
    def names_something(self) -> bool:
        """Whether any word is more than "waste", "residue" or "material"."""
        return any(t.weight >= HELD and t.stem not in VAGUE for t in self.tokens)


def ask(draft: Draft, activity: str | None = None) -> Query:
    """The query that a draft puts to the lexicon; `activity` is an origin told beside the text."""
    gone = [*draft.removed, *(n.phrase for n in draft.absent)]
    said = blank(draft.text, gone)
    core = draft.reading.core
    origin = " ".join([*(squeeze(said[s.start : s.end]) for s in draft.origins), activity or ""])
    full = squeeze(said) + (f" from {activity}" if activity else "")
    tokens = tuple(weigh(draft, said, core)) + tuple(
        as_token(w.text, ORIGIN) for w in split_words(activity or "") if is_content(w)
    )
    return Query(core, full, origin.strip(), draft.text, tokens, find_heads(core))


def weigh(draft: Draft, said: str, core: str) -> Iterable[Token]:
    """Each content word once, with the weight of the best place in which it stands."""
    segment = head_segment(core)
    naming = {w.stem for w in split_words(segment.text)}
    cored = {w.stem for w in split_words(core)}
    held = [n.span for n in draft.held]
    best: dict[str, Token] = {}
    for word in split_words(said):
        if not (is_content(word) or word.text.isupper()):
            continue
        if inside(word, held):
            weight = HELD
        elif inside(word, draft.origins) and word.stem not in cored:
            weight = ORIGIN
        else:
            weight = NAMING if word.stem in naming else ASIDE
        token = as_token(word.text, weight)
        if word.stem not in best or best[word.stem].weight < weight:
            best[word.stem] = token
    return best.values()


def inside(word: Word, spans: Iterable[Span]) -> bool:
    """Whether a word stands in one of the spans."""
    return any(s.start <= word.start < s.end for s in spans)


def find_heads(text: str) -> frozenset[str]:
    """The nouns that say what the thing is: the last of a phrase, the first in Romance order.

    Of "fly ash and clinker" both; of "waste of paper" the paper, since waste says nothing.
    """
    segment = head_segment(text)
    rest = text
    heads: set[str] = set()
    while segment.text.strip():
        for part in segment.text.replace(" und ", " and ").replace(" et ", " and ").split(" and "):
            heads |= head_of(part)
        if heads:
            break
        rest = rest[segment.end :].lstrip(" ,;:.()!?")
        rest = rest.partition(" ")[2] if rest.split(" ")[0].lower() in LEADS else rest
        segment = head_segment(rest)
    return frozenset(heads)


LEADS: Final = frozenset(
    [
        "of",
        "from",
        "for",
        "with",
        "in",
        "at",
        "on",
        "by",
        "after",
        "during",
        "as",
        "aus",
        "von",
        "vom",
        "mit",
        "bei",
        "de",
        "du",
        "des",
        "en",
        "pour",
        "is",
        "are",
    ]
)


def head_of(phrase: str) -> set[str]:
    """The head of one noun phrase, if it is more than "waste" or "residue"."""
    words = [w for w in split_words(phrase) if is_content(w)]
    telling = [w for w in words if w.stem not in VAGUE]
    if not telling:
        return set()
    return {words[-1].stem if words[-1].stem not in VAGUE else telling[-1].stem}


def form_head(text: str, language: str) -> str:
    """The head of a label: its last noun before a preposition; the first word in French."""
    if language == "fr":
        words = [w for w in split_words(text) if is_content(w)]
        return words[0].stem if words else ""
    heads = find_heads(text.split("(")[0])
    return next(iter(sorted(heads)), "")
