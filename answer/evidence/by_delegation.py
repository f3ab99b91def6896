"""Who says it: the delegations whose statements answer a question that leaves open whose words it means."""

import re
from collections.abc import Callable, Collection

from answer.evidence.answerable import states_by_itself
from answer.evidence.retriever import Retriever
from answer.evidence.sentences import EvidenceSentence, gather
from core.delegations import Gazetteer, Mention
from core.records import Filters, Hit

_HITS = 60
_DELEGATIONS = 12
_PARAGRAPHS_EACH = 2
_JOINED = re.compile(r"\s*(?:,|,?\s*\b(?:and|or)\b|&)\s*(?:the\s+)?", re.IGNORECASE)
_NAMED_FROM = 4.0  # logit from which a delegation's sentence answers a question that names the delegation


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


def others(
    question: str,
    filters: Filters,
    retriever: Retriever,
    gazetteer: Gazetteer,
    *,
    besides: Collection[str],
    most: int,
) -> tuple[EvidenceSentence, ...]:
    """The same for a question that was asked of ``besides``, put to each other delegation by its name."""

    def asked_of(code: str) -> str:
        return put_to(question, besides, gazetteer.name(code), gazetteer)

    return _best_of_each(
        put_to(question, besides, "the country", gazetteer),
        filters,
        retriever,
        gazetteer,
        lambda hit: hit.source.delegation,
        besides,
        most,
        asked_of=asked_of,
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
    *,
    asked_of: Callable[[str], str] | None = None,
) -> tuple[EvidenceSentence, ...]:
    groups: dict[str, list[Hit]] = {}
    for hit in retriever.search(query, filters, _HITS).hits:
        key = key_of(hit)
        if key and key not in besides and len(groups.setdefault(key, [])) < _PARAGRAPHS_EACH:
            groups[key].append(hit)
    found = []
    for key, hits in list(groups.items())[:most]:
        asked = asked_of(key) if asked_of else query
        evidence = gather(asked, hits, retriever, gazetteer)
        if states_by_itself(evidence):
            sentence = evidence.sentences[evidence.quotes()[0]]
            if asked == query or sentence.score >= _NAMED_FROM:
                found.append(sentence)
    return tuple(sorted(found, key=lambda sentence: -sentence.score))


def put_to(question: str, codes: Collection[str], who: str, gazetteer: Gazetteer) -> str:
    """The question asked of the delegations ``codes``, asked of ``who``: a name in it draws in whoever speaks
    of that delegation. Several that are joined ("Norway and China") are asked as one."""
    groups: list[list[Mention]] = []
    for mention in gazetteer.find(question):
        if mention.code not in codes:
            continue
        if groups and _JOINED.fullmatch(question[groups[-1][-1].end : mention.start]):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    for group in reversed(groups):
        first, last = group[0], group[-1]
        people = question[: last.end].endswith("s")
        named = f"{who}'s" if last.form == "adjective" and not people else who
        before = re.sub(r"\bthe\s+$", "", question[: first.start], flags=re.IGNORECASE)
        question = f"{before}{named}{question[last.end :]}"
    return question
