"""Delegations side by side: on one or more questions, or on one over the years."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from answer.cells import Key
from answer.question.understand import who_can_answer
from answer.sheet import Sheet
from answer.tasks.toolbox import Toolbox
from core.errors import UsageError
from core.records import Filters
from desk.records import Comparison
from desk.tasks.cells import Reading, year_of
from desk.tasks.topic import read_topic

MOST_CELLS = 400


def compare(
    questions: Sequence[str],
    filters: Filters,
    tools: Toolbox,
    *,
    by_year: bool = False,
    stop: threading.Event | None = None,
) -> Iterator[Comparison]:
    """The comparison as it fills, cell by cell; the last one is whole, or stopped. Delegations are those of
    the filters, groups as their members, and everybody where none is named. Raises UsageError for a question
    that cannot be read and for more cells than anybody could compare."""
    stop = stop or threading.Event()
    topics = [read_topic(question, tools, stop) for question in dict.fromkeys(questions)]
    scope = tools.retriever.scope(filters)
    named = who_can_answer(filters.delegations, tools.gazetteer, tools.retriever.delegations())
    codes = sorted(named or filter(None, scope.delegations), key=tools.gazetteer.name)
    keys = list(_keys(codes, filters, tools, by_year=by_year))
    made = Comparison(
        tuple(topic.text for topic in topics),
        filters,
        topics[0].language,
        len(topics) * len(keys),
        by_year=by_year,
    )
    if made.total > MOST_CELLS:
        raise UsageError(
            f"The comparison would have {made.total:,} cells and at most {MOST_CELLS} are read; name fewer "
            "delegations, or limit the dates."
        )
    reading = Reading(tools, filters, Sheet({}), stop)
    yield made
    for topic in topics:
        for entry in reading.each(topic, keys):
            cells = (*made.cells, reading.cell(entry))
            made = replace(
                made, cells=cells, asked=(*made.asked, topic.text), sources=reading.sheet.sources()
            )
            yield made
    yield replace(made, stopped=len(made.cells) < made.total)


def _keys(codes: Sequence[str], filters: Filters, tools: Toolbox, *, by_year: bool) -> Iterator[Key]:
    if not by_year:
        yield from ((code, filters.since, filters.until) for code in codes)
        return
    # The same years for all, so that a year in which one of them was silent is seen.
    everyone = replace(filters, delegations=tuple(codes))
    years = sorted(tools.retriever.years(everyone))
    for code in codes:
        for year in years:
            first, last = year_of(year)
            yield code, max(first, filters.since), min(last, filters.until or last)
