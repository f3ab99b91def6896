"""What every format is turned into."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_ROWS: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Document:
    """A file as text: what Statement.text will be.

    Blocks (paragraphs, headings, list items) are separated by an empty line, or by line breaks as the
    source has them. ``body`` is the offset at which front matter ends, whose keys and values are
    ``fields``. ``properties`` are keys and values that the format keeps beside the text (a page's meta
    elements, a document's properties, a mail's header), under the names of front matter; they are
    trusted less than what the text says. ``headings`` are the offsets at which lines begin that the
    format marks as headings. ``rows`` are the offsets at which rows of tables begin, each with what its first
    cell names (a state, in a compilation). ``pages`` are the offsets at which pages begin, the first page's
    first; empty when there are none. ``notices`` are sentences for the person.
    """

    text: str
    body: int = 0
    fields: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    properties: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    headings: frozenset[int] = frozenset()
    rows: Mapping[int, str] = field(default_factory=lambda: _NO_ROWS)
    pages: tuple[int, ...] = ()
    notices: tuple[str, ...] = ()
