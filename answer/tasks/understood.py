"""The questions in a text, each standing by itself and understood: by rules; where those leave a question
that leans on the conversation as it is, by the language model; and where they leave open who is meant, by
what the statements say of a name."""

import threading
from collections.abc import Collection, Generator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from answer.events import Waiting
from answer.line import Place
from answer.question.clauses import asks
from answer.question.kind import asks_for_others
from answer.question.matter import matter
from answer.question.talk.follow_up import completed, is_why, leans
from answer.question.talk.several import questions
from answer.question.understand import Holdings, Question, asked_delegations, understand
from answer.question.who.names import names_in
from answer.question.who.plain import named_plainly
from answer.question.who.whose_words import asked_mentions
from answer.tasks.described import described
from answer.tasks.toolbox import Toolbox
from answer.writing.rewrite import rewrite
from core.errors import LLMError
from core.records import Filters

_OF_SEVERAL = frozenset(["compare", "over_time", "list", "count", "who_else"])
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
        question = _understood(whole, given, tools, infer=infer)
        if before and question.kind in ("list", "count", "who_else") and asks_for_others(one):
            known = asked_delegations(before[-1], tools.gazetteer)
            question = replace(question, besides=tuple(dict.fromkeys((*question.besides, *known))))
        if before and is_why(one) and before[-1] not in silent:
            question = replace(question, why_of=before[-1])
        asked += _apart(question, given, tools, infer=infer)
        before.append(whole)
    return asked


def _understood(text: str, given: Filters, tools: Toolbox, *, infer: bool) -> Question:
    """The question, with who is asked about by the name that statements carry: what stands in a speech says
    "Uruguay", and neither "Mujica" nor "Montevideo"."""
    held = holdings(tools)
    question = understand(text, given, tools.gazetteer, held, infer=infer)
    names = names_in(text, tools.gazetteer, held.speakers, held.delegations)
    mentions = asked_mentions(text, tools.gazetteer, names=names, held=held.delegations)
    if infer and not question.filters.delegations and question.kind in _ONE_SPEAKER:
        mentions = described(text, tools.retriever, tools.gazetteer)
        question = _asked_of(question, tuple(dict.fromkeys(mention.code for mention in mentions)))
    theirs = [m for m in mentions if m.code in question.filters.delegations]
    question = replace(question, plain=named_plainly(text, theirs, tools.gazetteer))
    if question.language == "en" and question.kind in _OF_SEVERAL:
        own = Filters(question.filters.delegations)
        asks_all = question.kind not in ("compare", "over_time")
        about = matter(
            text, theirs, lambda word: asks_all or bool(tools.retriever.mentions(word, own).paragraphs)
        )
        question = replace(question, matter=about)
    return question


def _apart(question: Question, given: Filters, tools: Toolbox, *, infer: bool) -> list[Question]:
    """The questions that one question holds, each decided by itself. One that does not say whose words it
    means, or when, means those of the one before it, or of the whole."""
    pieces = asks(question.text)
    if question.kind or question.language != "en" or len(pieces) < 2:
        return [question]
    found: list[Question] = []
    for piece in pieces:
        alone = _understood(piece, given, tools, infer=infer)
        before = found[-1] if found else question
        whole = completed(piece, [before.text] if found else [], tools.gazetteer)
        one = _understood(whole, given, tools, infer=infer)
        if one.filters.delegations != (alone.filters.delegations or question.filters.delegations):
            before, one = question, alone  # the rules took another state for the one that is asked about
        found.append(replace(one, filters=_inherited(one.filters, before.filters)))
    return found if not any(one.kind for one in found) else [question]


def _inherited(filters: Filters, before: Filters) -> Filters:
    """The filters with whose words and when from those before, where they leave it open."""
    taken: dict[str, Any] = {}
    if not filters.delegations:
        taken |= {"delegations": before.delegations, "speaker": before.speaker}
    if not (filters.since or filters.until):
        taken |= {"since": before.since, "until": before.until}
    if not filters.forum:
        taken["forum"] = before.forum
    fields = {"delegation" if name == "delegations" else name for name, value in taken.items() if value}
    return replace(filters, **taken, inferred=filters.inferred | (before.inferred & fields))


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
