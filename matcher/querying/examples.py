"""Questions that are ready to be asked: query files with a blank or two that a reader fills in.

A file begins with `# key: value` lines (question, about, group, parameter) and holds a line
`VALUES ?name { … }` for each parameter, with a value that gives rows: so it runs as it stands.
A blank is filled with a term out of a closed list of choices, never with text that was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from matcher.errors import InputError, KnowledgeError, UnknownTermError
from matcher.namespaces import PREFIXES, bare, expand, literal_text, shorten
from matcher.querying.answers import Answer, Table
from matcher.settings import shipped

HEADER: Final = re.compile(r"#\s*([a-z]+):\s*(.*?)\s*$")
DECLARED: Final = re.compile(r"PREFIX (\w+): <([^>]*)>")
PLAIN_NAME: Final = re.compile(r"[a-z]+:[A-Za-z0-9][A-Za-z0-9_-]*")
MOST_CHOICES: Final = 100_000
#: how alike a name must be to be suggested, 0 to 100
ALIKE: Final = 75

Ask = Callable[..., Answer]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A blank in a question: its variable, the list its values come from, its label, its default."""

    name: str
    choices: str
    label: str
    default: str


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its query; `question` holds `{name}` where a parameter goes."""

    name: str
    question: str
    about: str
    group: str
    order: int
    parameters: tuple[Parameter, ...]
    text: str

    @property
    def query(self) -> str:
        """The query without its header and without prefixes that need no declaration."""
        lines = self.text.splitlines(keepends=True)
        kept = (line for line in lines if not line.startswith("#") and not is_bound(line))
        return "".join(kept).strip() + "\n"

    @property
    def parts(self) -> tuple[tuple[str, Parameter | None], ...]:
        """The question cut at its blanks: pieces of text, and parameters with no text."""
        blanks = {parameter.name: parameter for parameter in self.parameters}
        pieces = re.split(r"\{(\w+)\}", self.question)
        return tuple(
            ("", blanks[piece]) if at % 2 else (piece, None)
            for at, piece in enumerate(pieces)
            if piece
        )

    def ask_about(self, labels: Mapping[str, str]) -> str:
        """The question with its blanks filled by labels."""
        text = self.question
        for parameter in self.parameters:
            text = text.replace(f"{{{parameter.name}}}", labels[parameter.name])
        return text

    def bind(self, terms: Mapping[str, str]) -> str:
        """The query with the given terms (N-Triples notation) in place of the defaults."""
        query = self.query
        for name, term in terms.items():
            filled = f"VALUES ?{name} {{ {shorten_term(term)} }}"
            query = blank(name).sub(filled.replace("\\", r"\\"), query)
        return query


@dataclass(frozen=True, slots=True)
class Choice:
    """A value a blank can take: its term in N-Triples notation, its label, its other names."""

    term: str
    label: str
    others: tuple[str, ...] = ()


def is_bound(line: str) -> bool:
    """Whether a line declares one of our own prefixes as we do."""
    found = DECLARED.fullmatch(line.strip())
    return found is not None and PREFIXES.get(found[1]) == found[2]


def blank(name: str) -> re.Pattern[str]:
    """The line of a query that says what a parameter is."""
    return re.compile(rf"VALUES \?{name} \{{ ([^{{}}\n]+) \}}")


def shorten_term(term: str) -> str:
    """An IRI by its short name where that is plain to read, else the term as it is."""
    name = shorten(bare(term)) if term.startswith("<") else ""
    return name if PLAIN_NAME.fullmatch(name) else term


def queries_folder() -> Path:
    """Where the shipped questions are."""
    return shipped("ontology") / "queries"


@lru_cache(maxsize=8)
def read_examples(folder: Path | None = None) -> tuple[Example, ...]:
    """Every question of a folder, by group and order; raises KnowledgeError for a faulty file."""
    paths = sorted((folder or queries_folder()).glob("*.rq"))
    return tuple(sorted(map(read_example, paths), key=lambda e: (e.group, e.order, e.name)))


def read_example(path: Path) -> Example:
    """One question file; raises KnowledgeError where its header or a blank is missing."""
    text = path.read_text(encoding="utf-8")
    lines = (HEADER.match(line) for line in text.splitlines() if line.startswith("#"))
    header = [(found[1], found[2]) for found in lines if found]
    values = dict(header)
    for key in ("question", "about", "group"):
        if not values.get(key):
            raise KnowledgeError(f"the header has no “# {key}:”", where=str(path))
    parameters = tuple(read_parameter(v, text, path) for k, v in header if k == "parameter")
    if set(re.findall(r"\{(\w+)\}", values["question"])) != {p.name for p in parameters}:
        raise KnowledgeError("the question and its parameters differ", where=str(path))
    return Example(
        name=path.stem,
        question=values["question"],
        about=values["about"],
        group=values["group"],
        order=int(values.get("order", "9")),
        parameters=parameters,
        text=text,
    )


def read_parameter(value: str, text: str, path: Path) -> Parameter:
    """A parameter from `name | choices | label` and its blank in the query."""
    parts = [part.strip() for part in value.split("|")]
    found = blank(parts[0]).search(text) if len(parts) == 3 and parts[0].isidentifier() else None
    if not found:
        raise KnowledgeError(
            f"“{value}” names no parameter of the query",
            where=str(path),
            todo="Write “# parameter: name | choices | Label” and “VALUES ?name { … }”.",
        )
    default = found[1] if found[1].startswith('"') else f"<{expand(found[1])}>"
    return Parameter(parts[0], parts[1], parts[2], default)


def find_example(name: str) -> Example:
    """The question of a name; raises UnknownTermError with the names there are."""
    for example in read_examples():
        if example.name == name:
            return example
    raise UnknownTermError(
        f"there is no question “{name}”",
        where="example",
        todo=f"Known are: {', '.join(e.name for e in read_examples())}.",
    )


def read_choices(path: Path, ask: Ask) -> tuple[Choice, ...]:
    """The values of a list, by label, read from the dataset with the list's own query."""
    found = ask(path.read_text(encoding="utf-8"), rows=MOST_CHOICES)
    if not isinstance(found, Table):
        raise KnowledgeError("the list of choices is no SELECT", where=str(path))
    labels: dict[str, str] = {}
    others: dict[str, list[str]] = {}
    for term, label, *more in found.rows:
        if term and label:
            labels.setdefault(term, literal_text(label))
            others.setdefault(term, []).extend(literal_text(text) for text in more if text)
    chosen = (Choice(term, label, tuple(others[term])) for term, label in labels.items())
    return tuple(sorted(chosen, key=lambda choice: (choice.label.casefold(), choice.term)))


