"""What takes its time in a note: a person's own words checked, a block of a brief made anew. Each result goes
to the page's script by itself, so that whatever is done in the note meanwhile stays as it is."""

import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

import gradio as gr

from core.records import Filters
from ui.export.refill import refill
from ui.render.draft import checked
from ui.render.html import problem
from ui.state.boundary import boundary
from ui.state.notes import piece_in
from ui.state.protocol import Asker
from ui.state.running import Running
from ui.tabs.wiring import AT_ONCE, QUIET, owner, texts_of, who
from ui.texts import Texts

_EVERY = 0.7  # seconds between two pictures of what is being checked
Step = dict[str, object]


def build(session: Asker, heard: Any, running: Running, blocks: gr.Blocks) -> None:
    """Listen to ``heard``, the page's keeper."""

    def work(data: gr.EventData, request: gr.Request) -> Iterator[Step]:
        wanted = data._data if isinstance(data._data, dict) else {}
        texts, person = texts_of(request), owner(request)
        switch = running.start(who(request))
        if switch is None:
            yield _step(error=texts("error.busy"))
            return
        try:
            with boundary("working on a note", texts.language) as caught:
                do = _refilled if wanted.get("do") == "refill" else _checked
                yield from do(session, wanted, person, texts, switch)
            if caught.sentence:
                yield _finding(wanted, problem(caught.sentence))
        finally:
            running.end(who(request), switch)

    def halt(request: gr.Request) -> None:
        running.stop(who(request))

    heard.work(work, None, heard, trigger_mode="multiple", **QUIET)
    heard.halt(halt, None, None, **AT_ONCE)
    blocks.unload(halt)


def _checked(
    session: Asker, wanted: Mapping[str, object], person: str, texts: Texts, switch: threading.Event
) -> Iterator[Step]:
    """A piece's words beside the statements, sentence by sentence."""
    note = session.notes.load(str(wanted.get("note", "")), person)
    piece = piece_in(note, str(wanted.get("piece", "")), texts)
    about = piece.part.delegation if piece.part else ""
    shown = 0.0
    for step in session.check_draft(piece.text, Filters((about,) if about else ()), switch):
        if time.monotonic() - shown >= _EVERY:
            yield _finding(wanted, checked(step, texts), working=True)
            shown = time.monotonic()
    yield _finding(wanted, checked(step, texts))


def _refilled(
    session: Asker, wanted: Mapping[str, object], person: str, texts: Texts, switch: threading.Event
) -> Iterator[Step]:
    """A block made anew, on a narrower question where one was typed."""
    yield _finding(wanted, "", working=True)
    outcome = refill(
        session.notes,
        str(wanted.get("note", "")),
        str(wanted.get("piece", "")),
        str(wanted.get("text", "")),
        lambda part, language: session.refilled(part, language, switch),
        session.gazetteer.name,
        person,
    )
    again = str(wanted.get("note", "")) if outcome == "refilled" else ""
    yield {**_finding(wanted, ""), "said": texts(f"note.{outcome}"), "again": again}


def _finding(wanted: Mapping[str, object], html: str, *, working: bool = False) -> Step:
    found = {"piece": str(wanted.get("piece", "")), "html": html, "working": working}
    return {**_step(), "finding": found}


def _step(error: str = "") -> Step:
    return {"said": "", "error": error, "file": None, "key": secrets.token_hex(4)}
