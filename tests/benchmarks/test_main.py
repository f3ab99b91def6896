"""The command line of the benchmark, and what it stores."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.__main__ import PARTS, main, parser, plan_of, result_of, run_part, store
from benchmarks.questions import QUESTIONS
from benchmarks.spine import STACKS, Measured, Plan
from core.errors import StorageError
from measure.machine import facts
from workspace.workspace import CORPUS


def plan(*arguments: str) -> Plan:
    return plan_of(parser().parse_args(arguments), Path("work"), None)


def test_everything_is_measured_unless_asked_otherwise() -> None:
    made = plan()
    assert (made.repeat, made.questions, made.stacks, made.drop) == (1, QUESTIONS, STACKS, True)
    assert made.parts == ("startup", "answers")


def test_a_part_can_be_measured_alone() -> None:
    assert plan("--only", "startup").parts == ("startup",)
    assert plan("--only", "answers").parts == ("answers",)
    assert plan("--only", "llamaindex").stacks == ("llamaindex",)
    assert plan("--questions", "2", "--keep-page-cache") == plan_of(
        parser().parse_args(["--questions", "2", "--keep-page-cache"]), Path("work"), None
    )
    assert len(plan("--questions", "2").questions) == 2


@pytest.mark.parametrize("part", PARTS)
def test_a_part_with_a_result_of_its_own_is_run_by_its_name(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[Sequence[str]] = []

    def measure(argv: Sequence[str]) -> int:
        called.append(argv)
        return 1

    monkeypatch.setattr("benchmarks.__main__.PARTS", {part: measure})
    assert main(["--only", part, "--out", str(tmp_path)]) == 1
    assert run_part(part, None) == 1
    assert called == [["--out", str(tmp_path / f"{part}.json")], []]


@pytest.mark.parametrize(
    "arguments",
    [["--repeat", "0"], ["--repeat", "many"], ["--questions", "99"], ["--only", "nothing"], ["--unknown"]],
)
def test_a_call_that_makes_no_sense_is_exit_status_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_missing_model_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--models-dir", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "is missing" in said.err
    assert "models pull" in said.err


def test_a_result_names_no_place_of_this_machine(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    made = Plan(work=tmp_path)
    answer = {
        "stack": "rapporteur",
        "round": 0,
        "question": "binding",
        "condition": "cold",
        "first_quote": 1.0,
        "first_token": None,
        "first_sentence": None,
        "done": 2.0,
        "status": "answered",
        "text": f"see {tmp_path}/x and {root}/y",
        "cited": [],
        "dangling": 0,
        "calls": [],
        "peak_bytes": None,
    }
    result = result_of(made, Measured((), (answer,)), facts(root))
    stored = json.dumps(result, ensure_ascii=False)
    for place in (tmp_path, root, Path.home()):
        assert f"{place}/" not in stored
    assert result["answers"][0]["text"] == "see tmp/x and ./y"


def test_what_is_stored_can_be_read_back(tmp_path: Path) -> None:
    store(tmp_path / "new", {"question": "日本"}, "# page\n")
    assert json.loads((tmp_path / "new" / "spine.json").read_text(encoding="utf-8")) == {"question": "日本"}
    assert (tmp_path / "new" / "spine.md").read_text(encoding="utf-8") == "# page\n"


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="could not be written"):
        store(tmp_path / "file" / "results", {}, "")


def test_the_facts_name_machine_versions_and_commit() -> None:
    found = facts(Path(__file__).parents[2])
    assert found["machine"]["cores"] >= 1
    assert found["packages"]["xllamacpp"]
    assert found["date"].endswith("+00:00")


def test_the_words_that_answer_stand_in_the_statement() -> None:
    (statement,) = [p.read_text(encoding="utf-8") for p in CORPUS.glob("*.txt")]
    assert all(question.answered_by in statement for question in QUESTIONS)
    assert [question.id for question in QUESTIONS if not question.answered_by] == ["payment"]
