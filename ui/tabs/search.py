"""The Search tab: ranked paragraphs as they stand."""

from typing import Any

import gradio as gr

from core.errors import UsageError
from ui.render import source as render_source
from ui.render.html import problem
from ui.state.boundary import boundary
from ui.state.card import compose
from ui.state.desk.dossiers import narrowed
from ui.state.protocol import Asker
from ui.tabs.wiring import QUIET, Fixed, ServerFunctions, Updates, filters, limits, owner, texts_of

HITS = 20
_JS = "rapporteur.results(element, props, watch, server, (data) => trigger('find', data));"


def build(session: Asker, readers: ServerFunctions, dossier: Any, fixed: Fixed) -> list[Any]:
    """Put the tab where the caller stands; returns its filter controls. ``dossier`` holds the one that is
    chosen."""
    with gr.Row(elem_classes="rp-bar"):
        query = gr.Textbox(
            label=fixed("query"),
            show_label=False,
            placeholder=fixed("query_hint"),
            container=False,
            scale=1,
            elem_id="rp-query",
        )
        where = gr.Button(fixed("search"), variant="primary", scale=0, min_width=90, elem_id="rp-find")
    with gr.Accordion(fixed("filters"), open=False, elem_id="rp-search-filters"), gr.Row():
        controls = limits(fixed)
    results = gr.HTML(
        elem_id="rp-results", apply_default_css=False, js_on_load=_JS, server_functions=list(readers)
    )

    def search(text: str, chosen: str | None, request: gr.Request, *limited: Any) -> str:
        texts = texts_of(request)
        with boundary("searching", texts.language) as caught:
            if not text.strip():
                raise UsageError(texts("error.nothing_typed"))
            within = narrowed(session, chosen or "", filters(texts, *limited), owner(request))
            found = session.search(text, within, HITS)
            cards = {
                hit.source.paragraph_id: compose(session, hit.source, hit.duplicates, texts.language)
                for hit in found.hits
            }
            spent = sum(found.timings_ms.values())
            return render_source.hits(text, found.hits, cards, texts, spent)
        return problem(caught.sentence)

    def find(data: gr.EventData, chosen: str | None, request: gr.Request, *limited: Any) -> Updates:
        wanted = data._data if isinstance(data._data, dict) else {}
        text = str(wanted.get("query", ""))
        return text, search(text, chosen, request, *limited)

    gr.on([query.submit, where.click], search, [query, dossier, *controls], results, **QUIET)
    results.find(find, [dossier, *controls], [query, results], **QUIET)
    return controls
