"""A note as a file that the page hands over."""

import base64
import secrets
from collections.abc import Callable, Mapping

from desk.notes.records import Note
from desk.papers.files import paper_bytes
from desk.papers.note import note_csv, note_paper
from desk.word import MEDIA_TYPE
from ui.texts import Texts

_TYPES: Mapping[str, str] = {
    "docx": MEDIA_TYPE,
    "md": "text/markdown",
    "html": "text/html",
    "csv": "text/csv;charset=utf-8",
}
_BOM = "\ufeff"  # by which a spreadsheet knows that the file is UTF-8


def note_file(note: Note, form: str, texts: Texts, name: Callable[[str], str]) -> dict[str, str]:
    """The file as ``name``, ``type`` and base64 ``data``; ``key`` tells two apart. A form that is none is
    Markdown."""
    form = form if form in _TYPES else "md"
    if form == "csv":
        data = (_BOM + note_csv(note, texts, name)).encode()
    else:
        data = paper_bytes(note_paper(note, texts, name), f".{form}")
    return _file(f"note.{form}", _TYPES[form], data)


def evidence_file(data: bytes) -> dict[str, str]:
    """An evidence pack as such a file."""
    return _file("evidence.zip", "application/zip", data)


def _file(name: str, media_type: str, data: bytes) -> dict[str, str]:
    encoded = base64.b64encode(data).decode("ascii")
    return {"name": name, "type": media_type, "data": encoded, "key": secrets.token_hex(4)}
