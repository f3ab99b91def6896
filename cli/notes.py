"""``rapporteur notes``: what a person keeps, listed, shown, written as a file, removed."""

import argparse
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from cli.opened import print_result
from core.config import Config
from core.errors import UsageError

if TYPE_CHECKING:
    from desk.notes.records import Note


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
    return _show(args, kept.load(args.id, args.person))


def _show(args: argparse.Namespace, note: "Note") -> int:
    from core.delegations import Gazetteer
    from desk.notes.documents import note_document
    from desk.papers.files import check_name, paper_bytes, write
    from desk.papers.note import note_paper
    from desk.papers.text import plain
    from ui.texts import texts_in

    if args.out is not None:
        check_name(args.out)
    gazetteer = Gazetteer.load()
    paper = note_paper(note, texts_in(note.language), lambda code: gazetteer.name(code, note.language))
    if args.out is not None:
        write(args.out, paper_bytes(paper, args.out.suffix))
        print(f"written: {args.out}", file=sys.stderr)
    print_result(args, note_document(note), "" if args.out is not None else plain(paper))
    return 0
