"""Reading the leaves of proofs again: from the files they name, not from memory.

Blank nodes are named `<graph#bN>`, N counting them from 0 in the order in which the parser
first gives them out (the subject of a triple before its object). The graph of mirror axioms
is in no file: it is derived here anew from what the files say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    classes: frozenset[str]
    needs: frozenset[str]
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
    """Set apart subclass links, declared classes, needs and defined classes."""
    parents: dict[str, list[str]] = {}
    for s, p, o in triples:
        if p == SUBCLASS:
            parents.setdefault(s, []).append(o)
    return ReadFile(
        triples,
        {s: tuple(above) for s, above in parents.items()},
        frozenset(s for s, p, o in triples if p == TYPE and o == CLASS),
        frozenset(s for s, p, o in triples if p == TYPE and o == NEED),
        frozenset(s for s, p, _o in triples if p == INTERSECTION),
    )


@dataclass(slots=True)
class Leaves:
    """Answers whether a leaf stands where it says; a leaf reader for `verify.check`.

    `hints` says which files to read first for a subject. A wrong hint costs time and nothing
    else: what counts is what the files say.
    """

    files: Mapping[str, Path]
    stream: frozenset[Triple]
    hints: Mapping[str, Sequence[str]]
    read: dict[str, ReadFile] = field(default_factory=dict)
    settled: dict[str, bool] = field(default_factory=dict)

    def __call__(self, triple: Triple, source: str) -> bool:
        """Whether `source` (a graph, the mirror or the stream) says the triple."""
        if source == STREAM:
            return triple in self.stream
        if source == MIRROR:
            return self.allows_mirror(triple)
        return source in self.files and triple in self.file(source).triples

    def file(self, source: str) -> ReadFile:
        """What the file of a graph says, looked at once by this reader."""
        if source not in self.read:
            self.read[source] = read_file(self.files[source], source)
        return self.read[source]

    def allows_mirror(self, triple: Triple) -> bool:
        """Whether the files make the loader generate this triple."""
        s, p, o = triple
        if p == TYPE and o in (s, MATERIAL):
            return self.settle(s, self.is_material)
        for suffix, predicate, holds in (
            ("#is>", node("sym:isOf"), self.is_material),
            ("#met>", node("sym:functionMeets"), self.is_defined_need),
        ):
            restriction = o if p == SUBCLASS else s
            subject = restriction.removesuffix(suffix) + ">"
            if restriction.endswith(suffix) and self.settle(subject, holds):
                return triple in mirror_of(subject, restriction, predicate)
        return False

    def settle(self, term: str, holds: Callable[[str], bool]) -> bool:
        """What a term is, found once: from the hinted files, and from all where they do not do."""
        if term not in self.settled:
            found = holds(term)
            if not found and len(self.read) < len(self.files):
                for source in self.files:
                    self.file(source)
                found = holds(term)
            self.settled[term] = found
        return self.settled[term]

    def speaking_of(self, term: str) -> list[ReadFile]:
        """The files read so far, the hinted ones of a term among them."""
        for source in self.hints.get(term, ()):
            if source in self.files:
                self.file(source)
        return list(self.read.values())

    def is_material(self, term: str) -> bool:
        """Whether a term is declared a class and reaches sym:Material by asserted subclass links."""
        if term == MATERIAL or not any(term in file.classes for file in self.speaking_of(term)):
            return False
        seen, todo = {term}, [term]
        while todo:
            here = todo.pop()
            files = self.speaking_of(here)
            above = {parent for file in files for parent in file.parents.get(here, ())} - seen
            if MATERIAL in above:
                return True
            seen |= above
            todo.extend(above)
        return False

    def is_defined_need(self, term: str) -> bool:
        """Whether a term is a need and a class defined by an intersection."""
        files = self.speaking_of(term)
        return any(term in file.needs for file in files) and any(
            term in file.defined for file in files
        )


def read_leaves(
    files: Mapping[str, Path],
    stream_triples: Iterable[Triple] = (),
    hints: Mapping[str, Sequence[str]] | None = None,
) -> Leaves:
    """A reader of leaves: graphs are read from their files, `stream` from the given triples."""
    return Leaves(files, frozenset(stream_triples), hints or {})


def mirror_of(subject: str, restriction: str, predicate: str) -> tuple[Triple, ...]:
    """Subject ⊑ (predicate value subject)."""
    return (
        (subject, SUBCLASS, restriction),
        (restriction, TYPE, RESTRICTION),
        (restriction, ON_PROPERTY, predicate),
        (restriction, HAS_VALUE, subject),
    )
