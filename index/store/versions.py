"""The same statement in other languages: which statements are versions of one another.

Two statements in different languages are linked when nothing contradicts it and either

- the same delegation spoke on the same day, in the same forum where both are known, by the same speaker
  where both can be compared, in about as many paragraphs (within 30 %); or
- their files lie in one folder and differ by a language mark only ("x_en.pdf", "x_ja.pdf").
"""

import sqlite3
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

_TOLERANCE = 0.3


@dataclass(frozen=True, slots=True)
class _Version:
    id: str
    delegation: str
    date: str
    first_day: int
    last_day: int
    forum_key: str
    language: str
    speakers: tuple[str, ...]
    folder: str
    version_key: str
    paragraphs: int


def linked(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """For every statement that has versions in other languages, their ids, sorted."""
    groups: dict[tuple[str, str, str], list[_Version]] = defaultdict(list)
    for version in _versions(connection):
        if version.delegation and len(version.date) == len("2020-12-01") and version.language:
            groups["day", version.delegation, version.date].append(version)
        if version.version_key:
            groups["file", version.folder, version.version_key].append(version)
    found: dict[str, set[str]] = defaultdict(set)
    for (kind, *_), group in groups.items():
        for one, other in combinations(group, 2):
            same = _same_occasion(one, other) if kind == "day" else _same_file(one, other)
            if same and one.language != other.language:
                found[one.id].add(other.id)
                found[other.id].add(one.id)
    return {id_: tuple(sorted(others)) for id_, others in found.items()}


def _versions(connection: sqlite3.Connection) -> list[_Version]:
    counts = dict(connection.execute("SELECT statement, count(*) FROM paragraphs GROUP BY statement"))
    rows = connection.execute(
        "SELECT key, id, delegation, date, first_day, last_day, forum_key, language, speaker, speaker_latin,"
        " origin, version_key FROM statements"
    )
    return [
        _Version(
            *(id_, delegation, date, first_day, last_day, forum_key, language),
            speakers=(speaker, speaker_latin),
            folder=origin.replace("\\", "/").rpartition("/")[0],
            version_key=version_key,
            paragraphs=counts.get(key, 0),
        )
        for key, id_, delegation, date, first_day, last_day, forum_key, language, speaker, speaker_latin,
        origin, version_key in rows
    ]  # fmt: skip


def _same_occasion(one: _Version, other: _Version) -> bool:
    if one.forum_key and other.forum_key and one.forum_key != other.forum_key:
        return False
    more, fewer = max(one.paragraphs, other.paragraphs), min(one.paragraphs, other.paragraphs)
    return more - fewer <= _TOLERANCE * more and not _different_people(one.speakers, other.speakers)


def _same_file(one: _Version, other: _Version) -> bool:
    if one.delegation and other.delegation and one.delegation != other.delegation:
        return False
    known = one.first_day and other.first_day
    return not known or (one.first_day <= other.last_day and other.first_day <= one.last_day)


def _different_people(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """True when names in the same script have nothing to do with each other; a name in Japanese and one
    in Latin letters say nothing."""
    mine, theirs = ([_words(name) for name in names if name] for names in (one, other))
    pairs = [(a, b) for a in mine for b in theirs if _is_latin(a) == _is_latin(b)]
    return bool(pairs) and not any(a <= b or b <= a for a, b in pairs)


def _words(name: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return frozenset(plain.split()) - {"mr", "mrs", "ms", "dr", "he", "she"}


def _is_latin(words: frozenset[str]) -> bool:
    return all(word[0] < "\u0250" for word in words)
