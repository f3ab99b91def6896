"""The numbers that OpenDocument prints before list items and headings."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.formats.office.docx_styles import local, value_of
from ingest.formats.office.numerals import numeral

if TYPE_CHECKING:
    from lxml.etree import _Element

_FORMATS: Mapping[str, str] = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class _Level:
    number_format: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1  # how many levels are printed: 3 makes "1.2.3"
    bullet: bool = False

    @classmethod
    def of(cls, element: "_Element") -> "_Level":
        written = value_of(element, "num-format")
        known = _FORMATS.get(written[:1], "japaneseCounting" if written.startswith("一") else "decimal")
        return cls(
            known if written else "",
            value_of(element, "num-prefix"),
            value_of(element, "num-suffix"),
            _whole(value_of(element, "start-value"), 1),
            _whole(value_of(element, "display-levels"), 1),
            local(element).endswith(("-bullet", "-image")),
        )


def _label(levels: Mapping[int, _Level], counts: Mapping[int, int], depth: int) -> str:
    level = levels.get(depth, _Level())
    if level.bullet:
        return "• "
    if not level.number_format:
        return ""
    first = max(1, depth - level.shown + 1)
    numbers = [
        numeral(counts.get(at, 1), levels.get(at, level).number_format or "decimal")
        for at in range(first, depth + 1)
    ]
    label = f"{level.prefix}{'.'.join(numbers)}{level.suffix}".strip()
    return f"{label} " if label else ""


@dataclass(slots=True)
class _Open:
    style: str
    depth: int
    counts: dict[int, int]


@dataclass(slots=True)
class Lists:
    """The list styles of a document, and the lists that are open while it is read."""

    styles: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _open: list[_Open] = field(default_factory=list)
    _by_id: dict[str, dict[int, int]] = field(default_factory=dict)
    _last: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, parts: Sequence["_Element"]) -> "Lists":
        """From the parts that hold styles."""
        lists = cls()
        for part in parts:
            for style in part.iter("{*}list-style"):
                lists.styles[value_of(style, "name")] = {
                    _whole(value_of(level, "level"), 1): _Level.of(level)
                    for level in style
                    if local(level).startswith("list-level-style-")
                }
        return lists

    @contextmanager
    def opened(self, element: "_Element") -> Iterator[None]:
        """A list is read: within another one it is the next level of it."""
        outer = self._open[-1] if self._open else None
        style = value_of(element, "style-name") or (outer.style if outer else "")
        depth = outer.depth + 1 if outer else 1
        counts: dict[int, int]
        if outer is not None:
            counts = outer.counts if style == outer.style else dict(outer.counts)
            counts.pop(depth, None)
        elif value_of(element, "continue-list") in self._by_id:
            counts = self._by_id[value_of(element, "continue-list")]
        elif value_of(element, "continue-numbering") == "true":
            counts = self._last.get(style, {})
        else:
            counts = {}
        if outer is None:
            self._last[style] = counts
        if identity := value_of(element, "id"):
            self._by_id[identity] = counts
        self._open.append(_Open(style, min(depth, _DEEPEST), counts))
        try:
            yield
        finally:
            self._open.pop()

    def label(self, item: "_Element") -> str:
        """The label of the next item of the list that is open, with the space after it. An item that
        holds only a list has none."""
        one = self._open[-1]
        if not any(local(child) in ("p", "h") for child in item):
            return ""
        levels = self.styles.get(one.style, {})
        own = value_of(item, "start-value")
        if own:
            one.counts[one.depth] = _whole(own, 1)
        elif one.depth in one.counts:
            one.counts[one.depth] += 1
        else:
            one.counts[one.depth] = levels.get(one.depth, _Level()).start
        for deeper in [depth for depth in one.counts if depth > one.depth]:
            del one.counts[deeper]
        return _label(levels, one.counts, one.depth)


@dataclass(slots=True)
class Outline:
    """The numbers of headings."""

    levels: dict[int, _Level] = field(default_factory=dict)
    _counts: dict[int, int] = field(default_factory=dict)

    @classmethod
    def read(cls, parts: Sequence["_Element"]) -> "Outline":
        """From the parts that hold styles."""
        return cls(
            {
                _whole(value_of(level, "level"), 1): _Level.of(level)
                for part in parts
                for level in part.iter("{*}outline-level-style")
            }
        )

    def label(self, level: str) -> str:
        """The label of the next heading of a level, "" when headings have no numbers."""
        depth = _whole(level, 1)
        if not self.levels.get(depth, _Level()).number_format:
            return ""
        self._counts[depth] = self._counts[depth] + 1 if depth in self._counts else self.levels[depth].start
        for deeper in [one for one in self._counts if one > depth]:
            del self._counts[deeper]
        return _label(self.levels, self._counts, depth)


def _whole(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else default
