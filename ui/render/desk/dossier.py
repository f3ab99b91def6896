"""Dossiers as HTML: the list of them, and one with what belongs to it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from core.records import Filters
from desk.dossier.records import Dossier, Kind
from desk.notes.records import Note
from ui.render.html import dots, lang
from ui.texts import Texts
from ui.texts.dates import day
from ui.texts.languages import language_name

Name = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Titles:
    """What the items of a dossier are called, by their ids; one that is missing was removed elsewhere.
    ``basket`` is None where that was removed."""

    statements: Mapping[str, str]
    conversations: Mapping[str, str]
    notes: Mapping[str, str]
    basket: Note | None


def dossiers_list(dossiers: Sequence[Dossier], chosen: str, texts: Texts, name: Name) -> str:
    """Every dossier, the one changed last first."""
    rows = "".join(_row(dossier, chosen, texts, name) for dossier in dossiers)
    shown = f'<ul class="rp-note-list">{rows}</ul>' if rows else f"<p>{escape(texts('dossier.none'))}</p>"
    return f'<div class="rp-desk">{shown}</div>'


def _row(dossier: Dossier, chosen: str, texts: Texts, name: Name) -> str:
    which = f'data-id="{escape(dossier.id)}"'
    facts = [*limits(dossier.filters, texts, name), *_counts(dossier, texts)]
    facts.append(day(dossier.changed[:10], texts.language))
    return (
        f"<li>{_act('open', dossier.name, which)} "
        f'<span class="rp-soft">{dots(map(escape, facts))}</span> {_choose(dossier, chosen, texts)} '
        f'<button type="button" class="rp-link" data-act="dossier-delete" {which}>'
        f"{escape(texts('dossier.delete'))}</button></li>"
    )


def dossier_page(dossier: Dossier, chosen: str, titles: Titles, texts: Texts, name: Name) -> str:
    """One dossier: what it is limited to, what belongs to it, and its files."""
    said = [*limits(dossier.filters, texts, name), *_counts(dossier, texts)[:1]]
    limited = texts("dossier.limited", what=texts("mark.dot").join(said)) if said else texts("dossier.all")
    saves = " ".join(
        _act("save", texts("desk.save", format=label), f'data-as="{form}"')
        for form, label in (("docx", "Word"), ("md", "Markdown"), ("zip", texts("note.evidence")))
    )
    basket = ""
    if titles.basket is not None:
        which = f'data-id="{escape(titles.basket.id)}"'
        opens = (
            f'<button type="button" class="rp-link" data-act="note-open" {which}>'
            f"{escape(titles.basket.title)}</button> "
            f'<span class="rp-soft">{escape(texts.count("note.pieces", len(titles.basket.pieces)))}</span> '
        )
        basket = f"<h2>{escape(texts('dossier.basket'))}</h2><p>{opens}{saves}</p>"
    parts = (
        _section("statement", dossier, titles.statements, texts),
        _section("conversation", dossier, titles.conversations, texts),
        _section("note", dossier, titles.notes, texts),
    )
    return (
        f'<div class="rp-desk"><p class="rp-desk-head">{_act("list", texts("dossier.every"))} '
        f"{_choose(dossier, chosen, texts)}</p>"
        '<form class="rp-note-title" data-form="dossier">'
        f'<input name="text" value="{escape(dossier.name)}"{lang(dossier.name)} maxlength="200" '
        f'aria-label="{escape(texts("dossier.name"))}"><button>{escape(texts("note.rename"))}</button></form>'
        f"<article><p>{escape(limited)}</p>"
        f"{basket}{''.join(parts)}</article></div>"
    )


def limits(filters: Filters, texts: Texts, name: Name) -> list[str]:
    """What filters are limited to, in words."""
    dates = [
        texts(f"question.{key}", day=day(date, texts.language))
        for key, date in (("from", filters.since), ("until", filters.until))
        if date
    ]
    language = language_name(filters.language, texts) if filters.language else ""
    said = (texts.listed(map(name, filters.delegations)), *dates, filters.forum, filters.speaker, language)
    return [part for part in (*said, ", ".join(filters.roles)) if part]


def _counts(dossier: Dossier, texts: Texts) -> list[str]:
    """How many statements were chosen, and how much else belongs to it."""
    counted = {
        "count.statement": len(dossier.ids("statement")),
        "dossier.conversations": len(dossier.ids("conversation")),
        "dossier.notes": len(dossier.ids("note")),
    }
    return [texts.count(key, number) for key, number in counted.items() if number]


def _section(kind: Kind, dossier: Dossier, titles: Mapping[str, str], texts: Texts) -> str:
    lines = "".join(_items(kind, dossier, titles, texts))
    return (
        f'<h2>{escape(texts(f"dossier.{kind}"))}</h2><ul class="rp-note-list">{lines}</ul>' if lines else ""
    )


def _items(kind: Kind, dossier: Dossier, titles: Mapping[str, str], texts: Texts) -> Iterator[str]:
    opens = {
        "statement": 'data-act="statement" data-paragraph="" data-statement',
        "conversation": 'data-act="conversation" data-id',
        "note": 'data-act="note-open" data-id',
    }[kind]
    for item in dossier.ids(kind):
        title = titles.get(item, "")
        shown = (
            f'<button type="button" class="rp-link" {opens}="{escape(item)}"{lang(title)}>'
            f"{escape(title)}</button>"
            if title
            else f'<span class="rp-soft">{escape(texts("dossier.gone"))}</span>'
        )
        out = _act("take", texts("dossier.take"), f'data-kind="{kind}" data-id="{escape(item)}"')
        yield f"<li>{shown} {out}</li>"


def _choose(dossier: Dossier, chosen: str, texts: Texts) -> str:
    if dossier.id == chosen:
        return _act("choose", texts("dossier.leave"), 'data-id=""')
    return _act("choose", texts("dossier.choose"), f'data-id="{escape(dossier.id)}"')


def _act(do: str, label: str, more: str = "") -> str:
    what = f'data-act="dossier" data-do="{do}" {more}'
    return f'<button type="button" class="rp-link" {what}>{escape(label)}</button>'
