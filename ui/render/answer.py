"""The conversation as HTML: questions, answers and what stands beside them. Every function is pure."""

from collections.abc import Sequence
from html import escape

from core.records import Scope
from ui.render.cells import cells
from ui.render.chips import chips
from ui.render.foot import foot
from ui.render.html import Block, lang
from ui.render.page import empty_library
from ui.render.sources import sources
from ui.render.words import superscript, words
from ui.state.known import Known
from ui.state.reading import bottom_line, is_count, is_remark
from ui.state.turn import Turn
from ui.texts import Texts
from ui.texts.dates import span

_SHOWN_QUESTION = 600  # characters; the rest of a pasted page is not repeated


def conversation(turns: Sequence[Turn], known: Known) -> list[dict[str, object]]:
    """What the page shows, as its script wants it: one dict per turn with ``key``, ``working``, ``wide`` and
    ``slots`` (name → html, or a list of blocks)."""
    last = turns[-1].number if turns else 0
    return [
        {
            "key": str(turn.number),
            "working": turn.working,
            "kept": turn.answer is not None,
            "wide": bool(turn.cells),
            "label": known.texts("answer.sources", n=turn.number),
            "slots": {
                "question": question(turn, known),
                "status": status(turn, known.texts),
                "sentences": sentences(turn, known),
                "cells": cells(turn, known),
                "quotes": words(turn, known, latest=turn.number == last),
                "foot": foot(turn, known, latest=turn.number == last),
                "sources": sources(turn, known),
            },
        }
        for turn in turns
    ]


def question(turn: Turn, known: Known) -> str:
    """The question as a heading, with the filters in force as chips under it."""
    text = turn.question
    if len(text) > _SHOWN_QUESTION:
        text = text[:_SHOWN_QUESTION] + "…"
    heading = f'<h2 class="rp-q" id="q-{turn.number}"{lang(text)}>{escape(text)}</h2>'
    if turn.error and not turn.scope:
        return heading
    if is_remark(turn):
        return heading
    asked_as = turn.answer.asked_as if turn.answer else ""
    standing = (
        f'<p class="rp-asked"{lang(asked_as)}>{escape(known.texts("question.asked_as", text=asked_as))}</p>'
        if asked_as
        else ""
    )
    return heading + standing + chips(turn, known)


def status(turn: Turn, texts: Texts) -> str:
    """One line that says what is being done, or what went wrong; "" once there is an answer."""
    if turn.error:
        return (
            f'<p class="rp-error" role="alert">{escape(turn.error)} '
            f'<button type="button" class="rp-link" data-act="retry" data-turn="{turn.number}">'
            f"{escape(texts('status.again'))}</button></p>"
        )
    if turn.stopped:
        found = turn.sentences or turn.quotes or turn.cells
        kept = texts("status.kept" if found else "status.nothing")
        return f'<p class="rp-status">{escape(texts("status.stopped", kept=kept))}</p>'
    if not turn.working:
        return ""
    if turn.waiting:
        doing = texts("status.waiting", n=turn.waiting)
    elif turn.scope is None:
        doing = texts("status.reading")
    elif turn.cells:
        doing = texts("status.surveying")
    elif not turn.quotes and not turn.sentences:
        doing = texts("status.searching", paragraphs=texts.count("count.paragraph", turn.scope.paragraphs))
    elif not turn.sentences:
        doing = texts("status.writing_from")
    else:
        doing = texts("status.writing")
    return f'<p class="rp-status rp-busy">{escape(doing)}<span aria-hidden="true">…</span></p>'


def sentences(turn: Turn, known: Known) -> list[Block]:
    """The bottom line sentence by sentence, or the whole reply where there is nothing to answer with."""
    answer = turn.answer
    if answer is not None and (answer.status == "not_addressed" or is_count(turn)):
        return [("note", not_addressed(turn, known))]
    if answer is not None and answer.status == "empty_library":
        return [("empty", empty_library(known.texts))]
    language = answer.language if answer else ""
    blocks = [
        (
            key,
            f'<span class="rp-s"{lang(sentence.text, language)}>{escape(sentence.text)}</span>'
            f"{superscript(turn, key, sentence, known)}",
        )
        for key, sentence in bottom_line(turn)
    ]
    if note := beside(turn):
        blocks.append(("beside", f'<p class="rp-beside"{lang(note, language)}>{escape(note)}</p>'))
    return blocks


def beside(turn: Turn) -> str:
    """What a reader must know beside an answer: a part of the question that has none, or why nothing was
    written. The count of a table is said by the table."""
    answer = turn.answer
    if answer is None or answer.status != "answered":
        return ""
    return "" if answer.cells and answer.mode == "quoted" else answer.note


def not_addressed(turn: Turn, known: Known) -> str:
    """The reply when the statements do not say: what was searched, who does say it or when, and how to
    search wider. It is said once."""
    answer, texts = turn.answer, known.texts
    note = answer.note if answer else ""
    if not note:
        note = f"{texts('answer.not_addressed')} {scope(turn.scope, texts)}".strip()
    said = f'<p class="rp-note"{lang(note, answer.language if answer else "")}>{escape(note)}</p>'
    if is_remark(turn) or is_count(turn):
        return said
    wider = ""
    if not turn.filters.is_empty():
        wider = (
            f'<p class="rp-wider"><button type="button" class="rp-link" data-act="widen" '
            f'data-turn="{turn.number}">{escape(texts("answer.widen"))}</button></p>'
        )
    return said + _elsewhere(turn, known) + wider


def _elsewhere(turn: Turn, known: Known) -> str:
    """Those who do address it and the years in which it is addressed, as links that ask the same of them."""
    answer, texts = turn.answer, known.texts
    if answer is None:
        return ""
    asked = set(turn.filters.delegations)
    who: dict[str, str] = {}
    when: dict[str, str] = {}
    for source in answer.elsewhere:
        name = known.name(source.delegation)
        if name and source.delegation not in asked:
            shown = f"{name} ({source.date[:4]})" if source.date else name
            who.setdefault(texts("answer.and_who", who=name), shown)
        elif source.date:
            when.setdefault(texts("answer.and_when", year=source.date[:4]), source.date[:4])
    lines = []
    if who:
        # Without a delegation in the question, they were found at other times.
        without = "delegations" if asked else "delegations since until"
        lines.append(texts.html("answer.elsewhere", who=_links(turn, who, without, texts)))
    if when:
        lines.append(texts.html("answer.elsewhere_when", years=_links(turn, when, "since until", texts)))
    return "".join(f'<p class="rp-elsewhere">{line}</p>' for line in lines)


def _links(turn: Turn, questions: dict[str, str], without: str, texts: Texts) -> str:
    """Links that ask with the turn's filters, except for the fields ``without``."""
    return texts.listed(
        f'<button type="button" class="rp-link" data-act="elsewhere" data-turn="{turn.number}" '
        f'data-field="{without}" data-text="{escape(text)}" title="{escape(text)}">{escape(shown)}</button>'
        for text, shown in questions.items()
    )


def scope(value: Scope | None, texts: Texts) -> str:
    """ "Searched 12 statements, 304 paragraphs, 2019–2021." as plain text."""
    if value is None:
        return ""
    dates = span(value.since, value.until, texts.language) if value.since or value.until else ""
    parts = [
        texts.count("count.statement", value.statements),
        texts.count("count.paragraph", value.paragraphs),
    ]
    return texts("answer.searched", what=texts.listed([*parts, *([dates] if dates else [])]))
