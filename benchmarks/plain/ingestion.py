"""LlamaIndex's own way of taking files in: SimpleDirectoryReader → IngestionPipeline → Chroma."""

import time
from pathlib import Path

import chromadb
from chromadb.config import Settings
from llama_index.core import SimpleDirectoryReader
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.node_parser import SentenceSplitter
from llama_index.vector_stores.chroma import ChromaVectorStore

from benchmarks.child import Emit, Task
from index import OnnxEncoder
from index.llamaindex import RapporteurEmbedding
from models.shipped import ENCODER, model_folder

_BATCH = 10  # LlamaIndex's default for embeddings


def pipeline(task: Task, emit: Emit) -> None:
    """Take the task's folder in, in about as many chunks as the task says; reports ``done``."""
    folder = Path(task["folder"])
    models_dir = Path(task["models_dir"]) if task["models_dir"] else None
    embedding = RapporteurEmbedding(OnnxEncoder(model_folder(ENCODER, models_dir)), embed_batch_size=_BATCH)
    splitter = _splitter(folder, task["chunks"])
    embedding.get_text_embedding("warm")
    client = chromadb.PersistentClient(task["home"], settings=Settings(anonymized_telemetry=False))
    store = ChromaVectorStore(chroma_collection=client.get_or_create_collection("plain"))
    taken = IngestionPipeline(transformations=[splitter, embedding], vector_store=store)
    started = time.perf_counter()
    documents = SimpleDirectoryReader(str(folder), recursive=True).load_data()
    nodes = taken.run(documents=documents)
    emit("done", {"seconds": time.perf_counter() - started, "passages": len(nodes)})


def _splitter(folder: Path, chunks: int) -> SentenceSplitter:
    """The sentence splitter whose number of chunks comes nearest to ``chunks``."""
    documents = SimpleDirectoryReader(str(folder), recursive=True).load_data()
    few = documents[:: max(1, len(documents) // 30)]
    share = sum(len(d.text) for d in few) / sum(len(d.text) for d in documents)

    def distance(splitter: SentenceSplitter) -> float:
        return abs(len(splitter.get_nodes_from_documents(few)) - chunks * share)

    sizes = range(80, 261, 20)
    return min((SentenceSplitter(chunk_size=size, chunk_overlap=0) for size in sizes), key=distance)
