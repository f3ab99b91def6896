"""From a question to ranked paragraphs."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType

import numpy as np

from core.records import Filters, Found, Hit, SearchResult, Source
from index import lookup, matching
from index.dense import DenseIndex
from index.duplicates import Wording, fold
from index.encoder import Encoder, Vectors, embedded_text
from index.fusion import BALANCED, WORDS_FIRST, Weights, blend, reciprocal_ranks
from index.lexical import LexicalQuery, parse_query, unspaced_share
from index.matching import Candidate
from index.reranker import Reranker
from index.storage import Database

CANDIDATES = 100  # of each of the two first stages
_UNREADABLE = 0.3  # share of a question's letters in a script that an English model cannot read
RERANKED = 20  # passages the cross-encoder reads: 10 to 15 ms each on two cores


@dataclass(frozen=True, slots=True)
class _Pool:
    """What the first stages found. ``order`` holds passage keys, best first; ranks are 1-based."""

    order: tuple[int, ...]
    passages: Mapping[int, Candidate]
    dense_ranks: Mapping[int, int]
    lexical_ranks: Mapping[int, int]
    lexical_scores: Mapping[int, float]
    similarities: Mapping[int, float]
    sources: Mapping[int, Source]


@dataclass(frozen=True, slots=True)
class Searcher:
    """Dense and lexical candidates → fused → repetitions folded → cross-encoder → blended."""

    database: Database
    dense: DenseIndex
    encoder: Encoder
    reranker: Reranker | None
    reranked: int = RERANKED

    def search(self, query: str, filters: Filters, k: int) -> SearchResult:
        """The ``k`` best paragraphs that ``filters`` admit and that hold every phrase that the query
        has in quotation marks."""
        began = time.perf_counter()
        words = parse_query(query)
        limit = max(CANDIDATES, 2 * k)
        pool = self._candidates(query, words, filters, limit) if query.strip() else None
        retrieved = time.perf_counter()
        hits: tuple[Hit, ...] = ()
        if pool is not None and pool.order:
            hits = self._ranked(query, words, pool, k)
        timings = {
            "retrieve": (retrieved - began) * 1000,
            "rerank": (time.perf_counter() - retrieved) * 1000,
        }
        return SearchResult(query, filters, hits, MappingProxyType(timings))

    def _candidates(self, query: str, words: LexicalQuery, filters: Filters, limit: int) -> _Pool:
        weights = self._weights(query)
        vector = self.encoder.encode_query(query)
        with self.database.reading() as connection:
            admitted = matching.admitted(connection, filters, words.required)
            dense = self.dense.nearest(connection, vector, filters, admitted, limit)
            lexical = matching.lexical_matches(connection, words.any_term, filters, words.required, limit)
            dense_keys, lexical_keys = [key for key, _ in dense], [key for key, _ in lexical]
            fused = reciprocal_ranks(
                [(dense_keys, weights.first_dense), (lexical_keys, weights.first_lexical)]
            )
            passages = matching.candidates(connection, self.encoder.fingerprint, list(fused))
            sources = lookup.sources(connection, list({p.paragraph for p in passages.values()}))
        return _Pool(
            order=tuple(fused),
            passages=passages,
            dense_ranks={key: rank for rank, key in enumerate(dense_keys, start=1)},
            lexical_ranks={key: rank for rank, key in enumerate(lexical_keys, start=1)},
            lexical_scores=dict(lexical),
            similarities={key: _similarity(passage, vector) for key, passage in passages.items()},
            sources=sources,
        )

    def _ranked(self, query: str, words: LexicalQuery, pool: _Pool, k: int) -> tuple[Hit, ...]:
        groups = _folded(pool, 2 * max(self.reranked, k))
        passages_of: dict[int, list[int]] = {}
        for key in pool.order:
            passages_of.setdefault(pool.passages[key].paragraph, []).append(key)
        leading = {group[0] for group in groups}
        keys = [key for key in pool.order if pool.passages[key].paragraph in leading]
        head = keys[: max(self.reranked, 1)]
        columns = {
            "dense": np.array([pool.similarities[key] for key in head], dtype=np.float32),
            "lexical": np.array([pool.lexical_scores.get(key, 0.0) for key in head], dtype=np.float32),
        }
        logits: dict[int, float] = {}
        weights = self._weights(query)
        if self.reranker is not None and weights.rerank:
            texts = [embedded_text(pool.passages[key].context, pool.passages[key].text) for key in head]
            columns["rerank"] = self.reranker.score(query, texts)
            logits = dict(zip(head, columns["rerank"].tolist(), strict=True))
        scores = dict(zip(head, blend(columns, asdict(weights)).tolist(), strict=True))
        floor = min(scores.values())
        for place, key in enumerate(keys[len(head) :], start=1):  # not reread: behind, as they were fused
            scores[key] = floor - place / len(keys)
        best = [(group, max(passages_of[group[0]], key=scores.__getitem__)) for group in groups]
        best.sort(key=lambda pair: -scores[pair[1]])
        best = best[:k]
        matched = self._matched(words, [key for _, key in best])
        return tuple(
            Hit(
                source=pool.sources[group[0]],
                score=scores[key],
                found=Found(
                    lexical_rank=pool.lexical_ranks.get(key, 0),
                    dense_rank=pool.dense_ranks.get(key, 0),
                    similarity=pool.similarities[key],
                    rerank=logits.get(key),
                    matched=matched[key],
                ),
                duplicates=tuple(pool.sources[paragraph] for paragraph in group[1:]),
            )
            for group, key in best
        )

    def _weights(self, query: str) -> Weights:
        """Words count most where the models cannot read the question's script."""
        english_only = getattr(self.encoder, "english_only", False)
        return WORDS_FIRST if english_only and unspaced_share(query) > _UNREADABLE else BALANCED

    def _matched(self, words: LexicalQuery, keys: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """The query's words that each of the passages ``keys`` holds in its own text."""
        matched: dict[int, list[str]] = {key: [] for key in keys}
        with self.database.reading() as connection:
            for term in words.terms:
                for key in matching.matching(connection, term.phrase, keys):
                    matched[key].append(term.shown)
        return {key: tuple(dict.fromkeys(shown)) for key, shown in matched.items()}


def _similarity(passage: Candidate, query: Vectors) -> float:
    return 0.0 if passage.vector is None else float(passage.vector @ query)


def _folded(pool: _Pool, limit: int) -> list[list[int]]:
    """Paragraph keys in fused order, each with those that repeat it; the first ``limit`` paragraphs
    are compared, the rest stand for themselves."""
    paragraphs = list(dict.fromkeys(pool.passages[key].paragraph for key in pool.order))
    near, far = paragraphs[:limit], paragraphs[limit:]
    wordings = [Wording(pool.sources[paragraph].text) for paragraph in near]
    groups = fold(wordings, [pool.sources[paragraph].delegation for paragraph in near])
    return [[near[position] for position in group] for group in groups] + [[p] for p in far]
