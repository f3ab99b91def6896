"""Text as Markdown that renders as itself."""

import re


def escaped(text: str) -> str:
    """Text as Markdown that renders as itself: no markup, no HTML, no link of its own."""
    marked = re.sub(r"([\\`*_{}\[\]<>#|~!])", r"\\\1", text)
    return re.sub(r"^(\s*)([-+]|[0-9]+[.)])(?=\s)", r"\1\\\2", marked)
