"""The library: statements stored, embedded and found again."""

from index.encoder import Encoder, OnnxEncoder
from index.entries import Entry, Outcome
from index.library import Library
from index.reranker import OnnxReranker, Reranker
from index.sbert import SbertEncoder
from index.scorer import SentenceScorer

__all__ = [
    "Encoder",
    "Entry",
    "Library",
    "OnnxEncoder",
    "OnnxReranker",
    "Outcome",
    "Reranker",
    "SbertEncoder",
    "SentenceScorer",
]
