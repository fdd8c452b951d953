"""The help pages: words explained, how to read a proof, and what happens to what is typed."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, abort, render_template

from web.words import group_badges

pages = Blueprint("help", __name__, url_prefix="/help", template_folder="help")

TITLES: Final = {
    "glossary": "What the words mean",
    "proofs": "How to read a proof",
    "terms": "How to read the page of a term",
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
    return render_template(
        f"{name}.html", heading=TITLES[name], titles=TITLES, groups=group_badges()
    )
