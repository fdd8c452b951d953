"""Finding a term: by typing a name or a code, or by leafing through what there is."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, render_template, request

from matcher.describing.browsing import SHELVES
from matcher.describing.finding import LONGEST
from matcher.describing.kinds import BY_KEY
from web.addresses import current_guide
from web.concept import require_guide

pages = Blueprint("browse", __name__)


@pages.get("/search")
def search() -> Response:
    """The terms that somebody may mean; the words stand in this address and nowhere else."""
    guide = require_guide()
    query = request.args.get("q", "").strip()[:LONGEST]
    kind = request.args.get("kind", "")
    found = guide.search(query, kind if kind in BY_KEY else "")
    response = make_response(
        render_template("search.html", query=query, kind=kind, found=found, kinds=BY_KEY)
    )
    # the words stand in the address, so it is told to nobody; no form on the page is posted
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@pages.get("/concepts")
def contents() -> str:
    """Everything there is: materials by kind, processes by sector, codes by chapter, the rest."""
    guide = current_guide()
    return render_template("concepts.html", contents=guide.contents if guide else None)


@pages.get("/concepts/<key>")
def shelf(key: str) -> str:
    """All terms of one kind, by first letter."""
    guide = require_guide()
    if key not in (*SHELVES, "material", "process"):
        abort(404)
    return render_template("shelf.html", kind=BY_KEY[key], letters=guide.shelf(key))
