"""What somebody typed: kept as it was typed, and read into what the matcher takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from matcher.errors import InputError

MOST_CHARACTERS: Final = 10_000
MOST_PROPOSALS: Final = 100
FIELDS: Final = ("text", "near", "country", "on", "top")
LONGEST: Final = 200  # characters of any field beside the description


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of the describe form, exactly as they were typed."""

    text: str = ""
    near: str = ""
    country: str = ""
    on: str = ""
    top: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """The same fields as the matcher takes them."""

    text: str
    near: str | None
    country: str | None
    on: date | None
    top: int


def keep_typed() -> Typed:
    """What the form of this request holds; nothing where it cannot be read."""
    try:
        return take(request.form)
    except HTTPException:
        return Typed()


def take(fields: Mapping[str, str]) -> Typed:
    """The known fields, with one kind of line ending so that positions agree on every face."""
    return Typed(
        **{
            name: "\n".join(fields.get(name, "").splitlines())
            if name == "text"
            else fields.get(name, "")
            for name in FIELDS
        }
    )


def read(typed: Typed) -> Asked:
    """The typed fields as the matcher takes them; an InputError names the field (`where`)."""
    text = typed.text.strip()
    if not text:
        raise InputError(
            "There is no description.",
            where="text",
            todo="Write one line: what it is, how much, how wet, and where it falls.",
        )
    if len(text) > MOST_CHARACTERS:
        raise RequestEntityTooLarge(
            f"The description has {len(text):,} characters; {MOST_CHARACTERS:,} are the most. "
            "Describe one stream at a time."
        )
    for name in FIELDS[1:]:
        if len(getattr(typed, name)) > LONGEST:
            raise InputError("This is too long.", where=name, todo="Shorten it.")
    return Asked(
        text=text,
        near=typed.near.strip() or None,
        country=typed.country.strip().upper() or None,
        on=read_day(typed.on.strip()),
        top=read_top(typed.top.strip()),
    )


def read_day(text: str) -> date | None:
    """A day as 2026-11-09, or none."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            f"“{text}” is not a day.", where="on", todo="Write it as 2026-11-09."
        ) from error


def read_top(text: str) -> int:
    """How many proposals, 1 to 100; 10 where nothing is said."""
    if not text:
        return 10
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_PROPOSALS):
        raise InputError(
            f"“{text}” is not a number of proposals.", where="top", todo="Write 1 to 100."
        )
    return int(text)
