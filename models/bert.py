"""A BERT encoder written as an ONNX graph that onnxruntime runs.

Word embeddings stay packed at 4 bits and are unpacked for the tokens at hand. The other matrices become int8,
multiplied by activations that are quantised as they come. They use 7 of the 8 bits: processors without VNNI
add two products of 8 bits in 16 and would overflow.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from models.e5s1 import BLOCK, Packed

_LARGEST = 63
_OPSET, _IR_VERSION = 20, 9
_CONTRIB = "com.microsoft"  # operators that come with every build of onnxruntime
_MASKED = -1e9


@dataclass(slots=True)
class _Graph:
    """Nodes and constants, in the order in which they are added."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: dict[str, onnx.TensorProto] = field(default_factory=dict)

    def constant(self, name: str, value: NDArray[Any]) -> str:
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def integers(self, *values: int) -> str:
        return self.constant(f"int {values}", np.array(values, np.int64))

    def add(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        output = f"{operator} {len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output


def encoder_graph(model: Packed) -> bytes:
    """The model as an ONNX file: from ``input_ids`` and ``attention_mask``, shape (batch, tokens), to
    ``last_hidden_state``, shape (batch, tokens, hidden)."""
    graph = _Graph()
    x = _embedded(graph, model)
    mask = graph.add("Sub", graph.constant("one", np.array([1], np.float32)), graph.add(
        "Cast", "attention_mask", to=TensorProto.FLOAT))  # fmt: skip
    mask = graph.add("Mul", mask, graph.constant("masked", np.array([_MASKED], np.float32)))
    mask = graph.add("Unsqueeze", mask, graph.integers(1, 2))  # (batch, 1, 1, tokens)
    for layer in range(model.layers):
        x = _layer(graph, model, f"l{layer}", x, mask)
    graph.nodes.append(helper.make_node("Identity", [x], ["last_hidden_state"]))

    def tokens(name: str) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])

    output = helper.make_tensor_value_info(
        "last_hidden_state", TensorProto.FLOAT, ["batch", "tokens", model.hidden]
    )
    inputs = [tokens("input_ids"), tokens("attention_mask")]
    made = helper.make_graph(graph.nodes, "encoder", inputs, [output], list(graph.constants.values()))
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIB, 1)]
    content: bytes = helper.make_model(made, opset_imports=opsets, ir_version=_IR_VERSION).SerializeToString(
        deterministic=True
    )
    return content


def _embedded(graph: _Graph, model: Packed) -> str:
    """Word and position embeddings, added and normalised: (batch, tokens, hidden)."""
    packed, scales = model.blocks("emb.word", model.vocabulary)
    rows = graph.constant("words", packed.reshape(model.vocabulary, -1))
    nibbles = graph.add("Gather", rows, "input_ids")
    nibbles = graph.add("Reshape", nibbles, graph.integers(0, 0, model.hidden // BLOCK, BLOCK // 2))
    low = graph.add("BitwiseAnd", nibbles, graph.constant("fifteen", np.array([15], np.uint8)))
    high = graph.add("BitShift", nibbles, graph.constant("four", np.array([4], np.uint8)), direction="RIGHT")
    weights = graph.add("Cast", graph.add("Concat", low, high, axis=-1), to=TensorProto.FLOAT)
    weights = graph.add("Sub", weights, graph.constant("eight", np.array([8], np.float32)))
    scale = graph.add("Gather", graph.constant("word scales", scales), "input_ids")
    scale = graph.add("Cast", scale, to=TensorProto.FLOAT)
    words = graph.add("Mul", weights, graph.add("Unsqueeze", scale, graph.integers(3)))
    words = graph.add("Reshape", words, graph.integers(0, 0, model.hidden))
    # every token is of the first of two types
    places = model.floats("emb.pos").reshape(model.positions, -1) + model.floats("emb.type")[: model.hidden]
    count = graph.add("Shape", "input_ids", start=1, end=2)
    first, axis = graph.integers(0), graph.integers(0)
    positions = graph.add("Slice", graph.constant("positions", places), first, count, axis)
    return _normalised(graph, model, "emb.ln", graph.add("Add", words, positions))


def _layer(graph: _Graph, model: Packed, name: str, x: str, mask: str) -> str:
    """Attention and feed-forward, each added to what came in: (batch, tokens, hidden)."""
    heads, size = model.heads, model.hidden // model.heads

    def part(which: str, order: tuple[int, ...]) -> str:
        projected = _linear(graph, model, f"{name}.{which}", x, model.hidden)
        apart = graph.add("Reshape", projected, graph.integers(0, 0, heads, size))
        return graph.add("Transpose", apart, perm=order)

    query, key, value = part("q", (0, 2, 1, 3)), part("k", (0, 2, 3, 1)), part("v", (0, 2, 1, 3))
    scale = graph.constant("scale", np.array([size**-0.5], np.float32))
    scores = graph.add("Add", graph.add("Mul", graph.add("MatMul", query, key), scale), mask)
    seen = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), value)
    seen = graph.add(
        "Reshape", graph.add("Transpose", seen, perm=(0, 2, 1, 3)), graph.integers(0, 0, model.hidden)
    )
    x = graph.add("Add", x, _linear(graph, model, f"{name}.ao", seen, model.hidden))
    x = _normalised(graph, model, f"{name}.aln", x)
    inner = graph.add("Gelu", _linear(graph, model, f"{name}.fi", x, model.inner))
    x = graph.add("Add", x, _linear(graph, model, f"{name}.fo", inner, model.hidden))
    return _normalised(graph, model, f"{name}.oln", x)


def _linear(graph: _Graph, model: Packed, name: str, x: str, rows: int) -> str:
    """``x`` times a matrix of the model, quantised by its output columns, plus its bias."""
    matrix = model.matrix(f"{name}.w", rows).T  # (inputs, outputs)
    scale = np.abs(matrix).max(axis=0) / np.float32(_LARGEST)
    weights = np.rint(matrix / scale).astype(np.int8)
    constants = {
        "weights": weights,
        "scale": scale.astype(np.float32),
        "zero": np.zeros(rows, np.int8),
        "bias": model.floats(f"{name}.b"),
    }
    inputs = [graph.constant(f"{name} {what}", value) for what, value in constants.items()]
    return graph.add("DynamicQuantizeMatMul", x, *inputs, domain=_CONTRIB)


def _normalised(graph: _Graph, model: Packed, name: str, x: str) -> str:
    weights = graph.constant(f"{name} weights", model.floats(f"{name}.w"))
    bias = graph.constant(f"{name} bias", model.floats(f"{name}.b"))
    return graph.add("LayerNormalization", x, weights, bias, axis=-1, epsilon=model.epsilon)
