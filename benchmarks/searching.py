"""How fast a library is searched as it grows: ``python -m benchmarks searching [--home DIR]``.

``DIR`` is a library of General Debate speeches; without one, that of `measure.speeches` is made (half an
hour on two cores). From it, libraries of about 1,000, 10,000 and all its paragraphs are made without
embedding anything again, each is opened in a process of its own and asked 500 different questions, one
after the other, after a few to warm it. Beside it, on the largest, stands LlamaIndex's hybrid over the same
passages and vectors: Chroma and BM25 (bm25s), fused by reciprocal rank, its twenty best read by the same
cross-encoder.

"First hits" are the fused candidates; "evidence" is the whole search with the cross-encoder. Writes
``results/searching.json``.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.child import Emit, Task
from benchmarks.processes import ChildRun, run_child
from benchmarks.questions import searched
from core.config import load_config
from core.delegations import Gazetteer
from measure import harness
from measure.harness import ROOT
from measure.machine import facts
from measure.speeches import speeches_library

RESULT = harness.BENCHMARKS / "searching.json"
SIZES = (1_000, 10_000, 0)  # paragraphs; 0 for all there are
QUESTIONS = 500
HITS = 10
_WARM = 5
TARGETS: Mapping[str, float] = {
    "first_hits_p95": 60.0,
    "evidence_p50": 250.0,
    "evidence_p95": 450.0,
    "open_seconds": 3.0,
}


def main(arguments: Sequence[str]) -> int:
    """Measure, store and print; 0 also where there is no library to measure, which is said."""
    parser = harness.parser("benchmarks", "searching", __doc__)
    parser.add_argument("--home", type=Path, help="a library of General Debate speeches; only read")
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    parser.add_argument("--without-llamaindex", action="store_true")
    parser.add_argument("--out", type=Path, default=RESULT)
    options = parser.parse_args(arguments)
    home = speeches_library(options.home)
    if home is None:
        return 0
    before = facts(ROOT)
    runs: dict[str, ChildRun] = {}
    with tempfile.TemporaryDirectory(prefix="rapporteur-searching-") as work:
        stacks = [("rapporteur", size, "benchmarks.searching:product") for size in SIZES]
        if not options.without_llamaindex:
            stacks.append(("llamaindex", 0, "benchmarks.plain.search:hybrid"))
        for stack, size, place in stacks:
            sys.stderr.write(f"{stack}, {size or 'all'} paragraphs\n")
            task = {
                "source": home.resolve(),
                "work": Path(work) / f"{stack}-{size}",
                "paragraphs": size,
                "questions": options.questions,
                "models_dir": load_config().models_dir,
            }
            runs[f"{stack} {size}"] = run_child(place, task, Path(work), f"Searching with {stack}")
    libraries = [summary(runs[f"rapporteur {size}"]) for size in SIZES]
    found: dict[str, Any] = {
        "rapporteur": libraries,
        "llamaindex": summary(runs["llamaindex 0"]) if "llamaindex 0" in runs else None,
    }
    harness.write(options.out, {"questions": options.questions, "targets": TARGETS, **found}, before)
    harness.show(found)
    return 0


def product(task: Task, emit: Emit) -> None:
    """Open a library of the task's size and search it; reports ``searched``."""
    from index import Library, OnnxEncoder, OnnxReranker
    from models.shipped import ENCODER, RERANKER, model_folder

    models_dir = Path(task["models_dir"]) if task["models_dir"] else None
    source, home = Path(task["source"]), Path(task["work"])
    encoder = OnnxEncoder(model_folder(ENCODER, models_dir))
    reranker = OnnxReranker(model_folder(RERANKER, models_dir))
    if task["paragraphs"]:
        _take_out(source, home, task["paragraphs"], encoder)
    else:
        home = source
    began = time.perf_counter()
    with Library.open(home, encoder, reranker, read_only=True) as library:
        opened = time.perf_counter() - began

        def search(question: str) -> tuple[float, float]:
            started = time.perf_counter()
            result = library.search(question, k=HITS)
            return result.timings_ms["retrieve"], (time.perf_counter() - started) * 1000

        emit(
            "searched",
            {
                "paragraphs": library.scope().paragraphs,
                "passages": library.passage_count(),
                "open_seconds": opened,
                **times(search, searched(task["questions"])),
                "disk_bytes": size_of(home),
            },
        )


def times(search: Callable[[str], tuple[float, float]], asked: Sequence[str]) -> dict[str, list[float]]:
    """Milliseconds to the first hits and to the evidence of every question, after a few to warm up."""
    for question in asked[:_WARM]:
        search(question)
    both = [search(question) for question in asked]
    return {"first_ms": [first for first, _ in both], "evidence_ms": [last for _, last in both]}


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _take_out(source: Path, home: Path, paragraphs: int, encoder: Any) -> None:
    """A library of about ``paragraphs`` paragraphs, every n-th statement of the one in ``source``."""
    from index import Entry, Library
    from ingest import passages
    from measure.remembering import RememberingEncoder, vectors_of

    cached = RememberingEncoder(encoder, vectors_of(source, encoder))
    gazetteer = Gazetteer.load()

    def entries(library: Library) -> Iterator[Entry]:
        rows = library.statements()
        step = max(1, library.scope().paragraphs // paragraphs)
        for row in rows[::step]:
            statement = library.statement(row.id)
            yield Entry(statement, passages(statement, gazetteer))

    with Library.open(source, encoder, read_only=True) as whole, Library.open(home, cached) as part:
        part.put_many(entries(whole))


def summary(run: ChildRun) -> dict[str, Any]:
    """Percentiles in milliseconds, sizes, memory and the seconds it took to open."""
    (record,) = run.of("searched")
    first, evidence = np.array(record["first_ms"]), np.array(record["evidence_ms"])
    return {
        "paragraphs": record["paragraphs"],
        "passages": record["passages"],
        "open_seconds": round(record["open_seconds"], 2),
        "first_hits_ms": _percentiles(first) if len(first) else None,
        "evidence_ms": _percentiles(evidence),
        "peak_bytes": run.peak_bytes,
        "disk_bytes": record["disk_bytes"],
    }


def _percentiles(values: "np.ndarray[Any, Any]") -> dict[str, float]:
    p50, p95, p99 = np.percentile(values, [50, 95, 99])
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1), "p99": round(float(p99), 1)}
