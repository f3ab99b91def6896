"""Paragraphs and whole statements as HTML: source cards, search hits, the statement to read."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise

from core.records import Citation, Found, Hit, Source
from ui.render.html import add_button, dots, lang, named
from ui.state.card import Card
from ui.state.cite import web_address
from ui.texts import Texts
from ui.texts.dates import span


def marked_text(text: str, citations: Sequence[tuple[str, Citation]], shown: frozenset[str]) -> str:
    """``text`` escaped, with the cited stretches in ``<mark>``.

    ``citations`` pairs a key ("s0" is the first sentence, "q1" the second quotation) with the words it
    cites. Where stretches overlap, each part names all its keys in ``data-for``, so that the page can
    show the words of one sentence alone. A mark with a key in ``shown`` is visible from the start. A
    citation whose offsets do not give its quote is left out: a wrong mark would mislead.
    """
    spans = [(c.start, c.end, key) for key, c in citations if _exact(text, c)]
    edges = sorted({0, len(text), *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    pieces = []
    for start, end in pairwise(edges):
        part = escape(text[start:end])
        keys = sorted({key for s, e, key in spans if s <= start and end <= e})
        if keys:
            on = ' class="on"' if shown.intersection(keys) else ""
            part = f'<mark{on} data-for="{escape(" ".join(keys))}">{part}</mark>'
        pieces.append(part)
    return "".join(pieces)


def _exact(text: str, citation: Citation) -> bool:
    inside = 0 <= citation.start < citation.end <= len(text)
    return inside and text[citation.start : citation.end] == citation.quote


def card(item: Card, texts: Texts, *, anchor: str, words: str = "", why: str = "", level: int = 3) -> str:
    """A source card. ``words`` is the paragraph as HTML when parts of it are marked, ``why`` a line
    of HTML on how it was found, ``level`` that of its heading."""
    source = item.source
    number = f'<span class="rp-num">{source.marker}</span>' if source.marker else ""
    title = source.title or source.origin
    facts = [named(item.speaker or source.speaker)] if item.speaker or source.speaker else []
    facts += [
        f"<span{lang(value)}>{escape(value)}</span>"
        for value in (
            source.post,
            source.forum,
            span(source.date, source.date_end, texts.language),
            source.section,
        )
        if value
    ]
    return (
        f'<section class="rp-card" id="{escape(anchor)}" tabindex="-1" '
        f'data-marker="{source.marker}" aria-label="{escape(source_label(source, texts))}">'
        f'<h{level} class="rp-label">{number}<span>{escape(source_label(source, texts))}</span>'
        f"{page_number(source.page, texts)}</h{level}>"
        + (f'<p class="rp-title" title="{escape(title)}"{lang(title)}>{escape(title)}</p>' if title else "")
        + (f'<p class="rp-meta">{dots(facts)}</p>' if facts else "")
        + f'<p class="rp-par"{lang(source.text, source.language)}>{words or escape(source.text)}</p>'
        + (f'<p class="rp-found">{why}</p>' if why else "")
        + _twins(item.duplicates, texts, anchor)
        + tools(item, texts, anchor)
        + "</section>"
    )


def source_label(source: Source, texts: Texts) -> str:
    """ "JPN 2020-12-01 ¶6", or "Paragraph 6" for a source that has no label."""
    return source.label if source.marker or source.label else texts("card.paragraph", n=source.number)


def page_number(number: int, texts: Texts) -> str:
    """ "p. 3"; "" for 0."""
    return f'<span class="rp-page">{escape(texts("card.page", n=number))}</span>' if number > 0 else ""


def tools(item: Card, texts: Texts, anchor: str) -> str:
    """Context, whole statement, citation and original: what can be done with a card."""
    source = item.source
    parts = []
    if item.neighbours:
        inside = "".join(
            f'<div class="rp-near{" rp-self" if near.paragraph_id == source.paragraph_id else ""}">'
            f'<span class="rp-pno">{near.number}</span>'
            f"<p{lang(near.text, near.language)}>{escape(near.text)}</p></div>"
            for near in item.neighbours
        )
        parts.append(
            f'<details class="rp-context" data-k="context-{escape(anchor)}">'
            f"<summary>{escape(texts('card.context'))}</summary>{inside}</details>"
        )
    parts.append(
        f'<button type="button" data-act="statement" data-statement="{escape(source.statement_id)}" '
        f'data-paragraph="{escape(source.paragraph_id)}" data-ordinal="{source.ordinal}">'
        f"{escape(texts('card.statement'))}</button>"
    )
    if item.reference:
        parts.append(
            f'<button type="button" data-act="copy" data-text="{escape(item.reference)}" '
            f'title="{escape(texts("card.cite_hint", text=item.reference))}">'
            f"{escape(texts('card.cite'))}</button>"
        )
    parts.append(add_button(source.paragraph_id, texts))
    if address := web_address(source.url):
        parts.append(
            f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">'
            f"{escape(texts('card.original'))}</a>"
        )
    return f'<div class="rp-tools">{"".join(parts)}</div>'


def _twins(duplicates: Sequence[Card], texts: Texts, anchor: str) -> str:
    if not duplicates:
        return ""
    items = "".join(
        f"<li>{escape(source_label(twin.source, texts))}: {escape(twin.reference)} "
        f'<button type="button" class="rp-link" data-act="statement" '
        f'data-statement="{escape(twin.source.statement_id)}" '
        f'data-paragraph="{escape(twin.source.paragraph_id)}" data-ordinal="{twin.source.ordinal}">'
        f"{escape(texts('card.open'))}</button></li>"
        for twin in duplicates
    )
    return (
        f'<details class="rp-twins" data-k="twins-{escape(anchor)}">'
        f"<summary>{escape(texts.count('card.also', len(duplicates)))}</summary><ul>{items}</ul></details>"
    )


def hits(
    query: str, found: Sequence[Hit], cards: Mapping[str, Card], texts: Texts, milliseconds: float
) -> str:
    """Ranked paragraphs, each with why it was found; ``query`` is what was searched for."""
    if not found:
        none = escape(texts("found.none"))
        return f'<p class="rp-status" role="status" data-query="{escape(query)}">{none}</p>'
    items = "".join(
        f'<li><span class="rp-rank">{rank}</span>'
        + card(
            cards.get(hit.source.paragraph_id) or Card(hit.source),
            texts,
            anchor=f"hit-{rank}",
            words=_matched(hit.source.text, hit.found.matched),
            why=why_found(hit.found, texts),
            level=2,
        )
        + "</li>"
        for rank, hit in enumerate(found, 1)
    )
    ranked = texts(
        "found.ranked", paragraphs=texts.count("count.paragraph", len(found)), seconds=milliseconds / 1000
    )
    return (
        f'<p class="rp-status" role="status" data-query="{escape(query)}">{escape(ranked)}</p>'
        f'<ol class="rp-hits">{items}</ol>'
    )


def why_found(found: Found, texts: Texts) -> str:
    """ "words: binding, instrument (no. 2) · meaning 0.71 (no. 1) · relevance +4.3" as HTML."""
    parts = []
    if found.lexical_rank:
        key = "found.words" if found.matched else "found.words_alone"
        parts.append(texts(key, terms=texts.listed(found.matched), n=found.lexical_rank))
    if found.dense_rank:
        parts.append(texts("found.meaning", score=found.similarity, n=found.dense_rank))
    if found.rerank is not None:
        parts.append(texts("found.relevance", score=found.rerank))
    return texts.html("found.by", how=dots(map(escape, parts))) if parts else ""


def _matched(text: str, terms: Sequence[str]) -> str:
    wanted = sorted((re.escape(term) for term in terms if term.strip()), key=len, reverse=True)
    if not wanted:
        return escape(text)
    # A Latin-script term must start a word ("art" is not in "part"); Japanese has no word breaks.
    pattern = re.compile(r"(?<![A-Za-z0-9])(?:" + "|".join(wanted) + ")", re.IGNORECASE)
    if any(not term.isascii() for term in terms):
        pattern = re.compile("|".join(wanted), re.IGNORECASE)
    pieces, at = [], 0
    for match in pattern.finditer(text):
        pieces += [escape(text[at : match.start()]), f'<mark class="on">{escape(match[0])}</mark>']
        at = match.end()
    return "".join(pieces) + escape(text[at:])
