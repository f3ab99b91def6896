"""Cited answers as LlamaIndex's documentation has them: SimpleDirectoryReader, the default splitter, Chroma,
VectorStoreIndex and a streaming CitationQueryEngine, all with default settings.

The stack is given the product's encoder and llama.cpp engine, so it is spared the import of
sentence-transformers and has the same prompt cache.
"""

import re
import time
from pathlib import Path
from typing import Any

import chromadb
from chromadb.config import Settings
from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
from llama_index.core.base.response.schema import StreamingResponse
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.vector_stores.chroma import ChromaVectorStore

from answer.writing.llamaindex import EngineLLM
from benchmarks.child import Emit, Task
from index import OnnxEncoder
from index.llamaindex import RapporteurEmbedding
from measure.engine import TimedLLM
from models.shipped import ENCODER, LLM_NAME, llm_file, model_folder
from workspace.intake import CORPUS

MAX_TOKENS = 140  # what Rapporteur's own writer may write
CONTEXT_TOKENS = 4096  # a slot of the engine; the engine's default prompt takes half of it here
_CITATION = re.compile(r"\[((?:source\s*)?\d+(?:\s*[,;]\s*(?:source\s*)?\d+)*)\]", re.IGNORECASE)


def plain(task: Task, emit: Emit) -> None:
    """Build the index (or load the one that the task's home holds), then answer the task's questions."""
    models_dir = Path(task["models_dir"]) if task["models_dir"] else None
    index = _index(Path(task["home"]), models_dir)
    emit("library", {})
    if not task["questions"]:
        return
    engine = TimedLLM(llm_file(models_dir), name=LLM_NAME)
    answerer = CitationQueryEngine.from_args(
        index, llm=EngineLLM(engine, max_tokens=MAX_TOKENS, context_window=CONTEXT_TOKENS), streaming=True
    )
    for question in task["questions"]:
        emit("asked", {"question": question, **answered(answerer, question)})


def answered(answerer: CitationQueryEngine, question: str) -> dict[str, Any]:
    """The answer and its milliseconds."""
    first: float | None = None
    text = ""
    started = time.perf_counter()
    response = answerer.query(question)
    retrieved = time.perf_counter()
    if not isinstance(response, StreamingResponse) or response.response_gen is None:
        raise TypeError(f"a streaming response was asked for and {type(response).__name__} came")
    for piece in response.response_gen:
        if piece and first is None:
            first = time.perf_counter()
        text += piece
    done = time.perf_counter()
    numbers = cited_numbers(text)
    return {
        "first_quote": round((retrieved - started) * 1000, 1),
        "first_piece": None if first is None else round((first - started) * 1000, 1),
        "done": round((done - started) * 1000, 1),
        "text": text.strip(),
        "cited": sum(0 < number <= len(response.source_nodes) for number in numbers),
    }


def cited_numbers(text: str) -> tuple[int, ...]:
    """The numbers in ``[1]``, ``[1, 2]`` or ``[Source 1]``, each once, in the order of the text."""
    found = (int(n) for group in _CITATION.findall(text) for n in re.findall(r"\d+", group))
    return tuple(dict.fromkeys(found))


def _index(home: Path, models_dir: Path | None) -> VectorStoreIndex:
    embedding = RapporteurEmbedding(OnnxEncoder(model_folder(ENCODER, models_dir)))
    client = chromadb.PersistentClient(str(home), settings=Settings(anonymized_telemetry=False))
    collection = client.get_or_create_collection("plain")
    store = ChromaVectorStore(chroma_collection=collection)
    if collection.count():
        return VectorStoreIndex.from_vector_store(store, embed_model=embedding)
    files = sorted(path for path in CORPUS.iterdir() if path.suffix == ".txt")
    return VectorStoreIndex.from_documents(
        SimpleDirectoryReader(input_files=files).load_data(),
        storage_context=StorageContext.from_defaults(vector_store=store),
        embed_model=embedding,
    )
