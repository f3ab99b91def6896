"""Notes and their pieces as JSON documents, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from core.documents import filters_document, filters_of, source_document, sources_of
from desk.notes.records import Note, Piece
from desk.records import Part
from desk.word.content import Block, Paragraph, Run, Table


def note_document(note: Note) -> dict[str, Any]:
    """The note with everything on it."""
    return {**asdict(note), "pieces": [{"id": one.id, **piece_document(one)} for one in note.pieces]}


def piece_document(piece: Piece) -> dict[str, Any]:
    """A piece without its id; ``block`` is a paragraph (``runs``) or a table (``head``, ``rows``)."""
    return {
        "block": asdict(piece.block),
        "own": piece.own,
        "sources": [source_document(source) for source in piece.sources],
        "part": _part_document(piece.part) if piece.part else None,
    }


def piece_of(document: Mapping[str, Any], piece_id: str) -> Piece:
    """Raises KeyError, TypeError or ValueError for what is no piece."""
    sources = sources_of(document["sources"])
    part = _part(document["part"]) if document.get("part") else None
    return Piece(_block(document["block"]), sources, bool(document["own"]), piece_id, part)


def _part_document(part: Part) -> dict[str, Any]:
    return {**asdict(part), "filters": filters_document(part.filters)}


def _part(document: Mapping[str, Any]) -> Part:
    return Part(**{**document, "filters": filters_of(document["filters"])})


def _block(document: Mapping[str, Any]) -> Block:
    if "runs" in document:
        return _paragraph(document)
    rows = (tuple(tuple(_paragraph(p) for p in cell) for cell in row) for row in document["rows"])
    return Table(tuple(document["head"]), tuple(rows), tuple(document["widths"]))


def _paragraph(document: Mapping[str, Any]) -> Paragraph:
    return Paragraph(tuple(Run(**run) for run in document["runs"]), document["style"])
