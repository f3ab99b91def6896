"""The Ask tab: the conversation, the question box, the filters."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import gradio as gr

from core.records import Filters
from ui.export.files import exported
from ui.render import answer as render_answer
from ui.render import page as render_page
from ui.render.html import problem
from ui.state.boundary import boundary
from ui.state.desk.dossiers import belongs, is_within, narrowed
from ui.state.protocol import Asker
from ui.state.running import Running
from ui.state.talk import Talk, converse, dropped, reopened
from ui.tabs.wiring import AT_ONCE, QUIET, SKIP, Fixed, ServerFunctions, Updates, limits, owner, texts_of, who
from ui.tabs.wiring import filters as limited
from ui.texts import Texts

_JS = """rapporteur.talk(element, props, watch, server, {
  act: (data) => trigger('act', data), changed: () => trigger('changed') });"""
_UNCHANGED: Updates = (SKIP,) * 7  # the filters and the dossier
_KEPT = ("reopen", "forget", "export")


@dataclass(frozen=True, slots=True)
class AskTab:
    """``shown`` is the conversation; its event ``changed`` says that the library was changed from a
    dialog. ``talk`` is the conversation's state, ``controls`` the filters."""

    shown: Any
    talk: Any
    controls: list[Any]


def build(
    session: Asker, running: Running, readers: ServerFunctions, dossier: Any, blocks: gr.Blocks, fixed: Fixed
) -> AskTab:
    """Put the tab where the caller stands; ``dossier`` holds the one that is chosen."""
    talk = gr.State(Talk())
    shown = gr.HTML(
        value={"turns": [], "welcome": ""},
        html_template='<div class="rp-talk"></div>',
        js_on_load=_JS,
        apply_default_css=False,
        elem_id="rp-talk",
        server_functions=list(readers),
    )
    with gr.Column(elem_id="rp-composer"):
        with gr.Row(elem_id="rp-ask-row"):
            box = gr.Textbox(
                lines=1,
                max_lines=6,
                show_label=False,
                label=fixed("question"),
                placeholder=fixed("question_hint"),
                container=False,
                scale=1,
                elem_id="rp-question",
                autofocus=True,
            )
            stop = gr.Button(fixed("stop"), interactive=False, scale=0, min_width=72, elem_id="rp-stop")
            send = gr.Button(fixed("ask"), variant="primary", scale=0, min_width=72, elem_id="rp-ask")
        with gr.Row(elem_id="rp-under"):
            with gr.Accordion(fixed("filters"), open=False, elem_id="rp-filters"), gr.Row():
                controls = limits(fixed)
            fresh = gr.Button(fixed("new"), scale=0, size="sm", elem_id="rp-new")

    asking = [shown, talk, box, send, stop]

    def answer(
        now: Talk,
        question: str,
        filters: Filters,
        infer: bool,
        chosen: str,
        request: gr.Request,
        after: int | None = None,
    ) -> Iterator[Updates]:
        person = who(request)
        switch = running.start(person)
        if switch is None:
            yield (SKIP,) * 5
            return
        try:
            steps = converse(
                session,
                _in_language(now, request),
                question,
                switch,
                filters=filters,
                infer=infer,
                owner=owner(request),
                after=after,
            )
            for step in steps:
                if not running.holds(person, switch):
                    # A new conversation was begun; this one must not come back over it.
                    yield (SKIP,) * 5
                    return
                busy = step.turns[-1].working
                yield (
                    _page(step),
                    step,
                    SKIP,
                    gr.update(interactive=not busy),
                    gr.update(interactive=busy),
                )
                if not busy:
                    belongs(session, chosen, "conversation", step.id, owner(request))
        finally:
            running.end(person, switch)

    def ask(
        now: Talk, question: str, chosen: str | None, request: gr.Request, *controlled: Any
    ) -> Iterator[Updates]:
        texts = texts_of(request)
        with boundary("reading the filters", texts.language) as caught:
            filters = narrowed(session, chosen or "", limited(texts, *controlled), owner(request))
        if caught.sentence:
            gr.Warning(caught.sentence)
            yield (SKIP,) * 5
            return
        # The box is emptied at once, before the first event, and never touched again: the next
        # question may be typed while this one is answered.
        emptied = False
        for updates in answer(now, question, filters, True, chosen or "", request):
            yield updates if emptied or updates[0] is SKIP else (*updates[:2], "", *updates[3:])
            emptied = True

    def act(now: Talk, chosen: str | None, data: gr.EventData, request: gr.Request) -> Iterator[Updates]:
        wanted = data._data if isinstance(data._data, dict) else {}
        if wanted.get("do") == "new":
            yield (*restart(request), *_UNCHANGED)
            return
        if wanted.get("do") in _KEPT:
            yield (*kept(now, wanted, request), *_UNCHANGED)
            return
        again, chosen = _again(now, wanted), chosen or ""
        filters = again.filters if again is not None else Filters()
        with boundary("reading the dossier", texts_of(request).language) as caught:
            if again is not None and again.anew:
                filters = narrowed(session, chosen, filters, owner(request))
        if caught.sentence:
            gr.Warning(caught.sentence)
        if again is None or caught.sentence:
            yield (*((SKIP,) * 5), *_UNCHANGED)
            return
        set_to = _UNCHANGED
        remaining = filters if again.after is not None else again.controls
        if remaining is not None:
            leaves = chosen and not is_within(session, chosen, remaining, owner(request))
            if leaves:
                # What was taken off belongs to the dossier, which is left as a whole.
                chosen, filters = "", replace(filters, statements=())
            if leaves or again.controls is not None:
                set_to = (*_controls(remaining), chosen)
        for updates in answer(
            again.talk, again.question, filters, again.infer, chosen, request, after=again.after
        ):
            yield (*updates, *set_to)
            set_to = _UNCHANGED

    def kept(now: Talk, wanted: dict[str, Any], request: gr.Request) -> Updates:
        """Open, export or delete a kept conversation. What is opened takes the place of what is being
        asked."""
        opening, unchanged = wanted.get("do") == "reopen", (SKIP,) * 5
        if running.busy(who(request)) and not opening:
            return unchanged
        texts = texts_of(request)
        with boundary("opening a conversation", texts.language) as caught:
            match wanted.get("do"):
                case "reopen":
                    talk = reopened(session, str(wanted.get("id", "")), owner(request), texts.language)
                    running.forget(who(request))
                    return _page(talk), talk, SKIP, *_idle()
                case "forget":
                    session.conversations.delete(str(wanted.get("id", "")), owner(request))
                case _:
                    file = exported(now, str(wanted.get("as", "")), _number(wanted.get("turn")))
                    return ({**_page(now), "file": file}, *unchanged[1:])
        if caught.sentence:
            gr.Warning(caught.sentence)
        if now.turns and not opening:
            return unchanged
        # With what was not there, so that the address does not go on saying it.
        stays = _page(now) if now.turns else welcome(session, texts, owner(request))
        return ({**stays, "gone": secrets.token_hex(4)}, *unchanged[1:])

    def halt(request: gr.Request) -> None:
        running.stop(who(request))

    def restart(request: gr.Request) -> Updates:
        running.forget(who(request))
        first = welcome(session, texts_of(request), owner(request))
        return first, Talk(), SKIP, *_idle()

    asked = [talk, box, dossier, *controls]
    gr.on([box.submit, send.click], ask, asked, asking, trigger_mode="once", **QUIET)
    shown.act(act, [talk, dossier], [*asking, *controls, dossier], trigger_mode="once", **QUIET)
    stop.click(halt, None, None, **AT_ONCE)
    fresh.click(restart, None, asking, **QUIET)
    blocks.unload(halt)
    return AskTab(shown, talk, controls)


