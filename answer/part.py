"""The parts into which a question is taken: two states, two times and two questions are never read
together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from answer.evidence import Evidence
from answer.question import Question
from answer.retriever import Retriever
from core.records import Filters, Hit

_COMPARED = 3  # delegations asked about that are searched one by one
_PERIODS = 4
_DATED_HITS = 40


@dataclass(frozen=True, slots=True)
class Part:
    """One search with its evidence. ``english`` is what was searched for; ``dated`` asks that written
    sentences begin with their year."""

    question: Question
    english: str
    filters: Filters
    hits: tuple[Hit, ...]
    evidence: Evidence
    dated: bool = False


def filters_of_parts(question: Question, english: str, retriever: Retriever) -> tuple[Filters, ...]:
    """One set of filters for each part of a question: by delegation where two or three are asked about
    (a larger group is searched as one; its sentences still name whose words they are), and by period
    where a change over time is."""
    delegated = by_delegation(question.filters)
    if question.kind != "over_time":
        return delegated
    return tuple(f for filters in delegated for f in _by_period(filters, english, retriever))


def by_delegation(filters: Filters) -> tuple[Filters, ...]:
    """The filters for each of the two or three delegations asked about, or those given."""
    if not 2 <= len(filters.delegations) <= _COMPARED:
        return (filters,)
    return tuple(replace(filters, delegations=(code,)) for code in filters.delegations)


def _by_period(filters: Filters, query: str, retriever: Retriever) -> tuple[Filters, ...]:
    """The filters for each of at most four stretches of the years in which something relevant was said."""
    hits = retriever.search(query, filters, _DATED_HITS).hits
    years = sorted({hit.source.date[:4] for hit in hits if hit.source.date})
    if len(years) < 2:
        return (filters,)
    return tuple(
        replace(
            filters,
            since=max(f"{stretch[0]}-01-01", filters.since),
            until=min(f"{stretch[-1]}-12-31", filters.until or "9999"),
        )
        for stretch in _stretches(years, min(_PERIODS, len(years)))
    )


def _stretches(years: Sequence[str], count: int) -> list[Sequence[str]]:
    bounds = [round(at * len(years) / count) for at in range(count + 1)]
    return [years[start:end] for start, end in pairwise(bounds)]
