"""Libraries of any size, made of General Debate speeches: their paragraphs are dealt out anew.

A made statement has paragraphs of many speeches, a delegation and a year by lot, and says in its title that
it was made. Its vectors are not computed: each is that of the same passage in the library that it was taken
from, moved in a random direction by as much as another line of context moves one, which is measured
beforehand. The n-th statement is always the same, so that a made library grows by going on where it ended.
"""

import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.delegations import Gazetteer
from core.records import Paragraph, Passage, Statement, content_id
from index import Entry, Library
from index.library import FILE
from index.models.encoder import Encoder, Vectors, embedded_text
from index.store import catalogue, storage
from index.store.embeddings import Key
from index.store.entries import text_sha
from index.store.prepared import prepare
from index.store.storage import Database
from ingest import context_line

FORUM = "UN General Debate"
YEARS = range(1946, 2025)
_LENGTH = (10, 36)  # paragraphs of a made statement, 23 as a rule: what a speech has
_AT_ONCE = 40  # statements written in one transaction
_TRIED = 64  # passages by which it is measured how far another context line moves a vector
_DIRECTIONS = 4096
_NEAR = "note nearness"  # beside the statements


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph that was there, with the windows that were embedded of it and their vectors, float16."""

    text: str
    windows: tuple[tuple[int, int, bytes], ...]


@dataclass(frozen=True, slots=True)
class Grown:
    """How many paragraphs there were ``before``, and the cosine ``near`` by which vectors were moved."""

    before: int
    near: float


def grow(
    source: Path,
    home: Path,
    paragraphs: int,
    encoder: Encoder,
    progress: Callable[[int], object] = int,
) -> Grown:
    """Have the made library in ``home`` hold at least ``paragraphs`` paragraphs, of those in ``source``. The
    vector store follows when the library is opened next."""
    if not (home / FILE).is_file():
        Library.open(home, encoder).close()
    with closing(Database(home / FILE)) as database:
        with database.reading() as connection:
            (before,) = connection.execute("SELECT count(*) FROM paragraphs").fetchone()
            (number,) = connection.execute("SELECT count(*) FROM statements").fetchone()
            known = storage.get_meta(connection, _NEAR)
        if before >= paragraphs and known:
            return Grown(before, float(known))
        gazetteer = Gazetteer.load()
        pieces, codes = pieces_of(source, encoder)
        near = nearness(pieces, encoder, codes, gazetteer)
        moved = Moved(near, encoder.dimension)
        with database.writing() as connection:
            storage.set_meta(connection, _NEAR, str(near))
        held = before
        while held < paragraphs:
            with database.writing() as connection:
                for at in range(number, number + _AT_ONCE):
                    entry, vectors = made(at, pieces, codes, gazetteer, moved, encoder.fingerprint)
                    prepared = prepare(connection, entry, encoder.fingerprint, None)
                    catalogue.store(connection, prepared, vectors)
                    held += len(entry.statement.paragraphs)
            number += _AT_ONCE
            progress(held)
    return Grown(before, near)


def pieces_of(source: Path, encoder: Encoder) -> tuple[list[Piece], list[str]]:
    """All paragraphs of a library, and the codes of its delegations."""
    found: dict[int, tuple[str, list[tuple[int, int, bytes]]]] = {}
    with closing(sqlite3.connect(f"file:{source / FILE}?mode=ro", uri=True)) as connection:
        rows = connection.execute(
            "SELECT p.key, p.text, v.start, v.end, e.vector FROM paragraphs p"
            " JOIN passages v ON v.paragraph = p.key"
            " CROSS JOIN embeddings e ON e.encoder = ? AND e.text_sha = v.text_sha ORDER BY v.key",
            (encoder.fingerprint,),
        )
        for key, text, start, end, vector in rows:
            found.setdefault(key, (text, []))[1].append((start, end, vector))
        codes = connection.execute("SELECT DISTINCT delegation FROM statements WHERE delegation != ''")
        return [Piece(text, tuple(windows)) for text, windows in found.values()], sorted(c for (c,) in codes)


def nearness(pieces: Sequence[Piece], encoder: Encoder, codes: Sequence[str], gazetteer: Gazetteer) -> float:
    """The mean cosine of a passage's vector with that of the same passage under another line of context."""
    drawn = random.Random(0).sample(pieces, min(_TRIED, len(pieces)))  # noqa: S311
    lines = [f"{gazetteer.name(codes[at % len(codes)])}, {1950 + at}, {FORUM}" for at in range(len(drawn))]
    texts = [piece.text[slice(*piece.windows[0][:2])] for piece in drawn]
    again = encoder.encode_passages([embedded_text(*pair) for pair in zip(lines, texts, strict=True)])
    before = np.stack([as_floats(piece.windows[0][2]) for piece in drawn])
    return float(np.mean(np.sum(again * before, axis=1)))


