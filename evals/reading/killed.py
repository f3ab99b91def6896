"""A process that ingests and can be killed, and what its successor must find."""

import json
import os
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from core.delegations import Gazetteer
from core.errors import LibraryError
from index import Library
from ingest import discover
from workspace.intake import Intake

Open = Callable[[Path], Library]
_PATIENCE = 120.0  # seconds without a word after which a process is taken to hang


@dataclass(frozen=True, slots=True)
class Found:
    """What a process saw on opening a library: (origin, statement id) pairs, and what was told."""

    stored: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]
    notices: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """What was expected of a library and what came of it. ``expected`` holds by origin the id that was
    last reported as stored, ``""`` when the file was rewritten since."""

    expected: dict[str, str] = field(default_factory=dict)
    reported: int = 0
    found: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    repairs: dict[str, int] = field(default_factory=dict)

    def note(self, origin: str, statement_id: str) -> None:
        """A document was reported as stored."""
        self.expected[origin] = statement_id
        self.reported += 1

    def compare(self, found: Found) -> None:
        """Look for what was reported in what is there."""
        self.found = len(found.stored)
        ids: dict[str, list[str]] = {}
        for origin, statement_id in found.stored:
            ids.setdefault(origin, []).append(statement_id)
        for origin, expected in self.expected.items():
            if origin not in ids or (expected and expected not in ids[origin]):
                self.lost.append(f"{Path(origin).name} as {expected or 'anything'}")
        self.doubled += [Path(origin).name for origin, several in ids.items() if len(several) > 1]
        self.problems += found.problems
        for notice in found.notices:
            kind = "".join("n" if character.isdigit() else character for character in notice)
            self.repairs[kind] = self.repairs.get(kind, 0) + 1

    def report(self) -> dict[str, object]:
        """For the result; ``sound`` when nothing was lost, doubled or left wrong."""
        fields = asdict(self)
        del fields["expected"], fields["found"]
        return fields | {"sound": not (self.lost or self.doubled or self.problems)}


class Child:
    """A forked process that opens a library, tells what it finds, and ingests a folder into it, telling of
    each document once it is stored. ``limit`` is the size in bytes beyond which no file of its can grow."""

    def __init__(self, home: Path, texts: Path, open_library: Open, limit: int = 0) -> None:
        reading, writing = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(reading)
            _ingest(home, texts, open_library, limit, writing)
        os.close(writing)
        self._pipe = reading
        self._unread = b""

    def follow(
        self, tally: Tally, until: float | None = None, *, to: str = "ended", alone: bool = True
    ) -> tuple[int, str]:
        """Take note of what it tells up to the first message of the kind ``to``, until a moment (of
        time.monotonic) or its end: how many documents it stored, and how it ended, "" when it has not.
        What it found is compared with what was expected if it was ``alone``."""
        stored = 0
        while True:
            moment = until if until is not None else time.monotonic() + _PATIENCE
            message = next(self._messages(moment), None)
            if message is None:
                return stored, "" if until is not None else "A process fell silent."
            kind, told = message
            if kind == "found" and alone:
                tally.compare(Found(tuple(map(tuple, told[0])), tuple(told[1]), tuple(told[2])))
            elif kind == "stored":
                tally.note(*told)
                stored += 1
            elif kind == "ended":
                return stored, str(told)
            if kind == to:
                return stored, ""

    def kill(self, tally: Tally) -> int:
        """End it with SIGKILL, and take note of what it had told by then; how many documents it stored."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        told = [message for kind, message in self._messages(None) if kind == "stored"]
        for message in told:
            tally.note(*message)
        os.close(self._pipe)
        return len(told)

    def _messages(self, until: float | None) -> Iterator[tuple[str, Any]]:
        """Whole lines that it wrote, until a moment; None for all there are of a process that has ended."""
        while True:
            line, found, rest = self._unread.partition(b"\n")
            if found:
                self._unread = rest
                kind, told = json.loads(line)
                yield kind, told
                continue
            left = None if until is None else max(until - time.monotonic(), 0)
            if until is not None and not select.select([self._pipe], [], [], left)[0]:
                return
            part = os.read(self._pipe, 1 << 16)
            if not part:
                return
            self._unread += part


def _ingest(home: Path, texts: Path, open_library: Open, limit: int, pipe: int) -> NoReturn:
    """What the forked process does. It never returns into its parent's code."""

    def tell(kind: str, told: object) -> None:
        os.write(pipe, json.dumps([kind, told]).encode() + b"\n")

    ended = "It was ended by an error."
    try:
        if limit:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        with open_library(home) as library:
            pairs = [(origin, s.id) for s in library.statements() for origin in s.origins]
            tell("found", (pairs, library.check(), library.notices))
            for step in Intake(library, Gazetteer.load()).add(discover([texts])):
                if step.statement_id:
                    tell("stored", (step.origin, step.statement_id))
                elif step.outcome == "refused":
                    tell("ended", f"{step.name} was refused: {step.detail}")
        ended = "done"
    except LibraryError as error:
        ended = f"{type(error).__name__}: {error}"
    finally:
        if sys.exc_info()[0] is not None:
            traceback.print_exc()
        tell("ended", ended)
        os._exit(0)
