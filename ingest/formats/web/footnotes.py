"""Footnotes of a page: links from a mark in the text to the note at its end."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from core.notes import MOST
from ingest.formats.web.markup import INLINE, Element, text_of

_MARK = re.compile(r"\[?(?P<mark>\d{1,3}|[ivx]{1,4}|[a-z]|[*†‡§]{1,3})\]?")
_BACK = re.compile(r"\s*(?:[↩↑⤴⏎^]\ufe0e?\s*\d*|\[?(?:back|return)\b[^.]{0,30}\]?)\s*$", re.IGNORECASE)
_MOST = 2000  # links that are looked at


@dataclass(frozen=True, slots=True)
class Footnotes:
    """``marks``: the element that is a mark in the text → the mark and the note's words. ``below``: the
    elements of the notes, which are written below the paragraphs that have their marks."""

    marks: Mapping[Element, tuple[str, str]]
    below: frozenset[Element]


NONE = Footnotes(MappingProxyType({}), frozenset())


def footnotes_of(roots: Sequence[Element]) -> Footnotes:
    """The footnotes in the part of a page that is kept."""
    elements = [element for root in roots for element in root.iter()]
    order = {element: at for at, element in enumerate(elements)}
    named: dict[str, Element] = {}
    for element in elements:
        named.setdefault(element.get("id") or element.get("name"), element)
    marks: dict[Element, tuple[str, str]] = {}
    below: set[Element] = set()
    links = [one for one in elements if one.tag == "a" and one.get("href", "").startswith("#")]
    for link in links[:_MOST]:
        found = _MARK.fullmatch(text_of(link))
        target = named.get(link.get("href", "")[1:])
        if not found or target is None or order[target] < order[link] or not _is_raised(link):
            continue
        note = _block(target, roots)
        words = _words(note, found["mark"]) if note is not None else ""
        if note is None or not words or len(words) > MOST or note in link.iterancestors():
            continue
        again = note in below
        marks[_whole(link)] = (found["mark"], "" if again else words)
        below.add(note)
    return Footnotes(marks, frozenset(below))


def _is_raised(link: Element) -> bool:
    """Whether a link is raised, in brackets, or said to be a note's."""
    return (
        text_of(link).startswith("[")
        or next(link.iterancestors("sup"), None) is not None
        or next(link.iterdescendants("sup"), None) is not None
        or link.get("role") == "doc-noteref"
        or "note" in link.get("href", "").lower()
    )


def _whole(link: Element) -> Element:
    raised = next(link.iterancestors("sup"), None)
    return raised if raised is not None and text_of(raised) == text_of(link) else link


def _block(target: Element, roots: Sequence[Element]) -> Element | None:
    """The block that a note's name stands in."""
    block: Element | None = target
    while block is not None and block.tag in INLINE:
        block = block.getparent()
    return None if block is None or block in roots or block.tag in ("body", "ol", "ul", "table") else block


def _words(note: Element, mark: str) -> str:
    """What a note says, without its mark and the link back."""
    text = text_of(note)
    text = re.sub(rf"^(?:[↩↑^]\s*)?\[?{re.escape(mark)}\]?[.):]?(?=\s|[A-Z“\"])\s*", "", text)
    return _BACK.sub("", re.sub(r"^[↩↑^]\s*", "", text)).strip()
