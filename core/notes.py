"""Footnotes as they stand in a paragraph's text: a mark "[1]" where the source has it, and below the
paragraph, on a line of its own, "[1] Norway does not align itself with paragraph 9."."""

import re
from collections.abc import Sequence

MOST = 600  # code points of a note that stands with its paragraph; a longer one is a paragraph of its own
_MARK = re.compile(r"\[(?P<mark>[\w*†‡§]{1,4})\]")
_NOTE = re.compile(r"^\[(?P<mark>[\w*†‡§]{1,4})\] \S.*$", re.MULTILINE)


def mark(name: str) -> str:
    """A note's mark as it is written in the text, for "1", "iv" or "*"."""
    return f"[{name.strip('[]() ')}]"


def with_notes(text: str, notes: Sequence[tuple[str, str]]) -> str:
    """``text`` with its notes, (mark, words) each, below it."""
    return "\n".join((text, *(f"{mark(name)} {' '.join(words.split())}" for name, words in notes)))


def notes_of(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Where in a paragraph's ``text`` the notes stand whose marks are in ``text[start:end]``: half-open
    spans, in order. They qualify what is said there ("… except paragraph 9")."""
    wanted = {found["mark"] for found in _MARK.finditer(text, start, end)}
    return tuple(
        found.span() for found in _NOTE.finditer(text) if found["mark"] in wanted and found.start() >= end
    )
