import pytest

from core.delegations import Gazetteer
from ingest import understand
from ingest.about.header import Header, read_header
from ingest.speech.who import who_speaks
from ingest.text.layout import lines_of

GAZETTEER = Gazetteer.load()
BODY = "\nMr. Chair, we thank you for convening this meeting.\nWe support the work of the group.\n"


def header(text: str) -> Header:
    return read_header(lines_of(text + BODY), GAZETTEER)


def values(text: str) -> dict[str, str]:
    """What the header tells, and the delegation that is decided with its help."""
    told = {key: value for key, (value, _) in header(text).fields.items()}
    lines = [line.text for line in lines_of(text + BODY)]
    return {"delegation": who_speaks(lines, GAZETTEER).delegation, **told}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "第73回国連総会における安倍晋三内閣総理大臣一般討論演説\n平成30年9月25日",
            {
                "speaker": "安倍晋三",
                "post": "内閣総理大臣",
                "forum": "UN General Debate",
                "date": "2018-09-25",
            },
        ),
        (
            "核兵器不拡散条約(NPT)運用検討会議における山田花子軍縮会議日本政府代表部大使ステートメント（令和4年8月2日）",
            {"speaker": "山田花子", "post": "軍縮会議日本政府代表部大使", "forum": "NPT Review Conference"},
        ),
        ("河野外務大臣による安保理での演説\n2019年9月3日", {"speaker": "河野", "post": "外務大臣"}),
        (
            "Statement by H.E. Mr. Taro Kono, Minister for Foreign Affairs of Japan, at the General Debate of"
            " the Seventy-third session\nNew York, 25 September 2018",
            {
                "speaker": "Taro Kono",
                "post": "Minister for Foreign Affairs of Japan",
                "delegation": "JPN",
                "forum": "UN General Debate",
                "date": "2018-09-25",
            },
        ),
        (
            "STATEMENT BY\nH.E. MS. JANE DOE\nPERMANENT REPRESENTATIVE OF NEW ZEALAND TO THE UNITED NATIONS\n"
            "AT THE FIRST COMMITTEE\nNEW YORK, 3 OCTOBER 2019",
            {
                "speaker": "Jane Doe",
                "post": "Permanent Representative of New Zealand to the United Nations",
                "delegation": "NZL",
                "forum": "First Committee",
                "date": "2019-10-03",
            },
        ),
        (
            "Permanent Mission of Estonia to the United Nations\nStatement by Ambassador Mari Maasikas at the"
            " Security Council\nCheck against delivery",
            {
                "speaker": "Mari Maasikas",
                "post": "Ambassador",
                "delegation": "EST",
                "forum": "UN Security Council",
            },
        ),
        ("Statement by the delegation of Kenya at the OEWG", {"delegation": "KEN", "forum": "OEWG"}),
        ("# Remarks by Japan\n\n1-3 December 2020", {"delegation": "JPN", "date_end": "2020-12-03"}),
        (
            "Statement by Ambassador Mari Maasikas of Estonia\nAgenda item 94: Developments in the field\n"
            "1 May 2020",
            {
                "title": "Statement by Ambassador Mari Maasikas of Estonia",
                "agenda_item": "94: Developments in the field",
                "date": "2020-05-01",
            },
        ),
        (
            "Statement by Mr. John Doe, Permanent Representative of Indonesia, on behalf of the Non-Aligned"
            " Movement, under agenda item 71 (b)",
            {"delegation": "IDN", "on_behalf_of": "NONALIGNED", "agenda_item": "71 (b)"},
        ),
        ("Speaker: Jane Doe\nCountry: Fiji\nDate: 5 May 2021", {"speaker": "Jane Doe", "delegation": "Fiji"}),
    ],
)
def test_headers_tell_who_spoke_where_and_when(text: str, expected: dict[str, str]) -> None:
    found = values(text)
    assert {key: found.get(key) for key in expected} == expected


def test_the_body_is_not_part_of_the_header() -> None:
    assert header("Statement by Japan\n1 December 2020").lines == 2


def test_a_text_without_title_or_date_has_no_header() -> None:
    assert header("It is an honour to address the Assembly.") == Header()
    assert header("I bring\nyou fraternal greetings from Europe") == Header()


def test_a_span_in_the_title_gives_the_last_day_of_the_meeting() -> None:
    found = header("OEWGにおける日本の発言（2021年3月8日-2021年3月12日）\n令和3年3月9日").fields
    assert found["date"] == ("2021-03-09", "date line")
    assert found["date_end"] == ("2021-03-12", "title line")


@pytest.mark.parametrize(
    ("text", "title", "date", "speaker"),
    [
        (
            "外交文書データベース\n\n［文書名］ 山本外務大臣演説\n［場所］ 国会\n［年月日］ 1998年4月3日\n"
            "［全文］\n",
            *("山本外務大臣演説", "1998-04-03", "山本"),
        ),
        (
            "Documents of the Institute\nCollection 12\n[Title] Statement by Peru on mines\n[Place] Lima\n"
            "[Date] 7 October 2001\n[Source] Ministry\n[Full text]\n",
            *("Statement by Peru on mines", "2001-10-07", ""),
        ),
        (
            "【件名】軍縮会議における発言\n【日時】令和2年2月5日（水）\n【演説者】鈴木大使\n",
            "軍縮会議における発言",
            "2020-02-05",
            "鈴木大使",
        ),
        (
            "[Document] Toast\n[Date of delivery] 5.6.1999\n[Speaker] A. Person\n[Notes] none\n",
            "Toast",
            "1999-06-05",
            "A. Person",
        ),
    ],
)
def test_a_header_of_bracketed_keys_is_read_and_is_not_text(
    text: str, title: str, date: str, speaker: str
) -> None:
    found = header(f"{text}\n我が国は支持します。We support it.")
    assert found.lines == text.count("\n") - text.count("\n\n")
    assert found.fields["title"][0] == title
    assert found.fields["date"] == (date, "header line")
    assert found.fields.get("speaker", ("",))[0] == speaker


def test_a_bracketed_heading_is_no_header() -> None:
    assert header("[Capacity-building]\nWe support it.\n[Date]\nTo be announced.").lines == 0


@pytest.mark.parametrize("post", ["外務大臣", "内閣総理大臣", "外務副大臣", "防衛大臣"])
def test_a_post_without_a_name_is_nobodys_name(post: str) -> None:
    text = f"{post}談話\n\n本日の会議について、我が国の立場を申し述べる。\n\n以上である。"
    found = understand(text.encode(), "danwa.txt", GAZETTEER)
    assert (found.speaker, found.post) == ("", post)
