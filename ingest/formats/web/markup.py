"""The tree of a page. The only module that knows the parser."""

from collections.abc import Iterator
from typing import Protocol

from lxml import etree

INLINE = frozenset(
    [
        *(
            "a",
            "abbr",
            "acronym",
            "b",
            "bdi",
            "bdo",
            "big",
            "br",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
        ),
        *(
            "i",
            "img",
            "ins",
            "kbd",
            "label",
            "mark",
            "math",
            "q",
            "rb",
            "rp",
            "rt",
            "rtc",
            "ruby",
            "s",
            "samp",
        ),
        *("small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    ]
)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])


class Element(Protocol):
    """What is used of lxml's elements: a tag with attributes, the text up to its first child, its
    children, and (``tail``) the text after it. Equal only to itself, hashable."""

    text: str | None
    tail: str | None

    @property
    def tag(self) -> str: ...
    def get(self, key: str, default: str = "", /) -> str: ...
    def getparent(self) -> "Element | None": ...
    def getprevious(self) -> "Element | None": ...
    def getnext(self) -> "Element | None": ...
    def find(self, path: str) -> "Element | None": ...
    def iter(self, *tags: str) -> "Iterator[Element]": ...
    def iterdescendants(self, *tags: str) -> "Iterator[Element]": ...
    def iterancestors(self, *tags: str) -> "Iterator[Element]": ...
    def itertext(self) -> Iterator[str]: ...
    def remove(self, child: "Element", /) -> None: ...
    def __iter__(self) -> "Iterator[Element]": ...
    def __len__(self) -> int: ...
    def __hash__(self) -> int: ...


def parse(markup: str) -> tuple[Element | None, bool]:
    """The page, None when there is nothing in it; and whether its depth (2,048 levels) made the parser
    give up before its end. Nothing outside of ``markup`` is looked at."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    page: Element | None
    try:
        page = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        page = None
    return page, any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def walk(root: Element) -> Iterator[tuple[str, Element]]:
    """("start", element) and ("end", element) in the order of the text; no recursion."""
    yield from etree.iterwalk(root, events=("start", "end"))


def text_of(element: Element) -> str:
    """All text inside the element, white space as a browser shows it."""
    return " ".join("".join(element.itertext()).split())


def is_inside(element: Element, *tags: str) -> bool:
    """True when an element around this one has one of the tags."""
    return next(element.iterancestors(*tags), None) is not None


def remove(element: Element) -> None:
    """Take the element out of the tree; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
        element.tail = None
    parent.remove(element)
