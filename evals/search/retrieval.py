"""Is the right paragraph found, and what does each stage of the search add?

    rapporteur eval retrieval --beir DIR     one collection
    python -m evals retrieval                the table of the five development collections

A collection goes the product's own way: every document is read as a statement, cut into paragraphs and
passages, stored, embedded and searched for; a document ranks where its best paragraph does.
"""

import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from core.config import Config, load_config
from core.delegations import Gazetteer
from core.records import Filters
from evals.search.ablation import SINGLE, RememberingReranker, variants
from evals.search.beir import (
    Collection,
    ingest_collection,
    ranked_documents,
    read_collection,
)
from evals.search.metrics import mean, measures
from index import Library, OnnxEncoder, OnnxReranker, SbertEncoder
from index.library import FILE
from index.models.encoder import Encoder
from index.models.reranker import Reranker
from index.search.dense import DenseIndex
from index.search.duplicates import Wording
from index.search.search import Searcher
from index.store.storage import Database
from index.vectors.folder import ChromaFolder
from index.vectors.opened import FOLDER
from measure import harness
from measure.figures import half
from measure.harness import DATA, EVALS
from models import model_path
from models.shipped import ENCODER, RERANKER

RESULT = EVALS / "retrieval.json"
COLLECTIONS = ("cran", "cisi", "med", "ja_faq", "jsquad")
HITS = 100
_TOLERANCE = 0.005  # nDCG@10 by which what ships may be behind the best single variant


@dataclass(frozen=True, slots=True)
class Opened:
    """A collection in a library. ``ids`` are its documents by statement, ``refused`` how many could not
    be read."""

    collection: Collection
    library: Library
    searcher: Searcher
    reranker: RememberingReranker
    ids: Mapping[str, Sequence[str]]
    refused: int


def evaluate_beir(folder: Path, config: Config) -> dict[str, Any]:
    """Search for every judged question of the collection in ``folder`` and compare with the judgements.
    The library is made in a temporary home. Raises UsageError when the collection can't be read, ModelError
    when models are missing."""
    with opened(folder, config) as found:
        return _shipped(found, found.collection.queries)


def evaluate_ablation(folder: Path, config: Config, *, queries: int = 0) -> dict[str, Any]:
    """`evaluate_beir`, and every variant of the search, over all questions and over the halves on which
    weights were tuned and on which they were not. ``queries`` > 0 takes so many of the questions, chosen
    by their ids. Measures are nDCG@10 where nothing else is said."""
    with opened(folder, config) as found:
        sample = _sample(found.collection.queries, queries)
        shipped = _shipped(found, sample)
        rows = {
            variant.name: {
                query: measures(_search(variant.searcher, text, found), found.collection.judgements[query])
                for query, text in sample.items()
            }
            for variant in variants(found.searcher)
        }
    table = {name: _halves(by_query) for name, by_query in rows.items()}
    best = max(SINGLE, key=lambda name: table[name]["all"]["ndcg@10"])
    return {
        **shipped,
        "best_single": best,
        "behind_best_single": {
            part: round(table[best][part]["ndcg@10"] - table["shipped"][part]["ndcg@10"], 4)
            for part in table["shipped"]
        },
        "variants": table,
    }


@contextmanager
def opened(folder: Path, config: Config) -> Iterator[Opened]:
    """The collection of ``folder``, ingested into a temporary home."""
    collection = read_collection(folder)
    encoder = shipped_encoder(config)
    reranker = RememberingReranker(shipped_reranker(config))
    with tempfile.TemporaryDirectory(prefix="rapporteur-retrieval-") as name:
        home = Path(name)
        with Library.open(home, encoder, reranker) as library:
            ids, refused = ingest_collection(collection, library, Gazetteer.load(), _progress)
            sys.stderr.write("\n")
            with searching(home, encoder, reranker) as searcher:
                yield Opened(collection, library, searcher, reranker, ids, refused)


@contextmanager
def searching(home: Path, encoder: Encoder, reranker: RememberingReranker) -> Iterator[Searcher]:
    """The search of the library in ``home``, whose stages can be replaced."""
    database = Database(home / FILE, read_only=True)
    store = ChromaFolder(home / FOLDER)
    try:
        dense = DenseIndex(store, encoder)
        # variants meet the same paragraphs again and again
        wording = lru_cache(maxsize=8192)(Wording)
        yield Searcher(database, dense, reranker, wording=wording)
    finally:
        store.close()
        database.close()


