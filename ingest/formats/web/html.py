"""Web pages: the statement on the page, without what surrounds it."""

import codecs
import re
from collections.abc import Callable, Mapping

from core.errors import UnreadableError
from ingest.formats.document import Document
from ingest.formats.web.article import main_content
from ingest.formats.web.markup import Element, parse, remove
from ingest.formats.web.page import page_properties
from ingest.formats.web.rendered import rendered
from ingest.text.decode import Decoded, clean, decode_noting

__all__ = ["codec_named", "read_html"]

# What a browser does not show, or shows as something other than text.
_NOT_TEXT = (
    *(
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "canvas",
        "iframe",
        "frame",
        "object",
        "embed",
        "applet",
    ),
    *("audio", "video", "input", "select", "textarea", "button", "datalist", "progress", "meter", "dialog"),
    *("head", "title", "link", "meta", "base", "area", "map", "rp", "rt", "noembed", "noframes"),
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_CHARSET_WITHIN = 8192  # bytes; standards say 1024, pages do not keep to it
# What pages say, and the superset that browsers take it for.
_LABELS: Mapping[str, str] = {
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "ms_kanji": "cp932", "iso-8859-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252",
    "iso-2022-jp": "iso2022_jp_ext", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "big5": "big5hkscs", "x-euc-jp": "euc_jis_2004",
    "euc-jp": "euc_jis_2004",
    "tis-620": "cp874", "iso-8859-9": "cp1254", "iso-8859-11": "cp874",
}  # fmt: skip
_TEXT_CODEC = re.compile(
    r"utf-8|cp(?:125\d|437|8\d\d|9\d\d)|iso8859-\d+|iso2022_.+|koi8-.|gb18030|hz|big5.*|euc_.+|shift_jis.*"
    r"|johab|mac-.+|ptcp154"
)
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_STRUCTURE = re.compile(
    r"<(?!/?(?:p|br|h[1-6]|li|ul|ol|tr|td|th|table|html|body|head|title|meta|link|script|style|noscript|template)"
    r"\b|!--)/?[a-zA-Z][^<>]{0,5000}>"
)


def read_html(data: bytes, name: str) -> Document:
    """The text of the page's main part, blocks separated by an empty line, headings marked.

    The encoding is that of the byte order mark, the page's own declaration, or what the bytes look
    like. Raises UnreadableError, naming ``name``, when there is no text to be had.
    """
    decoded = _decoded(data, name)
    markup = clean(decoded.text)
    page = _parsed(markup, name)
    content = rendered(main_content(_visible(markup, name)))
    if not content.text:
        frames = next(page.iter("frame", "iframe"), None) is not None
        why = "only frames, whose pages must be added by themselves" if frames else "no text"
        raise UnreadableError(f"{name} holds {why}; save the page of the statement itself and add that.")
    return Document(
        content.text,
        properties=page_properties(page),
        headings=content.headings,
        rows=content.rows,
        notices=decoded.notices,
    )


def _decoded(data: bytes, name: str) -> Decoded:
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableError(f"{name} is empty; there is nothing to read in it.")
    if data.startswith(_BOMS) or _is_wide(data):
        return decode_noting(data, name)
    data = data.replace(b"\0", b"")
    if b"\x1b" in data and max(data) < 0x80:
        return decode_noting(data, name)  # ISO-2022-JP, which is valid UTF-8 too
    try:
        return Decoded(data.decode("utf-8"), "utf-8")  # hardly ever by accident, whatever is declared
    except UnicodeDecodeError:
        declared = _declared(data)
    if declared:
        text = data.decode(declared, "replace")
        if text.count("\ufffd") * 1000 <= len(text):
            return Decoded(text, declared)
    try:
        return decode_noting(data, name)
    except UnreadableError:
        text = data.decode(declared or "utf-8", "replace")
        if text.count("\ufffd") * 100 > len(text):
            raise
        return Decoded(text, declared or "utf-8", certain=False)


def _is_wide(data: bytes) -> bool:
    """True for UTF-16 or UTF-32 without a mark: in markup every second byte or more is NUL."""
    return data[:32].count(0) * 3 > len(data[:32])


def _declared(data: bytes) -> str:
    top = data[:_CHARSET_WITHIN]
    found = _META_CHARSET.search(top) or _XML_CHARSET.match(top)
    if not found:
        return ""
    return codec_named(found[1].decode("ascii", "replace"))


def codec_named(label: str) -> str:
    """Python's codec for a charset as pages and mails call it, "" when there is none for text."""
    label = label.strip().lower()
    try:
        codec = codecs.lookup(_LABELS.get(label, label)).name
    except (LookupError, ValueError):  # ValueError: a NUL in it
        return ""
    return codec if _TEXT_CODEC.fullmatch(codec) else ""


def _parsed(markup: str, name: str) -> Element:
    page, too_deep = parse(markup)
    if too_deep:
        # Nobody nests two thousand levels to say something: what only groups is left out.
        page, too_deep = parse(_STRUCTURE.sub("\n", markup))
    if page is None or too_deep:
        why = "is nested too deeply to be a page of text" if too_deep else "holds no text"
        raise UnreadableError(f"{name} {why}; save the text as plain text and add that.")
    return page


def _visible(markup: str, name: str) -> Callable[[], Element]:
    """How to get the page's body, without what is not shown, as often as it is needed."""

    def body() -> Element:
        page = _parsed(markup, name)
        top = page.find("body")
        top = page if top is None else top
        for element in list(top.iter(*_NOT_TEXT)):
            if element is not top:
                remove(element)
        for element in list(top.iter()):
            if element is not top and _is_hidden(element):
                remove(element)
        return top

    return body


def _is_hidden(element: Element) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden", "").lower() == "true"
        or bool(_HIDDEN.search(element.get("style", "")))
    )
