"""An entry made ready to be stored: with what a person has corrected, and with the vectors there are."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.records import Passage, Statement
from index.models.encoder import embedded_text
from index.store import corrections, embeddings
from index.store.corrections import Corrections
from index.store.entries import ContextOf, Entry, text_sha


@dataclass(frozen=True, slots=True)
class Prepared:
    """An entry as it is to be stored: ``statement`` and the passages' context lines after what a
    person has corrected; ``texts``, one a passage, what would be embedded, and ``shas`` the ``text_sha``
    under which the vectors are: of these texts, or of those with an earlier context line."""

    entry: Entry
    statement: Statement
    corrections: Corrections
    passages: tuple[Passage, ...]
    texts: tuple[str, ...]
    shas: tuple[bytes, ...]


def prepare(
    connection: sqlite3.Connection, entry: Entry, encoder: str, context_of: ContextOf | None
) -> Prepared:
    """Apply to an entry what has been corrected in the statement that it is, or takes the place of."""
    key, earlier = _predecessor(connection, entry)
    statement, passages, made = entry.statement, entry.passages, corrections.NONE
    if earlier:
        statement, made = corrections.taken_over(statement, earlier)
        if context_of is not None:
            lines = {paragraph.id: context_of(statement, paragraph) for paragraph in statement.paragraphs}
            passages = tuple(replace(passage, context=lines[passage.paragraph_id]) for passage in passages)
    texts = tuple(embedded_text(passage.context, passage.text) for passage in passages)
    shas = tuple(map(text_sha, texts))
    if earlier:
        rows = connection.execute("SELECT text, text_sha FROM passages WHERE statement = ?", (key,))
        kept: dict[str, bytes] = dict(rows.fetchall())
        as_read = (text_sha(embedded_text(passage.context, passage.text)) for passage in entry.passages)
        shas = tuple(
            _embedded(connection, encoder, (sha, kept.get(passage.text, sha), sha_read))
            for sha, passage, sha_read in zip(shas, passages, as_read, strict=True)
        )
    return Prepared(entry, statement, made, passages, texts, shas)


def _predecessor(connection: sqlite3.Connection, entry: Entry) -> tuple[int, Corrections]:
    """Key and corrections of the stored statement that the entry is, or takes the place of."""
    by_id = "SELECT key, corrections FROM statements WHERE id = ?"
    by_origin = (
        "SELECT s.key, s.corrections FROM origins o JOIN statements s ON s.key = o.statement"
        " WHERE o.origin = ?"
    )
    row = connection.execute(by_id, (entry.statement.id,)).fetchone()
    row = row or connection.execute(by_origin, (entry.statement.origin,)).fetchone()
    return (int(row[0]), corrections.loaded(row[1])) if row else (0, corrections.NONE)


def _embedded(connection: sqlite3.Connection, encoder: str, shas: Sequence[bytes]) -> bytes:
    """Of the texts of a passage, with its present context line and with earlier ones, the first that has
    been embedded, so that a correction costs no embedding; otherwise the first of all."""
    return next((sha for sha in shas if embeddings.has_vector(connection, encoder, sha)), shas[0])