def _shipped(found: Opened, queries: Mapping[str, str]) -> dict[str, Any]:
    """What the library's own search is worth, and how long it takes: every pair is read afresh."""
    found.reranker.fresh = True
    found.library.search("Is everything loaded?", k=HITS)
    rows, milliseconds, first = [], [], []
    for query, text in queries.items():
        began = time.perf_counter()
        result = found.library.search(text, k=HITS)
        milliseconds.append((time.perf_counter() - began) * 1000)
        first.append(result.timings_ms["retrieve"])
        rows.append(measures(ranked_documents(result.hits, found.ids), found.collection.judgements[query]))
    found.reranker.fresh = False
    return {
        "collection": found.collection.name,
        "documents": sum(map(len, found.ids.values())),
        "documents_refused": found.refused,
        "queries": len(queries),
        **mean(rows),
        "ms_p50": round(float(np.percentile(milliseconds, 50)), 1),
        "ms_p95": round(float(np.percentile(milliseconds, 95)), 1),
        "first_ms_p50": round(float(np.percentile(first, 50)), 1),
        "first_ms_p95": round(float(np.percentile(first, 95)), 1),
    }


def _search(searcher: Searcher, text: str, found: Opened) -> list[str]:
    return ranked_documents(searcher.search(text, Filters(), HITS).hits, found.ids)


def _sample(queries: Mapping[str, str], count: int) -> Mapping[str, str]:
    if not 0 < count < len(queries):
        return queries
    rng = np.random.default_rng(0)
    names = sorted(queries)
    return {names[i]: queries[names[i]] for i in sorted(rng.permutation(len(names))[:count].tolist())}


def _halves(by_query: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Means over all questions and over each half that has any."""
    parts = {"all": list(by_query.values())}
    for query, row in by_query.items():
        parts.setdefault(half(query), []).append(row)
    return {part: mean(parts[part]) for part in ("all", "tuned", "held") if part in parts}


def summary(results: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Means over collections of every variant's nDCG@10, and how far what ships is from what it must be."""
    names = list(results[0]["variants"])
    parts = [
        part
        for part in ("all", "tuned", "held")
        if all(part in result["variants"]["shipped"] for result in results)
    ]
    means = {
        part: {
            name: round(sum(r["variants"][name][part]["ndcg@10"] for r in results) / len(results), 4)
            for name in names
        }
        for part in parts
    }
    return {
        "mean_ndcg@10": means,
        "above_best_of_lexical_dense_fused": {
            part: round(row["shipped"] - max(row[name] for name in ("lexical", "dense", "fused")), 4)
            for part, row in means.items()
        },
        "behind_best_single": {r["collection"]: r["behind_best_single"] for r in results},
        "tolerance": _TOLERANCE,
    }


def main(arguments: Sequence[str]) -> int:
    """Measure, store the table and print a summary; 0 also where the collections are not here."""
    parser = harness.parser("evals", "retrieval", __doc__)
    parser.add_argument("--data", type=Path, default=DATA / "beir", help="folder with the collections")
    parser.add_argument("--queries", type=int, default=0, help="at most so many questions a collection")
    options = parser.parse_args(arguments)
    folders = [options.data / name for name in COLLECTIONS if (options.data / name).is_dir()]
    if not folders:
        sys.stderr.write(f"retrieval: there are no collections in {options.data}; left out.\n")
        return 0
    results = [evaluate_ablation(folder, load_config(), queries=options.queries) for folder in folders]
    document = {"summary": summary(results), "collections": {r["collection"]: r for r in results}}
    harness.write(RESULT, document)
    harness.show(document["summary"])
    return 0


def shipped_encoder(config: Config) -> Encoder:
    """The encoder that the configuration names. Raises ModelError."""
    return SbertEncoder(config.encoder) if config.encoder else OnnxEncoder(_models(ENCODER, config))


def shipped_reranker(config: Config) -> Reranker:
    """The shipped cross-encoder. Raises ModelError."""
    return OnnxReranker(_models(RERANKER, config))


def _models(artefact: str, config: Config) -> Path:
    return model_path(artefact, "model.onnx", config.models_dir).parent


def _progress(done: int, _total: int) -> None:
    sys.stderr.write(f"\r{done} documents")
