"""A list of expected questions read from a file: text, Markdown, Word or CSV."""

import csv
import io
import re
from pathlib import PurePath

from core.errors import UnreadableError
from ingest.text.decode import decode
from workspace.drafts import read_draft

# What a list may have before a question: a bullet, "3.", "(3)", "Q3:", "問3".
_LEAD = re.compile(
    r"\s*(?:(?:[-*+•・]|[(（]?\d{1,3}[.):])\s+|[(（]?\d{1,3}[．）、：]\s*|Q\s?\d{0,3}\s?[.):．：]\s*"
    r"|問\s?(?:\d{1,3}\s?[.)．）:：]?|[:：])\s*)+"
)
_HEADS = frozenset({"question", "questions", "質問", "設問", "想定問", "問"})


def read_questions(data: bytes, name: str) -> tuple[str, ...]:
    """The questions of a list in their order, each once: one a line, without bullets and numbers, Markdown
    headings left out. Of a CSV file those of the column "question" ("質問"), or of the column with the most
    text. Raises UnreadableError for what cannot be read or holds no question."""
    if PurePath(name).suffix.lower() in (".csv", ".tsv"):
        lines = _column(decode(data, name))
    else:
        lines = [line for line in read_draft(data, name).splitlines() if not line.lstrip().startswith("#")]
    found = dict.fromkeys(question for line in lines if (question := _question(line)))
    if not found:
        raise UnreadableError(f"{name}: there is no question in it; write one a line.")
    return tuple(found)


def _question(line: str) -> str:
    text = " ".join(_LEAD.sub("", line, count=1).split()) if _LEAD.match(line) else " ".join(line.split())
    return text if any(character.isalnum() for character in text) else ""


def _column(text: str) -> list[str]:
    first = text.split("\n", 1)[0]
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count)))
    columns = range(max(map(len, rows), default=0))
    named = (at for at, cell in enumerate(rows[0] if rows else ()) if cell.strip().casefold() in _HEADS)
    at = next(named, None)
    if at is not None:
        rows = rows[1:]
    else:
        at = max(columns, key=lambda c: sum(len(row[c]) for row in rows if len(row) > c), default=0)
    return [row[at] for row in rows if len(row) > at]
