"""How a library behaves as it grows: ``python -m benchmarks growth --home DIR [--sizes N …]``.

``DIR`` is a library of General Debate speeches. A library is made of its paragraphs, dealt out anew
(`benchmarks.growth.made`: the titles say so), with a Chroma server beside it, and grown from one size to the
next. The vectors are not computed: they are those of the passages that were embedded before, moved by as much
as another line of context moves one. So what is measured is searching and storing, and not the encoder.

At each size, in a process of its own: how long opening takes; the milliseconds to the fused candidates
without a filter and under five, by the clock and of processor time (which others' work on the machine leaves
as it is); the share of the 50 exactly nearest passages that the vector search finds,
and its milliseconds; listing all statements; the memory of that process and of the server. Beside it, at the
sizes that are named, LlamaIndex's own hybrid (`benchmarks.plain.search`) over the same passages and vectors,
with a limit of time. Size 0 is the library itself, as it is, with its own vectors. What was measured before
is kept: a size that is measured again replaces itself. Writes ``results/growth.json`` and
``results/growth.svg``.
"""

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.growth.chroma import chroma
from benchmarks.growth.plot import plotted
from benchmarks.processes import free_port, run_child
from benchmarks.searching import size_of, summary
from core.config import load_config
from core.errors import RapporteurError
from index.vectors.folder import COLLECTION
from index.vectors.opened import FOLDER
from measure import harness
from measure.harness import ROOT
from measure.machine import facts
from measure.speeches import speeches_library

RESULT = harness.BENCHMARKS / "growth.json"
SIZES = (10_000, 100_000)
QUESTIONS = 200
WORK = ROOT / "var" / "growth"
_LIMIT_S = 4 * 3600.0
_PLAIN_LIMIT_S = 1800.0
TARGETS: Mapping[str, float] = {
    "fused_p95_ms": 400.0,
    "recall": 0.97,
    "memory_bytes": 4e9,
    "open_seconds": 5.0,
}


def main(arguments: Sequence[str]) -> int:
    """Grow, measure, store and print; 0 also where there are no speeches, which is said."""
    parser = harness.parser("benchmarks", "growth", __doc__)
    parser.add_argument("--home", type=Path, help="a library of General Debate speeches; only read")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="paragraphs; 0: DIR itself")
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    parser.add_argument("--work", type=Path, default=WORK, help="where the made library is, and stays")
    parser.add_argument("--build-only", action="store_true", help="grow the library and measure nothing")
    parser.add_argument(
        "--llamaindex", type=int, nargs="*", default=(), help="of these sizes, its hybrid, too"
    )
    parser.add_argument("--out", type=Path, default=RESULT)
    options = parser.parse_args(arguments)
    source = speeches_library(options.home)
    if source is None:
        return 0
    options.work.mkdir(parents=True, exist_ok=True)
    port = _port(options.work / "port")
    for size in sorted({*options.sizes, *options.llamaindex}):
        before = facts(ROOT)
        task = {
            "source": source.resolve(),
            "home": (options.work / "home").resolve(),
            "work": (options.work / "llamaindex").resolve(),
            "paragraphs": size,
            "questions": options.questions,
            "models_dir": load_config().models_dir,
            "url": f"http://127.0.0.1:{port}",
            "chroma": (options.work / "chroma").resolve(),
        }
        if size == 0:
            task |= own(source, options.work / "own")
        with chroma(Path(task["chroma"]), port):
            place = f"benchmarks.growth.measured:{'build' if size else 'adopt'}"
            (built,) = run_child(place, task, options.work, "Building", limit_s=_LIMIT_S).of("built")
        sys.stderr.write(f"{size:,} paragraphs: {built}\n")
        if options.build_only:
            continue
        row: dict[str, Any] = {"size": size, "built": built}
        if size in options.sizes:
            row["rapporteur"] = product(task, options.work, port)
        if size in options.llamaindex:
            row["llamaindex"] = beside(task)
        keep(options.out, row, options.questions, before)
    return 0


def product(task: Mapping[str, Any], work: Path, port: int) -> dict[str, Any]:
    """The library of the task's size, opened and searched with a server that has just been started."""
    with chroma(Path(task["chroma"]), port) as server:
        asked = {**task, "server": server.process.pid}
        run = run_child("benchmarks.growth.measured:product", asked, work, "Searching", limit_s=_LIMIT_S)
        memory = server.memory()
    (found,) = run.of("searched")
    return {
        **found,
        "memory_bytes": run.peak_bytes,
        "server_memory_bytes": memory,
        "disk_bytes": size_of(Path(task["home"])) + size_of(Path(task["chroma"])),
    }


def own(source: Path, work: Path) -> dict[str, Any]:
    """A copy of the library itself, whose folder of vectors a server can be given."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(source, work / "home", ignore=shutil.ignore_patterns(FOLDER))
    shutil.copytree(source / FOLDER, work / FOLDER)
    return {"home": work / "home", "chroma": work / FOLDER, "collection": COLLECTION}


def beside(task: Mapping[str, Any]) -> dict[str, Any]:
    """LlamaIndex's hybrid over the same, or how it ended."""
    work = Path(task["work"])
    shutil.rmtree(work, ignore_errors=True)
    try:
        run = run_child(
            "benchmarks.plain.search:hybrid",
            {**task, "source": task["home"]},
            work.parent,
            "LlamaIndex",
            limit_s=_PLAIN_LIMIT_S,
        )
    except RapporteurError as error:
        return {"ended": str(error), "limit_seconds": _PLAIN_LIMIT_S}
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return summary(run)


def keep(path: Path, row: Mapping[str, Any], questions: int, before: Mapping[str, Any]) -> None:
    """Put one size's figures beside those of the others, each with the circumstances it was measured in."""
    rows: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["sizes"] if path.is_file() else []
    earlier = next((one for one in rows if one["size"] == row["size"]), {})
    made = {
        "commit": before["commit"],
        "dirty": before["dirty"],
        "load_before": before["machine"]["load_before"],
    }
    merged = {**earlier, **row, "measured": made}
    rows = sorted([one for one in rows if one["size"] != row["size"]] + [merged], key=lambda one: one["size"])
    harness.write(path, {"questions": questions, "targets": TARGETS, "sizes": rows}, before)
    path.with_suffix(".svg").write_text(plotted(rows, TARGETS["fused_p95_ms"]), "utf-8")
    harness.show(merged)


def _port(kept: Path) -> int:
    """Where the server answers; the same each time, as a library knows its store by its address."""
    if not kept.is_file():
        kept.write_text(str(free_port()))
    return int(kept.read_text())
