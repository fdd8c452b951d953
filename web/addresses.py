"""Where the page of a term is, and which term an address means."""

from __future__ import annotations

import re
from typing import Final, Protocol, runtime_checkable

from flask import current_app, url_for

from matcher.describing.guide import Guide
from matcher.namespaces import BASE
from web.opening import Opening, current_opening

#: the ends of addresses that give a term as data, the longer ones first
SUFFIXES: Final = {
    ".inferred.ttl": ("turtle", True),
    ".inferred.jsonld": ("json-ld", True),
    ".ttl": ("turtle", False),
    ".jsonld": ("json-ld", False),
}
#: what may stand in a path as it is; every other IRI is handed over as a parameter
PLAIN: Final = re.compile(r"[\w.~()+,;=@!$&'*-]+(?:/[\w.~()+,;=@!$&'*-]+)*")


@runtime_checkable
class Describer(Protocol):
    """A workspace that can show its terms."""

    @property
    def guide(self) -> Guide:
        """Every term as a page."""


def current_guide() -> Guide | None:
    """The terms of the open workspace; None where it has none to show."""
    workspace = current_opening().require()
    return workspace.guide if isinstance(workspace, Describer) else None


def ready_guide() -> Guide | None:
    """The terms, if they are at hand now; a link can do without."""
    opening: Opening = current_app.extensions["opening"]
    workspace = opening.workspace
    return workspace.guide if isinstance(workspace, Describer) else None


def resolve(guide: Guide, local: str) -> str | None:
    """The term that the path part of an IRI means; a node beside a term (`#is`) means the term."""
    for candidate in (local, local.split("#", 1)[0]):
        if BASE + candidate in guide:
            return BASE + candidate
    return None


def split_suffix(local: str) -> tuple[str, str]:
    """A path without the ending that asks for data, and that ending."""
    for suffix in SUFFIXES:
        if local.endswith(suffix) and len(local) > len(suffix):
            return local.removesuffix(suffix), suffix
    return local, ""


def locate(iri: str, suffix: str = "") -> str:
    """The address of a term's page, or of its data."""
    local = iri.removeprefix(BASE)
    plain = local != iri and PLAIN.fullmatch(local) and not split_suffix(local)[1]
    if plain and not any(part.strip(".") == "" for part in local.split("/")):
        return url_for("concept.show", local=local + suffix)
    return url_for("concept.show_any", iri=iri, form=suffix.lstrip(".") or None)


def link_term(iri: str | None) -> str | None:
    """The address of a term that has a page, for a link; None for others."""
    guide = ready_guide()
    return locate(iri) if guide and iri and iri in guide else None


def link_code(code: str, valid_from: str | None = None) -> str | None:
    """The address of a List-of-Waste entry by its six digits."""
    guide = ready_guide()
    return link_term(guide.find_code(code, valid_from)) if guide else None


def link_sector(number: str) -> str | None:
    """The address of a NACE sector by its number."""
    return link_term(f"{BASE}nace-rev2/{number}")
