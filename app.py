"""Composition root of the page: configuration → library → Gradio blocks → a served page."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path

from access.file import access_file
from access.tokens import Tokens
from core.config import Config, load_config
from core.errors import RapporteurError
from workspace.workspace import Workspace


def serve(
    config: Config, *, host: str = "127.0.0.1", port: int = 7860, auth_file: Path | None = None
) -> None:
    """Open the library, add the statements that ship, and serve the chat until interrupted. Raises
    RapporteurError when it can't."""
    # Gradio takes longest to import, and needs nothing of ours: begin with it.
    page = _in_background(_import_ui)
    workspace = Workspace.open(config)
    try:
        for item in workspace.intake.add_corpus():
            if item.outcome == "refused":
                _say(item.detail)
            elif item.outcome != "unchanged":
                _say(f"{item.outcome}: {item.origin} ({item.paragraphs} paragraphs)")
        page()
        from api.app import create
        from ui import build, launch
        from ui.serve import is_loopback, read_logins

        logins = read_logins(auth_file) if auth_file else ()
        # On this machine alone nobody has to show anything; a page that is shared asks programs for a token.
        named = Tokens(access_file(config.home)).named if logins or not is_loopback(host) else None
        served = launch(build(workspace), host, port, auth=logins, app=create(workspace, named))
        # Last, because loading a model stops everything else in the process for a second.
        workspace.start_llm(warm=True)
        try:
            scope = workspace.library.scope()
            _say(f"Library: {scope.statements:,} statements, {scope.paragraphs:,} paragraphs.")
            _say(f"Open {served.url} in a browser; other programs ask at {served.url}api/v1. Ctrl-C ends it.")
            served.wait()
        finally:
            served.close()
    finally:
        workspace.close()


def _import_ui() -> None:
    import api.app  # noqa: F401
    import ui.tabs.blocks  # noqa: F401


def _in_background(work: Callable[[], None]) -> Callable[[], None]:
    thread = threading.Thread(target=work, name="import-ui", daemon=True)
    thread.start()
    return thread.join


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    try:
        serve(load_config())
    except RapporteurError as failure:
        _say(f"rapporteur: {failure}")
        sys.exit(failure.exit_status)
