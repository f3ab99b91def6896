"""From a file to a Statement, its numbered paragraphs, and the passages that are embedded."""

from ingest.discover import discover
from ingest.passages import passages
from ingest.read import read_statement, understand

__all__ = ["discover", "passages", "read_statement", "understand"]
