"""Who says it: the delegations whose statements answer a question that leaves open whose words it means."""

import re
from collections.abc import Callable, Collection, Sequence

from answer.addressed import states_by_itself
from answer.evidence import EvidenceSentence, gather
from answer.retriever import Retriever
from core.delegations import Gazetteer
from core.records import Filters, Hit

_HITS = 60
_DELEGATIONS = 12
_PARAGRAPHS_EACH = 2


def speakers(
    query: str,
    filters: Filters,
    retriever: Retriever,
    gazetteer: Gazetteer,
    *,
    besides: Collection[str] = (),
    most: int = _DELEGATIONS,
) -> tuple[EvidenceSentence, ...]:
    """The best sentence of each delegation that has one which answers ``query`` by itself, the best
    first; at most ``most`` delegations, none of those in ``besides``."""
    return _best_of_each(
        query, filters, retriever, gazetteer, lambda hit: hit.source.delegation, besides, most
    )


def times(
    query: str, filters: Filters, retriever: Retriever, gazetteer: Gazetteer, *, most: int = 6
) -> tuple[EvidenceSentence, ...]:
    """The best sentence of each year in which one answers ``query`` by itself, the best first."""
    return _best_of_each(query, filters, retriever, gazetteer, lambda hit: hit.source.date[:4], (), most)


def _best_of_each(
    query: str,
    filters: Filters,
    retriever: Retriever,
    gazetteer: Gazetteer,
    key_of: Callable[[Hit], str],
    besides: Collection[str],
    most: int,
) -> tuple[EvidenceSentence, ...]:
    groups: dict[str, list[Hit]] = {}
    for hit in retriever.search(query, filters, _HITS).hits:
        key = key_of(hit)
        if key and key not in besides and len(groups.setdefault(key, [])) < _PARAGRAPHS_EACH:
            groups[key].append(hit)
    found = []
    for hits in list(groups.values())[:most]:
        evidence = gather(query, hits, retriever, gazetteer)
        if states_by_itself(evidence):
            found.append(evidence.sentences[evidence.quotes()[0]])
    return tuple(sorted(found, key=lambda sentence: -sentence.score))


def without_names(question: str, names: Sequence[str]) -> str:
    """The question asked of nobody in particular: a name in it would draw in whoever speaks of that
    delegation."""
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    bare = re.sub(rf"\b(?:the\s+)?(?:{pattern})(?:['’]s?)?(?!\w)", "", question, flags=re.IGNORECASE)
    return " ".join(bare.split()) if pattern else question
