"""Hygiene: queries of which every row is a violation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from matcher.checking.dataset import Dataset, Row, select
from matcher.checking.findings import Finding, Severity, show_path
from matcher.checking.rq import QueryFile, read_query_file
from matcher.errors import KnowledgeError
from matcher.settings import shipped

KEYS: Final = ("banner", "todo", "over")
OVER: Final = ("asserted", "all")
VARIABLE: Final = re.compile(r"\{\?(\w+)\}")


def find_hygiene() -> list[Path]:
    """Every hygiene query, by name."""
    return sorted((shipped("ontology") / "hygiene").glob("*.rq"))


def run_hygiene(dataset: Dataset, paths: Iterable[Path]) -> Iterator[Finding]:
    """Every violation that the queries find."""
    for path in paths:
        yield from run_query(dataset, read_hygiene(path))


def read_hygiene(path: Path) -> QueryFile:
    """One hygiene query; raises KnowledgeError where its header is not whole."""
    query = read_query_file(path, KEYS)
    if query.header["over"] not in OVER:
        raise KnowledgeError(
            f"“# over: {query.header['over']}” is neither asserted nor all",
            where=show_path(path),
            todo="Say over which facts the query runs.",
        )
    return query


def run_query(dataset: Dataset, query: QueryFile) -> Iterator[Finding]:
    """The violations that one query finds, each with its own words."""
    store = dataset.asserted if query.header["over"] == "asserted" else dataset.everything
    level: Severity = "warning" if query.header.get("level") == "warning" else "error"
    for row in select(store, query.text):
        yield Finding(
            check=f"hygiene/{query.name}",
            file=locate(dataset, row),
            message=fill(query.header["banner"], row, dataset),
            todo=query.header["todo"],
            severity=level,
        )


def fill(banner: str, row: Row, dataset: Dataset) -> str:
    """The banner with the row's terms in the places of its variables."""
    return VARIABLE.sub(lambda found: dataset.show(row.get(found.group(1), '"?"')), banner)


def locate(dataset: Dataset, row: Row) -> str:
    """The file of the first term in a row that has one."""
    return next((file for term in row.values() if (file := dataset.file_of(term))), "")
