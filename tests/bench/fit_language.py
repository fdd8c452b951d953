"""Fit the constants of the language part on the texts beside this file, and say how well they do.

Run `python -m tests.bench.fit_language` to see the figures, with `--write` to keep the constants.
Every figure is from five-fold cross-validation: a text is never judged by constants it helped fit.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matcher.knowledge import load
from matcher.language.embed import load_embedder
from matcher.language.index import LanguageIndex, build_index
from matcher.language.scoring import CALIBRATION
from matcher.language.understand import LEAST_STREAM
from matcher.settings import cache_folder

TEXTS: Final = Path(__file__).with_name("language_texts.tsv")
FOLDS: Final = 5
RIDGE: Final = 2.0
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the answers an expert accepts."""

    text: str
    materials: frozenset[str]
    codes: frozenset[str]
    stream: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One candidate of one text: its features and whether it is accepted."""

    group: int
    features: dict[str, float]
    accepted: bool


def read_examples() -> list[Example]:
    """The rows of the file."""
    found = []
    for line in TEXTS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, materials, codes = line.split("\t")
            found.append(
                Example(text, split(materials), split(codes) - {"off"}, codes.strip() != "off")
            )
    return found


def split(cell: str) -> frozenset[str]:
    """The entries of a cell; a dash is none."""
    return frozenset(part for part in cell.strip().split(",") if part not in ("-", ""))


def local(iri: str) -> str:
    """The last part of an IRI, without the year of an edition."""
    return re.sub(r"-\d{4}$", "", iri.rsplit("/", 1)[-1])


def fit(cases: Sequence[Case], names: Sequence[str], rounds: int = 60) -> dict[str, float]:
    """Ridge-penalised logistic regression by Newton's method; "bias" among the weights."""
    rows = np.array([[1.0, *(c.features.get(n, 0.0) for n in names)] for c in cases])
    wanted = np.array([float(c.accepted) for c in cases])
    weights = np.zeros(rows.shape[1])
    penalty = np.diag([1e-6, *([RIDGE] * len(names))])
    for _ in range(rounds):
        shares = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (wanted - shares) - penalty @ weights
        curve = (rows * (shares * (1 - shares))[:, None]).T @ rows + penalty
        step = np.linalg.solve(curve, slope)
        weights += step
        if float(np.abs(step).max()) < 1e-7:
            break
    return dict(zip(["bias", *names], (round(float(w), 4) for w in weights), strict=True))


def judge(weights: dict[str, float], case: Case) -> float:
    """The probability of a case."""
    total = weights["bias"] + sum(w * case.features.get(n, 0.0) for n, w in weights.items())
    return float(1 / (1 + np.exp(-np.clip(total, -30, 30))))


def cross_validate(cases: Sequence[Case], names: Sequence[str]) -> list[float]:
    """The probability of each case by constants fitted without its text."""
    shares = [0.0] * len(cases)
    for fold in range(FOLDS):
        weights = fit([c for c in cases if c.group % FOLDS != fold], names)
        for row, case in enumerate(cases):
            if case.group % FOLDS == fold:
                shares[row] = judge(weights, case)
    return shares


def tell(name: str, cases: Sequence[Case], shares: Sequence[float]) -> dict[str, float]:
    """Top-1, top-5 and how far the probabilities are off, printed and given back."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for case, share in zip(cases, shares, strict=True):
        groups.setdefault(case.group, []).append((share, case.accepted))
    answered = [g for g in groups.values() if any(ok for _, ok in g)]
    ranked = [sorted(g, key=lambda pair: -pair[0]) for g in answered]
    first = float(np.mean([g[0][1] for g in ranked]))
    five = float(np.mean([any(ok for _, ok in g[:5]) for g in ranked]))
    error = calibration_error([(s, c.accepted) for s, c in zip(shares, cases, strict=True)])
    print(f"{name}: {len(ranked)} texts, top-1 {first:.3f}, top-5 {five:.3f}, off by {error:.3f}")
    return {"texts": len(ranked), "top1": round(first, 3), "top5": round(five, 3),
            "calibration_error": round(error, 3)}  # fmt: skip


def tell_refusals(name: str, cases: Sequence[Case], shares: Sequence[float]) -> dict[str, float]:
    """How many streams are kept, and how many other texts are refused."""
    kept = [share >= LEAST_STREAM for share in shares]
    streams = float(np.mean([k for k, c in zip(kept, cases, strict=True) if c.accepted]))
    others = float(np.mean([not k for k, c in zip(kept, cases, strict=True) if not c.accepted]))
    print(f"{name}: {len(cases)} texts, streams kept {streams:.3f}, others refused {others:.3f}")
    return {"texts": len(cases), "kept": round(streams, 3), "refused": round(others, 3)}


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """The mean gap between stated and true share over ten bins, for shares of 5 % and more."""
    told = [(share, ok) for share, ok in pairs if share >= 0.05]
    gaps = 0.0
    for low in np.arange(0, 1, 0.1):
        bin_ = [(s, ok) for s, ok in told if low <= s < low + 0.1]
        if bin_:
            gaps += abs(sum(s for s, _ in bin_) - sum(ok for _, ok in bin_))
    return gaps / max(1, len(told))


def gather(index: LanguageIndex, examples: Sequence[Example]) -> dict[str, list[Case]]:
    """The candidates of every text with their features, as grounding sees them."""
    from tests.bench.language_cases import code_cases, material_cases, stream_case

    cases: dict[str, list[Case]] = {"material": [], "code": [], "stream": []}
    for group, example in enumerate(examples):
        # a stream of which no material is known teaches as well: nothing brought up is accepted
        if example.materials or example.codes:
            cases["material"] += material_cases(index, group, example)
    first = fit(cases["material"], names_of(cases["material"]))
    for group, example in enumerate(examples):
        if example.codes:
            cases["code"] += code_cases(index, group, example, first)
    second = fit(cases["code"], names_of(cases["code"]))
    for group, example in enumerate(examples):
        cases["stream"] += stream_case(index, group, example, first, second)
    return cases


def names_of(cases: Sequence[Case]) -> list[str]:
    """Every feature that occurs, in a stable order."""
    return sorted({name for case in cases for name in case.features})


def main() -> None:
    """Fit, print and, if asked, write."""
    index = build_index(load().triples(), load_embedder(cache_folder()))
    kept: dict[str, Any] = json.loads(CALIBRATION.read_text(encoding="utf-8"))
    kept["fitted"] = {}
    for kind, cases in gather(index, read_examples()).items():
        names = names_of(cases)
        shares = cross_validate(cases, names)
        told = tell_refusals if kind == "stream" else tell
        kept["fitted"][kind] = told(kind, cases, shares)
        weights = fit(cases, names)
        kept[kind] = {"bias": weights.pop("bias"), "weights": weights}
        print(" ", kept[kind])
    kept["note"] = (
        "Logistic constants fitted by tests/bench/fit_language.py on the texts of "
        "tests/bench/language_texts.tsv, written for Symbiograph; figures by five-fold cross-"
        f"validation. Fitted on {date.today().isoformat()}. The constants of activity are set by hand."
    )
    if "--write" in sys.argv:
        text = json.dumps(kept, indent=2, ensure_ascii=False)
        CALIBRATION.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
