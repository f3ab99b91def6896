"""Labels of forms that no rule names: told by what the document shows of itself."""

import pytest

from core.delegations import Gazetteer
from core.records import Statement, turns_of
from ingest import understand

GAZETTEER = Gazetteer.load()


def read(text: str, name: str = "record.txt") -> Statement:
    return understand(text.encode(), name, GAZETTEER)


def who_says(statement: Statement, words: str) -> tuple[str, str]:
    """(delegation, role) of the turn in which the words are."""
    paragraph = next(p for p in statement.paragraphs if words in p.text)
    turn = next(t for t in turns_of(statement) if t.first <= paragraph.ordinal <= t.last)
    return turn.delegation, turn.role


TIMED = """Recording of the side event on glaciers
Speakers: Aigul Asanova, Minister of Environment of Kyrgyzstan; Pema Dorji, Ambassador of Bhutan
00:05 Host
Good morning, and welcome.
00:12 Aigul Asanova
Our glaciers have lost a fifth of their ice.
01:40 Pema Dorji
Bhutan has counted seventeen dangerous lakes.
02:15 Aigul Asanova
We can learn from Bhutan.
"""

DOTTED = """Hearing before the Committee on Foreign Relations, United States Senate
STATEMENT OF HON. ROSE TULLY, ASSISTANT SECRETARY OF STATE FOR AFRICAN AFFAIRS
The Chairman. The hearing will come to order.
Ms. Tully. Thank you. The administration supports the transition in Sudan.
Senator Voss. Why has Egypt not been asked to help?
Ms. Tully. It has been asked.
Senator Voss. And it said no.
"""

SIDES = """Record of the talks on fisheries
Participants
Iceland: Minister Jonsdottir; Mr. Einarsson
Faroe Islands and others: observers
Morocco: Minister Alaoui
Minister Jonsdottir: We cannot accept the quota.
Minister Alaoui: We can accept one half of it.
Mr. Einarsson: One half is nothing.
Minister Alaoui: Then let us meet again in June.
"""

SIDES_JA = """経済協議議事要旨
2020年2月3日
日本側：自動車部品の関税撤廃を求める。
英国側：農産品と併せて検討したい。
日本側：次回までに案を示す。
"""

HEADED = """Annex: statements for the record
Statement by the delegation of Malta
"The ships wait outside our port.
Nobody takes the crews."
Statement by the observer of the Seafarers' Trust
"The crews are hungry."
Statement by the delegation of Panama
"Panama has written to the owners."
"""

REPORTED = """Summary of the dialogue on the report of Samoa
14. Chile commended Samoa for its law on the family.
15. The delegation of Samoa stated that the law would enter into force in May.
16. Ghana asked about prisons.
17. The Netherlands recommended that Samoa ratify the Optional Protocol.
"""

UNKNOWN = """Automatic transcript
Voice 7: The arms come over the border from Libya.
Voice 9: We in Niger see them every week.
Voice 7: What do you do about it?
Voice 9: My government has asked for help.
Voice 7: And France?
"""


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        (TIMED, "lost a fifth", ("KGZ", "government")),
        (TIMED, "seventeen dangerous", ("BTN", "government")),
        (TIMED, "learn from Bhutan", ("KGZ", "government")),
        (DOTTED, "supports the transition", ("USA", "government")),
        (DOTTED, "Why has Egypt", ("", "member")),
        (DOTTED, "come to order", ("", "chair")),
        (SIDES, "cannot accept the quota", ("ISL", "government")),
        (SIDES, "one half of it", ("MAR", "government")),
        (SIDES, "One half is nothing", ("ISL", "government")),
        (SIDES_JA, "自動車部品", ("JPN", "government")),
        (SIDES_JA, "農産品", ("GBR", "government")),
        (HEADED, "takes the crews", ("MLT", "government")),
        (HEADED, "crews are hungry", ("", "other")),
        (HEADED, "written to the owners", ("PAN", "government")),
        (REPORTED, "law on the family", ("CHL", "government")),
        (REPORTED, "enter into force", ("WSM", "government")),
        (REPORTED, "ratify the Optional", ("NLD", "government")),
        (UNKNOWN, "We in Niger", ("", "other")),
    ],
)
def test_each_has_his_own_words(text: str, words: str, wanted: tuple[str, str]) -> None:
    assert who_says(read(text), words) == wanted


def test_who_cannot_be_told_is_said() -> None:
    statement = read(UNKNOWN)
    assert not statement.delegation
    assert any("cannot be told" in notice for notice in statement.notices)


def test_a_text_of_one_speaker_stays_one() -> None:
    text = """Statement by Ghana
Mr. Chair,
We have three proposals.
First: a fund should be set up within a year.
Second: the fund should be paid by those who pollute.
Third: the fund should be seated in Africa.
Challenges remain. Mali: the mission was withdrawn. Ghana regrets it.
"""
    statement = read(text)
    assert statement.delegation == "GHA"
    assert not statement.turns


def test_one_who_only_asks_is_a_journalist() -> None:
    text = """"We stay", says the minister
Interview with Foreign Minister Lena Okafor of Nigeria, by Tim Braun (WB)
WB: Will you leave the force?
Okafor: Nigeria stays until the work is done.
WB: And if Chad leaves?
Okafor: Then we shall talk with Chad.
"""
    assert who_says(read(text), "Will you leave") == ("", "journalist")
    assert who_says(read(text), "stays until") == ("NGA", "government")


MAILS = """From: Mission of Laos <a@laos.example>
Subject: paragraph 4
Laos can accept the paragraph.
It thanks the facilitator.
From: Mission of Togo <b@togo.example>
Subject: RE: paragraph 4
Togo would rather delete it.
The reasons are known.
From: Mission of Malta <c@malta.example>
Subject: RE: RE: paragraph 4
Malta is flexible.
"""


def test_words_are_nobodys_where_several_states_plainly_speak_by_turns() -> None:
    statement = read(MAILS, "thread.txt")
    assert not statement.delegation
    assert not any(turn.delegation for turn in statement.turns)
    assert any("cannot be told" in notice for notice in statement.notices)


def test_a_list_of_states_is_no_text_by_turns() -> None:
    states = "Laos\nTogo\nMalta\nPeru\n"
    text = f"Statement by Ghana\n{states}" + "Ghana welcomes their decision to join the treaty.\n" * 12
    assert read(text).delegation == "GHA"


def test_what_minutes_say_of_the_body_itself_is_nobodys() -> None:
    text = """Summary record of the 14th meeting
1. Mr. Berg (Norway) said that the fund was empty.
2. He asked for a report.
3. Ms. Vega (Peru) said that Peru had paid its share.
4. The Committee took note of the statements.
"""
    statement = read(text)
    assert who_says(statement, "asked for a report") == ("NOR", "government")
    assert who_says(statement, "paid its share") == ("PER", "government")
    assert who_says(statement, "took note")[0] == ""
