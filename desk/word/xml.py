"""The pieces of WordprocessingML that python-docx has no interface for."""

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run as DocxRun

MARK = "FootnoteReference"  # the style of a footnote's mark
# Characters that XML cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def held(text: str) -> str:
    """``text`` without the characters that a Word file cannot hold."""
    return _FORBIDDEN.sub("", text)


def element(tag: str, **attributes: str) -> Any:
    """An element ``w:tag`` with attributes ``w:name``."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def text_run(text: str, style: str = "") -> Any:
    """A run of text; line breaks and tabs become Word's."""
    run: Any = OxmlElement("w:r")
    if style:
        run.append(_styled(style))
    run.text = held(text)
    return run


def reference_run(number: int) -> Any:
    """The mark of footnote ``number`` in the text."""
    run = element("r")
    run.append(_styled(MARK))
    run.append(element("footnoteReference", id=str(number)))
    return run


def as_change(run: DocxRun, added: bool, number: int, author: str, when: str) -> None:
    """Turn a run of the text into a tracked insertion or deletion. ``number`` identifies the change."""
    change = element("ins" if added else "del", id=str(number), author=author, date=when)
    at: Any = run._r
    at.addprevious(change)
    change.append(at)
    if not added:
        for text in at.findall(qn("w:t")):
            text.tag = qn("w:delText")


def shaded(run: DocxRun, colour: str) -> None:
    """Put a colour behind a run."""
    properties: Any = run._r.get_or_add_rPr()
    properties.append(element("shd", val="clear", color="auto", fill=colour))


def _styled(style: str) -> Any:
    properties = element("rPr")
    properties.append(element("rStyle", val=style))
    return properties
