"""What is wrong within the catalogue: every rule that its tables follow, looked at."""

import sqlite3
from collections.abc import Iterator

from index.store import versions

_COUNTS = (
    ("passages are not in the full-text index",
     "SELECT count(*) FROM passages WHERE key NOT IN (SELECT id FROM passage_words_docsize)"),
    ("entries of the full-text index belong to no passage",
     "SELECT count(*) FROM passage_words_docsize WHERE id NOT IN (SELECT key FROM passages)"),
    ("embeddings belong to no passage",
     "SELECT count(*) FROM embeddings WHERE text_sha NOT IN (SELECT text_sha FROM passages)"),
    ("statements with an origin are not listed under it",
     "SELECT count(*) FROM statements s WHERE origin != '' AND NOT EXISTS"
     " (SELECT 1 FROM origins o WHERE o.origin = s.origin AND o.statement = s.key)"),
    ("statements have no text",
     "SELECT count(*) FROM statements WHERE key NOT IN (SELECT statement FROM texts)"),
    ("paragraphs or passages are in no turn of their statement",
     "SELECT (SELECT count(*) FROM paragraphs p WHERE NOT EXISTS (SELECT 1 FROM turns t WHERE t.key = p.turn"
     " AND t.statement = p.statement AND p.ordinal BETWEEN t.first AND t.last))"
     " + (SELECT count(*) FROM passages v JOIN paragraphs p ON p.key = v.paragraph WHERE v.turn != p.turn)"),
    ("texts, origins, paragraphs or passages belong to no statement",
     "SELECT (SELECT count(*) FROM texts WHERE statement NOT IN (SELECT key FROM statements))"
     " + (SELECT count(*) FROM origins WHERE statement NOT IN (SELECT key FROM statements))"
     " + (SELECT count(*) FROM paragraphs WHERE statement NOT IN (SELECT key FROM statements))"
     " + (SELECT count(*) FROM passages v WHERE NOT EXISTS"
     " (SELECT 1 FROM paragraphs p WHERE p.key = v.paragraph AND p.statement = v.statement))"),
)  # fmt: skip


def problems(connection: sqlite3.Connection, encoder: str, dimension: int) -> Iterator[str]:
    """What is wrong, one sentence each. Reads one statement at a time."""
    for (line,) in connection.execute("PRAGMA quick_check(5)"):
        if line != "ok":
            yield f"The catalogue file is damaged: {line}."
    for what, query in _COUNTS:
        (number,) = connection.execute(query).fetchone()
        if number:
            yield f"{number} {what}."
    yield from _embeddings(connection, encoder, dimension)
    yield from _offsets(connection)
    links = versions.linked(connection)
    for statement_id, others in links.items():
        if any(statement_id not in links.get(other, ()) for other in others):
            yield f"Statement {statement_id!r} is linked to a version that is not linked to it."


def _embeddings(connection: sqlite3.Connection, encoder: str, dimension: int) -> Iterator[str]:
    (missing,) = connection.execute(
        "SELECT count(*) FROM passages v WHERE NOT EXISTS"
        " (SELECT 1 FROM embeddings e WHERE e.encoder = ? AND e.text_sha = v.text_sha)",
        (encoder,),
    ).fetchone()
    if missing:
        yield f"{missing} passages have no vector of the current encoder."
    (odd,) = connection.execute(
        "SELECT count(*) FROM embeddings WHERE encoder = ? AND length(vector) != ?", (encoder, 2 * dimension)
    ).fetchone()
    if odd:
        yield f"{odd} vectors do not have the encoder's {dimension} numbers."


def _offsets(connection: sqlite3.Connection) -> Iterator[str]:
    for key, statement_id, text in connection.execute(
        "SELECT key, id, text FROM statements JOIN texts ON statement = key"
    ):
        paragraphs: dict[int, str] = {}
        for paragraph, paragraph_id, start, end, words in connection.execute(
            "SELECT key, id, start, end, text FROM paragraphs WHERE statement = ?", (key,)
        ):
            paragraphs[paragraph] = words
            if text[start:end] != words:
                yield f"Paragraph {paragraph_id!r} of {statement_id!r} is not the text at its offsets."
        for passage_id, paragraph, start, end, words in connection.execute(
            "SELECT id, paragraph, start, end, text FROM passages WHERE statement = ?", (key,)
        ):
            if paragraphs.get(paragraph, "")[start:end] != words:
                yield f"Passage {passage_id!r} of {statement_id!r} is not the text at its offsets."
