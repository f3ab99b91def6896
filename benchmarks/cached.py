"""An encoder that looks up what another library has embedded already, so that libraries of several
sizes can be made of the same statements without embedding them again."""

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index import OnnxEncoder
from index.library import FILE
from index.models.encoder import Vectors
from index.models.onnx import Progress


class CachedEncoder:
    """``encoder``, asked only for what the library in ``home`` does not hold."""

    english_only = True

    def __init__(self, encoder: OnnxEncoder, home: Path) -> None:
        self._encoder = encoder
        self._connection = sqlite3.connect(
            f"file:{home / FILE}?mode=ro", uri=True, check_same_thread=False, isolation_level=None
        )

    @property
    def fingerprint(self) -> str:
        """That of the encoder."""
        return self._encoder.fingerprint

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._encoder.dimension

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of passages, shape (len(texts), d), looked up or made."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        missing = []
        for at, text in enumerate(texts):
            row = self._connection.execute(
                "SELECT vector FROM embeddings WHERE encoder = ? AND text_sha = ?",
                (self.fingerprint, hashlib.sha256(text.encode()).digest()),
            ).fetchone()
            if row is None:
                missing.append(at)
            else:
                vectors[at] = np.frombuffer(row[0], dtype=np.float16)
        if missing:
            vectors[missing] = self._encoder.encode_passages([texts[at] for at in missing], progress)
        return vectors

    def encode_query(self, text: str) -> Vectors:
        """Vector of a question, shape (d,)."""
        return self._encoder.encode_query(text)

    def close(self) -> None:
        """Let go of the library."""
        self._connection.close()
