"""The page's stylesheet and script, as they stand in the document's head."""

import json
from importlib.resources import files

from ui.texts import LANGUAGES, texts_in

ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Crect width='32' height='32' rx='3' fill='%231d4468'/%3E%3Cpath d='M9 8h10a5 5 0 0 1 0 10H9zM9 "
    "8v17M17 18l6 7' fill='none' stroke='%23fff' stroke-width='2.6'/%3E%3C/svg%3E"
)

# In this order: an earlier part uses a later one only when something happens.
SCRIPTS = (
    "shared",
    "conversation",
    "sources",
    "copying",
    "address",
    "statement",
    "notes",
    "library",
    "adding",
    "events",
)


def head() -> str:
    """HTML for the document's head. The style is put there whole, because rules given to Gradio apply
    inside its own container only, and the statement opens in a dialog outside it."""
    here = files("ui")
    css = here.joinpath("page.css").read_text(encoding="utf-8")
    parts = (here.joinpath("script", f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    script = f'(() => {{\n"use strict";\nif (window.rapporteur) return;\n{"".join(parts)}}})();'
    said = json.dumps({code: texts_in(code).under("script") for code in LANGUAGES}, ensure_ascii=True)
    return (
        '<meta name="color-scheme" content="light dark"><meta name="referrer" content="same-origin">'
        f'<link rel="icon" href="{ICON}"><style>{css}</style>'
        f"<script>window.rapporteurTexts = {said.replace('<', chr(92) + 'u003c')};</script>"
        f"<script>{script}</script>"
    )
