"""Records as HTML. Every function is pure, and everything that comes from a statement, a model or a
person goes through ``html.escape`` on its way in."""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Literal

from core.records import (
    Citation,
    Filters,
    Found,
    Hit,
    Rejected,
    Scope,
    Sentence,
    Source,
    Statement,
    StatementSummary,
)
from ui.card import Card, both_names
from ui.cite import web_address
from ui.dates import day, span
from ui.export import markdown, plain_text
from ui.turn import Turn

Block = tuple[str, str]
"""(key, html): the page replaces a block only when its html changes."""

LISTED = 200

_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_REASONS = {
    "unsupported": "not supported by the sources",
    "wrong_delegation": "about another delegation",
    "wrong_actor": "somebody else's act",
    "contradicted": "contradicted by the sources",
    "number": "a figure or date that the sources don't give",
    "name": "a name that the sources don't give",
    "strengthened": "stronger than the sources",
    "weakened": "weaker than the sources",
    "repeats_question": "only repeats the question",
}


def lang(text: str, language: str = "") -> str:
    """A `` lang="…"`` attribute for ``text`` when it can be told, so that fonts and voices fit: the
    script decides for Japanese, ``language`` (a code such as "en") for the rest; "" when unknown."""
    code = language if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", language) else ""
    if _KANA.search(text) or (_HAN.search(text) and not code.startswith("zh")):
        code = "ja"
    return f' lang="{code}"' if code else ""


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


# The conversation


def conversation(
    turns: Sequence[Turn], cards: Mapping[str, Card], names: Mapping[str, str]
) -> list[dict[str, object]]:
    """What the page shows, as its script wants it: one dict per turn with ``key``, ``working`` and
    ``slots`` (name → html, or a list of blocks). ``cards`` maps paragraph ids, ``names`` codes."""
    last = turns[-1].number if turns else 0
    return [
        {
            "key": str(turn.number),
            "working": turn.working,
            "slots": {
                "question": question(turn, names),
                "status": status(turn),
                "sentences": sentences(turn),
                "quotes": quotes(turn, cards, latest=turn.number == last),
                "foot": foot(turn, cards),
                "sources": sources(turn, cards),
            },
        }
        for turn in turns
    ]


def question(turn: Turn, names: Mapping[str, str]) -> str:
    """The question as a heading, with the filters in force as chips under it."""
    text = turn.question if len(turn.question) <= 600 else turn.question[:600] + "…"
    heading = f'<h2 class="rp-q" id="q-{turn.number}"{lang(text)}>{escape(text)}</h2>'
    if turn.error and not turn.scope:
        return heading
    return heading + chips(turn, names)


def chips(turn: Turn, names: Mapping[str, str]) -> str:
    """The filters, each with a × that asks again without it, and what is not limited, in words."""
    filters = turn.filters if turn.scope else turn.asked
    items = []
    for code in filters.delegations:
        name = names.get(code) or code
        items.append(_chip(turn, filters, "delegations", name, code))
    if not filters.delegations:
        items.append('<li class="rp-any">any delegation</li>')
    dates = []
    if filters.since and filters.since[5:] == "01-01" and filters.until == f"{filters.since[:4]}-12-31":
        dates.append(_chip(turn, filters, "since until", filters.since[:4], ""))
    else:
        if filters.since:
            dates.append(_chip(turn, filters, "since", f"from {day(filters.since)}", ""))
        if filters.until:
            dates.append(_chip(turn, filters, "until", f"until {day(filters.until)}", ""))
    items += dates or ['<li class="rp-any">any date</li>']
    if filters.forum:
        items.append(_chip(turn, filters, "forum", filters.forum, ""))
    else:
        items.append('<li class="rp-any">any forum</li>')
    return f'<ul class="rp-chips" aria-label="Filters in force">{"".join(items)}</ul>'


_SINGULAR = {"delegations": "delegation"}


