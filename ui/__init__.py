"""The page: a Gradio app whose every sentence opens the paragraph it came from.

Gradio takes seconds to import, so nothing here imports it until the page is built.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import fastapi
    import gradio as gr

    from ui.serve import Page
    from ui.state.protocol import Asker


def build(session: "Asker", *, title: str = "Rapporteur") -> "gr.Blocks":
    """The page over ``session``, ready for ``launch``. Reads no statement until a browser opens it."""
    from ui.tabs.blocks import build as build_blocks

    return build_blocks(session, title=title)


def launch(
    blocks: "gr.Blocks",
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    auth: Sequence[tuple[str, str]] = (),
    app: "fastapi.FastAPI | None" = None,
) -> "Page":
    """Serve the page and return at once; ``.url`` is its address, ``.wait()`` blocks, ``.close()`` ends it.

    ``port`` 0 takes any free one. ``auth`` holds (name, password) pairs; empty lets anyone in who can
    reach the host. ``app`` may have routes of its own, beside which the page is put. Raises ServeError
    when the address cannot be had.
    """
    from ui.serve import launch as serve

    return serve(blocks, host, port, auth=auth, app=app)
