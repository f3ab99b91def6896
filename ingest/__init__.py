"""From a file to a Statement, its numbered paragraphs, and the passages that are embedded."""

from ingest.discover import count, discover, expand
from ingest.inflate import Limits
from ingest.items import READER_REVISION, Item, Refused, exists, fetched, file_item, uploaded
from ingest.passages import context_line, passages
from ingest.read import read_item, read_statement, understand

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