def _idle() -> Updates:
    """The Ask and Stop buttons while nothing is being asked."""
    return gr.update(interactive=True), gr.update(interactive=False)


def _in_language(now: Talk, request: gr.Request) -> Talk:
    """The conversation in the browser's language, which a new one takes."""
    return now if now.turns else replace(now, language=texts_of(request).language)


def welcome(session: Asker, texts: Texts, person: str = "") -> dict[str, object]:
    """The conversation before its first question, with the person's earlier ones."""
    with boundary("opening the page", texts.language) as caught:
        earlier = session.conversations.summaries(person)
        first = render_page.welcome(
            session.library.scope(Filters()), session.examples(texts.language), earlier, texts
        )
        return {"turns": [], "welcome": first}
    return {"turns": [], "welcome": problem(caught.sentence)}


@dataclass(frozen=True, slots=True)
class _Again:
    """What a click in the conversation asks for; ``controls`` is what the filters are to say from then on,
    None where they stay. ``after`` is the turn that the question leans on, and ``anew`` says that it leans on
    none: it is asked within the dossier that is chosen."""

    talk: Talk
    question: str
    filters: Filters = field(default_factory=Filters)
    infer: bool = True
    controls: Filters | None = None
    after: int | None = None
    anew: bool = False


def _again(now: Talk, wanted: dict[str, Any]) -> _Again | None:
    """None when the click makes no sense (any more): a turn that is gone or still being answered."""
    do = wanted.get("do")
    if do == "example":
        return _Again(now, str(wanted.get("text", "")), anew=True)
    number = _number(wanted.get("turn"))
    turn = now.turn(number) if number is not None else None
    if turn is None or turn.working:
        return None
    if do == "drop":
        field, value = str(wanted.get("field", "")), str(wanted.get("value", ""))
        remaining = dropped(turn.filters, field, value)
        # The controls follow, or a filter taken off here would come back with the next question.
        return _Again(now, turn.question, remaining, False, dropped(turn.asked, field, value))
    if do == "widen":
        return _Again(now, turn.question, Filters(), False, Filters())
    if do == "elsewhere":
        text = str(wanted.get("text", ""))
        remaining = dropped(turn.asked, str(wanted.get("field", "")), "")
        return _Again(now, text, remaining, after=turn.number) if text else None
    if do == "retry":
        return _Again(now.without(turn), turn.question, turn.asked, turn.infer)
    return None


def _number(value: object) -> int | None:
    """The number of a turn as the browser sends it."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() else None


def _controls(filters: Filters) -> Updates:
    dated = (filters.since, filters.until)
    return list(filters.delegations), *dated, filters.forum, filters.speaker, filters.language


def _page(talk: Talk) -> dict[str, object]:
    return {"id": talk.id, "turns": render_answer.conversation(talk.turns, talk.known), "welcome": ""}
