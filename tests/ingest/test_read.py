import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.delegations import Gazetteer
from core.errors import UnreadableError
from core.records import Statement
from ingest import file_item, passages, read_item, read_statement, understand
from ingest.formats import Document
from ingest.text.passages import WINDOW_WORDS, windows, word_count

GAZETTEER = Gazetteer.load()
ROOT = Path(__file__).parents[2]
SEED = ROOT / "corpus" / "oewg-2020-12-01-japan-regular-institutional-dialogue.txt"
LONG = "We attach importance to this subject and wish to see it discussed in depth by all delegations."


def read(text: str, name: str = "speech.txt", **more: str) -> Statement:
    return understand(text.encode(), name, GAZETTEER, folder=more.get("folder", ""))


def test_the_seed_statement_is_understood() -> None:
    seed = read_statement(SEED, GAZETTEER)
    assert (seed.delegation, seed.speaker, seed.speaker_latin) == ("JPN", "赤堀毅", "Akahori Takeshi")
    assert seed.post == "総合外交政策局審議官(サイバー政策担当大使)"
    assert (seed.date, seed.date_end, seed.forum, seed.language) == ("2020-12-01", "2020-12-03", "OEWG", "en")
    assert seed.title.startswith("サイバーセキュリティに関する国連オープン・エンド作業部会")
    assert [p.number for p in seed.paragraphs] == [1, 2, 3, 4, 5, 6, 7]
    assert {p.section for p in seed.paragraphs} == {"Regular Institutional Dialogue"}
    assert not any(p.printed for p in seed.paragraphs)
    assert seed.paragraphs[5].text.startswith("I have a specific comment on paragraph 66")
    assert seed.paragraphs[6].text == "I thank you, Chair."
    assert len(seed.repeats) == 1
    repeat = seed.repeats[0]
    assert seed.text[repeat.start : repeat.end].split() == seed.text[repeat.of_start : repeat.of_end].split()
    assert seed.notices == (
        "The text stands twice in the file; the second copy was recognised and is not indexed again.",
    )
    assert seed.provenance["speaker_latin"] == "name authority"
    assert seed.provenance["date_end"] == "title line"


def test_the_seed_statement_needs_no_help_from_its_file_name() -> None:
    seed = understand(SEED.read_bytes(), "download.txt", GAZETTEER)
    assert (seed.delegation, seed.date, seed.date_end, seed.forum) == (
        "JPN",
        "2020-12-01",
        "2020-12-03",
        "OEWG",
    )
    assert seed.provenance["delegation"] == "body"
    assert seed.provenance["date"] == "date line"
    assert seed.id == read_statement(SEED, GAZETTEER).id


def test_a_name_without_a_published_reading_is_not_romanised() -> None:
    found = read(f"国連総会における山田花子外務大臣演説\n{LONG}\n")
    assert (found.speaker, found.speaker_latin) == ("山田花子", "")


def test_the_general_debate_corpus() -> None:
    found = understand(
        f"171.\t{LONG}\n172.\t{LONG}\n173.\t{LONG}".encode(), "JPN_20_1965.txt", GAZETTEER, folder="1965"
    )
    assert (found.delegation, found.forum, found.date) == ("JPN", "UN General Debate", "1965")
    assert [(p.ordinal, p.number, p.printed) for p in found.paragraphs] == [
        (1, 171, True),
        (2, 172, True),
        (3, 173, True),
    ]


@pytest.mark.parametrize(
    ("name", "delegation", "date"),
    [
        ("south-korea_2021-03-08_oewg.txt", "KOR", "2021-03-08"),
        ("20210308 Kenya.md", "KEN", "2021-03-08"),
        ("statement-of-us-and-them.txt", "", ""),
        ("why-we-are-here.txt", "", ""),
        ("AND_2019.txt", "AND", "2019"),
        ("japan-and-france.txt", "", ""),
    ],
)
def test_file_names_tell_delegation_and_date(name: str, delegation: str, date: str) -> None:
    found = read(LONG, name)
    assert (found.delegation, found.date) == (delegation, date)


def test_folders_tell_what_nothing_else_does() -> None:
    assert read(LONG, folder="New Zealand").delegation == "NZL"
    assert read(LONG, folder="2016").date == "2016"
    assert read(LONG, "france.txt", folder="New Zealand").delegation == ""  # they contradict each other


