"""Footnotes in plain text and Markdown: put below the paragraph that has their mark."""

import re
from collections.abc import Sequence

from core.notes import MOST, mark, with_notes

_NOTE = re.compile(
    r"(?:\[\^(?P<md>[\w-]{1,20})\]:|\[(?P<name>\d{1,3}|\*{1,3})\]|(?P<up>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})(?=\s))\s*"
    r"(?P<words>\S.*)"
)
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MOST = 500  # notes that are looked for


def with_notes_below(text: str) -> str:
    """``text`` with each note right below the paragraph that has its mark, as "[1] …"; a note whose mark is
    not in the text above it, or is there twice, stays where it is."""
    if "[" not in text and not re.search(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]", text):
        return text
    paragraphs = re.split(r"(\n[ \t]*\n\s*)", text)  # paragraphs, and what is between them, in turn
    if len(paragraphs) < 3:
        paragraphs = re.split(r"(\n)", text)
    notes = _notes(paragraphs)
    for at, (written, name, words) in notes.items():
        holders = [other for other in range(0, at, 2) if written in paragraphs[other] and other not in notes]
        if len(holders) != 1 or paragraphs[holders[0]].count(written) != 1 or len(words) > MOST:
            continue
        holder = holders[0]
        body = paragraphs[holder].replace(written, mark(name))
        paragraphs[holder] = with_notes(body, [(name, words)])
        paragraphs[at] = ""
        if at:
            paragraphs[at - 1] = ""
    return "".join(paragraphs)


def _notes(paragraphs: Sequence[str]) -> dict[int, tuple[str, str, str]]:
    """Place → how the mark is written in the text, its name, and the note's words."""
    found: dict[int, tuple[str, str, str]] = {}
    for at in range(0, len(paragraphs), 2):
        note = _NOTE.match(paragraphs[at])
        if not note or len(found) == _MOST:
            continue
        words = " ".join((note["words"] + paragraphs[at][note.end() :]).split())
        if note["md"]:
            found[at] = (f"[^{note['md']}]", note["md"], words)
        elif note["name"]:
            found[at] = (mark(note["name"]), note["name"], words)
        else:
            found[at] = (note["up"], note["up"].translate(_PLAIN), words)
    return found
