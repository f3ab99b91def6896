"""The parts into which a question is taken: two states, two times and two questions are never read
together."""

from dataclasses import dataclass, replace

from answer.evidence.sentences import Evidence
from answer.question.dates import compared_years
from answer.question.put_to import own_years
from answer.question.understand import Question
from core.delegations import Gazetteer
from core.japanese import is_japanese
from core.records import Filters, Hit

FEW = 4  # cells of a comparison up to which the language model reads each
_COMPARED = 3  # delegations asked about that are searched one by one


@dataclass(frozen=True, slots=True)
class Part:
    """One search with its evidence. ``english`` is what was searched for."""

    question: Question
    english: str
    filters: Filters
    hits: tuple[Hit, ...]
    evidence: Evidence

    def paragraph_logits(self) -> tuple[float, float]:
        """The judge's logits of the best and the second best paragraph that it read; the lowest that occurs
        where it read fewer than two."""
        logits = sorted((h.found.rerank for h in self.hits if h.found.rerank is not None), reverse=True)
        known = logits or [self.evidence.best]
        return known[0], known[min(1, len(known) - 1)]

    def similarity(self) -> float | None:
        """The highest cosine similarity of a passage with the question, in English both; None where there is
        none."""
        if is_japanese(self.english):
            return None
        english = (hit.found.similarity for hit in self.hits if not is_japanese(hit.source.text))
        return max(english, default=None)


def by_delegation(filters: Filters) -> tuple[Filters, ...]:
    """The filters for each of the two or three delegations asked about, or those given."""
    if not 2 <= len(filters.delegations) <= _COMPARED:
        return (filters,)
    return tuple(replace(filters, delegations=(code,)) for code in filters.delegations)


def filters_of(question: Question, gazetteer: Gazetteer) -> tuple[Filters, ...]:
    """One set of filters for each delegation, and for each of the years, that the question compares; where
    each delegation has a year of its own beside it, that one."""
    delegated = by_delegation(question.filters)
    if len(delegated) > 1 and (own := own_years(question.text, question.filters.delegations, gazetteer)):
        return tuple(_in_year(filters, own[filters.delegations[0]]) for filters in delegated)
    comparing = question.kind in ("over_time", "compare")
    since, until = question.filters.since, question.filters.until
    years = compared_years(question.text, since, until, of_change=True) if comparing else ()
    if not years or len(years) * len(delegated) > FEW:
        return delegated
    return tuple(_in_year(filters, year) for filters in delegated for year in years)


def _in_year(filters: Filters, year: str) -> Filters:
    return replace(filters, since=f"{year}-01-01", until=f"{year}-12-31")