def test_front_matter_is_trusted_most_and_is_not_text() -> None:
    text = f'---\ntitle: "On norms"\ndelegation: Japan\ndate: 5 May 2021\nurl: https://example.org/a\n---\n{LONG}\n'
    found = read(text, "2020-01-01-france.md")
    assert (found.title, found.delegation, found.date, found.url) == (
        "On norms",
        "JPN",
        "2021-05-05",
        "https://example.org/a",
    )
    assert found.provenance["delegation"] == "front matter"
    assert [p.text for p in found.paragraphs] == [LONG]
    assert any("file name FRA" in notice for notice in found.notices)


def test_front_matter_that_is_not_understood_is_named() -> None:
    found = read(f"---\ndelegation: Atlantis\ndate: soon\nurl: javascript:alert(1)\n---\n{LONG}\n")
    assert (found.delegation, found.date, found.url) == ("", "", "")
    assert len(found.notices) == 3


def test_a_side_car_is_read_and_a_broken_one_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(LONG, encoding="utf-8")
    side_car = tmp_path / "a.txt.toml"
    side_car.write_text('delegation = "KEN"\ndate = 2021-05-05\n', encoding="utf-8")
    found = read_statement(file, GAZETTEER)
    assert (found.delegation, found.date, found.provenance["date"]) == ("KEN", "2021-05-05", "side-car")
    side_car.write_text("delegation = ", encoding="utf-8")
    assert "a.txt.toml is not valid TOML" in read_statement(file, GAZETTEER).notices[0]


def test_sources_are_trusted_in_a_fixed_order(tmp_path: Path) -> None:
    """Front matter, file name, header lines, page metadata, side-car, folder, body; whose words they are:
    what a person gave, then all the rest together, in which a title says more than a file name."""
    folder = tmp_path / "Kenya"
    folder.mkdir()
    header = "Statement by Brazil\n1 May 2020\n"
    side_car = 'delegation = "Chile"\ndate = 2020-06-01\nspeaker = "A. Person"\nlanguage = "fr"\n'

    def delegation(name: str, text: str, with_side_car: bool) -> tuple[str, str]:
        file = folder / name
        file.write_text(text, encoding="utf-8")
        if with_side_car:
            (folder / f"{name}.toml").write_text(side_car, encoding="utf-8")
        found = read_item(file_item(file), GAZETTEER)
        return found.delegation, found.provenance["delegation"]

    front = "---\ndelegation: Peru\n---\n"
    body = f"On behalf of the Government of Norway, I thank you. {LONG}"
    assert delegation("japan.txt", front + header + body, True) == ("PER", "front matter")
    assert delegation("japan.txt", header + LONG, True) == ("CHL", "side-car")
    assert delegation("a.txt", header + LONG, False) == ("BRA", "title line")
    assert delegation("japan2.txt", header + LONG, False) == ("BRA", "title line")
    page = f'<html><head><meta name="delegation" content="x"></head><body><p>{body}</p></body></html>'
    assert delegation("b.html", page, True) == ("CHL", "side-car")
    assert delegation("c.txt", LONG, False) == ("KEN", "folder")
    assert delegation("a.txt", header + LONG, True) == ("CHL", "side-car")
    found = read_item(file_item(folder / "a.txt"), GAZETTEER)
    assert (found.speaker, found.provenance["speaker"]) == ("A. Person", "side-car")
    assert (found.language, found.provenance["language"]) == ("fr", "side-car")
    assert any("side-car gives delegation CHL, the title line BRA" in notice for notice in found.notices)


def test_what_a_page_says_about_itself_is_used_where_the_text_says_nothing() -> None:
    def page(text: str, language: str) -> Statement:
        head = (
            f'<html lang="{language}"><head><meta property="og:title" content="On norms">'
            '<meta property="article:published_time" content="2020-05-01T10:00:00Z">'
            '<link rel="canonical" href="https://example.org/x"></head>'
        )
        return understand(
            f"{head}<body><article><p>{text}</p></article></body></html>".encode(), "a.html", GAZETTEER
        )

    found = page(f"{LONG} {LONG}", "en")
    assert (found.title, found.date, found.url) == ("On norms", "2020-05-01", "https://example.org/x")
    assert {found.provenance[key] for key in ("title", "date", "url")} == {"page metadata"}
    japanese = page(
        "日本は、国際法がサイバー空間に適用されることを確認します。これは重要な原則です。" * 3, "en"
    )
    assert (japanese.language, japanese.provenance["language"]) == ("ja", "body")


