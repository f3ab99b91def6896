from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UnreadableError
from ingest.formats.document import Document
from ingest.formats.office.rtf import read_rtf

FONTS = (
    r"{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset128 MS Mincho;}{\f2\fcharset204 Arial"
    r" Cyr;}{\f3\fcharset2 Symbol;}}"
)


def read(body: str | bytes, head: str = r"\rtf1\ansi\ansicpg1252\deff0") -> Document:
    data = body if isinstance(body, bytes) else body.encode("latin-1")
    return read_rtf(b"{" + head.encode() + FONTS.encode() + data + b"}", "statement.rtf")


def hexes(text: str, codec: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(codec))


def test_paragraphs_and_signs() -> None:
    document = read(
        r"Mr. President,\par We \ldblquote agree\rdblquote\emdash fully.\par\pard\tab I thank\~you.\par"
    )
    assert document.text.split("\n\n") == ["Mr. President,", "We “agree”—fully.", "I thank you."]


def test_unicode_with_what_stands_for_it_in_older_programs() -> None:
    assert read(r"\uc1 caf\u233?\uc2\u26085\'93\'fa\uc0\u26412 x").text == "café日本x"


def test_pairs_of_surrogates_make_one_character() -> None:
    assert read(r"\uc0\u-10174 \u-8270 ok").text == "𠮲ok"


@pytest.mark.parametrize("text", ["日本政府は、この提案を支持する。", "表・ソ・能"])
def test_japanese_bytes_in_a_japanese_font(text: str) -> None:
    assert read(rf"\f1 {hexes(text, 'cp932')}\f0  end").text == f"{text} end"


def test_a_second_byte_that_is_written_as_a_letter() -> None:
    # ア is 83 41 in Shift_JIS, and 41 is "A"; ソ is 83 5c, and 5c is the backslash.
    assert read(r"\f1\'83A\'83\\").text == "アソ"


def test_bytes_that_are_not_escaped() -> None:
    assert read("\\f1 ".encode("ascii") + "演説".encode("cp932")).text == "演説"


def test_the_code_page_of_the_whole_document() -> None:
    assert read(rf"{{\f9 {hexes('日本', 'cp932')}}}", head=r"\rtf1\ansi\ansicpg932").text == "日本"


def test_fonts_of_other_scripts() -> None:
    assert read(rf"\f2 {hexes('Уважаемый', 'cp1251')}\f0  \'e9").text == "Уважаемый é"


def test_word_s_fonts_for_characters_of_two_bytes() -> None:
    assert read(rf"\dbch\af1 {hexes('日本', 'cp932')}\loch\f0  caf\'e9").text == "日本 café"


def test_what_is_not_text_is_left_out() -> None:
    body = (
        r"{\header Running header}{\footer 1}{\pict\wmetafile8 0102}{\*\generator Word;}{\*\unknown secret}"
        r"{\info{\author Me}}{\field{\*\fldinst HYPERLINK x}{\fldrslt the link}} {\v"
        r" hidden}{\*\annotation note}!"
    )
    document = read(body)
    assert document.text == "the link !"
    assert document.notices == ("Hidden text was left out.", "1 comment was left out.")


def test_binary_data_is_skipped_whatever_it_holds() -> None:
    assert read(rb"A{\pict\bin6 }}}{{{}B").text == "AB"


def test_deleted_text_is_left_out_and_said_so() -> None:
    document = read(r"We {\deleted demand}{\revised urge} it.")
    assert document.text == "We urge it."
    assert "deletions are not" in document.notices[0]


def test_a_footnote_stands_below_its_paragraph_and_its_mark_where_it_is() -> None:
    body = (
        r"We recall resolution 75{\super\chftn}{\footnote\pard {\super\chftn}"
        r" A/RES/75/1.\par}.\par I thank you."
    )
    assert read(body).text.split("\n\n") == [
        "We recall resolution 75[1].\n[1] A/RES/75/1.",
        "I thank you.",
    ]


def test_a_raised_number_stays_raised() -> None:
    assert read(r"10{\super 6} people").text == "10⁶ people"


def test_numbers_of_lists_as_they_are_shown() -> None:
    body = r"{\listtext\tab 1.\tab}One\par{\listtext 2.\tab}Two\par{\pntext\f3\'b7\tab}Dot\par"
    assert read(body).text.split("\n\n") == ["1. One", "2. Two", "• Dot"]


def test_rows_of_a_table() -> None:
    body = (
        r"\trowd\pard\intbl State\cell Vote\cell\row\trowd\pard\intbl Japan\cell Yes\cell\row\pard After\par"
    )
    assert read(body).text.split("\n\n") == ["State: Japan · Vote: Yes", "After"]


def test_headings_by_style_or_level() -> None:
    body = (
        r"{\stylesheet{\s1 heading 1;}}\pard\s1 Norms\par\pard We agree.\par\pard\outlinelevel1 Threats\par"
    )
    document = read(body)
    assert sorted(document.headings) == [0, len("Norms\n\nWe agree.\n\n")]


def test_the_title() -> None:
    assert dict(read(r"{\info{\title Remarks by Japan on water}}x").properties) == {
        "title": "Remarks by Japan on water"
    }


def test_a_file_that_was_cut_off_is_read_as_far_as_it_goes() -> None:
    document = read_rtf(rb"{\rtf1\ansi We agree with {\b the rep", "x.rtf")
    assert document.text == "We agree with the rep"
    assert "The end of the document is missing" in document.notices[0]


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.4", b"{\\x rtf}"])
def test_what_is_no_rtf(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"^x\.rtf is not an RTF document;"):
        read_rtf(data, "x.rtf")


def test_without_text() -> None:
    with pytest.raises(UnreadableError, match="holds no text"):
        read(r"\par{\header x}")
    with pytest.raises(UnreadableError, match="holds pictures"):
        read(r"{\pict 00}")


@given(
    st.text(
        st.characters(min_codepoint=0x20, max_codepoint=0x1F9FF, exclude_categories=("C", "Z", "M")),
        min_size=1,
    )
)
@settings(max_examples=100, deadline=None)
def test_every_character_comes_back(text: str) -> None:
    import unicodedata

    units = text.encode("utf-16-le")
    escaped = "".join(
        f"\\u{int.from_bytes(units[at : at + 2], 'little', signed=True)} ?" for at in range(0, len(units), 2)
    )
    assert read(escaped).text == unicodedata.normalize("NFC", text)


@given(st.text(r"\{}'*abpu10 ", max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_jumble_gives_a_document_or_a_sentence(jumble: str) -> None:
    with suppress(UnreadableError):
        assert read(jumble).text
