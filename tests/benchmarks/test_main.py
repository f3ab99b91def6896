"""What is stored of measurements, without measuring."""

from typing import Any

import pytest

from benchmarks import beside, startup
from benchmarks.__main__ import PARTS
from benchmarks.processes import ChildRun
from evals.__main__ import PARTS as EVALS
from measure.harness import ROOT, Part, run
from measure.machine import facts


def start(temperature: str, seconds: float, peak: int | None = 10**9) -> dict[str, Any]:
    return {"temperature": temperature, "page": seconds - 0.5, "open": seconds, "peak_bytes": peak}


def test_only_the_warm_start_has_a_target() -> None:
    found = startup.summary([start("cold", 9.0), start("warm", 4.0), start("warm", 7.0)])
    assert found["warm"]["open"] == {"p50": 5.5, "p95": 6.85, "n": 2}
    assert found["cold"]["page"]["p50"] == 8.5
    assert found["met"] == {"warm_open_p50": False, "peak_bytes": True}


def test_memory_is_judged_by_the_worst_start() -> None:
    assert startup.summary([start("warm", 4.0), start("warm", 4.0, 4 * 10**9)])["met"]["peak_bytes"] is False
    assert startup.summary([start("warm", 4.0, None)])["met"]["peak_bytes"] is None


def test_a_repeated_question_is_told_apart_from_its_first_time() -> None:
    def asked(**milliseconds: float | None) -> dict[str, Any]:
        return {"milestone": "asked", "first_quote": 100.0, "first_piece": None, "done": 900.0} | milliseconds

    runs = [ChildRun({}, (asked(), asked(done=300.0)), 5), ChildRun({}, (asked(done=700.0),), 7)]
    found = beside.summary(runs)
    assert found["first"]["done"] == {"p50": 0.8, "p95": 0.89, "n": 2}
    assert found["again"]["done"] == {"p50": 0.3, "p95": 0.3, "n": 1}
    assert found["first"]["first_piece"] is None
    assert found["peak_bytes"] == 7


@pytest.mark.parametrize("part", [*PARTS.values(), *EVALS.values()], ids=[*PARTS, *EVALS])
def test_every_part_has_a_command_line(part: Part, capsys: pytest.CaptureFixture[str]) -> None:
    if part.place in ("evals.reading.readability:main", "evals.gold_answers:seed", "benchmarks.setup:main"):
        pytest.skip("takes no options")
    with pytest.raises(SystemExit) as ended:
        part.run(["--help"])
    assert ended.value.code == 0
    assert "usage: python -m " in capsys.readouterr().out


def test_a_part_that_does_not_exist_is_exit_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("benchmarks", "", PARTS, ["nothing"]) == 2
    assert "'nothing' is no part; the parts are setup, startup" in capsys.readouterr().err


def test_the_facts_name_machine_versions_and_commit() -> None:
    found = facts(ROOT)
    assert found["machine"]["cores"] >= 1
    assert found["packages"]["xllamacpp"]
    assert found["date"].endswith("+00:00")
