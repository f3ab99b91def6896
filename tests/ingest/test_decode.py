import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UnreadableError
from ingest.decode import decode

JAPANESE = (
    "令和2年12月1日、日本は国際法の重要性を強調しました。これは大切なことです。\nサイバー空間でも同じです。\n"
)
WESTERN = "The Côte d’Ivoire and São Tomé spoke — naïvely, perhaps — of “peace”.\n"
SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "messy"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-32"]
)
def test_japanese_is_read_in_every_encoding(encoding: str) -> None:
    assert decode(JAPANESE.encode(encoding), "a.txt") == JAPANESE


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_western_text_is_read_in_every_encoding(encoding: str) -> None:
    assert decode(WESTERN.encode(encoding), "a.txt") == WESTERN


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_japanese_utf_16_without_a_mark(encoding: str) -> None:
    assert decode(JAPANESE.encode(encoding), "a.txt") == JAPANESE


def test_lines_end_in_one_way() -> None:
    assert decode(b"a\r\nb\rc\n\x0cd\xe2\x80\xa8e", "a.txt") == "a\nb\nc\n\nd\ne"


def test_composed_form_so_that_the_same_word_is_found() -> None:
    decomposed = unicodedata.normalize("NFD", "が, é")
    assert decode(decomposed.encode(), "a.txt") == "が, é"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        ("\ufeff \n".encode(), "is empty"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (b"text \x00 with a zero byte in it, and more of it", "binary"),
        (b"\x01\x02\x03\x04abc", "binary"),
        ("日本は賛成".encode()[:-1], "cut off"),
        (b"\xff\xfea\x00b", "damaged or cut off"),
        ("\ufffd\ufffd\ufffd lost".encode(), "damaged"),
    ],
)
def test_what_is_not_text_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said) as refusal:
        decode(data, "speech.txt")
    assert "speech.txt" in str(refusal.value)


@settings(deadline=None)
@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1)
)
def test_utf_8_is_read_back_in_composed_form(text: str) -> None:
    text = "Statement: " + text.replace("\ufffd", "")
    assert decode(text.encode(), "a.txt") == unicodedata.normalize("NFC", text)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decode(data, "a.txt")
    except UnreadableError:
        return
    assert text.strip()
    assert "\0" not in text


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/data, which this checkout lacks")
def test_the_declaration_of_human_rights_is_the_same_in_four_encodings() -> None:
    """Two of the files were cut at 10,000 bytes: the UTF-8 one between two characters, the JIS one
    inside a character."""
    folder = SHARED / "udhr"
    data = {
        twin: (folder / f"Japanese_Nihongo-{twin}").read_bytes() for twin in ("EUC", "SJIS", "JIS", "UTF8")
    }
    whole = "".join(decode(data["EUC"], "EUC").split())
    assert "".join(decode(data["SJIS"], "SJIS").split()) == whole
    assert len(begun := "".join(decode(data["UTF8"], "UTF8").split())) > 3000
    assert whole.startswith(begun)
    with pytest.raises(UnreadableError, match="cut off"):
        decode(data["JIS"], "JIS")
    assert whole.startswith("".join(decode(data["JIS"][:-1], "JIS").split()))


def test_bytes_that_happen_to_be_common_characters_are_binary() -> None:
    with pytest.raises(UnreadableError, match="binary"):
        decode(b"\x00\x01\x02\xff" * 100, "data.txt")
