"""Plain text and Markdown."""

from ingest.about.front_matter import split_front_matter
from ingest.formats.document import Document
from ingest.text.decode import decode_noting
from ingest.text.layout import without_page_furniture


def read_text(data: bytes, name: str) -> Document:
    """Plain text and Markdown, front matter split off. Raises UnreadableError."""
    decoded = decode_noting(data, name)
    text, furniture = without_page_furniture(decoded.text)
    body, fields = split_front_matter(text)
    what = "page number or footer was" if furniture == 1 else "page numbers or footers were"
    notices = (f"{furniture} {what} left out of the text.",) if furniture else ()
    return Document(text, body, fields, notices=(*decoded.notices, *notices))
