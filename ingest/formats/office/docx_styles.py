"""What the styles of a Word document say about its paragraphs: headings, lists, hidden text."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING = re.compile(r"(?:heading|見出し)\s*[1-9]", re.IGNORECASE)
_DEPTH = 12  # styles that a style may be based on, one on the other


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    list_id: str
    level: str
    outline: str
    hidden: bool | None


@dataclass(slots=True)
class Styles:
    """The paragraph and character styles by their id; ``default`` is that of a paragraph without one."""

    default: str = ""
    _by_id: dict[str, _Style] = field(default_factory=dict)

    @classmethod
    def read(cls, root: "_Element | None") -> "Styles":
        """From the styles part."""
        styles = cls()
        for element in () if root is None else root.iterchildren("{*}style"):
            key = value_of(element, "styleId")
            if value_of(element, "default") in ("1", "true") and value_of(element, "type") == "paragraph":
                styles.default = key
            hidden = element.find("{*}rPr/{*}vanish")
            numbers = element.find("{*}pPr/{*}numPr")
            outline = element.find("{*}pPr/{*}outlineLvl")
            styles._by_id[key] = _Style(
                child_value(element, "name"),
                child_value(element, "basedOn"),
                "" if numbers is None else child_value(numbers, "numId"),
                "" if numbers is None else child_value(numbers, "ilvl"),
                "" if outline is None else value_of(outline),
                None if hidden is None else is_on(hidden),
            )
        return styles

    def lists(self) -> dict[str, str]:
        """The list of each style that has one of its own."""
        return {key: style.list_id for key, style in self._by_id.items() if style.list_id}

    def list_of(self, key: str) -> tuple[str, str]:
        """(list, level) that a paragraph style gives, "" where it gives none."""
        list_id = level = ""
        for style in self._chain(key):
            list_id = list_id or style.list_id
            level = level or style.level
            if list_id:
                break
        return list_id, level

    def is_heading(self, key: str, properties: "_Element | None") -> bool:
        """True for a paragraph in one of the heading styles, or with a level in the outline."""
        own = "" if properties is None else child_value(properties, "outlineLvl")
        if own:
            return own in "012345678"
        for style in self._chain(key):
            if style.outline:
                return style.outline in "012345678"
            if _HEADING.match(style.name):
                return True
        return False

    def is_title(self, key: str) -> bool:
        """True for the style that titles have."""
        return any(style.name.casefold() in ("title", "表題") for style in self._chain(key))

    def is_hidden(self, key: str, run_properties: "_Element | None") -> bool:
        """True when text of a paragraph style, with these properties of its own, isn't printed."""
        character_style = ""
        if run_properties is not None:
            own = run_properties.find("{*}vanish")
            if own is not None:
                return is_on(own)
            character_style = child_value(run_properties, "rStyle")
        for start in (character_style, key):
            for style in self._chain(start):
                if style.hidden is not None:
                    return style.hidden
        return False

    @staticmethod
    def is_raised(run: "_Element") -> bool:
        """True for a run that is set above the line."""
        position = run.find("{*}rPr/{*}vertAlign")
        return position is not None and value_of(position) == "superscript"

    def _chain(self, key: str) -> list[_Style]:
        """A style, the one it is based on, and so on."""
        chain: list[_Style] = []
        while key and (style := self._by_id.get(key)) is not None and len(chain) < _DEPTH:
            chain.append(style)
            key = style.based_on
        return chain


def local(element: "_Element") -> str:
    """An element's name without its namespace, which differs between transitional and strict files."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value_of(element: "_Element", name: str = "val") -> str:
    """An attribute by its name without namespace, "" when there is none."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def child_value(element: "_Element", child: str) -> str:
    """The ``val`` of a child, "" when there is none."""
    found = element.find(f"{{*}}{child}")
    return "" if found is None else value_of(found)


def is_on(switch: "_Element") -> bool:
    """A switch is on unless it says otherwise."""
    return value_of(switch) not in ("0", "false", "off")
