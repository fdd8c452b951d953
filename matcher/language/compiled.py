"""The same weights compiled: exported once to ONNX, reduced to int8, run by onnxruntime."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from matcher.errors import CacheError, ModelError
from matcher.knowledge import Progress, stay_silent
from matcher.language.embed import (
    BATCH,
    DIMENSIONS,
    LONGEST,
    WEIGHTS_SHA256,
    Vectors,
    check_weights,
    model_folder,
)

#: raised when the way of compiling changes, so that an older copy is not opened
FORM: Final = 2
INT8: Final = "model.int8.onnx"
FP32: Final = "model.fp32.onnx"
TOKENIZER: Final = "tokenizer.json"
INPUTS: Final = ("input_ids", "attention_mask", "token_type_ids")
THREADS: Final = 2
#: the mean cosine to torch below which int8 is not trusted and fp32 serves
FAITHFUL: Final = 0.97
TRIAL: Final = (
    "coal fly ash with a high loss on ignition",
    "brewers' spent grain",
    "wooden pallets, broken",
    "Manufacture of cement",
    "aqueous washing liquids",
    "surplus steam from a paper mill",
)


@dataclass(frozen=True, slots=True)
class OnnxEmbedder:
    """The serving model: a session of onnxruntime and a tokenizer, opened in a fraction of a second."""

    name: str
    session: Any = field(repr=False)
    tokenizer: Any = field(repr=False)

    @classmethod
    def load(cls, cache: Path, progress: Progress = stay_silent) -> OnnxEmbedder:
        """Open the compiled model, compiling it into the cache folder on first use."""
        folder = cache / "model" / f"{WEIGHTS_SHA256[:16]}-{FORM}"
        if not any((folder / name).is_file() for name in (INT8, FP32)):
            compile_model(folder, progress)
        path = next(folder / name for name in (INT8, FP32) if (folder / name).is_file())
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> OnnxEmbedder:
        """Open one compiled file; the tokenizer lies beside it."""
        import onnxruntime
        from tokenizers import Tokenizer

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise ModelError(
                f"the compiled model cannot be opened: {error}", where=str(path),
                todo="Delete that folder; it is made again.",
            ) from error  # fmt: skip
        tokenizer = Tokenizer.from_file(str(path.parent / TOKENIZER))
        tokenizer.enable_truncation(LONGEST)
        tokenizer.enable_padding()
        kind = "int8" if path.name == INT8 else "fp32"
        return cls(f"onnx-{kind}-{FORM}-{WEIGHTS_SHA256[:12]}", session, tokenizer)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors by onnxruntime, longest texts together so that little is padded."""
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            vectors[rows] = self.encode_batch([texts[row] for row in rows])
        return vectors

    def encode_batch(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of a few texts."""
        encoded = self.tokenizer.encode_batch(list(texts))
        feed = {
            "input_ids": np.array([e.ids for e in encoded], np.int64),
            "attention_mask": np.array([e.attention_mask for e in encoded], np.int64),
            "token_type_ids": np.array([e.type_ids for e in encoded], np.int64),
        }
        hidden = self.session.run(None, feed)[0]
        mask = feed["attention_mask"][:, :, None].astype(np.float32)
        pooled = (hidden * mask).sum(axis=1) / np.maximum(mask.sum(axis=1), 1e-9)
        norms = np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-12)
        return np.asarray(pooled / norms, np.float32)


def compile_model(folder: Path, progress: Progress = stay_silent) -> None:
    """Export the weights into a folder in one move; two starts at once do not disturb each other."""
    progress("compiling the language model (once)", 0.1)
    check_weights()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".draft-"))
    except OSError as error:
        raise CacheError(
            f"the compiled model cannot be written: {error}", where=str(folder.parent),
            todo="Name a folder you may write to with SYMBIOGRAPH_CACHE.",
        ) from error  # fmt: skip
    try:
        export(draft / FP32)
        progress("compiling the language model (once)", 0.6)
        shutil.copy(model_folder() / TOKENIZER, draft / TOKENIZER)
        reduce_model(draft)
        draft.replace(folder)
    except OSError:
        # another start finished first: its copy is as good as ours
        if not any((folder / name).is_file() for name in (INT8, FP32)):
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def export(path: Path) -> None:
    """The transformer as fp32 ONNX."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch
    from transformers import AutoModel
    from transformers.utils import logging

    logging.disable_progress_bar()

    # eager attention: its export keeps the padding mask, whatever the length
    model = AutoModel.from_pretrained(str(model_folder()), attn_implementation="eager").eval()
    example = tuple(torch.ones((2, 8), dtype=torch.int64) for _ in INPUTS)
    axes = {name: {0: "batch", 1: "length"} for name in (*INPUTS, "hidden")}
    with warnings.catch_warnings(), torch.no_grad():
        # the exporter warns of its own age; nothing a user could act on
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Hidden(model), example, str(path), input_names=list(INPUTS), output_names=["hidden"],
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip


def Hidden(model: Any) -> Any:  # noqa: N802
    """The transformer as a module that takes three tensors and gives the last hidden state."""
    import torch

    class LastHidden(torch.nn.Module):  # type: ignore[misc]
        """Positional inputs in, one tensor out."""

        def __init__(self) -> None:
            super().__init__()
            self.inner = model

        def forward(self, ids: Any, mask: Any, kinds: Any) -> Any:
            """The last hidden state."""
            return self.inner(
                input_ids=ids, attention_mask=mask, token_type_ids=kinds
            ).last_hidden_state

    return LastHidden()


def reduce_model(draft: Path) -> None:
    """Keep the int8 copy if it stays close to fp32, else the fp32 one; the other is removed."""
    import logging

    try:
        from onnxruntime.quantization import QuantType, quantize_dynamic
    except ImportError:  # the onnx package is missing: fp32 serves
        return
    logging.disable(logging.WARNING)  # advice on pre-processing, which changes nothing here
    try:
        # a scale for each channel keeps what is found the same (tests/test_embedder.py)
        quantize_dynamic(
            str(draft / FP32), str(draft / INT8), weight_type=QuantType.QUInt8, per_channel=True
        )
    finally:
        logging.disable(logging.NOTSET)
    exact, reduced = (OnnxEmbedder.open(draft / name).encode(TRIAL) for name in (FP32, INT8))
    close = float((exact * reduced).sum(axis=1).mean()) >= FAITHFUL
    (draft / (FP32 if close else INT8)).unlink()
