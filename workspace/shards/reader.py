"""What a process that helps with ingestion does: read documents, and embed them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from core.config import Config
from core.cores import usable_cores
from core.delegations import Gazetteer
from core.errors import UnreadableError
from index import Entry
from index.ahead import Ahead
from ingest import Item, context_line, passages, read_item
from workspace.retrieval import retrieval_models
from workspace.shards.packing import pack, unpack


class Reader:
    """Makes of a packed list of items a packed list of entries with their vectors, and of an item that can't
    be read the sentence that says why."""

    def __init__(self, gazetteer: Gazetteer, ahead: Ahead) -> None:
        self._gazetteer = gazetteer
        self._ahead = ahead

    def __call__(self, packed: bytes) -> bytes:
        """Raises LibraryError or ModelError."""
        return pack([self._read(item) for item in unpack(packed)])

    def _read(self, item: Item) -> Entry | str:
        try:
            statement = read_item(item, self._gazetteer)
        except UnreadableError as error:
            return str(error)
        return self._ahead.embedded(Entry(statement, passages(statement, self._gazetteer), item.fingerprint))

    def close(self) -> None:
        """Let go of the library's file."""
        self._ahead.close()


Recipe = Callable[[], Reader]
"""Makes a reader in the process that needs one; can be pickled."""


def recipe(config: Config, processes: int) -> Recipe:
    """For readers of which ``processes`` share this machine's cores."""
    return partial(_reader, config, max(1, usable_cores() // processes))


def _reader(config: Config, workers: int) -> Reader:
    found = retrieval_models(config, workers=workers)
    gazetteer = Gazetteer.load()

    def context_of(statement: Any, paragraph: Any) -> str:
        return context_line(statement, paragraph, gazetteer)

    return Reader(gazetteer, Ahead(config.home, found.encoder, found.multilingual, context_of))
