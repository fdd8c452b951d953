"""Examples: good files that keep every shape, bad files that break exactly the one they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matcher.checking.findings import Finding, show_path
from matcher.checking.shapes import OWN, typical_members, validate
from matcher.errors import KnowledgeError
from matcher.knowledge import GRAPHS, SUBCLASS, TYPE, Knowledge, Quad, build_mirror, read_turtle
from matcher.model import Triple
from matcher.namespaces import expand, shorten

VIOLATES: Final = re.compile(r"#\s*violates:\s*(\S+)")


@dataclass(frozen=True, slots=True)
class Example:
    """An example file and the shape that it breaks, or none for a good one."""

    path: Path
    violates: str | None


def find_examples(files: Mapping[str, Path]) -> list[Example]:
    """Every example of the folders from which the base was read."""
    folders = {path.parent / "examples" for path in files.values()}
    paths = sorted(path for folder in folders for path in folder.glob("*.ttl"))
    return [read_example(path) for path in paths]


def read_example(path: Path) -> Example:
    """An example by its name; raises KnowledgeError where a bad one names no shape."""
    if path.name.startswith("good_"):
        return Example(path, None)
    with path.open(encoding="utf-8") as stream:
        found = VIOLATES.match(stream.readline())
    if not path.name.startswith("bad_") or not found:
        raise KnowledgeError(
            "an example is good_*.ttl, or bad_*.ttl with “# violates: sym:…Shape” as first line",
            where=show_path(path),
            todo="Rename the file, or add the line.",
        )
    return Example(path, expand(found.group(1)))


def run_examples(knowledge: Knowledge, examples: Sequence[Example]) -> Iterator[Finding]:
    """Every example that does not do what its name says."""
    known = tell_kinds(knowledge)
    for example in examples:
        beside = [
            e.path for e in examples if e.path.parent == example.path.parent and not e.violates
        ]
        yield from run_example(example, [p for p in beside if p != example.path], known)


def tell_kinds(knowledge: Knowledge) -> list[Triple]:
    """What the base says on types and wider classes."""
    return [(s, p, o) for s, p, o, _graph in knowledge.quads if p in (TYPE, SUBCLASS)]


def run_example(
    example: Example, beside: Iterable[Path], known: Sequence[Triple]
) -> Iterator[Finding]:
    """What is wrong with one example, given the good ones beside it and the base."""
    quads = read_example_quads(example.path)
    context = [*known, *((s, p, o) for path in beside for s, p, o, _g in read_example_quads(path))]
    mirror = build_mirror([*quads, *((s, p, o, "") for s, p, o in context)])
    facts = [(s, p, o) for s, p, o, _graph in quads]
    kinds = keep_kinds(facts, [*context, *typical_members(mirror)])
    found = {v.shape: v for v in validate(facts, kinds)}
    wanted = {example.violates} if example.violates else set()
    for shape in sorted(set(found) - wanted):
        yield Finding(
            "example",
            show_path(example.path),
            f"breaks {shorten(shape)} at {shorten(found[shape].focus[1:-1])}",
            found[shape].message,
        )
    for shape in sorted(wanted - set(found)):
        yield Finding(
            "example",
            show_path(example.path),
            f"does not break {shorten(shape)}",
            "Make the fault that its first line names, or name the shape that it breaks.",
        )


def keep_kinds(facts: Iterable[Triple], context: Iterable[Triple]) -> list[Triple]:
    """The part of the context that says of which kind the things are that the facts name."""
    named = {o for _s, _p, o in facts} | {s for s, _p, _o in facts}
    return [
        (s, p, o)
        for s, p, o in context
        if (p == TYPE and s in named) or (p == SUBCLASS and s.startswith(OWN))
    ]


def read_example_quads(path: Path) -> list[Quad]:
    """The facts of an example, in a graph of its own."""
    return read_turtle(path, f"{GRAPHS}example/{path.parent.parent.name}/{path.stem}")
