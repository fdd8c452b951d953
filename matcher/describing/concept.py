"""One term as a page: its names, its place, its sections, its picture, and all that is stated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Final

from matcher.describing.atlas import Atlas, is_blank
from matcher.describing.codes import tell_code, tell_members
from matcher.describing.materials import tell_material
from matcher.describing.model import Concept, Fact, Link, Section
from matcher.describing.neighbours import draw_neighbours
from matcher.describing.others import (
    tell_arising,
    tell_function,
    tell_limit,
    tell_place,
    tell_precedent,
    tell_property,
    tell_role,
    tell_site,
    tell_specification,
    tell_veto,
)
from matcher.describing.paths import find_narrower, find_paths, list_names
from matcher.describing.processes import tell_need, tell_process, tell_sector
from matcher.describing.sources import tell_source
from matcher.describing.uses import tell_use
from matcher.describing.vocabulary import tell_class, tell_pack, tell_plainly, tell_predicate
from matcher.errors import InputError
from matcher.namespaces import bare, shorten

Tell = Callable[[Atlas, str], tuple[Section, ...]]
SECTIONS: Final[Mapping[str, Tell]] = {
    "material": tell_material,
    "process": tell_process,
    "use": tell_use,
    "need": tell_need,
    "sector": tell_sector,
    "code": tell_code,
    "group": tell_members,
    "chapter": tell_members,
    "role": tell_role,
    "function": tell_function,
    "form": tell_function,
    "property": tell_property,
    "specification": tell_specification,
    "limit": tell_limit,
    "veto": tell_veto,
    "arising": tell_arising,
    "precedent": tell_precedent,
    "place": tell_place,
    "site": tell_site,
    "source": tell_source,
    "class": tell_class,
    "predicate": tell_predicate,
    "pack": tell_pack,
}
NOTES: Final = (
    "skos:scopeNote",
    "skos:editorialNote",
    "sym:note",
    "sym:pathNote",
    "dcterms:rights",
)


def describe(atlas: Atlas, iri: str) -> Concept:
    """Everything that is known of one term, as plain data; InputError where there is no such term."""
    if iri not in atlas:
        raise InputError("there is no such term", where=shorten(iri), todo="Search for it.")
    kind = atlas.kind(iri)
    view = atlas.view
    definition = view.text(iri, "skos:definition") or view.text(iri, "dcterms:description") or ""
    return Concept(
        link=atlas.link(iri),
        kind=kind.key,
        word=kind.word,
        curie=shorten(iri),
        definition=definition,
        notes=tuple(text for name in NOTES for text in view.texts(iri, name)),
        names=list_names(atlas, iri),
        paths=find_paths(atlas, iri),
        narrower=find_narrower(atlas, iri),
        sections=SECTIONS.get(kind.key, tell_plainly)(atlas, iri),
        graph=draw_neighbours(atlas, iri),
        stated=list_stated(atlas, iri),
        files=atlas.files(iri),
    )


def list_stated(atlas: Atlas, iri: str) -> tuple[Fact, ...]:
    """Every asserted fact by predicate, as it is written; blank nodes by what they are."""
    texts: dict[str, list[str]] = defaultdict(list)
    links: dict[str, list[Link]] = defaultdict(list)
    for _s, predicate, value in atlas.facts(iri):
        name = shorten(bare(predicate))
        if value.startswith('"'):
            texts[name].append(write_literal(value))
        elif is_blank(bare(value)):
            texts[name].append("(a node without a name; see the Turtle file)")
        else:
            links[name].append(atlas.link(bare(value)))
    return tuple(
        Fact(name, " · ".join(dict.fromkeys(texts[name])), tuple(links[name]))
        for name in sorted({*texts, *links})
    )


def write_literal(term: str) -> str:
    """A literal's text, with its language in brackets."""
    language = term[term.rindex('"') + 1 :]
    return f"{bare(term)} ({language[1:]})" if language.startswith("@") else bare(term)
