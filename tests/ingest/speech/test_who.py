"""The state that speaks, not the state that is spoken about; and whose a joint text is."""

import pytest

from core.delegations import Gazetteer
from core.records import DOUBTFUL_BELOW, Statement
from ingest import understand
from ingest.speech.weigh import probabilities, shipped_weights
from ingest.speech.who import who_speaks

GAZETTEER = Gazetteer.load()
TALK = "We attach importance to this subject and wish to see it discussed in depth by all delegations."


def read(text: str, name: str = "statement.txt", folder: str = "") -> Statement:
    return understand(text.encode(), name, GAZETTEER, folder=folder)


@pytest.mark.parametrize(
    ("text", "right", "subject"),
    [
        ("Statement by the Permanent Representative of Chile on the situation in Haiti", "CHL", "HTI"),
        ("Explanation of vote by Iceland on the draft resolution on Cuba", "ISL", "CUB"),
        ("Letter from the Permanent Mission of Qatar concerning Bahrain", "QAT", "BHR"),
        ("Right of reply of Armenia in response to the statement made by Azerbaijan", "ARM", "AZE"),
        ("Message to India\nMinistry of Foreign Affairs of Bhutan", "BTN", "IND"),
        (
            "Statement on the occupied territories of Georgia\nMinistry of Foreign Affairs of Estonia",
            "EST",
            "GEO",
        ),
        ("Remarks by the Ambassador of Ghana during the briefing on Sudan", "GHA", "SDN"),
        ("Embassy of Denmark in Kenya: statement on the elections", "DNK", "KEN"),
        ("ソマリア情勢について（外務大臣談話）\n我が国は、停戦を歓迎します。", "JPN", "SOM"),
        ("北朝鮮による核実験に関する内閣官房長官声明\n政府としては、厳重に抗議します。", "JPN", "PRK"),
        ("トルコ外務省声明\nギリシャによる領空侵犯について", "TUR", "GRC"),
        ("駐日ポーランド大使館\nベラルーシとの国境について", "POL", "BLR"),
        ("Kingdom of Lesotho, Ministry of Foreign Affairs\nRemarks on South Africa", "LSO", "ZAF"),
        ("MFA Singapore: statement on Myanmar", "SGP", "MMR"),
        ("Farnesina\nStatement on the arrests in Iran", "ITA", "IRN"),
        ("Right of reply by Kuwait in response to the statement by Iraq", "KWT", "IRQ"),
        ("台湾外交部、日本の支援に感謝", "TWN", "JPN"),
        ("オマーン国大統領の訪日に際する晩餐会における天皇陛下のおことば", "JPN", "OMN"),
        ("ロシアによるジョージア侵攻に関する外務大臣談話\n我が国は、強く非難する。", "JPN", "GEO"),
        ("国連事務総長宛の書簡\nイラン・イスラム共和国常駐代表\n閣下", "IRN", "ISR"),
        ("メキシコ外務協力省\nキューバに対する措置についての声明（仮訳）", "MEX", "CUB"),
    ],
)
def test_the_state_of_a_title_is_the_one_that_speaks(text: str, right: str, subject: str) -> None:
    found = read(f"{text}\n{TALK}")
    assert found.delegation == right != subject


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Statement on Myanmar", "statement.txt"),
        ("The situation in Yemen", "yemen.txt"),
        ("We note the figures of January with concern.", "Letter on Syria to the Council.txt"),
        ("The evaluation covers work from 2008 to 2012. It was carried out by a team.", "liberia.pdf.txt"),
        ("Statement attributable to the Spokesperson for the Secretary-General on Mali", "a.txt"),
        ("Chair's summary of the discussion on Libya", "b.txt"),
        ("Address by the Mayor of Hiroshima", "c.txt"),
        ("Address by the Chancellor to the Knesset", "e.txt"),
        ("日ロ外相会談後のラヴロフ外相の冒頭発言", "f.txt"),
        ("日本被団協協会\n日本政府に条約への参加を求めます。", "d.txt"),
    ],
)
def test_no_delegation_is_better_than_a_wrong_one(text: str, name: str) -> None:
    found = read(f"{text}\nThe matter was discussed at length, and nothing was decided.", name)
    assert (found.delegation, found.parties) == ("", ())
    assert found.confidence < DOUBTFUL_BELOW


