"""What a person does with their notes on the page: add to one, put it in order, write in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import UsageError
from desk.dossier.gather import source_of
from desk.notes.gather import quotation, rewritten, written
from desk.notes.records import Note, Piece
from ui.state.protocol import Asker
from ui.texts import Texts

Wanted = Mapping[str, object]
"""What the script sends; the browser is not to be trusted with its shape."""


@dataclass(frozen=True, slots=True)
class Done:
    """``chosen`` is the note that is shown, "" for the list; ``said`` tells the reader what was done, and
    ``save`` is the form in which the note is to be handed over."""

    chosen: str
    said: str = ""
    save: str = ""


def acted(session: Asker, wanted: Wanted, chosen: str, owner: str, texts: Texts) -> Done:
    """Do what the script asks for with the notes of ``owner``. Raises UsageError for what is not there."""
    notes, piece, text = session.notes, str(wanted.get("piece", "")), str(wanted.get("text", ""))
    match wanted.get("do"):
        case "add":
            return _added(session, wanted, chosen, owner, texts)
        case "open":
            return Done(notes.load(str(wanted.get("id", "")), owner).id)
        case "new":
            return Done(notes.new(texts("note.untitled"), owner, language=texts.language))
        case "remove":
            gone = str(wanted.get("id", ""))
            notes.remove(gone, owner)
            return Done("" if gone == chosen else chosen, texts("note.removed"))
        case "rename":
            notes.rename(chosen, text, owner)
        case "up" | "down":
            notes.move(chosen, piece, -1 if wanted.get("do") == "up" else 1, owner)
        case "drop":
            notes.drop(chosen, piece, owner)
        case "write" if piece:
            notes.write(chosen, rewritten(piece_in(notes.load(chosen, owner), piece, texts), text), owner)
        case "write":
            notes.add(chosen, written(text), owner)
        case "save":
            return Done(chosen, save=str(wanted.get("as", "")))
        case _:
            return Done("")
    return Done(chosen)


def _added(session: Asker, wanted: Wanted, chosen: str, owner: str, texts: Texts) -> Done:
    """Words of a paragraph, as they stand in the library, in the note that is open or was changed last. What
    a dossier gathers is added to from there, or while it is open."""
    source = source_of(session, str(wanted.get("paragraph", "")))
    start, end = number(wanted.get("start")), number(wanted.get("end"))
    baskets = {one.basket for one in session.dossiers.all(owner)} - {chosen}
    kept = session.notes.summaries(owner)
    notes = [one for one in kept if one.kind == "note" and one.id not in baskets]
    note = next((one for one in notes if one.id == chosen), notes[0] if notes else None)
    piece = quotation(source, start, end, texts.quoted)
    if note is None:
        title = texts("note.untitled")
        session.notes.new(title, owner, language=texts.language, pieces=[piece])
    else:
        title = note.title
        session.notes.add(note.id, piece, owner)
    return Done(chosen, texts("note.added", title=title))


def piece_in(note: Note, piece: str, texts: Texts) -> Piece:
    """The piece with this id. Raises UsageError where it is not there."""
    found = next((one for one in note.pieces if one.id == piece), None)
    if found is None:
        raise UsageError(texts("error.no_piece"))
    return found


def number(value: object) -> int:
    """A number as the page's attributes have it."""
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 10 else 0