def _chip(turn: Turn, filters: Filters, field: str, text: str, value: str) -> str:
    names = {name for part in field.split() for name in (part, _SINGULAR.get(part, part))}
    inferred = bool(names & filters.inferred)
    kind = " rp-inferred" if inferred else ""
    hint = "Read from the question. " if inferred else ""
    return (
        f'<li class="rp-chip{kind}" title="{hint}× asks again without it">{escape(text)}'
        f'<button type="button" data-act="drop" data-turn="{turn.number}" data-field="{field}" '
        f'data-value="{escape(value)}" aria-label="Ask again without {escape(text)}"'
        f"{' disabled' if turn.working else ''}>×</button></li>"
    )


def status(turn: Turn) -> str:
    """One line that says what is being done, or what went wrong; "" once there is an answer."""
    if turn.error:
        return (
            f'<p class="rp-error" role="alert">{escape(turn.error)} '
            f'<button type="button" class="rp-link" data-act="retry" data-turn="{turn.number}">'
            "Try again</button></p>"
        )
    if turn.stopped:
        kept = "what had passed is kept" if turn.sentences or turn.quotes else "nothing had been found yet"
        return f'<p class="rp-status">Stopped; {kept}.</p>'
    if not turn.working:
        return ""
    if turn.scope is None:
        doing = "Reading the question"
    elif not turn.quotes and not turn.sentences:
        doing = f"Searching {_count(turn.scope.paragraphs, 'paragraph')}"
    elif not turn.sentences:
        doing = "Writing from these words"
    else:
        doing = "Writing"
    return f'<p class="rp-status rp-busy">{doing}<span aria-hidden="true">…</span></p>'


def sentences(turn: Turn) -> list[Block]:
    """The answer sentence by sentence, or the whole reply where there is nothing to answer with."""
    answer = turn.answer
    if answer is not None and answer.status == "not_addressed":
        return [("note", not_addressed(turn))]
    if answer is not None and answer.status == "empty_library":
        return [("empty", empty_library(answer.note))]
    if answer is not None and answer.mode == "quoted":
        return []
    language = answer.language if answer else ""
    return [
        (
            f"s{index}",
            f'<span class="rp-s"{lang(sentence.text, language)}>{escape(sentence.text)}</span>'
            f"{_superscript(turn, f's{index}', sentence)}",
        )
        for index, sentence in enumerate(turn.sentences)
    ]


def not_addressed(turn: Turn) -> str:
    """The reply when the statements do not say: what was searched, and how to search wider."""
    answer = turn.answer
    note = (answer.note if answer else "") or "Not addressed in these statements."
    wider = ""
    if not turn.filters.is_empty():
        wider = (
            f'<p class="rp-wider"><button type="button" class="rp-link" data-act="widen" '
            f'data-turn="{turn.number}">Ask the same of every statement in the library</button></p>'
        )
    return (
        f'<p class="rp-note"{lang(note, answer.language if answer else "")}>{escape(note)}</p>'
        f'<p class="rp-scope">{scope(turn.scope)}</p>{wider}'
    )


def scope(value: Scope | None) -> str:
    """ "Searched 12 statements, 304 paragraphs, 2019–2021" as plain HTML text."""
    if value is None:
        return ""
    dates = span(value.since, value.until) if value.since or value.until else ""
    parts = [_count(value.statements, "statement"), _count(value.paragraphs, "paragraph")]
    return "Searched " + ", ".join(parts) + (f", {escape(dates)}" if dates else "") + "."


def empty_library(note: str = "") -> str:
    """What to do when there is nothing to search yet."""
    first = escape(note) if note else "There are no statements in the library yet."
    return (
        f'<div class="rp-emptylib"><p class="rp-note">{first}</p><p>Add files, folders or web pages from a '
        "terminal, then ask again:</p><pre>rapporteur ingest PATH</pre></div>"
    )


