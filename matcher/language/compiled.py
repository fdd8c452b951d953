"""The compiled copy of the model: exported once into the cache, int8 where that holds."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import Any, Final

from matcher.errors import CacheError
from matcher.knowledge import Progress, stay_silent
from matcher.language.embed import WEIGHTS_SHA256, check_weights, model_folder

#: raised whenever the way of exporting changes, so that old copies are not used
RECIPE: Final = "1"


def compiled_path(cache: Path, kind: str = "int8") -> Path:
    """Where the compiled copy of these weights lies: `int8` serves, `fp32` is its fallback."""
    return cache / "model" / f"{kind}-{WEIGHTS_SHA256[:16]}-{RECIPE}.onnx"


def compile_model(cache: Path, progress: Progress = stay_silent, kind: str = "int8") -> Path:
    """The compiled model's file, made first if it is not there; safe when two start at once."""
    import onnxruntime  # noqa: F401 - its absence has to show before any work is done

    path = compiled_path(cache, kind)
    if path.is_file():
        return path
    check_weights()
    progress("compiling the language model", 0.0)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".draft-") as folder:
            exported = Path(folder) / "fp32.onnx"
            export(exported)
            made = quantize(exported) if kind == "int8" else exported
            made.replace(path)
    except OSError as error:
        raise CacheError(
            f"the compiled model cannot be kept: {error.strerror}",
            where=str(path.parent),
            todo="Free some room or name another folder with SYMBIOGRAPH_CACHE.",
        ) from error
    return path


def export(path: Path) -> None:
    """Write the transformer as ONNX, token vectors out."""
    import torch
    from transformers import AutoModel
    from transformers.utils import logging

    logging.disable_progress_bar()  # our own progress says what is being done
    model: Any = AutoModel.from_pretrained(
        model_folder(), local_files_only=True, attn_implementation="eager"
    )
    model.eval()

    class Tokens(torch.nn.Module):  # type: ignore[misc]
        """The model with one plain output."""

        def __init__(self) -> None:
            super().__init__()
            self.inner = model

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            return self.inner(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            ).last_hidden_state

    names = ["input_ids", "attention_mask", "token_type_ids"]
    example = torch.ones((2, 8), dtype=torch.int64)
    with warnings.catch_warnings(), torch.no_grad():
        # the exporter warns of its own age and of traced constants; the vectors are compared in a test
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Tokens(),
            (example, example, torch.zeros_like(example)),
            str(path),
            input_names=names,
            output_names=["tokens"],
            dynamic_axes={name: {0: "batch", 1: "length"} for name in [*names, "tokens"]},
            opset_version=17,
            dynamo=False,
        )


def quantize(exported: Path) -> Path:
    """The same model with int8 weights."""
    import logging

    from onnxruntime.quantization import QuantType, quantize_dynamic

    made = exported.with_name("int8.onnx")
    # the quantizer advises a pre-processing step that is for models with shapes unknown to it
    logging.getLogger().setLevel(logging.ERROR)
    quantize_dynamic(str(exported), str(made), weight_type=QuantType.QInt8)
    return made
