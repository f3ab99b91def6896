"""An encoder that embeds the same text once, and knows what was embedded before: by it, or by a library."""

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from index.library import FILE
from index.models.encoder import Encoder, Vectors
from index.models.onnx import Progress


class RememberingEncoder:
    """``encoder``, asked only for what is not in ``known``: vectors by the SHA-256 of their text. Questions
    are encoded each time, as a measurement must."""

    def __init__(self, encoder: Encoder, known: Mapping[bytes, Vectors] | None = None) -> None:
        self.english_only = getattr(encoder, "english_only", False)
        self._encoder = encoder
        self._known = dict(known or {})

    @property
    def fingerprint(self) -> str:
        """That of the encoder."""
        return self._encoder.fingerprint

    @property
    def dimension(self) -> int:
        """Length d of a vector."""
        return self._encoder.dimension

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of passages, shape (len(texts), d)."""
        shas = [hashlib.sha256(text.encode(errors="replace")).digest() for text in texts]
        new = {sha: text for sha, text in zip(shas, texts, strict=True) if sha not in self._known}
        if new:
            encoded = self._encoder.encode_passages(list(new.values()), progress)
            self._known |= dict(zip(new, encoded, strict=True))
        return np.array([self._known[sha] for sha in shas], dtype=np.float32).reshape(-1, self.dimension)

    def encode_query(self, text: str) -> Vectors:
        """Vector of a question, shape (d,)."""
        return self._encoder.encode_query(text)


def vectors_of(home: Path, encoder: Encoder) -> dict[bytes, Vectors]:
    """What the library in ``home`` has embedded with ``encoder``."""
    address = f"file:{home / FILE}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        rows = connection.execute(
            "SELECT text_sha, vector FROM embeddings WHERE encoder = ?", (encoder.fingerprint,)
        )
        return {sha: np.frombuffer(vector, dtype=np.float16) for sha, vector in rows}