def test_what_was_not_taken_for_the_speaker_is_said() -> None:
    found = read("We note the figures of January with concern.", "Letter on Syria to the Council.txt")
    assert found.notices == ("The file name names Syria, which was not taken as the one that speaks.",)


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("KEN_70_2015.txt", "KEN"),
        ("2020-12-01_Norway_OEWG.txt", "NOR"),
        ("CHL_2019.txt", "CHL"),
        ("visit-to-norway-and-sweden.txt", ""),
        ("on-the-visit-of-chile.txt", ""),
    ],
)
def test_a_key_in_a_file_name_tells_and_a_phrase_does_not(name: str, right: str) -> None:
    assert read(TALK, name).delegation == right


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Joint Statement by the President of Brazil and the Prime Minister of Spain", {"BRA", "ESP"}),
        ("Joint Communiqué between Kenya and Uganda", {"KEN", "UGA"}),
        ("Working paper submitted by Austria, Chile and Ireland", {"AUT", "CHL", "IRL"}),
        ("日韓首脳共同声明", {"JPN", "KOR"}),
        ("日本国とカナダとの共同宣言", {"JPN", "CAN"}),
        ("Quad Leaders' Statement", {"AUS", "IND", "JPN", "USA"}),
        ("Joint Declaration\nWe, the leaders of Fiji, Samoa and Tonga, met today.", {"FJI", "WSM", "TON"}),
    ],
)
def test_a_joint_text_is_all_its_parties(text: str, parties: set[str]) -> None:
    found = read(f"{text}\n{TALK}")
    assert (set(found.parties), found.delegation) == (parties, "")


def test_joint_press_conferences_are_no_joint_texts() -> None:
    lines = [
        "Remarks by President Aster of Chile and Prime Minister Bell of Fiji in Joint Press Conference",
        TALK,
    ]
    assert who_speaks(lines, GAZETTEER).parties == ()


def test_what_a_person_gives_is_certain() -> None:
    found = read(f"---\ndelegation: Peru\n---\nStatement by Chile\n{TALK}")
    assert (found.delegation, found.confidence) == ("PER", 1.0)
    assert "The front matter gives delegation PER, the title line CHL; PER was taken." in found.notices


def test_the_doubtful_say_how_sure_they_are() -> None:
    sure, doubtful = read(f"Statement by Peru\nMr. Chair,\n{TALK}"), read(TALK, "peru.txt")
    assert sure.confidence > doubtful.confidence
    assert doubtful.confidence < DOUBTFUL_BELOW


def test_probabilities_are_shares_of_one() -> None:
    from ingest.speech.evidence import gather, parts_of

    parts = parts_of(["Statement by Peru on Chile", TALK])
    found = probabilities(gather(parts, GAZETTEER), shipped_weights())
    assert sum(found.values()) == pytest.approx(1)
    assert max(found, key=lambda code: found[code]) == "PER"


@pytest.mark.parametrize(
    "text",
    [
        "Security Council Press Statement on the Attack in Kabul, Afghanistan\nThe members of the Security"
        " Council condemned the attack.",
        "Elections in Guinea\nThe African Union Commission welcomes the calm in which they were held.",
    ],
)
def test_a_body_that_takes_a_position_is_no_state(text: str) -> None:
    found = GAZETTEER.get(read(text).delegation)
    assert found is None or found.is_group


def test_a_note_verbale_speaks_for_the_ministry_that_presents_its_compliments() -> None:
    note = (
        "No. 44/2016\nThe Ministry of Foreign Affairs of the Republic of Benin presents its compliments to"
        " the Embassy of Niger and has the honour to refer to the closing of the bridge."
    )
    assert read(note).delegation == "BEN"


