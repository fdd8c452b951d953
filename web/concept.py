"""The page of one term, the same as data, and the IRIs of terms that lead there."""

from __future__ import annotations

from itertools import groupby
from typing import Final, cast

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from matcher.describing.guide import Guide
from matcher.describing.kinds import BY_KEY
from matcher.describing.model import Concept, Ground, Name
from matcher.describing.rdf import Format
from web.addresses import SUFFIXES, current_guide, locate, resolve, split_suffix
from web.picture import draw
from web.words import ALL, Badge

pages = Blueprint("concept", __name__)

TYPES: Final = {"turtle": "text/turtle", "json-ld": "application/ld+json"}
#: what a term is served as, the page first, and the ending of each address
OFFERED: Final = {"text/html": "", "text/turtle": ".ttl", "application/ld+json": ".jsonld"}
#: the first part of every IRI of the house that has two
SHELVES: Final = (
    "material,process,use,need,role,function,form,property,specification,limit,veto,arising,"
    "precedent,place,site,source,grade,status,sector,law,factor,low,'nace-rev2',graph"
)
LONGEST: Final = 400  # characters of a path; no term has more


@pages.get("/concept/<path:local>")
def show(local: str) -> Response | BaseResponse:
    """A term as a page, or, with an ending such as .ttl, as data."""
    guide = require_guide()
    found = resolve(guide, local)
    if found:
        return show_page(guide, found)
    stem, suffix = split_suffix(local)
    found = resolve(guide, stem) if suffix else None
    return send_data(guide, found, suffix) if found else show_missing(guide, local)


@pages.get("/concept")
def show_any() -> Response | BaseResponse:
    """A term by its whole IRI (`?iri=`), for terms that live elsewhere than the house."""
    guide = require_guide()
    iri, suffix = request.args.get("iri", ""), "." + request.args.get("form", "")
    if iri not in guide:
        return show_missing(guide, iri)
    return send_data(guide, iri, suffix) if suffix in SUFFIXES else show_page(guide, iri)


@pages.get(f"/<any({SHELVES}):shelf>/<path:name>")
def dereference(shelf: str, name: str) -> Response | BaseResponse:
    """The IRI of a term: 303 to its page or its data, by what the client accepts."""
    return see_other(f"{shelf}/{name}")


@pages.get("/<name>")
def dereference_core(name: str) -> Response | BaseResponse:
    """The IRI of a class or predicate of the vocabulary."""
    guide = current_guide()
    if guide is None or resolve(guide, name) is None:
        abort(404)
    return see_other(name)


def see_other(local: str) -> Response | BaseResponse:
    """303 to what the client accepts; 404 with near terms; 406 in plain words."""
    guide = require_guide()
    found = resolve(guide, local)
    if found is None:
        return vary(show_missing(guide, local))
    kind = choose_type()
    if kind is None:
        return vary(refuse_type())
    return vary(redirect(locate(found, OFFERED[kind]), 303))


def choose_type() -> str | None:
    """The type to serve: by quality, the page where all are equal; None where none is accepted."""
    accepted = request.accept_mimetypes
    if not any(
        "/" in kind for kind, _quality in accepted
    ):  # nothing asked for, or nothing that can be read
        return "text/html"
    qualities = {kind: accepted.quality(kind) for kind in OFFERED}
    best = max(qualities.values())
    return next((kind for kind, q in qualities.items() if q == best), None) if best > 0 else None


def refuse_type() -> Response:
    """406: what there is instead."""
    text = f"A term is served as {', '.join(OFFERED)}. Ask for one of these in the header Accept.\n"
    return Response(text, 406, mimetype="text/plain")


def vary(response: Response | BaseResponse) -> Response | BaseResponse:
    """Mark an answer that depends on what the client accepts."""
    response.headers["Vary"] = "Accept"
    return response


def require_guide() -> Guide:
    """The terms of the open workspace, else 404."""
    guide = current_guide()
    if guide is None:
        abort(404)
    return guide


def show_page(guide: Guide, iri: str) -> Response:
    """The page of a term, with its addresses as data in the header too."""
    concept = guide.describe(iri)
    picture = draw(concept.graph) if concept.graph else None
    data = {suffix: locate(iri, suffix) for suffix in SUFFIXES}
    response = make_response(
        render_template(
            "concept.html",
            concept=concept,
            picture=picture,
            data=data,
            names=group_names(concept),
            legend=choose_legend(concept),
        )
    )
    for suffix in (".ttl", ".jsonld"):
        kind = TYPES[SUFFIXES[suffix][0]]
        response.headers.add("Link", f'<{data[suffix]}>; rel="alternate"; type="{kind}"')
    return response


def group_names(concept: Concept) -> list[tuple[str, list[Name]]]:
    """The names by kind, without the one that is the heading already."""
    others = [n for n in concept.names if (n.kind, n.text) != ("label", concept.link.label)]
    return [(kind, list(names)) for kind, names in groupby(others, key=lambda name: name.kind)]


def choose_legend(concept: Concept) -> tuple[Badge, ...]:
    """The badges that stand on the page of a term, in the order of the glossary."""
    used: set[tuple[str, str]] = set()
    for section in concept.sections:
        grounds: list[Ground] = list(section.grounds)
        for group in section.groups:
            for entry in group.entries:
                used.update(entry.badges)
                grounds += entry.grounds
        grounds += [ground for measure in section.measures for ground in measure.grounds]
        used.update(("grade", ground.grade) for ground in grounds)
    return tuple(badge for badge in ALL if (badge.kind, badge.key) in used)


def send_data(guide: Guide, iri: str, suffix: str) -> Response:
    """A term as Turtle or JSON-LD."""
    form, inferred = SUFFIXES[suffix]
    text = guide.write(iri, cast(Format, form), inferred)
    return Response(text, mimetype=TYPES[form], content_type=f"{TYPES[form]}; charset=utf-8")


def show_missing(guide: Guide, asked: str) -> Response:
    """404: terms with a name near to what was asked for."""
    short = asked if len(asked) <= LONGEST else ""
    near = guide.suggest(short) if short else ()
    name = short.rsplit("/", 1)[-1][:80]
    return make_response(render_template("missing.html", near=near, name=name, kinds=BY_KEY), 404)
