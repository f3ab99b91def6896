"""How fast statements go in: ``python -m benchmarks ingestion``.

One sample of General Debate speeches (``SAMPLE`` files drawn with a fixed seed from the development
data, which must lie beside the repository) is taken in by three processes, one after the other:

* ``encoder``: the shipped encoder embeds the very passages that Rapporteur makes of the sample, and
  nothing else is done; passages are read and cut before the clock starts. The upper bound.
* ``rapporteur``: files → paragraphs → embeddings → SQLite, full-text index and Chroma, as
  ``rapporteur ingest`` does it; then the same again, which should change nothing.
* ``llamaindex``: SimpleDirectoryReader → IngestionPipeline (SentenceSplitter with a chunk size that
  gives as many chunks, and the same encoder) → Chroma.

Clocks start when libraries and models are loaded. Writes ``results/ingestion.json``.
"""

import random
import sys
import tarfile
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.child import Emit, Task
from benchmarks.processes import ChildRun, run_child
from core.config import load_config
from measure import harness
from measure.machine import facts

RESULT = harness.BENCHMARKS / "ingestion.json"
SPEECHES = harness.DATA / "ungdc" / "ungdc_open.tar.xz"
SAMPLE = 150
SEED = 20
STACKS: Mapping[str, str] = {
    "encoder": "benchmarks.ingestion:bare_encoder",
    "rapporteur": "benchmarks.ingestion:product",
    "llamaindex": "benchmarks.plain.ingestion:pipeline",
}


def main(arguments: Sequence[str]) -> int:
    """Measure, store and print; 0 also where the development data are missing, which is said."""
    parser = harness.parser("benchmarks", "ingestion", __doc__)
    parser.add_argument("--files", type=int, default=SAMPLE, help=f"size of the sample (default: {SAMPLE})")
    parser.add_argument("--out", type=Path, default=RESULT)
    options = parser.parse_args(arguments)
    if harness.lacks("ingestion", SPEECHES):
        return 0
    before = facts(harness.ROOT)
    runs: dict[str, ChildRun] = {}
    with tempfile.TemporaryDirectory(prefix="rapporteur-ingestion-") as work:
        names = extract(SPEECHES, Path(work) / "sample", options.files)
        for stack, place in STACKS.items():
            sys.stderr.write(f"{stack}\n")
            task = {
                "home": Path(work) / stack,
                "folder": Path(work) / "sample",
                "chunks": runs["rapporteur"].of("done")[0]["passages"] if "rapporteur" in runs else 0,
                "models_dir": load_config().models_dir,
            }
            runs[stack] = run_child(place, task, Path(work), f"Ingestion by {stack}")
    found = summary(runs)
    sample = {"files": len(names), "seed": SEED, "names": names}
    harness.write(options.out, {"sample": sample, **found}, before)
    harness.show(found)
    return 0


def extract(archive: Path, folder: Path, size: int) -> list[str]:
    """Unpack ``size`` of the archive's speeches, drawn with SEED; their names, sorted."""
    with tarfile.open(archive) as tar:
        members = sorted(m.name for m in tar.getmembers() if m.isfile() and m.name.endswith(".txt"))
        names = sorted(random.Random(SEED).sample(members, min(size, len(members))))  # noqa: S311
        wanted = set(names)
        tar.extractall(folder, [m for m in tar.getmembers() if m.name in wanted], filter="data")
    return names


def summary(runs: Mapping[str, ChildRun]) -> dict[str, Any]:
    """Rates, the ratios that are aimed at, and peak memory by stack."""
    stacks: dict[str, Any] = {}
    for stack, run in runs.items():
        (done,) = run.of("done")
        stacks[stack] = {
            "seconds": round(done["seconds"], 1),
            "passages": done["passages"],
            "passages_per_second": round(done["passages"] / done["seconds"], 1),
            "peak_bytes": run.peak_bytes,
        }
    (again,) = runs["rapporteur"].of("again")
    rate = {stack: figures["passages_per_second"] for stack, figures in stacks.items()}
    return {
        "stacks": stacks,
        "share_of_the_bare_encoders_rate": round(rate["rapporteur"] / rate["encoder"], 3),
        "times_as_fast_as_llamaindex": round(
            stacks["llamaindex"]["seconds"] / stacks["rapporteur"]["seconds"], 2
        ),
        "again": {"seconds": round(again["seconds"], 2), "unchanged": again["unchanged"]},
    }


def bare_encoder(task: Task, emit: Emit) -> None:
    """Embed the passages of the task's folder and do nothing else; reports ``done``."""
    from core.delegations import Gazetteer
    from index import OnnxEncoder
    from index.models.encoder import embedded_text
    from ingest import passages, read_statement
    from models.shipped import ENCODER, model_folder

    gazetteer = Gazetteer.load()
    texts = [
        embedded_text(passage.context, passage.text)
        for path in sorted(Path(task["folder"]).rglob("*.txt"))
        for passage in passages(read_statement(path, gazetteer), gazetteer)
    ]
    models_dir = Path(task["models_dir"]) if task["models_dir"] else None
    encoder = OnnxEncoder(model_folder(ENCODER, models_dir))
    encoder.encode_passages(texts[:8])
    started = time.perf_counter()
    encoder.encode_passages(texts)
    emit("done", {"seconds": time.perf_counter() - started, "passages": len(texts)})


def product(task: Task, emit: Emit) -> None:
    """Take the task's folder in, twice; reports ``done`` and ``again``."""
    from core.config import load_config
    from workspace.workspace import Workspace

    models_dir = Path(task["models_dir"]) if task["models_dir"] else None
    workspace = Workspace.open(load_config({}, home=Path(task["home"]), models_dir=models_dir))
    try:
        workspace.warm_retrieval()
        for milestone in ("done", "again"):
            started = time.perf_counter()
            outcomes = [step.outcome for step in workspace.ingest([Path(task["folder"])])]
            emit(
                milestone,
                {
                    "seconds": time.perf_counter() - started,
                    "passages": workspace.library.passage_count(),
                    "unchanged": outcomes.count("unchanged"),
                },
            )
    finally:
        workspace.close()
