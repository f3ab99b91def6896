"""The page, wired with Gradio; the only module that imports it."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import fastapi
import gradio as gr

from core.errors import UsageError
from core.records import Filters, StatementSummary
from ui import render, theme
from ui.boundary import boundary
from ui.card import compose
from ui.dates import bound
from ui.protocol import Asker
from ui.running import Running
from ui.talk import Talk, converse, dropped

HITS = 20
CONCURRENT = 8

_SERIF = ("Iowan Old Style", "Palatino", "Georgia", "Noto Serif CJK JP", "serif")
_SANS = ("system-ui", "Segoe UI", "Helvetica Neue", "Noto Sans CJK JP", "Arial", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Consolas", "DejaVu Sans Mono", "monospace")
_TALK_JS = "rapporteur.talk(element, props, watch, server, (data) => trigger('act', data));"
_LIST_JS = "rapporteur.list(element, server);"

T = TypeVar("T")

# What Gradio passes to an event's outputs: one value or update per output, in their order.
Updates = tuple[Any, ...]
_SKIP = gr.skip()
_UNCHANGED: Updates = (_SKIP,) * 4


def build(session: Asker, *, title: str) -> gr.Blocks:
    """The page over ``session``. Nothing is read from it until a browser opens the page."""
    return _in_loop(lambda: _build(session, title))


def _build(session: Asker, title: str) -> gr.Blocks:
    running = Running()

    def open_statement(wanted: dict[str, str]) -> str:
        with boundary("opening a statement") as caught:
            statement = session.statement(str(wanted.get("statement", "")))
            name = session.delegation_name(statement.delegation) if statement.delegation else ""
            return render.statement(statement, str(wanted.get("paragraph", "")), delegation=name)
        return render.problem(caught.sentence)

    blocks = gr.Blocks(title=title, analytics_enabled=False, fill_width=True)
    with blocks:
        head = gr.HTML(elem_id="rp-head", apply_default_css=False, js_on_load=None)
        talk = gr.State(Talk())
        with gr.Tabs(elem_id="rp-tabs"):
            with gr.Tab("Ask", id="ask"):
                shown = gr.HTML(
                    value={"turns": [], "welcome": ""},
                    html_template='<div class="rp-talk"></div>',
                    js_on_load=_TALK_JS,
                    apply_default_css=False,
                    elem_id="rp-talk",
                    server_functions=[open_statement],
                )
                with gr.Column(elem_id="rp-composer"):
                    with gr.Row(elem_id="rp-ask-row"):
                        box = gr.Textbox(
                            lines=1,
                            max_lines=6,
                            show_label=False,
                            label="Question",
                            placeholder="Ask about the statements…",
                            container=False,
                            scale=1,
                            elem_id="rp-question",
                            autofocus=True,
                        )
                        stop = gr.Button("Stop", interactive=False, scale=0, min_width=72, elem_id="rp-stop")
                        send = gr.Button("Ask", variant="primary", scale=0, min_width=72, elem_id="rp-ask")
                    with gr.Row(elem_id="rp-under"):
                        with gr.Accordion("Filters", open=False, elem_id="rp-filters"), gr.Row():
                            limits = _limits()
                        fresh = gr.Button("New conversation", scale=0, size="sm", elem_id="rp-new")
            with gr.Tab("Search", id="search"):
                with gr.Row(elem_classes="rp-bar"):
                    query = gr.Textbox(
                        label="Words or a question",
                        show_label=False,
                        placeholder="Words or a question; paragraphs come back as they stand",
                        container=False,
                        scale=1,
                        elem_id="rp-query",
                    )
                    find = gr.Button("Search", variant="primary", scale=0, min_width=90, elem_id="rp-find")
                with gr.Accordion("Filters", open=False, elem_id="rp-search-filters"), gr.Row():
                    search_limits = _limits()
                results = gr.HTML(
                    elem_id="rp-results",
                    apply_default_css=False,
                    js_on_load=_LIST_JS,
                    server_functions=[open_statement],
                )
            with gr.Tab("Library", id="library"):
                narrow = gr.Textbox(
                    label="Narrow the list",
                    show_label=False,
                    placeholder="Narrow by delegation, title, speaker, forum or date",
                    container=False,
                    elem_id="rp-narrow",
                )
                listed = gr.HTML(
                    elem_id="rp-library",
                    apply_default_css=False,
                    js_on_load=_LIST_JS,
                    server_functions=[open_statement],
                )

        asking = [shown, talk, box, send, stop]

        def answer(now: Talk, question: str, filters: Filters, infer: bool, who: str) -> Iterator[Updates]:
            switch = running.start(who)
            if switch is None:
                yield (_SKIP,) * 5
                return
            try:
                steps = converse(session, now, question, switch, filters=filters, infer=infer)
                for step in steps:
                    if not running.holds(who, switch):
                        # A new conversation was begun; this one must not come back over it.
                        yield (_SKIP,) * 5
                        return
                    busy = step.turns[-1].working
                    yield (
                        _page(step),
                        step,
                        _SKIP,
                        gr.update(interactive=not busy),
                        gr.update(interactive=busy),
                    )
            finally:
                running.end(who, switch)

        def ask(
            now: Talk,
            question: str,
            delegations: list[str],
            since: str,
            until: str,
            forum: str | None,
            request: gr.Request,
        ) -> Iterator[Updates]:
            with boundary("reading the filters") as caught:
                filters = _filters(delegations, since, until, forum)
            if caught.sentence:
                gr.Warning(caught.sentence)
                yield (_SKIP,) * 5
                return
            # The box is emptied at once, before the first event, and never touched again: the next
            # question may be typed while this one is answered.
            emptied = False
            for updates in answer(now, question, filters, True, _who(request)):
                yield updates if emptied or updates[0] is _SKIP else (*updates[:2], "", *updates[3:])
                emptied = True

        def act(now: Talk, data: gr.EventData, request: gr.Request) -> Iterator[Updates]:
            again = _again(now, data._data if isinstance(data._data, dict) else {})
            if again is None:
                yield (_SKIP,) * 9
                return
            controls = again.controls
            for updates in answer(again.talk, again.question, again.filters, again.infer, _who(request)):
                yield (*updates, *controls)
                controls = _UNCHANGED

        def halt(request: gr.Request) -> None:
            running.stop(_who(request))

        def restart(request: gr.Request) -> Updates:
            running.forget(_who(request))
            shown_now = {"turns": [], "welcome": _welcome(session)}
            return shown_now, Talk(), _SKIP, gr.update(interactive=True), gr.update(interactive=False)

        def search(
            text: str,
            delegations: list[str],
            since: str,
            until: str,
            forum: str | None,
        ) -> str:
            with boundary("searching") as caught:
                if not text.strip():
                    raise UsageError("There is nothing to search for; type a few words.")
                found = session.search(text, _filters(delegations, since, until, forum), HITS)
                cards = {
                    hit.source.paragraph_id: compose(session, hit.source, hit.duplicates)
                    for hit in found.hits
                }
                return render.hits(found.hits, cards, sum(found.timings_ms.values()))
            return render.problem(caught.sentence)

        def list_library(text: str) -> str:
            with boundary("listing the library") as caught:
                rows = session.statements()
                names = _names(session, rows)
                return render.library(_narrowed(rows, names, text), names)
            return render.problem(caught.sentence)

        def load() -> Updates:
            welcome = {"turns": [], "welcome": _welcome(session)}
            with boundary("opening the page") as caught:
                rows = session.statements()
                names = _names(session, rows)
                choices = sorted((name, code) for code, name in names.items())
                forums = sorted({row.forum for row in rows if row.forum})
                top = render.header(title, session.scope(Filters()), session.model_name, session.notices)
                picks = (gr.update(choices=choices), gr.update(choices=[("any", ""), *_pairs(forums)]))
                return top, welcome, *picks, *picks, render.library(_narrowed(rows, names, ""), names)
            return render.problem(caught.sentence), welcome, *((_SKIP,) * 5)

        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        at_once: dict[str, Any] = {**quiet, "queue": False}
        asked = [talk, box, *limits]
        gr.on([box.submit, send.click], ask, asked, asking, trigger_mode="once", **quiet)
        shown.act(act, [talk], [*asking, *limits], trigger_mode="once", **quiet)
        stop.click(halt, None, None, **at_once)
        fresh.click(restart, None, asking, **quiet)
        gr.on([query.submit, find.click], search, [query, *search_limits], results, **quiet)
        narrow.change(list_library, narrow, listed, trigger_mode="always_last", **quiet)
        picks = [limits[0], limits[3], search_limits[0], search_limits[3]]
        blocks.load(load, None, [head, shown, *picks, listed], **quiet)
        blocks.unload(halt)
    blocks.queue(default_concurrency_limit=CONCURRENT)
    return blocks


def mount(
    blocks: gr.Blocks, app: fastapi.FastAPI, host: str, port: int, auth: Sequence[tuple[str, str]]
) -> fastapi.FastAPI:
    """Put the page at ``/`` of ``app``, with nothing of Gradio's that talks to anybody else."""
    _in_loop(lambda: _mount(blocks, app, host, port, auth))
    return app


