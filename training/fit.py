"""One training run of a cross-encoder: resumable, and made for few CPU cores that others use too."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_SORTED = 50  # batches that are sorted by length together


@dataclass(frozen=True, slots=True)
class Example:
    """Two texts that the model reads together, and the probability it should give them, in [0, 1]."""

    first: str
    second: str
    label: float


@dataclass(frozen=True, slots=True)
class Run:
    """How long and how fast to learn. ``threads`` is 1 by default: with other programs on the same
    cores a second thread mostly waits for the first (measured: 0.8 against 5 seconds a step)."""

    epochs: float = 1.0
    batch: int = 32
    learning_rate: float = 5e-5
    warm_up: float = 0.06
    threads: int = 1
    save_every: int = 40
    seed: int = 7


def train(model: "CrossEncoder", examples: Sequence[Example], work: Path, run: Run | None = None) -> None:
    """Train ``model`` in place. Checkpoints are kept in ``work``; a run that was interrupted goes on
    from the last one, if the examples and ``run`` are the same."""
    import torch
    from datasets import Dataset
    from sentence_transformers.cross_encoder import CrossEncoderTrainer, CrossEncoderTrainingArguments
    from sentence_transformers.cross_encoder.losses import BinaryCrossEntropyLoss
    from transformers.trainer_utils import get_last_checkpoint

    run = run or Run()
    torch.set_num_threads(run.threads)
    data = Dataset.from_dict(
        {
            "first": [e.first for e in examples],
            "second": [e.second for e in examples],
            "label": [e.label for e in examples],
        }
    )
    arguments = CrossEncoderTrainingArguments(
        output_dir=str(work),
        num_train_epochs=run.epochs,
        per_device_train_batch_size=run.batch,
        learning_rate=run.learning_rate,
        warmup_steps=run.warm_up,
        optim="adamw_torch_fused",
        bf16=True,
        use_cpu=True,
        seed=run.seed,
        save_steps=run.save_every,
        save_total_limit=2,
        logging_steps=25,
        report_to="none",
        disable_tqdm=True,
        dataloader_pin_memory=False,
        batch_sampler=batches_by_length,  # type: ignore[arg-type]  # it is what the trainer calls, in shape
    )
    trainer = CrossEncoderTrainer(
        model=model, args=arguments, train_dataset=data, loss=BinaryCrossEntropyLoss(model)
    )
    work.mkdir(parents=True, exist_ok=True)
    trainer.train(resume_from_checkpoint=get_last_checkpoint(str(work)))  # type: ignore[no-untyped-call]


def batches_by_length(dataset: Any, batch_size: int, *, seed: int = 0, **_: Any) -> "ByLength":
    """What the trainer calls for its batches (a function by name: checkpoints store it)."""
    texts = zip(dataset["first"], dataset["second"], strict=True)
    return ByLength([len(first) + len(second) for first, second in texts], batch_size, seed)


class ByLength:
    """Batches of texts of like length, so that little is padded; their order changes by epoch."""

    def __init__(self, lengths: Sequence[int], batch_size: int, seed: int) -> None:
        self.batch_size = batch_size
        self.drop_last = False
        self._lengths = lengths
        self._seed = seed
        self._epoch = 0

    def set_epoch(self, epoch: int) -> None:
        """Called by the trainer before each epoch."""
        self._epoch = epoch

    def __len__(self) -> int:
        return -(-len(self._lengths) // self.batch_size)

    def __iter__(self) -> Iterator[list[int]]:
        shuffled = random.Random(self._seed + self._epoch)  # noqa: S311 - an order, not a secret
        order = list(range(len(self._lengths)))
        shuffled.shuffle(order)
        pool = self.batch_size * _SORTED
        batches: list[list[int]] = []
        for at in range(0, len(order), pool):
            near: list[int] = sorted(order[at : at + pool], key=lambda i: self._lengths[i])
            batches += [near[k : k + self.batch_size] for k in range(0, len(near), self.batch_size)]
        shuffled.shuffle(batches)
        yield from batches
