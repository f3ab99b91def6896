"""Train the reader of the support check: does this text state this sentence?

    python -m training.entailment --data DIR [--work DIR] [--out DIR]
    python -m training.entailment --data DIR [--work DIR] [--out DIR] --start FOLDER

The examples are public pairs and pairs made from General Debate speeches (`training.statements`), whose
true sentences keep most of the source's words. With ``--start`` the model of that folder learns on, from
pairs that were written for training (``data/support``) and do not, and from some of the public ones, so that
what was learned before is kept. Checkpoints are kept in ``--work``; the same command goes on after an
interruption. ``--out`` gets ``model.onnx`` (int8) and ``tokenizer.json``.
"""

import argparse
import json
import random
import sys
from pathlib import Path

from core.errors import exit_status
from evals.support.sets import Item, read_pairs
from measure.harness import ROOT
from training.base import base_folder, export, load_base
from training.fit import Example, Run, train
from training.public import public_examples
from training.statements import read_training_speeches, statement_examples

GOLD = ROOT / "evals" / "gold"
WRITTEN = ROOT / "training" / "data" / "support"
WORK = Path("var/training/entailment")
_RUN = Run(epochs=0.54, learning_rate=1e-4)
_STATEMENT_PAIRS = 6_500
_MAX_TOKENS = 160
_FIXED_LAYERS = 3  # they read words, which is as useful here as it was for ranking
_RUN_ON = Run(epochs=1, learning_rate=6e-5, save_every=15)
_TIMES = 5  # each written pair is learned
_PUBLIC_BESIDE = 0.3  # share of the public pairs that are learned with them


def train_reader(data: Path, work: Path, out: Path) -> None:
    """The training and the export. ``data`` holds ``train/`` and ``ungdc/``."""
    base = base_folder()
    public = public_examples(data / "train")
    speeches = tuple(read_training_speeches(data / "ungdc" / "ungdc_open.tar.xz", measured_on()))
    made = statement_examples(speeches, _STATEMENT_PAIRS)
    print(f"{len(public)} public pairs, {len(made)} pairs of {len(speeches)} speeches", flush=True)
    model = load_base(base, max_tokens=_MAX_TOKENS, fixed_layers=_FIXED_LAYERS)
    train(model, (*public, *made), work, _RUN)
    export(model, base, out)


def train_on(start: Path, data: Path, work: Path, out: Path) -> None:
    """The training of the model in ``start`` on the written pairs, and the export. ``data`` holds
    ``train/``."""
    written = [_example(item) for path in sorted(WRITTEN.glob("*.jsonl")) for item in read_pairs(path)]
    examples = [*written * _TIMES, *public_examples(data / "train", share=_PUBLIC_BESIDE)]
    random.Random(3).shuffle(examples)  # noqa: S311 - an order, not a secret
    print(f"{len(written)} written pairs, {len(examples)} examples", flush=True)
    model = load_base(start, max_tokens=_MAX_TOKENS, fixed_layers=_FIXED_LAYERS)
    train(model, examples, work, _RUN_ON)
    export(model, base_folder(), out)


def _example(item: Item) -> Example:
    """The pair as the check puts it to the reader: the source under the name of who speaks."""
    said = " ".join(sentence.text for sentence in item.evidence)
    speaker = item.evidence[0].context.partition(",")[0]
    return Example(item.claim, f"{speaker}: {said}", float(item.label))


def measured_on() -> frozenset[str]:
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
    parser.add_argument(
        "--work", type=Path, help="checkpoints; var/training/entailment, or …-on with --start"
    )
    parser.add_argument("--out", type=Path, default=WORK / "model")
    parser.add_argument("--start", type=Path, help="the folder of the model to go on from")
    asked = parser.parse_args(arguments)
    if asked.start:  # whose checkpoints are not those of the training that made it
        work = asked.work or WORK.with_name(f"{WORK.name}-on")
        return exit_status(lambda: train_on(asked.start, asked.data, work, asked.out))
    return exit_status(lambda: train_reader(asked.data, asked.work or WORK, asked.out))


if __name__ == "__main__":
    sys.exit(main())
