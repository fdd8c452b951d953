"""The trade's words for chapters 01 to 11 of the List of Waste name their entry and no other."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pyoxigraph as ox
import pytest

from matcher.language.lexicon import drop_exceptions, is_catch_all
from matcher.namespaces import expand
from matcher.settings import shipped

CODES: Final = shipped("ontology") / "codes"
LOW: Final = expand("low:")
LABEL: Final = expand("rdfs:label")
ALT: Final = expand("skos:altLabel")
ACRONYM: Final = expand("sym:acronym")
HAZARDOUS: Final = expand("sym:hazardous")
FILES: Final = tuple(
    path for path in sorted(CODES.glob("low-words-*.ttl")) if path.stem.split("-")[2] <= "11"
)
LEAST_SHARE: Final = 0.85


class Fact(NamedTuple):
    """What is said of an entry."""

    code: str
    predicate: str
    text: str
    language: str


@cache
def read(path: Path) -> tuple[Fact, ...]:
    """The facts of a file whose subject is an entry of chapters 01 to 11."""
    facts = []
    for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        subject, value = triple.subject, triple.object
        if isinstance(subject, ox.NamedNode) and subject.value.startswith(LOW):
            code = subject.value.removeprefix(LOW)
            text, language = value.value, getattr(value, "language", None) or ""
            if len(code) >= 6 and code[:2] <= "11":
                facts.append(Fact(code, triple.predicate.value, text, language))
    return tuple(facts)


def titles() -> list[Fact]:
    return [fact for fact in read(CODES / "low.ttl") if fact.predicate == LABEL]


def words() -> list[Fact]:
    return [fact for path in FILES for fact in read(path)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_words_gives_entries_that_exist_words_and_nothing_else(path: Path) -> None:
    known = {fact.code for fact in titles()}
    assert {fact.predicate for fact in read(path)} <= {ALT, ACRONYM}
    assert {fact.code for fact in read(path)} <= known


def test_a_word_names_one_entry_or_two_wordings_of_it() -> None:
    """So no word leads to both sides of a mirror pair."""
    named = defaultdict(set)
    for fact in words():
        named[fact.text.casefold(), fact.language].add(fact.code[:6])
    assert {text: codes for text, codes in named.items() if len(codes) > 1} == {}


def test_a_word_is_no_official_title() -> None:
    official = {
        text.casefold() for fact in titles() for text in (fact.text, drop_exceptions(fact.text))
    }
    assert {fact.text for fact in words() if fact.text.casefold() in official} == set()


def test_a_word_for_a_harmless_side_does_not_promise_hazard() -> None:
    """A word that says "hazardous" stands on a hazardous entry, unless it denies it."""
    hazard = {f.code: f.text for f in read(CODES / "low.ttl") if f.predicate == HAZARDOUS}
    denials = (
        "without hazardous",
        "free of hazardous",
        "non-hazardous",
        "not classed as hazardous",
    )
    for fact in words():
        denied = any(denial in fact.text for denial in denials)
        if "hazardous" in fact.text:
            assert (hazard[fact.code] == "false") == denied, fact


def test_nearly_every_entry_that_is_no_catch_all_has_two_english_words() -> None:
    named = {f.code for f in titles() if f.language == "en" and not is_catch_all(f.text)}
    counts = Counter(f.code for f in words() if f.language == "en" and f.predicate == ALT)
    bare = sorted(code for code in named if counts[code] < 2)
    assert len(bare) <= (1 - LEAST_SHARE) * len(named), bare
