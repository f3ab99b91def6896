"""Passages as LlamaIndex nodes, and the two kinds of vector store that hold them.

Importing this module imports LlamaIndex, which takes a second: it is imported when a store is opened.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode
from llama_index.core.vector_stores.types import (
    FilterCondition,
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
)
from llama_index.vector_stores.chroma import ChromaVectorStore

from core.records import NO_DELEGATION, Filters
from index.models.encoder import Vectors
from index.store.entries import Vector
from index.store.filters import filter_span, party_key

VECTOR = "vector"
"""Under which a node keeps the id that the catalogue knows."""


class PassageNode(TextNode):
    """A passage's vector with what it can be filtered by. The catalogue has its words."""

    def __init__(self, **fields: Any) -> None:
        super().__init__(**fields)

    def model_dump(self, **_: Any) -> dict[str, Any]:
        """What a store keeps beside the vector: without LlamaIndex's templates and defaults."""
        return {"id_": self.id_, "text": "", "metadata": dict(self.metadata)}


class PassageCollection(ChromaVectorStore):
    """A Chroma collection that keeps of a passage its vector and metadata only: LlamaIndex's own keeps a JSON
    copy of the node beside them, which doubles what is written."""

    def __init__(self, collection: Any) -> None:
        super().__init__(chroma_collection=collection)

    def add_vectors(
        self, vectors: Sequence[Vector], metadatas: Sequence[dict[str, str | int | bool]]
    ) -> None:
        """Add vectors, each with its metadata; those whose ids are there stay as they are. A node for each,
        as LlamaIndex's own `add` wants, would take longer than sending them."""
        arrays: Any = [as_floats(vector) for vector in vectors]
        known: Any = list(metadatas)
        self._collection.add(ids=[vector.id for vector in vectors], embeddings=arrays, metadatas=known)

    def nearest(self, query: Vectors, limit: int, where: Any) -> list[str]:
        """Ids of the nearest that ``where`` admits, nearest first. LlamaIndex's own `query` makes a node of
        each, which takes longer than to find it."""
        vectors: Any = [query]
        found = self._collection.query(query_embeddings=vectors, n_results=limit, where=where, include=[])
        return list(found["ids"][0])


def node(id_: str, vector: Vector, metadata: dict[str, str | int | bool]) -> PassageNode:
    """A stored passage as a node; it is its own source, by which every store can delete it."""
    return PassageNode(
        id_=id_,
        embedding=as_floats(vector).tolist(),
        metadata=metadata,
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=id_)},
    )


def as_floats(vector: Vector) -> Vectors:
    """A catalogue's vector, shape (d,)."""
    return np.frombuffer(vector.vector, dtype=np.float16).astype(np.float32)


def wanted(filters: Filters) -> MetadataFilters | None:
    """What of ``filters`` every store can tell; None when that excludes nothing. See
    `index.store.filters.limits_beyond_vectors` for what is left."""
    parts: list[MetadataFilter | MetadataFilters] = []
    if filters.delegations:
        codes = ["" if code == NO_DELEGATION else code for code in filters.delegations]
        own = MetadataFilter(key="delegation", value=codes, operator=FilterOperator.IN)
        parties = [MetadataFilter(key=party_key(code), value=1) for code in codes if code]
        either = MetadataFilters(filters=[own, *parties], condition=FilterCondition.OR)
        parts.append(either if parties else own)
    if filters.forum:
        parts.append(MetadataFilter(key="forum", value=filters.forum.casefold()))
    if span := filter_span(filters):
        parts += [
            MetadataFilter(key="first_day", value=0, operator=FilterOperator.GT),
            MetadataFilter(key="last_day", value=span[0], operator=FilterOperator.GTE),
            MetadataFilter(key="first_day", value=span[1], operator=FilterOperator.LTE),
        ]
    return MetadataFilters(filters=parts) if parts else None
