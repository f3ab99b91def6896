from evals.kinds import Meant, evaluate, read_meant


def test_an_ordinary_question_that_is_taken_for_another_kind_is_counted() -> None:
    meant = [Meant("report", "position", "a"), Meant("report", "list", "b"), Meant("report", "list", "c")]
    result = evaluate(meant, lambda question: {"a": "list", "b": "list"}.get(question, "position"))
    found = result["report"]["by_kind"]
    assert (found["questions"], found["right"], found["positions_taken_for_another_kind"]) == (3, 1, 1)
    assert found["confusions"] == {"list → position": 1, "position → list": 1}


def test_the_halves_have_no_question_in_common() -> None:
    halves: dict[str, set[str]] = {"build": set(), "report": set()}
    for meant in read_meant():
        halves[meant.half].add(meant.question)
    assert halves["build"]
    assert halves["report"]
    assert not halves["build"] & halves["report"]
