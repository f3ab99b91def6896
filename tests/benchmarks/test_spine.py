"""Which processes are run, in which order, without running any."""

from pathlib import Path
from typing import Any

from benchmarks.asking import Ask, Task
from benchmarks.processes import ChildRun, ServeRun
from benchmarks.questions import QUESTIONS
from benchmarks.spine import Measured, Plan, measure

WORK = Path("work")


class Machine:
    """Stands in for the processes; keeps what it was asked to run."""

    def __init__(self) -> None:
        self.tasks: list[Task] = []
        self.served: list[Path] = []

    def child(self, task: Task) -> ChildRun:
        self.tasks.append(task)
        records = [
            {"milestone": "asked", "question": a.question, "condition": a.condition, "first_quote": 250.0}
            for a in task.asks
        ]
        reached = {"library": 1.0, "model": 3.0, "page": 2.0, "warm": 4.0}
        return ChildRun(reached, tuple(records), 10**9)

    def serve(self, home: Path, models_dir: Path | None) -> ServeRun:
        self.served.append(home)
        return ServeRun(2.5, 2.6, None)

    def measure(self, **plan: Any) -> Measured:
        return measure(Plan(WORK, drop=False, **plan), self.child, self.serve)


def test_the_stacks_take_turns() -> None:
    machine = Machine()
    machine.measure(parts=("answers",), questions=QUESTIONS[:2], repeat=2)
    asking = [task.stack for task in machine.tasks if task.asks]
    assert asking == ["rapporteur", "llamaindex"] * 4


def test_each_question_is_new_to_its_process_then_followed_and_repeated() -> None:
    machine = Machine()
    found = machine.measure(parts=("answers",), questions=QUESTIONS[:3])
    first, second, third = (question.id for question in QUESTIONS[:3])
    assert machine.tasks[-1].asks == (Ask(third, "cold"), Ask(first, "next"), Ask(third, "again"))
    cold = [r["question"] for r in found.answers if (r["stack"], r["condition"]) == ("rapporteur", "cold")]
    assert cold == [first, second, third]


def test_indexing_is_not_part_of_answering() -> None:
    machine = Machine()
    machine.measure(parts=("answers",), questions=QUESTIONS[:1])
    assert [bool(task.asks) for task in machine.tasks] == [False, False, True, True]
    assert {task.home for task in machine.tasks} == {WORK / "rapporteur", WORK / "llamaindex"}


def test_a_single_question_has_no_next_one() -> None:
    machine = Machine()
    machine.measure(parts=("answers",), questions=QUESTIONS[:1])
    assert [ask.condition for ask in machine.tasks[-1].asks] == ["cold", "again"]


def test_a_cold_start_has_a_new_home_and_the_warm_one_the_same() -> None:
    machine = Machine()
    found = machine.measure(parts=("startup",), starts=2)
    mine = [task.home for task in machine.tasks if task.stack == "rapporteur"]
    assert mine[0] == mine[1] != mine[2] == mine[3]
    assert machine.served[0] == machine.served[1] != machine.served[2] == machine.served[3]
    assert [r["temperature"] for r in found.starts] == ["cold", "cold", "warm", "warm", "cold", "warm"] * 2


def test_a_start_is_ready_when_all_of_it_is() -> None:
    start = Machine().measure(parts=("startup",), starts=1).starts[0]
    assert (start["library"], start["model"], start["ready"]) == (1.0, 3.0, 3.0)
    assert start["quoted"] == 2.25
    assert start["page_cache_dropped"] is False


def test_one_stack_alone_can_be_measured() -> None:
    machine = Machine()
    machine.measure(stacks=("llamaindex",), starts=1, questions=QUESTIONS[:1])
    assert {task.stack for task in machine.tasks} == {"llamaindex"}
    assert machine.served == []
