"""Is anything lost when an ingestion is killed, the disk is full, or two processes ingest at once?

    python -m evals.crashes [--kills 200] [--seed 1]

Kills a process with SIGKILL at random moments of opening, repairing and ingesting a made-up corpus with
the real encoder, files being rewritten in between; fills a small disk (a tmpfs; without the right to mount
one, a limit on the size of files) until nothing more can be stored; and has two processes ingest the same
files at once. After each, the next start must find every statement that was reported as stored, none
twice, and nothing wrong by `Library.check`. Writes ``results/crashes.json``. Needs os.fork.
"""

import argparse
import json
import os
import random
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import models
from core.config import load_config
from core.delegations import Gazetteer
from core.errors import LibraryError
from index import Library, OnnxEncoder
from ingest import discover
from workspace.intake import Intake

RESULT = Path(__file__).with_name("results") / "crashes.json"
ENCODER = "bge-small-en-v1.5-int8"
Open = Callable[[Path], Library]

_WORDS = (
    *("we", "support", "stress", "urge", "regret", "welcome", "the", "of", "on", "for", "with", "government"),
    *("treaty", "mandate", "climate", "security", "ocean", "fisheries", "disarmament", "verification"),
    *("financing", "development", "resilience", "dialogue", "confidence", "measures", "regional", "binding"),
    *("instrument", "norms", "women", "youth", "humanitarian", "access", "protection", "civilians", "budget"),
)
_STATES = ("JPN", "FRA", "KEN", "BRA", "IND", "CAN", "NOR", "EGY")
_PATIENCE = 120.0  # seconds without a word after which a process is taken to hang
_CAPACITY = 60  # files for the disks that are filled and for two writers


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
        del fields["expected"]
        return fields | {"sound": not (self.lost or self.doubled or self.problems)}


def kill_at_random(
    folder: Path, open_library: Open, kills: int, seed: int, longest: float = 1.2
) -> dict[str, object]:
    """Kill ``kills`` processes that ingest into libraries under ``folder``, each at most ``longest``
    seconds after it has begun; its successor looks at what it left."""
    chance = _chance(seed)
    tally = Tally()
    texts, homes = folder / "texts", 0
    _write_corpus(texts, chance)
    while_opening = while_storing = 0
    while while_opening + while_storing < kills:
        child = Child(folder / f"home-{homes}", texts, open_library)
        # one in five already while it opens and repairs the library, half once documents are being stored
        begins = chance.random()
        if begins > 0.2 and child.opened(tally) is None:
            tally.problems.append("A process did not open the library.")
        stored, ended = child.first_stored(tally) if begins > 0.5 else (0, "")
        if not ended:
            more, ended = child.follow(tally, until=time.monotonic() + chance.uniform(0.0, longest))
            stored += more
        stored += child.kill(tally)
        if not ended:
            while_opening += not stored
            while_storing += bool(stored)
            _rewrite_some(texts, tally, chance)
        elif ended != "done":
            tally.problems.append(ended)
        else:  # everything is stored: once more from the beginning
            homes += 1
            tally.expected.clear()
            _write_corpus(texts, chance)
    child = Child(folder / f"home-{homes}", texts, open_library)
    child.follow(tally)
    child.kill(tally)
    return {"while_opening": while_opening, "while_storing": while_storing, **tally.report()}


def two_writers(folder: Path, open_library: Open, seed: int) -> dict[str, object]:
    """Have two processes ingest the same files at once, and a third look."""
    tally, texts, home = Tally(), folder / "texts", folder / "home"
    _write_corpus(texts, _chance(seed), _CAPACITY)
    children = [Child(home, texts, open_library) for _ in range(2)]
    ends = [child.follow(tally, alone=False)[1] for child in children]
    for child in children:
        child.kill(tally)
    stored = _look(home, texts, open_library, tally)
    report = tally.report()
    return report | {
        "ended": ends,
        "files": _CAPACITY,
        "stored": stored,
        "sound": report["sound"] and ends == ["done", "done"] and stored == _CAPACITY,
    }


def fill_disk(folder: Path, open_library: Open, megabytes: float, seed: int) -> dict[str, object]:
    """Ingest on a disk that becomes full; then copy what is there to where there is room, and go on."""
    tally, texts = Tally(), folder / "texts"
    _write_corpus(texts, _chance(seed), 20 * _CAPACITY)
    with _small_disk(folder / "disk", megabytes) as (kind, limit):
        child = Child(folder / "disk" / "home", texts, open_library, limit)
        _, ended = child.follow(tally)
        child.kill(tally)
        shutil.copytree(folder / "disk" / "home", folder / "home")
    stored = _look(folder / "home", texts, open_library, tally)
    report = tally.report()
    return report | {
        "disk": kind,
        "megabytes": megabytes,
        "ended": ended,
        "stored": stored,
        "sound": report["sound"] and ended.startswith("StorageError"),
    }


