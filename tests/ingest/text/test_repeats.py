from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.text.repeats import Run, repeated_runs

A, B, C = (
    f"{name} " + "says something that is quite long and worth saying to everybody here today " * 4
    for name in "ABC"
)


def test_a_text_pasted_twice() -> None:
    assert repeated_runs([A, B, "Thanks.", A, B, "Thanks."]) == (Run(3, 0, 3),)


def test_three_copies() -> None:
    assert repeated_runs([A, B, A, B, A, B]) == (Run(2, 0, 2), Run(4, 0, 2))


def test_short_units_before_a_copy_belong_to_it() -> None:
    assert repeated_runs(["Title", "Norms", A, B, "Title", "Norms", A, B]) == (Run(4, 0, 4),)


def test_endless_short_lines_are_quick() -> None:
    assert repeated_runs(["(a) peace;"] * 100_000) == ()


def test_a_partial_copy_in_the_middle() -> None:
    assert repeated_runs([A, B, C, A, B, "The end."]) == (Run(3, 0, 2),)


def test_white_space_and_case_do_not_hide_a_copy() -> None:
    assert repeated_runs([A, B, A.upper(), B.replace(" ", "\n")]) == (Run(2, 0, 2),)


def test_refrains_and_closing_formulas_are_not_copies() -> None:
    assert repeated_runs(["I thank you.", A, "I thank you.", B, "I thank you."]) == ()
    assert repeated_runs([A, B, A, C]) == ()


@settings(deadline=None)
@given(st.lists(st.sampled_from([A, B, C, "x", "y"]), max_size=12))
def test_runs_say_what_stands_earlier(texts: list[str]) -> None:
    for run in repeated_runs(texts):
        assert run.of + run.length <= run.at
        assert texts[run.at : run.at + run.length] == texts[run.of : run.of + run.length]
