"""The language side of the base: built once for each state of the packs, opened in a moment."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from matcher.knowledge import Progress, stay_silent
from matcher.language.embed import Embedder, load_embedder
from matcher.language.gather import gather
from matcher.language.ground import Arising
from matcher.language.properties import Name
from matcher.language.shelf import Shelf, build_shelf
from matcher.language.topic import OFF_TOPIC, ON_TOPIC, Topics, build_topics
from matcher.reasoning.engine import Closure

DONE: Final = "tables.json"
#: raised whenever the files or what is indexed change, so that old ones are not opened
FORMAT: Final = 2
SHELVES: Final = ("materials", "codes", "activities")
KEPT_STATES: Final = 4


@dataclass(frozen=True, slots=True)
class LanguageIndex:
    """Shelves of names for materials, codes and activities, with the tables that tie them."""

    embedder: Embedder
    materials: Shelf
    codes: Shelf
    activities: Shelf
    topics: Topics
    labels: Mapping[str, str]
    arisings: Mapping[str, Sequence[Arising]]
    classes: Mapping[str, tuple[str, str]]
    numbers: Mapping[str, str]
    properties: tuple[Name, ...]


def build_index(
    closure: Closure, embedder: Embedder, progress: Progress = stay_silent
) -> LanguageIndex:
    """Collect every name from a closure and encode it."""
    found = gather(closure)
    shelves = {}
    for number, kind in enumerate(SHELVES):
        progress(f"reading the names of {kind}", number / len(SHELVES))
        shelves[kind] = build_shelf(getattr(found, kind), embedder)
    return LanguageIndex(
        embedder=embedder,
        **shelves,
        topics=build_topics(embedder),
        labels=found.labels,
        arisings=found.arisings,
        classes=found.classes,
        numbers=found.numbers,
        properties=found.properties,
    )


def save_index(index: LanguageIndex, folder: Path) -> None:
    """Write plain arrays and JSON into a folder."""
    for kind in SHELVES:
        getattr(index, kind).save(folder, kind)
    np.savez(folder / "topics.npz", off=index.topics.off, on=index.topics.on)
    tables: dict[str, Any] = {
        "labels": index.labels,
        "arisings": {
            m: [[a.code, a.process, a.levels] for a in rows]
            for m, rows in index.arisings.items()
            if rows
        },
        "classes": index.classes,
        "numbers": index.numbers,
        "properties": [asdict(name) for name in index.properties],
        "topics": index.topics.kinds,
    }
    (folder / DONE).write_text(json.dumps(tables, ensure_ascii=False), encoding="utf-8")


def read_index(folder: Path, embedder: Embedder) -> LanguageIndex:
    """Open what `save_index` wrote; nothing is encoded."""
    tables = json.loads((folder / DONE).read_text(encoding="utf-8"))
    with np.load(folder / "topics.npz", allow_pickle=False) as arrays:
        topics = Topics(tuple(tables["topics"]), arrays["off"], arrays["on"])
    return LanguageIndex(
        embedder=embedder,
        **{kind: Shelf.open(folder, kind) for kind in SHELVES},
        topics=topics,
        labels=tables["labels"],
        arisings={
            m: tuple(Arising(*row) for row in rows) for m, rows in tables["arisings"].items()
        },
        classes={iri: (pair[0], pair[1]) for iri, pair in tables["classes"].items()},
        numbers=tables["numbers"],
        properties=tuple(Name(**row) for row in tables["properties"]),
    )


def open_index(
    closure: Closure, digest: str, cache: Path, progress: Progress = stay_silent
) -> LanguageIndex:
    """The index for this state of the base: from the cache, or built now and kept there."""
    embedder = load_embedder(cache, progress)
    examples = json.dumps([OFF_TOPIC, ON_TOPIC])
    key = hashlib.sha256(f"{FORMAT}{digest}{embedder.name}{examples}".encode()).hexdigest()[:32]
    folder = cache / "language" / key
    if not (folder / DONE).is_file():
        keep(build_index(closure, embedder, progress), folder)
    return read_index(folder, embedder)


def keep(index: LanguageIndex, folder: Path) -> None:
    """Put an index in its folder in one move; whoever comes second leaves the first one's copy."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".draft-"))
    try:
        save_index(index, draft)
        draft.replace(folder)
    except OSError:
        if not (folder / DONE).is_file():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    states = [p for p in folder.parent.iterdir() if p != folder and not p.name.startswith(".")]
    for old in sorted(states, key=lambda p: p.stat().st_mtime, reverse=True)[KEPT_STATES - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
