import pytest
from hypothesis import given
from hypothesis import strategies as st

from answer.question.talk.follow_up import completed
from answer.question.talk.several import questions
from core.delegations import Gazetteer

GAZETTEER = Gazetteer.load()
VIEW = "What is Japan's view on a binding instrument?"
JAPANESE = "日本は気候変動についてどう考えていますか？"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("and China?", "What is China's view on a binding instrument?"),
        ("What about Kenya?", "What is Kenya's view on a binding instrument?"),
        ("in 2017?", "What is Japan's view on a binding instrument in 2017?"),
        ("And since 2015?", "What is Japan's view on a binding instrument since 2015?"),
        ("China in 2016?", "What is China's view on a binding instrument in 2016?"),
        ("What about climate change?", "What does Japan say about climate change?"),
        ("Does China support it?", "Does China support a binding instrument?"),
        ("How does it justify its position?", "How does Japan justify its position?"),
        ("What is its view on the law of the sea?", "What is Japan's view on the law of the sea?"),
        ("why?", "What is Japan's view on a binding instrument, and for what reasons?"),
    ],
)
def test_a_question_that_leans_on_the_last_one_is_completed(text: str, whole: str) -> None:
    assert completed(text, [VIEW], GAZETTEER) == whole


@pytest.mark.parametrize(
    ("last", "text", "whole"),
    [
        ("Does Japan support a treaty?", "Why?", "Why does Japan support a treaty?"),
        (
            "What was the Japanese position on the NPT in 2012?",
            "and Germany?",
            "What was Germany's position on the NPT in 2012?",
        ),
        (
            "What was the Japanese position on the NPT in 2012?",
            "And in 2015?",
            "What was the Japanese position on the NPT in 2015?",
        ),
        (JAPANESE, "中国は？", "中国は気候変動についてどう考えていますか？"),
        (JAPANESE, "核軍縮については？", "日本は核軍縮についてどう考えていますか？"),
    ],
)
def test_state_dates_and_topic_are_exchanged(last: str, text: str, whole: str) -> None:
    assert completed(text, [last], GAZETTEER) == whole


SYRIA = "What did Germany say about Syria in 2018?"
LANDMINES = "What did Kenya say about land mines in 2010?"
ACCORDING = "How many tests had Pakistan carried out, according to India in 1998?"
SPEECH = "By when does Kenya want this, according to its 2017 speech?"
ABOUT_IT = "ケニアは海洋資源についてどう考えていますか？"


@pytest.mark.parametrize(
    ("last", "text", "whole"),
    [
        (SYRIA, "Would it help to rebuild the country?", "Would Germany help to rebuild Syria in 2018?"),
        (SYRIA, "What does it think of the country's future?", "What does Germany think of Syria's future?"),
        (LANDMINES, "Does Norway agree with them?", "What does Norway say about land mines?"),
        (LANDMINES, "What about Chad that year?", "What did Chad say about land mines in 2010?"),
        (LANDMINES, "What did it ask of donors?", "What did Kenya ask of donors in 2010?"),
        (LANDMINES, "What does it ask of donors?", "What does Kenya ask of donors?"),
        (LANDMINES, "How did Chad respond?", "What did Chad say about Kenya in 2010?"),
        (LANDMINES, "Who else wants them cleared?", "Who else wants land mines cleared?"),
        (LANDMINES, "And ten years later, in 2020?", "What did Kenya say about land mines in 2020?"),
        (LANDMINES, "Was that still its view in 2015?", "What did Kenya say about land mines in 2015?"),
        (
            LANDMINES,
            "Who should pay for their clearing?",
            "Who should pay for their clearing, according to Kenya in 2010?",
        ),
        (
            ACCORDING,
            "What should be done about them?",
            "What should be done about them, according to India in 1998?",
        ),
        (ACCORDING, "What was the number in the 2002 speech?", ACCORDING.replace("1998", "2002")),
        (SPEECH, "And in 2019?", SPEECH.replace("2017", "2019")),
        (LANDMINES, "What did it say in 2012 about Somalia?", "What did Kenya say in 2012 about Somalia?"),
        (LANDMINES, "Thanks, that's all.", "Thanks, that's all."),
        ("Does anyone else mention whaling?", "And Norway?", "Does Norway mention whaling?"),
        (ABOUT_IT, "チャドはそれについてどう述べましたか。", "チャドは海洋資源についてどう述べましたか。"),
        (ABOUT_IT, "ありがとうございました。", "ありがとうございました。"),
    ],
)
def test_state_time_and_matter_carry_over(last: str, text: str, whole: str) -> None:
    assert completed(text, [last], GAZETTEER) == whole


@pytest.mark.parametrize(
    "text",
    [
        "What does Norway say about whaling?",
        "Is there a programme of action?",
        "How did Kenya describe the fishing dispute in 2016?",
        "日本は核軍縮についてどう考えていますか？",
    ],
)
def test_a_question_that_stands_by_itself_is_left_alone(text: str) -> None:
    assert completed(text, [VIEW], GAZETTEER) == text


def test_without_a_conversation_nothing_is_completed() -> None:
    assert completed("and China?", [], GAZETTEER) == "and China?"


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_breaks_it(text: str, last: str) -> None:
    assert isinstance(completed(text, [last], GAZETTEER), str)


def test_several_questions_are_taken_apart_and_what_leads_to_them_is_kept() -> None:
    assert questions("What is Japan's view on a treaty? Does it support the PoA? Thanks.") == (
        "What is Japan's view on a treaty?",
        "Does it support the PoA? Thanks.",
    )
    one = "I am preparing a brief. What does Kenya say on Somalia?"
    assert questions(one) == (one,)
    assert questions("日本の立場は何ですか？中国の立場は何ですか？") == (
        "日本の立場は何ですか？",
        "中国の立場は何ですか？",
    )


@pytest.mark.parametrize(
    ("last", "text", "whole"),
    [
        ("Did Iran attack Israel?", "Did China condemn it?", "Did China condemn it?"),
        ("Did Iran attack Israel?", "Why did it do that?", "Why did Iran do that?"),
        ("What does Japan say about cyber norms?", "Does it?", "Does Japan?"),
        (
            "What is Japan's approach to climate change?",
            "And what does China say about it?",
            "And what does China say about climate change?",
        ),
        (
            "Is Japan committed to nuclear disarmament?",
            "What does China say about it?",
            "What does China say about nuclear disarmament?",
        ),
        (
            "What is Norway's objection to whaling bans?",
            "Who else opposes it?",
            "Who else opposes whaling bans?",
        ),
    ],
)
def test_a_pronoun_is_put_for_what_it_can_mean(last: str, text: str, whole: str) -> None:
    assert completed(text, [last], GAZETTEER) == whole


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("And what did it want done in 2017?", "And what did Germany want done about Syria in 2017?"),
        ("What did it demand?", "What did Germany demand about Syria in 2018?"),
        ("What does it say about trade?", "What does Germany say about trade?"),
        ("What did it say about that?", "What did Germany say about Syria in 2018?"),
    ],
)
def test_a_question_without_a_matter_has_that_of_the_conversation(text: str, whole: str) -> None:
    history = ["What did Germany say about Syria in 2018?", "Would Germany help to rebuild Syria in 2018?"]
    assert completed(text, history, GAZETTEER) == whole
