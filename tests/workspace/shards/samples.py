"""Speeches to take in, and readers with a cheap encoder that can be made in another process."""

import os
import signal
import sqlite3
import threading
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from core.delegations import Gazetteer
from core.records import Adding
from index import Library
from index.ahead import Ahead
from ingest import context_line
from tests.index.library_samples import HashEncoder
from workspace.intake import Intake
from workspace.shards.deal import Crew
from workspace.shards.ingest import sharded
from workspace.shards.processes import Processes
from workspace.shards.reader import Reader, Recipe

GAZETTEER = Gazetteer.load()


def reader(home: Path) -> Reader:
    return Reader(GAZETTEER, Ahead(home, HashEncoder(), None, partial(context_line, gazetteer=GAZETTEER)))


class Mortal(Reader):
    """Is killed over a document that says so: each time, or ``once``."""

    def __init__(self, home: Path, once: Path | None) -> None:
        super().__init__(GAZETTEER, Ahead(home, HashEncoder(), None, None))
        self._once = once

    def __call__(self, packed: bytes) -> bytes:
        if b"fatal" in packed and not (self._once and self._once.exists()):
            if self._once:
                self._once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(packed)


def speeches(folder: Path, count: int = 20) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for at in range(count):
        words = f"Our delegation has a view on topic {at}.\n\nIt is a firm view of topic {at % 7}.\n"
        (folder / f"KEN_{40 + at}_{1985 + at}.txt").write_text(words, "utf-8")
    return folder


def with_processes(home: Path, folder: Path, crew: Crew, stop: threading.Event | None = None) -> list[Adding]:
    with Library.open(home, HashEncoder()) as library:
        return list(sharded(Intake(library, GAZETTEER), library, crew, [folder], stop))


def processes(made_by: Recipe) -> Processes:
    return Processes(made_by, 2)


def contents(home: Path) -> dict[str, list[Any]]:
    """All that the catalogue says of the statements."""
    tables = (
        "statements",
        "texts",
        "origins",
        "paragraphs",
        "passages",
        "turns",
        "embeddings",
        "passage_words",
    )
    with closing(sqlite3.connect(home / "library.sqlite3")) as connection:
        return {name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall()) for name in tables}
