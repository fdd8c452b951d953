"""The help pages: words explained, how to ask and to read a proof, and what happens to what is typed."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, abort, render_template

from matcher.namespaces import bare, shorten
from web.words import group_badges

pages = Blueprint("help", __name__, url_prefix="/help", template_folder="help")

TITLES: Final = {
    "glossary": "What the words mean",
    "querying": "How to ask in SPARQL",
    "proofs": "How to read a proof",
    "terms": "How to read the page of a term",
    "rules": "The rules of inference",
    "privacy": "What happens to what you type",
}


@pages.get("/")
def contents() -> str:
    """The list of help pages."""
    return render_template("contents.html", titles=TITLES)


@pages.get("/<name>")
def show(name: str) -> str:
    """One help page."""
    if name not in TITLES:
        abort(404)
    more = list_rules() if name == "rules" else {"groups": group_badges()}
    return render_template(f"{name}.html", heading=TITLES[name], titles=TITLES, **more)


def list_rules() -> dict[str, object]:
    """What the page of rules shows: read off the engine, so that it is always current."""
    from matcher.reasoning.comparing import REASONS
    from matcher.reasoning.conformance import KNOWN
    from matcher.reasoning.datatypes import NAMES
    from matcher.reasoning.documenting import list_tables

    datatypes = [shorten(bare(name)) for name in NAMES]
    return {"tables": list_tables(), "known": KNOWN, "reasons": REASONS, "datatypes": datatypes}
