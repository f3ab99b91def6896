"""The library's statements as a table in HTML."""

from collections.abc import Mapping, Sequence
from html import escape

from core.records import StatementSummary
from ui.render.html import count, dots, file_name, lang, named, on_behalf, problem, visible
from ui.render.page import empty_library
from ui.state.card import both_names
from ui.state.dates import span
from ui.state.languages import language_name
from ui.state.listing import PAGE, View

_HEADS = (
    ("date", "Date"),
    ("delegation", "Delegation"),
    ("title", "Statement"),
    ("speaker", "Speaker"),
    ("forum", "Forum"),
    ("language", "Language"),
    ("paragraphs", "Paragraphs"),
)


def library(
    rows: Sequence[StatementSummary],
    names: Mapping[str, str],
    view: View,
    *,
    total: int,
    languages: Mapping[str, str],
) -> str:
    """The statements found, in order, the first ``view.shown`` of them. ``total`` is how many there are
    in all, ``names`` those of delegation codes, ``languages`` maps statement ids."""
    if not total:
        return empty_library(here=True)
    if not rows:
        return '<p class="rp-status" role="status">No statement matches.</p>'
    heads = "".join(_head(by, text, view) for by, text in _HEADS)
    body = "".join(_row(row, names, languages) for row in rows[: view.shown])
    left = len(rows) - view.shown
    more = (
        '<p class="rp-status"><button type="button" class="rp-link" data-act="more">'
        f"Show {min(PAGE, left):,} more</button> of {left:,} that follow; or narrow the list.</p>"
        if left > 0
        else ""
    )
    found = (
        count(total, "statement") if len(rows) == total else f"{len(rows):,} of {count(total, 'statement')}"
    )
    return (
        f'<p class="rp-status rp-found-n" role="status">{found}</p>'
        '<table class="rp-table" aria-label="Statements">'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{more}"
        '<p class="rp-status"><button type="button" class="rp-link" data-act="check">'
        "Check the library</button></p>"
    )


def checked(sentences: Sequence[str]) -> str:
    """What a check of the library found."""
    if not sentences:
        return '<p class="rp-note">The library is as it should be.</p>'
    return '<h2 class="rp-q">What is not as it should be</h2>' + "".join(
        problem(sentence) for sentence in sentences
    )


def _head(by: str, text: str, view: View) -> str:
    sort, arrow = "", ""
    if by == view.by:
        sort = f' aria-sort="{"descending" if view.descending else "ascending"}"'
        arrow = f'<span aria-hidden="true"> {"↓" if view.descending else "↑"}</span>'
    number = ' class="rp-n"' if by == "paragraphs" else ""
    return (
        f'<th scope="col"{sort}{number}><button type="button" data-act="sort" data-by="{by}">'
        f"{text}{arrow}</button></th>"
    )


def _row(row: StatementSummary, names: Mapping[str, str], languages: Mapping[str, str]) -> str:
    title = visible(row.title or row.origin or row.id)
    code = escape(row.id)
    delegation = escape(names.get(row.delegation) or row.delegation)
    if row.on_behalf_of:
        group = names.get(row.on_behalf_of) or row.on_behalf_of
        delegation += f'<small class="rp-behalf">{escape(on_behalf(group))}</small>'
    language = f'<abbr title="{escape(language_name(row.language))}">{escape(row.language)}</abbr>'
    return (
        f'<tr data-row="{code}"><td class="rp-date" title="{escape(span(row.date, row.date_end))}">'
        f"{escape(_dates(row))}</td><td>{delegation}</td>"
        f'<td class="rp-what"{lang(title)}><button type="button" class="rp-link" data-act="statement" '
        f'data-statement="{code}" data-paragraph="">{escape(title)}</button>'
        f"{_under(row, title, languages)}</td>"
        f"<td>{_cell(both_names(row.speaker, row.speaker_latin))}</td><td>{_cell(row.forum)}</td>"
        f"<td>{language if row.language else ''}</td>"
        f'<td class="rp-n">{row.paragraphs:,}</td></tr>'
    )


def _cell(text: str) -> str:
    return named(visible(text)) if text else ""


def _dates(row: StatementSummary) -> str:
    return f"{row.date} –" if row.date_end and row.date_end != row.date else row.date


def _under(row: StatementSummary, title: str, languages: Mapping[str, str]) -> str:
    """The line below a title: other languages, what to do with it, and, folded, where it came from."""
    code, about = escape(row.id), escape(title[:80])
    parts = [_version(version, languages[version]) for version in row.versions if version in languages]
    origins = row.origins or ((row.origin,) if row.origin else ())
    told = [count(len(origins), "origin")] if origins else []
    if row.notices:
        told.append(count(len(row.notices), "notice"))
    if told:
        inside = "".join(f"<li>{file_name(origin)}</li>" for origin in origins)
        inside += "".join(f'<li class="rp-notice">{escape(notice)}</li>' for notice in row.notices)
        parts.append(
            f'<details class="rp-from" data-k="from-{code}"><summary>{dots(told)}</summary>'
            f"<ul>{inside}</ul></details>"
        )
    parts += [
        f'<button type="button" class="rp-link" data-act="correct" data-statement="{code}" '
        f'aria-label="Correct {about}">correct</button>',
        f'<button type="button" class="rp-link" data-act="remove" data-statement="{code}" '
        f'aria-label="Remove {about}">remove</button>',
    ]
    return f'<div class="rp-under" lang="en">{"".join(parts)}</div>'


def _version(statement_id: str, language: str) -> str:
    name = escape(language_name(language)) or "another language"
    return (
        f'<button type="button" class="rp-link" data-act="statement" '
        f'data-statement="{escape(statement_id)}" data-paragraph="">in {name}</button>'
    )
