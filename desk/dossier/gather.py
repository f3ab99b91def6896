"""What is put into a dossier, once it is sure that it is there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from answer.history.conversations import Conversations, Exchange
from core.errors import NotThereError, RapporteurError
from core.records import Filters, Source, Statement
from desk.dossier.records import Dossier, Kind
from desk.dossier.store import Dossiers, named
from desk.notes.records import Note, Piece
from desk.notes.store import Notes


class Holdings(Protocol):
    """The library, as far as something of it is put into a dossier."""

    def statement(self, statement_id: str) -> Statement:
        """The whole statement. Raises NotThereError when it is not there."""

    def neighbours(self, paragraph_id: str) -> Sequence[Source]:
        """The paragraph among those around it. Raises NotThereError when it is not there."""


class Shelf(Protocol):
    """Where everything that can belong to a dossier is kept."""

    @property
    def library(self) -> Holdings:
        """The library."""

    @property
    def dossiers(self) -> Dossiers:
        """The dossiers."""

    @property
    def notes(self) -> Notes:
        """Notes and papers, baskets among them."""

    @property
    def conversations(self) -> Conversations:
        """Conversations."""


def begun(shelf: Shelf, name: str, filters: Filters, owner: str = "", language: str = "en") -> Dossier:
    """A new dossier with its basket. Raises UsageError for one without a name or where the owner has as many
    as anybody may, NotThereError for a chosen statement that is not in the library."""
    name = named(name)
    for one in filters.statements:
        shelf.library.statement(one)
    basket = shelf.notes.new(name, owner, language=language)
    try:
        made = shelf.dossiers.new(name, filters, basket, owner)
    except RapporteurError:
        shelf.notes.remove(basket, owner)
        raise
    return shelf.dossiers.load(made, owner)


def put(shelf: Shelf, dossier: str, belonging: Mapping[Kind, Sequence[str]], owner: str = "") -> None:
    """Put ids of each kind into a dossier. Raises UsageError or NotThereError where one of them is not there,
    and puts in none then."""
    for one in belonging.get("statement", ()):
        shelf.library.statement(one)
    for one in belonging.get("conversation", ()):
        shelf.conversations.load(one, owner)
    for one in belonging.get("note", ()):
        shelf.notes.load(one, owner)
    shelf.dossiers.put(dossier, belonging, owner)


def into_basket(shelf: Shelf, dossier: Dossier, pieces: Sequence[Piece], language: str = "en") -> None:
    """Add to what is gathered in the dossier, in a new note where the person removed the last."""
    notes, owner = shelf.notes, dossier.owner
    if any(note.id == dossier.basket for note in notes.summaries(owner)):
        for piece in pieces:
            notes.add(dossier.basket, piece, owner)
        return
    basket = notes.new(dossier.name, owner, language=language, pieces=pieces)
    shelf.dossiers.gather_in(dossier.id, basket, owner)


def basket_of(notes: Notes, dossier: Dossier) -> Note | None:
    """What is gathered in it; None where the note was removed."""
    there = any(note.id == dossier.basket for note in notes.summaries(dossier.owner))
    return notes.load(dossier.basket, dossier.owner) if there else None


def exchanges_of(conversations: Conversations, dossier: Dossier) -> list[Exchange]:
    """The questions of its conversations with their answers, as far as they are still kept."""
    kept = {one.id for one in conversations.summaries(dossier.owner)}
    found = (conversations.load(one, dossier.owner) for one in dossier.ids("conversation") if one in kept)
    return [exchange for exchanges in found for exchange in exchanges]


def source_of(shelf: Shelf, paragraph: str) -> Source:
    """A paragraph of the library, without a marker. Raises NotThereError where it is not there."""
    found = next((one for one in shelf.library.neighbours(paragraph) if one.paragraph_id == paragraph), None)
    if found is None:
        raise NotThereError(f"There is no paragraph {paragraph!r}.")
    return replace(found, marker=0)
