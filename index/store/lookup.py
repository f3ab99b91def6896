# ruff: noqa: S608  SQL is put together from this module's own constants; values are always bound
"""Statements and paragraphs as they are read, listed and cited."""

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from core.records import Filters, Paragraph, Repeat, Scope, Source, Speaker, Statement, StatementSummary
from index.store import turns, versions
from index.store.corrections import Corrections, loaded
from index.store.filters import condition
from index.store.storage import slices

_PARTIES_SHOWN = 4
_SECTION_SHOWN = 60  # characters of a heading in a label
_SOURCE_FIELDS: Mapping[str, str] = {
    "paragraph_id": "p.id",
    "statement_id": "s.id",
    "number": "p.number",
    "printed": "p.printed",
    "ordinal": "p.ordinal",
    "section": "p.section",
    "title": "s.title",
    "delegation": "t.delegation",
    "parties": "t.parties",
    "speaker": "t.speaker",
    "post": "t.post",
    "role": "t.role",
    "turn": "t.ordinal",
    "forum": "s.forum",
    "date": "s.date",
    "date_end": "s.date_end",
    "url": "s.url",
    "origin": "s.origin",
    "language": "s.language",
    "text": "p.text",
    "page": "p.page",
}
# Whether the statement prints this number again, under another heading.
_AGAIN = (
    "p.printed AND EXISTS (SELECT 1 FROM paragraphs q WHERE q.statement = p.statement AND q.printed"
    " AND q.number = p.number AND q.key <> p.key)"
)
_SOURCE = (
    f"SELECT p.key, {', '.join(_SOURCE_FIELDS.values())}, {_AGAIN}"
    " FROM paragraphs p JOIN statements s ON s.key = p.statement JOIN turns t ON t.key = p.turn"
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


def source_label(source: Source, *, with_section: bool = False) -> str:
    """How a paragraph is named to a reader: ``JPN 2020-12-01 ¶6``, ``ARG/BRA joint 2020-12-01 ¶6``, or, of
    somebody who speaks for no state, ``journalist 2020-12-01 ¶6``; ``with_section`` where the number alone
    does not tell which: ``CHL 2022-05-03 Institutional dialogue, ¶2 (printed)``."""
    who = source.delegation or _joint(source.parties)
    if not who and source.role in ("member", "chair", "journalist"):
        who = source.role
    section = f"{source.section[:_SECTION_SHOWN]}," if with_section and source.section else ""
    parts = [who or "???", source.date, section, f"¶{source.number}", "(printed)" if source.printed else ""]
    return " ".join(part for part in parts if part)


def _joint(parties: Sequence[str]) -> str:
    shown = "/".join(parties[:_PARTIES_SHOWN])
    more = f"+{len(parties) - _PARTIES_SHOWN}" if len(parties) > _PARTIES_SHOWN else ""
    return f"{shown}{more} joint" if shown else ""


def _source(row: Sequence[Any]) -> Source:
    values = dict(zip(_SOURCE_FIELDS, row[1:-1], strict=True))
    values["printed"] = bool(values["printed"])
    values["origin"] = _file_name(values["origin"])
    values["parties"] = tuple(values["parties"].split())
    source = Source(label="", **values)
    return replace(source, label=source_label(source, with_section=bool(row[-1])))


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
        f"SELECT key, {', '.join(_FIELDS)}, parties, confidence, details, text FROM statements"
        " JOIN texts ON statement = key WHERE id = ?",
        (statement_id,),
    ).fetchone()
    if row is None:
        return None
    key, *fields, parties, confidence, raw, text = row
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
        parties=tuple(parties.split()),
        confidence=confidence,
        turns=turns.read(connection, key),
        **dict(zip(_FIELDS, fields, strict=True)),
    )


def statement_corrections(connection: sqlite3.Connection, statement_id: str) -> tuple[int, Corrections]:
    """Key of a statement that is there, and what was corrected in it by hand."""
    key, made = connection.execute(
        "SELECT key, corrections FROM statements WHERE id = ?", (statement_id,)
    ).fetchone()
    return int(key), loaded(made)