def test_an_office_without_its_state_is_the_one_named_above_it() -> None:
    assert read("ニュージーランド首相府\n首相、マオリの日に演説\n政府は和解を進める。").delegation == "NZL"


def test_another_states_office_in_a_title_does_not_take_the_ministers_words() -> None:
    text = "ロシア外務省の声明に対する反論（外務大臣談話）\n我が国は、この声明を受け入れない。"
    assert read(text).delegation == "JPN"


def test_an_embassy_is_that_of_the_state_before_and_not_of_its_host() -> None:
    text = "ベトナム社会主義共和国駐日本国大使館\n日本の支援に関するコメント\n心から感謝申し上げる。"
    assert read(text).delegation == "VNM"


@pytest.mark.parametrize(
    ("title", "parties"),
    [
        ("日豪ビジョンステートメント", {"JPN", "AUS"}),
        ("日本国とチリ共和国との間の協力に関する行動計画", {"JPN", "CHL"}),
    ],
)
def test_a_japanese_title_tells_the_parties_of_a_joint_text(title: str, parties: set[str]) -> None:
    assert set(read(f"{title}\n双方は、協力を進める。").parties) == parties


def test_states_that_align_themselves_with_a_groups_statement_are_not_its_authors() -> None:
    text = (
        "EU Statement – UN Working Group: confidence-building\n\n"
        "Thank you, Chair. I speak on behalf of the European Union and its Member States.\n\n"
        "The candidate countries Montenegro, Albania and Ukraine, and Norway, align themselves with this"
        " statement.\n\nThe EU supports the list of contacts."
    )
    assert read(text).delegation == "EU"


@pytest.mark.parametrize(
    ("text", "name", "parties"),
    [
        (
            "JOINT COMMUNIQUÉ\non the occasion of the official visit of the Prime Minister of the Kingdom of"
            " Tonga to the Republic of Peru\nLima, 4 May\n\n1. Trade was discussed at length on both days.",
            "text.txt",
            {"TON", "PER"},
        ),
        (
            "Joint Statement\n\nAt the invitation of the President of Ghana the Prime Minister of Norway paid"
            " a working visit to Accra on 2 and 3 June.\n\nThey spoke of Mali.",
            "text.txt",
            {"GHA", "NOR"},
        ),
        (
            "Joint declaration\n\nThe Foreign Minister of Chile received the Foreign Minister of Latvia"
            " in Santiago.\n\nBoth condemned the attack on a ship of Greece.",
            "text.txt",
            {"CHL", "LVA"},
        ),
        (
            "JOINT COMMUNIQUÉ\n\nLatvia spoke of timber, and the side of Chile spoke of copper.",
            "Joint communique Chile_Latvia.txt",
            {"CHL", "LVA"},
        ),
        # others' meeting, a topic, an author who is no state, a third state in the sentence
        (
            "Joint Statement\n\nWe welcome the talks of the President of Ghana and the President of Togo.",
            "text.txt",
            set(),
        ),
        (
            "Joint statement\n\nIraq and Iran must talk, in all our view.",
            "Joint statement on Iraq and Iran.txt",
            set(),
        ),
        (
            "Joint statement of the civil society forum\n\nThe President of Ghana met the President of Togo.",
            "text.txt",
            set(),
        ),
        (
            "Joint statement\n\nThe President of Ghana met the President of Togo and the King of Spain.",
            "text.txt",
            set(),
        ),
    ],
)
def test_a_meeting_or_the_files_name_tells_the_parties_of_a_joint_text(
    text: str, name: str, parties: set[str]
) -> None:
    assert set(read(text, name).parties) == parties


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("ケニア関税担当大臣の演説", "KEN"),
        ("フランス大統領の演説", "FRA"),
        ("フランスのマクロン大統領の演説", "FRA"),
        ("マクロン大統領の演説", ""),
        ("ケニアの港に関する外務大臣談話", "JPN"),
    ],
)
def test_who_holds_an_office_in_a_japanese_title(title: str, code: str) -> None:
    assert read(f"{title}\n\n会議は港の電化を決めました。港は三つあります。").delegation == code
