"""The terms of an open base as every face asks for them: described, found, listed, written as RDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.describing.atlas import Atlas
from matcher.describing.browsing import Contents, list_contents, list_shelf
from matcher.describing.concept import describe
from matcher.describing.finding import Finder, Found, search, suggest
from matcher.describing.model import Concept, Link
from matcher.describing.rdf import Format, write_rdf
from matcher.namespaces import bare, node
from matcher.proposing.view import View


@dataclass(frozen=True, slots=True)
class Guide:
    """One state of the base, ready to be read term by term; nothing in it changes."""

    atlas: Atlas
    finder: Finder
    contents: Contents

    @classmethod
    def of(cls, view: View, subjects: Mapping[str, Sequence[str]]) -> Guide:
        """Sort the terms, collect their names, and lay out the table of contents."""
        atlas = Atlas.of(view, subjects)
        return cls(atlas, Finder.of(atlas), list_contents(atlas))

    def __contains__(self, iri: object) -> bool:
        """Whether a term has a page."""
        return iri in self.atlas

    def describe(self, iri: str) -> Concept:
        """The page of a term; InputError where there is none."""
        return describe(self.atlas, iri)

    def search(self, query: str, kind: str = "") -> Found:
        """The terms that somebody may mean, of one kind or of all."""
        return search(self.atlas, self.finder, query, kind)

    def suggest(self, asked: str) -> tuple[Link, ...]:
        """Terms near to one that does not exist."""
        return suggest(self.atlas, self.finder, asked)

    def shelf(self, kind: str) -> tuple[tuple[str, tuple[Link, ...]], ...]:
        """All terms of a kind by first letter."""
        return list_shelf(self.atlas, kind)

    def write(self, iri: str, form: Format, inferred: bool = False) -> str:
        """A term as Turtle or JSON-LD: what is asserted, or what follows."""
        return write_rdf(self.atlas, iri, form, inferred)

    def find_code(self, code: str, valid_from: str | None = None) -> str | None:
        """The entry with these six digits, in the wording that holds from a day."""
        if not (code.isascii() and code.isdigit()):
            return None
        view = self.atlas.view
        entries = (bare(s) for s in view.closure.subjects(node("sym:code"), f'"{code}"'))
        found = sorted(c for c in entries if self.atlas.kind(c).key == "code")
        dated = [c for c in found if view.text(c, "sym:validFrom") == valid_from]
        return next(iter(dated or found), None)
