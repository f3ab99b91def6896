"""Minutes of organizations and parliaments, panels with dashes, and what stands below a joint communiqué."""

import pytest

from core.delegations import Gazetteer
from core.records import Statement, turns_of
from ingest import understand

MINUTES = """WORLD CUSTOMS ORGANIZATION
REPORT OF THE COMMITTEE ON TRANSIT
AGENDA ITEM 3: SEALS
41. The Chair opened the floor for comments on the seals.
42. The Delegation of Malawi stated that a seal without a number was of no use.
43. The Delegation of Nepal shared that view and thanked Malawi.
44. The Delegation of the United Kingdom reserved its position.
45. The Representative of the Federation of Hauliers asked who would pay.
46. The Chair closed the discussion.
"""
FRENCH = """ASSEMBLÉE NATIONALE
Compte rendu intégral
Séance du mardi 4 octobre 2022
Mme la présidente. La parole est à M. Paul Verdier.
M. Paul Verdier. Madame la ministre, que fera la France au Tchad ?
Mme la présidente. La parole est à Mme la ministre des affaires étrangères.
Mme Anne Colbert, ministre des affaires étrangères. La France restera aux côtés du Tchad.
M. Paul Verdier. Ce n'est pas une réponse !
"""
PANEL = """Forum on rivers
Panellists: Amina Yusuf, State Minister of Water, Nigeria; Jean Mballa, Deputy Minister of Energy, Cameroon
Moderator: Lisa Berg
Lisa Berg — State Minister, what do you owe those downstream?
Amina Yusuf — Nigeria owes them notice and data.
Jean Mballa — Cameroon has asked for a rule in dry years.
Lisa Berg — Would you accept a mediator?
Jean Mballa — Cameroon would accept one.
"""
COMMUNIQUE = """Joint communiqué of the President of Ghana and the Prime Minister of Barbados
Accra, 3 May 2019
The two leaders signed an agreement on air services.
Remarks by the President of Ghana
Ghana will open the route this year.
Remarks by the Prime Minister of Barbados
Barbados will train the crews.
"""
CHAPTERS = """# Written submissions
## Kenya
Kenya wants a limit from the first day.
## Brazil
Brazil proposes five years for all.
## Malta
Malta prefers an annex to the body of the treaty.
## Observers
### Alliance of Painters
Painters ask for labels that they can read.
"""
INTERVIEW = """大使に聞く
駐日リトアニア大使館
二〇二〇年五月
――バスケットボールが盛んなのはなぜでしょうか。
一九三七年の優勝が始まりです。
国民は今も試合の日を覚えています。
――日本に望むことは。
学生の交流を増やしてほしいと思います。
"""
ROUND_TABLE = """座談会「港と外交」
出席者
大野真理（外務省海洋室長）
アリ・ハサン（駐日オマーン大使館参事官）
――まず、港の意義からお願いします。
大野　我が国は港の電化を進めています。
ハサン　オマーンは二つの港を開きました。
――電力はいかがですか。
ハサン　我が国は太陽光を使います。
大野　共同の研究を提案しました。
"""
QUOTING = """軍縮会議における日本代表演説

議長、私は被爆した方々の言葉を紹介します。
――水をください、という声が今も耳に残っています。
――二度と繰り返してはなりません。
我が国は、この声に応えるために、新たな決議案を提出します。
"""


def who(statement: Statement, words: str) -> str:
    paragraph = next(p for p in statement.paragraphs if words in p.text)
    turn = next((t for t in turns_of(statement) if t.first <= paragraph.ordinal <= t.last), None)
    return turn.delegation if turn and turn.role == "government" else ""


@pytest.mark.parametrize(
    ("text", "words", "state"),
    [
        (MINUTES, "opened the floor", ""),
        (MINUTES, "of no use", "MWI"),
        (MINUTES, "shared that view", "NPL"),
        (MINUTES, "reserved its position", "GBR"),
        (MINUTES, "who would pay", ""),
        (MINUTES, "closed the discussion", ""),
        (FRENCH, "que fera la France", ""),
        (FRENCH, "restera aux côtés", "FRA"),
        (FRENCH, "pas une réponse", ""),
        (PANEL, "what do you owe", ""),
        (PANEL, "notice and data", "NGA"),
        (PANEL, "would accept one", "CMR"),
        (COMMUNIQUE, "open the route", "GHA"),
        (COMMUNIQUE, "train the crews", "BRB"),
        (INTERVIEW, "盛んなのはなぜ", ""),
        (INTERVIEW, "優勝が始まり", "LTU"),
        (INTERVIEW, "日本に望むこと", ""),
        (INTERVIEW, "交流を増やして", "LTU"),
        (ROUND_TABLE, "港の意義から", ""),
        (ROUND_TABLE, "港の電化を進め", "JPN"),
        (ROUND_TABLE, "電力はいかが", ""),
        (ROUND_TABLE, "太陽光を使い", "OMN"),
        (CHAPTERS, "five years for all", "BRA"),
        (CHAPTERS, "labels that they can read", ""),
    ],
)
def test_each_has_his_own_words(text: str, words: str, state: str) -> None:
    assert who(understand(text.encode(), "record.txt", Gazetteer.load()), words) == state


def test_a_joint_communique_above_what_each_said_is_both_parties() -> None:
    statement = understand(COMMUNIQUE.encode(), "record.txt", Gazetteer.load())
    signed = next(p for p in statement.paragraphs if "signed an agreement" in p.text)
    turn = next(t for t in turns_of(statement) if t.first <= signed.ordinal <= t.last)
    assert set(turn.parties) == {"GHA", "BRB"}


@pytest.mark.parametrize("more", ["", "――なぜ私が生き残ったのでしょうか。\n"])
def test_a_speech_that_quotes_with_dashes_is_no_interview(more: str) -> None:
    text = QUOTING.replace("――二度", f"{more}――二度")
    found = understand(text.encode(), "a.txt", Gazetteer.load())
    assert found.delegation == "JPN"
    assert {turn.delegation for turn in found.turns} <= {"JPN"}


def test_a_delegate_who_quotes_with_dashes_keeps_the_floor() -> None:
    quoted = QUOTING.split("\n\n")[1]
    text = f"軍縮会議の記録\n\n議長（ケニア）：始めます。\n日本：{quoted}フランス：支持します。\n"
    found = understand(text.encode(), "a.txt", Gazetteer.load())
    assert [turn.delegation for turn in found.turns] == ["", "JPN", "FRA"]
