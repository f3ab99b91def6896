"""How well a text answers a question, by a model that reads both together."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.models.onnx import OnnxModel

MAX_TOKENS = 512
MAX_QUERY_TOKENS = 128
MAX_CHARACTERS = 8000


class Reranker(Protocol):
    """Scores texts against one question. One that knows English only says so by a true attribute
    ``english_only``."""

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Raw logits, shape (len(texts),); higher answers better."""
        ...


class OnnxReranker:
    """A cross-encoder in ONNX with one logit, such as cross-encoder/ms-marco-MiniLM-L-12-v2.

    ``folder`` holds ``model.onnx`` and ``tokenizer.json`` (ModelError otherwise). A question is cut
    to 128 tokens and the text to what then fits in 512.
    """

    def __init__(self, folder: Path, *, english_only: bool = True, workers: int = 0) -> None:
        self.english_only = english_only
        self._model = OnnxModel(folder, max_tokens=MAX_TOKENS, strategy="only_second", workers=workers)

    @property
    def fingerprint(self) -> str:
        """Hash of the model's files."""
        return self._model.fingerprint

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Raw logits, shape (len(texts),), each independent of the other texts."""
        if not texts:
            return np.empty(0, dtype=np.float32)
        query = self._model.first_tokens(query[:MAX_CHARACTERS], MAX_QUERY_TOKENS)
        pairs = [(query, text[:MAX_CHARACTERS]) for text in texts]
        return np.array([output[0] for output in self._model.outputs(pairs)], dtype=np.float32)
