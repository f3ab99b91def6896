"""What of a library a question could be answered from, told without a language model or the cross-encoder."""

import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from answer.line import silently
from answer.pipeline import Pipeline
from answer.question.clauses import clauses
from answer.question.understand import Question, asked_delegations, who_can_answer
from answer.tasks.toolbox import Toolbox
from answer.tasks.understood import understood
from core.japanese import is_japanese
from core.records import Filters
from desk.tasks.others import WIDE
from desk.tasks.timeline import groups_of
from desk.watch.records import Kind

# As many as the cross-encoder reads: what the first stages of the search rank lower is no evidence.
_READ = 20


@dataclass(frozen=True, slots=True)
class Reach:
    """The statements that ``filters`` admit: any of them, or with a ``query`` those that have one of the
    ``nearest`` paragraphs of the search's first stages."""

    filters: Filters
    query: str = ""
    nearest: int = 0

    def admitted(self, tools: Toolbox) -> frozenset[str]:
        """The ids of all that the filters admit."""
        return frozenset(statement.id for statement in tools.retriever.statements(self.filters))

    def touched_by(self, new: Collection[str], tools: Toolbox) -> bool:
        """Whether one of the ``new`` statements, which the filters admit, could be read for an answer."""
        if not new or not self.query:
            return bool(new)
        hits = tools.retriever.search(self.query, self.filters, self.nearest, rerank=False).hits
        near = {source.statement_id for hit in hits for source in (hit.source, *hit.duplicates)}
        return not near.isdisjoint(new)


def reaches(
    kind: Kind, text: str, filters: Filters, pipeline: Pipeline, *, infer: bool, stop: threading.Event
) -> list[Reach]:
    """Where a question, or a brief on a topic, looks for what it says. Raises UsageError for one that cannot
    be read."""
    tools = pipeline.tools
    if kind == "brief":
        return list(_of_brief(text, filters, tools))
    asked = silently(understood(text, filters, (), tools, tools.line.place(paper=True), stop, infer=infer))
    return [_of_question(question) for question in asked]


def _of_question(question: Question) -> Reach:
    """A question that is put once, to one delegation or to all, is answered from the best paragraphs of one
    search; any other searches several times, or by a translation."""
    several = question.kind not in ("", "quote") or len(question.filters.delegations) > 1
    if several or question.language != "en" or len(clauses(question.text)) > 1:
        return Reach(question.filters)
    return Reach(question.filters, question.text, _READ)


def _of_brief(topic: str, filters: Filters, tools: Toolbox) -> Iterator[Reach]:
    """Every statement of the delegations and of their groups is read by itself; of the others those that one
    search finds."""
    codes = filters.delegations or asked_delegations(topic, tools.gazetteer)
    codes = who_can_answer(codes, tools.gazetteer, tools.retriever.delegations())
    groups = [group for code in codes for group in groups_of(code, tools)]
    if codes:
        yield Reach(replace(filters, delegations=(*codes, *groups)))
    everyone = replace(filters, delegations=())
    yield Reach(everyone) if is_japanese(topic) else Reach(everyone, topic, WIDE)
