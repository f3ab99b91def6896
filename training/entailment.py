"""Train the reader of the support check: does this text state this sentence?

    python -m training.entailment --data DIR --work DIR [--out DIR]

The examples are public pairs and pairs made from General Debate speeches (`training.statements`).
Checkpoints are kept in ``--work``; the same command goes on after an interruption. ``--out``
gets ``model.onnx`` (int8) and ``tokenizer.json``.
"""

import argparse
import json
import sys
from pathlib import Path

from core.errors import exit_status
from measure.harness import ROOT
from training.base import base_folder, export, load_base
from training.fit import Run, train
from training.public import public_examples
from training.statements import read_training_speeches, statement_examples

GOLD = ROOT / "evals" / "gold"
_RUN = Run(epochs=0.54, learning_rate=1e-4)
_STATEMENT_PAIRS = 6_500
_MAX_TOKENS = 160
_FIXED_LAYERS = 3  # they read words, which is as useful here as it was for ranking


def train_reader(data: Path, work: Path, out: Path) -> None:
    """The training and the export. ``data`` holds ``train/`` and ``ungdc/``."""
    base = base_folder()
    public = public_examples(data / "train")
    speeches = tuple(read_training_speeches(data / "ungdc" / "ungdc_open.tar.xz", _measured_on()))
    made = statement_examples(speeches, _STATEMENT_PAIRS)
    print(f"{len(public)} public pairs, {len(made)} pairs of {len(speeches)} speeches", flush=True)
    model = load_base(base, max_tokens=_MAX_TOKENS, fixed_layers=_FIXED_LAYERS)
    train(model, (*public, *made), work, _RUN)
    export(model, base, out)


def _measured_on() -> frozenset[str]:
    """The speeches that the pairs of readers and the drafts are about, which the check is fitted to and
    measured on."""
    lines = [line for path in GOLD.glob("support/*.jsonl") for line in path.read_text("utf-8").splitlines()]
    pairs = (json.loads(line)["source"] for line in lines)
    drafts = (GOLD / "drafts" / "files.txt").read_text("utf-8").split()
    return frozenset(Path(name).stem for name in (*pairs, *drafts))


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0, or another with a sentence on stderr."""
    parser = argparse.ArgumentParser(prog="python -m training.entailment", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with train/ and ungdc/")
    parser.add_argument("--work", type=Path, default=Path("var/training/entailment"))
    parser.add_argument("--out", type=Path, default=Path("var/training/entailment/model"))
    asked = parser.parse_args(arguments)
    return exit_status(lambda: train_reader(asked.data, asked.work, asked.out))


if __name__ == "__main__":
    sys.exit(main())
