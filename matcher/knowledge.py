"""What is known: every pack's Turtle, each file its own named graph, plus the mirror axioms."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matcher.errors import InputError, TurtleError
from matcher.model import Triple
from matcher.namespaces import BASE, node
from matcher.settings import shipped, version

Quad = tuple[str, str, str, str]
Progress = Callable[[str, float], None]

GRAPHS: Final = BASE + "graph/"
MIRROR: Final = GRAPHS + "mirror"
INFERRED: Final = GRAPHS + "inferred"
DECIDED: Final = GRAPHS + "decided"

TYPE: Final = node("rdf:type")
CLASS: Final = node("owl:Class")
SUBCLASS: Final = node("rdfs:subClassOf")
MATERIAL: Final = node("sym:Material")
NEED: Final = node("sym:Need")
INTERSECTION: Final = node("owl:intersectionOf")


def stay_silent(_what: str, _share: float) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All asserted facts by file, the generated axioms, and a digest of every byte read.

    `quads` hold N-Triples terms and the bare IRI of the file's graph; blank nodes are named
    `<graph#bN>` in the order in which they first stand in the file.
    """

    quads: tuple[Quad, ...]
    files: Mapping[str, Path]
    mirror: tuple[Triple, ...]
    digest: str

    def triples(self) -> Iterator[Triple]:
        """Everything the reasoner starts from: what the files say and the mirror axioms."""
        for s, p, o, _graph in self.quads:
            yield s, p, o
        yield from self.mirror

    def source_of(self, triple: Triple) -> str | None:
        """The graph that asserts a triple: a file's, or the mirror's."""
        return source_table(self).get(triple)


_TABLES: dict[str, dict[Triple, str]] = {}


def source_table(knowledge: Knowledge) -> Mapping[Triple, str]:
    """Triple → graph for everything asserted; built once for each state of the knowledge."""
    table = _TABLES.get(knowledge.digest)
    if table is None:
        table = dict.fromkeys(knowledge.mirror, MIRROR)
        table.update({(s, p, o): graph for s, p, o, graph in knowledge.quads})
        _TABLES.clear()
        _TABLES[knowledge.digest] = table
    return table


def discover(packs: Sequence[Path] = ()) -> dict[str, Path]:
    """Every Turtle file of the base, by the IRI of its graph: core, codes, packs, data, then yours.

    Raises InputError for a pack folder that does not exist or holds no Turtle.
    """
    ontology, data = shipped("ontology"), shipped("data")
    found: dict[str, Path] = {}
    for pattern in ("core/*.ttl", "codes/*.ttl", "packs/*/*.ttl"):
        for path in sorted(ontology.glob(pattern)):
            found[GRAPHS + path.relative_to(ontology).with_suffix("").as_posix()] = path
    for path in sorted(data.glob("**/*.ttl")):
        found[GRAPHS + "data/" + path.relative_to(data).with_suffix("").as_posix()] = path
    for folder in packs:
        found.update(discover_pack(folder))
    return found


def discover_pack(folder: Path) -> dict[str, Path]:
    """The Turtle files of a user's pack folder, or of the packs one level below it."""
    if not folder.is_dir():
        raise InputError(
            "no such folder",
            where=str(folder),
            todo="Give --packs the folder that holds your .ttl files.",
        )
    files = sorted(folder.glob("*.ttl")) or sorted(folder.glob("*/*.ttl"))
    if not files:
        raise InputError(
            "no .ttl file in it",
            where=str(folder),
            todo="A pack is a folder with at least one Turtle file.",
        )
    return {f"{GRAPHS}user/{path.parent.name}/{path.stem}": path for path in files}


def digest_files(files: Mapping[str, Path]) -> str:
    """A sha256 over the version, every graph's name and every byte of its file."""
    total = hashlib.sha256(version().encode())
    for graph in sorted(files):
        total.update(graph.encode() + b"\0" + hashlib.sha256(files[graph].read_bytes()).digest())
    return total.hexdigest()


def load(packs: Sequence[Path] = (), progress: Progress = stay_silent) -> Knowledge:
    """Read everything that is known; raises TurtleError naming file and line for a fault."""
    files = discover(packs)
    quads: list[Quad] = []
    for number, (graph, path) in enumerate(files.items()):
        progress("reading the packs", number / len(files))
        quads.extend(read_turtle(path, graph))
    return Knowledge(tuple(quads), files, tuple(build_mirror(quads)), digest_files(files))


def read_turtle(path: Path, graph: str) -> list[Quad]:
    """The facts of one file as quads in its graph, blank nodes named by order of first sight."""
    from pyoxigraph import BlankNode, RdfFormat, parse

    names: dict[str, str] = {}

    def name(term: object) -> str:
        if isinstance(term, BlankNode):
            return names.setdefault(term.value, f"<{graph}#b{len(names)}>")
        return str(term)

    try:
        with path.open("rb") as stream:
            return [
                (name(quad.subject), str(quad.predicate), name(quad.object), graph)
                for quad in parse(stream, format=RdfFormat.TURTLE)
            ]
    except (SyntaxError, ValueError, OSError) as error:
        line = getattr(error, "lineno", None)
        where = f"{path}:{line}" if line else str(path)
        raise TurtleError(
            f"not readable as Turtle: {error}", where=where, todo="Mend that line."
        ) from error


def build_mirror(quads: Iterable[Quad]) -> Iterator[Triple]:
    """The axioms that carry what is written on a material to every stream of it.

    For each material class C: `C a C, sym:Material` (its typical member) and
    `C ⊑ (sym:isOf value C)`; for each need that is a defined class N: `N ⊑ (sym:functionMeets
    value N)`. The pattern is described in `ontology/STYLE.md`.
    """
    parents: dict[str, set[str]] = defaultdict(set)
    classes: set[str] = set()
    needs: set[str] = set()
    defined: set[str] = set()
    for s, p, o, _graph in quads:
        if p == SUBCLASS:
            parents[s].add(o)
        elif p == TYPE and o == CLASS:
            classes.add(s)
        elif p == TYPE and o == NEED:
            needs.add(s)
        elif p == INTERSECTION:
            defined.add(s)
    for material in sorted(classes):
        if material != MATERIAL and reaches(material, MATERIAL, parents):
            yield from mirror_material(material)
    for need in sorted(needs & defined):
        yield from mirror_value(need, f"<{need[1:-1]}#met>", node("sym:functionMeets"))


def mirror_material(material: str) -> Iterator[Triple]:
    """The typical member of a material class and the restriction that says what it is of."""
    yield material, TYPE, material
    yield material, TYPE, MATERIAL
    yield from mirror_value(material, f"<{material[1:-1]}#is>", node("sym:isOf"))


def mirror_value(subject: str, restriction: str, predicate: str) -> Iterator[Triple]:
    """Subject ⊑ (predicate value subject), through a restriction with an IRI."""
    yield subject, SUBCLASS, restriction
    yield restriction, TYPE, node("owl:Restriction")
    yield restriction, node("owl:onProperty"), predicate
    yield restriction, node("owl:hasValue"), subject


def reaches(start: str, goal: str, parents: Mapping[str, set[str]]) -> bool:
    """Whether asserted subclass links lead from one class to another."""
    seen, todo = {start}, [start]
    while todo:
        for parent in parents.get(todo.pop(), ()):
            if parent == goal:
                return True
            if parent not in seen:
                seen.add(parent)
                todo.append(parent)
    return False
