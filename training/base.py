"""The base of the models that we train: the shipped int8 cross-encoder, read into torch and written back.

ms-marco-MiniLM-L-12-v2 ships as an int8 ONNX file only. ``load_base`` multiplies its integers by their
scales and puts them into a plain torch BERT; ``export`` puts trained weights into the same graph. The
base has one scale a matrix, ours one a column: training moves most weights by less than a step of the
base's grid, and rounding to it undoes what was learned. The embeddings are left as they are.
"""

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.models.reranker import OnnxReranker
from models import model_path

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

ARTEFACT = "ms-marco-MiniLM-L-12-v2-int8"
MAX_TOKENS = 512
_LARGEST = 127  # int8, symmetric
_EMBEDDINGS = "bert.embeddings."
_MARKERS: Mapping[str, str] = {
    f"{name}_token": f"[{name.upper()}]" for name in ("unk", "sep", "pad", "cls", "mask")
}


def base_folder(models_dir: Path | None = None) -> Path:
    """The folder of the base's ``model.onnx`` and ``tokenizer.json``. Raises ModelError without them."""
    model_path(ARTEFACT, "tokenizer.json", models_dir)
    return model_path(ARTEFACT, "model.onnx", models_dir).parent


def load_base(folder: Path, *, max_tokens: int = 256, fixed_layers: int = 0) -> "CrossEncoder":
    """The model of ``folder`` as a sentence-transformers CrossEncoder with one logit, ready to train.

    A pair is (claim or question, text). Dropout is off: one or two epochs over many pairs do not
    need it, and it takes a third of the time on a CPU. The embeddings and the lowest
    ``fixed_layers`` of the twelve do not learn.
    """
    import tempfile

    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    weights = read_weights(folder)
    config = BertConfig(
        vocab_size=weights[_EMBEDDINGS + "word_embeddings.weight"].shape[0],
        hidden_size=384,
        num_hidden_layers=12,
        num_attention_heads=12,
        intermediate_size=1536,
        max_position_embeddings=MAX_TOKENS,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    config.num_labels = 1
    model = BertForSequenceClassification(config)
    _put(model, weights)
    with tempfile.TemporaryDirectory() as scratch:
        model.save_pretrained(scratch)
        tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
            tokenizer_file=str(folder / "tokenizer.json"),
            model_input_names=["input_ids", "token_type_ids", "attention_mask"],
            **_MARKERS,
        )
        tokenizer.save_pretrained(scratch)
        loaded: CrossEncoder = CrossEncoder(
            scratch, max_length=max_tokens, device="cpu", model_kwargs={"attn_implementation": "eager"}
        )
    lowest = "".join(rf"|\blayer\.{n}\." for n in range(fixed_layers))
    fixed = re.compile(rf"\bembeddings\.{lowest}")
    for name, parameter in _torch(loaded).named_parameters():
        parameter.requires_grad_(not fixed.search(name))
    return loaded


def read_weights(folder: Path) -> dict[str, NDArray[np.float32]]:
    """Every weight of ``folder/model.onnx`` by its name in torch, dequantised."""
    graph = _read_graph(folder)
    stored = _stored(graph)
    found = {n: a for n, a in stored.items() if n.endswith((".weight", ".bias")) and a.dtype == np.float32}
    for name in [n.removesuffix("_quantized") for n in stored if n.startswith(_EMBEDDINGS)]:
        if f"{name}_quantized" in stored:
            found[name] = _dequantised(stored, name)
    for parameter, initializer in _matrices(graph).items():
        found[parameter] = _dequantised(stored, initializer).T
    return found


def export(model: "CrossEncoder", base: Path, out: Path) -> None:
    """Write ``out/model.onnx`` and ``out/tokenizer.json``: the base's graph with ``model``'s weights."""
    import onnx
    from onnx import numpy_helper

    graph = _read_graph(base)
    trained = {n: p.detach().float().numpy() for n, p in _torch(model).named_parameters()}
    fresh: dict[str, NDArray[Any]] = {
        n: trained[n] for n in _stored(graph) if n in trained and not n.startswith(_EMBEDDINGS + "word")
    }
    for parameter, initializer in _matrices(graph).items():
        matrix = trained[parameter].T
        scale = (np.abs(matrix).max(axis=0) / _LARGEST).astype(np.float32)
        fresh[f"{initializer}_scale"] = scale
        fresh[f"{initializer}_zero_point"] = np.zeros(len(scale), dtype=np.int8)
        fresh[f"{initializer}_quantized"] = np.round(matrix / scale).astype(np.int8)
    for tensor in graph.graph.initializer:
        if tensor.name in fresh:
            tensor.CopyFrom(numpy_helper.from_array(fresh[tensor.name], tensor.name))
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(graph, out / "model.onnx")
    shutil.copyfile(base / "tokenizer.json", out / "tokenizer.json")


def largest_difference(model: "CrossEncoder", folder: Path, pairs: Sequence[tuple[str, str]]) -> float:
    """The largest difference between the logits of the torch model and of ``folder``'s for ``pairs``."""
    import torch

    logits = model.predict(list(pairs), activation_fn=torch.nn.Identity(), show_progress_bar=False)
    exported = OnnxReranker(folder)
    found = np.array([exported.score(first, [second])[0] for first, second in pairs])
    return float(np.abs(np.asarray(logits, dtype=np.float32) - found).max())


def _torch(model: "CrossEncoder") -> Any:
    return model.model


def _read_graph(folder: Path) -> Any:
    import onnx

    return onnx.load(folder / "model.onnx")


def _stored(graph: Any) -> dict[str, NDArray[Any]]:
    from onnx import numpy_helper

    return {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.graph.initializer}


def _matrices(graph: Any) -> dict[str, str]:
    """The name of each quantised matrix in torch, and of its initializer in the graph (transposed).

    A node is named by its place: ``/bert/encoder/layer.0/attention/self/query/MatMul_quant``.
    """
    return {
        ".".join(node.name.split("/")[1:-1]) + ".weight": node.input[1].removesuffix("_quantized")
        for node in graph.graph.node
        if node.op_type == "MatMulInteger"
    }


def _dequantised(stored: dict[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    whole = stored[f"{name}_quantized"].astype(np.int32) - stored[f"{name}_zero_point"].astype(np.int32)
    scaled: NDArray[np.float32] = (whole * stored[f"{name}_scale"]).astype(np.float32)
    return scaled


def _put(model: Any, weights: dict[str, NDArray[np.float32]]) -> None:
    import torch

    state = {name: torch.from_numpy(np.array(array, order="C")) for name, array in weights.items()}
    model.load_state_dict(state, strict=True)
