"""The interface to a place that model files can be fetched from."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from models.manifest import ModelFile


class Unavailable(Exception):  # noqa: N818 - says what is so, and is never shown as an error
    """A source cannot give a file now; the message is a short clause saying why."""


class NotOffered(Unavailable):
    """The manifest does not name this source for the file."""


class Source(Protocol):
    """Somewhere a model file may be had.

    ``fetch`` extends ``part``, which may hold the first bytes of the file already, until it is
    ``file.bytes`` long. It reports that length to ``advance`` as it grows, keeps temporary files
    in ``scratch`` (a folder that lasts as long as the pull), and does not check the hash: whoever
    calls does. Raises Unavailable, leaving in ``part`` only what can be continued from; OSError
    when the disk refuses.
    """

    @property
    def name(self) -> str:
        """What a person would call it, in the middle of a sentence."""

    def fetch(self, file: ModelFile, part: Path, scratch: Path, advance: Callable[[int], None]) -> None:
        """Complete ``part``."""


def size_of(path: Path) -> int:
    """The length of a file in bytes, 0 when there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
