"""The compiled copy of the model against its home: what matters is that the same is found."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from matcher.knowledge import GRAPHS, read_turtle
from matcher.language.embed import Embedder, HashingEmbedder, TorchEmbedder
from matcher.language.index import build_index
from matcher.language.understand import understand
from matcher.settings import shipped
from matcher.workspace import Workspace

TEXTS = Path(__file__).parent / "bench" / "language_texts.tsv"
POINTS = 0.015
SAME_FIRST = 0.95


def read_texts() -> list[tuple[str, set[str]]]:
    """Descriptions with the codes that an expert accepts."""
    with TEXTS.open(encoding="utf-8") as lines:
        rows = list(csv.reader((r for r in lines if not r.startswith("#")), delimiter="\t"))
    return [(t, set(codes.split(","))) for t, _, codes in rows if codes not in ("-", "off")]


def find_codes(embedder: Embedder, texts: Sequence[str]) -> list[list[str]]:
    """The waste codes that each text is grounded to, by the titles and words of the code list."""
    files = sorted((shipped("ontology") / "codes").glob("low*.ttl"))
    quads = [q for path in files for q in read_turtle(path, f"{GRAPHS}codes/{path.stem}")]
    index = build_index([(s, p, o) for s, p, o, _ in quads], embedder)
    return [[g.concept.rsplit("/", 1)[-1][:6] for g in understand(t, index).codes] for t in texts]


def share_found(found: list[list[str]], texts: list[tuple[str, set[str]]], k: int) -> float:
    """How many texts have an accepted code among their first k."""
    hits = [bool(set(codes[:k]) & ok) for codes, (_, ok) in zip(found, texts, strict=True)]
    return float(np.mean(hits))


@pytest.mark.slow
def test_the_compiled_copy_finds_what_torch_finds(workspace: Workspace) -> None:
    compiled = workspace.index.embedder
    if compiled.name.startswith("torch"):
        pytest.skip("onnxruntime is missing here: torch itself serves")
    texts = read_texts()
    wordings = [t for t, _ in texts]
    ours, theirs = find_codes(compiled, wordings), find_codes(TorchEmbedder.load(), wordings)
    for k in (1, 5):
        assert abs(share_found(ours, texts, k) - share_found(theirs, texts, k)) <= POINTS
    same = [a[:1] == b[:1] for a, b in zip(ours, theirs, strict=True)]
    assert float(np.mean(same)) >= SAME_FIRST


def test_vectors_have_length_one_and_come_out_the_same_again(workspace: Workspace) -> None:
    # int8 scales by what is encoded together, so only the same company gives the same vector
    embedder = workspace.index.embedder
    texts = ["coal fly ash", "a longer text about spent grain of a brewery"]
    once, again = embedder.encode(texts), embedder.encode(texts)
    assert np.linalg.norm(once, axis=1) == pytest.approx(1.0, abs=1e-3)
    assert np.array_equal(once, again)


def test_the_stand_in_for_fast_tests_is_the_same_everywhere() -> None:
    first, again = HashingEmbedder().encode(["wood ash", "ash wood"])
    assert np.allclose(first, again)
