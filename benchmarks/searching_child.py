"""One library searched in a process of its own: run by ``benchmarks.searching``.

Standard output carries one JSON record; what the libraries print goes to standard error.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.cached import CachedEncoder
from benchmarks.search_questions import questions
from core.delegations import Gazetteer
from core.records import Statement
from index import Entry, Library, OnnxEncoder, OnnxReranker
from ingest import passages
from models import model_path
from workspace.workspace import ENCODER, RERANKER

_WARM = 5
_K = 10
_RERANKED = 20  # what a plain hybrid gives to its cross-encoder


def main() -> int:
    """Run the stack that the first argument, a JSON object, names."""
    task = json.loads(sys.argv[1])
    records = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    models_dir = Path(task["models_dir"]) if task["models_dir"] else None
    encoder = OnnxEncoder(model_path(ENCODER, "model.onnx", models_dir).parent)
    reranker = OnnxReranker(model_path(RERANKER, "model.onnx", models_dir).parent)
    run = _rapporteur if task["stack"] == "rapporteur" else _llamaindex
    record = run(task, encoder, reranker)
    records.write(json.dumps({"milestone": "searched", **record}) + "\n")
    records.flush()
    return 0


def _rapporteur(task: dict[str, Any], encoder: OnnxEncoder, reranker: OnnxReranker) -> dict[str, Any]:
    source, home = Path(task["source"]), Path(task["work"])
    if task["paragraphs"]:
        _take_out(source, home, encoder, task["paragraphs"])
    else:
        home = source
    began = time.perf_counter()
    with Library.open(home, encoder, reranker, read_only=True) as library:
        opened = time.perf_counter() - began
        scope = library.scope()
        asked = questions(task["questions"], library.delegations())
        for question in asked[:_WARM]:
            library.search(question, k=_K)
        first, evidence = [], []
        for question in asked:
            started = time.perf_counter()
            result = library.search(question, k=_K)
            evidence.append((time.perf_counter() - started) * 1000)
            first.append(result.timings_ms["retrieve"])
        return {
            "paragraphs": scope.paragraphs,
            "passages": library.passage_count(),
            "open_seconds": opened,
            "first_ms": first,
            "evidence_ms": evidence,
            "disk_bytes": sum(path.stat().st_size for path in home.rglob("*") if path.is_file()),
        }


def _take_out(source: Path, home: Path, encoder: OnnxEncoder, paragraphs: int) -> None:
    """A library of about ``paragraphs`` paragraphs, every n-th statement of the one in ``source``."""
    cached = CachedEncoder(encoder, source)
    gazetteer = Gazetteer.load()

    def entries(library: Library) -> Iterator[Entry]:
        rows = library.statements()
        step = max(1, library.scope().paragraphs // paragraphs)
        for row in rows[::step]:
            statement: Statement = library.statement(row.id)
            yield Entry(statement, passages(statement, gazetteer))

    with Library.open(source, encoder, read_only=True) as whole, Library.open(home, cached) as part:
        part.put_many(entries(whole))
    cached.close()


def _llamaindex(task: dict[str, Any], encoder: OnnxEncoder, reranker: OnnxReranker) -> dict[str, Any]:
    import chromadb
    from chromadb.config import Settings
    from llama_index.core import StorageContext, VectorStoreIndex
    from llama_index.core.llms import MockLLM
    from llama_index.core.postprocessor.types import BaseNodePostprocessor
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
    from llama_index.core.schema import BaseNode, NodeWithScore, QueryBundle, TextNode
    from llama_index.retrievers.bm25 import BM25Retriever
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from index.llamaindex import RapporteurEmbedding

    class CrossEncoderRerank(BaseNodePostprocessor):
        """SentenceTransformerRerank with the same model as int8 ONNX."""

        def _postprocess_nodes(
            self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
        ) -> list[NodeWithScore]:
            if query_bundle is None or not nodes:
                return nodes
            scores = reranker.score(query_bundle.query_str, [node.node.get_content() for node in nodes])
            for node, score in zip(nodes, scores.tolist(), strict=True):
                node.score = score
            return sorted(nodes, key=lambda node: -(node.score or 0.0))[:_K]

    source, work = Path(task["source"]), Path(task["work"])
    work.mkdir(parents=True)
    cached = CachedEncoder(encoder, source)
    gazetteer = Gazetteer.load()
    with Library.open(source, encoder, read_only=True) as library:
        scope = library.scope()
        asked = questions(task["questions"], library.delegations())
        nodes: list[BaseNode] = []
        for row in library.statements():
            for passage in passages(library.statement(row.id), gazetteer):
                text = f"{passage.context}: {passage.text}"
                nodes.append(TextNode(id_=passage.id, text=text))
    embedding = RapporteurEmbedding(encoder)
    for at in range(0, len(nodes), 1000):
        part = nodes[at : at + 1000]
        vectors = cached.encode_passages([node.get_content() for node in part])
        for node, vector in zip(part, vectors, strict=True):
            node.embedding = vector.tolist()
    client = chromadb.PersistentClient(str(work), settings=Settings(anonymized_telemetry=False))
    store = ChromaVectorStore(chroma_collection=client.get_or_create_collection("plain"))
    index = VectorStoreIndex(
        nodes, storage_context=StorageContext.from_defaults(vector_store=store), embed_model=embedding
    )
    words = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=_RERANKED)
    words.persist(str(work / "bm25"))
    del nodes, words
    began = time.perf_counter()
    index = VectorStoreIndex.from_vector_store(store, embed_model=embedding)
    hybrid = QueryFusionRetriever(
        [
            index.as_retriever(similarity_top_k=_RERANKED),
            BM25Retriever.from_persist_dir(str(work / "bm25")),
        ],
        llm=MockLLM(),
        similarity_top_k=_RERANKED,
        num_queries=1,
        mode=FUSION_MODES.RECIPROCAL_RANK,
        use_async=False,
    )
    opened = time.perf_counter() - began
    rerank = CrossEncoderRerank()

    def search(question: str) -> tuple[float, float]:
        started = time.perf_counter()
        found = hybrid.retrieve(question)
        retrieved = time.perf_counter()
        rerank.postprocess_nodes(found, query_bundle=QueryBundle(question))
        return (retrieved - started) * 1000, (time.perf_counter() - started) * 1000

    for question in asked[:_WARM]:
        search(question)
    times = [search(question) for question in asked]
    return {
        "paragraphs": scope.paragraphs,
        "passages": store._collection.count(),
        "open_seconds": opened,
        "first_ms": [first for first, _ in times],
        "evidence_ms": [evidence for _, evidence in times],
        "disk_bytes": sum(path.stat().st_size for path in work.rglob("*") if path.is_file()),
    }


if __name__ == "__main__":
    sys.exit(main())
