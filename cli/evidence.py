"""``rapporteur evidence``: a paper packed with its evidence, and such a pack checked."""

import argparse
import re
import sys
import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cli.arguments import add_command
from cli.opened import opened, print_result, progress_bar, stopping
from cli.watch import change_lines
from core.config import PROVIDERS, Config
from core.errors import StorageError, UsageError

if TYPE_CHECKING:
    from desk.evidence.made import Content
    from desk.evidence.records import Report

_WIDTH = 96
_NOTE = re.compile(r"[0-9a-f]{16}")
_TOLD: Mapping[str, str] = {
    "moved": "word for word, but elsewhere",
    "altered": "other words",
    "missing": "not in the library",
}


def add_evidence(commands_: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Its parser."""
    command = add_command(
        commands_, "evidence", evidence, "pack a note, brief or answer with its evidence, or check a pack"
    )
    command.add_argument("action", choices=["make", "check"])
    command.add_argument(
        "what",
        metavar="NOTE|FILE",
        help="make: the id of a note or dossier, JSON of ask, qa or brief, or an exported conversation; "
        "check: a pack",
    )
    command.add_argument(
        "--out", type=Path, metavar="FILE.zip", help="make: the pack (default: evidence.zip)"
    )
    command.add_argument(
        "--person", default="", metavar="NAME", help="make: whose note, where people sign in"
    )
    command.add_argument(
        "--quotations", action="store_true", help="check: look the quotations up and ask nothing again"
    )
    command.add_argument("--llm", metavar="NAME", help=f"which model writes: {', '.join(PROVIDERS)}")


def evidence(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur evidence``."""
    return _make(args, config) if args.action == "make" else _check(args, config)


def _make(args: argparse.Namespace, config: Config) -> int:
    from desk.evidence.documents import pack_document
    from desk.evidence.made import packed
    from desk.papers.files import check_name, write
    from workspace.evidence import made_with, pack_bytes

    out = args.out or Path("evidence.zip")
    check_name(out, (".zip",))
    if args.out is None and out.exists():
        raise StorageError(f"{out} is there already; name another file with --out.")
    content = _content(args, config)
    with opened(config) as workspace:
        pack, files = packed(content, made_with(config), workspace.library, date.today())
    write(out, pack_bytes(pack, files))
    print(f"written: {out}", file=sys.stderr)
    counted = f"Quotations: {len(pack.quotations)}; questions: {len(pack.questions)}."
    print_result(args, pack_document(pack), counted)
    return 0


def _content(args: argparse.Namespace, config: Config) -> "Content":
    from answer.history.conversations import Conversations
    from core.delegations import Gazetteer
    from desk.dossier.gather import basket_of, exchanges_of
    from desk.dossier.store import Dossiers
    from desk.evidence.made import of_dossier, of_note
    from desk.evidence.reading import content_of
    from desk.notes.store import Notes
    from ui.texts import texts_in

    gazetteer, path = Gazetteer.load(), Path(args.what)
    if _NOTE.fullmatch(args.what) and not path.exists():
        notes = Notes(config.home)
        dossiers = Dossiers(config.home).all(args.person)
        if dossier := next((one for one in dossiers if one.id == args.what), None):
            gathered = basket_of(notes, dossier)
            if gathered is None:
                raise UsageError("The dossier's basket was removed; add to it first.")
            asked = exchanges_of(Conversations(config.home), dossier)
            return of_dossier(gathered, asked, gazetteer)
        note = notes.load(args.what, args.person)
        texts = texts_in(note.language)
        return of_note(note, texts, lambda code: gazetteer.name(code, texts.language))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{path} could not be read ({error.strerror}); name a file, or a note as notes list has it."
        ) from None
    return content_of(data, path.name, gazetteer)


def _check(args: argparse.Namespace, config: Config) -> int:
    from desk.evidence.check import check
    from desk.evidence.documents import report_document
    from workspace.evidence import made_with, read_pack

    pack, damaged = read_pack(Path(args.what))
    total = len(pack.quotations) + (0 if args.quotations else len(pack.questions))
    with opened(config) as workspace, progress_bar("check", total) as bar, stopping() as stop:
        if pack.questions and not args.quotations:
            workspace.start_llm()
        steps = check(
            *(pack, damaged, made_with(config), workspace.library, workspace.pipeline, stop),
            ask=not args.quotations,
        )
        for report in steps:
            bar.update(len(report.quotations) + len(report.answers) - bar.n)
    print_result(args, report_document(report), _printable("\n".join(_lines(report))))
    if report.stopped:
        print("rapporteur: stopped; the rest of the pack was not checked.", file=sys.stderr)
    return 0 if report.holds else 1


def _lines(report: "Report") -> Iterator[str]:
    yield f"{report.pack.title} ({report.pack.made})"
    for name in report.damaged:
        yield f"  {name} is not the file that the pack was made with."
    found = sum(one.state == "found" for one in report.quotations)
    yield f"  {found} of {len(report.quotations)} quotations stand in their paragraphs as they were."
    for one in report.quotations:
        if one.state == "found":
            continue
        where = f" ({one.label})" if one.label else ""
        yield from _indented(f"{one.quoted.label}: {_TOLD[one.state]}{where}: “{one.quoted.words}”")
        if one.diff:
            marks = {"same": "{}", "dropped": "[-{}-]", "added": "{{+{}+}}"}
            yield from _indented("  " + " ".join(marks[kind].format(words) for kind, words in one.diff))
    for again in report.answers:
        yield f"  {again.asked.question}"
        if again.state == "same":
            yield "    The same answer."
        elif again.state == "changed" and again.change is not None:
            yield "    Another answer:"
            for line in change_lines(again.change):
                yield from _indented(line)
        else:
            yield from _indented(f"Not asked: {again.said or 'stopped.'}")
    for name, then, now in report.other:
        yield f"  made with {name} {then[:16] or '(none)'}, here {now[:16] or '(none)'}"


def _printable(text: str) -> str:
    """What somebody sent, without anything that would move a terminal's cursor."""
    return "".join(character if character.isprintable() or character == "\n" else "?" for character in text)


def _indented(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="    ", subsequent_indent="      ")
