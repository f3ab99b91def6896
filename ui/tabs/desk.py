"""The Desk tab: a brief, a comparison or a timeline on a topic, or a list of questions, shown as it grows."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from core.errors import UsageError
from core.records import Filters
from desk.records import Brief, Made, Order
from ui.export.desk import addresses, kept_as
from ui.render.desk.paper import paper
from ui.render.html import problem
from ui.state.boundary import boundary
from ui.state.desk.dossiers import belongs, narrowed
from ui.state.keeping import Keeping
from ui.state.protocol import Asker
from ui.state.running import Running
from ui.tabs.wiring import AT_ONCE, QUIET, SKIP, Fixed, Updates, filters, owner, texts_of, who
from ui.texts import Texts

_EVERY = 0.7  # seconds between two pictures of a paper that grows
Task = Callable[[str, Filters, str, bool, Texts, Any], Iterator[Made]]


def build(session: Asker, running: Running, dossier: Any, tab: Any, blocks: gr.Blocks, fixed: Fixed) -> Any:
    """Put the tab where the caller stands; ``dossier`` holds the one that is chosen. Returns what holds the
    brief that is shown, None while there is none."""
    topic = gr.Textbox(
        lines=2,
        max_lines=8,
        label=fixed("desk_topic"),
        placeholder=fixed("desk_topic_hint"),
        elem_id="rp-desk-topic",
    )
    with gr.Row():
        codes = gr.Dropdown(
            [], label=fixed("delegation"), multiselect=True, min_width=220, scale=2, elem_id="rp-desk-who"
        )
        since = gr.Textbox(label=fixed("since"), placeholder="2020-12-01", min_width=120, max_lines=1)
        until = gr.Textbox(label=fixed("until"), placeholder="2021", min_width=120, max_lines=1)
        marking = gr.Textbox(label=fixed("desk_marking"), min_width=120, max_lines=1)
        by_year = gr.Checkbox(label=fixed("desk_by_year"), min_width=160)
    with gr.Row(elem_classes="rp-bar"):
        brief = gr.Button(fixed("desk_brief"), variant="primary", min_width=90, elem_id="rp-desk-brief")
        comparison = gr.Button(fixed("desk_comparison"), min_width=90, elem_id="rp-desk-comparison")
        timeline = gr.Button(fixed("desk_timeline"), min_width=90, elem_id="rp-desk-timeline")
        qa = gr.Button(fixed("desk_qa"), min_width=90, elem_id="rp-desk-qa")
        stop = gr.Button(fixed("stop"), interactive=False, min_width=72, elem_id="rp-desk-stop")
        upload: Any = gr.UploadButton(
            fixed("desk_file"), type="filepath", scale=0, min_width=130, elem_id="rp-desk-file"
        )
    shown = gr.HTML(elem_id="rp-desk", apply_default_css=False, js_on_load=None)
    whole = gr.State(None)
    buttons = [brief, comparison, timeline, qa]

    def made(
        task: Task,
        request: gr.Request,
        text: str,
        who_says: list[str] | None,
        first: str,
        last: str,
        marked: str,
        years: bool,
        chosen: str | None,
    ) -> Iterator[Updates]:
        person, texts = who(request), texts_of(request)
        switch = running.start(person)
        if switch is None:
            yield (SKIP,) * 7
            return

        def name(code: str) -> str:
            return session.gazetteer.name(code, texts.language)

        try:
            with boundary("making a paper", texts.language) as caught:
                if not text.strip():
                    raise UsageError(texts("error.nothing_typed"))
                limited = filters(texts, who_says, first, last, None, "", None)
                limited = narrowed(session, chosen or "", limited, owner(request))
                yield SKIP, None, *_buttons(busy=True)
                keeping, shown_at = Keeping(session.notes, owner(request)), 0.0
                for step in task(text, limited, marked, years, texts, switch):
                    if time.monotonic() - shown_at >= _EVERY:
                        yield paper(step, texts, name, working=True), SKIP, *_buttons(busy=True)
                        keeping.keep(*kept_as(step, texts, name))
                        shown_at = time.monotonic()
                keeping.keep(*kept_as(step, texts, name))
                belongs(session, chosen or "", "note", keeping.id, owner(request))
                files = addresses(step, texts, name)
                shows = paper(step, texts, name, working=False, files=files)
                yield shows, step if isinstance(step, Brief) else None, *_buttons(busy=False)
            if caught.sentence:
                yield problem(caught.sentence), None, *_buttons(busy=False)
        finally:
            running.end(person, switch)

    def make_brief(
        text: str, limited: Filters, marked: str, _: bool, texts: Texts, switch: Any
    ) -> Iterator[Made]:
        return session.brief(Order(text, limited, marking=marked, language=texts.language), switch)

    def make_comparison(
        text: str, limited: Filters, _: str, years: bool, __: Texts, switch: Any
    ) -> Iterator[Made]:
        return session.comparison(_lines(text), limited, switch, by_year=years)

    def make_timeline(
        text: str, limited: Filters, _: str, __: bool, texts: Texts, switch: Any
    ) -> Iterator[Made]:
        if len(limited.delegations) != 1:
            raise UsageError(texts("error.one_delegation"))
        return session.timeline(text, limited, switch)

    def make_answers(
        text: str, limited: Filters, _: str, __: bool, ___: Texts, switch: Any
    ) -> Iterator[Made]:
        return session.answered(_lines(text), limited, switch)

    def read(path: str, request: gr.Request) -> Updates:
        with boundary("reading questions", texts_of(request).language) as caught:
            return "\n".join(session.read_questions(Path(path).read_bytes(), Path(path).name)), ""
        return SKIP, problem(caught.sentence)

    def with_task(task: Task) -> Callable[..., Iterator[Updates]]:
        def run(request: gr.Request, *values: Any) -> Iterator[Updates]:
            yield from made(task, request, *values)

        return run

    def fill(chosen: list[str] | None, request: gr.Request) -> Any:
        """The delegations that have statements."""
        texts = texts_of(request)
        with boundary("reading the library", texts.language):
            held = session.library.scope(Filters()).delegations
            named = sorted((session.gazetteer.name(code, texts.language), code) for code in held if code)
            return gr.update(choices=named, value=[code for code in chosen or () if code in held])
        return SKIP

    def halt(request: gr.Request) -> None:
        running.stop(who(request))

    given = [topic, codes, since, until, marking, by_year, dossier]
    tasks = (make_brief, make_comparison, make_timeline, make_answers)
    for button, task in zip(buttons, tasks, strict=True):
        button.click(with_task(task), given, [shown, whole, *buttons, stop], trigger_mode="once", **QUIET)
    upload.upload(read, upload, [topic, shown], **QUIET)
    stop.click(halt, None, None, **AT_ONCE)
    for opened in (tab.select, blocks.load):
        opened(fill, codes, codes, **QUIET)
    blocks.unload(halt)
    return whole


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _buttons(*, busy: bool) -> Updates:
    """Those that make a paper, and Stop."""
    return (*[gr.update(interactive=not busy)] * 4, gr.update(interactive=busy))
