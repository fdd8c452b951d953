"""The application factory: pages, guards and error pages put together."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from flask import Flask

from matcher.knowledge import GRAPHS
from matcher.querying.ask import Limits
from matcher.settings import version
from web import api, browse, concept, describe, failures, guard, help, reasons, sparql
from web.desks import Desks
from web.examples import EXAMPLES
from web.filters import FILTERS
from web.opening import Matcher, Opening
from web.words import BADGES, show_badge

#: the editor is brought by the build (build_hook.py); without it a plain text area does
EDITOR = Path(__file__).with_name("static") / "vendor" / "ace" / "ace.js"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
#: one description is a page of text at most; a form sends up to twelve bytes a character
MOST_BYTES = 192 * 1024


def create_app(
    workspace: Matcher | Opening | None = None,
    *,
    hosts: Collection[str] = LOOPBACK,
    limits: Limits | None = None,
) -> Flask:
    """The pages over a workspace that is open, one that is still opening, or none yet.

    `hosts` are the names this server answers to; a request under another name is refused.
    Without a workspace the shipped packs are opened in the background. `limits` hold for each
    query in SPARQL.
    """
    app = Flask(__name__)
    app.config.update(MAX_CONTENT_LENGTH=MOST_BYTES, MAX_FORM_PARTS=20)
    app.extensions["opening"] = as_opening(workspace)
    app.extensions["desks"] = Desks(limits)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(
        badge=show_badge,
        badges=BADGES,
        examples=EXAMPLES,
        graphs=GRAPHS,
        version=version(),
        has_editor=EDITOR.is_file(),
    )
    guard.install(app, frozenset(hosts))
    failures.install(app)
    for pages in (
        describe.pages, reasons.pages, api.pages, sparql.pages, help.pages, browse.pages, concept.pages,
    ):  # fmt: skip
        app.register_blueprint(pages)
    return app


def as_opening(workspace: Matcher | Opening | None) -> Opening:
    """What was given, as something that is opening or open."""
    if isinstance(workspace, Opening):
        return workspace
    if workspace is not None:
        return Opening.of(workspace)
    return Opening.start()
