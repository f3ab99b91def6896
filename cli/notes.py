"""``rapporteur notes``: what a person keeps, listed, shown, written as a file, made anew, removed."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from cli.opened import opened, print_result, stopping
from core.config import Config
from core.errors import UsageError

if TYPE_CHECKING:
    from desk.notes.records import Note
    from desk.notes.store import Notes
    from desk.word.content import Paper


def notes_arguments(command: argparse.ArgumentParser) -> None:
    """What the command takes."""
    command.add_argument("action", choices=["list", "show", "refill", "remove"])
    command.add_argument("id", metavar="ID", nargs="?", default="", help="as list names it")
    command.add_argument("--person", default="", metavar="NAME", help="whose, where people sign in")
    command.add_argument(
        "--out", type=Path, metavar="FILE", help="show: note.docx, .md, .html or .csv (default: printed)"
    )
    command.add_argument(
        "--piece", default="", metavar="ID", help="refill: the block of a brief, as show --json names it"
    )
    command.add_argument("--question", default="", metavar="TEXT", help="refill: a narrower question")
    command.add_argument("--llm", metavar="NAME", help="refill: which model writes; none quotes only")


def notes(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur notes``."""
    from desk.notes.store import Notes

    kept = Notes(config.home)
    if args.action == "list":
        found = kept.summaries(args.person)
        lines = (f"{one.id}  {one.kind:<10}  {one.changed[:10]}  {one.title}" for one in found)
        text = "\n".join(lines) or "Nothing is kept; the page keeps notes, briefs and checked drafts."
        print_result(args, {"notes": [asdict(one) for one in found]}, text)
        return 0
    if not args.id:
        raise UsageError(f"Which note? Name it as list does: rapporteur notes {args.action} ID.")
    if args.action == "remove":
        kept.remove(args.id, args.person)
        print_result(args, {"removed": args.id}, f"removed: {args.id}")
        return 0
    if args.action == "refill":
        return _refill(args, config, kept)
    return _show(args, kept.load(args.id, args.person))


def _refill(args: argparse.Namespace, config: Config, kept: "Notes") -> int:
    from ui.export.refill import refill
    from ui.texts import texts_in

    with opened(config) as workspace, stopping() as stop:
        workspace.start_llm()
        outcome = refill(
            kept,
            args.id,
            args.piece,
            args.question,
            lambda part, language: workspace.refilled(part, language, stop),
            workspace.gazetteer.name,
            args.person,
        )
    print_result(args, {"note": args.id, "outcome": outcome}, texts_in("en")(f"note.{outcome}"))
    return int(outcome != "refilled")


def _show(args: argparse.Namespace, note: "Note") -> int:
    from desk.notes.documents import note_document
    from desk.papers.text import plain

    paper = note_as_paper(args.out, note)
    print_result(args, note_document(note), "" if args.out is not None else plain(paper))
    return 0


def note_as_paper(out: Path | None, note: "Note") -> "Paper":
    """The note as a paper, written to a file where one is named."""
    from core.delegations import Gazetteer
    from desk.papers.files import FORMATS, check_name, paper_bytes, write
    from desk.papers.note import note_csv, note_paper
    from ui.texts import texts_in

    tables = out is not None and out.suffix.lower() == ".csv"
    if out is not None:
        check_name(out, (*FORMATS, ".csv"))
    gazetteer = Gazetteer.load()
    texts = texts_in(note.language)

    def name(code: str) -> str:
        return gazetteer.name(code, note.language)

    paper = note_paper(note, texts, name)
    if out is not None:
        # The mark by which a spreadsheet knows that the file is UTF-8.
        data = ("\ufeff" + note_csv(note, texts, name)).encode() if tables else paper_bytes(paper, out.suffix)
        write(out, data)
        print(f"written: {out}", file=sys.stderr)
    return paper
