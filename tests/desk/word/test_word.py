"""Word files are whole: every footnote, comment and change is where Word looks for it."""

import io
import os
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from desk.word import Paper, Paragraph, Run, Table, word_bytes

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MADE = datetime(2026, 11, 26, 12, tzinfo=UTC)
PAPER = Paper(
    "Nuclear weapons",
    (
        Paragraph.of("Nuclear weapons", "title"),
        Paragraph(
            (
                Run("Japan “calls for” dialogue.", footnote="Japan, statement, 1 December 2020, para. 6."),
                Run(" It repeated this.", footnote="Ibid., para. 7."),
            ),
            "item",
        ),
        Paragraph((Run("Nobody said this.", comment="Not found.", shade="FFF2CC"),)),
        Paragraph((Run("We "), Run("urge", change="dropped"), Run("call on", change="added"), Run(" all"))),
        Table(
            ("Delegation", "Words"),
            (((Paragraph.of("日本"),), (Paragraph((Run("核兵器の廃絶", footnote="日本、第6段落"),)),)),),
        ),
    ),
    marking="RESTRICTED",
)


def part(data: bytes, name: str) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


def text_of(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t", f"{W}delText"))


def footnotes(data: bytes) -> list[str]:
    """The texts of the footnotes in the order of their numbers, separators apart."""
    if "word/footnotes.xml" not in zipfile.ZipFile(io.BytesIO(data)).namelist():
        return []
    notes = {int(n.get(f"{W}id", "")): n for n in part(data, "word/footnotes.xml")}
    return [text_of(notes[number]).removeprefix(" ") for number in sorted(notes) if number > 0]


def marks(data: bytes) -> list[int]:
    document = part(data, "word/document.xml")
    return [int(mark.get(f"{W}id", "")) for mark in document.iter(f"{W}footnoteReference")]


def test_footnotes_hold_the_texts_in_the_order_of_their_marks() -> None:
    data = word_bytes(PAPER, MADE)
    assert marks(data) == [1, 2, 3]
    assert footnotes(data) == list(PAPER.footnotes())
    assert footnotes(data)[1:] == ["Ibid., para. 7.", "日本、第6段落"]


def test_a_footnote_has_its_separators_styles_relationship_content_type_and_settings() -> None:
    data = word_bytes(PAPER, MADE)
    types = part(data, "[Content_Types].xml")
    assert any(
        one.get("PartName") == "/word/footnotes.xml"
        and str(one.get("ContentType")).endswith("wordprocessingml.footnotes+xml")
        for one in types
    )
    related = part(data, "word/_rels/document.xml.rels")
    assert sum(str(one.get("Type")).endswith("/footnotes") for one in related) == 1
    notes = part(data, "word/footnotes.xml")
    assert [note.get(f"{W}type") for note in notes][:2] == ["separator", "continuationSeparator"]
    named = part(data, "word/settings.xml").find(f"{W}footnotePr")
    assert named is not None
    assert [one.get(f"{W}id") for one in named] == [note.get(f"{W}id") for note in notes][:2]
    styles = {style.get(f"{W}styleId") for style in part(data, "word/styles.xml").iter(f"{W}style")}
    used = {e.get(f"{W}val") for e in notes.iter(f"{W}pStyle", f"{W}rStyle")}
    assert used == {"FootnoteText", "FootnoteReference"}
    assert used <= styles


def test_a_paper_without_footnotes_has_no_footnotes_part() -> None:
    data = word_bytes(Paper("None", (Paragraph.of("Text"),)), MADE)
    assert "word/footnotes.xml" not in zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_changes_are_tracked_and_comments_stand_on_their_words() -> None:
    data = word_bytes(PAPER, MADE)
    document = part(data, "word/document.xml")
    assert [text_of(e) for e in document.iter(f"{W}ins")] == ["call on"]
    dropped = next(iter(document.iter(f"{W}del")))
    assert text_of(dropped) == "urge"
    assert not list(dropped.iter(f"{W}t")), "deleted text in w:t is shown as if it were there"
    (comment,) = docx.Document(io.BytesIO(data)).comments
    assert comment.text == "Not found."
    start = next(iter(document.iter(f"{W}commentRangeStart")))
    assert text_of(start.getnext()) == "Nobody said this."


def test_every_style_that_is_used_has_an_east_asian_font_and_no_theme_font() -> None:
    data = word_bytes(PAPER, MADE)
    document, styles = part(data, "word/document.xml"), part(data, "word/styles.xml")
    used = {style.get(f"{W}val") for style in document.iter(f"{W}pStyle")} | {"Normal"}
    found = 0
    for style in styles.iter(f"{W}style"):
        if style.get(f"{W}styleId") in used:
            fonts = style.find(f"{W}rPr/{W}rFonts")
            assert fonts is not None
            assert fonts.get(f"{W}eastAsia")
            assert not [name for name in fonts.attrib if "Theme" in str(name)]
            found += 1
    assert found == len(used)


def test_the_marking_stands_in_the_header() -> None:
    opened = docx.Document(io.BytesIO(word_bytes(PAPER, MADE)))
    assert opened.sections[0].header.paragraphs[0].text == "RESTRICTED"
    assert opened.core_properties.title == "Nuclear weapons"


texts = st.text(st.characters(codec="utf-8"), max_size=30)
runs = st.builds(
    Run,
    text=texts,
    bold=st.booleans(),
    italic=st.booleans(),
    change=st.sampled_from(("", "added", "dropped")),
    shade=st.sampled_from(("", "FFF2CC")),
    footnote=texts,
    comment=st.sampled_from(("", "<w:p>not found</w:p>", "=1+1\n二行目")),
)
styles_ = st.sampled_from(("body", "title", "heading", "subheading", "item", "quote", "small"))
paragraphs = st.builds(Paragraph, st.lists(runs, max_size=4).map(tuple), styles_)
cells = st.lists(paragraphs, max_size=2).map(tuple)
tables = st.builds(Table, st.just(("A", "B")), st.lists(st.tuples(cells, cells), max_size=3).map(tuple))
papers = st.builds(
    Paper,
    texts,
    st.lists(paragraphs | tables, max_size=6).map(tuple),
    marking=texts,
    language=st.sampled_from(("en", "ja")),
)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(papers)
def test_any_paper_makes_a_whole_file(paper: Paper) -> None:
    data = word_bytes(paper, MADE)
    file = zipfile.ZipFile(io.BytesIO(data))
    names = file.namelist()
    for name in names:
        if name.endswith((".xml", ".rels")):
            etree.fromstring(file.read(name))
    assert len(names) == len(set(names))
    assert marks(data) == list(range(1, len(paper.footnotes()) + 1))
    assert len(footnotes(data)) == len(paper.footnotes())
    document = part(data, "word/document.xml")
    changes = [e.get(f"{W}id") for e in document.iter(f"{W}ins", f"{W}del")]
    assert len(changes) == len(set(changes))
    commented = [e.get(f"{W}id") for e in document.iter(f"{W}commentReference")]
    assert len(commented) == sum(bool(run.comment) for p in paper.paragraphs() for run in p.runs)
    assert len(docx.Document(io.BytesIO(data)).comments) == len(commented)


schemas = os.environ.get("RAPPORTEUR_OOXML_SCHEMAS", "")


@pytest.mark.skipif(
    not schemas,
    reason="name a folder with wml.xsd (ECMA-376, transitional) in RAPPORTEUR_OOXML_SCHEMAS",
)
def test_the_parts_are_valid_by_the_schema() -> None:
    schema = etree.XMLSchema(etree.parse(str(Path(schemas) / "wml.xsd")))
    data = word_bytes(PAPER, MADE)
    for name in ("document", "footnotes", "comments", "settings", "styles", "header1"):
        root = part(data, f"word/{name}.xml")
        for element in list(root.iter()):
            if "office/word/2010" in str(element.tag):  # named ignorable by the file itself
                element.getparent().remove(element)
            for attribute in [a for a in element.attrib if "markup-compatibility" in str(a)]:
                del element.attrib[attribute]
        schema.assertValid(root)


@pytest.mark.skipif(
    not shutil.which("pandoc"), reason="pandoc is not installed (Debian: apt-get install pandoc)"
)
def test_pandoc_reads_the_footnotes(tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    path.write_bytes(word_bytes(PAPER, MADE))
    read = subprocess.run(
        ["pandoc", str(path), "-t", "plain", "--track-changes=reject"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "[2] Ibid., para. 7." in read.stdout
    assert "We urge all" in read.stdout
    assert not read.stderr


@pytest.mark.slow
@pytest.mark.skipif(
    not shutil.which("soffice"),
    reason="LibreOffice is not installed (Debian: apt-get install libreoffice-writer)",
)
def test_libreoffice_opens_the_file_and_keeps_its_footnotes(tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    path.write_bytes(word_bytes(PAPER, MADE))
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "odt", "--outdir", str(tmp_path), str(path)],
        capture_output=True,
        check=True,
        timeout=120,
    )
    content = zipfile.ZipFile(tmp_path / "paper.odt").read("content.xml").decode()
    assert content.count('text:note-class="footnote"') == len(PAPER.footnotes())
    assert "Ibid., para. 7." in content
