"""The parts into which a question is taken: two states, two times and two questions are never read
together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from answer.evidence.retriever import Searches
from answer.evidence.sentences import Evidence
from answer.question.dates import compared_years
from answer.question.understand import Question
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


def filters_of_parts(question: Question, english: str, searches: Searches) -> tuple[Filters, ...]:
    """One set of filters for each part of a question: by delegation where two or three are asked about
    (a larger group is searched as one; its sentences still name whose words they are), and by year where
    years are compared, or by period where a change over time is asked about."""
    delegated = by_delegation(question.filters)
    if question.kind != "over_time":
        return delegated
    since, until = question.filters.since, question.filters.until
    if years := compared_years(question.text, since, until, of_change=question.kind == "over_time"):
        return tuple(_of_year(filters, year) for filters in delegated for year in years[:_PERIODS])
    return tuple(f for filters in delegated for f in _by_period(filters, english, searches))


def _of_year(filters: Filters, year: str) -> Filters:
    return replace(filters, since=f"{year}-01-01", until=f"{year}-12-31")


def by_delegation(filters: Filters) -> tuple[Filters, ...]:
    """The filters for each of the two or three delegations asked about, or those given."""
    if not 2 <= len(filters.delegations) <= _COMPARED:
        return (filters,)
    return tuple(replace(filters, delegations=(code,)) for code in filters.delegations)


def _by_period(filters: Filters, query: str, searches: Searches) -> tuple[Filters, ...]:
    """The filters for each of at most four stretches of the years in which something relevant was said."""
    hits = searches.search(query, filters, _DATED_HITS).hits
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
