"""The ready questions on the command line: listed, filled in and answered with labels."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from matcher.errors import InputError
from matcher.namespaces import shorten
from matcher.querying.answers import Answer, Table
from matcher.querying.ask import Limits
from matcher.querying.desk import Desk, find_label, with_labels
from matcher.querying.examples import Example, find_example, read_examples


def list_examples() -> str:
    """Every ready question with its name and what may be set."""
    lines = []
    for example in read_examples():
        blanks = "".join(f" --set {p.name}={show_default(p.default)}" for p in example.parameters)
        lines.append(f"{example.name}{blanks}\n    {example.question} {example.about}")
    return "\n".join(lines)


def show_default(term: str) -> str:
    """A default as one would type it."""
    return shorten(term[1:-1])


def read_settings(pairs: Iterable[str], example: Example) -> dict[str, str]:
    """`name=value` pairs; raises InputError for one that the question has no blank for."""
    known = [parameter.name for parameter in example.parameters]
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or name not in known:
            todo = f"It takes {', '.join(f'{n}=…' for n in known)}." if known else "It takes none."
            raise InputError(f"“{pair}” sets nothing in this question", where="--set", todo=todo)
        found[name] = value
    return found


def ask_example(
    name: str, pairs: Iterable[str], dataset: Path, graphs: str, limits: Limits
) -> tuple[str, Answer, Desk]:
    """The question as it was filled in, its answer, and the desk that knows the labels."""
    example = find_example(name)
    typed = read_settings(pairs, example)
    desk = Desk(dataset, workers=1, limits=limits)
    try:
        filled = desk.fill(example, typed)
        query = example.bind({key: choice.term for key, choice in filled.items()})
        answer = desk.asker.ask(query, graphs=graphs)
    finally:
        desk.close()
    return example.ask_about({key: c.label for key, c in filled.items()}), answer, desk


def label_answer(answer: Answer, desk: Desk, form: str) -> Answer:
    """A table with labels: in place of names as text, beside them as CSV, else as it is."""
    if not isinstance(answer, Table) or form not in ("text", "csv"):
        return answer
    labels = desk.labels()
    if form == "csv":
        return with_labels(answer, labels)
    rows = tuple(tuple(find_label(cell, labels) or cell for cell in row) for row in answer.rows)
    return Table(answer.columns, rows, answer.truncated)
