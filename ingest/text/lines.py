"""The lines of a text, as exact spans."""

import re
from collections.abc import Collection
from dataclasses import dataclass

_LINE = re.compile(r"[^\n]*\n?")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: ``text[start:end]``, trimmed. ``heading`` is true when the file's
    format says that it is one, ``alone`` when it says that it is a paragraph by itself (a table's row)."""

    start: int
    end: int
    text: str
    after_blank: bool
    indented: bool
    heading: bool = False
    alone: bool = False


def lines_of(
    text: str, body: int = 0, headings: frozenset[int] = frozenset(), alone: Collection[int] = ()
) -> tuple[Line, ...]:
    """The lines from offset ``body`` on that are not blank.

    ``headings`` are the offsets at which lines begin that the file's format marks as headings
    (``<h2>``, a Word heading style); the line's first character or the white space before it, both
    will do. ``blocks_of`` makes a heading of such a line whatever it looks like, and a paragraph of one that
    begins at an offset that is ``alone``.
    """
    lines = []
    after_blank = True
    for found in _LINE.finditer(text, body):
        raw = found[0]
        words = raw.strip()
        if words:
            begin = found.start() + len(raw) - len(raw.lstrip())
            marked = found.start() in headings or begin in headings
            lines.append(
                Line(begin, begin + len(words), words, after_blank, raw[0].isspace(), marked, begin in alone)
            )
        after_blank = not words
    return tuple(lines)
