"""The questions in a text, each standing by itself and understood: by rules; where those leave a question
that leans on the conversation as it is, by the language model; and where they leave open who is meant, by
what the statements say of a name."""

import threading
from collections.abc import Collection, Generator, Sequence
from contextlib import suppress
from dataclasses import replace

from answer.events import Waiting
from answer.line import Place
from answer.question.kind import asks_for_others
from answer.question.talk.follow_up import completed, is_why, leans
from answer.question.talk.several import questions
from answer.question.understand import Holdings, Question, asked_delegations, understand
from answer.tasks.described import described
from answer.tasks.toolbox import Toolbox
from answer.writing.rewrite import rewrite
from core.errors import LLMError
from core.records import Filters

_ONE_SPEAKER = frozenset(["", "quote", "digest", "over_time"])  # kinds that ask for one delegation's words


def understood(
    text: str,
    given: Filters,
    history: Sequence[str],
    tools: Toolbox,
    place: Place,
    stop: threading.Event,
    *,
    infer: bool,
    silent: Collection[str] = (),
) -> Generator[Waiting, None, list[Question]]:
    """The questions in ``text``. ``silent`` are those of the ``history`` that were not addressed: what they
    take for granted is not. ``place`` is where to wait for the language model."""
    before = list(history)
    asked = []
    for one in questions(text):
        whole = yield from _standing(one, before, tools, place, stop, silent)
        question = understand(whole, given, tools.gazetteer, holdings(tools), infer=infer)
        if infer and not question.filters.delegations and question.kind in _ONE_SPEAKER:
            codes = described(question.text, tools.retriever, tools.gazetteer)
            question = _asked_of(question, codes)
        if before and question.kind in ("list", "count", "who_else") and asks_for_others(one):
            known = asked_delegations(before[-1], tools.gazetteer)
            question = replace(question, besides=tuple(dict.fromkeys((*question.besides, *known))))
        if before and is_why(one) and before[-1] not in silent:
            question = replace(question, why_of=before[-1])
        asked.append(question)
        before.append(whole)
    return asked


def holdings(tools: Toolbox) -> Holdings:
    """What of the library bears on reading a question."""
    retriever = tools.retriever
    scope = retriever.scope()
    return Holdings(
        retriever.delegations(),
        scope.since[:4],
        scope.until[:4],
        forums=retriever.forums(),
        speakers=retriever.speakers(),
    )


def _standing(
    text: str,
    before: Sequence[str],
    tools: Toolbox,
    place: Place,
    stop: threading.Event,
    silent: Collection[str],
) -> Generator[Waiting, None, str]:
    """The question as one that stands by itself: by the rules, and by the model where it leans on the
    conversation in a way that the rules don't know."""
    whole = completed(text, before, tools.gazetteer, silent=silent)
    if before and tools.llm is not None and whole == text and leans(text, tools.gazetteer):
        with suppress(LLMError), place.turn() as turn:
            if (yield from turn.come(stop)):
                return rewrite(text, before, tools.llm, tools.gazetteer, stop) or whole
    return whole


def _asked_of(question: Question, codes: tuple[str, ...]) -> Question:
    if not codes:
        return question
    inferred = question.filters.inferred | {"delegation"}
    return replace(question, filters=replace(question.filters, delegations=codes, inferred=inferred))


def in_english(
    text: str, tools: Toolbox, place: Place, stop: threading.Event
) -> Generator[Waiting, None, str]:
    """A question in English by the language model; "" where none translates it."""
    if tools.translator is not None:
        with suppress(LLMError), place.turn() as turn:
            if (yield from turn.come(stop)):
                return tools.translator.question_to_english(text, stop)
    return ""
