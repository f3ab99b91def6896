"""What a person does with their dossiers on the page: begin one, choose it, put something into it."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import UsageError
from core.records import Filters
from desk.dossier.gather import basket_of, into_basket, put, source_of
from desk.dossier.records import KINDS, Dossier, Kind
from desk.dossier.scope import within
from desk.notes.gather import quotation
from desk.notes.records import Note
from ui.state.boundary import boundary
from ui.state.notes import number
from ui.state.protocol import Asker
from ui.texts import Texts

Wanted = Mapping[str, object]
"""What the script sends; the browser is not to be trusted with its shape."""


@dataclass(frozen=True, slots=True)
class Done:
    """``chosen`` is the dossier within which is searched, "" for none, and ``shown`` the one that is open in
    its tab; ``said`` tells the reader what was done, and ``save`` is the form of a file to be handed over."""

    chosen: str
    shown: str
    said: str = ""
    save: str = ""


def acted(session: Asker, wanted: Wanted, chosen: str, shown: str, owner: str, texts: Texts) -> Done:
    """Do what the script asks for with the dossiers of ``owner``. Raises RapporteurError for what is not
    there."""
    which = str(wanted.get("id", ""))
    match wanted.get("do"):
        case "open":
            return Done(chosen, session.dossiers.load(which, owner).id)
        case "choose":
            return Done(session.dossiers.load(which, owner).id if which else "", shown)
        case "recall":  # after a reload
            return Done(next((one.id for one in session.dossiers.all(owner) if one.id == which), ""), shown)
        case "delete":
            session.dossiers.delete(which, owner)
            chosen, shown = ("" if one == which else one for one in (chosen, shown))
            return Done(chosen, shown, texts("dossier.deleted"))
        case "add":
            return Done(chosen, shown, _added(session, wanted, chosen, owner, texts))
        case "take":
            session.dossiers.take_out(shown, {_kind(wanted): [which]}, owner)
        case "rename":
            session.dossiers.rename(shown, str(wanted.get("text", "")), owner)
        case "save":
            return Done(chosen, shown, save=str(wanted.get("as", "")))
        case _:
            return Done(chosen, "")
    return Done(chosen, shown)


def narrowed(session: Asker, chosen: str, filters: Filters, owner: str) -> Filters:
    """What the person limits a search to, within the dossier that is chosen. Raises UsageError where that
    excludes everything, NotThereError where the dossier was deleted meanwhile."""
    if not chosen:
        return filters
    return within(session.dossiers.load(chosen, owner), filters, session.gazetteer)


def is_within(session: Asker, chosen: str, filters: Filters, owner: str) -> bool:
    """Whether a search with these filters stays within the dossier that is chosen."""
    with boundary("comparing filters with a dossier"):
        return narrowed(session, chosen, filters, owner) == filters
    return False


def belongs(session: Asker, chosen: str, kind: Kind, which: str, owner: str) -> None:
    """Put what was made within a dossier into it. That it was deleted meanwhile, or is full, costs that and
    nothing more."""
    if chosen and which:
        with boundary("adding to a dossier"):
            if which not in session.dossiers.load(chosen, owner).ids(kind):
                put(session, chosen, {kind: [which]}, owner)


def basket(session: Asker, dossier: Dossier, texts: Texts) -> Note:
    """What is gathered in the dossier. Raises UsageError where the person removed it."""
    found = basket_of(session.notes, dossier)
    if found is None:
        raise UsageError(texts("dossier.no_basket"))
    return found


def statement_titles(session: Asker, dossier: Dossier, texts: Texts) -> dict[str, str]:
    """By id, what its statements are called; those that were removed from the library are left out."""
    ids = dossier.ids("statement")
    found = {}
    for held in session.library.statements(Filters(statements=ids)) if ids else ():
        who = session.gazetteer.name(held.delegation, texts.language) if held.delegation else ""
        found[held.id] = ", ".join(part for part in (who, held.date, held.title or held.origin) if part)
    return found


def _added(session: Asker, wanted: Wanted, chosen: str, owner: str, texts: Texts) -> str:
    """Words of a paragraph go into the basket; statements, conversations and notes among the items."""
    if not chosen:
        raise UsageError(texts("dossier.none_chosen"))
    dossier = session.dossiers.load(chosen, owner)
    if paragraph := str(wanted.get("paragraph", "")):
        source = source_of(session, paragraph)
        words = quotation(source, number(wanted.get("start")), number(wanted.get("end")), texts.quoted)
        into_basket(session, dossier, [words], texts.language)
    elif which := str(wanted.get("id", "")):
        put(session, chosen, {_kind(wanted): [which]}, owner)
    else:
        raise UsageError(texts("dossier.not_kept"))
    return texts("note.added", title=dossier.name)


def _kind(wanted: Wanted) -> Kind:
    kind = next((kind for kind in KINDS if kind == wanted.get("kind")), None)
    if kind is None:
        raise UsageError("That cannot be in a dossier; load the page again.")
    return kind
