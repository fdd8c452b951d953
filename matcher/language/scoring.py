"""How well a text meets a concept: evidence form by form, fused, and turned into a probability."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from pathlib import Path
from typing import Final

import numpy as np

from matcher.language.search import Rows, Scores

CALIBRATION: Final = Path(__file__).with_name("calibration.json")
#: weights of the first, rough fusion that chooses the candidates
ROUGH: Final = {
    "said": 0.15,
    "told": 0.15,
    "explained": 0.35,
    "letters": 0.3,
    "core": 0.55,
    "full": 0.45,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """For every form: how much of it is said, how much it explains, and three likenesses.

    `said` counts words by where they stand; `told` counts those of the origin in full.
    """

    said: Scores
    explained: Scores
    told: Scores
    covered: Scores
    letters: Scores
    core: Scores
    full: Scores

    def rough(self) -> Scores:
        """The first fusion of everything."""
        total = np.zeros_like(self.said)
        for name, weight in ROUGH.items():
            total += np.float32(weight) * getattr(self, name)
        return total


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concept with its best form and the features that decide its probability."""

    concept: int
    form: int
    rough: float
    features: Mapping[str, float]


def best_forms(scores: Scores, starts: Rows, ends: Rows) -> tuple[Rows, Scores]:
    """The best form of each concept and its score; forms stand concept by concept."""
    best = np.maximum.reduceat(scores, starts)
    forms = np.array(
        [s + int(np.argmax(scores[s:e])) for s, e in zip(starts, ends, strict=True)], np.int32
    )
    return forms, best


def choose(scores: Scores, count: int) -> Sequence[int]:
    """The rows with the highest scores, best first, the same for the same scores."""
    count = min(count, len(scores))
    if not count:
        return []
    rows = np.argpartition(-scores, count - 1)[:count]
    return [int(r) for r in sorted(rows, key=lambda r: (-float(scores[r]), int(r)))]


def probability(kind: str, features: Mapping[str, float]) -> float:
    """The calibrated share of such candidates that an expert accepts."""
    model = load_calibration()[kind]
    total = model.bias + sum(w * features.get(name, 0.0) for name, w in model.weights)
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Logistic:
    """The constants of one decision."""

    bias: float
    weights: tuple[tuple[str, float], ...]


@lru_cache(maxsize=1)
def load_calibration() -> Mapping[str, Logistic]:
    """The fitted constants by decision; the file says on what they were fitted."""
    table = json.loads(CALIBRATION.read_text(encoding="utf-8"))
    return {
        kind: Logistic(float(entry["bias"]), tuple(sorted(entry["weights"].items())))
        for kind, entry in table.items()
        if isinstance(entry, dict) and "bias" in entry
    }
