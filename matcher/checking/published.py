"""Published IRIs: a list that only grows, because what was cited once must stay findable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from matcher.checking.findings import Finding, show_path
from matcher.checking.layout import replace_file
from matcher.knowledge import GRAPHS, TYPE, Quad
from matcher.namespaces import BASE, shorten
from matcher.settings import shipped

#: graphs of users and of examples publish nothing
PRIVATE: Final = (GRAPHS + "user/", GRAPHS + "example/")


def find_list() -> Path:
    """The committed list of published IRIs."""
    return shipped("ontology") / "published.txt"


def read_list(path: Path) -> list[str]:
    """The IRIs in the list; none where there is no list yet."""
    return path.read_text(encoding="utf-8").split() if path.is_file() else []


def defined_terms(quads: Iterable[Quad]) -> set[str]:
    """The IRIs of ours that shipped files define; file headers and inner nodes are no terms."""
    return {
        s[1:-1]
        for s, p, _o, graph in quads
        if p == TYPE
        and s.startswith(f"<{BASE}")
        and "#" not in s
        and not s.startswith(f"<{GRAPHS}")
        and not graph.startswith(PRIVATE)
    }


def run_published(quads: Iterable[Quad], path: Path | None = None) -> Iterator[Finding]:
    """Every published IRI that is gone, and whether new ones are not in the list yet."""
    file = path or find_list()
    listed, defined = read_list(file), defined_terms(quads)
    for iri in sorted(set(listed) - defined):
        yield Finding(
            "published",
            show_path(file),
            f"{shorten(iri)} was published and is defined no more",
            "Bring it back; retire it with owl:deprecated true and dcterms:isReplacedBy.",
        )
    if listed != sorted(set(listed)):
        yield Finding(
            "published", show_path(file), "is not sorted, or names an IRI twice", "Sort the list."
        )
    new = len(defined - set(listed))
    if listed and new:
        todo = "Run `symbiograph check --fix` before a release."
        yield Finding(
            "published", show_path(file), f"{new} new terms are not listed yet", todo, "warning"
        )


def extend_list(quads: Iterable[Quad], path: Path | None = None) -> int:
    """Add what is new to the list, never taking anything away; how many were added."""
    file = path or find_list()
    listed = set(read_list(file))
    new = defined_terms(quads) - listed
    if new:
        if not file.exists():
            file.touch(mode=0o644)
        replace_file(file, "\n".join(sorted(listed | new)) + "\n")
    return len(new)
