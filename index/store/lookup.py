# ruff: noqa: S608  SQL is put together from this module's own constants; values are always bound
"""Statements and paragraphs as they are read, listed and cited."""

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, Literal

from core.records import Filters, Paragraph, Repeat, Scope, Source, Statement, StatementSummary
from index.store import versions
from index.store.corrections import Corrections, loaded
from index.store.filters import condition
from index.store.storage import slices

_SOURCE_FIELDS = {
    "paragraph_id": "p.id",
    "statement_id": "s.id",
    "number": "p.number",
    "printed": "p.printed",
    "ordinal": "p.ordinal",
    "section": "p.section",
    "title": "s.title",
    "delegation": "s.delegation",
    "speaker": "s.speaker",
    "forum": "s.forum",
    "date": "s.date",
    "date_end": "s.date_end",
    "url": "s.url",
    "origin": "s.origin",
    "language": "s.language",
    "text": "p.text",
    "page": "p.page",
}
_SOURCE = (
    f"SELECT p.key, {', '.join(_SOURCE_FIELDS.values())}"
    " FROM paragraphs p JOIN statements s ON s.key = p.statement"
)


def source(connection: sqlite3.Connection, paragraph_id: str) -> Source | None:
    """A paragraph by its id."""
    row = connection.execute(f"{_SOURCE} WHERE p.id = ?", (paragraph_id,)).fetchone()
    return None if row is None else _source(row)


def sources(connection: sqlite3.Connection, keys: Sequence[int]) -> dict[int, Source]:
    """Paragraphs by key, with what is needed to cite them."""
    found: dict[int, Source] = {}
    for part in slices(keys):
        marks = ", ".join("?" * len(part))
        for row in connection.execute(f"{_SOURCE} WHERE p.key IN ({marks})", part):
            found[row[0]] = _source(row)
    return found


def neighbours(
    connection: sqlite3.Connection, paragraph_id: str, before: int, after: int
) -> tuple[Source, ...]:
    """A paragraph with those around it, in the statement's order; () when it is not there."""
    row = connection.execute(
        "SELECT statement, ordinal FROM paragraphs WHERE id = ?", (paragraph_id,)
    ).fetchone()
    if row is None:
        return ()
    statement, ordinal = row
    rows = connection.execute(
        f"{_SOURCE} WHERE p.statement = ? AND p.ordinal BETWEEN ? AND ? ORDER BY p.ordinal",
        (statement, ordinal - before, ordinal + after),
    )
    return tuple(map(_source, rows))


def source_label(delegation: str, date: str, number: int, *, printed: bool) -> str:
    """How a paragraph is named to a reader: ``JPN 2020-12-01 ¶6``."""
    parts = [delegation or "???", date, f"¶{number}", "(printed)" if printed else ""]
    return " ".join(part for part in parts if part)


def _source(row: Sequence[Any]) -> Source:
    values = dict(zip(_SOURCE_FIELDS, row[1:], strict=True))
    values["printed"] = bool(values["printed"])
    values["origin"] = _file_name(values["origin"])
    label = source_label(values["delegation"], values["date"], values["number"], printed=values["printed"])
    return Source(label=label, **values)


def _file_name(origin: str) -> str:
    """What a reader is shown of an origin: an address whole, of a path the file's name."""
    return origin if "://" in origin else PurePath(origin).name


_FIELDS = (
    *("title", "delegation", "speaker", "speaker_latin", "post", "on_behalf_of", "forum", "agenda_item"),
    *("date", "date_end", "language", "url", "origin"),
)


def statement(connection: sqlite3.Connection, statement_id: str) -> Statement | None:
    """A statement as it was stored."""
    row = connection.execute(
        f"SELECT key, {', '.join(_FIELDS)}, details, text FROM statements"
        " JOIN texts ON statement = key WHERE id = ?",
        (statement_id,),
    ).fetchone()
    if row is None:
        return None
    key, *fields, raw, text = row
    details = json.loads(raw)
    paragraphs = tuple(
        Paragraph(id_, ordinal, number, bool(printed), section, start, end, words, page)
        for id_, ordinal, number, printed, section, start, end, words, page in connection.execute(
            "SELECT id, ordinal, number, printed, section, start, end, text, page FROM paragraphs"
            " WHERE statement = ? ORDER BY ordinal",
            (key,),
        )
    )
    return Statement(
        id=statement_id,
        text=text,
        paragraphs=paragraphs,
        provenance=MappingProxyType(details["provenance"]),
        repeats=tuple(Repeat(*span) for span in details["repeats"]),
        notices=tuple(details["notices"]),
        **dict(zip(_FIELDS, fields, strict=True)),
    )


