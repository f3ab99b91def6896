"""What a person does with their watches on the page: keep an answer, look at them, take one off."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.errors import UsageError
from desk.records import Brief
from desk.watch.records import Looked, Watch
from ui.state.boundary import boundary
from ui.state.protocol import Asker
from ui.state.stopping import stoppable
from ui.texts import Texts

Wanted = Mapping[str, object]
"""What the script sends; the browser is not to be trusted with its shape."""


@dataclass(frozen=True, slots=True)
class Looking:
    """Watches while they are looked at: ``done`` of ``total``, ``last`` the question that was looked at.
    ``changed`` counts those of the person's own that changed; ``error`` ended it."""

    total: int
    done: int = 0
    last: str = ""
    changed: int = 0
    working: bool = True
    stopped: bool = False
    error: str = ""


def acted(session: Asker, wanted: Wanted, owner: str, texts: Texts, made: Brief | None = None) -> str:
    """Do what the script asks for with the watches of ``owner``; what the reader is told. ``made`` is the
    brief that the Desk shows. Raises RapporteurError for what is not there."""
    which = str(wanted.get("id", ""))
    match wanted.get("do"):
        case "add":
            return _added(session, wanted, owner, texts)
        case "brief":
            if made is None:
                raise UsageError(texts("watch.no_brief"))
            session.keep_brief_watched(made, owner=owner)
            return texts("watch.added")
        case "read":
            session.watches.read(which, owner)
        case "remove":
            session.watches.remove(which, owner)
            return texts("note.removed")
    return ""


def chosen_by(session: Asker, wanted: Wanted, owner: str) -> tuple[Watch, ...]:
    """The watches that are to be looked at: one, or all of the owner's."""
    if which := str(wanted.get("id", "")):
        return (session.watches.load(which, owner),)
    return session.watches.all(owner)


def after_adding(session: Asker, owner: str) -> tuple[Watch, ...]:
    """Everybody's watches, once something was added: the owner's own first."""
    return tuple(sorted(session.watches.all(None), key=lambda watch: watch.owner != owner))


def looked(
    session: Asker,
    chosen: Sequence[Watch],
    owner: str,
    stop: threading.Event,
    *,
    again: bool = False,
    language: str = "en",
) -> Iterator[Looking]:
    """How far it is after each watch; the last one is complete. What another watches is not told."""
    state = Looking(len(chosen), last=_shown(chosen[0], owner) if chosen else "")
    yield state
    with boundary("looking at watches", language) as caught:
        for step in stoppable(session.watched(chosen, stop, again=again), stop):
            state = replace(
                state,
                done=step.done,
                last=_shown(chosen[step.done], owner) if step.done < len(chosen) else "",
                changed=state.changed + _is_own_change(step, owner),
            )
            yield state
    over = state.done == state.total
    yield replace(state, working=False, stopped=not over and not caught.sentence, error=caught.sentence)


def _is_own_change(step: Looked, owner: str) -> bool:
    return step.outcome == "changed" and step.watch.owner == owner


def _shown(watch: Watch, owner: str) -> str:
    return watch.question if watch.owner == owner else ""


def _added(session: Asker, wanted: Wanted, owner: str, texts: Texts) -> str:
    """Keep the question of a conversation's turn with the answer that it got there."""
    exchanges = session.conversations.load(str(wanted.get("conversation", "")), owner)
    number = str(wanted.get("turn", ""))
    exchange = next((one for one in exchanges if str(one.number) == number), None)
    if exchange is None:
        raise UsageError(texts("watch.no_turn"))
    session.keep_watched(exchange.answer, exchange.asked, infer=exchange.infer, owner=owner)
    return texts("watch.added")
