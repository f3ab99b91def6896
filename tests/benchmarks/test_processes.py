"""Real processes of the benchmark, as far as they go without a model."""

from pathlib import Path

import pytest

from benchmarks.asking import Ask, Task
from benchmarks.processes import run_child
from core.errors import RapporteurError


def test_a_task_survives_the_command_line() -> None:
    task = Task("rapporteur", Path("here"), None, (Ask("binding", "cold"),), page=True)
    assert Task.from_json(task.to_json()) == task
    named = Task("llamaindex", Path("here"), Path("models"))
    assert Task.from_json(named.to_json()) == named


def test_a_stack_that_fails_says_why_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(
        RapporteurError, match=r"The rapporteur part .* exit status 1: .* is missing"
    ) as caught:
        run_child(Task("rapporteur", tmp_path / "home", tmp_path / "no-models"))
    assert "\n" not in str(caught.value)