def statement_corrections(connection: sqlite3.Connection, statement_id: str) -> tuple[int, Corrections]:
    """Key of a statement that is there, and what was corrected in it by hand."""
    key, made = connection.execute(
        "SELECT key, corrections FROM statements WHERE id = ?", (statement_id,)
    ).fetchone()
    return int(key), loaded(made)


def summaries(connection: sqlite3.Connection, filters: Filters) -> tuple[StatementSummary, ...]:
    """Statements that ``filters`` admit: by delegation, then date, then title."""
    where, values = condition(filters)
    origins: dict[int, list[str]] = {}
    for key, origin in connection.execute("SELECT statement, origin FROM origins ORDER BY origin"):
        origins.setdefault(key, []).append(origin)
    others = versions.linked(connection)
    columns = ", ".join(f"s.{name}" for name in _FIELDS)
    rows = connection.execute(
        "SELECT s.key, (SELECT count(*) FROM paragraphs p WHERE p.statement = s.key), s.details, s.id,"
        f" {columns} FROM statements s WHERE {where} ORDER BY s.delegation, s.date, s.title, s.id",
        values,
    )
    return tuple(
        _summary(id_, details, tuple(origins.get(key, ())), others.get(id_, ()), count, fields)
        for key, count, details, id_, *fields in rows
    )


def _summary(
    id_: str,
    raw: str,
    origins: tuple[str, ...],
    others: tuple[str, ...],
    paragraphs: int,
    fields: Sequence[Any],
) -> StatementSummary:
    details = json.loads(raw)
    return StatementSummary(
        id=id_,
        origins=origins,
        versions=others,
        paragraphs=paragraphs,
        provenance=MappingProxyType(details["provenance"]),
        notices=tuple(details["notices"]),
        **dict(zip(_FIELDS, fields, strict=True)),
    )


def scope(connection: sqlite3.Connection, filters: Filters) -> Scope:
    """How much ``filters`` admit."""
    where, values = condition(filters)
    rows = connection.execute(
        "SELECT s.delegation, s.date, max(s.date, s.date_end),"
        f" (SELECT count(*) FROM paragraphs p WHERE p.statement = s.key) FROM statements s WHERE {where}",
        values,
    ).fetchall()
    starts = [start for _, start, _, _ in rows if start]
    ends = [end for _, _, end, _ in rows if end]
    return Scope(
        statements=len(rows),
        paragraphs=sum(count for *_, count in rows),
        delegations=tuple(sorted({delegation for delegation, *_ in rows if delegation})),
        since=min(starts, default=""),
        until=max(ends, default=""),
    )


def distinct(connection: sqlite3.Connection, column: Literal["delegation", "forum"]) -> tuple[str, ...]:
    """The values that occur, sorted, without the unknown."""
    rows = connection.execute(
        f"SELECT DISTINCT {column} FROM statements WHERE {column} != '' ORDER BY {column}"
    )
    return tuple(value for (value,) in rows)


def known(connection: sqlite3.Connection, origin: str, file_sha256: str) -> bool:
    """True when ``origin`` was last read from a file with exactly these bytes."""
    row = connection.execute("SELECT file_sha256 FROM origins WHERE origin = ?", (origin,)).fetchone()
    return row is not None and bool(file_sha256) and row[0] == file_sha256


def library_sha256(connection: sqlite3.Connection, encoder: str) -> str:
    """Hash of what a search can find and how: sorted statement ids, each with what was corrected in it by
    hand, then the encoder."""
    digest = hashlib.sha256()
    for statement_id, made in connection.execute("SELECT id, corrections FROM statements ORDER BY id"):
        values = sorted((field, c.value) for field, c in loaded(made).items())
        digest.update(f"{statement_id}{json.dumps(values) if values else ''}\n".encode())
    digest.update(encoder.encode())
    return digest.hexdigest()
