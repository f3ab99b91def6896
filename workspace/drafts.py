"""A writer's draft read from a file: its text as it stands, so that places in it can be pointed to."""

from pathlib import PurePath

from core.errors import UnreadableError
from ingest.formats import read_document
from ingest.text.decode import decode

MAX_CHARACTERS = 400_000  # about 150 pages
_PLAIN = (".txt", ".text", ".md", ".markdown", "")


def read_draft(data: bytes, name: str) -> str:
    """The text of a draft: plain text and Markdown as they are, anything else as the library would read it.
    Raises UnreadableError for what cannot be read, holds no words or is too long to be a draft."""
    plain = PurePath(name).suffix.lower() in _PLAIN and not data.startswith(
        (b"PK\x03\x04", b"%PDF", b"{\\rtf")
    )
    text = decode(data, name) if plain else read_document(data, name).text
    if not any(character.isalnum() for character in text):
        raise UnreadableError(f"{name}: there is no text in it to be checked.")
    if len(text) > MAX_CHARACTERS:
        raise UnreadableError(
            f"{name}: it has {len(text):,} characters and a draft may have {MAX_CHARACTERS:,}; split it."
        )
    return text
