"""The parts of one question that ask for different things, so that each gets the words that answer it."""

import re

from answer.words.lexicon import STOP_WORDS

_SEAM = re.compile(
    r"(?:[,;:]|\b(?:and|or|but)\b)\s+(?=(?:and\s+|or\s+|but\s+)?(?:on\s+|in\s+|for\s+|by\s+|to\s+)?"
    r"(?:what|which|who|whom|whose|why|how|when|where|did|does|do|is|are|was|were)\b)",
    re.IGNORECASE,
)
# What begins a question: a word that asks (not "what it owes"), or an auxiliary with its subject behind it.
_FIRST = r"(?:(?:first|second|third|also|then),?\s+)?(?:(?:on|in|for|by|to|at|from|of|with|under)\s+)?"
_WORD = r"(?:what|which|who|whom|whose|why|how|when|where)\b(?!\s+(?:it|they|he|she|we|you)\b)"
_TURNED = (
    r"(?:did|does|do|is|are|was|were|has|have|had)\s+"
    r"(?:it|they|he|she|there|the|its|their|his|her|this|that|(?-i:[A-Z]))"
)
_ASKS = re.compile(rf"(?:(?:and|but)\s+)?{_FIRST}(?:{_WORD}|{_TURNED})", re.IGNORECASE)
# Not "or": of "does it support or does it oppose …" one is to be answered.
_NEXT = re.compile(
    rf"[,;:]?\s+(?=(?:and|but)\s+{_FIRST}(?:{_WORD}|{_TURNED}))|[,;:]\s+(?={_FIRST}{_WORD})|[;:]\s+(?={_TURNED})",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?<![\w(])\(?(?:[a-e]|[1-5]|i{1,3})\)\s+", re.IGNORECASE)
_HEAD = re.compile(r"(:\s+|\s+[-–—]\s+)")
_SEPARATE = re.compile(r"[,;+](?![^(]*\))\s+|\s+\+\s+")
_JOINED = re.compile(r"^(?:and|plus|or)\s+", re.IGNORECASE)
_LONGEST_HEAD = 4  # words
_JOINS = re.compile(r",?\s*\b(?:and|or)$", re.IGNORECASE)
_LEAST_WORDS = 3
_REASONS = frozenset(["reason", "reasons", "grounds"])


def clauses(question: str) -> tuple[str, ...]:
    """The question in the pieces that a further question word opens; one piece where there is none."""
    pieces = [piece.strip(" ,;:") for piece in _SEAM.split(question)]
    return tuple(piece for piece in pieces if len(piece.split()) >= _LEAST_WORDS) or (question,)


def asks(question: str) -> tuple[str, ...]:
    """The questions that one question holds, each with what leads them in ("Kibaki on (a) …, (b) …"; "As
    recalled in 2017, which …, and what …?"); the question alone where it holds one. A piece that is too
    short to stand alone ("and why?") stays with the one before."""
    if len(items := _items(question) or _headed(question)) > 1:
        return items
    pieces = [piece.strip(" ,;:") for piece in _NEXT.split(question)]
    first = next((at for at, piece in enumerate(pieces) if _ASKS.match(piece)), len(pieces))
    lead, found = ", ".join(piece for piece in pieces[:first] if piece), list[str]()
    for piece in pieces[first:]:
        if found and not (_ASKS.match(piece) and _stands(piece)):
            found[-1] += f", {piece}"
        else:
            found.append(piece)
    if len(found) < 2 or not _stands(found[0]):
        return (question,)
    return tuple(f"{lead}: {_asked(piece)}" if lead else _asked(piece) for piece in found)


def _items(question: str) -> tuple[str, ...]:
    """The questions of which one text with items makes several: "X on (a) this, (b) that"."""
    marks = [match.span() for match in _ITEM.finditer(question)]
    if len(marks) < 2:
        return ()
    lead = question[: marks[0][0]].strip(" ,;:")
    ends = [*(start for start, _ in marks[1:]), len(question)]
    items = [question[start:end].strip(" ,;:.") for (_, start), end in zip(marks, ends, strict=True)]
    return tuple(_asked(f"{lead} {_JOINS.sub('', item)}") for item in items)


def _headed(question: str) -> tuple[str, ...]:
    """The questions of a head and what is wanted under it: "Portugal: its aid in 2010, seat sought"."""
    head, mark, rest = _HEAD.split(question, 1) if _HEAD.search(question) else (question, "", "")
    pieces = [_JOINED.sub("", piece).strip(" .?") for piece in _SEPARATE.split(rest) if piece.strip(" .?")]
    least = min((len(piece.split()) for piece in pieces), default=0)
    if len(pieces) < 2 or least < 2 or len(head.split()) > _LONGEST_HEAD or any(map(_ASKS.match, pieces)):
        return ()
    return tuple(f"{head}{mark}{piece}?" for piece in pieces)


def _stands(piece: str) -> bool:
    """Whether a piece says what it asks: not "and why?", "for what reasons?"."""
    words = _asked(piece).rstrip("?").lower().split()
    return len(words) >= _LEAST_WORDS and any(
        word not in STOP_WORDS and word not in _REASONS for word in words
    )


def _asked(piece: str) -> str:
    text = re.sub(r"^(?:and|but)\s+", "", piece, flags=re.IGNORECASE).rstrip(" ?.,;:")
    return f"{text[:1].upper()}{text[1:]}?"
