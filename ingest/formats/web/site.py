"""What a page says of the site that it is on."""

import re
from collections.abc import Iterator, Mapping, Sequence

from ingest.formats.web.markup import Element, is_inside, text_of

_METAS = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name")
_TITLE_ENDS = re.compile(r"\s*[|｜·»]\s*|\s+[-–—:]\s+")  # "Statement on Cyprus | Ministry of Foreign Affairs"
_LONGEST = 200  # code points of a name
_MOST = 40  # names in a header


def is_site_header(element: Element) -> bool:
    """Whether an element heads the site rather than the text."""
    banner = element.tag == "header" or element.get("role", "") == "banner"
    return banner and not is_inside(element, "main", "article", "section")


def publishers(
    page: Element, metas: Mapping[str, str], linked: Sequence[Mapping[str, object]]
) -> Iterator[str]:
    """What may be the name of the publisher: the site's name, the end of the page's title, the lines of the
    site's header."""
    yield from (metas[name] for name in _METAS if name in metas)
    for node in linked:
        publisher = node.get("publisher")
        if isinstance(publisher, dict) and isinstance(name := publisher.get("name"), str):
            yield " ".join(name[:_LONGEST].split())
    for title in page.iter("title"):
        parts = _TITLE_ENDS.split(text_of(title)[: 3 * _LONGEST])
        if len(parts) > 1:
            yield parts[-1]
        break
    for header in page.iter():
        if is_site_header(header):
            yield from _lines(header)
            return


def _lines(header: Element) -> Iterator[str]:
    seen = 0
    for element in header.iter():
        words = element.get("alt", "") if element.tag == "img" else element.text or ""
        if words.strip() and seen < _MOST:
            seen += 1
            yield " ".join(words[:_LONGEST].split())
