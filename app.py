"""Composition root of the page: configuration → library → Gradio blocks → a served page."""

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from access.file import access_file
from access.people import People, Proxy
from access.sessions import Sessions
from access.tokens import Tokens
from access.users import Users
from core.config import Config, load_config
from core.counted import counted
from core.errors import RapporteurError, ServeError
from ui.serve import is_loopback
from workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Entrance:
    """How people get in. ``sign_in``: with a password, on this machine's own address too; a ``proxy`` signs
    them in; ``everybody``: whoever can reach the address. On loopback nobody has to do anything otherwise.
    ``names``: what a web server in front of the page calls it by."""

    sign_in: bool = False
    proxy: Proxy | None = None
    everybody: bool = False
    auth_file: Path | None = None
    names: tuple[str, ...] = ()


def serve(
    config: Config, *, host: str = "127.0.0.1", port: int = 7860, entrance: Entrance = Entrance()
) -> None:
    """Open the library, add the statements that ship, and serve the chat until interrupted. Raises
    RapporteurError when it can't."""
    people = _people(config, host, entrance)
    # Gradio takes longest to import, and needs nothing of ours: begin with it.
    page = _in_background(_import_ui)
    workspace = Workspace.open(config, keep_answers=True)
    try:
        for item in workspace.intake.add_corpus():
            if item.outcome == "refused":
                _say(item.detail)
            elif item.outcome != "unchanged":
                _say(f"{item.outcome}: {item.origin} ({item.paragraphs} paragraphs)")
        page()
        from api.app import create
        from ui import build, launch

        # On this machine alone nobody has to show anything; a page that is shared asks programs for a token.
        shared = people or entrance.proxy or not is_loopback(host)
        named = Tokens(access_file(config.home)).named if shared else None
        app = create(workspace, named)
        served = launch(
            *(build(workspace), host, port),
            people=people,
            proxy=entrance.proxy,
            names=entrance.names,
            app=app,
        )
        # Last, because loading a model stops everything else in the process for a second.
        workspace.start_llm(warm=True)
        try:
            scope = workspace.library.scope()
            held = f"{counted(scope.statements, 'statement')}, {counted(scope.paragraphs, 'paragraph')}"
            _say(f"Library: {held}.")
            _say(f"Open {served.url} in a browser; other programs ask at {served.url}api/v1. Ctrl-C ends it.")
            served.wait()
        finally:
            served.close()
    finally:
        workspace.close()


def _people(config: Config, host: str, entrance: Entrance) -> People | None:
    """Those who may sign in, where somebody has to. Raises ServeError where nobody could, and where it is not
    said that everybody may come in."""
    if entrance.auth_file is not None:
        raise ServeError(
            f"Passwords are no longer read from a plain file; keep those of {entrance.auth_file} with "
            f"'rapporteur users add --from {entrance.auth_file}', delete the file, and leave --auth-file out."
        )
    if entrance.proxy is not None:
        return None
    if not entrance.sign_in and (entrance.everybody or is_loopback(host)):
        return None
    file = access_file(config.home)
    users = Users(file)
    if not users.listed():
        raise ServeError(
            f"Nobody could sign in at {host}: add people with 'rapporteur users add NAME', or let everybody "
            "in who can reach the address with --everybody."
        )
    return People(users, Sessions(file))


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
