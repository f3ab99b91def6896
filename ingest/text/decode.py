"""Bytes → text: which encoding a file is in, by rules first and by statistics last.

A byte order mark decides; then NUL bytes (UTF-16/32), escape sequences (ISO-2022-JP), valid UTF-8;
then Shift_JIS and EUC-JP when what comes out is Japanese, Windows-1252 when what comes out is
western; only what is left over is given to charset-normalizer.
"""

import codecs
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from charset_normalizer import from_bytes

from core.errors import UnreadableError
from ingest.text.languages import is_western

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES: Mapping[bytes, str] = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"\x7fELF": "a program",
}
# "euc_jis_2004" reads what "euc_jp" does and the characters ① and ㈱, which Windows adds to it.
_JAPANESE = ("cp932", "euc_jis_2004")
# The commonest characters of Chinese in both scripts, and of Korean, which make up a fifth of any text.
_COMMON = (
    ("gb18030", frozenset("的一是不了在人有我他这个们中来上大为和国地到以说时要就出会也你对生能而子那得于")),
    ("big5", frozenset("的一是不了在人有我他這個們中來上大為和國地到以說時要就出會也你對生能而子那得於")),
    ("cp949", frozenset("이다는에의가을를은하고지로한사기도리나어서인자시아대과들그일수있것")),
)
_OTHERS = (
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("iso8859_2", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8", "iso8859_9", "iso8859_15"),
    *("koi8_r", "koi8_u", "cp866", "cp874", "mac_roman", "big5", "gb18030", "cp949"),
)
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_JIS_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\([BJI]|\$\([DOPQ])")
_JIS_SWITCH = re.compile(rb"(\x1b\$[@B]|\x1b\([BJ])")
_KANA = re.compile(r"[\u3040-\u30ff]")
_WESTERN = re.compile(r"[À-ÖØ-öø-ÿŒœŠšŽžŸ‘’‚“”„–—…•€£§©®°«»¡¿·\xa0\xad´ºª½¼¾×™†‹›]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the Python name of the encoding it was in, and whether that is certain."""

    text: str
    encoding: str
    certain: bool = True

    @property
    def notices(self) -> tuple[str, ...]:
        """What the person should know about characters that were lost, or an encoding that was concluded."""
        lost = self.text.count("\ufffd")
        if lost and self.encoding != "utf-8":
            what = "One character" if lost == 1 else f"{lost} characters"
            return (f"{what} could not be read as {self.encoding} and stand as �; get the file again.",)
        if self.certain:
            return ()
        return (
            f"The file does not say its encoding; it was read as {self.encoding}. Save it as UTF-8 and add"
            " that if letters are wrong.",
        )


def clean(text: str) -> str:
    """The text with lines ended by ``\\n``, in Unicode's composed form (NFC), without control characters,
    lone surrogates and byte order marks."""
    text = _CONTROL.sub(" ", _LINE_ENDS.sub("\n", text)).replace("\ufeff", "")
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", text))


def decode(data: bytes, name: str) -> str:
    """The text of ``data``; see ``decode_noting``."""
    return decode_noting(data, name).text


def decode_noting(data: bytes, name: str) -> Decoded:
    """The text of ``data``, lines ended by ``\\n``, in Unicode's composed form (NFC), no byte order mark.

    Raises UnreadableError, naming ``name``, when the bytes are not text, end inside a character, or
    are in an encoding that can't be told from others.
    """
    if not data.strip():
        raise UnreadableError(f"{name} is empty; there is nothing to read in it.")
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise UnreadableError(f"{name} is {kind}, not plain text; save it as plain text and add that.")
    decoded = _decoded(data, name)
    text = _LINE_ENDS.sub("\n", decoded.text).lstrip("\ufeff")
    controls = len(_CONTROL.findall(text))
    if "\0" in text or controls * 1000 > len(text):
        raise UnreadableError(f"{name} holds binary data, not text; save it as plain text and add that.")
    if text.count("\ufffd") * 100 > len(text):
        raise UnreadableError(f"{name} was damaged by a wrong conversion (�); get it again from its source.")
    text = _CONTROL.sub(" ", text)
    if not text.strip():
        raise UnreadableError(f"{name} is empty; there is nothing to read in it.")
    return Decoded(unicodedata.normalize("NFC", text), decoded.encoding, decoded.certain)


def _decoded(data: bytes, name: str) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_strictly(data[len(mark) :], encoding, name), encoding)
    if b"\0" in data:
        return _wide(data, name)
    if _JIS_ESCAPE.search(data) and max(data) < 0x80:
        return Decoded(_escaped(data, name), "iso2022_jp")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        cut_off = error.reason == "unexpected end of data" and _is_mostly_utf8(data[: error.start])
    if cut_off:
        raise UnreadableError(f"{name} ends in the middle of a character; it was cut off, get it again.")
    return _legacy(data, name)


def _escaped(data: bytes, name: str) -> str:
    """ISO-2022-JP, also with the characters that Windows adds to it, which Python's codec refuses."""
    try:
        return data.decode("iso2022_jp_ext")
    except UnicodeDecodeError:
        pass
    parts = _JIS_SWITCH.split(data)  # text, switch, text, switch, text, …
    euc = bytearray(parts[0])
    for switch, part in zip(parts[1::2], parts[2::2], strict=True):
        wide = switch in (b"\x1b$@", b"\x1b$B")
        euc += bytes(byte | 0x80 if wide and byte > 0x20 else byte for byte in part)
    try:
        return euc.decode("euc_jis_2004")
    except UnicodeDecodeError:
        return _strictly(data, "iso2022_jp_ext", name)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{name} is not valid {encoding} at byte {error.start}; it is damaged or cut off, get it again."
        ) from None


def _is_mostly_utf8(data: bytes) -> bool:
    """True when there is a multi-byte character before the broken one, so that UTF-8 is no accident."""
    return any(byte > 0x7F for byte in data)


def _wide(data: bytes, name: str) -> Decoded:
    """UTF-16 or UTF-32 without a mark: the reading in which nearly all is common text."""
    best, best_share = None, 0.9
    if len(data) < 8:  # too little to tell UTF-16 from anything
        data = b""
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        share = sum(_is_common(character) for character in text) / max(len(text), 1)
        if share > best_share and _SEPARATORS.intersection(text):
            best, best_share = Decoded(text, encoding), share
    if best is None:
        raise UnreadableError(f"{name} holds binary data, not text; save it as plain text and add that.")
    return best


# Text of any length has one of these; bytes that happen to be common characters need not.
_SEPARATORS = frozenset(" \n\t\u3000、。，．")


def _is_common(character: str) -> bool:
    return (
        " " <= character <= "~"
        or character in "\t\n\r"
        or "\xa0" <= character <= "\u024f"
        or "\u0370" <= character <= "\u06ff"
        or "\u2010" <= character <= "\u2026"
        or "\u3000" <= character <= "\u30ff"
        or "\uac00" <= character <= "\ud7a3"
        or "\uff01" <= character <= "\uff9f"
        # Han: only half of the block is in common use, but misread Latin text seldom stays inside it.
        or "\u4e00" <= character <= "\u9fa5"
    )


def _legacy(data: bytes, name: str) -> Decoded:
    japanese = [reading for encoding in _JAPANESE if (reading := _japanese(data, encoding, name))]
    if japanese:
        return max(japanese)[1]
    if western := _western(data):
        return western
    other = [reading for encoding, common in _COMMON if (reading := _share(data, encoding, common))]
    if other:
        return max(other)[1]
    guess = from_bytes(data, cp_isolation=list(_OTHERS)).best()
    if guess is None:
        raise UnreadableError(
            f"{name} is in an encoding that could not be recognised; save it as UTF-8 and add that."
        )
    return Decoded(str(guess), guess.encoding, certain=False)


def _japanese(data: bytes, encoding: str, name: str) -> tuple[float, Decoded] | None:
    """The text with how much of what is not ASCII in it is kana; None when it isn't Japanese.

    A few bytes that mean nothing are let pass; those at the end are a character cut in two.
    """
    text = data.decode(encoding, "replace")
    foreign = sum(character > "~" for character in text)
    half_width = sum("\uff61" <= character <= "\uff9f" for character in text)
    share = len(_KANA.findall(text)) / max(foreign, 1)
    lost = text.count("\ufffd")
    if share <= 0.15 or half_width * 4 >= foreign or lost * 200 > foreign + 200:
        return None
    if lost and text.endswith("\ufffd"):
        raise UnreadableError(f"{name} ends in the middle of a character; it was cut off, get it again.")
    return share - lost, Decoded(text, encoding, certain=not lost)


def _western(data: bytes) -> Decoded | None:
    """The text in Windows-1252, if all that isn't ASCII in it is common in western languages. That is
    certain when it is punctuation, or in a text of which many words are those of such a language."""
    if sum(byte > 0x7F for byte in data) * 4 >= len(data):
        return None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    foreign = [character for character in text if character > "~"]
    if not all(_WESTERN.match(character) for character in foreign):
        return None
    return Decoded(text, "cp1252", not any(map(str.isalpha, foreign)) or is_western(text))


def _share(data: bytes, encoding: str, common: frozenset[str]) -> tuple[float, Decoded] | None:
    """The text with how much of it is the commonest characters of the language; None below 8 %."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    share = sum(character in common for character in text) / max(sum(c > "~" for c in text), 1)
    return (share, Decoded(text, encoding, certain=False)) if share > 0.08 else None
