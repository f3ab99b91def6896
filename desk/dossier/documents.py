"""Dossiers as JSON documents."""

from typing import Any

from core.documents import filters_document, source_document
from desk.dossier.records import Dossier
from desk.notes.records import Note


def dossier_document(dossier: Dossier, basket: Note | None) -> dict[str, Any]:
    """The dossier with what is gathered in its ``basket``, None where that was removed. Its ``filters``,
    chosen statements among them, are those with which a search stays within it."""
    filters = filters_document(dossier.scope)
    del filters["inferred"]  # nothing of a dossier is read from a question
    return {
        "id": dossier.id,
        "name": dossier.name,
        "made": dossier.made,
        "changed": dossier.changed,
        "filters": filters,
        "conversations": list(dossier.ids("conversation")),
        "notes": list(dossier.ids("note")),
        "basket": {
            "note": basket.id if basket else None,
            "entries": [
                {
                    "text": piece.text,
                    "own": piece.own,
                    "sources": [source_document(source) for source in piece.sources],
                }
                for piece in (basket.pieces if basket else ())
            ],
        },
    }
