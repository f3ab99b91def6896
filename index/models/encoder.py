"""Texts to unit vectors."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.models.onnx import OnnxModel, Progress

Vectors = NDArray[np.float32]

PREPARATION = "1"  # raise when `embedded_text` or the handling of texts below changes
MAX_TOKENS = 512
MAX_CHARACTERS = 8000  # more than 512 tokens of any script; tokenising the rest would be wasted
QUERY_PROMPT = "Represent this sentence for searching relevant passages: "


class Encoder(Protocol):
    """Turns texts into vectors of length one, whose dot product is their cosine similarity.

    An encoder that knows English only says so by a true attribute ``english_only``.
    """

    @property
    def fingerprint(self) -> str:
        """Changes when the same text would get another vector."""
        ...

    @property
    def dimension(self) -> int:
        """Length d of a vector."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of passages, shape (len(texts), d)."""
        ...

    def encode_query(self, text: str) -> Vectors:
        """Vector of a question, shape (d,)."""
        ...


def embedded_text(context: str, text: str) -> str:
    """What is embedded and reranked for a passage: whose words these are, then the words."""
    return f"{context}: {text}" if context else text


class OnnxEncoder:
    """A BERT-like encoder in ONNX: the vector is the first token's last hidden state, normalised.

    ``folder`` holds ``model.onnx`` and ``tokenizer.json`` (ModelError otherwise). Defaults are those
    of BAAI/bge-small-en-v1.5: a prompt before questions, none before passages.
    """

    def __init__(
        self,
        folder: Path,
        *,
        query_prompt: str = QUERY_PROMPT,
        dimension: int = 384,
        english_only: bool = True,
        workers: int = 0,
    ) -> None:
        self._model = OnnxModel(folder, max_tokens=MAX_TOKENS, strategy="longest_first", workers=workers)
        self.english_only = english_only
        self._query_prompt = query_prompt
        self._dimension = dimension

    @property
    def fingerprint(self) -> str:
        """Hash of the model's files and of how texts are prepared for it."""
        return f"{self._model.fingerprint}-{PREPARATION}"

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of ``texts``, shape (len(texts), d), each independent of the others."""
        vectors = np.empty((len(texts), self._dimension), dtype=np.float32)
        prepared = [text[:MAX_CHARACTERS] for text in texts]
        for row, output in enumerate(self._model.outputs(prepared)):
            vectors[row] = _first_token(output)
            if progress is not None:
                progress(row + 1, len(texts))
        return vectors

    def encode_query(self, text: str) -> Vectors:
        """Vector of a question, shape (d,)."""
        (output,) = self._model.outputs([self._query_prompt + text[:MAX_CHARACTERS]])
        return _first_token(output)


def _first_token(output: Vectors) -> Vectors:
    vector = output[0].astype(np.float32)  # (tokens, d) → (d,)
    unit: Vectors = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return unit
