"""The trade's words for chapters 12 to 20 of the List of Waste name one entry a day, truly."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Final, NamedTuple

import pyoxigraph as ox
import pytest

from matcher.language.lexicon import drop_exceptions, is_catch_all
from matcher.namespaces import expand
from matcher.settings import shipped

CODES: Final = shipped("ontology") / "codes"
LOW: Final = expand("low:")
ALT: Final = expand("skos:altLabel")
ACRONYM: Final = expand("sym:acronym")
FILES: Final = tuple(
    path for path in sorted(CODES.glob("low-words-*.ttl")) if path.stem.split("-")[2] >= "12"
)
CHAPTERS: Final = {str(number) for number in range(12, 21)}
LEAST_SHARE: Final = 0.85
#: how a word says that its waste is not hazardous
DENIAL: Final = re.compile(r"(?:without|free of|not|non-)[ ]?hazard|harmless")


class Fact(NamedTuple):
    """What is said of an entry; `code` is the end of its IRI, so 160604 and 160604-2026 are two."""

    code: str
    predicate: str
    text: str
    language: str


@cache
def read(path: Path) -> tuple[Fact, ...]:
    """The facts of a file about six-digit entries."""
    return tuple(
        Fact(
            triple.subject.value.removeprefix(LOW),
            triple.predicate.value,
            triple.object.value,
            getattr(triple.object, "language", None) or "",
        )
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        if isinstance(triple.subject, ox.NamedNode)
        and re.fullmatch(r"\d{6}(-2026)?", triple.subject.value.removeprefix(LOW))
        and isinstance(triple.object, ox.NamedNode | ox.Literal)
    )


@cache
def listed(predicate: str) -> dict[str, str]:
    """What the list itself says of each entry, by one predicate; of titles the English one."""
    return {
        fact.code: fact.text
        for fact in read(CODES / "low.ttl")
        if fact.predicate == expand(predicate) and fact.language in ("", "en")
    }


def words() -> Iterator[Fact]:
    return (fact for path in FILES for fact in read(path))


def share_a_day(one: str, other: str) -> bool:
    """Whether two entries hold on one day at least."""
    begin, end = listed("sym:validFrom"), listed("sym:validTo")
    return begin[one] <= end.get(other, "9999") and begin[other] <= end.get(one, "9999")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_words_names_listed_entries_of_its_chapters_and_says_nothing_else(
    path: Path,
) -> None:
    assert {fact.predicate for fact in read(path)} <= {ALT, ACRONYM}
    assert {fact.code for fact in read(path)} <= set(listed("rdfs:label"))
    assert {fact.code[:2] for fact in read(path)} <= CHAPTERS


def test_a_word_names_one_entry_on_any_day() -> None:
    """So none stands on both sides of a mirror pair; what succeeds an entry may take its words."""
    named = defaultdict(set)
    for fact in words():
        named[fact.text.casefold(), fact.language].add(fact.code)
    clashes = [
        (text, pair)
        for text, codes in named.items()
        for pair in combinations(sorted(codes), 2)
        if share_a_day(*pair)
    ]
    assert clashes == []


def test_a_word_is_no_official_title() -> None:
    official = {
        text.casefold()
        for fact in read(CODES / "low.ttl")
        if fact.predicate == expand("rdfs:label")
        for text in (fact.text, drop_exceptions(fact.text))
    }
    assert sorted(fact.text for fact in words() if fact.text.casefold() in official) == []


def test_a_word_that_speaks_of_hazard_is_on_the_side_it_speaks_of() -> None:
    wrong = [
        (fact.code, fact.text)
        for fact in words()
        if "hazard" in fact.text or "harmless" in fact.text
        if (listed("sym:hazardous")[fact.code] == "false") != bool(DENIAL.search(fact.text))
    ]
    assert wrong == []


def test_a_reworded_entry_keeps_the_words_of_the_old_wording() -> None:
    texts = defaultdict(set)
    for fact in words():
        texts[fact.code].add(fact.text)
    reworded = [code for code in texts if code.endswith("-2026")]
    assert len(reworded) == 5
    assert all(texts[code] == texts[code[:6]] for code in reworded)


def test_nearly_every_entry_that_is_no_catch_all_has_two_english_words() -> None:
    named = {
        code
        for code, title in listed("rdfs:label").items()
        if code[:2] in CHAPTERS and not is_catch_all(title)
    }
    counts = Counter(
        fact.code for fact in words() if (fact.predicate, fact.language) == (ALT, "en")
    )
    bare = sorted(code for code in named if counts[code] < 2)
    assert len(bare) <= (1 - LEAST_SHARE) * len(named), bare