def quotes(turn: Turn, cards: Mapping[str, Card], *, latest: bool) -> str:
    """The verbatim sentences, grouped by who said them and when."""
    answer = turn.answer
    if answer is not None and answer.status != "answered":
        return ""
    quoted = answer is not None and answer.mode == "quoted"
    shown = turn.sentences if quoted else turn.quotes
    if not shown:
        return ""
    key = "s" if quoted else "q"
    by_id = {source.paragraph_id: source for source in turn.sources}
    groups: list[tuple[str, list[str]]] = []
    for index, sentence in enumerate(shown):
        source = next((by_id[c.paragraph_id] for c in sentence.citations if c.paragraph_id in by_id), None)
        who = _introduction(source, cards) if source else ""
        language = source.language if source else ""
        line = (
            f'<blockquote class="rp-quote"{lang(sentence.text, language)}>'
            f"{escape(sentence.text)}{_superscript(turn, f'{key}{index}', sentence)}</blockquote>"
        )
        if groups and groups[-1][0] == who:
            groups[-1][1].append(line)
        else:
            groups.append((who, [line]))
    body = "".join((f'<p class="rp-who">{who}</p>' if who else "") + "".join(lines) for who, lines in groups)
    if quoted:
        return f'<div class="rp-quoted">{body}</div>'
    opened = " open" if latest else ""
    return (
        f'<details class="rp-words" data-k="words-{turn.number}"{opened}>'
        f"<summary>In their words</summary>{body}</details>"
    )


def _introduction(source: Source, cards: Mapping[str, Card]) -> str:
    card = cards.get(source.paragraph_id)
    who = card.delegation if card else source.delegation
    by = card.speaker if card else source.speaker
    first = ", ".join(part for part in (escape(who), _named(by) if by else "") if part)
    rest = [escape(part) for part in (source.forum, span(source.date, source.date_end)) if part]
    line = ", ".join(part for part in (first, *rest) if part)
    return f"{line}:" if line else ""


def _named(text: str) -> str:
    return f"<span{lang(text)}>{escape(text)}</span>"


def _superscript(turn: Turn, key: str, sentence: Sentence) -> str:
    by_marker = {source.marker: source for source in turn.sources}
    links = []
    for marker in dict.fromkeys(citation.marker for citation in sentence.citations):
        source = by_marker.get(marker)
        words = " ".join(source.text.split()[:12]) if source else ""
        words = words if len(words) <= 90 else words[:90]
        tip = f"{source.label}: {words}…" if source else f"Source {marker}"
        links.append(
            f'<a class="rp-marker" href="#source-{turn.number}-{marker}" data-act="open" '
            f'data-turn="{turn.number}" data-key="{key}" data-marker="{marker}" '
            f'title="{escape(tip)}" aria-label="Source {marker}">{marker}</a>'
        )
    return f"<sup>{'<span>,</span>'.join(links)}</sup>" if links else ""


def foot(turn: Turn, cards: Mapping[str, Card]) -> str:
    """Below the answer: what was removed, copy and export, and the folded details."""
    answer = turn.answer
    parts = [removed(turn.rejected, turn.number)] if turn.rejected else []
    if not turn.working and not turn.error and (turn.sentences or turn.quotes or answer):
        parts.append(
            '<div class="rp-actions">'
            f'<button type="button" data-act="copy" data-text="{escape(plain_text(turn, cards))}">'
            "Copy</button>"
            f'<button type="button" data-act="save" data-name="answer-{turn.number}.md" '
            f'data-text="{escape(markdown(turn, cards))}">Export</button></div>'
        )
    if answer is not None:
        parts.append(details(turn))
    return "".join(parts)


def removed(rejected: Sequence[Rejected], number: int) -> str:
    """ "1 sentence removed: not supported by the sources", unfolding to the sentences themselves."""
    reasons = list(dict.fromkeys(_reason(item.reason) for item in rejected))
    items = "".join(
        f"<li><span{lang(item.text)}>{escape(item.text)}</span> "
        f'<span class="rp-why">{escape(_reason(item.reason))}</span></li>'
        for item in rejected
    )
    return (
        f'<details class="rp-removed" data-k="removed-{number}">'
        f"<summary>{_count(len(rejected), 'sentence')} removed: {escape('; '.join(reasons))}</summary>"
        f"<ul>{items}</ul></details>"
    )


