"""Which part of a web page is its text: the statement rather than the navigation around it.

The method and its constants follow the "readable view" of browsers (Mozilla's Readability, Apache-2.0):
blocks that read like prose give points to what holds them, what holds the most is the text, neighbours of
the same kind are joined to it, and inside it lists of links, sharing bars and the like are taken out. When
that leaves little, it is tried again with fewer prejudices; when it leaves much out, all of the page is kept.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from ingest.about.dates import find_dates
from ingest.formats.web.clutter import Measure, Rules, clean, drop_unlikely, measured, weight_of
from ingest.formats.web.markup import HEADINGS, INLINE, Element, text_of
from ingest.formats.web.whole import with_the_rest
from ingest.text.tongues import are_two

_PROSE = HEADINGS | {"p", "pre", "dd", "li", "dt", "th", "caption"}  # hold text, not blocks
_TAG_POINTS: Mapping[str, int] = {
    **dict.fromkeys(["div", "article", "main", "section"], 5),
    **dict.fromkeys(["pre", "td", "blockquote"], 3),
    **dict.fromkeys(["address", "ol", "ul", "dl", "dd", "dt", "li", "form"], -3),
    **dict.fromkeys([*HEADINGS, "th"], -5),
}
_SENTENCE_END = re.compile(r"[.。!?！？](?:\s|$)")
_ENOUGH = 500  # code points of text with which nobody asks whether the right part was found
_SHORTEST = 25  # code points of a block that gets points
_ALIKE = 4  # times that a text is longer than its translation at most
_FEW_LINKS = 0.1
_LISTED = frozenset(["ul", "ol", "dl", "table", "blockquote"])
_LITTLE_MORE = 1.3
_LEVELS = 5  # how far up a block's points are given
_ATTEMPTS = (
    Rules(),
    Rules(unlikely=False),
    Rules(unlikely=False, classes=False),
    Rules(unlikely=False, classes=False, cleaning=False),
)


def main_content(body: Callable[[], Element]) -> tuple[Element, ...]:
    """The elements that hold the page's text, in order, none inside another.

    ``body`` gives a fresh tree each time, free of scripts and of what is hidden; what does not
    belong to the text is taken out of the elements that are returned.
    """
    best: tuple[int, tuple[Element, ...]] = (-1, ())
    for rules in _ATTEMPTS:
        kept = _attempt(body(), rules)
        length = sum(len(text_of(element)) for element in kept)
        if length > best[0]:
            best = (length, kept)
        if length >= _ENOUGH:
            break
    return with_the_rest(body, best[1])


def _attempt(body: Element, rules: Rules) -> tuple[Element, ...]:
    if rules.unlikely:
        drop_unlikely(body)
    measures = measured(body)
    top = _whole(_top(body, measures, rules), measures)
    kept = _joined(top, measures)
    for element in kept:
        clean(element, rules)
    return kept


def _top(body: Element, measures: dict[Element, Measure], rules: Rules) -> Element:
    """The element that holds the text, the points of all given."""
    points: dict[Element, float] = {}
    for element, measure in measures.items():
        if element.tag in INLINE or measure.own < _SHORTEST:
            continue
        worth = 1 + measure.own_commas + min(measure.own // 100, 3)
        holders = _holders(element, body)
        for level, holder in enumerate(holders):
            if holder not in points:
                points[holder] = _TAG_POINTS.get(holder.tag, 0) + weight_of(holder, rules)
            points[holder] += worth / (1 if level == 0 else 2 if level == 1 else level * 3)
    for element, score in points.items():
        measures[element].points = score * (1 - measures[element].link_share)
    ranked = sorted((e for e in points if e is not body), key=lambda e: -measures[e].points)[:5]
    if not ranked or measures[ranked[0]].points <= 0:
        return body
    top = _common_holder(ranked, measures, body)
    return _climbed(top, measures, body)


def _holders(element: Element, body: Element) -> Iterator[Element]:
    """What gets points for a block: the block itself where it is a container, and what it is in."""
    holder = element if element.tag not in _PROSE else element.getparent()
    for _ in range(_LEVELS):
        if holder is None:
            return
        if holder.tag not in INLINE:
            yield holder
        if holder is body:
            return
        holder = holder.getparent()


def _common_holder(ranked: Sequence[Element], measures: dict[Element, Measure], body: Element) -> Element:
    """The best, or what holds it and at least three others that are nearly as good."""
    top = ranked[0]
    rivals = [e for e in ranked[1:] if measures[e].points >= 0.75 * measures[top].points]
    if len(rivals) < 3:
        return top
    above = [set(rival.iterancestors()) for rival in rivals]
    for holder in top.iterancestors():
        if holder is body:
            break
        if sum(holder in ancestors for ancestors in above) >= 3:
            return holder
    return top


def _climbed(top: Element, measures: dict[Element, Measure], body: Element) -> Element:
    """``top``, or what is above it when there is as much again there."""
    last = measures[top].points
    least = last / 3
    for holder in top.iterancestors():
        if holder is body:
            break
        score = measures[holder].points
        if not score:
            continue
        if score < least:
            break
        if score > last:
            top = holder
            break
        last = score
    while (parent := top.getparent()) is not None and parent is not body and len(parent) == 1:
        top = parent
    return top


def _whole(top: Element, measures: dict[Element, Measure]) -> Element:
    """The ``article`` or ``main`` around ``top`` when it adds little but what belongs to the text: its
    title, date and speaker, a short section."""
    prose = measures[top].chars - measures[top].linked
    for holder in top.iterancestors("article", "main"):
        if holder in measures and measures[holder].chars - measures[holder].linked <= _LITTLE_MORE * prose:
            top = holder
    return top


def _joined(top: Element, measures: dict[Element, Measure]) -> tuple[Element, ...]:
    """``top`` with those of its neighbours that read like more of the same."""
    parent = top.getparent()
    if parent is None or parent not in measures:
        return (top,)
    threshold = max(10.0, 0.2 * measures[top].points)
    kept = []
    above = True
    for element in parent:
        above = above and element is not top
        measure = measures[element]
        bonus = 0.0
        if top.get("class") and top.get("class") == element.get("class"):
            bonus = 0.2 * measures[top].points
        joins = element is top or (measure.points and measure.points + bonus >= threshold)
        if not joins and (element.tag == "p" or (element.tag in ("div", "section") and measure.own)):
            share = measure.link_share
            joins = (measure.chars > 80 and share < 0.25) or (
                0 < measure.chars <= 80 and share == 0 and _says_something(text_of(element), above)
            )
        joins = joins or _is_translation(element, top, measures)
        listed = element.tag in _LISTED and measure.chars >= _SHORTEST and not measure.linked
        if joins or listed or (element.tag in HEADINGS and measure.chars and not measure.linked):
            kept.append(element)
    while kept[-1].tag in HEADINGS and kept[-1] is not top:
        kept.pop()
    return tuple(kept)


def _is_translation(element: Element, top: Element, measures: Mapping[Element, Measure]) -> bool:
    """Whether an element holds about as much as ``top``, in another language."""
    one, other = measures[top], measures[element]
    alike = element.tag == top.tag and max(one.chars, other.chars) <= _ALIKE * min(one.chars, other.chars)
    return alike and other.link_share < _FEW_LINKS and are_two(text_of(top), text_of(element))


def _says_something(text: str, above: bool) -> bool:
    """Whether a short block is a sentence or, above the text, the day of the statement."""
    return bool(_SENTENCE_END.search(text) or (above and find_dates(text)))
