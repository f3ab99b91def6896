"""What on a web page is not its text: menus, sharing bars, lists of links, teasers, forms.

The words looked for in names, and the thresholds, follow those of Mozilla's Readability (Apache-2.0).
"""

import re
from dataclasses import dataclass

from ingest.formats.web.markup import HEADINGS, INLINE, Element, is_inside, remove, text_of

_STAYS = frozenset(["html", "body", "main", "article", "a", "table", "tbody", "tr", "td", "code", "dt", "dd"])
_LISTS = frozenset(["ul", "ol", "dl"])
_QUESTIONABLE = ("table", "ul", "ol", "dl", "div", "section", "fieldset", "header", "aside", "nav", "figure")
_ROLES = frozenset(
    ["menu", "menubar", "complementary", "navigation", "alert", "alertdialog", "dialog", "search", "banner"]
)
_UNLIKELY = re.compile(
    r"-ad-|ai2html|banner|breadcrumb|combx|comment|community|cookie|cover-wrap|disqus|extra|footer|gdpr|header"
    r"|legends|menu|related|remark|replies|rss|shoutbox|sidebar|skyscraper|social|sponsor|supplemental|ad-break"
    r"|agegate|pagination|pager|popup|topicpath|globalnav|skip-?(?:link|nav|to)|language-?switch"
)
_PERHAPS = re.compile(r"and|article|body|column|content|main|mathjax|shadow")
_POSITIVE = re.compile(
    r"article|body|content|entry|main|page|post|text|blog|story|statement|speech|transcript"
)
_NEGATIVE = re.compile(
    r"-ad-|hidden|\bhid\b|banner|combx|comment|com-|contact|footer|gdpr|masthead|media|meta"
    r"|outbrain|promo|related|scroll|share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|widget"
)
_SHARING = re.compile(r"(?:\b|_)(?:share|sharedaddy|social)(?:\b|_)")
_COMMA = re.compile(r"[,\u060c\ufe50\ufe10\ufe11\u2e41\u2e34\u2e32\uff0c、。]")
_PROSE = 10  # commas with which something is prose, whatever it is called
_SHORTEST = 25  # code points of a block that says anything
_LONGEST_NAME = 400  # code points of a class or id that are looked at
_LONG_FORM = 500  # code points; whole pages are inside a form


@dataclass(frozen=True, slots=True)
class Rules:
    """Which prejudices are in force: by role and name, by the names' weight, by shape."""

    unlikely: bool = True
    classes: bool = True
    cleaning: bool = True


@dataclass(slots=True)
class Measure:
    """What is inside an element, in code points and counts; ``own`` is outside of nested blocks."""

    chars: int = 0
    linked: float = 0.0
    commas: int = 0
    own: int = 0
    own_commas: int = 0
    points: float = 0.0

    @property
    def link_share(self) -> float:
        """How much of the text is in links, in [0, 1]."""
        return self.linked / self.chars if self.chars else 0.0


def measured(root: Element) -> dict[Element, Measure]:
    """The measure of ``root`` and every element in it, no points given yet."""
    order = list(root.iter())
    measures = {element: Measure() for element in order}
    for element in reversed(order):  # children before what holds them
        here = measures[element]
        for text in (element.text, *(child.tail for child in element)):
            if not text:
                continue
            plain = " ".join(text.split())
            commas = len(_COMMA.findall(plain)) if len(plain) > 1 else 0
            here.chars += len(plain)
            here.commas += commas
            here.own += len(plain)
            here.own_commas += commas
        for child in element:
            inner = measures[child]
            here.chars += inner.chars
            here.linked += inner.linked
            here.commas += inner.commas
            if child.tag in INLINE:
                here.own += inner.own
                here.own_commas += inner.own_commas
        if element.tag == "a":
            # Links within the page are footnotes more often than navigation.
            here.linked = here.chars * (0.3 if element.get("href", "").startswith("#") else 1.0)
    return measures


