"""Which form an answer is sent in: by name, or by what the Accept header prefers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask import request
from werkzeug.exceptions import BadRequest, NotAcceptable

from matcher.querying.exchange import ALL, Form

PAGE: Final = "text/html"


def wants_page() -> bool:
    """Whether a person asks with a browser: HTML is named and nothing of ours is preferred."""
    media = [kind for form in ALL for kind in form.media]
    return request.accept_mimetypes.best_match([*media, PAGE]) == PAGE


def choose_form(name: str, forms: Sequence[Form]) -> tuple[Form, str]:
    """One of the forms and its media type; raises NotAcceptable where none will do."""
    if name:
        return choose_by_name(name, forms)
    offered = {kind: form for form in forms for kind in form.media}
    if not request.accept_mimetypes:
        return forms[0], forms[0].media[0]
    kind = request.accept_mimetypes.best_match(list(offered))
    if kind is None:
        raise NotAcceptable(f"This answer comes as {', '.join(form.media[0] for form in forms)}.")
    return offered[kind], kind


def choose_by_name(name: str, forms: Sequence[Form]) -> tuple[Form, str]:
    """The form of a name, if this kind of answer can take it."""
    for form in forms:
        if form.name == name:
            return form, form.media[0]
    if name not in {form.name for form in ALL}:
        raise BadRequest(f"“{name[:40]}” is no format; take {', '.join(f.name for f in ALL)}.")
    raise NotAcceptable(f"This kind of answer comes as {', '.join(form.name for form in forms)}.")
