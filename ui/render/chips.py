"""The filters in force under a question, each with a × that asks again without it."""

from collections.abc import Mapping
from html import escape

from core.records import Filters
from ui.state.known import Known
from ui.state.turn import Turn
from ui.texts.dates import day
from ui.texts.languages import language_name

_SINGULAR: Mapping[str, str] = {"delegations": "delegation"}


def chips(turn: Turn, known: Known) -> str:
    """The filters as a list, and what is not limited, in words."""
    texts = known.texts
    filters = turn.filters if turn.scope else turn.asked
    items = [_chip(turn, known, "delegations", known.name(code), code) for code in filters.delegations]
    items = items or [_any(texts("question.any_delegation"))]
    items += _dates(turn, filters, known) or [_any(texts("question.any_date"))]
    if filters.forum:
        items.append(_chip(turn, known, "forum", filters.forum))
    else:
        items.append(_any(texts("question.any_forum")))
    if filters.speaker:
        items.append(_chip(turn, known, "speaker", filters.speaker))
    if filters.language:
        items.append(_chip(turn, known, "language", language_name(filters.language, texts)))
    if filters.roles:
        items.append(_chip(turn, known, "roles", ", ".join(filters.roles)))
    if filters.statements:
        chosen = texts("question.chosen", what=texts.count("count.statement", len(filters.statements)))
        items.append(_chip(turn, known, "statements", chosen))
    return f'<ul class="rp-chips" aria-label="{escape(texts("question.filters"))}">{"".join(items)}</ul>'


def _dates(turn: Turn, filters: Filters, known: Known) -> list[str]:
    language = known.texts.language
    if filters.since and filters.since[5:] == "01-01" and filters.until == f"{filters.since[:4]}-12-31":
        return [_chip(turn, known, "since until", day(filters.since[:4], language))]
    items = []
    if filters.since:
        text = known.texts("question.from", day=day(filters.since, language))
        items.append(_chip(turn, known, "since", text))
    if filters.until:
        text = known.texts("question.until", day=day(filters.until, language))
        items.append(_chip(turn, known, "until", text))
    return items


def _any(text: str) -> str:
    return f'<li class="rp-any">{escape(text)}</li>'


def _chip(turn: Turn, known: Known, field: str, text: str, value: str = "") -> str:
    texts = known.texts
    filters = turn.filters if turn.scope else turn.asked
    names = {name for part in field.split() for name in (part, _SINGULAR.get(part, part))}
    inferred = bool(names & filters.inferred)
    hint = (texts("question.inferred") if inferred else "") + texts("question.drop")
    return (
        f'<li class="rp-chip{" rp-inferred" if inferred else ""}" title="{escape(hint)}">{escape(text)}'
        f'<button type="button" data-act="drop" data-turn="{turn.number}" data-field="{field}" '
        f'data-value="{escape(value)}" aria-label="{escape(texts("question.without", what=text))}"'
        f"{' disabled' if turn.working else ''}>×</button></li>"
    )
