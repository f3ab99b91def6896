"""Plain text and Markdown."""

import re

from ingest.about.front_matter import split_front_matter
from ingest.formats.document import Document
from ingest.formats.hyphens import Words
from ingest.formats.text_notes import with_notes_below
from ingest.formats.text_tables import with_tables
from ingest.text.decode import decode_noting
from ingest.text.layout import without_page_furniture

_UNDERLINE = re.compile(r"^[ \t]*([-=~])\1{2,}[ \t]*$", re.MULTILINE)
_TITLE = re.compile(r"(?![#|>*-]).{2,99}[^.!?:;,。、|]")
_BROKEN = re.compile(r"[a-zà-ÿ]-\n[a-zà-ÿ]")
_BROKEN_END = re.compile(r"[a-zà-ÿ]{2}-$")


def read_text(data: bytes, name: str) -> Document:
    """Plain text and Markdown, front matter split off, tables row by row, HTML comments left out. Raises
    UnreadableError."""
    decoded = decode_noting(data, name)
    plain, furniture = without_page_furniture(without_comments(decoded.text))
    plain = _with_marked_headings(without_hyphens(plain))
    tabled = with_tables(with_notes_below(plain))
    front = split_front_matter(tabled.text)
    what = "page number or footer was" if furniture == 1 else "page numbers or footers were"
    notices = (f"{furniture} {what} left out of the text.",) if furniture else ()
    said = (front.notice,) if front.notice else ()
    return Document(
        tabled.text, front.end, front.pairs, rows=tabled.rows, notices=(*decoded.notices, *said, *notices)
    )


def _with_marked_headings(text: str) -> str:
    """``text`` with underlined headings as Markdown marks them: "Aims" above "----" as "## Aims"."""
    if not _UNDERLINE.search(text):
        return text
    lines = text.split("\n")
    for at in range(1, len(lines)):
        title = lines[at - 1].strip()
        rule = lines[at].strip()
        alone = at == 1 or not lines[at - 2].strip()
        alike = bool(title) and len(title) / 2 <= len(rule) <= 2 * len(title) + 2
        if alone and alike and _UNDERLINE.fullmatch(rule) and _TITLE.fullmatch(title):
            lines[at - 1], lines[at] = f"## {title}", ""
    return "\n".join(lines)


def without_hyphens(text: str) -> str:
    """``text`` with the words that were broken at the ends of lines put together again, where it has them
    whole elsewhere: other texts end lines only at hyphens that belong there ("medium-term")."""
    if not _BROKEN.search(text):
        return text
    lines = text.split("\n")
    words = Words(lines)
    whole: list[str] = []
    for line in lines:
        broken = bool(whole) and bool(_BROKEN_END.search(whole[-1])) and line[:1].islower()
        if broken and words.is_broken(whole[-1], line):
            first, _, rest = line.partition(" ")
            whole[-1] = whole[-1][:-1] + first
            whole += [rest] if rest else []
        else:
            whole.append(line)
    return "\n".join(whole)


def without_comments(text: str) -> str:
    """``text`` without ``<!-- … -->``; one that is never closed is text."""
    parts = []
    at = 0
    while (opens := text.find("<!--", at)) >= 0 and (closes := text.find("-->", opens + 4)) >= 0:
        before = text[at:opens]
        at = closes + 3
        if before.endswith("\n\n") and text.startswith("\n\n", at):
            before = before[:-2]  # it stood alone: one empty line is enough
        parts.append(before)
    return "".join((*parts, text[at:]))
