"""Terms by what somebody types: a name, an acronym, a trade name, a waste code or a NACE number."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from matcher.describing.atlas import Atlas
from matcher.describing.kinds import KINDS
from matcher.describing.model import Link
from matcher.describing.paths import list_names
from matcher.language.lexicon import drop_exceptions
from matcher.language.normalise import STOP, clean, fold, stem
from matcher.namespaces import shorten

LONGEST: Final = 200  # characters of a search; the rest is not read
MOST_RESULTS: Final = 30
#: how a name was met, best first
WAYS: Final = ("exact", "begins", "words", "similar")
LEAST_ALIKE: Final = 78.0  # of 100, by the share of letters in the same order
SHORTEST_FUZZY: Final = 4  # letters below which likeness is chance
#: kinds in the order in which they are shown where names are met alike
PREFERRED: Final = (
    "material", "process", "code", "sector", "use", "need", "group", "chapter", "role", "function",
    "form", "property", "veto", "precedent", "specification", "source", "place", "site", "limit",
    "class", "predicate", "arising",
)  # fmt: skip
#: the kinds that most people look for; they stand before the others where names are met in one way
SOUGHT: Final = frozenset({"material", "process", "code", "sector", "group", "chapter"})
#: files, shapes and grades are reached by links; nobody looks for them by name
UNSOUGHT: Final = frozenset({"pack", "shape", "term"})
CODE: Final = re.compile(r"^\s*(\d{2})[\s.]?(\d{2})?[\s.]?(\d{2})?\s*\*?\s*$")


@dataclass(frozen=True, slots=True)
class Form:
    """One name of a term, made comparable."""

    iri: str
    text: str
    folded: str
    stems: tuple[str, ...]
    name_kind: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A term that was found: by which of its names, of which kind, and how that was met."""

    link: Link
    name: str
    name_kind: str
    way: str
    score: float
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the best hits, how many there were in all and of each kind."""

    hits: tuple[Hit, ...]
    total: int
    kinds: tuple[tuple[str, str, int], ...]  # key, plural, how many


@dataclass(frozen=True, slots=True)
class Finder:
    """Every name of every term, ready to be searched."""

    forms: tuple[Form, ...]
    by_text: dict[str, list[int]]
    by_stem: dict[str, list[int]]
    folded: tuple[str, ...]

    @classmethod
    def of(cls, atlas: Atlas) -> Finder:
        """Collect the names of all terms that somebody may look for."""
        forms = tuple(form for iri in atlas.kinds for form in list_forms(atlas, iri))
        by_text: dict[str, list[int]] = defaultdict(list)
        by_stem: dict[str, list[int]] = defaultdict(list)
        for row, form in enumerate(forms):
            by_text[form.folded].append(row)
            for word in dict.fromkeys(form.stems):
                by_stem[word].append(row)
        return cls(forms, by_text, by_stem, tuple(form.folded for form in forms))


def list_forms(atlas: Atlas, iri: str) -> Iterable[Form]:
    """The names of a term, its code in each way of writing it, and its short name."""
    kind = atlas.kind(iri).key
    if kind in UNSOUGHT:
        return
    for name in list_names(atlas, iri):
        # "… other than those mentioned in 10 01 04" is no name to be found by
        text = drop_exceptions(name.text) if kind == "code" else name.text
        yield make_form(iri, text, name.kind)
    if not list_names(atlas, iri):
        yield make_form(iri, atlas.label(iri), "title")
    code = atlas.code(iri)
    if code:
        yield Form(iri, code, squeeze_code(code), (), "code")
    yield Form(iri, shorten(iri), fold(shorten(iri)), (), "short name")


def make_form(iri: str, text: str, kind: str) -> Form:
    """A name made comparable."""
    return Form(iri, text, level(text), split(text), kind)


def split(text: str) -> tuple[str, ...]:
    """The levelled words of a text; nothing is left out, for names can be short."""
    return tuple(stem(word) for word in re.findall(r"[^\W_]+", fold(text)))


def level(text: str) -> str:
    """A text as its levelled words with single spaces."""
    return " ".join(split(text))


def squeeze_code(text: str) -> str:
    """A code without spaces, dots before digits kept, without asterisk."""
    return "code:" + re.sub(r"[\s*]", "", text).lower()


def search(atlas: Atlas, finder: Finder, query: str, kind: str = "") -> Found:
    """The terms that a search means: exact names first, then beginnings, words, likeness."""
    asked = clean(query[:LONGEST]).strip()
    best: dict[str, Hit] = {}
    for row, way, score in meet(finder, asked):
        form = finder.forms[row]
        hit = Hit(atlas.link(form.iri), form.text, form.name_kind, way, score)
        if form.iri not in best or order(hit) < order(best[form.iri]):
            best[form.iri] = hit
    counts = Counter(hit.link.kind for hit in best.values())
    kinds = {k.key: k.plural for k in reversed(KINDS)}
    facets = tuple((key, kinds[key], counts[key]) for key in rank_kinds(counts))
    chosen = sorted((h for h in best.values() if not kind or h.link.kind == kind), key=order)
    shown = tuple(define(atlas, hit) for hit in chosen[:MOST_RESULTS])
    return Found(shown, len(chosen), facets)


def define(atlas: Atlas, hit: Hit) -> Hit:
    """A hit with the definition of its term."""
    return replace(hit, definition=atlas.view.text(hit.link.iri, "skos:definition") or "")


def rank_kinds(kinds: Iterable[str]) -> list[str]:
    """Kinds in the order in which they are shown."""
    return sorted(kinds, key=lambda key: (preference(key), key))


def preference(key: str) -> int:
    """The place of a kind among hits that are alike."""
    return PREFERRED.index(key) if key in PREFERRED else len(PREFERRED)


def order(hit: Hit) -> tuple[int, bool, float, int, int, str, str]:
    """Better ways first, then what people look for, likeness, kind, short names, the alphabet."""
    return (
        WAYS.index(hit.way),
        hit.link.kind not in SOUGHT,
        -hit.score,
        preference(hit.link.kind),
        len(hit.name),
        hit.link.label.casefold(),
        hit.link.iri,
    )


def meet(finder: Finder, asked: str) -> Iterable[tuple[int, str, float]]:
    """Every form that a search meets: its row, the way and a score of 0 to 100."""
    if not asked:
        return
    yield from meet_code(finder, asked)
    text, words = level(asked), split(asked)
    for key in dict.fromkeys((text, fold(asked))):
        yield from ((row, "exact", 100.0) for row in finder.by_text.get(key, ()))
    if not text:
        return
    for row, folded in enumerate(finder.folded):
        if folded.startswith(text) and folded != text:
            yield row, "begins", round(100 * len(text) / len(folded))
    yield from meet_words(finder, words)
    yield from meet_alike(finder, text)


def meet_code(finder: Finder, asked: str) -> Iterable[tuple[int, str, float]]:
    """Waste codes, NACE numbers and the levels above and below them."""
    wanted = squeeze_code(asked)
    digits = CODE.match(asked)
    for key in dict.fromkeys((wanted, wanted.replace(".", ""))):
        yield from ((row, "exact", 100.0) for row in finder.by_text.get(key, ()))
    if digits or re.fullmatch(r"\d{2}\.\d{0,2}", asked.strip()):
        for row, folded in enumerate(finder.folded):
            if folded.startswith((wanted, wanted.replace(".", ""))) and folded != wanted:
                yield row, "begins", 90.0


def meet_words(finder: Finder, words: Sequence[str]) -> Iterable[tuple[int, str, float]]:
    """Terms whose names hold every word of the search, the last one perhaps only begun.

    One name that holds them all is better than several that hold them together.
    """
    wanted = [word for word in words if word not in STOP] or list(words)
    if not wanted:
        return
    rows = [set(finder.by_stem.get(word, ())) for word in wanted[:-1]]
    rows.append(set(begun(finder, wanted[-1])))
    for row in set.intersection(*rows):
        share = min(1.0, len(wanted) / len(finder.forms[row].stems))
        yield row, "words", 50 + round(50 * share)
    terms = [{finder.forms[row].iri: row for row in sorted(found, reverse=True)} for found in rows]
    for iri in set(terms[0]).intersection(*terms[1:]):
        yield terms[0][iri], "words", 25.0


def begun(finder: Finder, word: str) -> Iterable[int]:
    """The names with a word that begins so; two letters at least, else the word itself."""
    if len(word) < 3:
        yield from finder.by_stem.get(word, ())
        return
    for known, rows in finder.by_stem.items():
        if known.startswith(word):
            yield from rows


def meet_alike(finder: Finder, text: str) -> Iterable[tuple[int, str, float]]:
    """Names that are nearly the same, such as with a letter wrong."""
    if len(text) < SHORTEST_FUZZY:
        return
    from rapidfuzz import fuzz, process

    found = process.extract(
        text, finder.folded, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, limit=3 * MOST_RESULTS
    )
    for _text, score, row in found:
        yield row, "similar", float(score)


def suggest(atlas: Atlas, finder: Finder, asked: str, most: int = 8) -> tuple[Link, ...]:
    """Terms whose names or short names are near to one that does not exist."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", clean(asked[:LONGEST]).rsplit("/", 1)[-1])
    tail = level(re.sub(r"[^\w.]+|_", " ", words))
    if len(tail) < 3:
        return ()
    from rapidfuzz import fuzz, process

    names = process.extract(
        tail, finder.folded, scorer=fuzz.token_set_ratio, score_cutoff=70, limit=200
    )

    def nearness(found: tuple[str, float, int]) -> tuple[float, int, str]:
        iri = finder.forms[found[2]].iri
        return -fuzz.ratio(tail, found[0]), preference(atlas.kind(iri).key), iri

    ranked = sorted(names, key=nearness)
    iris = dict.fromkeys(finder.forms[row].iri for _text, _score, row in ranked)
    return tuple(atlas.link(iri) for iri in list(iris)[:most])
