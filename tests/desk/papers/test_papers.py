"""Papers: footnotes, what stays text, and that random briefs always make whole files."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UsageError
from core.records import Cell, Citation, Filters, Sentence, Source
from desk.documents import brief_document, comparison_document, timeline_document
from desk.papers.brief import brief_paper, quotations
from desk.papers.files import check_name, paper_bytes
from desk.papers.references import Footnotes, ordinal, place, reference
from desk.papers.tables import comparison_csv, comparison_paper, timeline_paper
from desk.papers.text import html, markdown, plain
from desk.records import Brief, Comparison, Expected, Moment, Other, Position, Raised, Timeline
from desk.word import word_bytes
from desk.wording import wording_diff
from tests.answer.fakes import source
from tests.desk.library import GAZETTEER
from tests.desk.word.test_word import footnotes, marks
from ui.texts import texts_in

EN, JA = texts_in("en"), texts_in("ja")
HOSTILE = '=1+1 <script>alert("x")</script> | **bold** [link](http://example.org) & <w:p/>'
SIXTH = replace(source("We support it.", ordinal=6), printed=True, number=6, speaker="Ambassador Akahori")
SEVENTH = source("We still support it.", ordinal=7)


def name(code: str) -> str:
    return GAZETTEER.name(code)


def quoted(one: Source, state: str = "said") -> Cell:
    citation = Citation(one.marker, one.paragraph_id, one.text, 0, len(one.text))
    sentence = Sentence(one.text, 1.0, (citation,), verbatim=True)
    return Cell(
        one.delegation, one.date, one.date, "said" if state == "said" else "uncertain", 1, (sentence,)
    )


def test_a_paragraph_has_its_number_only_where_the_source_prints_it() -> None:
    assert place(SIXTH, EN) == "para. 6"
    assert place(SEVENTH, EN) == "seventh paragraph (counted)"
    assert "counted" not in place(SIXTH, EN)
    assert place(SEVENTH, JA) == "7番目の段落（当方で数えたもの）"
    assert [ordinal(n) for n in (1, 20, 21, 22, 23, 111, 112)] == [
        *("first", "twentieth", "21st", "22nd", "23rd", "111th", "112th")
    ]


def test_what_repeats_the_footnote_before_is_ibid() -> None:
    kenya = source("Kenya agrees.", delegation="KEN", date="2019-09-26")
    notes = Footnotes((SIXTH, SEVENTH, kenya), EN, name)
    written = [notes.note(one.paragraph_id) for one in (SIXTH, SEVENTH, SEVENTH, kenya, SIXTH)]
    assert written == [
        "Japan, statement by Ambassador Akahori, OEWG, 1 December 2020, para. 6.",
        "Ibid., seventh paragraph (counted).",
        "Ibid.",
        "Kenya, statement, OEWG, 26 September 2019, first paragraph (counted).",
        "Japan, statement by Ambassador Akahori, OEWG, 1 December 2020, para. 6.",
    ]
    assert notes.cited() == (SIXTH, SEVENTH, kenya)


def a_brief(*sources: Source, topic: str = "a treaty", language: str = "en") -> Brief:
    marked = tuple(one.marked(number) for number, one in enumerate(sources, 1))
    cells = tuple(map(quoted, marked))
    position = Position("JPN", "answered", tuple(c.quotes[0] for c in cells[:1]), cells, searched=2)
    expected = Expected(topic, "JPN")
    return Brief(
        topic,
        language,
        Filters(("JPN",)),
        "2026-11-26",
        positions=(position,),
        others=tuple(Other(cell) for cell in cells[:2]),
        raised=tuple(Raised(expected, cell) for cell in cells[-1:]),
        not_addressed=(expected,),
        sources=marked,
    )


def test_a_brief_has_its_parts_in_order_and_every_citation_is_a_footnote() -> None:
    made = a_brief(SIXTH, SEVENTH)
    text = plain(brief_paper(made, EN, name))
    heads = ("Bottom line", "What Japan has said", "What has changed", "Who else speaks to it", "If raised")
    heads += ("Not addressed", "Points to make", "Sources", "Annex", "How this was checked")
    assert [text.index(head) for head in heads] == sorted(text.index(head) for head in heads)
    assert len(brief_paper(made, EN, name).footnotes()) == 1 + 2 + 2 + 1
    assert "6 quotations were found again word for word" in text


def test_a_quotation_that_does_not_stand_in_its_source_is_never_written() -> None:
    made = a_brief(SIXTH)
    altered = replace(made, sources=(replace(made.sources[0], text="We oppose it."),))
    with pytest.raises(ValueError, match="does not stand"):
        quotations(altered)


def test_a_japanese_brief_is_japanese() -> None:
    text = plain(brief_paper(a_brief(SIXTH, language="ja"), JA, lambda code: GAZETTEER.name(code, "ja")))
    for words in ("結論", "日本の発言内容", "出典", "確認方法"):
        assert words in text


def test_mark_up_and_formulas_in_statements_stay_text() -> None:
    hostile = source(HOSTILE)
    paper = brief_paper(a_brief(hostile, topic=HOSTILE), EN, name)
    page = html(paper)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in markdown(paper)
    assert footnotes(word_bytes(paper)) == list(paper.footnotes())
    made = Comparison(
        (HOSTILE,), Filters(), "en", 1, (quoted(hostile.marked(1)),), (HOSTILE,), (hostile.marked(1),)
    )
    rows = list(csv.reader(io.StringIO(comparison_csv(made, EN, name))))
    assert len(rows) == 2
    assert not [field for field in rows[1] if field.startswith(("=", "+", "-", "@"))]
    assert HOSTILE in rows[1][8]


def test_an_empty_cell_says_so_in_every_form() -> None:
    empty = Cell("CHN", "", "", "silent", 3)
    made = Comparison(("a treaty",), Filters(), "en", 1, (empty,), ("a treaty",))
    paper = comparison_paper(made, EN, name)
    for text in (plain(paper), markdown(paper), html(paper)):
        assert "Nothing found; 3 statements searched." in text
    assert "nothing found" in comparison_csv(made, EN, name)


def test_a_timeline_shows_rewording_as_tracked_changes() -> None:
    after = source("We support it fully.", date="2021-12-01", ordinal=2).marked(2)
    before = SIXTH.marked(1)
    silent = Moment(Cell("JPN", "2020-01-01", "2020-12-31", "silent", 0))
    steps = wording_diff(before.text, after.text)
    moments = (Moment(quoted(before)), silent, Moment(quoted(after), steps))
    made = Timeline("it", "JPN", Filters(("JPN",)), "en", 3, moments, (before, after))
    paper = timeline_paper(made, EN, name)
    assert "2020: no statement" in plain(paper)
    assert "{+ fully+}" in plain(paper)
    assert "<ins> fully</ins>" in html(paper)
    document = timeline_document(made)
    assert document["cells"][2]["diff"] == [["same", "We support it"], ["added", " fully"], ["same", ". "]]
    assert document["cells"][1]["state"] == "silent"


def test_the_documents_are_json() -> None:
    made = a_brief(SIXTH, SEVENTH)
    assert json.loads(json.dumps(brief_document(made)))["positions"][0]["said"][0]["state"] == "said"
    cell = quoted(SIXTH.marked(1))
    comparison = Comparison(("q",), Filters(), "en", 1, (cell,), ("q",), (SIXTH.marked(1),))
    document = comparison_document(comparison)
    assert document["question"] == "q"
    assert set(document["cells"][0]) >= {"delegation", "since", "until", "state", "searched", "quotes"}


def test_a_file_that_cannot_be_written_is_refused_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="must end in"):
        check_name(tmp_path / "note.pdf")
    with pytest.raises(UsageError, match="no folder"):
        check_name(tmp_path / "nowhere" / "note.docx")
    check_name(tmp_path / "NOTE.DOCX")


texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
sources_ = st.lists(
    st.builds(
        lambda text, code, day, ordinal, printed: replace(
            source(text, delegation=code, date=f"2020-12-{day:02}", ordinal=ordinal), printed=printed
        ),
        texts,
        st.sampled_from(("JPN", "KEN", "EU", "")),
        st.integers(1, 28),
        st.integers(1, 130),
        st.booleans(),
    ),
    max_size=6,
    unique_by=lambda one: one.paragraph_id,
)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(sources_, texts, st.sampled_from(("en", "ja")))
def test_any_brief_makes_a_whole_word_file_with_a_footnote_a_citation(
    found: list[Source], topic: str, language: str
) -> None:
    paper = brief_paper(a_brief(*found, topic=topic, language=language), texts_in(language), name)
    data = paper_bytes(paper, ".docx")
    assert marks(data) == list(range(1, len(paper.footnotes()) + 1))
    assert len(footnotes(data)) == len(paper.footnotes())
    for written in (html(paper), markdown(paper), plain(paper)):
        assert written
    assert html(paper).count('<li id="note-') == len(paper.footnotes())


def test_references_name_the_title_where_nobody_is_known() -> None:
    unknown = replace(source("Text.", delegation=""), title="Communiqué")
    assert reference(unknown, EN, name).startswith("Communiqué")
