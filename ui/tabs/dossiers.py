"""The Dossiers tab, and the choice of one, which stands above all tabs."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr

from desk.dossier.gather import basket_of, begun
from desk.dossier.records import Dossier
from ui.export.dossier import dossier_file
from ui.render.desk.dossier import Titles, dossier_page, dossiers_list
from ui.render.html import problem
from ui.state.boundary import boundary
from ui.state.desk.dossiers import acted, statement_titles
from ui.state.protocol import Asker
from ui.tabs.wiring import QUIET, Fixed, Updates, choices, filters, limits, owner, texts_of
from ui.texts import Texts

_HEARD = "rapporteur.dossiers(element, props, watch, (data) => trigger('act', data));"
_PANEL = "rapporteur.panel(element, '.rp-dossiers', props, watch);"


@dataclass(frozen=True, slots=True)
class Choice:
    """``chosen`` holds the id of the dossier within which is searched, "" for none; ``heard`` is what hears
    the page's script from every tab, and shows nothing itself."""

    chosen: Any
    heard: Any


def choice(fixed: Fixed) -> Choice:
    """What stands above the tabs; it is shown once there is a dossier."""
    chosen = gr.Dropdown(
        [("", "")],
        value="",
        label=fixed("dossier"),
        show_label=False,
        container=False,
        filterable=False,
        visible=False,
        elem_id="rp-dossier",
    )
    heard = gr.HTML(
        value={"said": "", "error": "", "file": None, "dossier": None, "key": ""},
        html_template="<div></div>",
        js_on_load=_HEARD,
        apply_default_css=False,
        elem_id="rp-dossier-heard",
    )
    return Choice(chosen, heard)


def build(session: Asker, picked: Choice, tab: Any, blocks: gr.Blocks, fixed: Fixed) -> None:
    """Put the tab where the caller stands."""
    with gr.Row(elem_classes="rp-bar"):
        name = gr.Textbox(
            label=fixed("dossier_name"),
            show_label=False,
            placeholder=fixed("dossier_name"),
            container=False,
            scale=1,
            max_length=200,
            elem_id="rp-dossier-name",
        )
        make = gr.Button(
            fixed("dossier_new"), variant="primary", scale=0, min_width=160, elem_id="rp-dossier-new"
        )
    with gr.Accordion(fixed("filters"), open=False, elem_id="rp-dossier-filters"), gr.Row():
        controls = limits(fixed)
    shown = gr.State("")
    panel = gr.HTML(
        value="",
        html_template='<div class="rp-dossiers"></div>',
        js_on_load=_PANEL,
        apply_default_css=False,
        elem_id="rp-dossiers",
    )

    def act(data: gr.EventData, chosen: str | None, opened: str, request: gr.Request) -> Updates:
        wanted = data._data if isinstance(data._data, dict) else {}
        texts, person, chosen = texts_of(request), owner(request), chosen or ""
        said, file = "", None
        with boundary("changing a dossier", texts.language) as caught:
            done = acted(session, wanted, chosen, opened, person, texts)
            chosen, opened, said = done.chosen, done.shown, done.said
            if done.save:
                file = dossier_file(session, session.dossiers.load(opened, person), done.save, texts)
        return (*look(chosen, opened, request), _told(chosen, said, caught.sentence, file))

    def new(title: str, chosen: str | None, opened: str, request: gr.Request, *controlled: Any) -> Updates:
        texts, said = texts_of(request), ""
        with boundary("beginning a dossier", texts.language) as caught:
            limited = filters(texts, *controlled)
            made = begun(session, title, limited, owner(request), texts.language)
            chosen = opened = made.id
            said, title = texts("dossier.begun", name=made.name), ""
        told = _told(chosen or "", said, caught.sentence)
        return (title, *look(chosen or "", opened, request), told)

    def look(chosen: str, opened: str, request: gr.Request, *, stays: bool = False) -> Updates:
        """The choice, what is open, and the tab's content. With ``stays`` what is chosen is not touched as
        long as it is there: another event may just be choosing."""
        texts, person = texts_of(request), owner(request)

        def named(code: str) -> str:
            return session.gazetteer.name(code, texts.language)

        with boundary("reading the dossiers", texts.language) as caught:
            every = session.dossiers.all(person)
            found = {one.id: one for one in every}
            stays = stays and (not chosen or chosen in found)
            chosen = chosen if chosen in found else ""
            names = [
                (texts("dossier.any"), ""),
                *((texts("dossier.within", name=one.name), one.id) for one in every),
            ]
            value = {} if stays else {"value": chosen}
            pick = gr.update(choices=names, visible=bool(every), **value)
            if opened in found:
                titles = _titles(session, found[opened], texts)
                return pick, opened, dossier_page(found[opened], chosen, titles, texts, named)
            return pick, "", dossiers_list(every, chosen, texts, named)
        return gr.update(), "", problem(caught.sentence)

    def came(chosen: str | None, opened: str, request: gr.Request) -> Updates:
        return look(chosen or "", opened, request, stays=True)

    def picks(
        codes: list[str] | None, forum: str | None, language: str | None, request: gr.Request
    ) -> Updates:
        texts = texts_of(request)
        with boundary("reading the library", texts.language):
            return choices(session, session.library.statements(), texts, codes, forum, language)
        return (gr.skip(),) * 3

    def turned(chosen: str | None, opened: str, request: gr.Request) -> Updates:
        return (*look(chosen or "", opened, request)[2:], _told(chosen or "", "", ""))

    pages = [picked.chosen, shown, panel]
    picked.heard.act(act, [picked.chosen, shown], [*pages, picked.heard], trigger_mode="multiple", **QUIET)
    gr.on(
        [name.submit, make.click],
        new,
        [name, picked.chosen, shown, *controls],
        [name, *pages, picked.heard],
        trigger_mode="once",
        **QUIET,
    )
    picked.chosen.change(turned, [picked.chosen, shown], [panel, picked.heard], **QUIET)
    limited = [controls[at] for at in (0, 3, 5)]
    for event in (tab.select, blocks.load):
        event(came, [picked.chosen, shown], pages, **QUIET)
        event(picks, limited, limited, **QUIET)


def _titles(session: Asker, dossier: Dossier, texts: Texts) -> Titles:
    return Titles(
        statement_titles(session, dossier, texts),
        {one.id: one.title for one in session.conversations.summaries(dossier.owner)},
        {one.id: one.title for one in session.notes.summaries(dossier.owner)},
        basket_of(session.notes, dossier),
    )


def _told(chosen: str, said: str, error: str, file: Mapping[str, str] | None = None) -> dict[str, Any]:
    return {"said": said, "error": error, "file": file, "dossier": chosen, "key": secrets.token_hex(4)}
