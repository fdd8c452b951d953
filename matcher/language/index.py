"""The language side of the base: built once for each state of the packs, opened in a moment."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from matcher.errors import CacheError
from matcher.knowledge import Progress, stay_silent
from matcher.language.embed import DIMENSIONS, Embedder, Vectors, load_embedder
from matcher.language.gazetteer import compile_gazetteer
from matcher.language.lexicon import (
    Facts,
    build_terms,
    gather_facts,
    list_ancestors,
    list_arisings,
    list_properties,
)
from matcher.language.properties import PropertyName
from matcher.language.search import (
    LetterIndex,
    Postings,
    Rows,
    WordIndex,
    build_letters,
    build_words,
)
from matcher.language.topic import ANCHORS, Topics, build_topics
from matcher.language.weighing import form_head
from matcher.model import Term, Triple
from matcher.namespaces import bare

TABLES: Final = "tables.json"
#: raised when the files or what is indexed change, so that old ones are not opened
FORMAT: Final = 4
KINDS: Final = ("material", "code", "process", "sector")
ARRAYS: Final = ("starts", "forms", "weights")
#: titles this long in other languages are found by their words; their vectors would mislead
SPOKEN: Final = ("en", "")
KEPT_STATES: Final = 4


class Matching(Protocol):
    """What gives triples by pattern, such as a closure."""

    def match(
        self, s: str | None = None, p: str | None = None, o: str | None = None
    ) -> Iterator[Triple]:
        """Every triple with the given subject, predicate and object; None stands for any."""


@dataclass(frozen=True, slots=True)
class Ties:
    """How concepts hang together, as IRIs."""

    labels: Mapping[str, str]
    ancestors: Mapping[str, frozenset[str]]  # material → itself and all wider ones
    arisings: tuple[tuple[str, str, str], ...]  # material, process, code
    sectors: Mapping[str, tuple[str, ...]]  # process → sectors that run it, the main one first
    wider: Mapping[str, tuple[str, ...]]  # process → broader processes
    numbers: Mapping[str, tuple[str, ...]]  # six digits → entries; dotted number → sector
    hazardous: frozenset[str]


@dataclass(frozen=True, slots=True)
class LanguageIndex:
    """Every form with its words, letters and vector; forms stand concept by concept, by kind."""

    embedder: Embedder
    terms: tuple[Term, ...]
    concepts: tuple[str, ...]
    starts: Rows  # first form of each concept, and the end behind the last
    kinds: Mapping[str, tuple[int, int]]  # kind → first concept and the one behind the last
    heads: tuple[str, ...]  # head noun of each form
    words: WordIndex
    letters: LetterIndex
    vectors: Vectors
    topics: Topics
    ties: Ties
    properties: tuple[PropertyName, ...]

    def forms_of(self, concept: int) -> slice:
        """The forms of a concept."""
        return slice(int(self.starts[concept]), int(self.starts[concept + 1]))

    def save(self, folder: Path) -> None:
        """Write plain arrays and JSON into a folder; nothing in it is code."""
        np.save(folder / "vectors.npy", self.vectors)
        arrays = {
            f"{name}_{field}": getattr(index.postings, field)
            for name, index in (("word", self.words), ("letter", self.letters))
            for field in ARRAYS
        }
        np.savez(
            folder / "arrays.npz", starts=self.starts, word_rarity=self.words.rarity,
            totals=self.words.totals, letter_rarity=self.letters.rarity, off=self.topics.off,
            on=self.topics.on, **arrays,
        )  # fmt: skip
        ties = asdict(self.ties) | {
            "ancestors": {k: sorted(v) for k, v in self.ties.ancestors.items()},
            "hazardous": sorted(self.ties.hazardous),
        }
        tables = {
            "terms": [[t.text, t.concept, t.kind, t.language] for t in self.terms],
            "concepts": self.concepts, "kinds": self.kinds, "heads": self.heads,
            "words": list(self.words.rows), "topics": self.topics.names, "ties": ties,
            "properties": [list(asdict(name).values()) for name in self.properties],
        }  # fmt: skip
        (folder / TABLES).write_text(json.dumps(tables, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path, embedder: Embedder) -> LanguageIndex:
        """Open what `save` wrote; nothing is encoded, and vectors stay on disk until used."""
        tables = json.loads((folder / TABLES).read_text(encoding="utf-8"))
        with np.load(folder / "arrays.npz", allow_pickle=False) as stored:
            arrays = {key: stored[key] for key in stored.files}
        word, letter = (
            Postings(*(arrays[f"{name}_{field}"] for field in ARRAYS))
            for name in ("word", "letter")
        )
        ties = tables["ties"]
        rows = {entry: row for row, entry in enumerate(tables["words"])}
        return cls(
            embedder=embedder,
            terms=tuple(Term(*row) for row in tables["terms"]),
            concepts=tuple(tables["concepts"]),
            starts=arrays["starts"],
            kinds={kind: (first, last) for kind, (first, last) in tables["kinds"].items()},
            heads=tuple(tables["heads"]),
            words=WordIndex(rows, arrays["word_rarity"], word, arrays["totals"]),
            letters=LetterIndex(arrays["letter_rarity"], letter, len(tables["terms"])),
            vectors=np.load(folder / "vectors.npy", mmap_mode="r", allow_pickle=False),
            topics=Topics(tuple(tables["topics"]), arrays["off"], arrays["on"]),
            ties=Ties(
                ties["labels"],
                {k: frozenset(v) for k, v in ties["ancestors"].items()},
                tuple((m, p, c) for m, p, c in ties["arisings"]),
                {k: tuple(v) for k, v in ties["sectors"].items()},
                {k: tuple(v) for k, v in ties["wider"].items()},
                {k: tuple(v) for k, v in ties["numbers"].items()},
                frozenset(ties["hazardous"]),
            ),
            properties=tuple(PropertyName(*row) for row in tables["properties"]),
        )


def build_index(
    triples: Iterable[Triple], embedder: Embedder, progress: Progress = stay_silent
) -> LanguageIndex:
    """Collect every name from the triples, index it by words and letters, and encode it."""
    progress("reading every name", 0.0)
    facts = gather_facts(triples)
    terms = build_terms(facts)
    rank = {concept: KINDS.index(kind) for concept, kind in facts.kinds.items() if kind in KINDS}
    terms.sort(key=lambda t: (rank[f"<{t.concept}>"], t.concept))
    concepts = tuple(dict.fromkeys(t.concept for t in terms))
    progress("encoding every name", 0.2)
    return LanguageIndex(
        embedder=embedder,
        terms=tuple(terms),
        concepts=concepts,
        starts=find_starts(terms),
        kinds=find_kinds(concepts, rank),
        heads=tuple(form_head(t.text, t.language) for t in terms),
        words=build_words(terms),
        letters=build_letters(terms),
        vectors=encode_terms(terms, embedder),
        topics=build_topics(embedder),
        ties=tie(facts),
        properties=list_properties(facts),
    )


def find_starts(terms: Sequence[Term]) -> Rows:
    """Where the forms of each concept begin, and the end."""
    edges = [n for n, t in enumerate(terms) if n == 0 or t.concept != terms[n - 1].concept]
    return np.array([*edges, len(terms)], np.int32)


def find_kinds(concepts: Sequence[str], rank: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """The stretch of concepts of each kind."""
    ranks = [rank[f"<{c}>"] for c in concepts]
    return {
        kind: (sum(r < n for r in ranks), sum(r <= n for r in ranks))
        for n, kind in enumerate(KINDS)
    }


def encode_terms(terms: Sequence[Term], embedder: Embedder) -> Vectors:
    """A vector for each form that has meaning for the model: no acronyms, no foreign titles."""
    vectors = np.zeros((len(terms), DIMENSIONS), np.float32)
    chosen = [
        n for n, t in enumerate(terms)
        if t.kind != "acronym" and (t.language in SPOKEN or t.kind != "title")
    ]  # fmt: skip
    texts = list(dict.fromkeys(terms[n].text for n in chosen))
    rows = dict(zip(texts, embedder.encode(texts), strict=True))
    for n in chosen:
        vectors[n] = rows[terms[n].text]
    return vectors


def tie(facts: Facts) -> Ties:
    """The links between concepts that grounding follows."""
    numbers: dict[str, list[str]] = {}
    for kind in ("code", "sector"):
        for concept in facts.of_kind(kind):
            for code in facts.links.get((concept, "code"), []):
                numbers.setdefault(bare(code), []).append(bare(concept))
    return Ties(
        labels={bare(c): facts.label(c) for kind in KINDS for c in facts.of_kind(kind)},
        ancestors=list_ancestors(facts),
        arisings=list_arisings(facts),
        sectors={
            bare(p): tuple(
                dict.fromkeys(
                    bare(s)
                    for link in ("mainSector", "sector")
                    for s in facts.links.get((p, link), [])
                )
            )
            for p in facts.of_kind("process")
        },
        wider={
            bare(p): tuple(bare(b) for b in facts.links.get((p, "broaderProcess"), []))
            for p in facts.of_kind("process")
        },
        numbers={number: tuple(iris) for number, iris in numbers.items()},
        hazardous=frozenset(
            bare(c) for c in facts.of_kind("code")
            if any(bare(o) == "true" for o in facts.links.get((c, "hazardous"), []))
        ),
    )  # fmt: skip


def open_index(
    closure: Matching, digest: str, cache: Path, progress: Progress = stay_silent
) -> LanguageIndex:
    """The index for this state of the base: from the cache, or built now and kept there."""
    embedder = load_embedder(cache, progress)
    key = hashlib.sha256(f"{FORMAT}{digest}{embedder.name}".encode() + ANCHORS.read_bytes())
    folder = cache / "language" / key.hexdigest()[:32]
    if not (folder / TABLES).is_file():
        keep(build_index(closure.match(None, None, None), embedder, progress), folder)
        progress("making the list of towns", 0.8)
        compile_gazetteer(cache)
    return LanguageIndex.open(folder, embedder)


def keep(index: LanguageIndex, folder: Path) -> None:
    """Put an index in its folder in one move; whoever comes second leaves the first one's copy."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".draft-"))
    except OSError as error:
        raise CacheError(
            f"the language index cannot be kept: {error.strerror}", where=str(folder.parent),
            todo="Free some room, or name another folder with SYMBIOGRAPH_CACHE.",
        ) from error  # fmt: skip
    try:
        index.save(draft)
        draft.replace(folder)
    except OSError:
        if not (folder / TABLES).is_file():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    states = [p for p in folder.parent.iterdir() if p != folder and not p.name.startswith(".")]
    for old in sorted(states, key=lambda p: p.stat().st_mtime, reverse=True)[KEPT_STATES - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