def weight_of(element: Element, rules: Rules) -> int:
    """What the element's names say for it: 25 for or against, by class and by id."""
    if not rules.classes:
        return 0
    weight = 0
    for name in (_cut(element.get("class", "")), _cut(element.get("id", ""))):
        weight -= 25 if _NEGATIVE.search(name) else 0
        weight += 25 if _POSITIVE.search(name) else 0
    return weight


def drop_unlikely(body: Element) -> None:
    """Take out what by its role or name is not the text."""
    total = len(text_of(body))
    for element in list(body.iter()):
        if element.tag in _STAYS or element is body or element.getparent() is None:
            continue
        named = _named(element)
        unlikely = (
            element.tag == "nav"
            or element.get("role", "") in _ROLES
            or (_UNLIKELY.search(named) and not _PERHAPS.search(named))
        )
        if not unlikely or is_inside(element, "table", "code"):
            continue
        # A page may call everything it has "header": what holds half of the text stays.
        if element.tag in _LISTS or len(text_of(element)) * 2 < total:
            remove(element)


def clean(kept: Element, rules: Rules) -> None:
    """Take out of the part that holds the text what is not text."""
    for element in list(kept.iter("form", "fieldset", "footer", "aside", "h1", "h2", "h3")):
        if element is kept:
            continue
        if element.tag in HEADINGS:
            if weight_of(element, rules) < 0:
                remove(element)
        elif element.tag in ("footer", "aside") or len(text_of(element)) <= _LONG_FORM:
            remove(element)
    for element in list(kept.iter()):
        if element is not kept and _SHARING.search(_named(element)) and len(text_of(element)) < _LONG_FORM:
            remove(element)
    if not rules.cleaning:
        return
    measures = measured(kept)
    data_tables = {table for table in kept.iter("table") if _is_data(table)}
    for element in reversed(list(kept.iter(*_QUESTIONABLE))):
        if element is kept or element in data_tables or is_inside(element, "code"):
            continue
        if not data_tables.intersection(element.iterancestors("table")) and _is_clutter(
            element, measures, weight_of(element, rules)
        ):
            remove(element)


def _named(element: Element) -> str:
    return f"{_cut(element.get('class', ''))} {_cut(element.get('id', ''))}"


def _cut(name: str) -> str:
    return name[:_LONGEST_NAME].lower()


def _is_clutter(element: Element, measures: dict[Element, Measure], weight: int) -> bool:
    measure = measures[element]
    if weight < 0:
        return True
    if measure.commas >= _PROSE:
        return False
    count = {tag: sum(1 for _ in element.iter(tag)) for tag in ("p", "img", "li", "input")}
    listed = sum(measures[one].chars for one in element.iter("ul", "ol"))
    titled = sum(measures[one].chars for one in element.iter(*HEADINGS))
    if element.tag in _LISTS or listed > 0.9 * measure.chars:
        return measure.link_share > 0.5 or count["img"] > max(1, 2 * count["p"])
    in_figure = is_inside(element, "figure")
    # An empty shell, or a short label that is a link.
    label = measure.chars < _SHORTEST and titled < 0.9 * measure.chars and measure.link_share > 0
    return (
        (count["img"] > 1 and count["p"] / count["img"] < 0.5 and not in_figure)
        or count["li"] - 100 > count["p"]
        or count["input"] > count["p"] // 3
        or (label and count["img"] in (0, *range(3, 100)) and not in_figure)
        or measure.link_share > (0.2 if weight < 25 else 0.5)
    )


def _is_data(table: Element) -> bool:
    """True for a table that holds data rather than the layout of the page."""
    if table.get("role") == "presentation":
        return False
    marks = ("caption", "col", "colgroup", "tfoot", "thead", "th")
    if table.get("summary") or next(table.iter(*marks), None) is not None:
        return True
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = [len(row) for row in table.iter("tr")]
    columns = max(rows, default=0)
    return len(rows) >= 10 or columns > 4 or len(rows) * columns > 10
