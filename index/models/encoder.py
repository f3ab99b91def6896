"""Texts to unit vectors."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, Self

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
    """A BERT-like encoder in ONNX; vectors are normalised.

    ``folder`` holds ``model.onnx`` and ``tokenizer.json`` (ModelError otherwise). A vector is the last hidden
    state of the first token or, with ``mean``, the mean over all. ``query_prompt`` and ``passage_prompt`` are
    set before a text. Defaults are those of BAAI/bge-small-en-v1.5.
    """

    def __init__(
        self,
        folder: Path,
        *,
        query_prompt: str = QUERY_PROMPT,
        passage_prompt: str = "",
        mean: bool = False,
        dimension: int = 384,
        english_only: bool = True,
        workers: int = 0,
        yielding: bool = False,
    ) -> None:
        self._model = OnnxModel(
            folder, max_tokens=MAX_TOKENS, strategy="longest_first", workers=workers, yielding=yielding
        )
        self.english_only = english_only
        self._query_prompt = query_prompt
        self._passage_prompt = passage_prompt
        self._pooled = _mean if mean else _first_token
        self._dimension = dimension

    @classmethod
    def multilingual(cls, folder: Path, *, workers: int = 0) -> Self:
        """intfloat/multilingual-e5-small, whose cosines rank texts in any of its 94 languages and are no
        measure of how near two texts are (https://huggingface.co/intfloat/multilingual-e5-small). Passages
        are mostly embedded while something else goes on, to which it yields."""
        return cls(
            folder,
            query_prompt="query: ",
            passage_prompt="passage: ",
            mean=True,
            english_only=False,
            workers=workers,
            yielding=True,
        )

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
        prepared = [self._passage_prompt + text[:MAX_CHARACTERS] for text in texts]
        for row, output in enumerate(self._model.outputs(prepared)):
            vectors[row] = _unit(self._pooled(output))
            if progress is not None:
                progress(row + 1, len(texts))
        return vectors

    def encode_query(self, text: str) -> Vectors:
        """Vector of a question, shape (d,)."""
        (output,) = self._model.outputs([self._query_prompt + text[:MAX_CHARACTERS]])
        return _unit(self._pooled(output))


def _first_token(output: Vectors) -> Vectors:
    first: Vectors = output[0]  # (tokens, d) → (d,)
    return first


def _mean(output: Vectors) -> Vectors:
    mean: Vectors = output.mean(axis=0)  # (tokens, d) → (d,); one text a run, so none is padding
    return mean


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = vector.astype(np.float32) / max(float(np.linalg.norm(vector)), 1e-12)
    return unit