def test_a_paragraph_knows_the_page_on_which_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{LONG} First.", f"{LONG} Second.", f"{LONG} Third."]
    text = "\n\n".join(texts)
    starts = (0, text.index("Second"), text.index("Second"), text.index(texts[2]))
    monkeypatch.setattr("ingest.read.read_document", lambda data, name: Document(text, pages=starts))
    found = understand(b"", "a.pdf", GAZETTEER)
    assert [(p.text, p.page) for p in found.paragraphs] == [(texts[0], 1), (texts[1], 1), (texts[2], 4)]


def test_a_post_is_not_given_to_another_person() -> None:
    found = understand(
        f"---\nspeaker: Jane Doe\n---\n{LONG}".encode(),
        "JPN_71_2016.txt",
        GAZETTEER,
        speakers={"speaker": "Shinzo Abe", "post": "Prime Minister"},
    )
    assert (found.speaker, found.post) == ("Jane Doe", "")


def test_front_matter_may_be_japanese() -> None:
    pairs = "題名：規範について\n国: 日本\n日付: 令和２年１２月１日\n話者: 赤堀毅\n議題: 94\n言語: 英語\n"
    text = f"---\n{pairs}---\n{LONG}"
    found = read(text)
    assert (found.title, found.delegation, found.date, found.speaker, found.agenda_item, found.language) == (
        *("規範について", "JPN", "2020-12-01", "赤堀毅", "94"),
        "en",
    )


def test_a_dialogue_between_rules_is_not_front_matter() -> None:
    found = read(f"---\nThe President: thank you.\n---\n{LONG}")
    assert "The President: thank you." in [p.text for p in found.paragraphs]


def test_whom_a_statement_speaks_for() -> None:
    body = f"I have the honour to speak on behalf of the Non-Aligned Movement. {LONG}"
    found = read(body, "indonesia.txt")
    assert (found.delegation, found.on_behalf_of) == ("IDN", "NONALIGNED")
    assert found.provenance["on_behalf_of"] == "body"
    titled = read(f"Statement by Viet Nam on behalf of ASEAN\n{LONG}")
    assert (titled.delegation, titled.on_behalf_of) == ("VNM", "ASEAN")
    own = read(f"Statement on behalf of the European Union\n{LONG}")
    assert (own.delegation, own.on_behalf_of) == ("EU", "")
    aligned = read(f"We align ourselves with the statement made on behalf of ASEAN. {LONG}", "laos.txt")
    assert aligned.on_behalf_of == ""


def test_a_file_name_says_that_there_is_a_version_in_another_language() -> None:
    keys = {
        name: read(LONG, name).provenance.get("version_key")
        for name in ("speech_en.txt", "speech.ja.txt", "Speech-E.txt", "speech.txt", "en.txt", "amen.txt")
    }
    assert keys == {
        "speech_en.txt": "speech",
        "speech.ja.txt": "speech",
        "Speech-E.txt": "speech",
        "speech.txt": None,
        "en.txt": None,
        "amen.txt": None,
    }


def test_headings_change_the_section() -> None:
    found = read(f"【Norms】\n{LONG}\n{LONG} Indeed.\n【Law】\n{LONG} Really.\n")
    assert [p.section for p in found.paragraphs] == ["Norms", "Norms", "Law"]


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("国際法はサイバー空間にも適用されます。日本はこれを支持します。", "ja"),
        (
            "Nous sommes convaincus que le droit international est la base de la paix pour tous les États.",
            "fr",
        ),
        ("Мы поддерживаем международное право и мир.", "ru"),
        ("我们支持国际法，维护世界和平。", "zh"),
        (LONG, "en"),
    ],
)
def test_the_language_is_that_of_the_body(body: str, language: str) -> None:
    assert read(body).language == language


def test_a_state_named_often_but_not_spoken_for_is_not_the_delegation() -> None:
    assert read("France and Egypt spoke. France believes in it. Egypt hopes so too.").delegation == ""


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xyz", b"text", "'.xyz' cannot be read; supported are .*.md, .*.txt"),
        ("noending", b"text", "without an ending"),
        ("a.txt", b"", "is empty"),
        ("a.txt", "【見出し】\n".encode(), "no paragraph"),
        ("a.txt", b"\x00\x01", "binary"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableError, match=said) as refusal:
        read_statement(tmp_path / name, GAZETTEER)
    assert name in str(refusal.value)


