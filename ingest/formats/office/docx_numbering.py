"""The numbers that Word prints before paragraphs, which its files hold only as rules.

A paragraph names a list (``numId``) and a level; the list is an instance of an abstract one, whose
levels say where they start, how they count and how the label is put together ("%1.%2").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.formats.office.docx_styles import child_value, value_of
from ingest.formats.office.numerals import numeral

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is labelled. ``restart`` is the level (1-based) after which it begins
    again, 0 when it never does, -1 for after any level above."""

    start: int = 1
    number_format: str = "decimal"
    label: str = ""
    legal: bool = False
    restart: int = -1
    style: str = ""
    spaced: bool = True


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]  # levels that begin again where this list is first used


@dataclass(slots=True)
class Numbering:
    """The lists of a document, counted as its paragraphs are read in order."""

    lists: dict[str, _List] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, root: "_Element | None", lists_of_styles: Mapping[str, str]) -> "Numbering":
        """From the numbering part; ``lists_of_styles`` gives the list of each style that has one."""
        numbering = cls()
        if root is None:
            return numbering
        abstracts: dict[str, dict[int, Level]] = {}
        links: dict[str, str] = {}
        for element in root.iter("{*}abstractNum"):
            key = value_of(element, "abstractNumId")
            abstracts[key] = {_level(one): _read_level(one) for one in element.iterchildren("{*}lvl")}
            link = element.find("{*}numStyleLink")
            if link is not None:
                links[key] = value_of(link)
        nums = {value_of(num, "numId"): num for num in root.iterchildren("{*}num")}
        for key, num in nums.items():
            abstract = child_value(num, "abstractNumId")
            linked = nums.get(lists_of_styles.get(links.get(abstract, ""), ""))
            if linked is not None:
                abstract = child_value(linked, "abstractNumId")
            levels = dict(abstracts.get(abstract, {}))
            starts: dict[int, int] = {}
            for override in num.iterchildren("{*}lvlOverride"):
                own = override.find("{*}lvl")
                if own is not None:
                    levels[_level(override)] = _read_level(own)
                start = child_value(override, "startOverride")
                if start:
                    starts[_level(override)] = _whole(start, 1)
            numbering.lists[key] = _List(abstract, levels, starts)
        return numbering

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """The level of a list that is tied to a paragraph style."""
        found = self.lists.get(list_id)
        levels = found.levels.items() if found and style else ()
        return next((at for at, level in levels if level.style == style), None)

    def label(self, list_id: str, at: int) -> str:
        """The label of the next paragraph of a list at a level (0-based), with the space after it; ""
        when it has none. Counts it."""
        one = self.lists.get(list_id)
        if one is None or not 0 <= at < _LEVELS:
            return ""
        counts = self._counts.setdefault(one.abstract, [None] * _LEVELS)
        if list_id not in self._begun:
            self._begun.add(list_id)
            for where, start in one.starts.items():
                if 0 <= where < _LEVELS:
                    counts[where] = start - 1
        level = one.levels.get(at, Level())
        before = counts[at]
        counts[at] = level.start if before is None else before + 1
        for deeper in range(at + 1, _LEVELS):
            restart = one.levels.get(deeper, Level()).restart
            if restart == -1 or (restart > 0 and at < restart):
                counts[deeper] = None
        return _written(level, one.levels, counts)


def _written(level: Level, levels: Mapping[int, Level], counts: list[int | None]) -> str:
    if level.number_format == "bullet":
        return "• "
    label = level.label
    for at in range(_LEVELS):
        mark = f"%{at + 1}"
        if mark in label:
            own = levels.get(at, Level())
            count = counts[at]
            if count is None:  # nothing of that level came before
                count = counts[at] = own.start
            label = label.replace(mark, numeral(count, "decimal" if level.legal else own.number_format))
    label = label.strip()
    return f"{label} " if label and level.spaced else label


def _read_level(element: "_Element") -> Level:
    restart = child_value(element, "lvlRestart")
    return Level(
        start=_whole(child_value(element, "start"), 0 if element.find("{*}start") is None else 1),
        number_format=child_value(element, "numFmt") or "decimal",
        label=child_value(element, "lvlText"),
        legal=element.find("{*}isLgl") is not None,
        restart=_whole(restart, -1) if restart else -1,
        style=child_value(element, "pStyle"),
        spaced=child_value(element, "suff") != "nothing",
    )


def _level(element: "_Element") -> int:
    return _whole(value_of(element, "ilvl"), 0)


def _whole(text: str, default: int) -> int:
    try:
        return int(text) if abs(int(text)) < 1_000_000 else default
    except ValueError:
        return default
