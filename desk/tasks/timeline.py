"""One delegation on one topic, statement by statement."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from answer.cells import Key
from answer.sheet import Sheet
from answer.tasks.toolbox import Toolbox
from core.delegations import Gazetteer
from core.errors import UsageError
from core.records import Cell, Filters
from desk.records import Moment, Timeline
from desk.tasks.cells import Reading, year_of
from desk.tasks.topic import Topic, read_topic
from desk.wording import Step, wording_diff


def timeline(
    question: str, filters: Filters, tools: Toolbox, *, stop: threading.Event | None = None
) -> Iterator[Timeline]:
    """The timeline as it fills; the last one is whole, or stopped. Raises UsageError where the filters do not
    name exactly one delegation."""
    if len(filters.delegations) != 1:
        raise UsageError("A timeline is about one delegation; name it, for example --delegation JPN.")
    stop = stop or threading.Event()
    topic = read_topic(question, tools, stop)
    (code,) = filters.delegations
    keys = statement_keys(filters, (code, *groups_of(code, tools)), tools)
    mentions = tools.retriever.mentions(topic.text, filters)
    used = sorted(year for year, _ in mentions.by_year if year)
    made = Timeline(
        topic.text,
        code,
        filters,
        topic.language,
        len(keys),
        undated=sum(not one.date for one in tools.retriever.statements(filters)),
        first_use=used[0] if used else "",
        last_use=used[-1] if used else "",
    )
    yield made
    reading = Reading(tools, filters, Sheet({}), stop)
    for cell in read_cells(reading, topic, keys):
        moments = compared((*made.moments, Moment(cell, group=cell.delegation != code)))
        made = replace(made, moments=moments, sources=reading.sheet.sources())
        yield made
    yield replace(made, stopped=len(made.moments) < made.total)


def read_cells(reading: Reading, topic: Topic, keys: Sequence[Key]) -> Iterator[Cell]:
    """The cells of the keys, in their order; one without a statement is not searched for."""
    for key in keys:
        if reading.stop.is_set():
            return
        if len(key[1]) == 10 and key[1] != key[2]:  # a year in which there is no statement
            yield Cell(*key, "silent", 0)
        else:
            yield reading.cell(reading.one(topic, key))


def statement_keys(filters: Filters, codes: Sequence[str], tools: Toolbox) -> list[Key]:
    """A key for every day on which one of ``codes`` has a statement, and one for every year between in which
    the first of them has none, by time."""
    keys: set[Key] = set()
    for code in codes:
        for statement in tools.retriever.statements(replace(filters, delegations=(code,))):
            if statement.date:
                keys.add((code, statement.date, statement.date))
    spoken = {since[:4] for code, since, _ in keys if code == codes[0]}
    if spoken:
        missing = {f"{year:04}" for year in range(int(min(spoken)), int(max(spoken)) + 1)} - spoken
        keys |= {(codes[0], *year_of(year)) for year in missing}
    return sorted(keys, key=lambda key: (key[1], key[0] != codes[0], key[0]))


def groups_of(code: str, tools: Toolbox) -> tuple[str, ...]:
    """The groups that a delegation belongs to and that have statements of their own."""
    return _groups(code, tools.gazetteer, frozenset(tools.retriever.delegations()))


def _groups(code: str, gazetteer: Gazetteer, held: frozenset[str]) -> tuple[str, ...]:
    return tuple(one.code for one in gazetteer if one.is_group and one.code in held and code in one.members)


def compared(moments: Sequence[Moment]) -> tuple[Moment, ...]:
    """The moments with the last one compared to the one before it that has words of the same delegation."""
    last = moments[-1]
    before = next(
        (m for m in reversed(moments[:-1]) if m.cell.quotes and m.cell.delegation == last.cell.delegation),
        None,
    )
    if before is None or not last.cell.quotes:
        return tuple(moments)
    return (*moments[:-1], replace(last, diff=cell_diff(before.cell, last.cell)))


def cell_diff(before: Cell, after: Cell) -> tuple[Step, ...]:
    """How the words of one cell became those of the other."""
    one, other = (" ".join(quote.text for quote in cell.quotes) for cell in (before, after))
    return wording_diff(one, other)
