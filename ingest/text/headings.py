"""Which lines of a text are headings, and which only look like one: a value, a date, an answer."""

import re
from collections.abc import Sequence

from core.japanese import is_japanese
from core.months import any_month
from ingest.text.lines import Line

TERMINAL = re.compile(r"[.!?:;…。！？：；][\"'”’»)\]」』）】]*(?:\s?\[\d+\])?$")
STOP = re.compile(r"[.!?…。！？][\"'”’»)\]」』）】]*(?:\s?\[\d+\])?$")
_BRACKETED = re.compile(
    r"【(?P<ja>[^【】]{1,120})】|\[(?P<en>[^\[\]]{3,100})\]|［(?P<wide>[^［］]{1,100})］|〈(?P<angle>[^〈〉]{1,100})〉"
)
_ROUND = re.compile(r"（(?P<title>[^（）]{4,60})）")
_REFERENCE = re.compile(r"(?:A|S|E)/|Ibid|ibid|.*\b(?:paras?|p|pp)\b[.,]|.*\d(?:st|nd|rd|th) meeting")
_MARKDOWN = re.compile(r"#{1,6}\s+(?P<text>.+?)\s*#*")
_BOLD = re.compile(r"(?:\*\*|__)(?P<text>[^*_]{2,100})(?:\*\*|__):?")
_NUMBERED = re.compile(
    r"(?:第?[\d０-９一二三四五六七八九十]{1,3}(?:章|節)?[．.、，\s\u3000]|[（(][\d０-９一二三四五六七八九十]{1,2}[)）])\s*(?P<title>\S[^。、]{0,38})"
)
# A unit of a treaty, statute or set of rules, on a line of its own
_UNIT = re.compile(
    r"(?:(?i:article|art[íi]culo|artikel|rule|section|chapter|chapitre|part|annex|annexe)\s+(?:[\d.]{1,5}|[IVX]{1,5}|[A-Z]|bis)"
    r"|第[\d０-９一二三四五六七八九十百]{1,4}[条章節])\W{0,2}(?:[（(][^()（）]{1,60}[)）])?"
)
_ROMAN_ALONE = re.compile(r"[IVX]{1,5}\.?")
_ROMAN = re.compile(r"[IVX]{1,5}\.\s+\S.{2,80}")
_GREETING = re.compile(
    r"(?:I|We|Thank|Mr|Mrs|Ms|Madam|Your|Excellenc|Distinguished|Dear|Ladies|Honou?rable)\b"
)
_TOPIC = re.compile(
    r"(?:On|Regarding|Concerning|As\s+(?:to|for|regards)|With\s+(?:regard|respect)\s+to|Under|Re)\b"
    r"|.*(?:について|に関して|に関し|に関する件)$"
)
# Short lines that answer or fill in what stands before them.
_ANSWER = re.compile(
    r"(?:yes|no|none|nil|n/?a|not\s+(?:applicable|available|known)|unknown|tb[cd]|same(?:\s+as\s+above)?|idem|ibid"
    r"|agreed?|disagreed?|abstain(?:s|ed)?|abstention|in\s+favou?r|against|for|supports?|opposes?|partly|fully"
    r"|はい|いいえ|有|無|なし|該当なし|同上|賛成|反対|棄権|不明)\W*",
    re.IGNORECASE,
)
_MONTH = rf"(?i:{any_month()})\.?"
_COUNTED = r"[兆億万千百数]*(?:円|ドル|ユーロ|人|名|件|回|票|年|月|日|[かカヵケヶ]国|％|パーセント)"
_AMOUNT = re.compile(
    r"[^\w\s]{0,3}\s*(?:(?:[A-Z]{2,3}|about|approx\.?|約)\s?[^\w\s]?\s*)?\d[\d.,:/–-]*\s*"
    rf"(?:%|(?:[a-zà-ÿ][\w’-]*\s*){{1,4}}|[A-Z]{{2,3}}|{_COUNTED})?\W*"
)
_DAY = re.compile(
    rf"{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}(?:\s?[–-]\s?\d{{1,2}})?\s+{_MONTH}(?:,?\s+\d{{4}})?"
)
_LONGEST_VALUE = 60
_LONGEST_TITLE = 400  # code points
_LONGEST = 130
_SENTENCE_WORDS = 5
_SHORT_TITLE = 3  # words


