"""A list of expected questions, each answered by itself and checked as every answer is."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from answer.events import Finished
from answer.pipeline import Pipeline
from answer.question.understand import check_length
from core.errors import UsageError
from core.japanese import is_japanese
from core.records import Filters, Source
from desk.records import QuestionList

MOST_QUESTIONS = 200


def answered(
    questions: Sequence[str],
    filters: Filters,
    pipeline: Pipeline,
    *,
    stop: threading.Event | None = None,
) -> Iterator[QuestionList]:
    """The list as it grows, question by question; the last one is whole, or stopped. An answer that was cut
    short is left out. Raises UsageError before any is answered, for a question that cannot be read, for none
    and for too many."""
    stop = stop or threading.Event()
    asked = tuple(dict.fromkeys(check_length(question) for question in questions))
    if not asked:
        raise UsageError("There is no question in the list; write one a line.")
    if len(asked) > MOST_QUESTIONS:
        raise UsageError(
            f"The list has {len(asked):,} questions and at most {MOST_QUESTIONS} are answered; split it."
        )
    japanese = sum(map(is_japanese, asked)) * 2 > len(asked)
    made = QuestionList(asked, filters, "ja" if japanese else "en")
    yield made
    sources: dict[str, Source] = {}
    for question in asked:
        markers = {source.paragraph_id: source.marker for source in sources.values()}
        events = pipeline.ask(question, filters=filters, stop=stop, markers=markers)
        answer = next(event.answer for event in events if isinstance(event, Finished))
        if answer.stopped:
            break
        for source in answer.sources:
            sources.setdefault(source.paragraph_id, source)
        numbered = sorted(sources.values(), key=lambda source: source.marker)
        made = replace(made, answers=(*made.answers, answer), sources=tuple(numbered))
        yield made
    yield replace(made, stopped=len(made.answers) < len(asked))
