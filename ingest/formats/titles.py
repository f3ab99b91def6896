"""Titles among the properties of a document: programs write many that are none."""

import re
from pathlib import PurePath

_NOT_A_TITLE = re.compile(
    r"Microsoft Word|Microsoft PowerPoint|untitled|無題|no title|document\s?\d*$|slide \d|title$|layout \d"
    r"|print|paper title|\S+\.(?:docx?|pdf|rtf|odt|indd|qxd|wpd|tex|dvi|pages|html?|txt|tmp)$"
    r"|\S*[\\/]\S*$|[\W\d_]+$",
    re.IGNORECASE,
)


def is_title(title: str, name: str) -> bool:
    """Whether a document property is a title that a person wrote, not a program's or a file's name."""
    stem = PurePath(name).stem.casefold()
    words = len(title.split())
    return (
        8 <= len(title) <= 250
        and (words > 1 or any(character > "\u2e80" for character in title))
        and not _NOT_A_TITLE.match(title)
        and not re.search(r"\.(?:docx?|pdf|rtf|odt|indd|tmp)\b", title, re.IGNORECASE)
        and title.casefold() != stem
        and title.isprintable()
        and "\ufffd" not in title
    )
