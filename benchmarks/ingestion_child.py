"""One way of taking statements in, in a process of its own: run by ``benchmarks.ingestion``.

Standard output carries one JSON record a line: ``done`` with seconds and passages, and for Rapporteur
``again``. What the libraries print goes to standard error.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Emit = Callable[[str, dict[str, Any]], None]

_BATCH = 10  # LlamaIndex's default for embeddings


def main() -> int:
    """Run the stack that the first argument, a JSON object, names."""
    task = json.loads(sys.argv[1])
    records = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def emit(milestone: str, details: dict[str, Any]) -> None:
        records.write(json.dumps({"milestone": milestone, **details}) + "\n")
        records.flush()

    folder, home = Path(task["folder"]), Path(task["home"])
    models_dir = Path(task["models_dir"]) if task["models_dir"] else None
    stack = task["stack"]
    if stack == "encoder":
        _encoder(folder, models_dir, emit)
    elif stack == "rapporteur":
        _rapporteur(folder, home, models_dir, emit)
    else:
        _llamaindex(folder, home, models_dir, emit, task["chunks"], ours="our encoder" in stack)
    return 0


def _encoder(folder: Path, models_dir: Path | None, emit: Emit) -> None:
    from core.delegations import Gazetteer
    from index import OnnxEncoder
    from index.models.encoder import embedded_text
    from ingest import passages, read_statement
    from models import model_path
    from workspace.workspace import ENCODER

    gazetteer = Gazetteer.load()
    texts = [
        embedded_text(passage.context, passage.text)
        for path in sorted(folder.rglob("*.txt"))
        for passage in passages(read_statement(path, gazetteer), gazetteer)
    ]
    encoder = OnnxEncoder(model_path(ENCODER, "model.onnx", models_dir).parent)
    encoder.encode_passages(texts[:8])
    started = time.perf_counter()
    encoder.encode_passages(texts)
    emit("done", {"seconds": time.perf_counter() - started, "passages": len(texts)})


def _rapporteur(folder: Path, home: Path, models_dir: Path | None, emit: Emit) -> None:
    from core.config import load_config
    from workspace.workspace import Workspace

    workspace = Workspace.open(load_config({}, home=home, models_dir=models_dir))
    try:
        workspace.warm_retrieval()
        started = time.perf_counter()
        for _ in workspace.ingest([folder]):
            pass
        seconds = time.perf_counter() - started
        emit("done", {"seconds": seconds, "passages": workspace.library.passage_count()})
        started = time.perf_counter()
        outcomes = [step.outcome for step in workspace.ingest([folder])]
        seconds = time.perf_counter() - started
        emit("again", {"seconds": seconds, "unchanged": outcomes.count("unchanged")})
    finally:
        workspace.close()


def _llamaindex(
    folder: Path, home: Path, models_dir: Path | None, emit: Emit, chunks: int, *, ours: bool
) -> None:
    import chromadb
    from chromadb.config import Settings
    from llama_index.core import SimpleDirectoryReader
    from llama_index.core.ingestion import IngestionPipeline
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from index import OnnxEncoder
    from index.llamaindex import RapporteurEmbedding
    from models import model_path
    from workspace.workspace import ENCODER

    model = model_path(ENCODER, "model.onnx", models_dir).parent
    splitter = _splitter(folder, chunks)
    encoder = OnnxEncoder(model) if ours else _BatchEncoder(model)
    embedding = RapporteurEmbedding(encoder, embed_batch_size=_BATCH)
    embedding.get_text_embedding("warm")
    client = chromadb.PersistentClient(str(home), settings=Settings(anonymized_telemetry=False))
    store = ChromaVectorStore(chroma_collection=client.get_or_create_collection("plain"))
    pipeline = IngestionPipeline(transformations=[splitter, embedding], vector_store=store)
    started = time.perf_counter()
    documents = SimpleDirectoryReader(str(folder), recursive=True).load_data()
    nodes = pipeline.run(documents=documents)
    emit("done", {"seconds": time.perf_counter() - started, "passages": len(nodes)})


def _splitter(folder: Path, chunks: int) -> Any:
    """The sentence splitter whose number of chunks comes nearest to ``chunks``."""
    from llama_index.core import SimpleDirectoryReader
    from llama_index.core.node_parser import SentenceSplitter

    documents = SimpleDirectoryReader(str(folder), recursive=True).load_data()
    few = documents[:: max(1, len(documents) // 30)]
    share = sum(len(d.text) for d in few) / sum(len(d.text) for d in documents)

    def distance(splitter: SentenceSplitter) -> float:
        return abs(len(splitter.get_nodes_from_documents(few)) - chunks * share)

    sizes = range(80, 261, 20)
    return min((SentenceSplitter(chunk_size=size, chunk_overlap=0) for size in sizes), key=distance)


class _BatchEncoder:
    """The shipped ONNX model with onnxruntime's defaults: a batch is padded to its longest text, and all
    cores work on it."""

    dimension = 384
    fingerprint = "batches"

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self._session = onnxruntime.InferenceSession(str(folder / "model.onnx"))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(512)
        self._tokenizer.enable_padding()

    def encode_passages(self, texts: Sequence[str], progress: Any = None) -> Any:  # noqa: ARG002
        import numpy as np

        tokens = self._tokenizer.encode_batch(list(texts))
        ids = np.array([t.ids for t in tokens], dtype=np.int64)
        mask = np.array([t.attention_mask for t in tokens], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        first = self._session.run(None, feed)[0][:, 0]
        return first / np.linalg.norm(first, axis=1, keepdims=True)

    def encode_query(self, text: str) -> Any:
        return self.encode_passages([text])[0]


if __name__ == "__main__":
    sys.exit(main())