def find_choice(typed: str, choices: Iterable[Choice], parameter: Parameter) -> Choice:
    """What was typed, as one of the choices: by label, other name, short name or IRI.

    Raises UnknownTermError (where: the parameter) with the nearest names for anything else.
    """
    known = tuple(choices)
    wanted = " ".join(typed.split()).casefold()
    term = f"<{expand(typed.strip())}>"
    for names in (lambda c: (c.label,), lambda c: c.others):
        found = [c for c in known if wanted in (name.casefold() for name in names(c))]
        if len(found) == 1:
            return found[0]
        if found:
            raise ambiguous(typed, found, parameter)
    for choice in known:
        if term == choice.term:
            return choice
    raise unknown(typed, known, parameter)


def ambiguous(typed: str, found: list[Choice], parameter: Parameter) -> InputError:
    """The error for a name that several values have."""
    names = ", ".join(f"{c.label} ({shorten(bare(c.term))})" for c in found)
    return UnknownTermError(
        f"“{typed}” is the name of {len(found)}",
        where=parameter.name,
        todo=f"Choose one by its short name: {names}.",
    )


def unknown(typed: str, known: tuple[Choice, ...], parameter: Parameter) -> InputError:
    """The error for a name that no value has, with the nearest ones."""
    from rapidfuzz import fuzz, process, utils

    names = {name: c.label for c in reversed(known) for name in (*c.others, c.label)}
    near = process.extract(
        typed, list(names), scorer=fuzz.WRatio, processor=utils.default_process,
        limit=12, score_cutoff=ALIKE,
    )  # fmt: skip
    labels = list(dict.fromkeys(names[name] for name, _score, _at in near))[:3]
    todo = f"Did you mean: {'; '.join(labels)}?" if labels else "Choose one from the list."
    return UnknownTermError(
        f"“{typed}” is no known {parameter.label.lower()}", where=parameter.name, todo=todo
    )
