"""One term from what somebody typed: an IRI, a short name, or a name in words."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from matcher.describing.guide import Guide
from matcher.errors import UnknownTermError
from matcher.namespaces import expand, node, shorten

MOST_NAMED: Final = 6


def is_address(text: str) -> bool:
    """Whether a text is an IRI or a short name such as `mat:FlyAsh`, and no words."""
    return text.startswith(("http://", "https://", "urn:", "<")) or expand(text) != text


def resolve(guide: Guide, text: str, kinds: Collection[str], where: str) -> str:
    """The IRI of the one term of these kinds that is meant (any kind where there are none).

    Raises UnknownTermError, naming what is near, where it is none or more than one.
    """
    asked = text.strip()
    if is_address(asked):
        iri = expand(asked.removeprefix("<").removesuffix(">"))
        if iri in guide or is_known(guide, iri):
            return iri
        raise unknown(asked, where, suggest_near(guide, iri, kinds))
    found = [
        hit
        for kind in (kinds or [""])
        for hit in guide.search(asked, kind).hits
        if hit.way in ("exact", "begins", "words")
    ]
    exact = [hit for hit in found if hit.way == "exact"]
    meant = dict.fromkeys(hit.link.iri for hit in exact or found)
    if len(meant) == 1:
        return next(iter(meant))
    near = found or [hit for kind in (kinds or [""]) for hit in guide.search(asked, kind).hits]
    names = [f"{hit.link.label} ({shorten(hit.link.iri)})" for hit in near[:MOST_NAMED]]
    if meant:
        raise UnknownTermError(
            f"“{asked}” may mean several things",
            where=where,
            todo=f"Write the whole name or the short name: {'; '.join(names)}.",
        )
    raise unknown(asked, where, names)


def suggest_near(guide: Guide, iri: str, kinds: Collection[str]) -> list[str]:
    """The short names of terms near to one that does not exist, those of the kinds first."""
    links = guide.suggest(iri)
    fitting = [link for link in links if link.kind in kinds] or links
    return [shorten(link.iri) for link in fitting]


def is_known(guide: Guide, iri: str) -> bool:
    """Whether any fact mentions a term."""
    closure, term = guide.atlas.view.closure, node(iri)
    return (
        any(True for _ in closure.match(term))
        or any(True for _ in closure.match(None, None, term))
        or any(True for _ in closure.match(None, term))
    )


def unknown(asked: str, where: str, near: Collection[str]) -> UnknownTermError:
    """The error for a term that nobody knows."""
    todo = (
        f"Did you mean: {'; '.join(list(near)[:MOST_NAMED])}?"
        if near
        else "Search for it in the pages, or with “ask”."
    )
    return UnknownTermError(f"“{asked}” is no term of the knowledge base", where=where, todo=todo)
