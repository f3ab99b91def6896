from evals.answers import Judged, summary

RATES = {
    "answered_when_answerable",
    "uncertain_when_answerable",
    "gold_shown",
    "right",
    "facts",
    "answered_when_not",
    "refused_when_not",
    "citation_precision",
    "citation_recall",
    "must_mention",
    "must_not",
    "wrong_source",
    "names_elsewhere",
}


def judged(*, answerable: bool = True, answered: bool = True, precision: float | None = None) -> Judged:
    return Judged("q", "direct", answerable, answered, False, None, precision, None, None, None, 2.0, "")


def test_every_rate_has_an_interval_around_it() -> None:
    some = [judged(answered=n % 4 > 0, precision=n / 40) for n in range(40)]
    reported = summary(some)
    assert reported["intervals"].keys() == RATES
    assert reported.keys() > RATES
    for rate in ("answered_when_answerable", "citation_precision"):
        low, high = reported["intervals"][rate]
        assert 0 <= low < reported[rate] < high <= 1


def test_an_interval_is_the_same_each_time_and_narrows_with_the_number_of_questions() -> None:
    few = [judged(answered=n % 2 == 0) for n in range(10)]
    assert summary(few) == summary(few)
    low, high = summary(few)["intervals"]["answered_when_answerable"]
    lower, higher = summary(few * 10)["intervals"]["answered_when_answerable"]
    # The normal approximation gives 0.5 ± 1.96 · √(0.25/n).
    assert abs((high - low) - 0.62) < 0.1
    assert abs((higher - lower) - 0.196) < 0.03


def test_what_was_not_judged_has_no_interval() -> None:
    reported = summary([judged(), judged()])
    assert reported["answered_when_answerable"] == 1.0
    assert reported["intervals"]["answered_when_answerable"] == [1.0, 1.0]
    assert reported["refused_when_not"] is None
    assert reported["intervals"]["refused_when_not"] is None
    assert all(interval is None for interval in summary([])["intervals"].values())
