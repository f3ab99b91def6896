"""Agenda items: under which one a statement was made."""

import re

_NUMBER = r"\d{1,3}(?:\s?\([a-z]{1,2}\))*"
_NUMBERS = rf"{_NUMBER}(?:(?:\s?(?:,|-|–|to|and|&))+\s?(?:{_NUMBER}|\([a-z]{{1,2}}\)))*"
_LINE = re.compile(
    rf"(?:(?:On|Under)\s+)?(?:(?:Provisional\s+)?Agenda\s+Items?|Items?(?=\s+\d))\s*(?:No\.?\s*)?[:：]?\s*"
    rf"(?P<numbers>{_NUMBERS})(?:\s+of\s+the\s+(?:provisional\s+)?agenda)?\s*(?:[:：.,–—-]\s*)?(?P<rest>\S.*)?",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:(?:Provisional\s+)?Agenda(?:\s+item)?|議題)\s*[:：]\s*(?P<rest>\S.*)|(?P<cluster>(?:Thematic\s+)?Cluster\s+\S.*"
    r"|クラスター?\s?[\dⅠ-Ⅻ一二三].*)",
    re.IGNORECASE,
)
_LINE_JA = re.compile(r"議題\s*[（(]?(?P<numbers>[\d０-９]{1,3})[)）]?\s*[:：]?\s*(?P<rest>[「『]?\S.*)?")
_IN_TEXT = re.compile(
    rf"\b(?:agenda\s+items?\s+(?P<numbers>{_NUMBERS})|items?\s+(?P<more>{_NUMBERS})\s+of\s+(?:the|our|its)\s+"
    r"(?:provisional\s+)?agenda)",
    re.IGNORECASE,
)
_SPOKEN = re.compile(r"\b(?:under|on|to|regarding|consideration of)\s+(?:the\s+)?$", re.IGNORECASE)
_WIDE = str.maketrans("０１２３４５６７８９（）", "0123456789()")
_LONGEST = 200


def agenda_line(text: str) -> str:
    """The agenda item that a header line gives: "94: Developments in …" of "Agenda item 94:
    Developments in …"; "" when the line is something else."""
    if len(text) > 300 or text.endswith((".", "。")):
        return ""
    if found := _LINE.fullmatch(text) or _LINE_JA.fullmatch(text):
        numbers = " ".join(found["numbers"].translate(_WIDE).split())
        rest = (found["rest"] or "").strip(' \u3000「」『』"“”')
        return f"{numbers}: {rest}"[:_LONGEST] if rest else numbers
    if found := _NAMED.fullmatch(text):
        return " ".join((found["rest"] or found["cluster"]).split())[:_LONGEST]
    return ""


def agenda_in(text: str, *, spoken: bool = False) -> str:
    """The numbers of the agenda items that a title names ("94", "71 (b) and (c)"), or, ``spoken``, that a
    sentence says it is about; "" when none."""
    for found in _IN_TEXT.finditer(text):
        if not spoken or _SPOKEN.search(text[max(0, found.start() - 30) : found.start()]):
            return " ".join((found["numbers"] or found["more"]).split())
    return ""