def test_missing_files_folders_and_giants_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="does not exist"):
        read_statement(tmp_path / "none.txt", GAZETTEER)
    with pytest.raises(UnreadableError, match="is a folder"):
        read_statement(tmp_path, GAZETTEER)
    giant = tmp_path / "giant.txt"
    with giant.open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(UnreadableError, match="more than the 50,000,000"):
        read_statement(giant, GAZETTEER)


pieces = st.sampled_from(
    [
        "We agree.",
        "Japan supports it.",
        "【A】",
        "# B",
        "1. One.",
        "2.\tTwo.",
        "3. Three.",
        "(a) item;",
        "Lead-in:",
        "",
        " ",
        "---",
        "12",
        LONG,
        LONG + " " + LONG,
        "日本は賛成する。",
        "  indented",
        "Statement by Japan",
        "1 May 2020",
        "\x0c",
    ]
)


@settings(deadline=None)
@given(st.lists(pieces, min_size=1, max_size=25), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_offsets_ordinals_and_ids_hold_for_any_text(parts: list[str], encoding: str) -> None:
    data = "\n".join(parts).encode(encoding)
    try:
        statement = understand(data, "a.txt", GAZETTEER)
    except UnreadableError:
        return
    previous = 0
    for ordinal, paragraph in enumerate(statement.paragraphs, 1):
        assert statement.text[paragraph.start : paragraph.end] == paragraph.text
        assert paragraph.text == paragraph.text.strip() != ""
        assert paragraph.ordinal == ordinal
        assert paragraph.printed or paragraph.number == ordinal
        assert previous <= paragraph.start
        assert paragraph.id == f"{statement.id}-{ordinal:04d}"
        previous = paragraph.end
    assert understand(data, "a.txt", GAZETTEER) == statement


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from([LONG, "We agree.", "No!", LONG * 9, "日本は賛成する。" * 60]),
        min_size=1,
        max_size=12,
    )
)
def test_windows_cover_the_paragraph_and_are_short_enough(sentences: list[str]) -> None:
    text = " ".join(sentences)
    spans = windows(text)
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text)
    for (start, end), (next_start, next_end) in itertools.pairwise(spans):
        assert start < next_start <= end + 1
        assert end < next_end
    assert all(word_count(text[start:end]) <= WINDOW_WORDS for start, end in spans)


def test_passages_know_their_paragraph_and_carry_the_context() -> None:
    seed = read_statement(SEED, GAZETTEER)
    found = passages(seed, GAZETTEER)
    assert len(found) == 7
    assert found[5].id == f"{seed.id}-0006-00"
    assert found[5].text == seed.paragraphs[5].text
    assert found[5].context == "Japan, 2020-12-01, OEWG, Regular Institutional Dialogue"


def test_a_long_paragraph_is_embedded_as_overlapping_windows() -> None:
    sentences = [f"Sentence number {at} says a little about the subject of this debate." for at in range(60)]
    statement = read(" ".join(sentences))
    found = passages(statement, GAZETTEER)
    assert len(found) > 2
    for passage, following in itertools.pairwise(found):
        assert statement.paragraphs[0].text[passage.start : passage.end] == passage.text
        assert following.start < passage.end


def test_a_year_in_a_file_name_gives_way_to_a_day_in_the_header() -> None:
    text = "［文書名］核実験に関する外務大臣談話\n［年月日］１９９５年９月６日\n\n政府は、実験を遺憾とする。"
    assert read(text, name="no_1998.txt").date == "1995-09-06"


@pytest.mark.parametrize(
    ("text", "value"),
    [("Number of posts\n\n12\n\nFunded by\n\nMalta", "12"), ("We met in\n\n3\n\nthe hall of the town.", "")],
)
def test_a_number_below_a_term_is_its_value_and_not_a_page_number(text: str, value: str) -> None:
    said = " ".join(paragraph.text for paragraph in read(f"Reply of Malta\n\n{text}").paragraphs)
    assert (value in said) if value else (" 3 " not in f" {' '.join(said.split())} ")


def test_a_symbol_is_no_title_where_the_page_has_a_heading() -> None:
    page = (
        "<html><head><title>FAO/CL/170/3</title></head><body><h1>Plan for soils</h1><p>{}</p></body></html>"
    )
    said = "The Council approves the plan, and asks that it be reviewed in two years by an outside panel."
    assert read(page.format(said), name="a.html").title == "Plan for soils"


def test_a_title_in_two_languages_is_read_in_each() -> None:
    assert read("Statement by Chile　チリの発言\n\nWe thank you for the report.").delegation == "CHL"
