"""The Draft tab: a draft is pasted or uploaded, and checked sentence by sentence."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from core.errors import UsageError
from core.records import Filters
from desk.draft.records import DraftReport
from ui.export.draft import draft_kept, word_address
from ui.render.draft import checked
from ui.render.html import problem
from ui.state.boundary import boundary
from ui.state.desk.dossiers import belongs, narrowed
from ui.state.keeping import Keeping
from ui.state.protocol import Asker
from ui.state.running import Running
from ui.tabs.wiring import AT_ONCE, QUIET, SKIP, Fixed, Updates, owner, texts_of, who

_EVERY = 0.7  # seconds between two pictures of a draft that is being checked


def build(session: Asker, running: Running, dossier: Any, blocks: gr.Blocks, fixed: Fixed) -> None:
    """Put the tab where the caller stands; ``dossier`` holds the one that is chosen."""
    box = gr.Textbox(
        lines=8,
        max_lines=24,
        label=fixed("draft_text"),
        placeholder=fixed("draft_hint"),
        elem_id="rp-draft-text",
    )
    with gr.Row(elem_classes="rp-bar"):
        upload: Any = gr.UploadButton(
            fixed("draft_file"), type="filepath", scale=0, min_width=150, elem_id="rp-draft-file"
        )
        stop = gr.Button(fixed("stop"), interactive=False, scale=0, min_width=72, elem_id="rp-draft-stop")
        send = gr.Button(
            fixed("draft_check"), variant="primary", scale=0, min_width=90, elem_id="rp-draft-check"
        )
    shown = gr.HTML(elem_id="rp-draft", apply_default_css=False, js_on_load=None)

    def read(path: str, request: gr.Request) -> Updates:
        with boundary("reading a draft", texts_of(request).language) as caught:
            return session.read_draft(Path(path).read_bytes(), Path(path).name), ""
        return SKIP, problem(caught.sentence)

    def check(draft: str, chosen: str | None, request: gr.Request) -> Iterator[Updates]:
        person, texts = who(request), texts_of(request)
        switch = running.start(person)
        if switch is None:
            yield (SKIP,) * 3
            return
        busy, idle = _buttons(busy=True), _buttons(busy=False)
        try:
            with boundary("checking a draft", texts.language) as caught:
                if not draft.strip():
                    raise UsageError(texts("error.nothing_typed"))
                limited = narrowed(session, chosen or "", Filters(), owner(request))
                keeping, last = Keeping(session.notes, owner(request)), 0.0

                def keep(report: DraftReport) -> None:
                    keeping.keep(*draft_kept(report, texts))

                for step in session.check_draft(draft, limited, switch):
                    if time.monotonic() - last >= _EVERY:
                        yield checked(step, texts), *busy
                        keep(step.report)
                        last = time.monotonic()
                keep(step.report)
                belongs(session, chosen or "", "note", keeping.id, owner(request))
                file = word_address(step.report, session.gazetteer, texts.language)
                yield checked(step, texts, file=file), *idle
            if caught.sentence:
                yield problem(caught.sentence), *idle
        finally:
            running.end(person, switch)

    def halt(request: gr.Request) -> None:
        running.stop(who(request))

    upload.upload(read, upload, [box, shown], **QUIET)
    send.click(check, [box, dossier], [shown, send, stop], trigger_mode="once", **QUIET)
    stop.click(halt, None, None, **AT_ONCE)
    blocks.unload(halt)


def _buttons(*, busy: bool) -> Updates:
    """Check and Stop."""
    return gr.update(interactive=not busy), gr.update(interactive=busy)
