"""LlamaIndex's own hybrid search: Chroma and BM25 (bm25s) fused by reciprocal rank, its best hits read by a
cross-encoder; over the product's passages, vectors and models."""

import time
from pathlib import Path

import chromadb
from chromadb.config import Settings
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.llms import MockLLM
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.core.schema import BaseNode, NodeWithScore, QueryBundle, TextNode
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index.vector_stores.chroma import ChromaVectorStore

from benchmarks.child import Emit, Task
from benchmarks.questions import searched
from benchmarks.searching import HITS, size_of, times
from core.delegations import Gazetteer
from index import Library, OnnxEncoder, OnnxReranker
from index.llamaindex import RapporteurEmbedding
from ingest import passages
from measure.remembering import RememberingEncoder, vectors_of
from models.shipped import ENCODER, RERANKER, model_folder

_RERANKED = 20  # what a plain hybrid gives to its cross-encoder


class CrossEncoderRerank(BaseNodePostprocessor):
    """SentenceTransformerRerank with the product's cross-encoder."""

    _reranker: OnnxReranker = PrivateAttr()

    def __init__(self, reranker: OnnxReranker) -> None:
        super().__init__()
        self._reranker = reranker

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        if query_bundle is None or not nodes:
            return nodes
        scores = self._reranker.score(query_bundle.query_str, [node.node.get_content() for node in nodes])
        for node, score in zip(nodes, scores.tolist(), strict=True):
            node.score = score
        return sorted(nodes, key=lambda node: -(node.score or 0.0))[:HITS]


def hybrid(task: Task, emit: Emit) -> None:
    """Index the passages of the task's library and search them; reports ``searched``."""
    models_dir = Path(task["models_dir"]) if task["models_dir"] else None
    source, work = Path(task["source"]), Path(task["work"])
    work.mkdir(parents=True)
    encoder = OnnxEncoder(model_folder(ENCODER, models_dir))
    embedding = RapporteurEmbedding(encoder)
    with Library.open(source, encoder, read_only=True) as library:
        paragraphs = library.scope().paragraphs
        asked = searched(task["questions"])
        nodes = _nodes(library, RememberingEncoder(encoder, vectors_of(source, encoder)))
    client = chromadb.PersistentClient(str(work), settings=Settings(anonymized_telemetry=False))
    store = ChromaVectorStore(chroma_collection=client.get_or_create_collection("plain"))
    context = StorageContext.from_defaults(vector_store=store)
    VectorStoreIndex(nodes, storage_context=context, embed_model=embedding)
    BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=_RERANKED).persist(str(work / "bm25"))
    passages_held = len(nodes)
    del nodes
    began = time.perf_counter()
    vectors = VectorStoreIndex.from_vector_store(store, embed_model=embedding)
    retriever = QueryFusionRetriever(
        [
            vectors.as_retriever(similarity_top_k=_RERANKED),
            BM25Retriever.from_persist_dir(str(work / "bm25")),
        ],
        llm=MockLLM(),
        similarity_top_k=_RERANKED,
        num_queries=1,
        mode=FUSION_MODES.RECIPROCAL_RANK,
        use_async=False,
    )
    opened = time.perf_counter() - began
    rerank = CrossEncoderRerank(OnnxReranker(model_folder(RERANKER, models_dir)))

    def search(question: str) -> tuple[float, float]:
        started = time.perf_counter()
        found = retriever.retrieve(question)
        retrieved = time.perf_counter()
        rerank.postprocess_nodes(found, query_bundle=QueryBundle(question))
        return (retrieved - started) * 1000, (time.perf_counter() - started) * 1000

    emit(
        "searched",
        {
            "paragraphs": paragraphs,
            "passages": passages_held,
            "open_seconds": opened,
            **times(search, asked),
            "disk_bytes": size_of(work),
        },
    )


def _nodes(library: Library, cached: RememberingEncoder) -> list[BaseNode]:
    """The library's passages as nodes, with the vectors that it has of them."""
    gazetteer = Gazetteer.load()
    nodes: list[BaseNode] = [
        TextNode(id_=passage.id, text=f"{passage.context}: {passage.text}")
        for row in library.statements()
        for passage in passages(library.statement(row.id), gazetteer)
    ]
    for at in range(0, len(nodes), 1000):
        part = nodes[at : at + 1000]
        vectors = cached.encode_passages([node.get_content() for node in part])
        for node, vector in zip(part, vectors, strict=True):
            node.embedding = vector.tolist()
    return nodes
