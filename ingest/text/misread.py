"""Numbers that scanning damaged: "l7." is 17 where 16 stands before it and 18 after it."""

import re
from collections.abc import Mapping

STRAY = r"(?:\s{0,8}[.,:;'‘’](?=\s))?"  # specks that scanning leaves: "80.\t. Various", "73.\t' "
STARTS = r"(?=[\"'“”‘’«»(\[—–-]{0,2}\s?[A-ZÀ-Þ])"  # what begins a sentence
_DAMAGED = re.compile(
    rf"(?P<speck>[^\sA-Z\d]\s)?(?P<token>[^\s\w]{{0,2}}(?:\d\s\d{{1,2}}(?=[.,])|[^\s.,:;]{{1,5}}(?:[.,]\d{{1,2}}(?=\D)|\sL\b)?))"
    rf"(?P<stop>[.,:;*„=«»-]{{0,3}})(?:\s{{1,40}}|(?<=[^A-Za-z])(?=[A-Z])){STRAY}\s{{0,8}}{STARTS}"
)
_LETTERS = re.compile(r"Ill|[IlSOBZULHM]{2,3}")  # letters alone that scanning takes for figures
_READINGS: Mapping[str, str] = {
    **dict.fromkeys("IlLiTtJj]|!", "[17]"), **dict.fromkeys("OoQ", "0"), **dict.fromkeys("Ss$", "[56]"),
    "B": "8", "Z": "2", "G": "6", "g": "9", "q": "9", "U": "(?:11|0)", "H": "1[14]", "M": "14",
    "1": "[17]", "7": "[17]",
}  # fmt: skip

_MOST_LOST = 10  # so many numbers between two, and no more, may be told by what is left of one


def misread(text: str, low: int, high: int, *, ended: bool) -> tuple[int, int] | None:
    """The number that a line begins with, between ``low`` and ``high``, when it was misread, and
    how many code points its mark takes. ``ended``: the line before ends a sentence."""
    found = _DAMAGED.match(text)
    wanted = range(low + 1, high)
    if not found or found.end() == len(text) or len(wanted) > _MOST_LOST:
        return None
    token = "".join(character for character in found["token"] if not character.isspace())
    speck = (found["speck"] or "").strip()
    if not any(character.isdigit() for character in token):
        letters = _LETTERS.fullmatch(token) and (token not in ("US", "SO") or found["stop"])
        if not (letters and ended):
            return None
    for reading in (speck + token, token) if speck else (token,):
        fits = [number for number in wanted if _reads_as(reading, number)]
        if not fits and (found["stop"] or not token.isdecimal()) and any(map(str.isdigit, token)):
            # One figure was taken for another, lost or added.
            fits = [number for number in wanted if _one_off(reading, number)]
        if fits:
            return fits[0], found.end()
    return None


def _reads_as(token: str, number: int) -> bool:
    """Whether the figures of ``number`` may look like ``token``: specks may hide one or two."""
    pattern = "".join(
        _READINGS.get(character, character if character.isdigit() else r"\d{0,2}") for character in token
    )
    return str(number) == token or bool(re.fullmatch(pattern, str(number)))


def _one_off(token: str, number: int) -> bool:
    read = "".join(character if character.isalnum() else "" for character in token)
    digits = str(number)
    if len(digits) < 2 or abs(len(read) - len(digits)) > 1 or sum(map(str.isdigit, read)) < len(digits) - 1:
        return False
    same = 0
    while same < min(len(read), len(digits)) and read[same] == digits[same]:
        same += 1
    rest = (read[same:], digits[same:])
    return rest[0][1:] == rest[1][1:] or rest[0][1:] == rest[1] or rest[0] == rest[1][1:]
