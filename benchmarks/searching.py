"""How fast a library is searched as it grows: ``python -m benchmarks.searching [--home DIR]``.

``DIR`` is a library of General Debate speeches; without one, that of `measure.speeches` is made (half an
hour on two cores). From it, libraries of about 1,000, 10,000 and all its paragraphs are made without
embedding anything again, each is opened in a process of its own and asked 500 different questions, one
after the other, after a few to warm it. Beside it, on the largest, stands LlamaIndex's hybrid over the same
passages and vectors: Chroma and BM25 (bm25s), fused by reciprocal rank, its twenty best read by the same
cross-encoder.

"First hits" are the fused candidates; "evidence" is the whole search with the cross-encoder. Writes
``results/searching.json`` and ``docs/searching.svg``.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.plot import curves
from benchmarks.processes import ROOT, ChildRun, run_reporting
from core.config import load_config
from measure.machine import facts
from measure.speeches import speeches_library

RESULT = Path(__file__).with_name("results") / "searching.json"
PLOT = ROOT / "docs" / "searching.svg"
SIZES = (1_000, 10_000, 0)  # paragraphs; 0 for all there are
QUESTIONS = 500
TARGETS: Mapping[str, float] = {
    "first_hits_p95": 60.0,
    "evidence_p50": 250.0,
    "evidence_p95": 450.0,
    "open_seconds": 3.0,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.searching", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--home", type=Path, help="a library of General Debate speeches; only read")
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    parser.add_argument("--without-llamaindex", action="store_true")
    parser.add_argument("--out", type=Path, default=RESULT)
    args = parser.parse_args(argv)
    home = speeches_library(args.home)
    if home is None:
        return 0
    models_dir = load_config().models_dir
    runs: dict[str, ChildRun] = {}
    with tempfile.TemporaryDirectory(prefix="rapporteur-searching-") as work:
        stacks = [("rapporteur", size) for size in SIZES]
        stacks += [] if args.without_llamaindex else [("llamaindex", 0)]
        for stack, size in stacks:
            sys.stderr.write(f"— {stack}, {size or 'all'} paragraphs\n")
            task = {
                "stack": stack,
                "source": str(home.resolve()),
                "work": str(Path(work) / f"{stack}-{size}"),
                "paragraphs": size,
                "questions": args.questions,
                "models_dir": str(models_dir) if models_dir else None,
            }
            runs[f"{stack} {size}"] = run_reporting(
                "benchmarks.searching_child", json.dumps(task), Path(work), f"Searching with {stack}"
            )
    libraries = [summary(runs[f"rapporteur {size}"]) for size in SIZES]
    result: dict[str, Any] = {
        **facts(ROOT),
        "questions": args.questions,
        "targets": TARGETS,
        "rapporteur": libraries,
        "llamaindex": None if args.without_llamaindex else summary(runs["llamaindex 0"]),
    }
    args.out.parent.mkdir(exist_ok=True)
    args.out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    if args.out == RESULT:
        PLOT.write_text(plotted(libraries), "utf-8")
    sys.stdout.write(json.dumps({k: result[k] for k in ("rapporteur", "llamaindex")}, indent=1) + "\n")
    return 0


def summary(run: ChildRun) -> dict[str, Any]:
    """Percentiles in milliseconds, sizes, memory and the seconds it took to open."""
    (record,) = [record for record in run.records if record["milestone"] == "searched"]
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


def plotted(libraries: Sequence[dict[str, Any]]) -> str:
    """An SVG of latency over the number of paragraphs."""
    sizes = [float(library["paragraphs"]) for library in libraries]
    series = {
        "first hits, p50": [library["first_hits_ms"]["p50"] for library in libraries],
        "first hits, p95": [library["first_hits_ms"]["p95"] for library in libraries],
        "evidence, p50": [library["evidence_ms"]["p50"] for library in libraries],
        "evidence, p95": [library["evidence_ms"]["p95"] for library in libraries],
    }
    return curves(sizes, series, x="paragraphs", y="milliseconds")


def _percentiles(values: "np.ndarray[Any, Any]") -> dict[str, float]:
    p50, p95, p99 = np.percentile(values, [50, 95, 99])
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1), "p99": round(float(p99), 1)}


if __name__ == "__main__":
    sys.exit(main())
