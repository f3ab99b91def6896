"""What the commands' parsers share: an example each, where things are, and filters."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.records import NO_DELEGATION, ROLES

_EXAMPLES: Mapping[str, str] = {
    "ask": 'rapporteur ask "What is Japan\'s view on a binding instrument?" --delegation JPN',
    "rerun": "rapporteur rerun conversation.json",
    "search": 'rapporteur search "capacity-building" -k 5 --since 2019-01-01',
    "ingest": "rapporteur ingest speeches/ archive.zip https://www.example.org/statement.html",
    "list": "rapporteur list --delegation JPN",
    "show": "rapporteur show 3f2a9c0d4b5e6f70",
    "digest": "rapporteur digest 97ac1dc1a1ec0f6b",
    "edit": "rapporteur edit 3f2a9c0d4b5e6f70 --date 2020-12-01 --delegation Japan",
    "remove": "rapporteur remove 3f2a9c0d4b5e6f70",
    "brief": 'rapporteur brief "nuclear disarmament" --delegation JPN --out note.docx',
    "timeline": 'rapporteur timeline "nuclear disarmament" --delegation JPN --json',
    "compare": 'rapporteur compare "a binding instrument" --delegation JPN --delegation CHN --out table.csv',
    "qa": "rapporteur qa questions.docx --delegation JPN --out answers.docx",
    "notes": "rapporteur notes show 3f2a9c0d4b5e6f70 --out note.docx",
    "watch": 'rapporteur watch add "Does Japan support a binding instrument?" --delegation JPN',
    "dossier": 'rapporteur dossier new "First Committee" --delegation JPN --since 2019',
    "evidence": "rapporteur evidence make 3f2a9c0d4b5e6f70 --out evidence.zip",
    "check": "rapporteur check",
    "rebuild": "rapporteur rebuild",
    "models": "rapporteur models pull",
    "check-draft": "rapporteur check-draft note.docx --delegation JPN --out checked.docx",
    "serve": "rapporteur serve --port 7861",
    "token": "rapporteur token new nightly-report",
    "users": "rapporteur users add akiko",
    "mcp": "rapporteur mcp --home var",
    "eval": "rapporteur eval retrieval --beir collection/",
}


def add_command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Any,
    summary: str,
    *,
    has_json: bool = True,
) -> argparse.ArgumentParser:
    """A command with its help, its example, and the options that all have."""
    command = commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=f"Example: {_EXAMPLES[name]}",
    )
    # Given before the command they hold, too: an option that is not given here must not undo that.
    add_places(command, default=argparse.SUPPRESS)
    if has_json:
        command.add_argument("--json", action="store_true", help="print one JSON document")
    command.set_defaults(run=run, json=False)
    return command


def add_places(parser: argparse.ArgumentParser, *, default: Any) -> None:
    """Where the library and the models are."""
    parser.add_argument(
        "--home", type=Path, metavar="DIR", default=default, help="where the library is kept (default: var)"
    )
    parser.add_argument(
        "--models-dir", type=Path, metavar="DIR", default=default, help="where the model files are"
    )


def add_filters(command: argparse.ArgumentParser) -> None:
    """What a question or a search is limited to, by itself and as part of a dossier."""
    add_limits(command)
    command.add_argument("--dossier", default="", metavar="ID", help="only what this dossier is limited to")
    whose = "whose dossier (watch: and watches), where people sign in"
    command.add_argument("--person", default="", metavar="NAME", help=whose)


def add_limits(command: argparse.ArgumentParser) -> None:
    """What statements are limited to."""
    command.add_argument(
        "--delegation",
        action="append",
        default=[],
        metavar="CODE",
        help=f"only this delegation or group (JPN, ASEAN; repeatable); {NO_DELEGATION}: unknown whose",
    )
    command.add_argument("--since", default="", metavar="DATE", help="from this date on (2019 or 2019-05-31)")
    command.add_argument("--until", default="", metavar="DATE", help="up to this date")
    command.add_argument("--forum", default="", metavar="FORUM", help="only this forum (OEWG)")
    command.add_argument("--speaker", default="", metavar="NAME", help="only this speaker (a name, or part)")
    command.add_argument(
        "--role",
        action="append",
        default=[],
        choices=ROLES,
        help="only what is said in this capacity, in texts with several speakers (repeatable)",
    )
    command.add_argument("--language", default="", metavar="CODE", help="only in this language (en, ja)")
    command.add_argument(
        "--statement", action="append", default=[], metavar="ID", help="only this statement (repeatable)"
    )
