"""The stack that a LlamaIndex user would put together from its documentation, on the same models.

SimpleDirectoryReader, the default splitter, Chroma, VectorStoreIndex and a streaming
CitationQueryEngine, all with default settings. It is given Rapporteur's encoder and llama.cpp engine,
so it is spared the import of sentence-transformers and has the same prompt cache.
"""

import re
import time
from typing import Any

import chromadb
from chromadb.config import Settings
from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
from llama_index.core.base.llms.types import CompletionResponse, CompletionResponseGen, LLMMetadata
from llama_index.core.base.response.schema import StreamingResponse
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.llms.callbacks import llm_completion_callback
from llama_index.core.llms.custom import CustomLLM
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.vector_stores.chroma import ChromaVectorStore

import models
from benchmarks.asking import Ask, Asked, Emit, Task
from benchmarks.questions import by_id
from core.errors import LLMError
from index import OnnxEncoder
from index.llamaindex import RapporteurEmbedding
from measure.engine import TimedLLM
from prompts import Message
from workspace.workspace import CORPUS, ENCODER, LLM, LLM_NAME

MAX_TOKENS = 140  # what Rapporteur's own writer may write
CONTEXT_TOKENS = 4096  # a slot of the engine; the engine's default prompt takes half of it here
_STORE = "plain"
_CITATION = re.compile(r"\[((?:source\s*)?\d+(?:\s*[,;]\s*(?:source\s*)?\d+)*)\]", re.IGNORECASE)


class EngineLLM(CustomLLM):
    """The embedded engine as a LlamaIndex LLM: greedy, the prompt as one user message in the model's
    own chat template."""

    _engine: TimedLLM = PrivateAttr()

    def __init__(self, engine: TimedLLM, **settings: Any) -> None:
        super().__init__(**settings)
        self._engine = engine

    @property
    def metadata(self) -> LLMMetadata:
        """The sizes that LlamaIndex packs a prompt by."""
        return LLMMetadata(context_window=CONTEXT_TOKENS, num_output=MAX_TOKENS, model_name=self._engine.name)

    @llm_completion_callback()
    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:  # noqa: ARG002
        """The whole reply."""
        return CompletionResponse(text="".join(self._pieces(prompt)))

    @llm_completion_callback()
    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:  # noqa: ARG002
        """The reply as it is written."""

        def responses() -> CompletionResponseGen:
            text = ""
            for piece in self._pieces(prompt):
                text += piece
                yield CompletionResponse(text=text, delta=piece)

        return responses()

    def _pieces(self, prompt: str) -> Any:
        return self._engine.stream([Message("user", prompt)], max_tokens=MAX_TOKENS)


def run(task: Task, emit: Emit) -> None:
    """Build the index (or load the one that ``task.home`` holds), load the model, ask. Milestones:
    ``library`` (the index is there), ``model``, ``warm`` (nothing more to wait for), ``asked``."""
    index = _index(task)
    emit("library", {})
    engine = TimedLLM(models.model_path(LLM, f"{LLM}.gguf", task.models_dir), name=LLM_NAME)
    answerer = CitationQueryEngine.from_args(index, llm=EngineLLM(engine), streaming=True)
    emit("model", {})
    emit("warm", {})
    for ask in task.asks:
        emit("asked", put(answerer, engine, ask).record())


def put(answerer: CitationQueryEngine, engine: TimedLLM, ask: Ask) -> Asked:
    """Put one question and time what a reader would see."""
    before = len(engine.calls)
    first: float | None = None
    text = ""
    started = time.perf_counter()
    response = answerer.query(by_id(ask.question).text)
    retrieved = time.perf_counter()
    if not isinstance(response, StreamingResponse) or response.response_gen is None:
        raise TypeError(f"a streaming response was asked for and {type(response).__name__} came")
    for piece in response.response_gen:
        if piece and first is None:
            first = time.perf_counter()
        text += piece
    done = time.perf_counter()
    if len(engine.calls) == before:
        raise LLMError(
            f"The LlamaIndex stack did not ask its model about {ask.question!r}; it said {text!r}."
        )
    sources = [node.node.get_content() for node in response.source_nodes]
    numbers = cited_numbers(text)
    return Asked(
        question=ask.question,
        condition=ask.condition,
        first_quote=(retrieved - started) * 1000,
        first_token=None if first is None else (first - started) * 1000,
        first_sentence=None,
        done=(done - started) * 1000,
        status="answered",
        text=text.strip(),
        cited=tuple(sources[n - 1] for n in numbers if 0 < n <= len(sources)),
        dangling=sum(not 0 < n <= len(sources) for n in numbers),
        calls=tuple(call.record() for call in engine.calls[before:]),
    )


def cited_numbers(text: str) -> tuple[int, ...]:
    """The numbers in ``[1]``, ``[1, 2]`` or ``[Source 1]``, each once, in the order of the text."""
    found = (int(n) for group in _CITATION.findall(text) for n in re.findall(r"\d+", group))
    return tuple(dict.fromkeys(found))


def _index(task: Task) -> VectorStoreIndex:
    folder = models.model_path(ENCODER, "model.onnx", task.models_dir).parent
    embedding = RapporteurEmbedding(OnnxEncoder(folder))
    client = chromadb.PersistentClient(str(task.home), settings=Settings(anonymized_telemetry=False))
    collection = client.get_or_create_collection(_STORE)
    store = ChromaVectorStore(chroma_collection=collection)
    if collection.count():
        return VectorStoreIndex.from_vector_store(store, embed_model=embedding)
    files = sorted(path for path in CORPUS.iterdir() if path.suffix == ".txt")
    return VectorStoreIndex.from_documents(
        SimpleDirectoryReader(input_files=files).load_data(),
        storage_context=StorageContext.from_defaults(vector_store=store),
        embed_model=embedding,
    )
