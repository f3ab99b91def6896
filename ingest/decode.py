"""Bytes → text: which encoding a file is in, by rules first and by statistics last.

A byte order mark decides; then NUL bytes (UTF-16/32), escape sequences (ISO-2022-JP), valid UTF-8;
then Shift_JIS and EUC-JP when what comes out is Japanese, Windows-1252 when what comes out is
western; only what is left over is given to charset-normalizer.
"""

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

from core.errors import UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = {
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
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_JIS_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\([BJI]|\$\([DOPQ])")
_KANA = re.compile(r"[\u3040-\u30ff]")
_WESTERN = re.compile(r"[À-ÖØ-öø-ÿŒœŠšŽžŸ‘’‚“”„–—…•€£§©®°«»¡¿·\xa0\xad´ºª½¼¾×™†‹›]")


def decode(data: bytes, name: str) -> str:
    """The text of ``data``, lines ended by ``\\n``, in Unicode's composed form (NFC), no byte order mark.

    Raises UnreadableError, naming ``name``, when the bytes are not text or end inside a character.
    """
    if not data.strip():
        raise UnreadableError(f"{name} is empty; there is nothing to read in it.")
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise UnreadableError(f"{name} is {kind}, not plain text; save it as plain text and add that.")
    text = _LINE_ENDS.sub("\n", _decoded(data, name)).lstrip("\ufeff")
    controls = len(_CONTROL.findall(text))
    if "\0" in text or controls * 1000 > len(text):
        raise UnreadableError(f"{name} holds binary data, not text; save it as plain text and add that.")
    if text.count("\ufffd") * 100 > len(text):
        raise UnreadableError(f"{name} was damaged by a wrong conversion (�); get it again from its source.")
    text = _CONTROL.sub(" ", text)
    if not text.strip():
        raise UnreadableError(f"{name} is empty; there is nothing to read in it.")
    return unicodedata.normalize("NFC", text)


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, name)
    if b"\0" in data:
        return _wide(data, name)
    if _JIS_ESCAPE.search(data) and max(data) < 0x80:
        return _strictly(data, "iso2022_jp_ext", name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        cut_off = error.reason == "unexpected end of data" and _is_mostly_utf8(data[: error.start])
    if cut_off:
        raise UnreadableError(f"{name} ends in the middle of a character; it was cut off, get it again.")
    return _legacy(data, name)


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


def _wide(data: bytes, name: str) -> str:
    """UTF-16 or UTF-32 without a mark: the reading in which nearly all is common text."""
    best, best_share = "", 0.9
    if len(data) < 8:  # too little to tell UTF-16 from anything
        data = b""
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        share = sum(_is_common(character) for character in text) / max(len(text), 1)
        if share > best_share and _SEPARATORS.intersection(text):
            best, best_share = text, share
    if not best:
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


def _legacy(data: bytes, name: str) -> str:
    japanese = [reading for encoding in ("cp932", "euc_jp") if (reading := _japanese_share(data, encoding))]
    if japanese:
        return max(japanese)[1]
    high = sum(byte > 0x7F for byte in data)
    if high * 4 < len(data):
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            text = ""
        foreign = [character for character in text if character > "~"]
        if text and all(_WESTERN.match(character) for character in foreign):
            return text
    guess = from_bytes(data).best()
    if guess is None:
        raise UnreadableError(
            f"{name} is in an encoding that could not be recognised; save it as UTF-8 and add that."
        )
    return str(guess)


def _japanese_share(data: bytes, encoding: str) -> tuple[float, str] | None:
    """How much of the text that is not ASCII is kana, with the text; None when it isn't Japanese."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    foreign = sum(character > "~" for character in text)
    half_width = sum("\uff61" <= character <= "\uff9f" for character in text)
    share = len(_KANA.findall(text)) / max(foreign, 1)
    return (share, text) if share > 0.15 and half_width * 4 < foreign else None
