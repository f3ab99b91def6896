"""Three outcomes by one probability."""

import json
from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st

from answer.evidence.verdict import SILENT, Findings, nearer, probability_of, verdict

LOGIT = st.floats(-12, 12)
SHIPPED = json.loads(files("answer.evidence").joinpath("verdict.json").read_text("utf-8"))


@given(LOGIT, LOGIT, st.one_of(st.none(), LOGIT))
def test_a_verdict_is_a_probability_and_a_state(
    sentence: float, paragraph: float, odds: float | None
) -> None:
    found = verdict(Findings(sentence, paragraph, 0.0, odds))
    assert 0 <= found.probability <= 1
    assert (found.reason == "") == (found.state == "said")
    if max(sentence, paragraph) < SHIPPED["floor"]:
        assert found == SILENT


def test_the_surer_the_model_the_likelier_the_answer() -> None:
    states = [verdict(Findings(0.0, 0.0, 0.0, odds)).state for odds in (-12.0, 12.0)]
    assert states == ["silent", "said"]


def test_the_thresholds_leave_a_middle_and_say_what_made_them() -> None:
    assert SHIPPED["made_by"] == "python -m training.deciding.verdict"
    for cuts in SHIPPED["thresholds"].values():
        assert 0 < cuts["uncertain"] <= cuts["answered"] < 1


def test_without_a_model_its_log_odds_count_for_nothing() -> None:
    assert "log_odds" not in SHIPPED["no_model"]["weights"]
    assert probability_of(Findings(1.0, 1.0, 0.0, None), SHIPPED["no_model"]) > 0


@given(LOGIT, st.one_of(st.none(), LOGIT), st.floats(0.3, 1.0), st.floats(0.3, 1.0))
def test_of_two_alike_to_the_judge_the_one_nearer_the_topic_is_no_likelier_an_answer(
    logit: float, odds: float | None, one: float, other: float
) -> None:
    weights = SHIPPED["no_model" if odds is None else "model"]
    further, nearer_by = (
        probability_of(Findings(logit, logit, 0.0, odds, nearer(similarity)), weights)
        for similarity in sorted((one, other))
    )
    assert nearer_by <= further


def test_a_similarity_that_is_not_known_counts_as_the_usual_one() -> None:
    assert nearer(None) == 0
    assert nearer(0.2) == nearer(0.4) < 0 < nearer(0.9) == nearer(1.0)
