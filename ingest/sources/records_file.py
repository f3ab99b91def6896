"""JSONL files: one statement a line, as a JSON object.

Its text is under "text", or under "paragraphs" as a list of strings or of objects with "text" and
perhaps "number" and "section"; whatever else is named like a field of a statement ("date",
"delegation", …), also in an object under "metadata", is known about it. Collections in BEIR's layout
("_id", "title", "text") are such files.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from core.errors import UnreadableError
from ingest.sources.items import MAX_BYTES, Item, Refused, item_of

_ENDINGS = (".jsonl", ".ndjson")
_ID = re.compile(r"[^\s#]{1,200}")
_LONGEST = 2_000  # code points of a field


@dataclass(frozen=True, slots=True)
class RecordParagraph:
    """A paragraph as a record gives it. ``number`` is None where none is given."""

    text: str
    number: int | None = None
    section: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One line: ``paragraphs`` when they are given one by one, else ``text``; and ``fields``."""

    text: str
    paragraphs: tuple[RecordParagraph, ...]
    fields: Mapping[str, str]


def is_records(name: str) -> bool:
    """True for the name of a JSONL file."""
    return PurePath(name).suffix.lower() in _ENDINGS


def record_items(
    lines: Iterable[bytes], origin: str, name: str, folder: str = "", side_car: bytes = b""
) -> Iterator[Item | Refused]:
    """An item for each line that is not blank. Its origin ends in the record's own id, or in the
    number of the line (from 1) where it has none or another record has it, too."""
    taken: set[int] = set()
    for number, line in enumerate(lines, 1):
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not line.strip():
            continue
        if len(line) > MAX_BYTES:
            said = f"Line {number} of {name} has more than the {MAX_BYTES:,} bytes allowed; split it."
            yield Refused(f"{origin}#{number}", name, said)
            continue
        key = _id_of(line) or str(number)
        if hash(key) in taken:
            key = f"line-{number}"
        taken.add(hash(key))
        yield item_of(
            line, origin=f"{origin}#{key}", name=name, folder=folder, side_car=side_car, record=True
        )


def read_record(data: bytes, place: str) -> Record:
    """The record in a line of JSON. Raises UnreadableError, naming ``place``, when it isn't one."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise UnreadableError(f"{place} is not a JSON object; correct that line.") from None
    if not isinstance(found, dict):
        raise UnreadableError(f"{place} is not a JSON object; correct that line.")
    fields = _fields(found.get("metadata")) | _fields(found)
    text, listed = found.get("text", ""), found.get("paragraphs")
    paragraphs: list[RecordParagraph] = []
    if isinstance(listed, list) and listed:
        paragraphs = [paragraph for one in listed if (paragraph := _paragraph(one, place)).text]
    if not isinstance(text, str) or not (text.strip() or paragraphs):
        raise UnreadableError(f'{place} has no text; give it under "text" or "paragraphs".')
    return Record(text, tuple(paragraphs), fields)


def _id_of(line: bytes) -> str:
    """The record's id, "" without one; a line that isn't JSON is refused when it is read."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(found, dict):
        return ""
    given = found.get("id", found.get("_id"))
    identity = str(given) if isinstance(given, str | int) and not isinstance(given, bool) else ""
    return identity if _ID.fullmatch(identity) and identity.isprintable() else ""


def _fields(found: object) -> dict[str, str]:
    """The values that are text or numbers, under lower-case names."""
    if not isinstance(found, dict):
        return {}
    return {
        str(key).lower().replace("-", "_"): str(value)[:_LONGEST]
        for key, value in found.items()
        if isinstance(value, str | int)
        and not isinstance(value, bool)
        and key not in ("text", "paragraphs", "id", "_id")
    }


def _paragraph(found: Any, place: str) -> RecordParagraph:
    number, section = None, ""
    if isinstance(found, dict):
        given = found.get("number")
        number = given if isinstance(given, int) and 0 <= given < 100_000 else None
        section = " ".join(str(found.get("section") or "").split())[:_LONGEST]
        found = found.get("text")
    if not isinstance(found, str):
        raise UnreadableError(f"{place} has a paragraph that is not text; correct that line.")
    return RecordParagraph(" ".join(found.split()), number, section)
