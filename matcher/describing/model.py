"""The page of one term as plain data: every face shows it as it is."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.model import Source


@dataclass(frozen=True, slots=True)
class Link:
    """A term to go to: IRI, label, kind, and its code ("10 02 02*", "23.51") where it has one."""

    iri: str
    label: str
    kind: str
    code: str = ""
    described: bool = True  # whether it has a page of its own


@dataclass(frozen=True, slots=True)
class Ground:
    """One piece of evidence: its grade, what the source states, when it was read, the sources."""

    grade: str
    states: str = ""
    read_on: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One named thing about a term: a text, or terms to go to, or both."""

    name: str
    text: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: a term, what is said of it, badges as (kind, key), and how it is known."""

    link: Link
    note: str = ""
    facts: tuple[Fact, ...] = ()
    badges: tuple[tuple[str, str], ...] = ()
    question: str = ""
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A range or a limit: the property, its ends in its unit (None: open), where it is stated."""

    about: Link
    low: float | None
    high: float | None
    unit: str
    strict: bool = False  # whether the end itself is excluded
    basis: str = ""
    label: str = ""
    whose: tuple[Link, ...] = ()
    where: str = ""  # the jurisdiction of a limit
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A list under a title of its own."""

    title: str
    entries: tuple[Entry, ...]
    lead: str = ""
    badge: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: facts, lists, figures, or a sentence that says there are none."""

    key: str
    heading: str
    facts: tuple[Fact, ...] = ()
    groups: tuple[Group, ...] = ()
    measures: tuple[Measure, ...] = ()
    grounds: tuple[Ground, ...] = ()
    lead: str = ""

    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.facts or self.groups or self.measures or self.grounds or self.lead)


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a term, its kind ("label", "synonym", "acronym" …) and language ("en")."""

    text: str
    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class Node:
    """A box of the picture; `column` counts from the left, `own` marks the term itself."""

    link: Link
    column: int
    own: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow of the picture between two boxes, and the word for it."""

    start: str
    end: str
    word: str


@dataclass(frozen=True, slots=True)
class Graph:
    """The nearest neighbours of a term from left to right, at most 40; `left_out` were more."""

    columns: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Concept:
    """Everything shown of one term."""

    link: Link
    kind: str
    word: str
    curie: str
    definition: str
    notes: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()
    paths: tuple[tuple[Link, ...], ...] = ()  # each from the top down to the parent
    narrower: tuple[Link, ...] = ()
    sections: tuple[Section, ...] = ()
    graph: Graph | None = None
    stated: tuple[Fact, ...] = ()  # every asserted fact, by predicate
    files: tuple[str, ...] = ()  # which files state something of it
