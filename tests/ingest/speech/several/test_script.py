"""Several speakers in one file: where each one's words begin, and whose they are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.delegations import Gazetteer
from core.errors import UnreadableError
from core.records import Statement, turn_of, turns_of
from ingest import understand

GAZETTEER = Gazetteer.load()

COUNCIL = """Security Council
9001st meeting
Monday, 4 May 2015, 10 a.m.
New York
President: Mr. Okoro (Nigeria)
The meeting was called to order at 10.05 a.m.
The President: I now give the floor to the representative of Peru.
Mrs. Vega (Peru) (spoke in Spanish): Peru supports the draft before us.
We ask all members to vote for it.
The President: I shall now make a statement in my capacity as the representative of Nigeria.
Nigeria will vote in favour.
I now resume my functions as President of the Council.
Mr. Berg (Norway), on behalf of the Nordic countries: The Nordic countries welcome the draft.
In my national capacity, I would add that Norway will pay its share.
A vote was taken by show of hands.
In favour: Norway, Peru
The meeting rose at 11 a.m."""

HOUSE = """House of Commons
Fisheries
The Minister for Fisheries (Ms Jane Holt): The Government have signed the agreement.
It will be laid before the House.
Mr Tom Reed (Northport) (Lab): This agreement is a disgrace, and it should be torn up.
Ms Holt: I do not agree with the hon. Gentleman.
Mr Speaker: Order."""

DIET = """第百回国会　参議院　外交委員会会議録　第三号
○山本委員長　これより会議を開きます。
○鈴木委員　政府は条約に加盟すべきではありませんか。
○国務大臣（田中太郎君）　政府としては、加盟する考えはございません。
　引き続き検討いたします。
○政府参考人（佐藤花子君）　予算額は四億円でございます。
〔「もういい」と呼ぶ者あり〕
○山本委員長　本日はこれにて散会いたします。"""

LEADERS = """Remarks by President Stone of Kenya and Prime Minister Lake of Samoa in Joint Press Conference
State House, Nairobi
2:05 P.M. EAT
PRESIDENT STONE: Welcome. We will build the port.
It will open next year.
(Applause.)
PRIME MINISTER LAKE: Thank you. Samoa will not lend money for it.
Q    Mr. President, is the port not a waste of money?
PRESIDENT STONE: It is not.
MODERATOR: Last question.
END   2:31 P.M. EAT"""

PANEL = """Oslo Forum, Panel 2
Moderator: Dr Ann Moss, Institute of Peace
Panellists: Mr Per Dahl (Deputy Minister, Sweden); Ms Rita Lobo (Ambassador, Portugal); Mr Ian Fox (editor)
Dr Moss: Welcome to all of you. Who begins?
Mr Dahl: Sweden believes that the treaty can be saved.
Ms Lobo: Portugal is less sure of that.
Mr Fox: The readers do not care, I am afraid.
Audience member: What about the victims?
Mr Dahl: They come first."""

REPLIES = """Compilation of replies received from Governments
Chile
Chile supports a ban on such weapons and would sign it at once.
Egypt
[Original: Arabic]
Egypt considers that the time is not ripe for a new treaty.
Finland
The existing law is enough, and it should be applied by all."""

ROWS = """Compilation of positions
State · Treaty · Fund
Chile · Supports · 2.0
Egypt · Opposes · 0
Finland · No position · 1.5"""

PRESSER = """外務大臣会見記録
令和5年9月5日
【外務大臣】本日から中東を訪問いたします。
【共同通信　中村記者】提訴はお考えでしょうか。
【外務大臣】不断に検討していきたいと考えています。"""


def read(text: str, name: str = "record.txt") -> Statement:
    return understand(text.encode(), name, GAZETTEER)


def said(statement: Statement, words: str) -> tuple[str, str, str]:
    """Delegation, role and speaker of the paragraph that holds ``words``."""
    (paragraph,) = [paragraph for paragraph in statement.paragraphs if words in paragraph.text]
    turn = turn_of(statement, paragraph)
    return turn.delegation, turn.role, turn.speaker


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (COUNCIL, "Peru supports", ("PER", "government", "Vega")),
        (COUNCIL, "We ask all members", ("PER", "government", "Vega")),
        (COUNCIL, "I now give the floor", ("", "chair", "Okoro")),
        (COUNCIL, "Nigeria will vote", ("NGA", "government", "Okoro")),
        (COUNCIL, "resume my functions", ("", "chair", "Okoro")),
        (COUNCIL, "The Nordic countries welcome", ("NOR", "government", "Berg")),
        (COUNCIL, "In favour:", ("", "other", "")),
        (HOUSE, "laid before the House", ("GBR", "government", "Jane Holt")),
        (HOUSE, "torn up", ("", "member", "Tom Reed")),
        (HOUSE, "I do not agree", ("GBR", "government", "Jane Holt")),
        (DIET, "加盟すべき", ("", "member", "鈴木")),
        (DIET, "加盟する考え", ("JPN", "government", "田中太郎")),
        (DIET, "引き続き検討", ("JPN", "government", "田中太郎")),
        (DIET, "四億円", ("JPN", "government", "佐藤花子")),
        (DIET, "これより会議", ("", "chair", "山本")),
        (LEADERS, "build the port", ("KEN", "government", "Stone")),
        (LEADERS, "open next year", ("KEN", "government", "Stone")),
        (LEADERS, "not lend money", ("WSM", "government", "Lake")),
        (LEADERS, "waste of money", ("", "journalist", "")),
        (PANEL, "can be saved", ("SWE", "government", "Per Dahl")),
        (PANEL, "less sure", ("PRT", "government", "Rita Lobo")),
        (PANEL, "Who begins", ("", "chair", "Ann Moss")),
        (PANEL, "The readers", ("", "other", "Ian Fox")),
        (REPLIES, "supports a ban", ("CHL", "government", "")),
        (REPLIES, "not ripe", ("EGY", "government", "")),
        (REPLIES, "existing law", ("FIN", "government", "")),
        (ROWS, "Opposes", ("EGY", "government", "")),
        (PRESSER, "中東を訪問", ("JPN", "government", "")),
        (PRESSER, "提訴", ("", "journalist", "中村")),
    ],
)
def test_each_paragraph_is_its_speakers(text: str, words: str, expected: tuple[str, str, str]) -> None:
    assert said(read(text), words) == expected


def test_a_group_is_said_beside_the_delegation_until_it_speaks_for_itself() -> None:
    statement = read(COUNCIL)
    groups = {turn.on_behalf_of for turn in statement.turns if turn.delegation == "NOR"}
    (own,) = [p for p in statement.paragraphs if "pay its share" in p.text]
    assert groups == {"NORDIC", ""}
    assert turn_of(statement, own).on_behalf_of == ""


def test_labels_and_the_header_are_no_part_of_the_words() -> None:
    statement = read(COUNCIL)
    texts = [paragraph.text for paragraph in statement.paragraphs]
    assert "Peru supports the draft before us." in texts
    assert not any("9001st" in text or text.startswith("Mrs. Vega") for text in texts)
    assert statement.title == "Security Council, 9001st meeting"
    assert (statement.date, statement.forum) == ("2015-05-04", "UN Security Council")


def test_the_whole_has_a_delegation_only_where_one_state_speaks() -> None:
    assert read(DIET).delegation == "JPN"
    assert read(COUNCIL).delegation == ""


def test_an_office_of_a_state_that_nothing_names_is_nobodys_and_doubtful() -> None:
    statement = read(LEADERS.replace(" of Kenya", ""))
    assert said(statement, "build the port") == ("", "government", "Stone")
    assert said(statement, "not lend money")[0] == "WSM"
    assert statement.confidence == 0
    assert "for which state Stone does" in statement.notices[0]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Chair,\nNorms: we support them.\nLaw: it applies in full.\nTrust: it must be built.\nThank you.",
        "Statement by Chile\nThe President: thank you for your words, he told me.\nI agree with him.",
        "We thank the sponsors:\nArgentina\nBrazil\nChile\nDenmark\nThe list is not complete.",
        "【規範について】\n我が国は規範を支持します。\n【国際法について】\n国際法は適用されます。",
        "○　我が国は規範を支持します。\n○　国際法は適用されます。\n○　能力構築を支援します。",
        "Date: 4 May 2020\nPlace: Geneva\nSubject: norms\nWe support the norms and will apply them.",
    ],
)
def test_a_statement_with_colons_and_lists_has_one_speaker(text: str) -> None:
    assert read(text).turns == ()


pieces = st.sampled_from(
    [
        *(
            "The President: I call on Peru.",
            "Mr. Diaz (Peru): We agree.",
            "Ms. Li (China) (spoke in Chinese): No.",
        ),
        *("PRESIDENT STONE: Welcome.", "Q    Why?", "Q", "Mr Reed (Northport) (Lab): Shame.", "(Applause.)"),
        *(
            "○山本委員長　会議を開きます。",
            "○鈴木委員　問います。",
            "【外務大臣】お答えします。",
            "【見出し】",
        ),
        *(
            "We go on.",
            "Agenda item 4",
            "1. One.",
            "2. Two.",
            "",
            "Chile",
            "Egypt",
            "Finland",
            "Brazil · Yes · 1",
        ),
        *(
            "The meeting rose at 1 p.m.",
            "a long paragraph that ends in a full stop, as they do everywhere.",
            "---",
        ),
        *("Mr. Diaz (Peru):", "Moderator: Dr Moss, Institute", "I now resume my functions as President."),
    ]
)


@settings(deadline=None)
@given(st.lists(pieces, min_size=1, max_size=25))
@pytest.mark.slow
def test_turns_are_all_paragraphs_once_and_in_order_in_any_text(parts: list[str]) -> None:
    data = "\n".join(parts).encode()
    try:
        statement = understand(data, "a.txt", GAZETTEER)
    except UnreadableError:
        return
    spoken = [ordinal for turn in turns_of(statement) for ordinal in range(turn.first, turn.last + 1)]
    assert spoken == [paragraph.ordinal for paragraph in statement.paragraphs]
    for paragraph in statement.paragraphs:
        assert (
            statement.text[paragraph.start : paragraph.end] == paragraph.text == paragraph.text.strip() != ""
        )
        turn = turn_of(statement, paragraph)
        assert turn.role in ("", "government") or not turn.delegation
        assert not (turn.delegation and turn.parties)
    assert understand(data, "a.txt", GAZETTEER) == statement


HEARING = """House of Lords
International Relations Committee
Corrected oral evidence: Arctic waters
Wednesday 9 May 2018
Witness
I: The Rt Hon Lady Harcourt, Minister of State for the Americas, Foreign and Commonwealth Office.
Q1 The Chairman: Minister, will you send a ship?
Lady Harcourt: We shall send one in August.
It will stay for a month.
Q2 Lord Tyne: One ship is a mockery.
Lady Harcourt: It is what we can afford."""

PRESSER = """Spokesperson Ivo Brand's press conference
Ministry of Foreign Affairs of the Republic of Bulgaria
Ivo Brand: The Minister will travel to Skopje on Friday.
Reuters: Is the veto lifted?
Ivo Brand: It is not lifted. We wait for the vote.
AFP: And when is that?
Ivo Brand: In June."""

PANEL = """Talks on the Nile
Moderator: Ruth Adler, journalist
Participants: State Secretary Jan Vik of Norway; Minister Hala Nour of Sudan; Prof. Ali Kaya
Ruth Adler: Minister, is there water enough?
Hala Nour: There is, if it is shared.
Jan Vik: Norway will pay for the gauges.
Ali Kaya: No model shows that it will do.
Ruth Adler: Thank you both."""

DAIL = """Dáil debate
Tuesday, 3 March 2015
Deputy Una Walsh: The Minister has done nothing.
Minister for Foreign Affairs (Deputy Tom Breen): We have written to the Commission.
An Ceann Comhairle: Order, please.
Deputy Una Walsh: A letter is nothing."""

WEBCAST = """CHAIRPERSON: I give the floor to the representative of Ghana.
Ghana is for the text.
CHAIRPERSON: I give the floor to the representative of Togo.
Togo is against it.
CHAIRPERSON: I give the floor to the representative of Benin.
Benin abstains.
CHAIRPERSON: Let us break for lunch."""


@pytest.mark.parametrize(
    ("text", "words", "delegation", "role"),
    [
        (HEARING, "We shall send one", "GBR", "government"),
        (HEARING, "stay for a month", "GBR", "government"),
        (HEARING, "will you send a ship", "", "chair"),
        (HEARING, "is a mockery", "", "member"),
        (PRESSER, "not lifted", "BGR", "government"),
        (PRESSER, "veto lifted?", "", "journalist"),
        (PANEL, "pay for the gauges", "NOR", "government"),
        (PANEL, "if it is shared", "SDN", "government"),
        (PANEL, "No model shows", "", "other"),
        (DAIL, "has done nothing", "", "member"),
        (DAIL, "written to the Commission", "IRL", "government"),
        (WEBCAST, "Benin abstains", "BEN", "government"),
        (WEBCAST, "break for lunch", "", "chair"),
    ],
)
def test_who_is_behind_a_label_is_told_by_the_header(
    text: str, words: str, delegation: str, role: str
) -> None:
    statement = understand(text.encode(), "a.txt", GAZETTEER)
    paragraph = next(p for p in statement.paragraphs if words in p.text)
    turn = next(t for t in turns_of(statement) if t.first <= paragraph.ordinal <= t.last)
    assert (turn.delegation, turn.role) == (delegation, role)
