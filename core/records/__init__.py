"""The frozen records that cross package boundaries.

Offsets are half-open code-point offsets, so ``text[start:end]`` is always the thing meant. Dates are
ISO 8601 strings, ``YYYY-MM-DD`` or, where a source says no more, ``YYYY-MM`` or ``YYYY``; an unknown
one is ``""``.
"""

from core.records.answers import Answer, Cell, CellState, Citation, Mode, Rejected, Sentence, Status, Table
from core.records.search import NO_DELEGATION, Filters, Found, Hit, Mentions, Scope, SearchResult, Source
from core.records.statements import (
    BY_HAND,
    CORRECTABLE,
    DOUBTFUL_BELOW,
    POSITION_ROLES,
    ROLES,
    TURN_CORRECTABLE,
    About,
    Adding,
    AddingOutcome,
    Paragraph,
    Passage,
    Repeat,
    Role,
    Speaker,
    Statement,
    StatementSummary,
    Turn,
    content_id,
    turn_of,
    turns_of,
)

__all__ = [
    "BY_HAND",
    "CORRECTABLE",
    "DOUBTFUL_BELOW",
    "NO_DELEGATION",
    "POSITION_ROLES",
    "ROLES",
    "TURN_CORRECTABLE",
    "About",
    "Adding",
    "AddingOutcome",
    "Answer",
    "Cell",
    "CellState",
    "Citation",
    "Filters",
    "Found",
    "Hit",
    "Mentions",
    "Mode",
    "Paragraph",
    "Passage",
    "Rejected",
    "Repeat",
    "Role",
    "Scope",
    "SearchResult",
    "Sentence",
    "Source",
    "Speaker",
    "Statement",
    "StatementSummary",
    "Status",
    "Table",
    "Turn",
    "content_id",
    "turn_of",
    "turns_of",
]
