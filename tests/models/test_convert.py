"""A packed model made into an ONNX file and a tokenizer: they compute what the packed weights say."""

import json
import struct
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from models.convert import CONVERSIONS
from models.e5s1 import Packed, read_packed

pytestmark = pytest.mark.slow

HIDDEN, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS = 64, 2, 4, 128, 40, 32
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁peace", "▁keep", "ing", "平", "和", "平和", "～", "A"]


def packed(magic: bytes = b"E5S1") -> bytes:
    """A small model of random weights, as the wheel's file is laid out."""
    random = np.random.default_rng(7)
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (VOCABULARY, HIDDEN),
        "emb.pos": (POSITIONS * HIDDEN,),
        "emb.type": (2 * HIDDEN,),
        "emb.ln.w": (HIDDEN,),
        "emb.ln.b": (HIDDEN,),
    }
    for layer in range(LAYERS):
        for name in ("q", "k", "v", "ao"):
            shapes |= {f"l{layer}.{name}.w": (HIDDEN, HIDDEN), f"l{layer}.{name}.b": (HIDDEN,)}
        shapes |= {f"l{layer}.fi.w": (INNER, HIDDEN), f"l{layer}.fi.b": (INNER,)}
        shapes |= {f"l{layer}.fo.w": (HIDDEN, INNER), f"l{layer}.fo.b": (HIDDEN,)}
        shapes |= {f"l{layer}.{norm}.{part}": (HIDDEN,) for norm in ("aln", "oln") for part in ("w", "b")}
    names = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, names)]).astype("<u4")
    head = magic + struct.pack("<I", 1)
    head += struct.pack("<7ifi", HIDDEN, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, names)))
    head += offsets.tobytes() + np.linspace(-1, -9, len(PIECES)).astype("<f4").tobytes() + b"".join(names)
    head += struct.pack("<iI", 0, 0) + struct.pack("<i", len(shapes))
    size = len(head) + sum(2 + len(name) + 5 + 16 for name in shapes)
    directory, body = b"", b""
    for name, shape in shapes.items():
        if len(shape) == 2:
            blocks = np.zeros((shape[0], shape[1] // 32), [("scale", "<f2"), ("packed", "u1", 16)])
            blocks["scale"] = random.uniform(0.01, 0.05, blocks.shape)
            blocks["packed"] = random.integers(0, 256, blocks["packed"].shape)
            content, kind = blocks.tobytes(), 1
        else:
            content, kind = random.normal(0, 0.3, shape).astype("<f4").tobytes(), 0
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, int(np.prod(shape)), size + len(body), len(content))
        body += content
    return head + directory + body


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "small.bin"
    made.write_bytes(packed())
    return made


def reference(model: Packed) -> BertModel:
    """The same weights in transformers' BERT."""
    bert = BertModel(
        BertConfig(
            vocab_size=VOCABULARY,
            hidden_size=HIDDEN,
            num_hidden_layers=LAYERS,
            num_attention_heads=HEADS,
            intermediate_size=INNER,
            max_position_embeddings=POSITIONS,
            layer_norm_eps=model.epsilon,
        ),
        add_pooling_layer=False,
    ).eval()
    names = {
        "emb.word": "embeddings.word_embeddings.weight",
        "emb.pos": "embeddings.position_embeddings.weight",
        "emb.type": "embeddings.token_type_embeddings.weight",
        "emb.ln.w": "embeddings.LayerNorm.weight",
        "emb.ln.b": "embeddings.LayerNorm.bias",
    }
    parts = {
        "q": "attention.self.query",
        "k": "attention.self.key",
        "v": "attention.self.value",
        "ao": "attention.output.dense",
        "aln": "attention.output.LayerNorm",
        "fi": "intermediate.dense",
        "fo": "output.dense",
        "oln": "output.LayerNorm",
    }
    for layer in range(LAYERS):
        for ours, theirs in parts.items():
            names[f"l{layer}.{ours}.w"] = f"encoder.layer.{layer}.{theirs}.weight"
            names[f"l{layer}.{ours}.b"] = f"encoder.layer.{layer}.{theirs}.bias"
    state = bert.state_dict()
    for ours, theirs in names.items():
        shape = tuple(state[theirs].shape)
        is_floats = model.tensors[ours].dtype == np.float32
        values = model.floats(ours) if is_floats else model.matrix(ours, shape[0])
        state[theirs] = torch.from_numpy(values.reshape(shape).copy())
    bert.load_state_dict(state)
    return bert


def test_the_graph_computes_what_the_packed_weights_say(path: Path) -> None:
    session = onnxruntime.InferenceSession(CONVERSIONS["e5s1 to onnx"](path))
    tokens = np.array([[0, 5, 9, 12, 2], [0, 7, 2, 1, 1]])
    mask = np.array([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
    (ours,) = session.run(None, {"input_ids": tokens, "attention_mask": mask})
    with torch.no_grad():
        theirs = reference(read_packed(path))(
            torch.tensor(tokens), torch.tensor(mask)
        ).last_hidden_state.numpy()
    for row, length in enumerate(mask.sum(axis=1)):
        a, b = ours[row, :length].ravel(), theirs[row, :length].ravel()
        assert a @ b / (np.linalg.norm(a) * np.linalg.norm(b)) > 0.999  # int8 against float32


def test_the_same_packed_bytes_always_give_the_same_files(path: Path) -> None:
    for convert in CONVERSIONS.values():
        assert convert(path) == convert(path)


def test_the_tokenizer_takes_the_likeliest_pieces(path: Path) -> None:
    tokenizer = Tokenizer.from_str(CONVERSIONS["e5s1 to tokenizer"](path).decode())
    assert tokenizer.encode("peace").tokens == ["<s>", "▁peace", "</s>"]
    assert tokenizer.encode("keeping  peace").tokens == ["<s>", "▁keep", "ing", "▁peace", "</s>"]
    assert tokenizer.encode(" 平和").tokens == ["<s>", "▁", "平和", "</s>"]
    # wide letters are folded; a wide tilde is not, as the model has a piece for it
    assert tokenizer.encode("Ａ～").tokens == ["<s>", "▁", "A", "～", "</s>"]


def test_what_is_no_packed_model_is_refused(tmp_path: Path) -> None:
    other, short = tmp_path / "other.bin", tmp_path / "short.bin"
    other.write_bytes(packed(b"GGUF"))
    short.write_bytes(packed()[:400])
    with pytest.raises(ValueError, match=r"other\.bin does not begin with E5S1"):
        read_packed(other)
    with pytest.raises(ValueError, match=r"short\.bin is not a packed model"):
        read_packed(short)


def test_the_tokenizer_file_is_json_without_white_space_to_spare(path: Path) -> None:
    content = CONVERSIONS["e5s1 to tokenizer"](path)
    assert json.dumps(json.loads(content), ensure_ascii=False, separators=(",", ":")).encode() == content
