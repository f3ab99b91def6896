"""Is anything lost when an ingestion is killed, the disk is full, or two processes ingest at once?

    python -m evals crashes [--kills 200] [--seed 1]

Kills a process with SIGKILL at random moments of opening, repairing and ingesting a made-up corpus with
the real encoder, files being rewritten in between; fills a small disk (a tmpfs; without the right to mount
one, a limit on the size of files) until nothing more can be stored; and has two processes ingest the same
files at once. After each, the next start must find every statement that was reported as stored, none
twice, and nothing wrong by `Library.check`. Writes ``results/crashes.json``. Needs os.fork.
"""

import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import models
from core.config import load_config
from evals.reading.killed import Child, Open, Tally
from index import Library, OnnxEncoder
from measure import harness
from models.shipped import ENCODER

RESULT = harness.EVALS / "crashes.json"

_WORDS = (
    *("we", "support", "stress", "urge", "regret", "welcome", "the", "of", "on", "for", "with", "government"),
    *("treaty", "mandate", "climate", "security", "ocean", "fisheries", "disarmament", "verification"),
    *("financing", "development", "resilience", "dialogue", "confidence", "measures", "regional", "binding"),
    *("instrument", "norms", "women", "youth", "humanitarian", "access", "protection", "civilians", "budget"),
)
_STATES = ("JPN", "FRA", "KEN", "BRA", "IND", "CAN", "NOR", "EGY")
_CAPACITY = 60  # files for the disks that are filled and for two writers


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
        stored, ended = child.follow(tally, to="found") if begins > 0.2 else (0, "")
        if not ended and begins > 0.5:
            stored, ended = child.follow(tally, to="stored")
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


def main(argv: Sequence[str]) -> int:
    """Do all three with the real encoder and store the result; 1 when anything was lost."""
    parser = harness.parser("evals", "crashes", __doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    model = models.model_path(ENCODER, "model.onnx", load_config().models_dir).parent

    def open_library(home: Path) -> Library:
        return Library.open(home, OnnxEncoder(model), lock_wait=60)

    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rapporteur-crashes-") as folder:
        places = [Path(folder) / part for part in ("kills", "crowd", "disk-1", "disk-2", "disk-4")]
        for place in places:
            place.mkdir()
        parts: dict[str, Any] = {
            "kills": kill_at_random(places[0], open_library, options.kills, options.seed),
            "two_writers": two_writers(places[1], open_library, options.seed),
            "full_disk": [
                fill_disk(place, open_library, megabytes, options.seed)
                for place, megabytes in zip(places[2:], (2, 4, 6), strict=True)
            ],
        }
    sound = all(part["sound"] for part in (parts["kills"], parts["two_writers"], *parts["full_disk"]))
    seconds = int(time.monotonic() - began)
    result: dict[str, Any] = {"sound": sound, "seconds": seconds, "seed": options.seed, **parts}
    harness.write(RESULT, result)
    harness.show(result)
    return 0 if sound else 1


def _look(home: Path, texts: Path, open_library: Open, tally: Tally) -> int:
    """Compare what a library holds when it is opened; how many statements that is."""
    child = Child(home, texts, open_library)
    _, ended = child.follow(tally, to="found")
    child.kill(tally)
    if ended:
        tally.problems.append(ended)
    return tally.found


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
