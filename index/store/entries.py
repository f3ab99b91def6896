"""What is given to the library to be stored, and what the vector store is given of it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Literal

from core.errors import LibraryError
from core.records import Paragraph, Passage, Statement, content_id

_NONE: Mapping[tuple[str, bytes], bytes] = MappingProxyType({})

Outcome = Literal["added", "unchanged", "origin added", "moved", "replaced"]
ContextOf = Callable[[Statement, Paragraph], str]
"""The context line of a paragraph of a statement, as `core.records.Passage` has it."""
Gone = Callable[[str], bool]
"""Whether there is certainly nothing any more at an origin; False when that cannot be known."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement with its passages, ready to be stored. ``file_sha256`` is that of the file it was
    read from, ``""`` when there is none; ``vectors`` are those that were made of its texts elsewhere, by the
    encoder's fingerprint and the ``text_sha``."""

    statement: Statement
    passages: tuple[Passage, ...]
    file_sha256: str = ""
    vectors: Mapping[tuple[str, bytes], bytes] = field(default_factory=lambda: _NONE, hash=False, repr=False)


@dataclass(frozen=True, slots=True)
class Vector:
    """A passage as the vector store keeps it; days are YYYYMMDD, 0 when unknown, ``parties`` codes with
    spaces between."""

    id: str
    passage: int
    passage_id: str
    delegation: str
    parties: str
    forum_key: str
    first_day: int
    last_day: int
    vector: bytes


def validate(entry: Entry) -> None:
    """Raise ValueError unless offsets, ids and texts of an entry agree with each other, LibraryError
    when its text cannot be stored as UTF-8."""
    statement = entry.statement
    by_id: dict[str, Paragraph] = {}
    for paragraph in statement.paragraphs:
        if statement.text[paragraph.start : paragraph.end] != paragraph.text:
            raise ValueError(f"paragraph {paragraph.id!r} is not the text at its offsets")
        if paragraph.id in by_id:
            raise ValueError(f"paragraph id {paragraph.id!r} occurs twice in statement {statement.id!r}")
        by_id[paragraph.id] = paragraph
    spoken = [turn.first for turn in statement.turns] + [len(statement.paragraphs) + 1]
    if statement.turns and (
        spoken[0] != 1
        or [turn.last + 1 for turn in statement.turns] != spoken[1:]
        or sorted(spoken) != spoken
    ):
        raise ValueError(f"the turns of statement {statement.id!r} are not all its paragraphs in order")
    for passage in entry.passages:
        owner = by_id.get(passage.paragraph_id)
        if owner is None or owner.text[passage.start : passage.end] != passage.text:
            raise ValueError(f"passage {passage.id!r} is not the text at its offsets")
    try:
        statement.origin.encode()
    except UnicodeEncodeError:
        raise LibraryError(
            f"The name of {_printable(statement.origin)!r} is not UTF-8; rename it and ingest it again."
        ) from None
    try:
        json.dumps(_record(entry), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise LibraryError(
            f"The text of {_printable(statement.origin or statement.id)!r} holds unpaired surrogates, which "
            "are not characters; save the file as UTF-8 and ingest it again."
        ) from None


def text_sha(text: str) -> bytes:
    """Under which the vector of an embedded text is kept: SHA-256, 32 bytes."""
    return hashlib.sha256(text.encode()).digest()


def vector_id(
    passage_id: str, sha: bytes, delegation: str, parties: str, forum_key: str, first_day: int, last_day: int
) -> str:
    """Id of a vector: another one as soon as anything that the vector store keeps of it is another."""
    shown = (delegation, forum_key, str(first_day), str(last_day), *([parties] if parties else []))
    return f"{passage_id}.{content_id(sha.hex(), *shown)}"


def record_sha(entry: Entry) -> str:
    """Hash of all that was read of an entry but where it was read from."""
    return content_id(json.dumps(_record(entry), ensure_ascii=False), length=32)


def _record(entry: Entry) -> list[object]:
    s = entry.statement
    named = (s.id, s.text, s.title, s.delegation, s.speaker, s.speaker_latin, s.post, s.forum, s.date)
    record: list[object] = [
        *(*named, s.date_end, s.language, s.url, sorted(s.provenance.items()), s.notices),
        [(r.start, r.end, r.of_start, r.of_end) for r in s.repeats],
        [(p.id, p.ordinal, p.number, p.printed, p.section, p.start, p.end) for p in s.paragraphs],
        [(v.id, v.paragraph_id, v.start, v.end, v.context) for v in entry.passages],
    ]
    # only where there is something, so that what version 1 stored is not taken for another reading
    if s.on_behalf_of or s.agenda_item:
        record.append((s.on_behalf_of, s.agenda_item))
    if any(p.page for p in s.paragraphs):
        record.append([p.page for p in s.paragraphs])
    if s.turns or s.parties or s.confidence != 1:
        record.append([s.parties, s.confidence, *(asdict(turn) for turn in s.turns)])
    return record


def _printable(text: str) -> str:
    return text.encode(errors="backslashreplace").decode()
