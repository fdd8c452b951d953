"""Turtle as a tree of blocks, each comment kept with what it stands by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from matcher.checking.tokens import Token, tokenize
from matcher.errors import TurtleError

TERMS: Final = frozenset({"iri", "name", "blank", "number", "word"})
END: Final = Token("end", "", 0, False, False)


@dataclass(frozen=True, slots=True)
class Word:
    """An IRI, name, labelled blank node, number or boolean, as it is written."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Text:
    """A string with its language tag, or with its datatype."""

    quoted: str
    language: str = ""
    datatype: Word | None = None


@dataclass(frozen=True, slots=True)
class Blank:
    """An anonymous node: `[ … ]`."""

    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """A list: `( … )`."""

    items: tuple[Node, ...]


Node = Word | Text | Blank | Chain


@dataclass(frozen=True, slots=True)
class Pair:
    """A predicate with its objects, the comments above it, and the one at its end."""

    verb: Word
    objects: tuple[Node, ...]
    comments: tuple[str, ...] = ()
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A subject with its pairs; an empty string among the comments is an empty line."""

    subject: Node
    pairs: tuple[Pair, ...]
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file: comments at the top, prefixes, base, blocks, comments at the end."""

    head: tuple[str, ...]
    prefixes: dict[str, str]
    base: str
    blocks: tuple[Block, ...]
    ending: tuple[str, ...]


@dataclass(slots=True)
class Reading:
    """The tokens on their way into a tree, with the comments not yet given to anything."""

    tokens: list[Token]
    where: str
    place: int = 0
    waiting: list[Token] = field(default_factory=list)

    def peek(self) -> Token:
        """The next token that is no comment; comments on the way are put aside."""
        while self.place < len(self.tokens) and self.tokens[self.place].kind == "comment":
            self.waiting.append(self.tokens[self.place])
            self.place += 1
        return self.tokens[self.place] if self.place < len(self.tokens) else END

    def take(self) -> Token:
        """The next token that is no comment, consumed."""
        token = self.peek()
        self.place += 1
        return token

    def expect(self, text: str) -> Token:
        """The next token, which must be this one; raises TurtleError otherwise."""
        token = self.take()
        if token.text != text:
            self.fail(token, f"“{text}” expected")
        return token

    def tail(self) -> str:
        """The comment that follows on the same line, consumed."""
        if self.place < len(self.tokens):
            token = self.tokens[self.place]
            if token.kind == "comment" and token.trailing:
                self.place += 1
                return token.text.rstrip()
        return ""

    def claim(self) -> list[Token]:
        """The comments put aside, now given to somebody."""
        claimed, self.waiting = self.waiting, []
        return claimed

    def fail(self, token: Token, what: str) -> None:
        """Raise TurtleError at a token."""
        shown = token.text or "the end of the file"
        raise TurtleError(
            f"{what}, not {shown}", where=f"{self.where}:{token.line}", todo="Mend the Turtle."
        )


def read_document(text: str, where: str = "") -> Document:
    """A Turtle file as a tree; raises TurtleError where it is none."""
    reading = Reading(list(tokenize(text, where)), where)
    prefixes: dict[str, str] = {}
    head: tuple[str, ...] = ()
    base = ""
    blocks: list[Block] = []
    while reading.peek().kind != "end":
        token = reading.peek()
        if token.kind == "directive" or token.text.upper() in ("PREFIX", "BASE"):
            if not prefixes and not base and not blocks:
                head = paragraphs(reading.claim())
            base = read_directive(reading, prefixes) or base
        else:
            blocks.append(read_block(reading))
    return Document(head, prefixes, base, tuple(blocks), paragraphs(reading.claim()))


def read_directive(reading: Reading, prefixes: dict[str, str]) -> str:
    """A prefix, put into the table, or a base, which is returned."""
    token = reading.take()
    base = ""
    if token.text.lower().endswith("prefix"):
        name = reading.take().text
        prefixes[name.removesuffix(":")] = reading.take().text[1:-1]
    else:
        base = reading.take().text
    if token.kind == "directive":
        reading.expect(".")
    return base