def _reason(code: str) -> str:
    return _REASONS.get(code, code.replace("_", " "))


def details(turn: Turn) -> str:
    """Folded facts about how the answer came about: model, times, hashes."""
    answer = turn.answer
    if answer is None:
        return ""
    rows = [("Written by", answer.model or "no model: the words are quotations")]
    if answer.mode == "quoted" and answer.model and answer.status == "answered":
        rows = [("Shown", "verbatim sentences"), ("Model", answer.model)]
    rows += [
        (name.replace("_", " ").capitalize(), f"{value / 1000:.2f} s")
        for name, value in answer.timings_ms.items()
    ]
    if answer.status == "answered" and answer.mode == "written":
        support = ", ".join(f"{s.support:.2f}" for s in answer.sentences)
        rows.append(("Support of each sentence", support))
    rows += [
        (name, value[:16])
        for name, value in (("Prompt", answer.prompt_sha256), ("Library", answer.library_sha256))
        if value
    ]
    body = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows if value)
    return (
        f'<details class="rp-details" data-k="details-{turn.number}"><summary>Details</summary>'
        f"<dl>{body}</dl></details>"
    )


# Sources


def sources(turn: Turn, cards: Mapping[str, Card]) -> list[Block]:
    """The cards beside the answer, by marker; for "not addressed", the nearest paragraphs instead."""
    answer = turn.answer
    if answer is not None and answer.status != "answered":
        if not answer.nearest:
            return []
        heading: Block = ("near", '<h3 class="rp-side">Nearest, but not an answer</h3>')
        return [
            heading,
            *(
                (
                    f"n{index}",
                    card(cards.get(s.paragraph_id) or Card(s), anchor=f"near-{turn.number}-{index}"),
                )
                for index, s in enumerate(answer.nearest, 1)
            ),
        ]
    cited: dict[str, list[tuple[str, Citation]]] = {}
    for key, group in (("s", turn.sentences), ("q", turn.quotes)):
        for index, sentence in enumerate(group):
            for citation in sentence.citations:
                cited.setdefault(citation.paragraph_id, []).append((f"{key}{index}", citation))
    first = "s" if turn.sentences else "q"
    shown = frozenset(key for pairs in cited.values() for key, _ in pairs if key.startswith(first))
    return [
        (
            source.paragraph_id,
            card(
                _with(cards.get(source.paragraph_id), source),
                anchor=f"source-{turn.number}-{source.marker}",
                words=marked_text(source.text, cited.get(source.paragraph_id, ()), shown),
            ),
        )
        for source in turn.sources
    ]


def _with(known: Card | None, source: Source) -> Card:
    if known is None:
        return Card(source)
    return Card(source, known.delegation, known.speaker, known.reference, known.neighbours, known.duplicates)


def card(item: Card, *, anchor: str, words: str = "", why: str = "") -> str:
    """A source card. ``words`` is the paragraph as HTML when parts of it are marked, ``why`` a line
    of HTML on how it was found."""
    source = item.source
    number = f'<span class="rp-num">{source.marker}</span>' if source.marker else ""
    title = source.title or source.origin
    facts = [_named(item.speaker or source.speaker)] if item.speaker or source.speaker else []
    facts += [
        f"<span{lang(value)}>{escape(value)}</span>"
        for value in (source.forum, span(source.date, source.date_end), source.section)
        if value
    ]
    return (
        f'<section class="rp-card" id="{escape(anchor)}" tabindex="-1" '
        f'data-marker="{source.marker}" aria-label="{escape(_label(source))}">'
        f'<h3 class="rp-label">{number}<span>{escape(_label(source))}</span></h3>'
        + (f'<p class="rp-title" title="{escape(title)}"{lang(title)}>{escape(title)}</p>' if title else "")
        + (f'<p class="rp-meta">{_dots(facts)}</p>' if facts else "")
        + f'<p class="rp-par"{lang(source.text, source.language)}>{words or escape(source.text)}</p>'
        + (f'<p class="rp-found">{why}</p>' if why else "")
        + _twins(item.duplicates, anchor)
        + tools(item, anchor)
        + "</section>"
    )


