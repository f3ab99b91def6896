"""What is measured of one library, in a process of its own."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.child import Emit, Task
from benchmarks.growth.made import FORUM, grow
from benchmarks.processes import cpu_seconds
from benchmarks.questions import searched
from core.config import VectorsConfig
from core.errors import RapporteurError
from core.records import Filters
from index import Library, OnnxEncoder
from index.library import FILE
from index.models.encoder import Vectors
from index.search import matching
from index.search.dense import DenseIndex
from index.store import embeddings, storage
from index.store.storage import Database
from index.vectors.folder import COLLECTION
from index.vectors.opened import vector_store
from index.vectors.server import ChromaServer
from models.shipped import ENCODER, model_folder

DEPTH = 50
_EXACT = 40  # questions whose nearest passages are also found by comparing all
_WARM = 5
# From nearly everything to a five-hundredth.
FILTERS: Mapping[str, Filters] = {
    "everything": Filters(),
    "one forum since 1960": Filters(forum=FORUM, since="1960"),
    "ten years": Filters(since="1990", until="1999"),
    "five delegations": Filters(delegations=("JPN", "FRA", "KEN", "BRA", "IND")),
    "one delegation": Filters(delegations=("JPN",)),
    "one delegation, ten years": Filters(delegations=("JPN",), since="1990", until="1999"),
}


def build(task: Task, emit: Emit) -> None:
    """Make the task's library as large as it says, and have the vector store follow; reports ``built``."""
    home, encoder = Path(task["home"]), _encoder(task)
    began = time.monotonic()
    grown = grow(
        Path(task["source"]), home, task["paragraphs"], encoder, lambda held: _say("paragraphs", held)
    )
    written = time.monotonic()
    vectors = VectorsConfig(url=task["url"])
    with Library.open(
        home, encoder, vectors=vectors, progress=lambda done, of: _say(f"of {of} vectors", done)
    ):
        pass
    emit(
        "built",
        {
            "paragraphs_before": grown.before,
            "nearness": round(grown.near, 4),
            "written_seconds": round(written - began, 1),
            "followed_seconds": round(time.monotonic() - written, 1),
        },
    )


def adopt(task: Task, emit: Emit) -> None:
    """Have a copy of a library take the server, which was given the vectors of its folder, for its store;
    reports ``built``. Raises RapporteurError when the server holds others."""
    encoder = _encoder(task)
    store = ChromaServer(task["url"], COLLECTION)
    with (
        closing(store),
        closing(Database(Path(task["home"]) / FILE)) as database,
        database.writing() as connection,
    ):
        if store.ids() != embeddings.vector_ids(connection):
            raise RapporteurError("The server holds other vectors than the library.")
        stamp = {"encoder": encoder.fingerprint, "signature": store.signature(), "digest": ""}
        storage.set_meta(connection, "vector_store", json.dumps({**stamp, "filling": False}))
    emit("built", {})


