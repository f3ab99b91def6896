"""The footnotes part of a Word file, with all that Word asks of one: the two separators, the styles, the
relationship, and the settings that name the separators. A file that lacks one of them is repaired or refused.
"""

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from desk.word.xml import MARK, element, text_run

TEXT = "FootnoteText"  # the style of a footnote
_SEPARATORS = ((-1, "separator"), (0, "continuationSeparator"))
# What may stand after footnotePr in the settings, in the schema's order (ISO 29500-1, CT_Settings).
_AFTER = (
    *("endnotePr", "compat", "docVars", "rsids", "attachedSchema", "themeFontLang", "clrSchemeMapping"),
    *("doNotIncludeSubdocsInStats", "doNotAutoCompressPictures", "forceUpgrade", "captions"),
    *("readModeInkLockDown", "smartTagType", "shapeDefaults", "doNotEmbedSmartTags", "decimalSymbol"),
    "listSeparator",
)


def add_styles(document: Document) -> None:
    """The styles of a footnote's text and of its mark."""
    styles = document.styles
    text = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    text.element.set(qn("w:styleId"), TEXT)
    text.base_style = styles["Normal"]
    text.font.size = Pt(9)
    text.paragraph_format.space_after = Pt(2)
    mark = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.element.set(qn("w:styleId"), MARK)
    mark.font.superscript = True


def add_footnotes(document: Document, notes: Sequence[str]) -> None:
    """Put the footnotes 1, 2, … into the file; the marks stand in the text already."""
    root = OxmlElement("w:footnotes")
    for number, kind in _SEPARATORS:
        root.append(_separator(number, kind))
    for number, text in enumerate(notes, 1):
        root.append(_note(number, text))
    name = PackURI("/word/footnotes.xml")
    part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, serialize_part_xml(root), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    _name_separators(document.settings.element)


def _name_separators(settings: Any) -> None:
    named = element("footnotePr")
    for number, _ in _SEPARATORS:
        named.append(element("footnote", id=str(number)))
    settings.insert_element_before(named, *(f"w:{tag}" for tag in _AFTER))


def _separator(number: int, kind: str) -> Any:
    run = element("r")
    run.append(element(kind))
    return _holding(element("footnote", type=kind, id=str(number)), "", run)


def _note(number: int, text: str) -> Any:
    mark = text_run("", MARK)
    mark.append(element("footnoteRef"))
    return _holding(element("footnote", id=str(number)), TEXT, mark, text_run(f" {text}"))


def _holding(note: Any, style: str, *runs: Any) -> Any:
    paragraph = element("p")
    if style:
        properties = element("pPr")
        properties.append(element("pStyle", val=style))
        paragraph.append(properties)
    paragraph.extend(runs)
    note.append(paragraph)
    return note