def _label(source: Source) -> str:
    return source.label if source.marker or source.label else f"Paragraph {source.number}"


def _dots(parts: Iterable[str]) -> str:
    return '<span class="rp-dot" aria-hidden="true"> · </span>'.join(parts)


def tools(item: Card, anchor: str) -> str:
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
            f"<summary>in context</summary>{inside}</details>"
        )
    parts.append(
        f'<button type="button" data-act="statement" data-statement="{escape(source.statement_id)}" '
        f'data-paragraph="{escape(source.paragraph_id)}">whole statement</button>'
    )
    if item.reference:
        parts.append(
            f'<button type="button" data-act="copy" data-text="{escape(item.reference)}" '
            f'title="Copy: {escape(item.reference)}">cite</button>'
        )
    if address := web_address(source.url):
        parts.append(f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">original</a>')
    return f'<div class="rp-tools">{"".join(parts)}</div>'


def _twins(duplicates: Sequence[Card], anchor: str) -> str:
    if not duplicates:
        return ""
    others = f"{len(duplicates)} other" + ("s" if len(duplicates) > 1 else "")
    items = "".join(
        f"<li>{escape(_label(twin.source))}: {escape(twin.reference)} "
        f'<button type="button" class="rp-link" data-act="statement" '
        f'data-statement="{escape(twin.source.statement_id)}" '
        f'data-paragraph="{escape(twin.source.paragraph_id)}">open</button></li>'
        for twin in duplicates
    )
    return (
        f'<details class="rp-twins" data-k="twins-{escape(anchor)}">'
        f"<summary>also in {others}</summary><ul>{items}</ul></details>"
    )


def statement(value: Statement, paragraph_id: str = "", *, delegation: str = "") -> str:
    """A whole statement to read, with one paragraph singled out."""
    speaker = both_names(value.speaker, value.speaker_latin)
    facts = [
        escape(delegation or value.delegation),
        _named(speaker) if speaker else "",
        escape(value.post),
        escape(value.forum),
        escape(span(value.date, value.date_end)),
    ]
    parts = [
        f'<h2 class="rp-q"{lang(value.title)}>{escape(value.title or value.origin or "Statement")}</h2>',
        f'<p class="rp-meta">{_dots(fact for fact in facts if fact)}</p>',
    ]
    if address := web_address(value.url):
        parts.append(
            f'<p class="rp-meta"><a href="{escape(address)}" target="_blank" '
            f'rel="noopener noreferrer">{escape(address)}</a></p>'
        )
    section = ""
    for paragraph in value.paragraphs:
        if paragraph.section != section and paragraph.section:
            parts.append(f'<h3 class="rp-section"{lang(paragraph.section)}>{escape(paragraph.section)}</h3>')
        section = paragraph.section
        chosen = ' rp-self" tabindex="-1' if paragraph.id == paragraph_id else ""
        parts.append(
            f'<div class="rp-near{chosen}"><span class="rp-pno">{paragraph.number}</span>'
            f"<p{lang(paragraph.text, value.language)}>{escape(paragraph.text)}</p></div>"
        )
    parts += [f'<p class="rp-found">{escape(notice)}</p>' for notice in value.notices]
    return f'<article class="rp-statement">{"".join(parts)}</article>'


# The rest of the page


def header(title: str, total: Scope, model: str, notices: Sequence[str]) -> str:
    """The line at the top: what is being asked, and who writes; notices below it."""
    library = (
        f"Library: {_count(total.statements, 'statement')} · {_count(total.paragraphs, 'paragraph')}"
        if total.statements
        else "Library: empty"
    )
    lines = "".join(f"<p>{escape(notice)}</p>" for notice in notices)
    return (
        f'<header class="rp-header" role="banner"><h1>{escape(title)}</h1><p class="rp-lib">{library}</p>'
        f'<p class="rp-model">{escape(model or "no model: verbatim quotations only")}</p></header>'
        + (f'<div class="rp-notices" role="status">{lines}</div>' if lines else "")
    )


def welcome(total: Scope, examples: Sequence[str]) -> str:
    """The Ask tab before the first question."""
    if not total.statements:
        return empty_library()
    items = "".join(
        f'<li><button type="button" data-act="example" data-text="{escape(example)}"'
        f"{lang(example)}>{escape(example)}</button></li>"
        for example in examples
    )
    return (
        '<div class="rp-welcome"><p>Ask what the statements say. Every sentence of the answer opens the '
        "paragraph it rests on; where they say nothing, the answer says so.</p>"
        + (f'<ul class="rp-examples" aria-label="Example questions">{items}</ul>' if items else "")
        + '<p class="rp-keys"><kbd>/</kbd> question <kbd>Enter</kbd> ask <kbd>Esc</kbd> stop '
        "<kbd>1</kbd>–<kbd>9</kbd> open a source</p></div>"
    )


def hits(found: Sequence[Hit], cards: Mapping[str, Card], milliseconds: float) -> str:
    """Ranked paragraphs, each with why it was found."""
    if not found:
        return '<p class="rp-status">No paragraph was found under these filters.</p>'
    items = "".join(
        f'<li><span class="rp-rank">{rank}</span>'
        + card(
            cards.get(hit.source.paragraph_id) or Card(hit.source),
            anchor=f"hit-{rank}",
            words=_matched(hit.source.text, hit.found.matched),
            why=why_found(hit.found),
        )
        + "</li>"
        for rank, hit in enumerate(found, 1)
    )
    return (
        f'<p class="rp-status" role="status">{_count(len(found), "paragraph")}, best first, in '
        f'{milliseconds / 1000:.2f} s</p><ol class="rp-hits">{items}</ol>'
    )


def why_found(found: Found) -> str:
    """ "words: binding, instrument (2nd) · meaning 0.71 (1st) · relevance +4.3" as HTML."""
    parts = []
    if found.lexical_rank:
        terms = f": {', '.join(found.matched)}" if found.matched else ""
        parts.append(f"words{escape(terms)} (no. {found.lexical_rank})")
    if found.dense_rank:
        parts.append(f"meaning {found.similarity:.2f} (no. {found.dense_rank})")
    if found.rerank is not None:
        parts.append(f"relevance {found.rerank:+.1f}")
    return "Found by " + _dots(parts) if parts else ""


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


def library(rows: Sequence[StatementSummary], names: Mapping[str, str]) -> str:
    """The statements as a table; at most ``LISTED`` of them, with a line that says so."""
    if not rows:
        return '<p class="rp-status">No statement matches.</p>'
    body = "".join(
        f'<tr><td class="rp-date">{escape(row.date)}</td><td>'
        f"{escape(names.get(row.delegation) or row.delegation)}</td><td{lang(row.title)}>"
        f'<button type="button" class="rp-link" data-act="statement" data-statement="{escape(row.id)}" '
        f'data-paragraph="">{escape(row.title or row.origin or row.id)}</button></td>'
        f"<td{lang(row.speaker)}>{escape(row.speaker)}</td><td>{escape(row.forum)}</td>"
        f'<td class="rp-n">{row.paragraphs:,}</td></tr>'
        for row in rows[:LISTED]
    )
    more = len(rows) - LISTED
    note = f'<p class="rp-status">{more:,} more; narrow the list to see them.</p>' if more > 0 else ""
    return (
        f'<p class="rp-status" role="status">{_count(len(rows), "statement")}</p>'
        '<div class="rp-scroll" tabindex="0" role="region" aria-label="Statements"><table class="rp-table">'
        "<thead><tr><th>Date</th><th>Delegation</th><th>Statement</th><th>Speaker</th><th>Forum</th>"
        f'<th class="rp-n">Paragraphs</th></tr></thead><tbody>{body}</tbody></table></div>{note}'
    )


def problem(sentence: str) -> str:
    """One sentence about what went wrong."""
    return f'<p class="rp-error" role="alert">{escape(sentence)}</p>'


def _count(number: int, noun: str, kind: Literal["s"] = "s") -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else kind)
