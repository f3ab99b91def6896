import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UnreadableError
from ingest.text.decode import decode, decode_noting

JAPANESE = (
    "令和2年12月1日、日本は国際法の重要性を強調しました。これは大切なことです。\nサイバー空間でも同じです。\n"
)
WESTERN = "The Côte d’Ivoire and São Tomé spoke — naïvely, perhaps — of “peace”.\n"
SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "messy"


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


def test_an_encoding_that_was_concluded_is_named() -> None:
    for text, encoding in (
        ("我们支持国际法，维护世界和平。这是我们的立场。", "gb18030"),
        ("我們支持國際法，維護世界和平。這是我們的立場。", "big5"),
        ("우리는 국제법을 지지합니다. 이것은 우리의 입장입니다.", "cp949"),
    ):
        found = decode_noting(text.encode(encoding), "a.txt")
        assert (found.text, found.encoding, found.certain) == (text, encoding, False)
        assert encoding in found.notices[0]
    for text, encoding in (
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (WESTERN, "cp1252"),
        (WESTERN, "utf-8"),
    ):
        assert decode_noting(text.encode(encoding), "a.txt").notices == ()
    czech = decode_noting(
        "Česká republika podporuje mír a bezpečnost ve světě. Děkuji.".encode("cp1250"), "a.txt"
    )
    assert czech.notices


@pytest.mark.parametrize("encoding", ["cp932", "euc_jis_2004"])
def test_characters_that_windows_adds_to_japanese_encodings(encoding: str) -> None:
    text = "第①項について、日本の立場を述べます。㈱も読めます。これは大切なことです。"
    assert decode(text.encode(encoding), "a.txt") == text


def test_iso_2022_jp_with_characters_that_windows_adds() -> None:
    euc = "①項を述べます".encode("euc_jis_2004")
    data = b"\x1b$B" + bytes(byte & 0x7F for byte in euc) + b"\x1b(B, yes."
    assert decode(data, "a.txt") == "①項を述べます, yes."


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "iso2022_jp"])
def test_japanese_that_is_cut_off_inside_a_character_is_refused(encoding: str) -> None:
    data = (JAPANESE.strip() + "国").encode(encoding).removesuffix(b"\x1b(B")
    with pytest.raises(UnreadableError, match="cut off"):
        decode(data[:-1], "a.txt")


def test_a_damaged_character_costs_a_notice_only() -> None:
    text = JAPANESE * 20
    data = bytearray(text.encode("cp932"))
    data[200:202] = b"\xff\xff"
    found = decode_noting(bytes(data), "a.txt")
    assert "\ufffd" in found.text
    assert len(found.text) >= len(text)
    assert "could not be read as cp932" in found.notices[0]


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/data, which this checkout lacks")
def test_files_from_the_web_are_read_in_the_encoding_that_they_are_in() -> None:
    names = {"SHIFT_JIS": "cp932", "GB2312": "gb18030", "EUC-KR": "cp949"}
    files = [path for path in sorted((SHARED / "encodings_chardet").glob("*/*")) if path.is_file()]
    assert len(files) > 150
    for path in files[::2]:
        data = path.read_bytes()
        charset = names.get(path.parent.name, path.parent.name)
        expected = decode(data.decode(charset).encode(), path.name)
        assert decode(data, path.name) == expected, path
