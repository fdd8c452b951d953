"""The closed base in the cache: built once for each state of the files, opened in a moment."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matcher.errors import CacheError
from matcher.knowledge import (
    DECIDED,
    INFERRED,
    MIRROR,
    Knowledge,
    Progress,
    Quad,
    digest_files,
    discover,
    load,
)
from matcher.model import Triple
from matcher.reasoning.archive import keep_safe
from matcher.reasoning.engine import Closure, Reasoner
from matcher.reasoning.verify import read_leaves
from matcher.settings import shipped

CLOSURE_FILE: Final = "closure.bin"
SOURCES_FILE: Final = "sources.json"
DATASET_FILE: Final = "dataset.nq"
#: how many states of the base are kept; older ones are removed when a new one is built
KEPT_STATES: Final = 4
#: how the folder of a state in the making is named, and after how many seconds whoever made it
#: is taken to have been stopped
DRAFT: Final = ".draft-"
ABANDONED: Final = 3600.0
#: how often a state that turns out damaged is made again before that is said
MOST_REPAIRS: Final = 3


@dataclass(frozen=True, slots=True)
class Base:
    """The closure of everything known, where each subject is stated, and the files it came from."""

    closure: Closure
    files: Mapping[str, Path]
    subjects: Mapping[str, Sequence[str]]
    digest: str
    folder: Path

    def source_of(self, triple: Triple) -> str | None:
        """The graph that states a triple; a file is read only where several speak of its subject."""
        graphs = self.subjects.get(triple[0], ())
        if len(graphs) < 2:
            return next(iter(graphs), None)
        reader = read_leaves(self.files, (), self.subjects)
        return next((graph for graph in graphs if reader(triple, graph)), None)


def open_base(packs: Sequence[Path], reasoner: Reasoner, cache: Path, progress: Progress) -> Base:
    """The base for these packs: from the cache, or built now and kept there."""
    files = discover(packs)
    digest = digest_files(files)
    folder = cache / "base" / f"{digest[:32]}-{reasoner.name}-{reasoner.version[:16]}"
    if not (folder / SOURCES_FILE).is_file():
        build_base(packs, reasoner, folder, progress)
    for _attempt in range(MOST_REPAIRS):
        try:
            return read_base(folder, reasoner, files, digest)
        except (CacheError, ValueError, OSError):
            # damaged: its content can always be made again. Where another process found the
            # same and put a whole state here meanwhile, ours replaces it, and both are good
            set_aside(folder)
            build_base(packs, reasoner, folder, progress)
    return read_base(folder, reasoner, files, digest)


def read_base(folder: Path, reasoner: Reasoner, files: Mapping[str, Path], digest: str) -> Base:
    """Open a state of the base that stands in the cache."""
    subjects = json.loads((folder / SOURCES_FILE).read_text(encoding="utf-8"))
    return Base(reasoner.open(folder / CLOSURE_FILE), files, subjects, digest, folder)


def build_base(packs: Sequence[Path], reasoner: Reasoner, folder: Path, progress: Progress) -> None:
    """Close the base and put it in its folder in one move, so that nobody sees half of it."""
    knowledge = load(packs, lambda what, share: progress(what, share * 0.2))
    progress("reasoning over everything that is known", 0.2)
    closure = reasoner.close(knowledge.triples())
    progress("keeping the result", 0.8)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=DRAFT))
    try:
        closure.save(draft / CLOSURE_FILE)
        write_dataset(draft / DATASET_FILE, knowledge, closure)
        (draft / SOURCES_FILE).write_text(
            json.dumps(index_subjects(knowledge.quads, knowledge.mirror)), encoding="utf-8"
        )
        keep_safe(draft / DATASET_FILE, draft / SOURCES_FILE, draft)
        draft.replace(folder)
        keep_safe(folder.parent)
    except OSError:
        # another process finished the same state first: its copy is as good as ours
        if not (folder / SOURCES_FILE).is_file():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    forget_old_states(folder)


def set_aside(folder: Path) -> None:
    """Take a state out of its place in one move, then remove it."""
    trash = Path(tempfile.mkdtemp(dir=folder.parent, prefix=DRAFT))
    with suppress(OSError):  # another process was first
        folder.replace(trash)
    shutil.rmtree(trash, ignore_errors=True)


def index_subjects(quads: Iterable[Quad], mirror: Iterable[Triple]) -> dict[str, list[str]]:
    """Subject → the graphs that state something about it, the mirror's last."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for subject, _p, _o, graph in quads:
        found[subject][graph] = None
    for subject, _p, _o in mirror:
        found[subject][MIRROR] = None
    return {subject: list(graphs) for subject, graphs in found.items()}


def write_dataset(path: Path, knowledge: Knowledge, closure: Closure) -> None:
    """Everything asserted, inferred and decided as N-Quads, for SPARQL."""
    given = set(knowledge.mirror)
    with path.open("w", encoding="utf-8") as stream:
        for s, p, o, graph in knowledge.quads:
            given.add((s, p, o))
            stream.write(f"{s} {p} {o} <{graph}> .\n")
        for s, p, o in knowledge.mirror:
            stream.write(f"{s} {p} {o} <{MIRROR}> .\n")
        for s, p, o in closure.match(None, None, None):
            if (s, p, o) not in given and s.startswith("<"):
                stream.write(f"{s} {p} {o} <{INFERRED}> .\n")
    lines = [f"{s} {p} {o} <{DECIDED}> .\n" for s, p, o in decide(path)]
    with path.open("a", encoding="utf-8") as stream:
        stream.writelines(lines)


def decide(path: Path) -> Iterator[Triple]:
    """What the decision queries conclude of a dataset: they may say “unless”, rules may not."""
    from pyoxigraph import QueryTriples, RdfFormat, Store

    store = Store()
    store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)
    for query in sorted((shipped("ontology") / "core" / "decide").glob("*.rq")):
        answer = store.query(query.read_text(encoding="utf-8"), use_default_graph_as_union=True)
        if isinstance(answer, QueryTriples):
            for triple in answer:
                yield str(triple.subject), str(triple.predicate), str(triple.object)


def forget_old_states(current: Path) -> None:
    """Remove the states that were used longest ago, so that the cache does not grow for ever."""
    folders = [p for p in current.parent.iterdir() if p.is_dir() and p != current]
    states = [p for p in folders if not p.name.startswith(".")]
    for old in sorted(states, key=lambda p: p.stat().st_mtime, reverse=True)[KEPT_STATES - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
    for draft in folders:
        if draft.name.startswith(DRAFT):
            with suppress(OSError):  # its maker has just moved it into place
                if time.time() - draft.stat().st_mtime > ABANDONED:
                    shutil.rmtree(draft, ignore_errors=True)
