"""The compiled copy of the model against its home: what matters is that they find the same."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher.language.embed import HashingEmbedder, TorchEmbedder, Vectors
from matcher.language.search import Rows
from matcher.workspace import Workspace

TEXTS = Path(__file__).parent / "bench" / "language_texts.tsv"
POINTS = 0.015
SAME_FIRST = 0.95


def read_texts() -> list[tuple[str, set[str]]]:
    """Descriptions with the codes that an expert accepts."""
    with TEXTS.open(encoding="utf-8") as lines:
        rows = list(csv.reader((r for r in lines if not r.startswith("#")), delimiter="\t"))
    return [(t, set(codes.split(","))) for t, _, codes in rows if codes not in ("-", "off")]


def share_found(order: Rows, codes: list[str], texts: list[tuple[str, set[str]]], k: int) -> float:
    """How many texts have an accepted code among the first k titles."""
    hits = [
        bool({codes[i] for i in row[:k]} & ok) for row, (_, ok) in zip(order, texts, strict=True)
    ]
    return float(np.mean(hits))


def rank_titles(titles: Vectors, texts: Vectors) -> NDArray[np.int32]:
    """The titles by likeness, nearest first, for each text."""
    return np.argsort(-(texts @ titles.T), axis=1).astype(np.int32)


def test_the_compiled_copy_finds_what_torch_finds(workspace: Workspace) -> None:
    index = workspace.index
    if index.embedder.name.startswith("torch"):
        pytest.skip("onnxruntime is missing here: torch itself serves")
    codes = [n for n in index.ties.numbers if len(n) == 6]
    titles = [index.ties.labels[index.ties.numbers[n][0]] for n in codes]
    texts = read_texts()
    wordings = [t for t, _ in texts]
    torch = TorchEmbedder.load()
    ours = rank_titles(index.embedder.encode(titles), index.embedder.encode(wordings))
    theirs = rank_titles(torch.encode(titles), torch.encode(wordings))
    for k in (1, 5):
        assert share_found(ours, codes, texts, k) >= share_found(theirs, codes, texts, k) - POINTS
    assert float(np.mean(ours[:, 0] == theirs[:, 0])) >= SAME_FIRST


def test_vectors_have_length_one_and_do_not_depend_on_company(workspace: Workspace) -> None:
    embedder = workspace.index.embedder
    alone = embedder.encode(["coal fly ash"])
    together = embedder.encode(
        ["coal fly ash", "a much longer text about spent grain of a brewery"]
    )
    assert np.linalg.norm(alone[0]) == pytest.approx(1.0, abs=1e-3)
    assert float(alone[0] @ together[0]) > 0.99


def test_the_stand_in_for_fast_tests_is_the_same_everywhere() -> None:
    first, again = HashingEmbedder().encode(["wood ash", "ash wood"])
    assert np.allclose(first, again)
    assert os.environ.get("HF_HUB_OFFLINE", "1") == "1"
