"""A paper as a file, by the ending of its name."""

from pathlib import Path
from typing import Final

from core.errors import StorageError, UsageError
from desk.papers.text import html, markdown
from desk.word.content import Paper
from desk.word.write import word_bytes

FORMATS: Final = (".docx", ".md", ".html")


def check_name(path: Path, formats: tuple[str, ...] = FORMATS) -> None:
    """Raises UsageError for a file that has none of these endings, or whose folder is not there: before
    the work is done."""
    if path.suffix.lower() not in formats:
        raise UsageError(f"{path} cannot be written: its name must end in {', '.join(formats)}.")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"{path} cannot be written: there is no folder {path.absolute().parent}.")


def paper_bytes(paper: Paper, ending: str) -> bytes:
    """The paper in the form that the ending names."""
    match ending.lower():
        case ".docx":
            return word_bytes(paper)
        case ".html":
            return html(paper).encode()
        case _:
            return markdown(paper).encode()


def write(path: Path, data: bytes) -> None:
    """Raises StorageError where the disk refuses."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise StorageError(f"{path} could not be written ({error.strerror}); choose another place.") from None
