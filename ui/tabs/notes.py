"""The Notes tab: what a person gathered and wrote, and the papers that were made."""

import secrets
from typing import Any

import gradio as gr

from ui.export.note import evidence_file, note_file
from ui.render.desk.note import note_page, notes_list
from ui.render.html import problem
from ui.state.boundary import boundary
from ui.state.notes import acted
from ui.state.protocol import Asker
from ui.state.running import Running
from ui.tabs import note_work
from ui.tabs.wiring import QUIET, Updates, owner, texts_of
from ui.texts import Texts

_KEEPER = """rapporteur.keeper(element, props, watch, {
  act: (data) => trigger('act', data),
  work: (data) => trigger('work', data),
  halt: () => trigger('halt') });"""
_PANEL = "rapporteur.notes(element, props, watch);"


def keeper() -> Any:
    """What hears the page's script from every tab; it shows nothing itself."""
    return gr.HTML(
        value={"said": "", "error": "", "file": None, "key": ""},
        html_template="<div></div>",
        js_on_load=_KEEPER,
        apply_default_css=False,
        elem_id="rp-keeper",
    )


def build(session: Asker, heard: Any, tab: Any, blocks: gr.Blocks) -> None:
    """Put the tab where the caller stands; ``heard`` is the `keeper`."""
    chosen = gr.State("")
    panel = gr.HTML(
        value="",
        html_template='<div class="rp-notes"></div>',
        js_on_load=_PANEL,
        apply_default_css=False,
        elem_id="rp-notes",
    )

    def act(data: gr.EventData, note: str, request: gr.Request) -> Updates:
        wanted = data._data if isinstance(data._data, dict) else {}
        texts, person = texts_of(request), owner(request)
        said, file = "", None
        with boundary("changing a note", texts.language) as caught:
            done = acted(session, wanted, note, person, texts)
            note, said = done.chosen, done.said
            if done.save and note:
                kept = session.notes.load(note, person)
                if done.save == "zip":
                    file = evidence_file(session.evidence(kept, ()))
                else:
                    file = note_file(kept, done.save, texts, lambda code: _name(session, code, texts))
        told = {"said": said, "error": caught.sentence, "file": file, "key": secrets.token_hex(4)}
        return (*_shown(session, note, person, texts), told)

    def shown(note: str, request: gr.Request) -> Updates:
        return _shown(session, note, owner(request), texts_of(request))

    note_work.build(session, heard, Running(), blocks)
    heard.act(act, chosen, [chosen, panel, heard], trigger_mode="multiple", **QUIET)
    for opened in (tab.select, blocks.load):
        opened(shown, chosen, [chosen, panel], **QUIET)


def _shown(session: Asker, note: str, person: str, texts: Texts) -> Updates:
    """The note that is chosen, and its page; the list where there is none, or no longer."""
    with boundary("reading the notes", texts.language) as caught:
        notes = session.notes.summaries(person)
        if any(one.id == note for one in notes):
            kept = session.notes.load(note, person)
            return note, note_page(kept, texts, lambda code: _name(session, code, texts))
        return "", notes_list(notes, texts)
    return "", problem(caught.sentence)


def _name(session: Asker, code: str, texts: Texts) -> str:
    return session.gazetteer.name(code, texts.language)
