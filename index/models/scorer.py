"""The retrieval models as a check of single sentences asks for them."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.models.encoder import Encoder, Vectors
from index.models.reranker import Reranker

_REMEMBERED = 512  # vectors, 1.5 kB each: the evidence of a few questions


class SentenceScorer:
    """Compares a claim with sentences. The evidence of a question is compared with every sentence
    that is written about it, so vectors are remembered. Thread-safe."""

    def __init__(self, encoder: Encoder, reranker: Reranker) -> None:
        self._encoder = encoder
        self._reranker = reranker
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def similarities(self, claim: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Cosine of the claim with each text, shape (len(texts),), in [-1, 1]."""
        vectors = self._encoded([claim, *texts])
        return np.array([vectors[text] @ vectors[claim] for text in texts], dtype=np.float32)

    def relevance(self, claim: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Cross-encoder logit of each text for the claim, shape (len(texts),)."""
        return self._reranker.score(claim, texts)

    def _encoded(self, texts: Sequence[str]) -> dict[str, Vectors]:
        distinct = list(dict.fromkeys(texts))
        with self._lock:
            known = {text: self._vectors[text] for text in distinct if text in self._vectors}
        new = [text for text in distinct if text not in known]
        known |= dict(zip(new, self._encoder.encode_passages(new), strict=True))
        with self._lock:
            for text in distinct:
                self._vectors[text] = known[text]
                self._vectors.move_to_end(text)
            while len(self._vectors) > _REMEMBERED:
                self._vectors.popitem(last=False)
        return known
