"""Train the reader of the support check: does this text state this sentence?

    python -m training.entailment --data DIR --work DIR [--out DIR]

First on public pairs, then on pairs made from General Debate speeches with some public ones among
them. Checkpoints are kept in ``--work``; the same command goes on after an interruption. ``--out``
gets ``model.onnx`` (int8) and ``tokenizer.json``.
"""

import argparse
import sys
from pathlib import Path

from core.errors import RapporteurError
from training.base import base_folder, export, load_base
from training.fit import Run, train
from training.public import public_examples
from training.statements import read_training_speeches, statement_examples

_PUBLIC = Run(epochs=1, learning_rate=8e-5)
_STATEMENTS = Run(epochs=1, learning_rate=5e-5)
_STATEMENT_PAIRS = 14_000
_REPEATED = 0.1  # share of the public pairs that is seen again among the statements
_MAX_TOKENS = 192
_FIXED_LAYERS = 3  # they read words, which is as useful here as it was for ranking


def train_reader(data: Path, work: Path, out: Path) -> None:
    """Both stages and the export. ``data`` holds ``train/`` and ``ungdc/``."""
    base = base_folder()
    model = load_base(base, max_tokens=_MAX_TOKENS, fixed_layers=_FIXED_LAYERS)
    examples = public_examples(data / "train")
    print(f"{len(examples)} public pairs", flush=True)
    train(model, examples, work / "public", _PUBLIC)
    speeches = tuple(read_training_speeches(data / "ungdc" / "ungdc_open.tar.xz"))
    made = statement_examples(speeches, _STATEMENT_PAIRS)
    again = public_examples(data / "train", share=_REPEATED)
    print(f"{len(made)} pairs of {len(speeches)} speeches, {len(again)} public pairs again", flush=True)
    train(model, (*made, *again), work / "statements", _STATEMENTS)
    export(model, base, out)


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0, or 1 with a sentence on stderr."""
    parser = argparse.ArgumentParser(prog="python -m training.entailment", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with train/ and ungdc/")
    parser.add_argument("--work", type=Path, default=Path("var/training/entailment"))
    parser.add_argument("--out", type=Path, default=Path("var/training/entailment/model"))
    asked = parser.parse_args(arguments)
    try:
        train_reader(asked.data, asked.work, asked.out)
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