def main() -> int:
    """Do all three with the real encoder and write the result; 1 when anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m evals.crashes", description="Kill, fill and crowd.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    (artefact,) = models.load_manifest().select([ENCODER])
    name = artefact.files[0].name
    model = models.model_path(ENCODER, name, load_config().models_dir).parent

    def open_library(home: Path) -> Library:
        return Library.open(home, OnnxEncoder(model), lock_wait=60)

    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rapporteur-crashes-") as folder:
        places = [Path(folder) / part for part in ("kills", "crowd", "disk-1", "disk-2", "disk-4")]
        for place in places:
            place.mkdir()
        parts: dict[str, Any] = {
            "kills": kill_at_random(places[0], open_library, arguments.kills, arguments.seed),
            "two_writers": two_writers(places[1], open_library, arguments.seed),
            "full_disk": [
                fill_disk(place, open_library, megabytes, arguments.seed)
                for place, megabytes in zip(places[2:], (2, 4, 6), strict=True)
            ],
        }
    sound = all(part["sound"] for part in (parts["kills"], parts["two_writers"], *parts["full_disk"]))
    result: dict[str, Any] = {
        "sound": sound,
        "seconds": int(time.monotonic() - began),
        "seed": arguments.seed,
        **parts,
    }
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    return 0 if sound else 1


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

    def opened(self, tally: Tally) -> Found | None:
        """Wait until it has told what it found, and compare that; None when it never did."""
        for kind, told in self._messages(time.monotonic() + _PATIENCE):
            if kind == "found":
                found: Found = told
                tally.compare(found)
                return found
        return None

    def first_stored(self, tally: Tally) -> tuple[int, str]:
        """Wait until it has stored something, or has ended: what `follow` gives."""
        for kind, told in self._messages(time.monotonic() + _PATIENCE):
            if kind == "stored":
                tally.note(*told)
                return 1, ""
            if kind == "ended":
                return 0, str(told)
        return 0, "A process fell silent."

    def follow(self, tally: Tally, until: float | None = None, *, alone: bool = True) -> tuple[int, str]:
        """Take note of what it tells until a moment (of time.monotonic), or its end: how many documents it
        stored, and how it ended, ``""`` when it has not. What it found is compared if it was ``alone``."""
        stored = 0
        while True:
            moment = until if until is not None else time.monotonic() + _PATIENCE
            message = next(self._messages(moment), None)
            if message is None:
                return stored, "" if until is not None else "A process fell silent."
            kind, told = message
            if kind == "found" and alone:
                tally.compare(told)
            elif kind == "stored":
                tally.note(*told)
                stored += 1
            elif kind == "ended":
                return stored, told

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
                if kind == "found":
                    told = Found(tuple(map(tuple, told[0])), tuple(told[1]), tuple(told[2]))
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


def _look(home: Path, texts: Path, open_library: Open, tally: Tally) -> int:
    """Compare what a library holds when it is opened; how many statements that is."""
    child = Child(home, texts, open_library)
    found = child.opened(tally)
    child.kill(tally)
    if found is None:
        tally.problems.append("A process did not open the library.")
        return 0
    return len(found.stored)


# The corpus


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  the same corpus and moments every time


def _write_corpus(texts: Path, chance: random.Random, files: int = 150) -> None:
    shutil.rmtree(texts, ignore_errors=True)
    texts.mkdir(parents=True)
    for number in range(files):
        paragraphs = [_paragraph(chance) for _ in range(chance.randint(1, 4))]
        path = texts / f"{chance.choice(_STATES)}_{number:04d}.txt"
        path.write_text("\n\n".join(paragraphs), "utf-8")


def _rewrite_some(texts: Path, tally: Tally, chance: random.Random) -> None:
    """Change a paragraph of some of the files that were stored."""
    for origin in chance.sample(sorted(tally.expected), min(2, len(tally.expected))):
        path = texts / Path(origin).name
        paragraphs = path.read_text("utf-8").split("\n\n")
        paragraphs[chance.randrange(len(paragraphs))] = _paragraph(chance)
        path.write_text("\n\n".join(paragraphs), "utf-8")
        tally.expected[origin] = ""


def _paragraph(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randint(25, 60))).capitalize() + "."


@contextmanager
def _small_disk(folder: Path, megabytes: float) -> Iterator[tuple[str, int]]:
    """A folder on a disk of its own, and 0; or, without the right to mount one, a plain folder and the
    size in bytes to which files are to be limited."""
    folder.mkdir()
    size = int(megabytes * 1024 * 1024)
    mounted = os.geteuid() == 0 and _ran("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    try:
        yield ("tmpfs", 0) if mounted else ("limit on the size of a file", size)
    finally:
        if mounted:
            _ran("umount", "--lazy", str(folder))


def _ran(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
