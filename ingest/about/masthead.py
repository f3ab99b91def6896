"""The masthead of a document of the United Nations: body, symbol, session, agenda item, what it is.

``A/RES/77/37``, "Distr.: General", "Seventy-seventh session", "Agenda item 94", "Resolution adopted by
the General Assembly on …", "[on the report of the First Committee (A/77/380)]", "77/37. Programme of …".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.about.agenda import agenda_line
from ingest.about.date_words import DISTRIBUTED, SYMBOL
from ingest.about.forums import forum_in_title
from ingest.about.when import is_date_line, is_running_text
from ingest.text.lines import Line

_MOST_LINES = 30
# "Andorra, Fiji* and Uruguay: draft resolution"
_SPONSORED = re.compile(
    r"[A-Z][^:]{3,900}:\s+(?:revised |amended |draft )*(?:resolution|decision|proposal|amendment)s?\W?",
    re.IGNORECASE,
)
_WITHIN = 6  # lines in which the symbol stands
_BODY = re.compile(
    r"(?:United Nations|General Assembly|Security Council|Economic and Social Council|Human Rights Council"
    r"|Conference on Disarmament|Trusteeship Council|(?:First|Second|Third|Fourth|Fifth|Sixth) Committee"
    r"|Committee on .{3,60}|Open-ended .{3,80}|Preparatory Committee .{0,80}|.{0,40}Review Conference .{0,80}"
    r"|国際連合|総会|安全保障理事会)\b",
    re.IGNORECASE,
)
_FORMAL = re.compile(
    r"(?:[\w-]+(?:\s[\w-]+)?\s(?:special\s|emergency\s|substantive\s|regular\s|resumed\s)*session|[\w-]+\s+year"
    r"|\d+(?:st|nd|rd|th)\s+(?:plenary\s+)?meeting|Original\s*:.*|Provisional|Official Records"
    r"|English(?: only)?|Limited|General|Advance.{0,40}version|Distr\..*|Item\s.*"
    r"|(?:New York|Geneva|Vienna|The Hague).*)\W*",
    re.IGNORECASE,
)
_ADOPTED = re.compile(
    r"(?:Draft\s+)?(?:Resolution|Decision)s?\s+(?:\S+\s+)?(?:\(\d{4}\)\s*)?(?:adopted|submitted)\b.*",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"[\[(](?:on the report|without reference|on a proposal|adopted|.*\breport\b).*[\])]", re.IGNORECASE
)
_NUMBERED_TITLE = re.compile(r"(?:\d{1,3}/\d{1,3}[A-Z]?|\d{4}\s*\(\d{4}\))\s*\.\s*(?P<title>\S.{5,300})")
_KIND = re.compile(
    r"(?:(?:identical\s+)?letters?|note\s+verbale|note\s+by|report\s+of|statement\s+by"
    r"|draft\s+(?:resolution|decision|report)|working\s+paper|programme\s+of\s+work|explanat"
    r"|.{0,40}:\s+draft\s+resolution)",
    re.IGNORECASE,
)
_OPENS_TEXT = re.compile(
    r"The\s+(?:General Assembly|Security Council|Conference|Council|Committee|Commission"
    r"|Economic and Social Council)[^,.]{0,60},\W*",
    re.IGNORECASE,
)
_RECORD = re.compile(r"/(?:PV|SR)\.\d")  # of a meeting: its speakers are read elsewhere


@dataclass(frozen=True, slots=True)
class Masthead:
    """How many lines it has, and the fields of Statement that they give."""

    lines: int = 0
    fields: dict[str, str] = field(default_factory=dict)


def masthead_of(lines: Sequence[Line]) -> Masthead:
    """The masthead above a text; without lines where there is none."""
    texts = [line.text.strip("# *") for line in lines[:_MOST_LINES]]
    symbol = next((at for at, text in enumerate(texts[:_WITHIN]) if _has_symbol(text)), None)
    if symbol is None or _RECORD.search(texts[symbol]):
        return Masthead()
    if not any(_BODY.match(text) or DISTRIBUTED.search(text) for text in texts[:_WITHIN]):
        return Masthead()
    title = item = adopted = ""
    bodies: list[str] = []
    sponsored = False
    count = 0
    for at, text in enumerate(texts):
        if _OPENS_TEXT.fullmatch(text) or is_running_text(text):
            break
        if numbered := _NUMBERED_TITLE.fullmatch(text):
            title = numbered["title"]
        elif found := agenda_line(text):
            item = item or found
        elif _ADOPTED.fullmatch(text):
            adopted = forum_in_title(text)
        elif _REPORT.fullmatch(text):
            pass
        elif _KIND.match(text):
            title = title or text
        elif _is_formal(text):
            bodies.append(text)
        elif _SPONSORED.fullmatch(text):
            sponsored = True  # what follows is the title
        elif item and not title and not sponsored and len(text) < 200:
            item = item if ":" in item else f"{item}: {text}"  # what the item is called
        elif (sponsored or at > symbol + 1) and not title:
            title = text
        else:
            break
        count = at + 1
    fields = {"title": title, "agenda_item": item, "forum": adopted or forum_in_title("\n".join(bodies))}
    return Masthead(count, {key: value for key, value in fields.items() if value})


def _is_formal(text: str) -> bool:
    """A line that names the body, the session, the day or how the document is distributed."""
    return bool(
        _has_symbol(text)
        or is_date_line(text)
        or _FORMAL.fullmatch(text)
        or (_BODY.match(text) and len(text) < 120)
    )


def is_symbol(title: str) -> bool:
    """Whether a title is only a document's symbol: "A/C.2/79/L.1"."""
    return bool(SYMBOL.fullmatch(title.strip()) and re.search(r"\d", title))


def _has_symbol(text: str) -> bool:
    """A line with a document's symbol, and no more than the body's name and a page beside it."""
    words = text.split()
    return len(words) <= 6 and any(map(is_symbol, words))