def _mount(
    blocks: gr.Blocks, app: fastapi.FastAPI, host: str, port: int, auth: Sequence[tuple[str, str]]
) -> None:
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        server_name=host,
        server_port=port,
        auth=list(auth) or None,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        app_kwargs={"openapi_url": None},
        show_error=False,
        max_file_size="64mb",
        theme=gr.themes.Base(
            primary_hue="slate", neutral_hue="stone", font=_SANS, font_mono=_MONO, radius_size="sm"
        ),
        head=theme.head(),
    )
    # The configuration is taken before the theme and head are known; the page is served from it.
    blocks.config = blocks.get_config_file()


def _in_loop(work: Callable[[], T]) -> T:
    """``work`` done with an event loop running: where none is, Gradio makes several and closes none."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:

        async def inside() -> T:
            return work()

        return asyncio.run(inside())
    return work()


def _limits() -> list[Any]:
    return [
        gr.Dropdown([], label="Delegation", multiselect=True, min_width=200, scale=2),
        gr.Textbox(label="Since", placeholder="2020-12-01 or 2020", min_width=120, max_lines=1),
        gr.Textbox(label="Until", placeholder="2021", min_width=120, max_lines=1),
        gr.Dropdown([("any", "")], value="", label="Forum", min_width=160),
    ]


def _filters(delegations: Sequence[str] | None, since: str, until: str, forum: str | None) -> Filters:
    first, last = bound(since or "", last=False), bound(until or "", last=True)
    if first and last and first > last:
        raise UsageError(f"Nothing lies between {first} and {last}; swap the two dates.")
    return Filters(tuple(delegations or ()), first, last, forum or "")


@dataclass(frozen=True, slots=True)
class _Again:
    """What a click in the conversation asks for; ``controls`` are updates for the four filters."""

    talk: Talk
    question: str
    filters: Filters = field(default_factory=Filters)
    infer: bool = True
    controls: Updates = _UNCHANGED


def _again(now: Talk, wanted: dict[str, Any]) -> _Again | None:
    """None when the click makes no sense (any more): a turn that is gone or still being answered."""
    do = wanted.get("do")
    if do == "example":
        return _Again(now, str(wanted.get("text", "")))
    number = str(wanted.get("turn", ""))
    turn = now.turn(int(number)) if number.isdecimal() else None
    if turn is None or turn.working:
        return None
    if do == "drop":
        field, value = str(wanted.get("field", "")), str(wanted.get("value", ""))
        remaining = dropped(turn.filters, field, value)
        # The controls follow, or a filter taken off here would come back with the next question.
        return _Again(now, turn.question, remaining, False, _controls(dropped(turn.asked, field, value)))
    if do == "widen":
        return _Again(now, turn.question, Filters(), False, _controls(Filters()))
    if do == "retry":
        return _Again(now.without(turn), turn.question, turn.asked, turn.infer)
    return None


def _controls(filters: Filters) -> Updates:
    return list(filters.delegations), filters.since, filters.until, filters.forum


def _who(request: gr.Request) -> str:
    return str(request.session_hash)


def _page(talk: Talk) -> dict[str, object]:
    return {"turns": render.conversation(talk.turns, talk.cards, talk.names), "welcome": ""}


def _welcome(session: Asker) -> str:
    with boundary("opening the page") as caught:
        return render.welcome(session.scope(Filters()), session.examples)
    return render.problem(caught.sentence)


def _names(session: Asker, rows: Sequence[StatementSummary]) -> dict[str, str]:
    codes = {row.delegation for row in rows if row.delegation}
    return {code: session.delegation_name(code) for code in sorted(codes)}


def _narrowed(rows: Sequence[StatementSummary], names: dict[str, str], text: str) -> list[StatementSummary]:
    words = text.casefold().split()

    def matches(row: StatementSummary) -> bool:
        name = names.get(row.delegation, "")
        fields = (name, row.delegation, row.title, row.speaker, row.forum, row.date, row.origin)
        hay = "\n".join(fields).casefold()
        return all(word in hay for word in words)

    return sorted(filter(matches, rows), key=lambda row: (row.date, row.title), reverse=True)


def _pairs(values: Sequence[str]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]
