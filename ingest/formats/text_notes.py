"""Footnotes in plain text and Markdown: put below the paragraph that has their mark."""

import re
from collections.abc import Sequence

from core.notes import MOST, mark, with_notes

_NOTE = re.compile(
    r"(?:\[\^(?P<md>[\w-]{1,20})\]:|\[(?P<name>\d{1,3}|\*{1,3})\]|(?P<up>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})(?=\s))\s*"
    r"(?P<words>\S.*)"
)
_ITEM = re.compile(r"[ \t]*(?:\(?\w{1,4}[.)]|OP\s?\d+)\s")
_RULE = re.compile(r"(?:[ \t]*[_─—-]{5,}[ \t]*)")
_NUMBERED = re.compile(r"[ \t]*(?P<n>[1-9]\d?)[.)]?[ \t]+(?=[A-Z“\"(])")
_STARRED = re.compile(r"[ \t]*(?P<stars>\*{1,3})[ \t]*(?=[A-Z“\"(\u3040-\u9fff])(?!.*\*)")
_SENTENCE = re.compile(r"[.!?;。！？][\"”’)]*\*{0,3}\s*$")
_BULLET = re.compile(r"[ \t]*[*•·‣–-][ \t]")
_UNIT = re.compile(r"(?<![^\W\d_])(?:[kdcm]?m|ft|mi|in)$")  # of length, raised to a square or cube
_MOST_STARS = 10
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MOST = 500  # notes that are looked for


def with_notes_below(text: str) -> str:
    """``text`` with each note right below the paragraph that has its mark, as "[1] …"; a note whose mark is
    not in the text above it, or is there twice, stays where it is."""
    text = _with_raised_marks(text)
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
        paragraphs[holder] = _with_note(body, name, words)
        paragraphs[at] = ""
        if at:
            paragraphs[at - 1] = ""
    return "".join(paragraphs)


def _with_note(body: str, name: str, words: str) -> str:
    """A block with a note below it, or below the line with its mark where the next begins an item."""
    lines = body.split("\n")
    at = next(n for n, line in enumerate(lines) if mark(name) in line)
    if at + 1 < len(lines) and _ITEM.match(lines[at + 1]):
        return "\n".join([with_notes("\n".join(lines[: at + 1]), [(name, words)]), *lines[at + 1 :]])
    return with_notes(body, [(name, words)])


def _with_raised_marks(text: str) -> str:
    """``text`` with the numbers of notes below a rule raised, each note a paragraph, and their marks above
    it: print raises them, plain text does not. All of them stay where one has no mark that is there just
    once: they may number paragraphs."""
    lines = text.split("\n")
    _bracket_stars(lines)
    above = 0  # where the page begins
    for rule in [at for at, line in enumerate(lines) if _RULE.fullmatch(line)]:
        first = rule + 1
        if first < len(lines) and not lines[first].strip():
            first += 1
        end = next((at for at in range(first, len(lines)) if not lines[at].strip()), len(lines))
        notes = [(at, found) for at in range(first, end) if (found := _NUMBERED.match(lines[at]))]
        marks = [_mark_in(lines[above:rule], note["n"]) for _, note in notes]
        places = [mark for mark in marks if mark]
        if len(places) == len(notes) and not _goes_on(notes, lines[end:]):
            for (at, note), (line, start) in zip(notes, places, strict=True):
                raised, words = note["n"].translate(_RAISED), lines[above + line]
                lines[above + line] = words[:start] + raised + words[start + len(note["n"]) :]
                lines[at] = f"\n{raised} {lines[at][note.end() :]}"
        above = end
    return "\n".join(lines)


def _goes_on(notes: Sequence[tuple[int, re.Match[str]]], below: Sequence[str]) -> bool:
    """Whether the number after the last one stands below: paragraphs are numbered then."""
    after = _NUMBERED.match(next((line for line in below if line.strip()), ""))
    return after is not None and bool(notes) and int(after["n"]) == int(notes[-1][1]["n"]) + 1


def _bracket_stars(lines: list[str]) -> None:
    """Write "[*]" for the stars of notes at the text's end, and for their marks in sentences above: not for
    the bullets of a list, nor for the ends of what is emphasized."""
    end = len(lines)
    notes: list[tuple[int, str]] = []
    while end and len(notes) < _MOST_STARS:
        end -= 1
        if found := _STARRED.match(lines[end]):
            notes.append((end, found["stars"]))
        elif lines[end].strip():
            break
    if lines[end].rstrip().endswith((":", "：")) or _BULLET.match(lines[end]):
        return
    for at, stars in notes:
        if sum(other == stars for _, other in notes) > 1:
            continue
        written = re.compile(rf"(?<!\*){re.escape(stars)}(?!\*)")
        glued = re.compile(rf"(?<=[\w.,;:)”\"’])(?<!\*){re.escape(stars)}(?![*\w])")
        marked = [n for n in range(end + 1) if _SENTENCE.search(lines[n]) and glued.search(lines[n])]
        if len(marked) == 1 and len(written.findall(_paragraph(lines, marked[0]))) == 1:
            lines[marked[0]] = glued.sub(f"[{stars}]", lines[marked[0]])
            lines[at] = f"\n[{stars}] {lines[at].lstrip()[len(stars) :].lstrip()}"


def _paragraph(lines: Sequence[str], at: int) -> str:
    """The lines around line ``at`` up to blank ones."""
    first, last = at, at
    while first and lines[first - 1].strip():
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].strip():
        last += 1
    return "\n".join(lines[first : last + 1])


def _mark_in(lines: Sequence[str], number: str) -> tuple[int, int] | None:
    """(line, place) of the only mark of a note: its number right after a word or a stop, not after a unit."""
    glued = re.compile(rf"(?<=[a-zà-ÿ.,;:)\]”\"’])(?<!\d[.,]){number}(?![\w.,]\w|\w)")
    found = [
        (at, one.start())
        for at, line in enumerate(lines)
        for one in glued.finditer(line)
        if not _UNIT.search(line, 0, one.start())
    ]
    return found[0] if len(found) == 1 else None


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
