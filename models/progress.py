"""How far a pull is."""

import sys
from dataclasses import dataclass, field
from typing import Any, Protocol


class Progress(Protocol):
    """Told what a pull does; all numbers are bytes of the whole artefact."""

    def start(self, artefact: str, total: int, done: int) -> None:
        """An artefact is begun, of which ``done`` bytes are there already."""

    def at(self, done: int) -> None:
        """``done`` bytes are there now; may be less than before when something is fetched anew."""

    def finish(self) -> None:
        """The artefact is done with, complete or not."""

    def say(self, sentence: str) -> None:
        """Something the person should know."""


class Silent:
    """Reports nothing."""

    def start(self, artefact: str, total: int, done: int) -> None:
        """Nothing."""

    def at(self, done: int) -> None:
        """Nothing."""

    def finish(self) -> None:
        """Nothing."""

    def say(self, sentence: str) -> None:
        """Nothing."""


@dataclass(slots=True)
class Bar:
    """A progress bar with bytes and rate on standard error."""

    _bar: Any = field(default=None, init=False)

    def start(self, artefact: str, total: int, done: int) -> None:
        """Draw the bar."""
        from tqdm import tqdm

        # In a log, where a bar cannot be redrawn, a line every few seconds is enough.
        interval = 0.2 if sys.stderr.isatty() else 5.0
        self._bar = tqdm(
            desc=artefact,
            total=total,
            initial=done,
            unit="B",
            unit_scale=True,
            file=sys.stderr,
            mininterval=interval,
            dynamic_ncols=True,
        )

    def at(self, done: int) -> None:
        """Move it."""
        self._bar.update(done - self._bar.n)

    def finish(self) -> None:
        """Leave it as it stands."""
        self._bar.close()

    def say(self, sentence: str) -> None:
        """Write the sentence on a line of its own."""
        from tqdm import tqdm

        tqdm.write(sentence, file=sys.stderr)
