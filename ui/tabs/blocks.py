"""The page, composed of its tabs, and put into the server. Gradio is imported here, in ``wiring.py`` and
in the tabs only."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import fastapi
import gradio as gr

from access.sessions import COOKIE
from core.records import Filters
from ui import theme
from ui.render import page as render_page
from ui.render.html import problem
from ui.shelf.listing import View
from ui.shelf.uploads import MAX_FILE_BYTES
from ui.state.boundary import boundary
from ui.state.protocol import Asker
from ui.state.running import Running
from ui.state.talk import Talk
from ui.tabs import ask as tab_ask
from ui.tabs import desk as tab_desk
from ui.tabs import dossiers as tab_dossiers
from ui.tabs import draft as tab_draft
from ui.tabs import library as tab_library
from ui.tabs import notes as tab_notes
from ui.tabs import search as tab_search
from ui.tabs import watch as tab_watch
from ui.tabs.readers import Readers
from ui.tabs.wiring import IN_TURN, SKIP, Updates, choices, owner, texts_of, who
from ui.texts import LANGUAGES, texts_in

CONCURRENT = 32

_SANS = ("system-ui", "Segoe UI", "Helvetica Neue", "Noto Sans CJK JP", "Arial", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Consolas", "DejaVu Sans Mono", "monospace")

T = TypeVar("T")


def build(session: Asker, *, title: str) -> gr.Blocks:
    """The page over ``session``. Nothing is read from it until a browser opens the page."""
    return _in_loop(lambda: _build(session, title))


def _build(session: Asker, title: str) -> gr.Blocks:
    answering, adding = Running(), Running()
    readers = Readers(session).functions()
    blocks = gr.Blocks(title=title, analytics_enabled=False, fill_width=True)
    i18n = fixed_texts()

    def fixed(name: str) -> Any:
        return i18n(f"rp_{name}")

    with blocks:
        head = gr.HTML(elem_id="rp-head", apply_default_css=False, js_on_load=None)
        heard, watcher, dossier = tab_notes.keeper(), tab_watch.watcher(), tab_dossiers.choice(fixed)
        # In rows on a narrow screen: what is chosen in Gradio's menu of tabs has no role and no address.
        with gr.Tabs(elem_id="rp-tabs", overflow_behavior="wrap"):
            with gr.Tab(fixed("ask"), id="ask", elem_id="rp-tab-ask"):
                ask = tab_ask.build(session, answering, readers, dossier.chosen, blocks, fixed)
            with gr.Tab(fixed("search"), id="search", elem_id="rp-tab-search"):
                search_controls = tab_search.build(session, readers, dossier.chosen, fixed)
            with gr.Tab(fixed("desk"), id="desk", elem_id="rp-tab-desk") as desk_tab:
                made = tab_desk.build(session, Running(), dossier.chosen, desk_tab, blocks, fixed)
            with gr.Tab(fixed("draft"), id="draft", elem_id="rp-tab-draft"):
                tab_draft.build(session, Running(), dossier.chosen, blocks, fixed)
            with gr.Tab(fixed("notes"), id="notes", elem_id="rp-tab-notes") as notes_tab:
                tab_notes.build(session, heard, notes_tab, blocks)
            with gr.Tab(fixed("dossiers"), id="dossiers", elem_id="rp-tab-dossiers") as dossiers_tab:
                tab_dossiers.build(session, dossier, dossiers_tab, blocks, fixed)
            with gr.Tab(fixed("watch"), id="watch", elem_id="rp-tab-watch") as watch_tab:
                watches = tab_watch.panel()
            with gr.Tab(fixed("library"), id="library", elem_id="rp-tab-library") as library_tab:
                library = tab_library.build(session, adding, readers, blocks, fixed)

        tab_watch.wire(session, Running(), watcher, watches, library.added, made, watch_tab, blocks)

        # What is held is asked about in six places: delegations, forums and languages, to ask and to search.
        picks = [controls[at] for controls in (ask.controls, search_controls) for at in (0, 3, 5)]

        def current(
            talk: Talk,
            text: str,
            view: View,
            ask_codes: list[str] | None,
            ask_forum: str | None,
            ask_language: str | None,
            search_codes: list[str] | None,
            search_forum: str | None,
            search_language: str | None,
            request: gr.Request,
        ) -> Updates:
            """Everything on the page that tells what the library holds, as it is now."""
            # A question that is being answered goes on as it is: its next step would be lost.
            idle = not talk.turns and not answering.busy(who(request))
            texts = texts_of(request)
            first = tab_ask.welcome(session, texts, owner(request)) if idle else SKIP
            with boundary("reading the library", texts.language) as caught:
                rows = session.library.statements()
                total = session.library.scope(Filters())
                top = render_page.header(
                    title,
                    total,
                    session.model_name,
                    session.notices,
                    texts,
                    owner(request),
                    leaves=COOKIE in request.cookies,
                )
                chosen = (
                    *choices(session, rows, texts, ask_codes, ask_forum, ask_language),
                    *choices(session, rows, texts, search_codes, search_forum, search_language),
                )
                return top, first, *chosen, tab_library.shelf_of(session, rows, text, view, texts)
            return problem(caught.sentence), first, *((SKIP,) * 7)

        seen = [ask.talk, library.narrow, library.view, *picks]
        shown = [head, ask.shown, *picks, library.shelf]
        for changed in (blocks.load, ask.shown.changed, library_tab.select):
            changed(current, seen, shown, trigger_mode="always_last", **IN_TURN)
    blocks.queue(default_concurrency_limit=CONCURRENT)
    return blocks


def fixed_texts() -> gr.I18n:
    """What the fixed parts of the page say, in every language of it."""
    return gr.I18n(
        **{
            code: {f"rp_{name}": text for name, text in texts_in(code).under("fixed").items()}
            for code in LANGUAGES
        }
    )


Person = Callable[[fastapi.Request], str | None]
"""Finds who asks; None for nobody that is known."""


def mount(
    blocks: gr.Blocks, app: fastapi.FastAPI, host: str, port: int, person: Person | None
) -> fastapi.FastAPI:
    """Put the page at ``/`` of ``app``, with nothing of Gradio's that talks to anybody else. ``person`` None
    lets everybody in."""
    _in_loop(lambda: _mount(blocks, app, host, port, person))
    return app


def _mount(blocks: gr.Blocks, app: fastapi.FastAPI, host: str, port: int, person: Person | None) -> None:
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        server_name=host,
        server_port=port,
        auth_dependency=person,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        app_kwargs={"openapi_url": None},
        show_error=False,
        max_file_size=MAX_FILE_BYTES,
        theme=gr.themes.Base(
            primary_hue="slate", neutral_hue="stone", font=_SANS, font_mono=_MONO, radius_size="sm"
        ),
        head=theme.head(),
        i18n=fixed_texts(),
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