class Moved:
    """Vectors moved so that their cosine with what they were is ``near``."""

    def __init__(self, near: float, dimension: int) -> None:
        drawn = np.random.default_rng(0).standard_normal((_DIRECTIONS, dimension), dtype=np.float32)
        by = np.sqrt(1 / near**2 - 1)
        self._steps = drawn * (by / np.linalg.norm(drawn, axis=1, keepdims=True))

    def __call__(self, vector: bytes, direction: int) -> bytes:
        there = as_floats(vector) + self._steps[direction % _DIRECTIONS]
        unit: np.ndarray[tuple[int], np.dtype[np.float16]] = (there / np.linalg.norm(there)).astype(
            np.float16
        )
        return unit.tobytes()


def as_floats(vector: bytes) -> Vectors:
    """A catalogue's vector, shape (d,)."""
    return np.frombuffer(vector, dtype=np.float16).astype(np.float32)


def made(
    number: int,
    pieces: Sequence[Piece],
    codes: Sequence[str],
    gazetteer: Gazetteer,
    moved: Moved,
    fingerprint: str,
) -> tuple[Entry, dict[Key, bytes]]:
    """The ``number``-th statement with its passages, and their vectors."""
    lot = random.Random(number)  # noqa: S311
    drawn = [pieces[lot.randrange(len(pieces))] for _ in range(lot.randint(*_LENGTH))]
    id_ = content_id("statement", "\n".join(" ".join(piece.text.split()) for piece in drawn))
    paragraphs = tuple(_paragraphs(id_, drawn))
    year = str(lot.choice(YEARS))
    statement = Statement(
        id=id_,
        text="\n\n".join(piece.text for piece in drawn),
        paragraphs=paragraphs,
        title=f"Recombined {number} (made)",
        delegation=lot.choice(codes),
        forum=FORUM,
        date=year,
        date_end=year,
        language="en",
        origin=f"made/{number:07d}.txt",
    )
    passages: list[Passage] = []
    vectors: dict[Key, bytes] = {}
    for paragraph, piece in zip(paragraphs, drawn, strict=True):
        context = context_line(statement, paragraph, gazetteer)
        for window, (start, end, vector) in enumerate(piece.windows):
            words = paragraph.text[start:end]
            name = f"{paragraph.id}-{window:02d}"
            passages.append(Passage(name, paragraph.id, start, end, words, context))
            key = (fingerprint, text_sha(embedded_text(context, words)))
            vectors[key] = moved(vector, lot.getrandbits(32))
    return Entry(statement, tuple(passages)), vectors


def _paragraphs(statement: str, pieces: Sequence[Piece]) -> Iterator[Paragraph]:
    start = 0
    for ordinal, piece in enumerate(pieces, start=1):
        end = start + len(piece.text)
        yield Paragraph(f"{statement}-{ordinal:04d}", ordinal, ordinal, False, "", start, end, piece.text)
        start = end + 2
