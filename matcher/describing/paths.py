"""All ways from a term up to the top of its tree, and the terms one step below it."""

from __future__ import annotations

from typing import Final

from matcher.describing.atlas import Atlas
from matcher.describing.model import Link, Name
from matcher.language.lexicon import KINDS as NAME_KINDS
from matcher.namespaces import literal_language, literal_text

#: kind of term → the predicates that lead one step up
UPWARD: Final[dict[str, tuple[str, ...]]] = {
    "material": ("rdfs:subClassOf",),
    "class": ("rdfs:subClassOf",),
    "process": ("sym:broaderProcess",),
    "role": ("sym:broaderRole",),
    "sector": ("sym:broaderSector",),
    "code": ("sym:inGroup",),
    "group": ("sym:inChapter",),
    "predicate": ("rdfs:subPropertyOf",),
}
#: kind of term → the predicates that lead one step down, read backwards
DOWNWARD: Final[dict[str, tuple[str, ...]]] = {
    **UPWARD,
    "group": ("sym:inGroup",),
    "chapter": ("sym:inChapter",),
    "code": (),
}
MOST_PATHS: Final = 24
DEEPEST: Final = 30


def find_paths(atlas: Atlas, iri: str) -> tuple[tuple[Link, ...], ...]:
    """Every path from the top down to the parent of a term; cycles are cut, 24 paths at most."""
    done: list[tuple[str, ...]] = []
    todo: list[tuple[str, ...]] = [(iri,)]
    while todo and len(done) < MOST_PATHS:
        path = todo.pop()
        above = [up for up in step_up(atlas, path[0]) if up not in path]
        if above and len(path) < DEEPEST:
            todo += [(up, *path) for up in above]
        elif len(path) > 1:
            done.append(path[:-1])
    paths = [tuple(atlas.link(step) for step in path) for path in done]
    return tuple(sorted(paths, key=lambda path: [link.label.casefold() for link in path]))


def step_up(atlas: Atlas, iri: str) -> list[str]:
    """The parents of a term as they are written, not those that follow from them."""
    predicates = UPWARD.get(atlas.kind(iri).key, ())
    return [up for name in predicates for up in atlas.stated(iri, name) if up in atlas]


def step_down(atlas: Atlas, iri: str) -> list[str]:
    """The children of a term as they are written."""
    predicates = DOWNWARD.get(atlas.kind(iri).key, ())
    return [down for name in predicates for down in atlas.stating(name, iri) if down in atlas]


def find_narrower(atlas: Atlas, iri: str) -> tuple[Link, ...]:
    """The terms one step below, in order."""
    return atlas.links(step_down(atlas, iri))


def count_below(atlas: Atlas, iri: str) -> int:
    """How many terms stand anywhere below one."""
    seen, todo = {iri}, [iri]
    while todo:
        fresh = [down for down in step_down(atlas, todo.pop()) if down not in seen]
        seen.update(fresh)
        todo += fresh
    return len(seen) - 1


#: the more telling kind is kept where a text is stated under several
TELLING: Final = ("label", "acronym", "trade name", "site description", "synonym", "title")


def list_names(atlas: Atlas, iri: str) -> tuple[Name, ...]:
    """Every name by kind and language, each text once."""
    best: dict[tuple[str, str], str] = {}
    for predicate, kind in NAME_KINDS.items():
        for term in atlas.view.terms(iri, predicate[1:-1]):
            if not term.startswith('"'):
                continue
            key = (literal_text(term), literal_language(term))
            if key not in best or TELLING.index(kind) < TELLING.index(best[key]):
                best[key] = kind
    names = [Name(text, kind, language) for (text, language), kind in best.items()]
    return tuple(
        sorted(names, key=lambda n: (TELLING.index(n.kind), n.language, n.text.casefold()))
    )
