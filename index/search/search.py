"""From a question to ranked paragraphs."""

import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from core.japanese import is_japanese
from core.records import Filters, Found, Hit, SearchResult, Source
from index.models.encoder import Vectors, embedded_text
from index.models.reranker import Reranker
from index.search import matching
from index.search.dense import DenseIndex
from index.search.duplicates import Wording, fold
from index.search.fusion import Ranking, Rankings, Scores, blend, reciprocal_ranks
from index.search.glossary import Glossary
from index.search.matching import Candidate
from index.store import lookup
from index.store.lexical import LexicalQuery, parse_query
from index.store.storage import Database

CANDIDATES = 100  # of each of the two first stages
_FEEDBACK_PASSAGES = 3
# By so much is the cosine of two Japanese texts that have nothing in common above that of a Japanese and an
# English one: JSQuAD's questions have .773 with local governments' answers, .733 with General Debate speeches
_SAME_LANGUAGE = 0.04


@dataclass(frozen=True, slots=True)
class _Pool:
    """What the first stages found. ``order`` holds passage keys, best first by ``scores``; ranks are
    1-based; ``sources`` are the paragraphs that can be shown."""

    order: tuple[int, ...]
    scores: Mapping[int, float]
    passages: Mapping[int, Candidate]
    dense_ranks: Mapping[int, int]
    lexical_ranks: Mapping[int, int]
    similarities: Mapping[int, float]
    sources: Mapping[int, Source]


