"""Made-up statements and a cheap encoder for the library's tests."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.records import Paragraph, Passage, Statement, content_id
from index.models.onnx import Progress
from index.store.lexical import index_words

BINDING = "We do not see the need for a new legally binding instrument on cybersecurity."
PLURAL = "A multi-stakeholder approach that brings in the private sector is essential."
OCEANS = "The depletion of fish stocks in the high seas calls for stronger regional arrangements."


class HashEncoder:
    """Each word has a random direction of its own; a text is the sum of its words. Texts that share
    words are near each other, as with a real encoder. Counts what it was asked to encode."""

    def __init__(self, name: str = "hash", dimension: int = 32) -> None:
        self.fingerprint = name
        self.dimension = dimension
        self.english_only = False
        self.encoded: list[str] = []

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        self.encoded += texts
        return np.array([self._vector(text) for text in texts], dtype=np.float32).reshape(
            len(texts), self.dimension
        )

    def encode_query(self, text: str) -> NDArray[np.float32]:
        return self._vector(text)

    def _vector(self, text: str) -> NDArray[np.float32]:
        total = np.full(self.dimension, 1e-3, dtype=np.float32)
        for word in index_words(text):
            seed = int.from_bytes(hashlib.sha256(f"{self.fingerprint}{word}".encode()).digest()[:8])
            total += np.random.default_rng(seed).standard_normal(self.dimension, dtype=np.float32)
        unit: NDArray[np.float32] = total / np.linalg.norm(total)
        return unit


class OverlapReranker:
    """Scores a text by how many of the question's words it has."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read += texts
        words = set(index_words(query))
        return np.array([len(words & set(index_words(text))) for text in texts], dtype=np.float32)


def make_statement(
    *paragraphs: str,
    delegation: str = "JPN",
    date: str = "2020-12-01",
    date_end: str = "",
    forum: str = "OEWG",
    title: str = "",
    section: str = "",
    origin: str = "statement.txt",
    numbers: Sequence[int] = (),
    context: str | None = None,
    speaker: str = "",
    language: str = "en",
) -> tuple[Statement, tuple[Passage, ...]]:
    """A statement of the given paragraphs, each one passage. ``numbers`` are printed ones."""
    text = "\n".join(paragraphs)
    statement_id = content_id(text.encode(errors="backslashreplace").decode())
    if context is None:
        context = ", ".join(part for part in (delegation, date, forum) if part)
    made: list[Paragraph] = []
    passages: list[Passage] = []
    start = 0
    for ordinal, words in enumerate(paragraphs, start=1):
        paragraph_id = f"{statement_id}-{ordinal:04d}"
        number = numbers[ordinal - 1] if numbers else ordinal
        made.append(
            Paragraph(paragraph_id, ordinal, number, bool(numbers), section, start, start + len(words), words)
        )
        passages.append(Passage(f"{paragraph_id}-00", paragraph_id, 0, len(words), words, context))
        start += len(words) + 1
    statement = Statement(
        id=statement_id,
        text=text,
        paragraphs=tuple(made),
        title=title,
        delegation=delegation,
        forum=forum,
        date=date,
        date_end=date_end or date,
        language=language,
        speaker=speaker,
        origin=origin,
    )
    return statement, tuple(passages)
