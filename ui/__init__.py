"""The page: a Gradio app whose every sentence opens the paragraph it came from.

Gradio takes seconds to import, so nothing here imports it until the page is built.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    import fastapi
    import gradio as gr

    from access.people import People, Proxy
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
    people: "People | None" = None,
    proxy: "Proxy | None" = None,
    names: "Collection[str]" = (),
    app: "fastapi.FastAPI | None" = None,
) -> "Page":
    """Serve the page and return at once; ``.url`` is its address, ``.wait()`` blocks, ``.close()`` ends it.

    ``port`` 0 takes any free one. ``people`` sign in with a password, or a ``proxy`` has signed them in;
    without either everybody is let in who can reach the host. On this machine's own address the page may be
    called by ``names``, too, as a web server in front of it does. ``app`` may have routes of its own, beside
    which the page is put. Raises ServeError when the address cannot be had.
    """
    from ui.serve import launch as serve

    return serve(blocks, host, port, people=people, proxy=proxy, names=names, app=app)
