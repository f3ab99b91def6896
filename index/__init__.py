"""The library: statements stored, embedded and found again."""

from index.encoder import Encoder, OnnxEncoder
from index.library import Library
from index.reranker import OnnxReranker, Reranker
from index.sbert import SbertEncoder
from index.scorer import SentenceScorer

__all__ = ["Encoder", "Library", "OnnxEncoder", "OnnxReranker", "Reranker", "SbertEncoder", "SentenceScorer"]
