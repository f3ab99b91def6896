"""``rapporteur dossier``: statements or filters under a name, with what belongs to them."""

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.arguments import add_command, add_limits
from cli.notes import note_as_paper
from cli.opened import filters_of, opened, print_result
from core.config import Config
from core.counted import counted
from core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.records import Filters
    from desk.dossier.records import Dossier, Kind
    from desk.dossier.store import Dossiers
    from desk.notes.records import Note
    from desk.notes.store import Notes

_LIMITS: Mapping[str, str] = {
    "delegations": "delegation",
    "since": "since",
    "until": "until",
    "forum": "forum",
    "speaker": "speaker",
    "language": "language",
    "roles": "role",
}
_TAKES: Mapping[str, tuple[str, ...]] = {
    "new": (*_LIMITS.values(), "statement"),
    "add": ("statement", "conversation", "note", "paragraph"),
    "remove": ("statement", "conversation", "note"),
    "rename": ("name",),
    "show": ("out",),
}
_OPTIONS = tuple(dict.fromkeys(option for options in _TAKES.values() for option in options))


def add_dossier(commands_: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Its parser."""
    kept = add_command(
        commands_,
        "dossier",
        dossier,
        "keep filters or chosen statements under a name, with what belongs to it",
    )
    kept.add_argument("action", choices=["new", "list", "show", "add", "remove", "rename", "delete"])
    kept.add_argument(
        "what", metavar="NAME|ID", nargs="?", default="", help="a new name; an id as list has it"
    )
    add_limits(kept)
    kept.add_argument(
        "--conversation", action="append", default=[], metavar="ID", help="add, remove: a conversation"
    )
    kept.add_argument(
        "--note", action="append", default=[], metavar="ID", help="add, remove: a note, brief or other paper"
    )
    kept.add_argument(
        "--paragraph", action="append", default=[], metavar="ID", help="add: a paragraph to its basket"
    )
    kept.add_argument("--name", default="", metavar="NAME", help="rename: what it is called from now on")
    kept.add_argument(
        "--out", type=Path, metavar="FILE", help="show: its basket as basket.docx, .md or .html"
    )
    kept.add_argument("--person", default="", metavar="NAME", help="whose dossier, where people sign in")
    kept.set_defaults(dossier="")


def dossier(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur dossier``."""
    from desk.dossier.store import Dossiers
    from desk.notes.store import Notes

    kept, notes = Dossiers(config.home), Notes(config.home)
    _check_options(args)
    if args.action == "list":
        found = kept.all(args.person)
        text = "\n".join(map(_row, found)) or "There is no dossier; begin one: rapporteur dossier new NAME."
        print_result(args, {"dossiers": [_document(one, notes) for one in found]}, text)
        return 0
    if not args.what:
        raise UsageError(f"Which dossier? Name one: rapporteur dossier {args.action} …")
    match args.action:
        case "new":
            return _new(args, config)
        case "add":
            _add(args, config, kept)
        case "remove":
            kept.take_out(args.what, _given(args), args.person)
        case "rename":
            kept.rename(args.what, args.name, args.person)
        case "delete":
            kept.delete(args.what, args.person)
            print_result(args, {"deleted": args.what}, f"deleted: {args.what}")
            return 0
    return _show(args, kept.load(args.what, args.person), notes)


def _check_options(args: argparse.Namespace) -> None:
    """Raises UsageError for options that the action does not use, and for nothing to add or remove."""
    takes, given = _TAKES.get(args.action, ()), [option for option in _OPTIONS if getattr(args, option)]
    if wrong := next((option for option in given if option not in takes), ""):
        raise UsageError(f"rapporteur dossier {args.action} has no --{wrong}; leave it out.")
    if args.action in ("add", "remove", "rename") and not given:
        options = ", ".join(f"--{option}" for option in takes)
        raise UsageError(f"{args.action.capitalize()} what? Name it with one of {options}.")


def _new(args: argparse.Namespace, config: Config) -> int:
    from desk.dossier.gather import begun

    filters = filters_of(args, config)
    with opened(config) as workspace:
        made = begun(workspace, args.what, filters, args.person)
        print_result(args, _document(made, workspace.notes), f"dossier: {made.id}")
    return 0


def _add(args: argparse.Namespace, config: Config, kept: "Dossiers") -> None:
    from desk.dossier.gather import into_basket, put, source_of
    from desk.notes.gather import quotation
    from ui.texts import texts_in

    found, quoted = kept.load(args.what, args.person), texts_in("en").quoted
    with opened(config) as workspace:
        sources = [source_of(workspace, paragraph) for paragraph in args.paragraph]
        put(workspace, found.id, _given(args), args.person)
        if sources:
            into_basket(workspace, found, [quotation(source, 0, 0, quoted) for source in sources])


def _given(args: argparse.Namespace) -> "dict[Kind, Sequence[str]]":
    return {"statement": args.statement, "conversation": args.conversation, "note": args.note}


def _show(args: argparse.Namespace, found: "Dossier", notes: "Notes") -> int:
    from desk.dossier.documents import dossier_document
    from desk.dossier.gather import basket_of

    basket = basket_of(notes, found)
    if args.out is not None:
        if basket is None:
            raise UsageError("The dossier's basket was removed; add to it first.")
        note_as_paper(args.out, basket)
    text = "" if args.out is not None else "\n".join(_lines(found, notes, basket))
    print_result(args, dossier_document(found, basket), text)
    return 0


def _document(found: "Dossier", notes: "Notes") -> dict[str, Any]:
    from desk.dossier.documents import dossier_document
    from desk.dossier.gather import basket_of

    return dossier_document(found, basket_of(notes, found))


def _row(one: "Dossier") -> str:
    return f"{one.id}  {one.changed[:10]}  {one.name}  [{_limits(one.scope)}]"


def _lines(one: "Dossier", notes: "Notes", basket: "Note | None") -> Iterator[str]:
    yield one.name
    yield f"  limited to: {_limits(one.scope)}"
    for kind in ("statement", "conversation"):
        yield from (f"  {kind} {item}" for item in one.ids(kind))
    titles = {note.id: note.title for note in notes.summaries(one.owner)}
    for item in one.ids("note"):
        yield f"  note {item}  {titles.get(item, '(removed)')}"
    for piece in basket.pieces if basket else ():
        labels = ", ".join(source.label for source in piece.sources)
        yield f"  {labels}: {piece.text}" if labels else f"  {piece.text}"


def _limits(filters: "Filters") -> str:
    set_to = ((label, getattr(filters, name)) for name, label in _LIMITS.items())
    said = [
        f"{label} {', '.join(value) if isinstance(value, tuple) else value}"
        for label, value in set_to
        if value
    ]
    if filters.statements:
        said.append(counted(len(filters.statements), "statement"))
    return "; ".join(said) or "everything"
