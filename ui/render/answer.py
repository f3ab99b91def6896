"""The conversation as HTML: questions, answers and what stands beside them. Every function is pure."""

from collections.abc import Mapping, Sequence
from html import escape
from types import MappingProxyType

from core.records import Citation, Filters, Rejected, Scope, Sentence, Source
from ui.render.export import markdown, plain_text, spoken
from ui.render.html import Block, count, lang, named
from ui.render.page import empty_library
from ui.render.source import card, marked_text
from ui.state.card import Card
from ui.state.dates import day, span
from ui.state.languages import language_name
from ui.state.turn import Turn

_REASONS: Mapping[str, str] = {
    "unsupported": "not supported by the sources",
    "wrong_delegation": "about another delegation",
    "wrong_actor": "somebody else's act, or unclear whose",
    "contradicted": "contradicted by the sources",
    "number": "a figure or date that the sources don't give",
    "name": "a name that the sources don't give",
    "strengthened": "stronger than the sources",
    "weakened": "weaker than the sources",
    "beside_question": "true, but beside the question",
    "repeats_question": "only repeats the question",
}
_UNNAMED: Mapping[str, str] = MappingProxyType({})
_UNREAD: Mapping[str, Card] = MappingProxyType({})
_WHOLE = (
    '<button type="button" data-act="export" data-as="markdown">Export conversation</button>'
    '<button type="button" data-act="export" data-as="json">as JSON</button>'
)
_SINGULAR: Mapping[str, str] = {"delegations": "delegation"}


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
                "sentences": sentences(turn, names, cards),
                "quotes": quotes(turn, cards, latest=turn.number == last),
                "foot": foot(turn, cards, latest=turn.number == last),
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
    asked_as = turn.answer.asked_as if turn.answer else ""
    standing = f'<p class="rp-asked"{lang(asked_as)}>Asked as: {escape(asked_as)}</p>' if asked_as else ""
    return heading + standing + chips(turn, names)


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
    if filters.speaker:
        items.append(_chip(turn, filters, "speaker", filters.speaker, ""))
    if filters.language:
        items.append(_chip(turn, filters, "language", language_name(filters.language), ""))
    return f'<ul class="rp-chips" aria-label="Filters in force">{"".join(items)}</ul>'


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
        doing = f"Searching {count(turn.scope.paragraphs, 'paragraph')}"
    elif not turn.sentences:
        doing = "Writing from these words"
    else:
        doing = "Writing"
    return f'<p class="rp-status rp-busy">{doing}<span aria-hidden="true">…</span></p>'


def sentences(
    turn: Turn, names: Mapping[str, str] = _UNNAMED, cards: Mapping[str, Card] = _UNREAD
) -> list[Block]:
    """The answer sentence by sentence, or the whole reply where there is nothing to answer with."""
    answer = turn.answer
    if answer is not None and answer.status == "not_addressed":
        return [("note", not_addressed(turn, names))]
    if answer is not None and answer.status == "empty_library":
        return [("empty", empty_library(answer.note))]
    if answer is not None and answer.mode == "quoted":
        return []
    language = answer.language if answer else ""
    return [
        (
            f"s{index}",
            f'<span class="rp-s"{lang(sentence.text, language)}>'
            f"{escape(spoken(sentence, turn.sources, cards))}</span>"
            f"{_superscript(turn, f's{index}', sentence)}",
        )
        for index, sentence in enumerate(turn.sentences)
    ]


def not_addressed(turn: Turn, names: Mapping[str, str]) -> str:
    """The reply when the statements do not say: what was searched, who does say it or when, and how to
    search wider."""
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
        f'<p class="rp-scope">{scope(turn.scope)}</p>{_elsewhere(turn, names)}{wider}'
    )


def _elsewhere(turn: Turn, names: Mapping[str, str]) -> str:
    """Links that ask the same of those who do address it, or of the years in which it is addressed."""
    answer = turn.answer
    if answer is None or not answer.elsewhere:
        return ""
    asked = set(turn.filters.delegations)
    questions: dict[str, str] = {}
    for source in answer.elsewhere:
        name = names.get(source.delegation, source.delegation)
        if source.delegation not in asked and name:
            questions.setdefault(f"And {name}?", name)
        elif source.date:
            questions.setdefault(f"And in {source.date[:4]}?", source.date[:4])
    links = ", ".join(
        f'<button type="button" class="rp-link" data-act="elsewhere" data-turn="{turn.number}" '
        f'data-text="{escape(text)}">{escape(shown)}</button>'
        for text, shown in questions.items()
    )
    return f'<p class="rp-elsewhere">Ask instead: {links}</p>' if links else ""


def scope(value: Scope | None) -> str:
    """ "Searched 12 statements, 304 paragraphs, 2019–2021" as plain HTML text."""
    if value is None:
        return ""
    dates = span(value.since, value.until) if value.since or value.until else ""
    parts = [count(value.statements, "statement"), count(value.paragraphs, "paragraph")]
    return "Searched " + ", ".join(parts) + (f", {escape(dates)}" if dates else "") + "."


def quotes(turn: Turn, cards: Mapping[str, Card], *, latest: bool) -> str:
    """The verbatim sentences, grouped by who said them and when."""
    answer = turn.answer
    if answer is not None and answer.status != "answered" and not answer.quotes:
        return ""
    quoted = answer is not None and answer.mode == "quoted" and answer.status == "answered"
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
    corrects = answer is not None and answer.status != "answered"
    heading = "What they say instead" if corrects else "In their words"
    return (
        f'<details class="rp-words" data-k="words-{turn.number}"{opened}>'
        f"<summary>{heading}</summary>{body}</details>"
    )


def _introduction(source: Source, cards: Mapping[str, Card]) -> str:
    card = cards.get(source.paragraph_id)
    who = card.delegation if card else source.delegation
    by = card.speaker if card else source.speaker
    first = ", ".join(part for part in (escape(who), named(by) if by else "") if part)
    rest = [escape(part) for part in (source.forum, span(source.date, source.date_end)) if part]
    line = ", ".join(part for part in (first, *rest) if part)
    return f"{line}:" if line else ""


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


def foot(turn: Turn, cards: Mapping[str, Card], *, latest: bool = False) -> str:
    """Below the answer: what was removed, copy and export, and the folded details."""
    answer = turn.answer
    parts = [removed(turn.rejected, turn.number)] if turn.rejected else []
    if not turn.working and not turn.error and (turn.sentences or turn.quotes or answer):
        parts.append(
            '<div class="rp-actions">'
            f'<button type="button" data-act="copy" data-text="{escape(plain_text(turn, cards))}">'
            "Copy</button>"
            f'<button type="button" data-act="save" data-name="answer-{turn.number}.md" '
            f'data-text="{escape(markdown(turn, cards))}">Export</button>'
            + (_WHOLE if latest else "")
            + "</div>"
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
        f"<summary>{count(len(rejected), 'sentence')} removed: {escape('; '.join(reasons))}</summary>"
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


def sources(turn: Turn, cards: Mapping[str, Card]) -> list[Block]:
    """The cards beside the answer, by marker; for "not addressed", the nearest paragraphs instead."""
    answer = turn.answer
    if answer is not None and answer.status != "answered" and not answer.quotes:
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
