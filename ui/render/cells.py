"""A list, a comparison or a change over time as a table in HTML: a row a cell, counted and sortable."""

import json
from collections.abc import Iterable, Sequence
from html import escape

from ui.render.html import dots, lang, named
from ui.render.words import quotation
from ui.state import counting
from ui.state.known import Known
from ui.state.table import Row, Table, table_of
from ui.state.turn import Turn
from ui.texts.dates import day

NAMED = 12  # silent ones that are named before they are folded


def cells(turn: Turn, known: Known) -> str:
    """The turn's table with its count above and the silent ones below; "" where it has none."""
    table = table_of(turn, known.names)
    if table is None:
        return ""
    texts = known.texts
    shown = table.of("said", *(() if table.silent_below else ("silent",)))
    maybe = table.of("uncertain")
    body = _body(turn, table, shown, known, "said")
    if maybe:
        body += _body(turn, table, maybe, known, "maybe", texts("table.may_bear"))
    label = texts("table.name", question=turn.question)
    grid = (
        f'<table class="rp-cells" aria-label="{escape(label)}" data-k="table-{turn.number}">'
        f"<thead><tr>{''.join(_heads(table, known))}</tr></thead>{body}</table>"
        if body
        else ""
    )
    counted = "" if turn.working else f'<p class="rp-count">{escape(counting.count(table, texts))}</p>'
    return f'<div class="rp-table-answer">{counted}{grid}{_silent(turn, table, known)}</div>'


def _heads(table: Table, known: Known) -> Iterable[str]:
    if table.delegations:
        yield _head("name", known.texts("table.delegation"), known, current=True)
    yield _head(
        "date",
        known.texts("table.year" if table.years else "table.date"),
        known,
        current=not table.delegations,
    )
    yield f'<th scope="col">{escape(known.texts("table.words"))}</th>'


def _head(by: str, name: str, known: Known, *, current: bool) -> str:
    sort = ' aria-sort="ascending"' if current else ""
    return (
        f'<th scope="col"{sort}><button type="button" data-act="order" data-by="{by}" '
        f'title="{escape(known.texts("table.sort", column=name))}">{escape(name)}</button></th>'
    )


def _body(turn: Turn, table: Table, rows: Sequence[Row], known: Known, kind: str, heading: str = "") -> str:
    if not rows:
        return ""
    columns = 2 + table.delegations
    over = f'<tr class="rp-over"><th scope="rowgroup" colspan="{columns}">{escape(heading)}</th></tr>'
    return (
        f'<tbody class="rp-{kind}">{over if heading else ""}'
        f"{''.join(_row(turn, table, row, known) for row in rows)}</tbody>"
    )


def _row(turn: Turn, table: Table, row: Row, known: Known) -> str:
    when = row.year if table.years else row.date
    name = f'<th scope="row"{lang(row.name)}>{escape(row.name)}</th>' if table.delegations else ""
    return (
        f'<tr data-name="{escape(row.name.casefold())}" data-date="{escape(row.cell.since + row.date)}">'
        f'{name}<td class="rp-date">{escape(day(when, known.texts.language))}</td>'
        f"<td>{_words(turn, table, row, known)}</td></tr>"
    )


def _words(turn: Turn, table: Table, row: Row, known: Known) -> str:
    if row.cell.state == "silent":
        return f'<p class="rp-empty">{escape(counting.nothing(row, known.texts))}</p>'
    first, *others = [quotation(turn, keyed, row.source, known) for keyed in row.quotes] or [""]
    source = row.source
    facts = [] if source is None else [known.speaker(source), source.post, source.forum]
    if source is not None and table.years:
        facts.append(day(source.date, known.texts.language))
    who = dots(named(fact) for fact in facts if fact)
    return (
        first
        + (f'<p class="rp-who">{who}</p>' if who else "")
        + f'<details class="rp-more" data-k="more-{turn.number}-{row.key}" '
        f'data-holds="{" ".join(str(marker) for marker, _ in _wanted(turn, row))}">'
        f"<summary>{escape(known.texts('table.more'))}</summary>{''.join(others)}"
        + "".join(
            f'<div class="rp-later" data-want="{escape(json.dumps(want))}"></div>'
            for _, want in _wanted(turn, row)
        )
        + "</details>"
    )


def _wanted(turn: Turn, row: Row) -> list[tuple[int, dict[str, object]]]:
    """What the page asks for when the row is opened: each source of the cell, with the words to mark."""
    wanted: dict[str, tuple[int, list[list[object]]]] = {}
    for key, quote in row.quotes:
        for c in quote.citations:
            wanted.setdefault(c.paragraph_id, (c.marker, []))[1].append([key, c.start, c.end])
    return [
        (marker, {"paragraph": paragraph, "marker": marker, "turn": turn.number, "marks": marks})
        for paragraph, (marker, marks) in wanted.items()
    ]


def _silent(turn: Turn, table: Table, known: Known) -> str:
    rows = table.of("silent")
    if not rows or not table.silent_below:
        return ""
    line = f'<p class="rp-silent">{escape(counting.silent(rows, known.texts))}</p>'
    if len(rows) <= NAMED:
        return line
    searched = counting.searched(sum(row.cell.searched for row in rows), known.texts)
    who = known.texts.count("count.delegation", len(rows))
    summary = known.texts("table.folded", who=who, statements=searched)
    return (
        f'<details class="rp-silent-ones" data-k="silent-{turn.number}">'
        f"<summary>{escape(summary)}</summary>{line}</details>"
    )
