"""The styles of a paper: one serif for Latin, one for East Asian text, so that Japanese has a font with its
characters."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from desk.word.content import Style
from desk.word.xml import element

LATIN, EAST_ASIAN = "Georgia", "Yu Mincho"
NAMES: Mapping[Style, str] = MappingProxyType(
    {
        "body": "Normal",
        "title": "Heading 1",
        "heading": "Heading 2",
        "subheading": "Heading 3",
        "item": "List Bullet",
        "quote": "Quote",
        "small": "Caption",
    }
)
_SIZES: Mapping[str, float] = MappingProxyType(
    {"Normal": 10.5, "Heading 1": 15, "Heading 2": 12, "Heading 3": 10.5, "Quote": 10.5, "Caption": 9}
)


def set_styles(document: Document, language: str) -> None:
    """Fonts, sizes and language of every style that a paper uses, and the page: A4."""
    for name in NAMES.values():
        style: Any = document.styles[name]
        _set_fonts(style.element.get_or_add_rPr().get_or_add_rFonts())
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.font.italic = False
        style.font.bold = name.startswith("Heading")
        if name in _SIZES:
            style.font.size = Pt(_SIZES[name])
        style.paragraph_format.space_after = Pt(4)
    document.styles["Quote"].paragraph_format.left_indent = Cm(0.8)
    _set_language(document.styles["Normal"], language)
    # python-docx's template leaves out how large the page is shown, which the schema asks for.
    for zoom in document.settings.element.findall(qn("w:zoom")):
        zoom.set(qn("w:percent"), "100")
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.3)
    page.top_margin = page.bottom_margin = Cm(2.0)


def _set_fonts(fonts: Any) -> None:
    # A theme's font would win over the named one.
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), LATIN)
    fonts.set(qn("w:eastAsia"), EAST_ASIAN)


def _set_language(style: Any, language: str) -> None:
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    latin = "ja-JP" if language == "ja" else "en-GB"
    properties.append(element("lang", val=latin, eastAsia="ja-JP"))
