"""A text that holds several questions, taken apart."""

import re

# Asks for the names that the question before it counts; it is no question by itself.
_WHICH_ONES = re.compile(
    r"(?:and\s+)?(?:if\s+so,?\s+)?(?:which|who|what)(?:\s+(?:ones?|are|were|they|of|them)){0,3}\?", re.I
)


def questions(text: str) -> tuple[str, ...]:
    """The questions in a text, in order: "What is X? And why?" are two. One that holds no more than one
    comes back whole."""
    parts = [part.strip() for part in re.split(r"(?<=[?？])\s*(?=\S)", text) if part.strip()]
    if len(parts) == 2 and _WHICH_ONES.fullmatch(parts[1]):
        return (text,)
    asked = [part for part in parts if part.endswith(("?", "？"))]
    if len(asked) < 2:
        return (text,)
    # What is no question introduces the one after it, or closes the last.
    joined: list[str] = []
    for part in parts:
        if joined and not joined[-1].endswith(("?", "？")):
            joined[-1] = f"{joined[-1]} {part}"
        elif part.endswith(("?", "？")) or not joined:
            joined.append(part)
        else:
            joined[-1] = f"{joined[-1]} {part}"
    return tuple(joined)
