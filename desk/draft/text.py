"""A draft cut into sentences, plain text or Markdown, with exact offsets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.sentences import split_sentences

_HEADING = re.compile(r"(?:#{1,6}[ \t]+)(?P<body>\S.*)?")
_ITEM = re.compile(r"[ \t]*(?:[-*+•·–]|\d{1,3}[.)])[ \t]+")
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
_UNDERLINE = re.compile(r"[ \t]*(?:={3,}|-{3,}|\*{3,}|_{3,})[ \t]*")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
NOTE = re.compile(r"\[\^(?P<name>[\w-]{1,40})\]:[ \t]*(?P<body>.*)")
_EMPHASIS = re.compile(r"(?<!\\)[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}")
_NOTE_MARK = re.compile(r"\[\^[\w-]{1,40}\]")
_STOP = (".", "!", "?", "。", "！", "？", "”", '"', "」", ")", ":", ";", "…")

_LONGEST_HEADING = 120  # characters


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of the draft, ``draft[start:end]``; ``is_heading`` when it is the heading of what follows,
    ``block`` counts the paragraphs, list items and headings."""

    start: int
    end: int
    is_heading: bool
    block: int


def pieces(draft: str) -> tuple[Piece, ...]:
    """The sentences of a draft in order, without list markers, rules and code; notes at its foot are no
    sentences."""
    found: list[Piece] = []
    for number, (start, end, heading) in enumerate(_blocks(draft)):
        if heading:
            found.append(Piece(start, end, True, number))
        else:
            spans = split_sentences(draft[start:end])
            found += [Piece(start + a, start + b, False, number) for a, b in spans]
    return tuple(found)


def notes(draft: str) -> dict[str, tuple[int, int]]:
    """Where the text of each note at the foot of a Markdown draft stands, by the note's name."""
    return {found["name"]: found.span("body") for found in NOTE.finditer(draft)}


def note_names(text: str) -> tuple[str, ...]:
    """Names of the notes that a sentence points to."""
    return tuple(found[0][2:-1] for found in _NOTE_MARK.finditer(text))


def plain(text: str) -> str:
    """A sentence's words: without emphasis and marks of notes, on one line."""
    return " ".join(_EMPHASIS.sub("", _NOTE_MARK.sub("", text)).split())


def _blocks(draft: str) -> Iterator[tuple[int, int, bool]]:
    """(start, end, whether it is a heading) of each paragraph, list item and heading."""
    start = end = -1
    at = 0
    fenced = False
    for line in re.findall(r"[^\n]*\n|[^\n]+", draft):
        begin, at = at, at + len(line)
        body = line.rstrip()
        if _FENCE.match(body):
            fenced = not fenced
        marker = _QUOTE.match(body) or _ITEM.match(body)
        heading = _HEADING.fullmatch(body)
        apart = not body or heading or marker or fenced or _FENCE.match(body) or _UNDERLINE.fullmatch(body)
        note = NOTE.match(body)
        if (apart or note) and start >= 0:
            yield start, end, _is_title(draft, start, end)
            start = -1
        if heading and heading["body"]:
            yield begin + heading.start("body"), begin + len(body), True
        elif (apart and not marker) or note or (marker and marker.end() >= len(body)):
            continue
        elif start < 0:
            start, end = (
                begin + (marker.end() if marker else len(body) - len(body.lstrip())),
                begin + len(body),
            )
        else:
            end = begin + len(body)
    if start >= 0:
        yield start, end, _is_title(draft, start, end)


def _is_title(draft: str, start: int, end: int) -> bool:
    """A short line by itself without a stop, as headings are in plain text and Word."""
    text = plain(draft[start:end])
    short = "\n" not in draft[start:end] and len(text) <= _LONGEST_HEADING and "|" not in text
    return short and not text.endswith(_STOP) and len(split_sentences(text)) == 1
