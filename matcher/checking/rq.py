"""Query files: a header of `# key: value` lines, then SPARQL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matcher.checking.findings import show_path
from matcher.errors import KnowledgeError

HEADER: Final = re.compile(r"#\s*([a-z]+):\s*(.*?)\s*$")
#: comments and strings, in which a colon makes no name
HIDDEN: Final = re.compile(r'<[^<>"{}|^`\\\s]*>|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|#[^\n]*')
DECLARED: Final = re.compile(r"\bPREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
NAME: Final = re.compile(r"(?<![\w?$:-])([A-Za-z][\w-]*):([\w][\w.-]*)")


@dataclass(frozen=True, slots=True)
class QueryFile:
    """A query with what its header says about it."""

    path: Path
    header: Mapping[str, str]
    text: str

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem


def read_query_file(path: Path, keys: Iterable[str]) -> QueryFile:
    """A query file; raises KnowledgeError where its header lacks one of the keys."""
    text = path.read_text(encoding="utf-8")
    header = dict(read_header(text))
    for key in keys:
        if not header.get(key):
            raise KnowledgeError(
                f"the header has no “# {key}:”",
                where=show_path(path),
                todo=f"Begin the file with “# {key}: …”.",
            )
    return QueryFile(path, header, text)


def read_header(text: str) -> Iterator[tuple[str, str]]:
    """The keys and values in the comment lines at the top."""
    for line in text.splitlines():
        if not line.startswith("#"):
            return
        found = HEADER.match(line)
        if found:
            yield found.group(1), found.group(2)


def named_iris(query: str) -> list[str]:
    """Every IRI that the body of a query names, sorted; prefix declarations are not names."""
    prefixes = dict(DECLARED.findall(query))
    body = DECLARED.sub(" ", query)
    written = [found[1:-1] for found in HIDDEN.findall(body) if found.startswith("<")]
    names = NAME.findall(HIDDEN.sub(" ", body))
    return sorted(
        {prefixes[prefix] + local for prefix, local in names if prefix in prefixes} | set(written)
    )
