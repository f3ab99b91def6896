"""The one primitive of the desk: what somebody said on a question, or that nothing was found.

A list is cells by delegation, a comparison cells of the delegations named, a change over time cells by year.
All of them are judged in the same way: a search, the judge's reading of each paragraph, the best dated
quotation of each cell.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from answer.evidence.excerpts import Excerpt, excerpts
from answer.evidence.retriever import Retriever
from answer.evidence.sentences import Evidence, context_line, gather
from answer.evidence.verdict import Findings, Verdict, cell_verdict, named_verdict
from core.delegations import Gazetteer
from core.records import CellState, Filters, Hit

WIDE = 200  # paragraphs that the judge reads for all cells of a survey together
_LIFT = 2.0  # logits that the best sentence of a paragraph is at most above the paragraph, as a rule
_EACH = 2  # paragraphs of one cell whose sentences are read one by one
QUOTED = 1  # excerpts of one cell that are shown at once


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell before it is numbered: ``excerpts`` are the words that answer, or may."""

    delegation: str
    since: str
    until: str
    state: CellState
    searched: int
    excerpts: tuple[Excerpt, ...]
    probability: float = 0.0


Decide = Callable[[Findings], Verdict]
Key = tuple[str, str, str]
"""Delegation ("" for anyone), first and last day ("" for any time)."""


def survey(
    question: Callable[[Key], str],
    search_for: str,
    filters: Filters,
    keys: Sequence[Key],
    retriever: Retriever,
    gazetteer: Gazetteer,
    *,
    wide: int = WIDE,
    decide: Decide = named_verdict,
) -> Iterator[Entry]:
    """A cell for each of ``keys``, in their order, each as soon as it is judged.

    ``search_for`` finds the paragraphs for all of them at once, ``question`` is what the paragraphs of one
    cell are read for. Cells whose paragraphs are not among the ``wide`` ones found are silent. ``decide`` is
    the verdict: `cell_verdict` where all delegations are asked what few of them say.
    """
    hits = retriever.search(search_for, filters, wide, rerank=False).hits
    by_key = hits_by_key(hits, keys)
    for key in keys:
        searched = retriever.scope(within(filters, key)).statements
        yield _cell(question(key), key, by_key.get(key, ()), searched, retriever, gazetteer, decide)


def _cell(
    question: str,
    key: Key,
    hits: Sequence[Hit],
    searched: int,
    retriever: Retriever,
    gazetteer: Gazetteer,
    decide: Decide,
) -> Entry:
    """The best words of one cell, judged without the language model: a survey has hundreds of them."""
    silent = Entry(*key, "silent", searched, ())
    read = _read(question, hits, retriever, gazetteer, decide)
    if read is None:
        return silent
    first, evidence = read
    found = decide(Findings(evidence.best, first[0], first[0] - first[1], None))
    if found.state == "silent" or not evidence.sentences:
        return replace(silent, probability=found.probability)
    return Entry(*key, found.state, searched, excerpts(evidence)[:QUOTED], found.probability)


def cell_findings(
    question: str, hits: Sequence[Hit], retriever: Retriever, gazetteer: Gazetteer
) -> Findings | None:
    """What the verdict on a cell rests on; None where its paragraphs are surely not about the question."""
    read = _read(question, hits, retriever, gazetteer, cell_verdict)
    if read is None:
        return None
    first, evidence = read
    return Findings(evidence.best, first[0], first[0] - first[1], None)


def _read(
    question: str, hits: Sequence[Hit], retriever: Retriever, gazetteer: Gazetteer, decide: Decide
) -> tuple[tuple[float, float], Evidence] | None:
    """The judge's logits of the two best paragraphs, and the sentences of these; None where even a sentence
    that stands out could not carry the cell."""
    if not hits:
        return None
    texts = [hit.source.text for hit in hits]
    logits = retriever.rank_sentences(question, texts, [context_line(h.source, gazetteer) for h in hits])
    order = sorted(range(len(hits)), key=lambda i: -logits[i])
    best = float(logits[order[0]])
    if decide(Findings(best + _LIFT, best, 0.0, None)).state == "silent":
        return None
    judged = [replace(hits[i], score=float(logits[i])) for i in order[:_EACH]]
    second = float(logits[order[min(1, len(order) - 1)]])
    return (best, second), gather(question, judged, retriever, gazetteer)


def hits_by_key(hits: Iterable[Hit], keys: Sequence[Key]) -> Mapping[Key, list[Hit]]:
    """The hits of each cell, best first."""
    grouped: dict[Key, list[Hit]] = {}
    for hit in hits:
        for key in keys:
            if _is_of(hit, key):
                grouped.setdefault(key, []).append(hit)
    return grouped


def _is_of(hit: Hit, key: Key) -> bool:
    delegation, since, until = key
    source = hit.source
    of_whom = not delegation or delegation == source.delegation or delegation in source.parties
    # A date may be a year or a month alone, and is then all of its days; so may those of the key.
    first, last = (source.date + "-01-01")[:10], (source.date + "-99-99")[:10]
    since, until = (since + "-01-01")[:10] if since else "", (until + "-99-99")[:10] if until else ""
    dated = bool(source.date) or not (since or until)
    return of_whom and dated and (not since or last >= since) and (not until or first <= until)


def within(filters: Filters, key: Key) -> Filters:
    """The filters narrowed to one delegation and time."""
    delegation, since, until = key
    return replace(
        filters,
        delegations=(delegation,) if delegation else filters.delegations,
        since=since or filters.since,
        until=until or filters.until,
    )
