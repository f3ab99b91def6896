"""A text that holds several questions, taken apart."""

import re

from answer.question.mentioned import asks_no_more, mentioned


def questions(text: str) -> tuple[str, ...]:
    """The questions in a text, in order: "What is X? And why?" are two. One that holds no more than one
    comes back whole."""
    parts = [part.strip() for part in re.split(r"(?<=[?？])(?![?？])\s*(?=\S)", text) if part.strip()]
    if len(parts) > 1 and mentioned(parts[0]) and all(map(asks_no_more, parts[1:])):
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