@dataclass(frozen=True, slots=True)
class Searcher:
    """Dense and lexical candidates → fused → repetitions folded → cross-encoder → blended.

    A Japanese question is compared with the vectors of ``multilingual``, where there is one.
    ``rankings`` say how the stages are combined; ``wording`` reads a paragraph's words, and may remember
    them.
    """

    database: Database
    dense: DenseIndex
    reranker: Reranker | None
    multilingual: DenseIndex | None = None
    rankings: Rankings = field(default_factory=Rankings)
    glossary: Glossary = field(default_factory=Glossary.load)
    wording: Callable[[str], Wording] = Wording

    def search(self, query: str, filters: Filters, k: int, *, rerank: bool = True) -> SearchResult:
        """The ``k`` best paragraphs that ``filters`` admit and that hold every phrase that the query
        has in quotation marks; unread by the cross-encoder where ``rerank`` is false."""
        began = time.perf_counter()
        words = parse_query(query)
        dense, ranking = self._way(query)
        if not rerank:
            ranking = replace(ranking, depth=0)
        pool = self._candidates(query, words, filters, dense, ranking, k) if query.strip() else None
        retrieved = time.perf_counter()
        hits: tuple[Hit, ...] = ()
        if pool is not None and pool.order:
            hits = self._ranked(query, words, pool, ranking, k)
        timings = {
            "retrieve": (retrieved - began) * 1000,
            "rerank": (time.perf_counter() - retrieved) * 1000,
        }
        return SearchResult(query, filters, hits, MappingProxyType(timings))

    def rank_sentences(self, question: str, sentences: Sequence[str], contexts: Sequence[str]) -> Scores:
        """See `index.library.Library.rank_sentences`."""
        texts = [embedded_text(*pair) for pair in zip(contexts, sentences, strict=True)]
        if not texts:
            return np.empty(0, dtype=np.float32)
        asked = self.glossary.spelled_out(question)
        if self.reranker is not None:
            return self.reranker.score(asked, texts)
        encoder = self.dense.encoder
        return encoder.encode_passages(texts) @ encoder.encode_query(asked)

    def _candidates(
        self,
        query: str,
        words: LexicalQuery,
        filters: Filters,
        space: DenseIndex,
        ranking: Ranking,
        k: int,
    ) -> _Pool:
        limit = max(CANDIDATES, 2 * k)
        names = self.glossary.find(query)
        vector = space.encoder.encode_query(self.glossary.spelled_out(query))
        dense: list[tuple[int, float]] = []
        lexical: list[tuple[int, float]] = []
        with self.database.reading() as connection:
            if ranking.dense:
                dense = self._nearest(connection, space, vector, filters, words.required, limit)
            if ranking.lexical:
                lexical = matching.lexical_matches(
                    connection, words.any_term, filters, words.required, limit, names
                )
            keys = list(dict.fromkeys(key for key, _ in (*dense, *lexical)))
            passages = matching.candidates(connection, space.encoder.fingerprint, keys)
            similarities = _similarities(passages, vector)
            if space is self.multilingual:
                similarities = {
                    key: similarity - _SAME_LANGUAGE * is_japanese(passages[key].text)
                    for key, similarity in similarities.items()
                }
                dense = sorted(dense, key=lambda pair: (-similarities[pair[0]], pair[0]))
            least = lexical[-1][1] if len(lexical) == limit else 0.0
            scores = _fused(dense, lexical, similarities, least, ranking)
            if ranking.feedback:
                again = _compared_again(vector, passages, scores, ranking.feedback)
                scores = _fused(dense, lexical, again, least, ranking)
            order = sorted(scores, key=lambda key: (-scores[key], key))
            leading = list(dict.fromkeys(passages[key].paragraph for key in order))
            # Of those that are compared, folded together or not, the k best and their repetitions are shown.
            sources = lookup.sources(connection, leading[: _compared(ranking, k) + k])
        return _Pool(
            order=tuple(order),
            scores=scores,
            passages=passages,
            dense_ranks={key: rank for rank, (key, _) in enumerate(dense, start=1)},
            lexical_ranks={key: rank for rank, (key, _) in enumerate(lexical, start=1)},
            similarities=similarities,
            sources=sources,
        )

    def _ranked(
        self, query: str, words: LexicalQuery, pool: _Pool, ranking: Ranking, k: int
    ) -> tuple[Hit, ...]:
        groups = _folded(pool, _compared(ranking, k), self.wording)
        passages_of: dict[int, list[int]] = {}
        for key in pool.order:
            passages_of.setdefault(pool.passages[key].paragraph, []).append(key)
        leading = {group[0] for group in groups}
        keys = [key for key in pool.order if pool.passages[key].paragraph in leading]
        logits: dict[int, float] = {}
        scores = dict(pool.scores)
        if self.reranker is not None and ranking.depth:
            head = keys[: ranking.depth]
            texts = [embedded_text(pool.passages[key].context, pool.passages[key].text) for key in head]
            read = self.reranker.score(self.glossary.spelled_out(query), texts)
            logits = dict(zip(head, read.tolist(), strict=True))
            fused = np.array([scores[key] for key in head], dtype=np.float32)
            in_context = sum(bool(pool.passages[key].context) for key in head) / len(head)
            say = ranking.rerank + in_context * (ranking.rerank_in_context - ranking.rerank)
            blended = blend((fused, 1 - say), (read, say))
            # what was not read stays behind, as it was fused
            lift = float(max((scores[key] for key in keys[len(head) :]), default=0.0) - blended.min()) + 1e-3
            scores |= {key: score + lift for key, score in zip(head, blended.tolist(), strict=True)}
        best = [(group, max(passages_of[group[0]], key=scores.__getitem__)) for group in groups]
        best.sort(key=lambda pair: -scores[pair[1]])
        best = best[:k]
        matched = self._matched(query, words, [key for _, key in best])
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

    def _nearest(
        self,
        connection: sqlite3.Connection,
        space: DenseIndex,
        vector: Vectors,
        filters: Filters,
        required: Sequence[str],
        limit: int,
    ) -> list[tuple[int, float]]:
        """The passages nearest to a question; for one in Japanese as many of Japanese statements as of
        others, as nearly all of the former are nearer to it."""
        apart = matching.in_japanese(connection) if space is self.multilingual else None
        if apart is None or not len(apart):
            return space.search(connection, vector, filters, required, limit)
        admitted = matching.admitted(connection, filters, required)
        others = matching.others(connection, apart) if admitted is None else np.setdiff1d(admitted, apart)
        japanese = apart if admitted is None else np.intersect1d(admitted, apart)
        return [
            *space.nearest(connection, vector, replace(filters, language="ja"), japanese, limit),
            *space.nearest(connection, vector, filters, others, limit),
        ]

    def _way(self, query: str) -> tuple[DenseIndex, Ranking]:
        """By which vectors a question is searched, and how the stages are weighed: the cross-encoder is not
        asked where it cannot read the question, and where no model can, words count most."""
        japanese = is_japanese(query)
        if japanese and getattr(self.dense.encoder, "english_only", False):
            if self.multilingual is None:
                return self.dense, self.rankings.unreadable
            ranking = self.rankings.multilingual
            if getattr(self.reranker, "english_only", False):
                ranking = replace(ranking, depth=0)
            return self.multilingual, ranking
        ranking = self.rankings.readable
        if japanese and getattr(self.reranker, "english_only", False):
            ranking = replace(ranking, depth=0)
        if self.rankings.by_length:
            ranking = ranking.for_length(len(query.split()))
        return self.dense, ranking

    def _matched(self, query: str, words: LexicalQuery, keys: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """The query's words, and other names of what it names, that each of the passages ``keys`` holds in
        its own text."""
        phrases = {term.phrase: term.shown for term in words.terms}
        for synonym in self.glossary.find(query):
            phrases |= synonym.others
        matched: dict[int, list[str]] = {key: [] for key in keys}
        with self.database.reading() as connection:
            for phrase, shown in phrases.items():
                for key in matching.matching(connection, phrase, keys):
                    matched[key].append(shown)
        return {key: tuple(dict.fromkeys(shown)) for key, shown in matched.items()}


def _compared(ranking: Ranking, k: int) -> int:
    """How many of the first paragraphs are looked through for repetitions."""
    return 2 * max(ranking.depth, k)


def _fused(
    dense: Sequence[tuple[int, float]],
    lexical: Sequence[tuple[int, float]],
    similarities: Mapping[int, float],
    least: float,
    ranking: Ranking,
) -> dict[int, float]:
    """Score of every candidate by what the first stages say. A passage that is not in ``lexical`` has at
    most the score ``least``."""
    if ranking.by_rank:
        rankings = (
            ([key for key, _ in dense], ranking.dense),
            ([key for key, _ in lexical], ranking.lexical),
        )
        return reciprocal_ranks(rankings)
    by_words = dict(lexical)
    keys = list(similarities)
    cosines = np.array([similarities[key] for key in keys], dtype=np.float32)
    words = np.array([by_words.get(key, least) for key in keys], dtype=np.float32)
    scores = blend((cosines, ranking.dense), (words, ranking.lexical))
    return dict(zip(keys, scores.tolist(), strict=True))


def _compared_again(
    query: Vectors, passages: Mapping[int, Candidate], scores: Mapping[int, float], weight: float
) -> dict[int, float]:
    """Cosine of each passage with the question's vector, shape (d,), after it was moved towards those of
    the best passages (Rocchio's feedback, with nobody asked): what the best say in common is a better
    description of what is wanted than a question alone."""
    best = sorted(scores, key=lambda key: (-scores[key], key))[:_FEEDBACK_PASSAGES]
    vectors = [
        vector for key in best if not passages[key].context and (vector := passages[key].vector) is not None
    ]
    moved = query
    if vectors:
        moved = query + np.float32(weight / _FEEDBACK_PASSAGES) * np.sum(vectors, axis=0)
    moved = moved / max(float(np.linalg.norm(moved)), 1e-12)
    return _similarities(passages, moved)


def _similarities(passages: Mapping[int, Candidate], query: Vectors) -> dict[int, float]:
    """Cosine of each passage with a question's vector, shape (d,); for one that has not been embedded, the
    least that any has."""
    known = {
        key: float(passage.vector @ query) for key, passage in passages.items() if passage.vector is not None
    }
    least = min(known.values(), default=0.0)
    return {key: known.get(key, least) for key in passages}


def _folded(pool: _Pool, limit: int, wording: Callable[[str], Wording]) -> list[list[int]]:
    """Paragraph keys in fused order, each with those that repeat it; the first ``limit`` paragraphs
    are compared, the rest stand for themselves."""
    paragraphs = list(dict.fromkeys(pool.passages[key].paragraph for key in pool.order))
    near, far = paragraphs[:limit], paragraphs[limit:]
    wordings = [wording(pool.sources[paragraph].text) for paragraph in near]
    groups = fold(wordings, [pool.sources[paragraph].delegation for paragraph in near])
    return [[near[position] for position in group] for group in groups] + [[p] for p in far]
