"""Turtle as tokens: the words of a file, comments included, so that nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from matcher.errors import TurtleError

ESCAPED: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"

#: the terminals of Turtle 1.1 (https://www.w3.org/TR/turtle/#sec-grammar-grammar)
TOKEN: Final = re.compile(
    rf"""
  (?P<space>[ \t\r\n\ufeff]+)
| (?P<comment>\#[^\r\n]*)
| (?P<string>\"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
    |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
| (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
| (?P<directive>@prefix\b|@base\b)
| (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
| (?P<datatype>\^\^)
| (?P<blank>_:\w(?:[\w.\-·]*[\w\-·])?)
| (?P<name>(?:[^\W\d_](?:[\w.\-·]*[\w\-·])?)?:
    (?:(?:[\w:]|{ESCAPED})(?:(?:[\w.:\-·]|{ESCAPED})*(?:[\w:\-·]|{ESCAPED}))?)?)
| (?P<number>[+-]?(?:\d+\.\d*[eE][+-]?\d+|\.\d+[eE][+-]?\d+|\d+[eE][+-]?\d+|\d*\.\d+|\d+))
| (?P<word>[A-Za-z]+)
| (?P<mark>[.;,\[\]()])
""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind, its text, its line, whether it follows another on the line, and a gap.

    `gap` says that an empty line stands before it.
    """

    kind: str
    text: str
    line: int
    trailing: bool
    gap: bool


def tokenize(text: str, where: str = "") -> Iterator[Token]:
    """The tokens of a Turtle file; raises TurtleError at text that is none."""
    position, line, breaks, first = 0, 1, 0, True
    while position < len(text):
        found = TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            raise TurtleError(
                f"unexpected {text[position]!r}",
                where=f"{where}:{line}" if where else f"line {line}",
                todo="Mend the Turtle; the layout covers Turtle 1.1.",
            )
        kind, words = found.lastgroup, found.group()
        position = found.end()
        newlines = words.count("\n") or words.count("\r")
        if kind == "space":
            breaks += newlines
        else:
            yield Token(kind, words, line, breaks == 0 and not first, breaks > 1)
            breaks, first = 0, False
        line += newlines
