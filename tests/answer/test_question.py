import pytest

from answer.question import MAX_QUESTION_CHARACTERS, Holdings, understand
from core.delegations import Gazetteer
from core.errors import UsageError
from core.records import Filters

GAZETTEER = Gazetteer.load()
HOLDINGS = Holdings(("JPN", "KEN", "NOR", "SWE", "CHN"), "2005", "2020")


def asked(text: str, given: Filters = Filters()) -> Filters:
    return understand(text, given, GAZETTEER, HOLDINGS).filters


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("What is Japan's view on a binding instrument?", ("JPN",)),
        ("What is Japan’s view on a binding instrument?", ("JPN",)),
        ("What does China think of a binding instrument?", ("CHN",)),
        ("Tokyo's position on whaling", ("JPN",)),
        ("What is the Japanese position on abductions by North Korea?", ("JPN",)),
        ("Why does a multi-stakeholder approach matter to Japan?", ("JPN",)),
        ("According to Kenya, who should pay?", ("KEN",)),
        ("What was said by Norway about oceans?", ("NOR",)),
        ("How do Japan and China differ on cyber norms?", ("JPN", "CHN")),
        ("Compare Kenya with Norway on oceans", ("KEN", "NOR")),
        ("the Nordic countries on climate?", ("NOR", "SWE")),
        ("日本は法的拘束力のある文書についてどう考えていますか？", ("JPN",)),
        ("日本とケニアの立場の違いは？", ("JPN", "KEN")),
        ("中国について日本は何と言っていますか", ("JPN",)),
    ],
)
def test_whose_words_are_asked_for_is_read_from_the_question(text: str, codes: tuple[str, ...]) -> None:
    filters = asked(text)
    assert filters.delegations == codes
    assert "delegation" in filters.inferred


@pytest.mark.parametrize(
    "text",
    [
        "Who initiated the Programme of Action?",
        "What is said about sanctions on Iran?",
        "Which states mention the situation in Syria?",
        "Who supports Japan in the election?",
    ],
)
def test_a_state_that_is_only_what_the_question_is_about_is_no_filter(text: str) -> None:
    assert asked(text).delegations == ()


def test_the_object_of_the_question_is_left_out_beside_its_subject() -> None:
    assert asked("What does Kenya say about Russia?").delegations == ("KEN",)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("What did Japan say in 2016 about North Korea?", "2016-01-01", "2016-12-31"),
        ("Japan on disarmament since 2015", "2015-01-01", ""),
        ("What did Japan say after 2015?", "2016-01-01", ""),
        ("What did Japan say before 2010?", "", "2009-12-31"),
        ("Japan's statements until 2012", "", "2012-12-31"),
        ("How did Japan's position change between 2010 and 2015?", "2010-01-01", "2015-12-31"),
        ("日本は2016年の演説で何と述べましたか", "2016-01-01", "2016-12-31"),
        ("What did Japan say in 1950?", "1950-01-01", "1950-12-31"),
    ],
)
def test_dates_are_read_from_the_question(text: str, since: str, until: str) -> None:
    filters = asked(text)
    assert (filters.since, filters.until) == (since, until)


@pytest.mark.parametrize("text", ["What will Osaka host in 2025?", "What does the 2030 Agenda promise?"])
def test_the_year_of_an_event_is_no_filter(text: str) -> None:
    filters = asked(text)
    assert (filters.since, filters.until) == ("", "")


def test_what_the_person_set_is_kept_and_not_called_inferred() -> None:
    filters = asked("What does Kenya say in 2016?", Filters(("JPN",), "2010"))
    assert filters == Filters(("JPN",), "2010")


def test_nothing_is_inferred_when_that_is_switched_off() -> None:
    assert understand("Japan's view?", Filters(), GAZETTEER, HOLDINGS, infer=False).filters == Filters()


@pytest.mark.parametrize(
    ("text", "expects"),
    [
        ("How much will Japan pay?", "quantity"),
        ("How many delegations agree?", "quantity"),
        ("When will it be established?", "time"),
        ("いつ設立されますか", "time"),
        ("What does Japan think when others disagree?", ""),
    ],
)
def test_the_kind_of_answer_is_read_from_the_question(text: str, expects: str) -> None:
    assert understand(text, Filters(), GAZETTEER, HOLDINGS).expects == expects


def test_a_why_question_takes_something_for_granted() -> None:
    question = understand("Why does Japan support a binding treaty?", Filters(), GAZETTEER, HOLDINGS)
    assert question.premise == "does Japan support a binding treaty?"


@pytest.mark.parametrize("text", ["", "   \n\t ", "　"])
def test_an_empty_question_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UsageError, match="question is empty"):
        understand(text, Filters(), GAZETTEER, HOLDINGS)


def test_a_very_long_question_is_refused_with_both_numbers() -> None:
    with pytest.raises(UsageError, match=rf"100,000 .* {MAX_QUESTION_CHARACTERS:,}"):
        understand("x" * 100_000, Filters(), GAZETTEER, HOLDINGS)
