"""Tables of speakers: who spoke for a state in a year's General Debate, and in which post."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType

from core.errors import UnreadableError
from ingest.about.filename import general_debate

SPEAKERS = "speakers.csv"
_COLUMNS = ("year", "iso code", "name of person speaking", "post")
_HONORIFIC = re.compile(r"(?:(?:Mr|Mrs|Ms|Miss|Mme|Dr|Sir|H\.\s?E)\.?\s+)+", re.IGNORECASE)
_CAPITALS = re.compile(r"[^\W\d_a-z]{2,}(?![a-z])")
_ROMAN = re.compile(r"[IVX]+")
_LONGEST = 200  # code points of a name or post
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SpeakerTable:
    """The rows of a ``speakers.csv`` by (year, code); it holds for files in ``folder`` and below."""

    folder: PurePath
    rows: Mapping[tuple[str, str], Mapping[str, str]]

    @classmethod
    def read(cls, data: bytes, name: str, folder: PurePath) -> "SpeakerTable":
        """Read the table. Rows that name two people for one state and year tell nothing. Raises
        UnreadableError when it is not such a table."""
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
        reader = csv.reader(io.StringIO(text, newline=""))
        rows: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        try:
            header = [column.strip().lower() for column in next(reader, [])]
            if missing := [column for column in _COLUMNS if column not in header]:
                raise UnreadableError(
                    f"{name} is not a table of speakers (it has no column {missing[0]!r}); it was not used."
                )
            year, code, speaker, post = (header.index(column) for column in _COLUMNS)
            for row in reader:
                if len(row) > max(year, code, speaker, post) and row[speaker].strip():
                    key = (row[year].strip(), row[code].strip().upper())
                    rows[key].add((_person(row[speaker]), " ".join(row[post].split())[:_LONGEST]))
        except csv.Error as error:
            raise UnreadableError(f"{name} is not a readable table ({error}); it was not used.") from None
        known = {key: _fields(*next(iter(found))) for key, found in rows.items() if len(found) == 1}
        return cls(folder, MappingProxyType(known))


def known_speaker(path: PurePath, tables: Iterable[SpeakerTable]) -> Mapping[str, str]:
    """The fields ``speaker`` and ``post`` that the first table with a row tells of a General Debate
    file, nothing for other files. ``path`` is relative where the tables' folders are."""
    debate = general_debate(path.name)
    if debate is None:
        return _NOTHING
    code, _, year = debate
    for table in tables:
        applies = not table.folder.parts or table.folder in path.parents
        if applies and (row := table.rows.get((year, code))):
            return row
    return _NOTHING


def _fields(speaker: str, post: str) -> Mapping[str, str]:
    return MappingProxyType({"speaker": speaker, "post": post} if post else {"speaker": speaker})


def _person(name: str) -> str:
    """The name without "Mr.", family names in capitals as they are written otherwise."""
    bare = _HONORIFIC.sub("", " ".join(name.split()), count=1)[:_LONGEST].strip(" ,;.")
    return _CAPITALS.sub(
        lambda found: found[0] if _ROMAN.fullmatch(found[0]) else found[0].capitalize(), bare
    )
