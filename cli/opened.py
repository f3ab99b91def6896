"""What every command shares: the filters of its arguments, the opened library, a progress bar, the result."""

import argparse
import json
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.config import Config
from core.errors import UsageError
from core.records import NO_DELEGATION, Filters

if TYPE_CHECKING:
    from tqdm import tqdm

    from workspace.workspace import Workspace


def filters_of(args: argparse.Namespace, config: Config) -> Filters:
    """The filters that the arguments set, within a dossier where one is named. Raises UsageError for a
    delegation that there is not, or that the dossier excludes, and NotThereError for a dossier."""
    from core.delegations import Gazetteer
    from desk.dossier.scope import within
    from desk.dossier.store import Dossiers

    gazetteer = Gazetteer.load()
    codes = (NO_DELEGATION if name == NO_DELEGATION else gazetteer.coded(name) for name in args.delegation)
    filters = Filters(
        tuple(codes),
        args.since,
        args.until,
        args.forum,
        speaker=args.speaker,
        language=args.language,
        roles=tuple(args.role),
        statements=tuple(dict.fromkeys(args.statement)),
    )
    if not args.dossier:
        return filters
    return within(Dossiers(config.home).load(args.dossier, args.person), filters, gazetteer)


@contextmanager
def opened(config: Config) -> "Iterator[Workspace]":
    """The workspace, with repairs shown as they go on and told when they are done."""
    from workspace.workspace import Workspace

    with progress_bar("passage") as bar:

        def repaired(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        workspace = Workspace.open(config, repaired)
    with closing(workspace):
        for notice in workspace.library.notices:
            print(f"rapporteur: {notice}", file=sys.stderr)
        yield workspace


def progress_bar(unit: str, total: int | None = None) -> "tqdm[Any]":
    """A progress bar on a terminal, with rate and time left; nothing elsewhere."""
    from tqdm import tqdm

    return tqdm(
        total=total,
        unit=f" {unit}",
        file=sys.stderr,
        disable=not sys.stderr.isatty(),
        leave=False,
        delay=0.5,
        dynamic_ncols=True,
        smoothing=0.05,
    )


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """An event that Ctrl-C sets instead of ending the program; pressed again, it ends it."""
    stop = threading.Event()

    def pressed(*_: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = signal.signal(signal.SIGINT, pressed)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def read_input(file: str) -> tuple[bytes, str]:
    """The bytes of a file that an argument names, and its name; "-" is standard input."""
    if file == "-":
        return sys.stdin.buffer.read(), "standard input"
    try:
        return Path(file).read_bytes(), Path(file).name
    except OSError as error:
        raise UsageError(f"{file!r} could not be read ({error.strerror}); name a file, or -.") from None


def print_result(args: argparse.Namespace, document: Any, text: str) -> None:
    """The document with ``--json``, the text otherwise."""
    if args.json:
        print_json(document)
    elif text:
        print(text)


def print_json(document: Any) -> None:
    """One JSON document on standard output."""
    print(json.dumps(document, ensure_ascii=False, indent=2))
