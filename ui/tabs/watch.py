"""The Watch tab: questions that are kept, and what has changed in what they find."""

import secrets
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from desk.records import Brief
from desk.watch.records import Watch
from ui.render.desk.watch import watches_page
from ui.render.html import problem
from ui.state.boundary import boundary
from ui.state.desk.watches import Looking, acted, after_adding, chosen_by, looked
from ui.state.protocol import Asker
from ui.state.running import Running
from ui.tabs.wiring import QUIET, SKIP, Updates, owner, texts_of, who
from ui.texts import Texts

_WATCHER = "rapporteur.watcher(element, props, watch, (data) => trigger('act', data));"
_PANEL = "rapporteur.panel(element, '.rp-watches', props, watch);"


def watcher() -> Any:
    """What hears the page's script from every tab; it shows nothing itself."""
    return gr.HTML(
        value={"said": "", "error": "", "key": ""},
        html_template="<div></div>",
        js_on_load=_WATCHER,
        apply_default_css=False,
        elem_id="rp-watcher",
    )


def panel() -> Any:
    """What stands in the tab."""
    return gr.HTML(
        value="",
        html_template='<div class="rp-watches"></div>',
        js_on_load=_PANEL,
        apply_default_css=False,
        elem_id="rp-watches",
    )


def wire(
    session: Asker,
    running: Running,
    heard: Any,
    shows: Any,
    added: Any,
    made: Any,
    tab: Any,
    blocks: gr.Blocks,
) -> None:
    """Have the `panel` ``shows`` follow what is done. ``heard`` is the `watcher`; ``added`` is the event
    after which something may be in the library that was not, and ``made`` holds the brief that the Desk
    shows."""

    def act(data: gr.EventData, brief: Brief | None, request: gr.Request) -> Iterator[Updates]:
        wanted = data._data if isinstance(data._data, dict) else {}
        texts, person = texts_of(request), owner(request)
        if wanted.get("do") == "stop":
            running.stop(who(request))
            yield SKIP, SKIP
            return
        if wanted.get("do") in ("run", "again"):
            with boundary("looking at watches", texts.language) as caught:
                chosen = chosen_by(session, wanted, person)
                yield from look(chosen, request, again=wanted.get("do") == "again")
            if caught.sentence:
                yield _shown(session, person, texts), _told("", caught.sentence)
            return
        said = ""
        with boundary("changing a watch", texts.language) as caught:
            said = acted(session, wanted, person, texts, brief)
        yield _shown(session, person, texts), _told(said, caught.sentence)

    def look(chosen: Sequence[Watch], request: gr.Request, *, again: bool = False) -> Iterator[Updates]:
        """Look at watches, and show how far it is; nothing while others are being looked at."""
        texts, person = texts_of(request), owner(request)
        switch: threading.Event | None = running.start(who(request)) if chosen else None
        if switch is None:
            yield SKIP, SKIP
            return
        try:
            for state in looked(session, chosen, person, switch, again=again, language=texts.language):
                said = texts.count("watch.changed", state.changed) if state.changed else ""
                told = SKIP if state.working else _told(said, state.error)
                yield _shown(session, person, texts, state), told
        finally:
            running.end(who(request), switch)

    def came(request: gr.Request) -> Iterator[Updates]:
        chosen: tuple[Watch, ...] = ()
        with boundary("looking at watches", texts_of(request).language):
            chosen = after_adding(session, owner(request))
        yield from look(chosen, request)

    def shown(request: gr.Request) -> Any:
        if running.busy(who(request)):
            return SKIP
        return _shown(session, owner(request), texts_of(request))

    def halt(request: gr.Request) -> None:
        running.stop(who(request))

    heard.act(act, made, [shows, heard], trigger_mode="multiple", **QUIET)
    added.then(came, None, [shows, heard], **QUIET)
    for opened in (tab.select, blocks.load):
        opened(shown, None, shows, **QUIET)
    blocks.unload(halt)


def _told(said: str, error: str) -> dict[str, Any]:
    return {"said": said, "error": error, "key": secrets.token_hex(4)}


def _shown(session: Asker, person: str, texts: Texts, looking: Looking | None = None) -> str:
    with boundary("reading the watches", texts.language) as caught:
        return watches_page(
            session.watches.all(person),
            texts,
            lambda code: session.gazetteer.name(code, texts.language),
            looking,
        )
    return problem(caught.sentence)
