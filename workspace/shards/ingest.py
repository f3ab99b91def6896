"""Ingestion with several processes."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from core.config import Config
from core.errors import UsageError
from core.records import Adding
from index import Library
from ingest import Item, Refused
from workspace.intake import Intake
from workspace.shards.deal import Crew, read_in_shards
from workspace.shards.processes import Processes
from workspace.shards.reader import recipe
from workspace.storing import Read

MOST = 256  # processes of one machine


def ingest_in_shards(
    intake: Intake,
    library: Library,
    config: Config,
    inputs: Iterable[Path | str],
    processes: int,
    stop: threading.Event | None = None,
) -> Iterator[Adding]:
    """As `Intake.ingest`, with ``processes`` that read and embed beside this one, which stores. Raises
    UsageError for a number of processes that cannot be."""
    if not 1 <= processes <= MOST:
        raise UsageError(f"{processes} processes cannot be; give --processes a number from 1 to {MOST}.")
    return sharded(intake, library, Processes(recipe(config, processes), processes), inputs, stop)


def sharded(
    intake: Intake,
    library: Library,
    crew: Crew,
    inputs: Iterable[Path | str],
    stop: threading.Event | None = None,
) -> Iterator[Adding]:
    """`Intake.ingest` with ``crew``, which is closed at the end."""

    def reading(items: Iterable[Item | Refused], stopped: threading.Event) -> Iterator[Read]:
        return read_in_shards(items, library, crew, stopped)

    with closing(crew):
        yield from intake.ingest(inputs, stop=stop, reading=reading)
