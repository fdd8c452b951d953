"""The one Turtle layout: prefixes in our order, a subject a block, a predicate a line."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from matcher.checking.findings import Finding, from_error, show_path
from matcher.checking.tree import (
    Blank,
    Block,
    Chain,
    Document,
    Node,
    Pair,
    Text,
    Word,
    read_document,
)
from matcher.errors import KnowledgeError, TurtleError
from matcher.namespaces import PREFIXES, expand

INDENT: Final = "    "
RDF_TYPE: Final = expand("rdf:type")
#: what may stand behind the colon without escapes
LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
OURS: Final[Mapping[str, str]] = {namespace: prefix for prefix, namespace in PREFIXES.items()}


@dataclass(slots=True)
class Names:
    """How the terms of a file are written, and which prefixes that takes."""

    declared: Mapping[str, str]
    used: dict[str, str] = field(default_factory=dict)

    def write(self, word: Word) -> str:
        """A term with the prefix of our table where it has one."""
        if word.kind == "iri":
            return self.write_iri(word.text)
        if word.kind != "name":
            return word.text
        prefix, _colon, local = word.text.partition(":")
        namespace = self.declared.get(prefix)
        if namespace is None:
            raise TurtleError(f"the prefix {prefix}: is not declared", todo="Declare it.")
        if namespace not in OURS and prefix in PREFIXES:
            return f"<{namespace}{local.replace(chr(92), '')}>"
        written = OURS.get(namespace, prefix)
        self.used[written] = namespace
        return f"{written}:{local}"

    def write_iri(self, text: str) -> str:
        """An IRI as a name, where our table has its namespace and no escape is needed."""
        cut = max(text.rfind("/"), text.rfind("#")) + 1
        namespace, local = text[1:cut], text[cut:-1]
        if namespace not in OURS or not LOCAL.fullmatch(local):
            return text
        self.used[OURS[namespace]] = namespace
        return f"{OURS[namespace]}:{local}"


def lay_out(text: str, where: str = "") -> str:
    """Turtle in the one layout, its comments kept; raises TurtleError for what is no Turtle."""
    document = read_document(text, where)
    names = Names(document.prefixes)
    body = [write_block(block, names) for block in merge_neighbours(document.blocks)]
    parts = [*write_top(document, names), *body]
    if document.ending:
        parts.append("\n".join(document.ending))
    return "\n\n".join(parts) + "\n" if parts else ""


def write_top(document: Document, names: Names) -> Iterator[str]:
    """The comments at the top and the prefixes that are used, in the order of our table."""
    known = [prefix for prefix in PREFIXES if prefix in names.used]
    own = sorted(set(names.used) - set(known))
    lines = [f"@base {document.base} ."] if document.base else []
    lines += [f"@prefix {prefix}: <{names.used[prefix]}> ." for prefix in (*known, *own)]
    top = "\n".join((*document.head, *lines))
    if top:
        yield top


def merge_neighbours(blocks: Iterable[Block]) -> list[Block]:
    """Blocks of which neighbours with one subject are one, unless a comment parts them."""
    merged: list[Block] = []
    for block in blocks:
        last = merged[-1] if merged else None
        named = isinstance(block.subject, Word) and not block.comments
        if last and named and block.subject == last.subject:
            merged[-1] = replace(last, pairs=last.pairs + block.pairs)
        else:
            merged.append(block)
    return merged


def write_block(block: Block, names: Names) -> str:
    """A subject and its pairs, under its comments."""
    lines = list(block.comments)
    subject = write_node(block.subject, names, 0)
    if not block.pairs:
        return "\n".join([*lines, f"{subject} ."])
    lines.append(subject)
    lines.extend(write_pairs(block.pairs, names, 1, " ."))
    return "\n".join(lines)


def write_pairs(pairs: Iterable[Pair], names: Names, depth: int, closing: str) -> Iterator[str]:
    """One pair a line, `a` first, the last with the closing mark."""
    ordered = sorted(pairs, key=lambda pair: write_verb(pair, names) != "a")
    for pair in ordered:
        indent = INDENT * depth
        yield from (indent + comment for comment in pair.comments)
        end = closing if pair is ordered[-1] else " ;"
        tail = f"  {pair.tail}" if pair.tail else ""
        objects = " , ".join(write_node(node, names, depth) for node in pair.objects)
        yield f"{indent}{write_verb(pair, names)} {objects}{end}{tail}"


def write_verb(pair: Pair, names: Names) -> str:
    """A predicate; rdf:type is `a`."""
    if pair.verb.text == "a" or pair.verb.text == f"<{RDF_TYPE}>":
        return "a"
    prefix, _colon, local = pair.verb.text.partition(":")
    if names.declared.get(prefix, "") + local == RDF_TYPE:
        return "a"
    return names.write(pair.verb)


def write_node(node: Node, names: Names, depth: int) -> str:
    """A term, a list on one line, or an anonymous node on lines of its own."""
    if isinstance(node, Word):
        return names.write(node)
    if isinstance(node, Text):
        kind = f"^^{names.write(node.datatype)}" if node.datatype else ""
        return f"{node.quoted}{node.language}{kind}"
    if isinstance(node, Chain):
        items = " ".join(write_node(item, names, depth) for item in node.items)
        return f"( {items} )" if items else "( )"
    return write_blank(node, names, depth)


def write_blank(node: Blank, names: Names, depth: int) -> str:
    """An anonymous node; on one line where it has one pair without comments."""
    if not node.pairs:
        return "[ ]"
    if is_short(node):
        return f"[ {next(write_pairs(node.pairs, names, 0, ''))} ]"
    lines = write_pairs(node.pairs, names, depth + 1, "")
    return "\n".join(["[", *lines, INDENT * depth + "]"])


def is_short(node: Node) -> bool:
    """Whether a node fits on a line: no anonymous node in it has two pairs or a comment."""
    if isinstance(node, Chain):
        return all(is_short(item) for item in node.items)
    if not isinstance(node, Blank):
        return True
    if len(node.pairs) > 1 or any(pair.comments or pair.tail for pair in node.pairs):
        return False
    return all(is_short(item) for pair in node.pairs for item in pair.objects)


# --- files ---


def run_layout(paths: Iterable[Path]) -> Iterator[Finding]:
    """Every file that is not in the one layout."""
    for path in paths:
        try:
            text = read_text(path)
            if lay_out(text, show_path(path)) != text:
                yield Finding(
                    "layout",
                    show_path(path),
                    "is not in the one layout",
                    "Run `symbiograph check --fix`; comments stay.",
                    "warning",
                )
        except TurtleError as error:
            yield from_error("layout", error)


def fix_layout(paths: Iterable[Path]) -> list[Path]:
    """Write every file in the one layout; the files that changed. Facts never change."""
    changed = []
    for path in paths:
        text = read_text(path)
        better = lay_out(text, show_path(path))
        if better != text:
            if not same_facts(text, better):
                raise KnowledgeError(
                    "the layout would change what the file says; it was left as it is",
                    where=show_path(path),
                    todo="Lay it out by hand and report the file.",
                )
            replace_file(path, better)
            changed.append(path)
    return changed


def read_text(path: Path) -> str:
    """The text of a file, line ends as they are; raises TurtleError where it is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TurtleError(
            f"not readable as UTF-8: {error}", where=show_path(path), todo="Save it as UTF-8."
        ) from error


def same_facts(one: str, other: str) -> bool:
    """Whether two Turtle texts say the same, whatever their blank nodes are called."""
    from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse

    graphs = []
    for text in (one, other):
        graph = Dataset(parse(text.encode(), format=RdfFormat.TURTLE, base_iri="urn:file"))
        graph.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
        graphs.append(graph)
    return graphs[0] == graphs[1]


def replace_file(path: Path, text: str) -> None:
    """Put a text in place of a file in one move, with the file's own permissions."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode())
        Path(draft).chmod(path.stat().st_mode & 0o777)
        Path(draft).replace(path)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise
