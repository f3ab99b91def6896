"""Whether the part of a page that was found holds what there is to read on it, and the whole page if not.

What holds the most prose is found by points, and points may go to one cell of a table or to the longest of
several sections. A reader would miss the rest; so what was found is compared with all the text of the page.
"""

from collections.abc import Callable, Sequence

from ingest.formats.web.clutter import Rules, clean, drop_unlikely, measured
from ingest.formats.web.markup import HEADINGS, Element, remove
from ingest.formats.web.site import is_site_header

_MOST = 0.8  # the share that must have been found; on none of the pages of `evals readability` is it less
_MOSTLY_LINKS = 0.3
_LEAST = 25  # code points of a block that says something
_AROUND = ("nav", "footer", "aside")
_AROUND_ROLES = frozenset(["navigation", "contentinfo", "complementary", "search"])


def with_the_rest(body: Callable[[], Element], kept: Sequence[Element]) -> tuple[Element, ...]:
    """``kept``, or the page's ``main`` or all of the page where much of its text is not in ``kept``."""
    page = body()
    _drop_what_surrounds(page)
    drop_unlikely(page)
    mains = [element for element in page.iter() if element.tag == "main" or element.get("role", "") == "main"]
    whole = mains[0] if len(mains) == 1 else page
    clean(whole, Rules(unlikely=False))
    return (whole,) if sum(map(_prose, kept)) < _MOST * _prose(whole) else tuple(kept)


def _drop_what_surrounds(page: Element) -> None:
    """Take out menus, the site's header and footer; a header that has the page's title stays."""
    for element in list(page.iter()):
        if element is page or element.getparent() is None:
            continue
        if (
            element.tag in _AROUND
            or element.get("role", "") in _AROUND_ROLES
            or (is_site_header(element) and next(element.iter("h1"), None) is None)
        ):
            remove(element)


def _prose(root: Element) -> int:
    """How many code points of text that is not links there are, headings aside."""
    total = 0
    for element, measure in measured(root).items():
        if element.tag in HEADINGS:
            continue
        if measure.own >= _LEAST and measure.link_share < _MOSTLY_LINKS:
            total += measure.own
    return total