def read_block(reading: Reading) -> Block:
    """A subject with its pairs, up to the full stop."""
    token = reading.peek()
    above = paragraphs(reading.claim(), token)
    subject = read_node(reading)
    loose = paragraphs(reading.claim())
    pairs = read_pairs(reading, ".")
    if not pairs and not isinstance(subject, Blank):
        reading.fail(reading.peek(), "a predicate expected")
    reading.expect(".")
    tail = reading.tail()
    return Block(subject, end_with(pairs, tail), (*above, *filter(None, loose)))


def read_pairs(reading: Reading, closing: str) -> tuple[Pair, ...]:
    """Predicates with their objects, up to the closing mark, which stays."""
    pairs: list[Pair] = []
    while reading.peek().text != closing:
        pairs.append(read_pair(reading))
        while reading.peek().text == ";":
            reading.take()
            pairs[-1:] = end_with(pairs[-1:], reading.tail())
        if reading.peek().text != closing and not separated(reading):
            reading.fail(reading.peek(), f"“;” or “{closing}” expected")
    left = [comment.text.rstrip() for comment in reading.claim()] if pairs else []
    if left:
        pairs[-1] = replace(pairs[-1], comments=(*pairs[-1].comments, *left))
    return tuple(pairs)


def separated(reading: Reading) -> bool:
    """Whether the last mark before the next token was a semicolon."""
    before = reading.place - 1
    while before >= 0 and reading.tokens[before].kind == "comment":
        before -= 1
    return before >= 0 and reading.tokens[before].text == ";"


def read_pair(reading: Reading) -> Pair:
    """One predicate with its objects and its comments."""
    reading.peek()
    above = [comment.text.rstrip() for comment in reading.claim()]
    verb = read_node(reading)
    if not isinstance(verb, Word):
        reading.fail(reading.peek(), "a predicate expected")
        raise AssertionError
    objects = [read_node(reading)]
    tail = reading.tail()
    while reading.peek().text == ",":
        reading.take()
        above.extend(filter(None, [tail, reading.tail()]))
        objects.append(read_node(reading))
        tail = reading.tail()
    if reading.peek().text == ";":
        above.extend(comment.text.rstrip() for comment in reading.claim())
    return Pair(verb, tuple(objects), tuple(above), tail)


def read_node(reading: Reading) -> Node:
    """A term, an anonymous node or a list."""
    token = reading.take()
    if token.text == "[":
        pairs = read_pairs(reading, "]")
        reading.expect("]")
        return Blank(pairs)
    if token.text == "(":
        return read_chain(reading)
    if token.kind == "string":
        return read_text(reading, token)
    if token.kind not in TERMS:
        reading.fail(token, "a term expected")
    return Word(token.text, token.kind)


def read_chain(reading: Reading) -> Chain:
    """The items of a list up to its closing bracket."""
    items: list[Node] = []
    while reading.peek().text != ")":
        items.append(read_node(reading))
    reading.expect(")")
    return Chain(tuple(items))


def read_text(reading: Reading, token: Token) -> Text:
    """A string with what follows it at once: a language tag or a datatype."""
    following = reading.tokens[reading.place] if reading.place < len(reading.tokens) else END
    if following.kind == "language":
        return Text(token.text, language=reading.take().text)
    if following.kind == "datatype":
        reading.take()
        kind = reading.take()
        return Text(token.text, datatype=Word(kind.text, kind.kind))
    return Text(token.text)


def end_with(pairs: Iterable[Pair], tail: str) -> tuple[Pair, ...]:
    """The pairs with a comment at the end of the last; a second one goes above it."""
    found = tuple(pairs)
    if not tail or not found:
        return found
    last = found[-1]
    if last.tail:
        return (*found[:-1], replace(last, comments=(*last.comments, tail)))
    return (*found[:-1], replace(last, tail=tail))


def paragraphs(comments: Iterable[Token], following: Token | None = None) -> tuple[str, ...]:
    """Comments as lines, an empty one for an empty line between them or before what follows."""
    lines: list[str] = []
    for comment in comments:
        if lines and comment.gap:
            lines.append("")
        lines.append(comment.text.rstrip())
    if lines and following is not None and following.gap:
        lines.append("")
    return tuple(lines)
