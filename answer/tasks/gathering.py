"""The parts of a question, each with the evidence that a search finds for it."""

from dataclasses import replace

from answer.evidence.bilingual import found
from answer.evidence.parts import Part, filters_of
from answer.evidence.sentences import gather
from answer.question.clauses import clauses
from answer.question.put_to import asked_of
from answer.question.understand import Question
from answer.run import Run
from answer.tasks.toolbox import Toolbox
from answer.writing.translate import keywords
from core.records import Filters, Hit

_HITS = 10


def searchable(question: Question, tools: Toolbox) -> str:
    """What can be searched for before a model has translated the question."""
    if question.language != "en":
        return keywords(question.text, tools.glossary)
    return question.plain or question.text


def gathered(run: Run, question: Question, english: str, tools: Toolbox) -> list[Part]:
    """The question's parts with what was found for each. One without English words is searched by its
    own. Each of several delegations is asked what it says: no paragraph of one answers for two."""
    gazetteer, query = tools.gazetteer, english or question.text
    several = filters_of(question, gazetteer)
    if len(several) < 2 or len(several[0].delegations) != 1:
        return [_part(run, question, query, one, tools) for one in several]
    asked = [asked_of(question, query, one.delegations[0], gazetteer) for one in several]
    return [_part(run, question, *pair, tools) for pair in zip(asked, several, strict=True)]


def _part(run: Run, question: Question, query: str, filters: Filters, tools: Toolbox) -> Part:
    before = run.clock.now()
    # Without a translation, the multilingual vectors find more than the words that the glossary knows.
    searched_for = query if tools.translator is not None or question.language == "en" else question.text
    result = found(tools.retriever, searched_for, question.text, filters, _HITS)
    hits = _with_clauses(query, result.hits, filters, tools)
    first = _answered_before(question, filters, tools)
    known = {hit.source.paragraph_id for hit in first}
    hits = (*first, *(hit for hit in hits if hit.source.paragraph_id not in known))
    searched = run.clock.now()
    evidence = gather(query, hits, tools.retriever, tools.gazetteer, asked=question.text)
    evidence = replace(evidence, first=first[0].source.paragraph_id if first else "")
    reranking = result.timings_ms.get("rerank", 0.0)
    run.clock.add("retrieve", searched - before - reranking)
    run.clock.add("rerank", reranking + run.clock.now() - searched)
    return Part(question, query, filters, hits, evidence)


def _answered_before(question: Question, filters: Filters, tools: Toolbox) -> tuple[Hit, ...]:
    """The paragraph that answers the question whose reason a bare "why?" wants to know."""
    if not question.why_of:
        return ()
    query = searchable(replace(question, text=question.why_of, plain=""), tools) or question.why_of
    return found(tools.retriever, query, question.why_of, filters, 1).hits


def _with_clauses(query: str, hits: tuple[Hit, ...], filters: Filters, tools: Toolbox) -> tuple[Hit, ...]:
    """The hits with the best one of each clause among the first: two things that are asked for in one
    question mostly stand in two paragraphs."""
    pieces = clauses(query)
    if len(pieces) < 2:
        return hits
    firsts = [hits[:1], *(tools.retriever.search(one, filters, 1).hits for one in pieces)]
    merged = {h.source.paragraph_id: h for h in (*(h for first in firsts for h in first), *hits)}
    behind = {h.source.paragraph_id: h for h in hits}
    return tuple(behind.get(key, replace(hit, score=hits[0].score)) for key, hit in merged.items())
