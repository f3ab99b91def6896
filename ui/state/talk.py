"""The conversation of one browser session: a question in, states of the page out."""

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from answer.events import Surveyed
from answer.history.conversations import Exchange
from core.records import Filters, Source
from ui.state.boundary import boundary
from ui.state.card import Card, compose
from ui.state.known import Known
from ui.state.protocol import Asker
from ui.state.stopping import stoppable
from ui.state.turn import Turn, advance, asked_questions, markers, restored, silent_questions
from ui.texts import texts_in

_PACE_S = 0.3  # between two states of a table: a list of all delegations has hundreds of cells


@dataclass(frozen=True, slots=True, eq=False)
class Talk:
    """The turns so far, oldest first, with the cards (by paragraph id) and delegation names (by code)
    that showing them takes, in the page's ``language``. ``id`` is the conversation's where it is kept, ""
    before. Compared by identity, which is also what Gradio hashes a session's state by."""

    turns: tuple[Turn, ...] = ()
    cards: Mapping[str, Card] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    id: str = ""
    language: str = "en"

    @property
    def known(self) -> Known:
        """What showing the turns takes beside them."""
        return Known(texts_in(self.language), self.cards, self.names)

    def turn(self, number: int) -> Turn | None:
        """The turn with that number, if there is one."""
        return next((turn for turn in self.turns if turn.number == number), None)

    def without(self, turn: Turn) -> "Talk":
        """The conversation with one turn taken out."""
        return replace(self, turns=tuple(other for other in self.turns if other is not turn))


def converse(
    session: Asker,
    talk: Talk,
    question: str,
    stop: threading.Event,
    *,
    filters: Filters,
    infer: bool,
    owner: str = "",
    after: int | None = None,
) -> Iterator[Talk]:
    """The conversation after each step of answering ``question``; the last one is complete, and kept
    under the name of ``owner``. A question that leans on others leans on those up to the turn numbered
    ``after``, or on all.

    An error ends the turn with its sentence. Once ``stop`` is set the turn ends within a second, with
    what had passed.
    """
    number = talk.turns[-1].number + 1 if talk.turns else 1
    turn = Turn(number, question, asked=filters, filters=filters, infer=infer)
    before, given = talk.turns, markers(talk.turns)
    yield (talk := replace(talk, turns=(*before, turn)))
    with boundary("answering a question") as caught:
        leant_on = [t for t in before if after is None or t.number <= after]
        events = session.ask(
            question,
            filters=filters,
            infer=infer,
            stop=stop,
            markers=given,
            history=asked_questions(leant_on),
            silent=silent_questions(leant_on),
        )
        shown = 0.0
        for event in stoppable(events, stop):
            turn = advance(turn, event)
            if isinstance(event, Surveyed) and time.monotonic() - shown < _PACE_S:
                continue
            talk = _informed(session, replace(talk, turns=(*before, turn)), turn)
            if turn.working:
                yield talk
                shown = time.monotonic()
    if caught.sentence:
        turn = replace(turn, error=caught.sentence)
    elif turn.working:
        # The pipeline was abandoned on Stop, or ended without an answer, which is its own mistake.
        turn = replace(turn, stopped=True)
        with boundary("reading the sources"):
            talk = _informed(session, talk, turn)
    yield _kept(session, replace(talk, turns=(*before, turn)), turn, owner)


def reopened(session: Asker, conversation: str, owner: str, language: str = "en") -> Talk:
    """A kept conversation, with its answers and citations as they were shown. Raises UsageError when it
    is not there."""
    talk = Talk(id=conversation, language=language)
    for exchange in session.conversations.load(conversation, owner):
        turn = restored(exchange)
        talk = _informed(session, replace(talk, turns=(*talk.turns, turn)), turn)
    return talk


def _kept(session: Asker, talk: Talk, turn: Turn, owner: str) -> Talk:
    """The conversation, with its last turn kept when it has an answer. A disk that refuses costs the
    keeping and not the answer."""
    if turn.answer is None:
        return talk
    exchange = Exchange(turn.number, turn.question, turn.asked, turn.infer, turn.answer)
    with boundary("keeping a conversation"):
        return replace(talk, id=session.conversations.save(talk.id, exchange, owner))
    return talk


def _informed(session: Asker, talk: Talk, turn: Turn) -> Talk:
    """The conversation with the cards and names that ``turn`` needs and that are not known yet."""
    beside: tuple[Source, ...] = (*turn.answer.nearest, *turn.answer.elsewhere) if turn.answer else ()
    cards = {
        source.paragraph_id: compose(session, source, language=talk.language)
        for source in (*turn.sources, *beside)
        if source.paragraph_id not in talk.cards
    }
    spoken = {
        *turn.filters.delegations,
        *(cell.delegation for cell in turn.cells),
        *(source.delegation for source in beside),
        *(code for source in turn.sources for code in source.parties),
    }
    names = {
        code: session.gazetteer.name(code, talk.language)
        for code in sorted(spoken)
        if code and code not in talk.names
    }
    if not cards and not names:
        return talk
    return replace(talk, cards={**talk.cards, **cards}, names={**talk.names, **names})


def dropped(filters: Filters, field_names: str, value: str) -> Filters:
    """``filters`` without one chip: ``field_names`` are "delegations", "since", "until", "forum",
    "speaker", "language", "roles", "statements" or "since until"; ``value`` is the delegation meant, "" for
    all of them. What remains counts as set by the person."""
    fields = field_names.split()
    return Filters(
        delegations=tuple(
            code for code in filters.delegations if not ("delegations" in fields and value in (code, ""))
        ),
        since="" if "since" in fields else filters.since,
        until="" if "until" in fields else filters.until,
        forum="" if "forum" in fields else filters.forum,
        speaker="" if "speaker" in fields else filters.speaker,
        language="" if "language" in fields else filters.language,
        roles=() if "roles" in fields else filters.roles,
        statements=() if "statements" in fields else filters.statements,
    )
