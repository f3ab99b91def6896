"""From a file to a Statement, its numbered paragraphs, and the passages that are embedded."""

from ingest.read import read_item, read_statement, understand
from ingest.sources.discover import count, discover, expand
from ingest.sources.inflate import Limits
from ingest.sources.items import READER_REVISION, Item, Refused, exists, fetched, file_item, uploaded
from ingest.text.passages import context_line, passages

__all__ = [
    "READER_REVISION",
    "Item",
    "Limits",
    "Refused",
    "context_line",
    "count",
    "discover",
    "exists",
    "expand",
    "fetched",
    "file_item",
    "passages",
    "read_item",
    "read_statement",
    "understand",
    "uploaded",
]
