"""The library's statements as a table in HTML."""

from collections.abc import Mapping, Sequence
from html import escape

from core.records import StatementSummary
from ui.render.html import dots, file_name, lang, named, on_behalf, problem, visible
from ui.render.page import empty_library
from ui.shelf.listing import PAGE, View
from ui.state.card import both_names
from ui.texts import Texts
from ui.texts.dates import span
from ui.texts.languages import language_name

_HEADS = ("date", "delegation", "title", "speaker", "forum", "language", "paragraphs")


def library(
    rows: Sequence[StatementSummary],
    names: Mapping[str, str],
    view: View,
    texts: Texts,
    *,
    total: int,
    languages: Mapping[str, str],
    doubtful: int = 0,
) -> str:
    """The statements found, in order, the first ``view.shown`` of them. ``total`` is how many there are
    in all and ``doubtful`` how many of these have a delegation that is not sure, ``names`` are those of
    delegation codes, ``languages`` maps statement ids."""
    if not total:
        return empty_library(texts, here=True)
    if not rows:
        none = f'<p class="rp-status" role="status">{escape(texts("library.none"))}</p>'
        return none + (_of_many(view, texts, doubtful, False) if view.doubtful else "")
    heads = "".join(_head(by, view, texts) for by in _HEADS)
    body = "".join(_row(row, names, texts, languages) for row in rows[: view.shown])
    found = texts.count("count.statement", total)
    if len(rows) != total:
        found = texts("library.found", n=len(rows), all=found)
    return (
        f'<p class="rp-status rp-found-n" role="status">{escape(found)}</p>'
        f"{_of_many(view, texts, doubtful, True)}"
        f'<table class="rp-table" aria-label="{escape(texts("library.name"))}">'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
        f"{_more(len(rows) - view.shown, texts)}"
        '<p class="rp-status"><button type="button" class="rp-link" data-act="check">'
        f"{escape(texts('library.check'))}</button></p>"
    )


def _of_many(view: View, texts: Texts, doubtful: int, rows: bool) -> str:
    """What can be done with several at once: see those whose delegation is doubtful, correct the chosen."""
    buttons = []
    if view.doubtful:
        buttons.append(("doubtful", texts("library.all")))
    elif doubtful:
        buttons.append(("doubtful", texts.count("library.doubtful", doubtful)))
    if rows:
        buttons += [("pick-all", texts("library.pick_all")), ("correct-many", texts("library.correct_many"))]
    inside = "".join(
        f'<button type="button" class="rp-link" data-act="{act}">{escape(said)}</button>'
        for act, said in buttons
    )
    return f'<p class="rp-status rp-many">{inside}</p>'


def _more(left: int, texts: Texts) -> str:
    if left <= 0:
        return ""
    button = (
        '<button type="button" class="rp-link" data-act="more">'
        f"{escape(texts('library.more', n=min(PAGE, left)))}</button>"
    )
    return f'<p class="rp-status">{texts("library.follow", button=button, n=left)}</p>'


def checked(sentences: Sequence[str], texts: Texts) -> str:
    """What a check of the library found."""
    if not sentences:
        return f'<p class="rp-note">{escape(texts("library.fine"))}</p>'
    return f'<h2 class="rp-q">{escape(texts("library.wrong"))}</h2>' + "".join(
        problem(sentence) for sentence in sentences
    )


def _head(by: str, view: View, texts: Texts) -> str:
    sort, arrow = "", ""
    if by == view.by:
        sort = f' aria-sort="{"descending" if view.descending else "ascending"}"'
        arrow = f'<span aria-hidden="true"> {"↓" if view.descending else "↑"}</span>'
    number = ' class="rp-n"' if by == "paragraphs" else ""
    return (
        f'<th scope="col"{sort}{number}><button type="button" data-act="sort" data-by="{by}">'
        f"{escape(texts(f'library.{by}'))}{arrow}</button></th>"
    )


def _row(row: StatementSummary, names: Mapping[str, str], texts: Texts, languages: Mapping[str, str]) -> str:
    title = visible(row.title or row.origin or row.id)
    code = escape(row.id)
    delegation = escape(names.get(row.delegation) or row.delegation)
    if row.doubtful:
        delegation += f'<small class="rp-behalf">{escape(texts("library.is_doubtful"))}</small>'
    if row.on_behalf_of:
        group = names.get(row.on_behalf_of) or row.on_behalf_of
        delegation += f'<small class="rp-behalf">{escape(on_behalf(group, texts))}</small>'
    language = f'<abbr title="{escape(language_name(row.language, texts))}">{escape(row.language)}</abbr>'
    days = span(row.date, row.date_end, texts.language)
    return (
        f'<tr data-row="{code}"><td class="rp-date" title="{escape(days)}">'
        f'<input type="checkbox" class="rp-pick" value="{code}" '
        f'aria-label="{escape(texts("library.pick", title=title[:80]))}"> '
        f"{escape(_dates(row))}</td><td>{delegation}</td>"
        f'<td class="rp-what"{lang(title)}><button type="button" class="rp-link" data-act="statement" '
        f'data-statement="{code}" data-paragraph="">{escape(title)}</button>'
        f"{_under(row, title, texts, languages)}</td>"
        f"<td>{_cell(both_names(row.speaker, row.speaker_latin))}</td><td>{_cell(row.forum)}</td>"
        f"<td>{language if row.language else ''}</td>"
        f'<td class="rp-n">{row.paragraphs:,}</td></tr>'
    )


def _cell(text: str) -> str:
    return named(visible(text)) if text else ""


def _dates(row: StatementSummary) -> str:
    return f"{row.date} –" if row.date_end and row.date_end != row.date else row.date


def _under(row: StatementSummary, title: str, texts: Texts, languages: Mapping[str, str]) -> str:
    """The line below a title: other languages, what to do with it, and, folded, where it came from."""
    code, about = escape(row.id), title[:80]
    parts = [_version(version, languages[version], texts) for version in row.versions if version in languages]
    origins = row.origins or ((row.origin,) if row.origin else ())
    told = [texts.count("library.origin", len(origins))] if origins else []
    if row.notices:
        told.append(texts.count("library.notice", len(row.notices)))
    if told:
        inside = "".join(f"<li>{file_name(origin)}</li>" for origin in origins)
        inside += "".join(f'<li class="rp-notice">{escape(notice)}</li>' for notice in row.notices)
        parts.append(
            f'<details class="rp-from" data-k="from-{code}"><summary>{dots(told)}</summary>'
            f"<ul>{inside}</ul></details>"
        )
    parts += [
        f'<button type="button" class="rp-link" data-act="correct" data-statement="{code}" '
        f'aria-label="{escape(texts("library.correct_it", title=about))}">'
        f"{escape(texts('library.correct'))}</button>",
        f'<button type="button" class="rp-link" data-act="remove" data-statement="{code}" '
        f'aria-label="{escape(texts("library.remove_it", title=about))}">'
        f"{escape(texts('library.remove'))}</button>",
    ]
    return f'<div class="rp-under" lang="{texts.language}">{"".join(parts)}</div>'


def _version(statement_id: str, language: str, texts: Texts) -> str:
    name = language_name(language, texts)
    text = texts("library.version", language=name) if name else texts("library.other_language")
    return (
        f'<button type="button" class="rp-link" data-act="statement" '
        f'data-statement="{escape(statement_id)}" data-paragraph="">{escape(text)}</button>'
    )