def is_value(text: str) -> bool:
    """True for an amount, a date or a one-word answer that stands alone."""
    if len(text) > _LONGEST_VALUE:
        return False
    return bool(
        not any(map(str.isalpha, text))
        or _ANSWER.fullmatch(text)
        or _AMOUNT.fullmatch(text)
        or _DAY.fullmatch(text)
    )


def is_marked(text: str) -> bool:
    """True for a heading as Markdown marks it, "## Notes", which is nobody's words."""
    return bool(_MARKDOWN.fullmatch(text))


def is_unit(text: str) -> bool:
    """True for a unit of a treaty, statute or set of rules: "Article 3"."""
    return bool(_UNIT.fullmatch(text))


def marked_heading(text: str) -> str:
    """The heading's text when the file's format says that this line is one."""
    if len(text) > _LONGEST_TITLE:
        return text
    found = _MARKDOWN.fullmatch(text) or _BOLD.fullmatch(text)
    return found["text"].strip() if found else text


def heading(lines: Sequence[Line], at: int, *, wrapped: bool, numbered: int = 0) -> str:
    """The heading's text when line ``at`` is one, else "". ``wrapped``: lines are broken at a fixed width;
    ``numbered``: the paragraph number printed before the next line, 0 for none."""
    line = lines[at]
    text = line.text
    if line.heading:
        return marked_heading(text)
    if len(text) > _LONGEST:
        return ""
    if found := _BRACKETED.fullmatch(text):
        inner = next(group for group in found.groups() if group is not None).strip()
        return inner if any(c.isalpha() for c in inner) and not _REFERENCE.match(inner) else ""
    for pattern in (_MARKDOWN, _BOLD):
        if found := pattern.fullmatch(text):
            return found["text"].strip()
    last = at + 1 == len(lines)
    before = lines[at - 1].text if at else ""
    ended = at == 0 or line.after_blank or bool(STOP.search(before) or _ROMAN_ALONE.fullmatch(before))
    apart = line.after_blank and (last or lines[at + 1].after_blank)
    if not last and apart and (found := _ROUND.fullmatch(text)) and is_japanese(text):
        return "" if found["title"].endswith("。") else found["title"]
    if not last and ended and is_unit(text):
        return text
    if not last and ended and _ROMAN_ALONE.fullmatch(text) and above_a_number(lines[at + 1].text, 0):
        return text
    if not last and numbered and ended and (title := above_a_number(text, numbered)):
        return title
    if len(text) > 100 or TERMINAL.search(text) or text.endswith((",", "、")) or not ended or is_value(text):
        return ""
    if _is_capitals(text):
        quoted = text[0] in '"“«' and not text.endswith(('"', "”", "»"))
        return "" if quoted else text
    if last or is_value(lines[at + 1].text):
        return ""
    if (apart or not wrapped) and (_ROMAN.fullmatch(text) or _is_numbered(text)):
        return text
    short = len(text) <= 80 and len(text.split()) <= 10
    if not apart or not short or _GREETING.match(text):
        return ""
    if lines[at + 1].alone:  # what a table is called
        return text if text[0].isupper() or is_japanese(text) else ""
    return text if text[0].isupper() and _follows(lines[at + 1].text, wrapped) else ""


def above_a_number(text: str, number: int) -> str:
    """A short line above a numbered paragraph: the section that it opens, without its colon. With one before
    "1." it may be a sentence that leads in to a list."""
    if len(text) > 80 or len(text.split()) > 10 or is_value(text) or _GREETING.match(text):
        return ""
    title = text.rstrip(" :：")
    if (
        TERMINAL.search(title)
        or title.endswith((",", "、"))
        or not (title[:1].isupper() or is_japanese(title))
    ):
        return ""
    leads_in = title != text and number == 1 and len(title.split()) > _SHORT_TITLE
    if leads_in and not _TOPIC.match(title):
        return ""
    return title


def _is_capitals(text: str) -> bool:
    cased = [c for c in text if c.isalpha() and (c.isupper() or c.islower())]
    return len(cased) >= 6 and all(map(str.isupper, cased))


def _is_numbered(text: str) -> bool:
    found = _NUMBERED.fullmatch(text)
    return found is not None and not (found["title"][0].islower() or found["title"][0].isdigit())


def _follows(text: str, wrapped: bool) -> bool:
    """Whether ``text`` reads like the paragraph under a heading."""
    if text[0].islower() or not (text[0].isupper() or text[0] in "“\"'«"):
        return False
    sentence = bool(TERMINAL.search(text)) and len(text.split()) >= _SENTENCE_WORDS
    return len(text) > (40 if wrapped else 120) or sentence