def summaries(connection: sqlite3.Connection, filters: Filters) -> tuple[StatementSummary, ...]:
    """Statements of which ``filters`` admit a turn: by delegation, then date, then title."""
    where, values = condition(filters)
    origins = _gathered(connection, "SELECT statement, origin FROM origins ORDER BY origin")
    speaking = _gathered(
        connection,
        "SELECT DISTINCT statement, delegation FROM turns WHERE delegation != '' ORDER BY delegation",
    )
    others = versions.linked(connection)
    columns = ", ".join(f"s.{name}" for name in _FIELDS)
    rows = connection.execute(
        "SELECT s.key, (SELECT count(*) FROM paragraphs p WHERE p.statement = s.key),"
        " (SELECT max(ordinal) FROM turns t WHERE t.statement = s.key), s.details, s.parties, s.confidence,"
        f" s.id, {columns} FROM statements s WHERE s.key IN (SELECT s.key FROM statements s JOIN turns t"
        f" ON t.statement = s.key WHERE {where}) ORDER BY s.delegation, s.date, s.title, s.id",
        values,
    )
    return tuple(
        StatementSummary(
            id=id_,
            origins=tuple(origins.get(key, ())),
            versions=others.get(id_, ()),
            paragraphs=paragraphs,
            provenance=MappingProxyType(details["provenance"]),
            notices=tuple(details["notices"]),
            parties=tuple(parties.split()),
            confidence=confidence,
            speaking=tuple(speaking.get(key, ())),
            turns=spoken or 0,
            **dict(zip(_FIELDS, fields, strict=True)),
        )
        for key, paragraphs, spoken, details, parties, confidence, id_, *fields in (
            (*row[:3], json.loads(row[3]), *row[4:]) for row in rows
        )
    )


def _gathered(connection: sqlite3.Connection, query: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for key, value in connection.execute(query):
        found.setdefault(key, []).append(value)
    return found


def scope(connection: sqlite3.Connection, filters: Filters) -> Scope:
    """How much ``filters`` admit: statements with a turn that they admit, and these turns' paragraphs."""
    where, values = condition(filters)
    rows = connection.execute(
        "SELECT s.key, t.delegation, t.parties, s.date, max(s.date, s.date_end), max(t.last - t.first + 1, 0)"
        f" FROM statements s JOIN turns t ON t.statement = s.key WHERE {where}",
        values,
    ).fetchall()
    starts = [start for *_, start, _, _ in rows if start]
    ends = [end for *_, end, _ in rows if end]
    codes = {code for _, delegation, parties, *_ in rows for code in (delegation, *parties.split()) if code}
    return Scope(
        statements=len({key for key, *_ in rows}),
        paragraphs=sum(count for *_, count in rows),
        delegations=tuple(sorted(codes)),
        since=min(starts, default=""),
        until=max(ends, default=""),
    )


def years(connection: sqlite3.Connection, filters: Filters) -> tuple[str, ...]:
    """The years of the statements that ``filters`` admit, ascending; undated ones have none."""
    where, values = condition(filters)
    rows = connection.execute(
        "SELECT DISTINCT substr(s.date, 1, 4) FROM statements s JOIN turns t ON t.statement = s.key"
        f" WHERE s.date != '' AND {where} ORDER BY 1",
        values,
    )
    return tuple(year for (year,) in rows)


def delegations(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The codes of all who speak, alone or jointly, sorted."""
    rows = connection.execute("SELECT DISTINCT delegation FROM turns UNION SELECT parties FROM turns")
    return tuple(sorted({code for (codes,) in rows for code in codes.split()}))


def speakers(connection: sqlite3.Connection) -> tuple[Speaker, ...]:
    """Those who speak for a delegation alone, by delegation and name, with the years in which they do."""
    rows = connection.execute(
        "SELECT t.delegation, t.speaker, t.speaker_latin, s.date FROM turns t "
        "JOIN statements s ON s.key = t.statement "
        "WHERE t.speaker != '' AND t.delegation != '' AND t.parties = '' ORDER BY 1, 2, 4"
    )
    years: defaultdict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
    for code, name, latin, date in rows:
        known = years[code, name, latin]
        if date:
            known[date[:4]] = None
    return tuple(Speaker(name, code, tuple(when), latin) for (code, name, latin), when in years.items())


def forums(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The forums, sorted, without the unknown."""
    rows = connection.execute("SELECT DISTINCT forum FROM statements WHERE forum != '' ORDER BY forum")
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
