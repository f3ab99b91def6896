"""Real processes of the benchmark, as far as they go without a model."""

from pathlib import Path

import pytest

from benchmarks.beside import STACKS
from benchmarks.processes import ChildRun, run_child
from core.errors import RapporteurError

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("stack", STACKS)
def test_a_stack_that_fails_says_why_in_one_sentence(stack: str, tmp_path: Path) -> None:
    task = {"home": tmp_path / "home", "models_dir": tmp_path / "no-models", "questions": []}
    with pytest.raises(RapporteurError, match=rf"{stack} ended with exit status 1: .* is missing") as caught:
        run_child(STACKS[stack], task, tmp_path, stack)
    assert "\n" not in str(caught.value)


def test_reports_are_found_by_their_milestone() -> None:
    run = ChildRun(
        {}, ({"milestone": "asked", "a": 1}, {"milestone": "open"}, {"milestone": "asked", "a": 2}), 1
    )
    assert run.of("asked") == [{"a": 1}, {"a": 2}]
    assert run.of("nothing") == []
