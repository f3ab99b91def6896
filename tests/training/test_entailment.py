"""Where the reader's training keeps its checkpoints."""

from pathlib import Path
from typing import Any

import pytest

from training import entailment


def test_learning_on_does_not_take_up_the_first_training(monkeypatch: pytest.MonkeyPatch) -> None:
    works: list[Path] = []

    def first(data: Path, work: Path, out: Path) -> None:
        works.append(work)

    def on(start: Path, *rest: Any) -> None:
        first(*rest)

    monkeypatch.setattr(entailment, "train_reader", first)
    monkeypatch.setattr(entailment, "train_on", on)
    assert entailment.main(["--data", "d"]) == entailment.main(["--data", "d", "--start", "m"]) == 0
    assert entailment.main(["--data", "d", "--start", "m", "--work", "here"]) == 0
    assert works[0] != works[1]
    assert works[2] == Path("here")
