"""Plain text and Markdown."""

from ingest.about.front_matter import split_front_matter
from ingest.formats.document import Document
from ingest.formats.text_notes import with_notes_below
from ingest.formats.text_tables import with_tables
from ingest.text.decode import decode_noting
from ingest.text.layout import without_page_furniture


def read_text(data: bytes, name: str) -> Document:
    """Plain text and Markdown, front matter split off, tables row by row, HTML comments left out. Raises
    UnreadableError."""
    decoded = decode_noting(data, name)
    plain, furniture = without_page_furniture(without_comments(decoded.text))
    tabled = with_tables(with_notes_below(plain))
    front = split_front_matter(tabled.text)
    what = "page number or footer was" if furniture == 1 else "page numbers or footers were"
    notices = (f"{furniture} {what} left out of the text.",) if furniture else ()
    said = (front.notice,) if front.notice else ()
    return Document(
        tabled.text, front.end, front.pairs, rows=tabled.rows, notices=(*decoded.notices, *said, *notices)
    )


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
