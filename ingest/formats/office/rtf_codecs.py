"""Which encoding the bytes of an RTF file are in: its code page, and each font's character set."""

import codecs
from collections.abc import Mapping

_CHARSETS: Mapping[int, str] = {
    0: "cp1252", 2: "symbol", 77: "mac_roman", 78: "shift_jis", 79: "gb2312", 80: "euc_kr", 81: "big5",
    82: "mac_roman", 85: "mac_greek", 86: "mac_turkish", 88: "mac_latin2", 89: "mac_cyrillic", 128: "cp932",
    129: "cp949", 130: "johab", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_CODE_PAGES: Mapping[int, str] = {
    10000: "mac_roman",
    10001: "shift_jis",
    65001: "utf-8",
    708: "iso8859_6",
    819: "iso8859_1",
    0: "cp1252",
}
_SYMBOL: Mapping[int, str] = {
    0xB7: "•",
    0xA7: "•",
    0xD8: "•",
    0x2D: "–",
    0xB0: "°",
    0xB1: "±",
    0xA3: "≤",
    0xB3: "≥",
}


def code_page(number: int) -> str:
    """The codec of a Windows code page; Windows-1252 for one that isn't known."""
    name = _CODE_PAGES.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def charset(number: int) -> str:
    """The codec of a font's character set, "" when it has none of its own (1 is the default one)."""
    return _CHARSETS.get(number, "")


def decoded(data: bytes, codec: str, fallback: str) -> str:
    """``data`` as text; where it isn't valid in the font's codec, the document's is tried."""
    if codec == "symbol":
        return "".join(_SYMBOL.get(byte, chr(byte) if byte < 0x7F else "•") for byte in data)
    for one in (codec or fallback, fallback):
        try:
            return data.decode(one)
        except UnicodeDecodeError:
            continue
    return data.decode(codec or fallback, "replace")
