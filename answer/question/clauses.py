"""The parts of one question that ask for different things, so that each gets the words that answer it."""

import re

_SEAM = re.compile(
    r"(?:[,;:]|\b(?:and|or|but)\b)\s+(?=(?:and\s+|or\s+|but\s+)?(?:on\s+|in\s+|for\s+|by\s+|to\s+)?"
    r"(?:what|which|who|whom|whose|why|how|when|where|did|does|do|is|are|was|were)\b)",
    re.IGNORECASE,
)
_LEAST_WORDS = 3


def clauses(question: str) -> tuple[str, ...]:
    """The question in the pieces that a further question word opens; one piece where there is none."""
    pieces = [piece.strip(" ,;:") for piece in _SEAM.split(question)]
    return tuple(piece for piece in pieces if len(piece.split()) >= _LEAST_WORDS) or (question,)
