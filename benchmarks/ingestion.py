"""How fast statements go in: ``python -m benchmarks.ingestion``.

One sample of General Debate speeches (``SAMPLE`` files drawn with a fixed seed from the development
data, which must lie beside the repository) is taken in by four processes, one after the other:

* ``encoder``: the shipped encoder embeds the very passages that Rapporteur makes of the sample, and
  nothing else is done; passages are read and cut before the clock starts. The upper bound.
* ``rapporteur``: files → paragraphs → embeddings → SQLite, full-text index and Chroma, as
  ``rapporteur ingest`` does it; then the same again, which should change nothing.
* ``llamaindex``: SimpleDirectoryReader → IngestionPipeline (SentenceSplitter with a chunk size that
  gives as many chunks, and the same ONNX model run as such models usually are: ten texts a batch, which
  is LlamaIndex's default, padded to the longest, all cores on one batch) → Chroma.
* ``llamaindex, our encoder``: the same pipeline with Rapporteur's way of running the encoder.

Clocks start when libraries and models are loaded. Writes ``results/ingestion.json``.
"""

import argparse
import json
import random
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.processes import ROOT, ChildRun, run_reporting
from core.config import load_config
from measure.machine import facts

RESULT = Path(__file__).with_name("results") / "ingestion.json"
DATA = ROOT.parent / "shared" / "data" / "ungdc" / "ungdc_open.tar.xz"
SAMPLE = 150
SEED = 20
STACKS = ("encoder", "rapporteur", "llamaindex", "llamaindex, our encoder")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print and store; 0 also where the development data is missing, which is said."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.ingestion", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--files", type=int, default=SAMPLE, help=f"size of the sample (default: {SAMPLE})")
    parser.add_argument("--out", type=Path, default=RESULT, help="where the result goes")
    args = parser.parse_args(argv)
    if not DATA.is_file():
        sys.stderr.write("ingestion: the speeches (shared/data/ungdc) are not here; left out.\n")
        return 0
    models_dir = load_config().models_dir
    with tempfile.TemporaryDirectory(prefix="rapporteur-ingestion-") as work:
        sample = Path(work) / "sample"
        names = extract(DATA, sample, args.files)
        runs: dict[str, ChildRun] = {}
        chunks = 0
        for stack in STACKS:
            sys.stderr.write(f"— {stack}\n")
            task = {
                "stack": stack,
                "home": str(Path(work) / stack.replace(" ", "-").replace(",", "")),
                "folder": str(sample),
                "chunks": chunks,
                "models_dir": str(models_dir) if models_dir else None,
            }
            runs[stack] = run_reporting("benchmarks.ingestion_child", json.dumps(task), Path(work))
            if stack == "rapporteur":
                chunks = _record(runs[stack], "done")["passages"]
    result = {**facts(ROOT), "sample": {"files": len(names), "seed": SEED, "names": names}, **summary(runs)}
    args.out.parent.mkdir(exist_ok=True)
    args.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    sys.stdout.write(json.dumps(summary(runs), indent=1) + "\n")
    return 0


def extract(archive: Path, folder: Path, size: int) -> list[str]:
    """Unpack ``size`` of the archive's speeches, drawn with SEED; their names, sorted."""
    with tarfile.open(archive) as tar:
        members = sorted(m.name for m in tar.getmembers() if m.isfile() and m.name.endswith(".txt"))
        names = sorted(random.Random(SEED).sample(members, min(size, len(members))))  # noqa: S311
        wanted = set(names)
        tar.extractall(folder, [m for m in tar.getmembers() if m.name in wanted], filter="data")
    return names


def summary(runs: dict[str, ChildRun]) -> dict[str, Any]:
    """Rates, the ratios that are aimed at, and peak memory by stack."""
    stacks: dict[str, Any] = {}
    for stack, run in runs.items():
        done = _record(run, "done")
        stacks[stack] = {
            "seconds": round(done["seconds"], 1),
            "passages": done["passages"],
            "passages_per_second": round(done["passages"] / done["seconds"], 1),
            "peak_bytes": run.peak_bytes,
        }
    again = _record(runs["rapporteur"], "again")
    rate = {stack: figures["passages_per_second"] for stack, figures in stacks.items()}
    seconds = {stack: figures["seconds"] for stack, figures in stacks.items()}
    return {
        "stacks": stacks,
        "share_of_the_bare_encoders_rate": round(rate["rapporteur"] / rate["encoder"], 3),
        "times_as_fast_as_llamaindex": round(seconds["llamaindex"] / seconds["rapporteur"], 2),
        "times_as_fast_as_llamaindex_with_our_encoder": round(
            seconds["llamaindex, our encoder"] / seconds["rapporteur"], 2
        ),
        "again": {"seconds": round(again["seconds"], 2), "unchanged": again["unchanged"]},
    }


def _record(run: ChildRun, milestone: str) -> dict[str, Any]:
    return next(record for record in run.records if record["milestone"] == milestone)


if __name__ == "__main__":
    sys.exit(main())
