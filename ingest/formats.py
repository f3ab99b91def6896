"""Which formats are read. A format is one function from a file's bytes to a Document."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from types import MappingProxyType

from core.errors import UnreadableError
from ingest.decode import decode
from ingest.front_matter import split_front_matter
from ingest.layout import without_page_furniture


@dataclass(frozen=True, slots=True)
class Document:
    """A file as text: what Statement.text will be. ``body`` is the offset at which front matter, of
    which ``fields`` are the keys and values, ends. ``notices`` are sentences for the person."""

    text: str
    body: int = 0
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    notices: tuple[str, ...] = ()


def read_text(data: bytes, name: str) -> Document:
    """Plain text and Markdown. Raises UnreadableError."""
    text, furniture = without_page_furniture(decode(data, name))
    body, fields = split_front_matter(text)
    what = "page number or footer was" if furniture == 1 else "page numbers or footers were"
    notices = (f"{furniture} {what} left out of the text.",) if furniture else ()
    return Document(text, body, fields, notices)


FORMATS: Mapping[str, Callable[[bytes, str], Document]] = MappingProxyType(
    {".txt": read_text, ".text": read_text, ".md": read_text, ".markdown": read_text}
)


def read_document(data: bytes, name: str) -> Document:
    """Read ``data`` by the ending of ``name``. Raises UnreadableError when the format is not known."""
    suffix = PurePath(name).suffix.lower()
    reader = FORMATS.get(suffix)
    if reader is None:
        kind = f"the format {suffix!r}" if suffix else "a file without an ending"
        raise UnreadableError(f"{name}: {kind} cannot be read; supported are {', '.join(sorted(FORMATS))}.")
    return reader(data, name)
