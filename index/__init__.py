"""The library: statements stored, embedded and found again."""

from index.library import Library
from index.models.encoder import Encoder, OnnxEncoder
from index.models.reranker import OnnxReranker, Reranker
from index.models.sbert import SbertEncoder, SbertReranker
from index.models.scorer import SentenceScorer
from index.store.corrections import field_value
from index.store.entries import Entry, Outcome

__all__ = [
    "Encoder",
    "Entry",
    "Library",
    "OnnxEncoder",
    "OnnxReranker",
    "Outcome",
    "Reranker",
    "SbertEncoder",
    "SbertReranker",
    "SentenceScorer",
    "field_value",
]
