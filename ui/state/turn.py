"""One question and what became of it, as the page knows it; advanced by the pipeline's events."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from answer.events import Dropped, Event, Finished, Passed, Quoted, Searching, Surveyed, Waiting
from answer.history.conversations import Exchange
from core.records import Answer, Cell, Filters, Rejected, Scope, Sentence, Source


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with the state of its answer.

    ``number`` counts from 1 within the conversation. ``asked`` are the filters that the person set,
    ``filters`` those in force once the question is understood. ``sources`` are in marker order.
    ``waiting`` is its number in the line for the language model, 0 while it does not wait.
    """

    number: int
    question: str
    asked: Filters = field(default_factory=Filters)
    infer: bool = True
    filters: Filters = field(default_factory=Filters)
    scope: Scope | None = None
    quotes: tuple[Sentence, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    sources: tuple[Source, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    cells: tuple[Cell, ...] = ()
    answer: Answer | None = None
    error: str = ""
    stopped: bool = False
    waiting: int = 0

    @property
    def working(self) -> bool:
        """True until there is a whole answer, an error, or a stop."""
        return self.answer is None and not self.error and not self.stopped


def advance(turn: Turn, event: Event) -> Turn:
    """The turn after one more event."""
    turn = replace(turn, waiting=event.number if isinstance(event, Waiting) else 0)
    match event:
        case Waiting():
            return turn
        case Searching(scope, filters):
            return replace(turn, scope=scope, filters=filters)
        case Quoted(sentences, sources):
            return replace(turn, quotes=sentences, sources=_merged(turn.sources, sources))
        case Passed(sentence, sources):
            return replace(
                turn,
                sentences=(*turn.sentences, sentence),
                sources=_merged(turn.sources, sources),
            )
        case Dropped(rejected):
            return replace(turn, rejected=(*turn.rejected, rejected))
        case Surveyed(cell, sources):
            return replace(turn, cells=(*turn.cells, cell), sources=_merged(turn.sources, sources))
        case Finished(answer):
            # What was shown while searching is no answer once it is known that there is none.
            quotes = answer.quotes or (turn.quotes if answer.status == "answered" else ())
            kept = answer.sources
            if answer.status == "answered":
                cited = {c.paragraph_id for s in (*answer.sentences, *quotes) for c in s.citations}
                kept = _merged((s for s in turn.sources if s.paragraph_id in cited), answer.sources)
            return replace(
                turn,
                filters=answer.filters,
                scope=answer.scope,
                quotes=quotes,
                sentences=answer.sentences,
                sources=kept,
                rejected=answer.rejected,
                cells=answer.cells,
                answer=answer,
                stopped=answer.stopped,
            )


def restored(exchange: Exchange) -> Turn:
    """The turn of a kept exchange, as it stood when it was finished."""
    turn = Turn(exchange.number, exchange.question, asked=exchange.asked, infer=exchange.infer)
    return advance(turn, Finished(exchange.answer))


def asked_questions(turns: Iterable[Turn]) -> tuple[str, ...]:
    """The questions that were gone through, each as it stands by itself, the latest last."""
    return tuple(turn.answer.asked_as or turn.question for turn in turns if turn.answer is not None)


def silent_questions(turns: Iterable[Turn]) -> frozenset[str]:
    """Those of the `asked_questions` that the statements don't address."""
    silent = (turn for turn in turns if turn.answer is not None and turn.answer.status == "not_addressed")
    return frozenset(asked_questions(silent))


def markers(turns: Iterable[Turn]) -> dict[str, int]:
    """Paragraph id → the marker it has in this conversation; the first one given stays."""
    given: dict[str, int] = {}
    for turn in turns:
        for source in turn.sources:
            if source.marker > 0:
                given.setdefault(source.paragraph_id, source.marker)
    return given


def _merged(old: Iterable[Source], new: Iterable[Source]) -> tuple[Source, ...]:
    sources = {source.paragraph_id: source for source in (*old, *new)}
    return tuple(sorted(sources.values(), key=lambda source: source.marker))
