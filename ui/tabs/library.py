"""The Library tab: add, see, narrow, correct, remove."""

import secrets
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr

from core.records import Adding, StatementSummary
from ui.render import adding as render_adding
from ui.render import library as render_library
from ui.render.html import problem
from ui.shelf.adding import Run, follow
from ui.shelf.listing import View, listed
from ui.shelf.uploads import discard, received
from ui.state.boundary import boundary
from ui.state.protocol import Asker
from ui.state.running import Running
from ui.tabs.wiring import AT_ONCE, IN_TURN, QUIET, SKIP, Fixed, ServerFunctions, Updates, texts_of, who
from ui.texts import Texts

_ADD_JS = """rapporteur.adder(element, props, watch, server, {
  take: (data) => trigger('take', data), halt: () => trigger('halt') });"""
_LIST_JS = "rapporteur.shelf(element, props, watch, server, (data) => trigger('look', data));"


@dataclass(frozen=True, slots=True)
class LibraryTab:
    """``narrow`` and ``view`` are what the list in ``shelf`` depends on. ``added`` is the event of adding,
    after which something may be in the library that was not."""

    narrow: Any
    view: Any
    shelf: Any
    added: Any


def build(
    session: Asker, running: Running, readers: ServerFunctions, blocks: gr.Blocks, fixed: Fixed
) -> LibraryTab:
    """Put the tab where the caller stands."""
    adder = gr.HTML(
        value={},
        html_template='<div class="rp-adder"></div>',
        js_on_load=_ADD_JS,
        apply_default_css=False,
        elem_id="rp-adder",
        server_functions=list(readers),
    )
    narrow = gr.Textbox(
        value="",
        label=fixed("narrow"),
        show_label=False,
        placeholder=fixed("narrow_hint"),
        container=False,
        elem_id="rp-narrow",
    )
    view = gr.State(View())
    shelf = gr.HTML(
        value="",
        html_template='<div class="rp-shelf"></div>',
        js_on_load=_LIST_JS,
        apply_default_css=False,
        elem_id="rp-library",
        server_functions=list(readers),
    )

    def take(data: gr.EventData, request: gr.Request) -> Iterator[object]:
        switch = running.start(who(request))
        if switch is None:
            yield SKIP
            return
        key, texts = secrets.token_hex(6), texts_of(request)
        try:
            for run in _run(session, data._data, blocks.upload_file_set, switch, texts):
                yield shown(run, key, texts)
        finally:
            running.end(who(request), switch)

    def halt(request: gr.Request) -> None:
        running.stop(who(request))

    def narrowed(text: str, now: View, request: gr.Request) -> Updates:
        fresh = now.from_start()
        return fresh, shelved(session, text, fresh, texts_of(request))

    def look(text: str, now: View, data: gr.EventData, request: gr.Request) -> Updates:
        wanted = data._data if isinstance(data._data, dict) else {}
        match wanted.get("do"):
            case "more":
                fresh = now.longer()
            case "doubtful":
                fresh = now.turned()
            case _:
                fresh = now.ordered(str(wanted.get("by", "")))
        return fresh, shelved(session, text, fresh, texts_of(request))

    added = adder.take(take, None, adder, trigger_mode="once", **QUIET)
    adder.halt(halt, None, None, **AT_ONCE)
    narrow.change(narrowed, [narrow, view], [view, shelf], trigger_mode="always_last", **IN_TURN)
    shelf.look(look, [narrow, view], [view, shelf], **IN_TURN)
    blocks.unload(halt)
    return LibraryTab(narrow, view, shelf, added)


def _run(
    session: Asker, wanted: object, uploaded: set[str], stop: threading.Event, texts: Texts
) -> Iterator[Run]:
    url = wanted.get("url") if isinstance(wanted, dict) else None
    if isinstance(url, str):
        yield from follow(session.intake.add_url(url.strip(), stop=stop), stop, language=texts.language)
        return
    uploads = received(wanted, uploaded, texts)
    paths = [path for _, path in uploads.files]

    def steps() -> Iterator[Adding]:
        # To the end of the work itself: after Stop a file may still be being read for a moment.
        try:
            if uploads.files:
                yield from session.intake.add_files(uploads.files, stop=stop)
        finally:
            uploaded.difference_update(map(str, paths))
            discard(paths)

    yield from follow(
        steps(), stop, refused=uploads.refused, total=len(paths) or None, language=texts.language
    )


def shown(run: Run, key: str, texts: Texts) -> Mapping[str, object]:
    """A run as the page's script takes it."""
    return {
        "key": key,
        "working": run.working,
        "slots": {
            "progress": render_adding.progress(run, texts),
            "summary": render_adding.summary(run, texts),
            "results": render_adding.results(run, texts),
        },
    }


def shelved(session: Asker, text: str, view: View, texts: Texts) -> str:
    """The list as it is now, or the sentence that says why there is none."""
    with boundary("listing the library", texts.language) as caught:
        return shelf_of(session, session.library.statements(), text, view, texts)
    return problem(caught.sentence)


def shelf_of(
    session: Asker, rows: tuple[StatementSummary, ...], text: str | None, view: View, texts: Texts
) -> str:
    """``rows`` narrowed, ordered and as HTML."""
    names = names_of(session, rows, texts)
    found = listed(rows, names, text or "", view)  # None until the box was used
    languages = {row.id: row.language for row in rows}
    doubtful = sum(row.doubtful for row in rows)
    return render_library.library(
        found, names, view, texts, total=len(rows), languages=languages, doubtful=doubtful
    )


def names_of(session: Asker, rows: tuple[StatementSummary, ...], texts: Texts) -> dict[str, str]:
    """Code → name of every delegation that speaks, or is spoken for, in ``rows``."""
    codes = {code for row in rows for code in (row.delegation, row.on_behalf_of) if code}
    return {code: session.gazetteer.name(code, texts.language) for code in sorted(codes)}
