"""Reading the leaves of proofs again: from the files they name, not from memory.

Blank nodes are named `<graph#bN>`, N counting them from 0 in the order in which the parser
first gives them out (the subject of a triple before its object). The graph of mirror axioms
is in no file: it is derived here anew from what the files say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from matcher.errors import TurtleError
from matcher.model import Triple
from matcher.namespaces import BASE, node

MIRROR: Final = BASE + "graph/mirror"
STREAM: Final = "stream"

TYPE: Final = node("rdf:type")
CLASS: Final = node("owl:Class")
SUBCLASS: Final = node("rdfs:subClassOf")
RESTRICTION: Final = node("owl:Restriction")
ON_PROPERTY: Final = node("owl:onProperty")
HAS_VALUE: Final = node("owl:hasValue")
INTERSECTION: Final = node("owl:intersectionOf")
MATERIAL: Final = node("sym:Material")
NEED: Final = node("sym:Need")


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What one file says, and the parts that mirror axioms are derived from."""

    triples: frozenset[Triple]
    parents: Mapping[str, tuple[str, ...]]
    defined: frozenset[str]


#: (path, graph) → (modification time, size) and what was read then
_READ: dict[tuple[Path, str], tuple[tuple[int, int], ReadFile]] = {}


def read_file(path: Path, graph: str) -> ReadFile:
    """What a file says, read again only if its time or size has changed."""
    try:
        stat = path.stat()
    except OSError as error:
        raise TurtleError(f"cannot be read: {error}", where=str(path)) from error
    stamp = (stat.st_mtime_ns, stat.st_size)
    known = _READ.get((path, graph))
    if known is not None and known[0] == stamp:
        return known[1]
    found = sort_out(frozenset(parse_turtle(path, graph)))
    _READ[path, graph] = (stamp, found)
    return found


def parse_turtle(path: Path, graph: str) -> Iterator[Triple]:
    """The triples of a file, blank nodes named by order."""
    from pyoxigraph import BlankNode, RdfFormat, parse

    names: dict[str, str] = {}

    def name(term: object) -> str:
        if isinstance(term, BlankNode):
            return names.setdefault(term.value, f"<{graph}#b{len(names)}>")
        return str(term)

    try:
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            yield name(quad.subject), str(quad.predicate), name(quad.object)
    except (SyntaxError, ValueError, OSError) as error:
        raise TurtleError(f"not readable as Turtle: {error}", where=str(path)) from error


def sort_out(triples: frozenset[Triple]) -> ReadFile:
    """Set apart subclass links and defined classes."""
    parents: dict[str, list[str]] = {}
    for s, p, o in triples:
        if p == SUBCLASS:
            parents.setdefault(s, []).append(o)
    defined = frozenset(s for s, p, _o in triples if p == INTERSECTION)
    return ReadFile(triples, {s: tuple(above) for s, above in parents.items()}, defined)


@dataclass(slots=True)
class Leaves:
    """Answers whether a leaf stands where it says; a leaf reader for `verify.check`."""

    files: Mapping[str, Path]
    stream: frozenset[Triple]
    _read: dict[str, ReadFile] = field(default_factory=dict)

    def __call__(self, triple: Triple, source: str) -> bool:
        """Whether `source` (a graph, the mirror or the stream) says the triple."""
        if source == STREAM:
            return triple in self.stream
        if source == MIRROR:
            return any(allows_mirror(triple, read) for read in self._more_and_more(triple[0]))
        return source in self.files and triple in self._file(source).triples

    def _file(self, source: str) -> ReadFile:
        """What the file of a graph says, read once for this reader."""
        if source not in self._read:
            self._read[source] = read_file(self.files[source], source)
        return self._read[source]

    def _more_and_more(self, subject: str) -> Iterator[list[ReadFile]]:
        """The files read so far, then one file more each time, until all have been read."""
        yield list(self._read.values())
        unread = [source for source in self.files if source not in self._read]
        for source in sorted(unread, key=lambda name: self._promise(name, subject)):
            self._file(source)
            yield list(self._read.values())

    def _promise(self, source: str, subject: str) -> tuple[bool, int]:
        """What to read first: files with the subject's name in them, then small ones."""
        name = subject.strip("<>").removesuffix("#is").removesuffix("#met").rpartition("/")[2]
        try:
            content = self.files[source].read_bytes()
        except OSError:
            return True, 0  # parsing it will say what is wrong
        return name.encode() not in content, len(content)


def read_leaves(files: Mapping[str, Path], stream_triples: Iterable[Triple] = ()) -> Leaves:
    """A reader of leaves: graphs are read from their files, `stream` from the given triples."""
    return Leaves(files, frozenset(stream_triples))


def allows_mirror(triple: Triple, read: list[ReadFile]) -> bool:
    """Whether the files read so far make the loader generate this triple."""
    s, p, o = triple
    if p == TYPE and o in (s, MATERIAL):
        return is_material(s, read)
    for suffix, predicate, holds in (
        ("#is>", node("sym:isOf"), is_material),
        ("#met>", node("sym:functionMeets"), is_defined_need),
    ):
        restriction = o if p == SUBCLASS else s
        subject = restriction.removesuffix(suffix) + ">"
        if restriction.endswith(suffix) and holds(subject, read):
            return triple in mirror_of(subject, restriction, predicate)
    return False


def mirror_of(subject: str, restriction: str, predicate: str) -> tuple[Triple, ...]:
    """Subject ⊑ (predicate value subject)."""
    return (
        (subject, SUBCLASS, restriction),
        (restriction, TYPE, RESTRICTION),
        (restriction, ON_PROPERTY, predicate),
        (restriction, HAS_VALUE, subject),
    )


def is_material(term: str, read: list[ReadFile]) -> bool:
    """Whether a term is declared a class and reaches sym:Material by asserted subclass links."""
    if term == MATERIAL or not any((term, TYPE, CLASS) in file.triples for file in read):
        return False
    seen, todo = {term}, [term]
    while todo:
        here = todo.pop()
        above = {parent for file in read for parent in file.parents.get(here, ())} - seen
        if MATERIAL in above:
            return True
        seen |= above
        todo.extend(above)
    return False


def is_defined_need(term: str, read: list[ReadFile]) -> bool:
    """Whether a term is a need and a class defined by an intersection."""
    return any((term, TYPE, NEED) in file.triples for file in read) and any(
        term in file.defined for file in read
    )
