from evals.follow_ups import Reader, Turn, evaluate, read_turns

TURN = Turn(
    "build",
    "and Peru?",
    "What did Peru say about whaling in 2011?",
    ("What did Chile say about whaling in 2011?",),
)


def test_each_aspect_of_a_completed_question_is_compared_with_the_right_form() -> None:
    reader = Reader()
    right = reader.right("What did Peru say on whaling in 2011?", TURN.standalone)
    assert all(right.values())
    wrong = reader.right("Which ships did Chile build in 2012?", TURN.standalone)
    assert [aspect for aspect, is_right in wrong.items() if not is_right] == ["state", "time", "topic"]


def test_what_is_wrong_in_the_half_that_is_reported_is_not_shown() -> None:
    reported = Turn("report", TURN.question, TURN.standalone, TURN.before)
    result = evaluate([TURN, reported], lambda text, before: text, Reader())
    assert [one["question"] for one in result["wrong_in_build"]] == ["and Peru?"]
    assert result["report"]["all"] == 0.0


def test_no_conversation_is_in_both_halves() -> None:
    turns = read_turns()
    build = {(turn.before[0], turn.question) for turn in turns if turn.half == "build"}
    report = {(turn.before[0], turn.question) for turn in turns if turn.half == "report"}
    assert build
    assert report
    assert not build & report
