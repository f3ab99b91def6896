"""The library's parts for a LlamaIndex program, and LlamaIndex's for the library.

Importing this module imports LlamaIndex, which takes a second; nothing else here does so.
"""

import hashlib
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from core.records import Filters
from index.library import Library
from index.models.encoder import PREPARATION, Encoder, Vectors
from index.models.onnx import Progress


class RapporteurEmbedding(BaseEmbedding):
    """An encoder as a LlamaIndex embedding model."""

    _encoder: Encoder = PrivateAttr()

    def __init__(self, encoder: Encoder, **settings: Any) -> None:
        super().__init__(model_name=encoder.fingerprint, **settings)
        self._encoder = encoder

    def _get_query_embedding(self, query: str) -> list[float]:
        embedding: list[float] = self._encoder.encode_query(query).tolist()
        return embedding

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        embeddings: list[list[float]] = self._encoder.encode_passages(texts).tolist()
        return embeddings


class ParagraphRetriever(BaseRetriever):
    """A library's search as a LlamaIndex retriever: a node is a paragraph, with all that is needed to
    cite it in its metadata."""

    def __init__(self, library: Library, filters: Filters = Filters(), k: int = 10) -> None:
        self._library = library
        self._filters = filters
        self._k = k
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._library.search(query_bundle.query_str, self._filters, self._k).hits
        return [
            NodeWithScore(
                node=TextNode(
                    id_=hit.source.paragraph_id,
                    text=hit.source.text,
                    metadata={
                        "label": hit.source.label,
                        "statement_id": hit.source.statement_id,
                        "title": hit.source.title,
                        "delegation": hit.source.delegation,
                        "speaker": hit.source.speaker,
                        "forum": hit.source.forum,
                        "date": hit.source.date,
                        "section": hit.source.section,
                        "url": hit.source.url,
                    },
                ),
                score=hit.score,
            )
            for hit in hits
        ]


class EmbeddingEncoder:
    """A LlamaIndex embedding model as the library's encoder. ``revision`` is to be changed by whoever
    changes the model behind the same name."""

    def __init__(self, embedding: BaseEmbedding, revision: str = "") -> None:
        self._embedding = embedding
        self.dimension: Final = len(embedding.get_query_embedding("dimension"))
        name = f"{embedding.class_name()}/{embedding.model_name}/{revision}"
        self.fingerprint: Final = f"{hashlib.sha256(name.encode()).hexdigest()[:16]}-{PREPARATION}"

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit vectors of ``texts``, shape (len(texts), d)."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        vectors = np.asarray(self._embedding.get_text_embedding_batch(list(texts)), dtype=np.float32)
        if progress is not None:
            progress(len(texts), len(texts))
        return _unit(vectors)

    def encode_query(self, text: str) -> Vectors:
        """Unit vector of a question, shape (d,)."""
        return _unit(np.asarray(self._embedding.get_query_embedding(text), dtype=np.float32))


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
    return unit