def product(task: Task, emit: Emit) -> None:
    """Open the task's library and search it; reports ``searched``."""
    home, encoder = Path(task["home"]), _encoder(task)
    vectors = VectorsConfig(url=task["url"], collection=task.get("collection", ""))
    encoder.encode_query("warm")
    began, work = time.perf_counter(), time.process_time()
    with Library.open(home, encoder, vectors=vectors) as library:
        opened, worked = time.perf_counter() - began, time.process_time() - work
        first = _seconds(lambda: library.search("nuclear disarmament", rerank=False))
        library.warm()
        asked = searched(task["questions"])
        found: dict[str, Any] = {
            "paragraphs": library.scope().paragraphs,
            "passages": library.passage_count(),
            "open_seconds": round(opened, 2),
            "open_processor_seconds": round(worked, 2),
            "first_search_seconds": first,
            "notices": library.notices,
            "fused": {
                name: fused(library, asked, filters, task["server"]) for name, filters in FILTERS.items()
            },
            "processor_ms": {
                "all statements listed": _processor_ms(library.statements),
                "scope": _processor_ms(library.scope),
                "library's hash": _processor_ms(lambda: library.sha256),
            },
        }
    found["recall"] = recall(home, encoder, vectors, asked[:: max(1, len(asked) // _EXACT)])
    emit("searched", found)


def fused(
    library: Library, asked: Sequence[str], filters: Filters, server: int
) -> dict[str, float | dict[str, float]]:
    """Milliseconds to the fused candidates of every question, after a few to warm up: by the clock, and of
    processor time in this process and, on the mean, in that of the server."""
    for question in asked[:_WARM]:
        library.search(question, filters, rerank=False)
    took, worked = [], []
    before = cpu_seconds(server)
    for question in asked:
        began, work = time.perf_counter(), time.process_time()
        library.search(question, filters, rerank=False)
        took.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (time.process_time() - work))
    served = 1000 * (cpu_seconds(server) - before) / len(asked)
    return {**percentiles(took), "processor": {**percentiles(worked), "server_mean": round(served, 1)}}


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """p50 and p95."""
    p50, p95 = np.percentile(values, [50, 95])
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1)}


def recall(
    home: Path, encoder: OnnxEncoder, vectors: VectorsConfig, asked: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Of the DEPTH nearest passages under each filter, the share that the library's dense search finds, on
    the mean and at worst, with its milliseconds; passages as near as the last one count as one of them."""
    queries = np.stack([encoder.encode_query(question) for question in asked])
    store = vector_store(home, vectors, encoder)
    dense = DenseIndex(store, encoder)
    dense.warm()
    found: dict[str, dict[str, float]] = {}
    with (
        closing(store),
        closing(Database(home / FILE, read_only=True)) as database,
        database.reading() as connection,
    ):
        limits = {name: matching.admitted(connection, filters, ()) for name, filters in FILTERS.items()}
        least = _least(matching.vectors(connection, encoder.fingerprint, None), queries, limits)
        for name, filters in FILTERS.items():
            admitted = limits[name]
            wanted = DEPTH if admitted is None else min(DEPTH, len(admitted))
            if not wanted:
                continue  # a small library has nothing of one delegation in ten years
            shares, took = [], []
            for query, bound in zip(queries, least[name], strict=True):
                began = time.perf_counter()
                near = dense.search(connection, query, filters, (), DEPTH)
                took.append(1000 * (time.perf_counter() - began))
                shares.append(sum(similarity >= bound for _, similarity in near) / wanted)
            found[name] = {
                "recall": round(float(np.mean(shares)), 4),
                "worst": round(min(shares), 4),
                **percentiles(took),
                **({} if admitted is None else {"admitted": len(admitted)}),
            }
    return found


def _least(
    parts: Any, queries: Vectors, limits: Mapping[str, "matching.Keys | None"]
) -> dict[str, list[float]]:
    """For each filter and question the similarity of the DEPTH-th nearest of the admitted passages, found in
    one walk through all vectors."""
    best = {name: np.empty((len(queries), 0), dtype=np.float32) for name in limits}
    for keys, matrix in parts:
        similarities = queries @ matrix.T
        for name, admitted in limits.items():
            mine = similarities if admitted is None else similarities[:, np.isin(keys, admitted)]
            both = np.concatenate((best[name], mine), axis=1)
            if both.shape[1]:
                best[name] = -np.partition(-both, min(DEPTH, both.shape[1]) - 1, axis=1)[:, :DEPTH]
    return {name: (values.min(axis=1, initial=np.inf) - 1e-5).tolist() for name, values in best.items()}


def _encoder(task: Task) -> OnnxEncoder:
    return OnnxEncoder(model_folder(ENCODER, Path(task["models_dir"]) if task["models_dir"] else None))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return round(time.perf_counter() - began, 3)


def _processor_ms(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return round(1000 * (time.process_time() - began), 1)


def _say(what: str, done: int) -> None:
    print(f"\r{done:,} {what}    ", end="", flush=True)
