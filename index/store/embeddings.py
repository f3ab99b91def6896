"""Vectors in the catalogue, by encoder and embedded text, and what the vector store should hold."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.models.encoder import embedded_text
from index.store.entries import Vector, text_sha, vector_id
from index.store.storage import get_meta, set_meta, slices

Key = tuple[str, bytes]
"""Under which a vector is kept: the encoder's fingerprint, and the ``text_sha`` of what was embedded."""


@dataclass(frozen=True, slots=True)
class Unembedded:
    """A stored passage without a vector; ``text`` is what is to be embedded for it, ``sha`` the ``text_sha``
    under which it looks for its vector."""

    passage: int
    text: str
    sha: bytes


def has_vector(connection: sqlite3.Connection, encoder: str, sha: bytes) -> bool:
    """Whether there is a vector of ``encoder`` for the text with this ``text_sha``."""
    query = "SELECT 1 FROM embeddings WHERE encoder = ? AND text_sha = ?"
    return connection.execute(query, (encoder, sha)).fetchone() is not None


def missing_texts(connection: sqlite3.Connection, texts: Mapping[Key, str]) -> dict[Key, str]:
    """Those of ``texts`` that have no vector yet."""
    return {key: text for key, text in texts.items() if not has_vector(connection, *key)}


def add_embeddings(connection: sqlite3.Connection, vectors: Mapping[Key, bytes]) -> None:
    """Keep vectors, float16; those already there stay as they are, and those of texts that no passage has
    are left out."""
    connection.executemany(
        "INSERT OR IGNORE INTO embeddings (encoder, text_sha, vector) SELECT ?1, ?2, ?3"
        " WHERE EXISTS (SELECT 1 FROM passages WHERE text_sha = ?2)",
        [(encoder, sha, vector) for (encoder, sha), vector in vectors.items()],
    )


def purge_embeddings(connection: sqlite3.Connection, shas: Iterable[bytes]) -> None:
    """Drop the vectors of those of these texts that no passage has any more."""
    useless = list(shas)
    # by their key, which begins with the encoder: without it each would cost a walk through all vectors
    for encoder in _encoders(connection):
        connection.executemany(
            "DELETE FROM embeddings WHERE encoder = ?1 AND text_sha = ?2"
            " AND NOT EXISTS (SELECT 1 FROM passages WHERE text_sha = ?2)",
            [(encoder, sha) for sha in useless],
        )


def _encoders(connection: sqlite3.Connection) -> list[str]:
    """The encoders of which vectors are kept, each found by one step in the key's index."""
    found: list[str] = []
    while True:
        after = found[-1] if found else ""
        query = "SELECT min(encoder) FROM embeddings WHERE encoder > ?"
        following = connection.execute(query, (after,)).fetchone()[0]
        if following is None:
            return found
        found.append(following)


def purge_other_encoders(connection: sqlite3.Connection, encoders: Collection[str]) -> None:
    """Drop the vectors of every encoder but these, and those of texts that are gone."""
    for encoder in set(_encoders(connection)).difference(encoders):
        connection.execute("DELETE FROM embeddings WHERE encoder = ?", (encoder,))
    connection.execute("DELETE FROM embeddings WHERE text_sha NOT IN (SELECT text_sha FROM passages)")


def unembedded_count(connection: sqlite3.Connection, encoder: str, after: int = 0) -> int:
    """Number of passages with a key above ``after`` and without a vector of ``encoder``."""
    query = (
        "SELECT count(*) FROM passages v WHERE v.key > ? AND NOT EXISTS"
        " (SELECT 1 FROM embeddings e WHERE e.encoder = ? AND e.text_sha = v.text_sha)"
    )
    return int(connection.execute(query, (after, encoder)).fetchone()[0])


_WHOLE = "embedded"


def whole_up_to(connection: sqlite3.Connection, encoder: str) -> int:
    """The key of a passage up to which all are known to have a vector of ``encoder``; 0 when none is."""
    known, _, key = get_meta(connection, _WHOLE).rpartition(" ")
    return int(key) if known == encoder else 0


def set_whole(connection: sqlite3.Connection, encoder: str, key: int) -> None:
    """Remember what `whole_up_to` then says, of this encoder alone."""
    set_meta(connection, _WHOLE, f"{encoder} {key}")


def embedded_by(connection: sqlite3.Connection, encoder: str) -> None:
    """Passages are about to be stored with vectors of ``encoder``: what is known of another's ends."""
    known = get_meta(connection, _WHOLE)
    if known and known.rpartition(" ")[0] != encoder:
        set_whole(connection, encoder, 0)


def last_key(connection: sqlite3.Connection) -> int:
    """The highest key of a passage; 0 when there is none."""
    return int(connection.execute("SELECT max(key) FROM passages").fetchone()[0] or 0)


def unembedded(connection: sqlite3.Connection, encoder: str, after: int, limit: int) -> list[Unembedded]:
    """The first ``limit`` passages with a key above ``after`` that have no vector of ``encoder``."""
    rows = connection.execute(
        "SELECT key, context, text, text_sha FROM passages v WHERE key > ? AND NOT EXISTS"
        " (SELECT 1 FROM embeddings e WHERE e.encoder = ? AND e.text_sha = v.text_sha) ORDER BY key LIMIT ?",
        (after, encoder, limit),
    )
    return [Unembedded(key, embedded_text(context, text), sha) for key, context, text, sha in rows]


def has_any(connection: sqlite3.Connection, encoder: str) -> bool:
    """Whether any vector of ``encoder`` is kept."""
    return encoder in _encoders(connection)


def unembedded_of(
    connection: sqlite3.Connection, encoder: str, passages: Sequence[int], limit: int
) -> list[Unembedded]:
    """The first ``limit`` of these passages that have no vector of ``encoder``."""
    found: list[Unembedded] = []
    for part in slices(passages):
        marks = ", ".join("?" * len(part))
        rows = connection.execute(
            f"SELECT key, context, text, text_sha FROM passages v WHERE key IN ({marks}) AND NOT EXISTS"  # noqa: S608
            " (SELECT 1 FROM embeddings e WHERE e.encoder = ? AND e.text_sha = v.text_sha)",
            (*part, encoder),
        )
        found += [Unembedded(key, embedded_text(context, text), sha) for key, context, text, sha in rows]
        if len(found) >= limit:
            break
    return found[:limit]


def stale(connection: sqlite3.Connection, after: int, limit: int) -> tuple[int, list[Unembedded]]:
    """Of the ``limit`` passages with a key above ``after``, those whose vector is of another context line
    than they now have, as after a correction; and the last key that was looked at (0: there are no more)."""
    rows = connection.execute(
        "SELECT key, context, text, text_sha FROM passages WHERE key > ? ORDER BY key LIMIT ?", (after, limit)
    ).fetchall()
    texts = [(key, embedded_text(context, text), sha) for key, context, text, sha in rows]
    found = [Unembedded(*passage) for passage in texts if text_sha(passage[1]) != passage[2]]
    return (rows[-1][0] if rows else 0), found


def assign(connection: sqlite3.Connection, passages: Iterable[Unembedded]) -> None:
    """Have passages refer to the vectors of these texts; drops vectors that none refers to any more."""
    left: list[bytes] = []
    for passage in passages:
        sha = text_sha(passage.text)
        id_, old, *shown = connection.execute(
            "SELECT v.id, v.text_sha, t.delegation, t.parties, s.forum_key, s.first_day, s.last_day"
            " FROM passages v JOIN statements s ON s.key = v.statement JOIN turns t ON t.key = v.turn"
            " WHERE v.key = ?",
            (passage.passage,),
        ).fetchone()
        if sha != old:
            left.append(old)
            connection.execute(
                "UPDATE passages SET text_sha = ?, vector_id = ? WHERE key = ?",
                (sha, vector_id(id_, sha, *shown), passage.passage),
            )
    purge_embeddings(connection, left)


_VECTORS = (
    "SELECT v.vector_id, v.key, v.id, t.delegation, t.parties, s.forum_key, s.first_day, s.last_day, e.vector"
    " FROM passages v JOIN statements s ON s.key = v.statement JOIN turns t ON t.key = v.turn"
    # CROSS: from each passage to its vector, and not through every vector of the encoder
    " CROSS JOIN embeddings e ON e.encoder = ? AND e.text_sha = v.text_sha"
)


def vectors(connection: sqlite3.Connection, encoder: str, ids: Sequence[str]) -> Iterator[Vector]:
    """Those vectors of ``encoder`` that have one of the ids, as the vector store keeps them."""
    for part in slices(ids):
        marks = ", ".join("?" * len(part))
        for row in connection.execute(f"{_VECTORS} WHERE v.vector_id IN ({marks})", (encoder, *part)):
            yield Vector(*row)


def vectors_after(connection: sqlite3.Connection, encoder: str, after: int, limit: int) -> list[Vector]:
    """The first ``limit`` vectors of ``encoder`` of passages with a key above ``after``, by that key."""
    rows = connection.execute(f"{_VECTORS} WHERE v.key > ? ORDER BY v.key LIMIT ?", (encoder, after, limit))
    return [Vector(*row) for row in rows]


def vector_ids(connection: sqlite3.Connection) -> set[str]:
    """Ids under which the vector store should hold vectors: exactly these."""
    return {vector_id for (vector_id,) in connection.execute("SELECT vector_id FROM passages")}


def passage_count(connection: sqlite3.Connection) -> int:
    """Number of passages."""
    return int(connection.execute("SELECT count(*) FROM passages").fetchone()[0])


def pending(connection: sqlite3.Connection, limit: int = -1) -> list[str]:
    """Ids of vectors that the vector store has yet to take up, or to drop: all, or ``limit`` of them."""
    rows = connection.execute("SELECT vector_id FROM pending LIMIT ?", (limit,))
    return [vector_id for (vector_id,) in rows]


def pending_count(connection: sqlite3.Connection) -> int:
    """Number of vectors that the vector store has yet to take up or to drop."""
    return int(connection.execute("SELECT count(*) FROM pending").fetchone()[0])


def settled(connection: sqlite3.Connection, ids: Sequence[str] | None) -> None:
    """Take ids off the list of pending ones; all of them for None."""
    if ids is None:
        connection.execute("DELETE FROM pending")
    else:
        connection.executemany("DELETE FROM pending WHERE vector_id = ?", [(id_,) for id_ in ids])
