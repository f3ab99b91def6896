"""The lines above the text: title, speaker, post, date and place, in English or Japanese."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.delegations import Gazetteer
from core.japanese import is_japanese
from ingest.about.agenda import agenda_in, agenda_line
from ingest.about.body import group_in_title
from ingest.about.dates import find_dates
from ingest.about.forums import forum_in_title
from ingest.about.labelled import bracketed, bracketed_header, labelled
from ingest.about.masthead import Masthead, masthead_of
from ingest.about.names import known_name_at_start
from ingest.about.when import is_date_line, is_dateline, is_running_text, when_made
from ingest.text.layout import Line

_MOST_LINES = 14
_TITLE_LINES = 3  # above a record, which has no title of its own
_NOT_A_MEETING = re.compile(
    r"^(?:United Nations|Official Records?|Provisional|New York|Geneva|Vienna|Agenda items?\b.*|President"
    r"|Chair\w*|Members)\b|\b[ASE]/[\w./]*\d|^\W|^[（(].*[)）]$|\d{1,2}[.:]\d{2}|出席",
    re.IGNORECASE,
)
_LONGEST = 400  # code points; a longer line is text
_SPOKEN_JA = (
    r"ステートメント|ステイトメント|一般討論演説|演説|発言|声明|挨拶|あいさつ|スピーチ|談話"
    r"|意見陳述|メッセージ|寄稿"
)
_TITLE_JA = re.compile(rf"[^。]*(?:{_SPOKEN_JA})[^。]*")
_KIND = (
    r"(?:(?:Opening|Closing|National|Joint|General|Oral|Written|Keynote|Introductory|Concluding|Welcome|Country"
    r"|Special|Policy|Video)\s+)*(?:Statement|Remarks|Address|Speech|Intervention|Message|Presentation"
    r"|Explanation\s+of\s+(?:Vote|Position)|Right\s+of\s+Reply)"
)
_TITLE_EN = re.compile(
    rf"(?:The\s+)?{_KIND}(?:\s*$|\b.*\b(?:by|of|on|delivered|at|from|to|for)\b.*)", re.IGNORECASE
)
_PLAIN_NOTE = re.compile(
    r"[(\[]?(?:Please\s+)?(?:Check\s+against\s+delivery|As\s+(?:delivered|prepared).*|Unofficial\s+translation"
    r"|Provisional\s+translation|Translated\s+from\s+\w+|Original:?\s+\w+|仮訳|英語)[)\]]?\.?",
    re.IGNORECASE,
)
_HONORIFIC = re.compile(
    r"(?:(?:H\.?\s?E\.?|His\s+Excellency|Her\s+Excellency|(?:the\s+)?(?:Right\s+)?Hon(?:ou?rable|\.)?|Mr|Mrs|Ms|Miss"
    r"|Mme|Dr|Prof(?:essor)?|Amb(?:assador)?|Sir|Dame|Lord|Sheikh|Gen(?:eral)?)\.?,?\s+)+",
    re.IGNORECASE,
)
_POST = re.compile(
    r"Minister|Ambassador|Representative|President|Secretary|Director|Head|Chair|Delegate|Counsell?or|Envoy"
    r"|Deputy|Permanent|Adviser|Advisor|King|Queen|Prince|Chancellor|Premier|Commissioner|Attach[eé]|Consul",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:by|at|on|of|to|in|for|before|during|under|and|the|delivered|made|H\.?\s?E\.?|His|Her|Mr|Mrs|Ms|Dr|Prof"
    r"|Permanent|Deputy|Ambassador|Minister|Prime|President|Head|Delegation|Vice|Secretary|State|Director|Special"
    r"|Agenda|Item|Cluster|Thematic|New\s+York|Geneva|Vienna|Mission|United\s+Nations|General|First|Second|Third"
    r"|Open|Session|\d+(?:st|nd|rd|th)|Tokyo|Ministry)\b",
    re.IGNORECASE,
)
_SETTING = re.compile(
    r"\s+(?:at|on|before|during|delivered|made)\s+(?:the|its|an?|agenda|item|behalf|\d|by|[A-Z])",
    re.IGNORECASE,
)
_SETTING_STARTS = re.compile(
    r"(?:at|on|in|before|during|under|delivered|made|to\s+the|New\s+York|Geneva|Vienna)\b", re.IGNORECASE
)
_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*)(?:\s+[^\W\d_][\w.'’-]*){1,5}")
_ENDS = re.compile(r"[.!?。！？:;：；,、]$")

_SENTENCE_WORDS = 12

_KANJI_NAME = r"[\u4e00-\u9fff々〆ヶ\uf900-\ufaffぁ-んァ-ヴー]"
_POST_STARTS = (
    r"内閣|総理|外務|外相|首相|副大臣|副総理|大臣|国連|国際連合|国際|総合|軍縮|特命|常駐|次席|大使|特使|政府|首席|大統領"
    r"|防衛|経済|環境|財務|厚生|文部|農林|法務|総務|国土|経産|デジタル|駐|公使|参事官|審議官|局長|課長|書記官|日本|サイバー"
    r"|人権|北米|欧州|中東|アジア|領事|官房|在ジュネーブ|在ウィーン|在ニューヨーク|衆議院|参議院|地球規模"
)
_POST_ENDS = (
    r"大臣|大使|代表|局長|審議官|参事官|課長|首相|総理|大統領|長官|公使|書記官|特使|補佐官|政務官"
    r"|事務総長|外相|議員|主席"
)
_PERSON_JA = re.compile(
    rf"(?P<name>{_KANJI_NAME}{{1,3}}[ \u3000]{_KANJI_NAME}{{1,4}}|{_KANJI_NAME}{{2,6}}?)[ \u3000]?"
    rf"(?P<post>(?:{_POST_STARTS})[^、。\s（()）]{{0,40}}(?:{_POST_ENDS})|(?:{_POST_ENDS}))"
    r"(?P<aside>[（(][^（()）]{1,40}[)）])?"
)
_PLACE_JA = re.compile(r"(?:における|に於ける|での|にて|の際の|に際する|における、)")


@dataclass(frozen=True, slots=True)
class Header:
    """What the lines above the text say. ``lines`` is how many there are; ``fields`` maps a field of
    Statement to (value, which line said so)."""

    lines: int = 0
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


def read_header(lines: Sequence[Line], gazetteer: Gazetteer) -> Header:
    """Read the header of a statement; without a title or date line there is none."""
    titles: list[str] = []
    fields: dict[str, tuple[str, str]] = {}
    settings: list[str] = []  # datelines, which often name the meeting
    block = bracketed_header(lines)
    for line in lines[block.start : block.stop]:
        said = bracketed(line.text)
        if said and said.field == "title" and said.value:
            titles.append(said.value)
        elif said and said.field not in ("", "date") and said.value:
            fields.setdefault(said.field, (said.value, "header line"))
    masthead = Masthead() if block else masthead_of(lines)
    for key, value in masthead.fields.items():
        fields[key] = (value, "masthead")
    count = block.stop or masthead.lines
    seen = False
    for at, line in enumerate(lines[: 0 if count else _MOST_LINES]):
        text = line.text
        if len(text) > _LONGEST:
            break
        if titles and _is_broken_sentence(lines, at):
            break
        heading = re.fullmatch(r"#{1,2}\s+(.+?)\s*#*", text)
        if heading and not titles and at <= 2:
            titles.append(heading[1])
        elif said := labelled(text):
            if said.field != "date":  # which is weighed against the other dates
                fields.setdefault(said.field, (said.value, "header line"))
        elif (seen or _leads_in(lines, at)) and (item := agenda_line(text)):
            fields.setdefault("agenda_item", (item, "header line"))
        elif is_dateline(text) and not is_running_text(text):
            settings.append(text)
        elif (is_date_line(text) and not _is_title(text)) or _PLAIN_NOTE.fullmatch(text):
            pass
        elif _is_title(text) or (titles and _is_more_title(text)) or (not seen and _leads_in(lines, at)):
            titles.append(text)
        else:
            break
        seen = True
        count = at + 1
    if titles:
        fields.setdefault("title", (" ".join(" ".join(titles).split()), "title line"))
        for key, value in _read_title(titles, gazetteer).items():
            fields.setdefault(key, (value, "title line"))
    for key, value in (pair for text in settings for pair in meeting_in(text).items()):
        fields.setdefault(key, (value, "date line"))
    made = when_made(lines)
    if made.date and "date" not in fields:
        fields["date"], fields["date_end"] = (made.date, made.source), (made.date_end, made.end_source)
    return Header(count, fields, made.notices)


def about_meeting(lines: Sequence[str]) -> dict[str, str]:
    """Title, forum and agenda item that the lines above a record of a meeting tell."""
    told = [" ".join(line.split()) for line in lines[:_MOST_LINES]]
    titles = [
        line
        for line in told
        if len(line) <= 120
        and not _NOT_A_MEETING.search(line)
        and not is_date_line(line)
        and line[-1:] not in ":：.。"
    ]
    titles = [line for line in titles if _is_title(line)] or titles[:_TITLE_LINES]
    items = [item for line in told if (item := agenda_line(line))]
    found = {
        "title": ", ".join(titles),
        "forum": forum_in_title("\n".join(told)),
        "agenda_item": items[0] if items else "",
    }
    return {key: value for key, value in found.items() if value}


def _is_title(text: str) -> bool:
    if len(text) > _LONGEST or (_ENDS.search(text) and not text.endswith(",")):
        return False
    if is_japanese(text):
        return bool(_TITLE_JA.fullmatch(text))
    return bool(_TITLE_EN.fullmatch(text)) and text[0].isupper()


def _is_more_title(text: str) -> bool:
    if (
        len(text) > 160
        or (_ENDS.search(text) and not text.endswith((",", ":")))
        or text.startswith(("【", "["))
    ):
        return False
    if is_japanese(text):
        return bool(re.match(r"[（(\-－―～〜~]", text)) or bool(_PERSON_JA.fullmatch(text))
    if text.endswith(":"):
        return False
    return bool(_GOES_ON.match(text)) and len(text) < 140


def _is_broken_sentence(lines: Sequence[Line], at: int) -> bool:
    """Whether a paragraph of running text begins with a line: it goes on in small letters to a full stop."""
    if not lines[at].after_blank or at + 1 >= len(lines) or lines[at + 1].after_blank:
        return False
    end = next((n for n in range(at + 1, len(lines)) if lines[n].after_blank), len(lines))
    words = " ".join(line.text for line in lines[at:end])
    goes_on = lines[at + 1].text[0].islower() and not _ENDS.search(lines[at].text)
    return goes_on and words.endswith(".") and len(words.split()) >= _SENTENCE_WORDS


def _leads_in(lines: Sequence[Line], at: int) -> bool:
    """A line such as a mission's name or a meeting above the title line."""
    text = lines[at].text
    if at > 3 or len(text) > 120 or _ENDS.search(text) or text[0].islower() or text.startswith(("【", "[")):
        return False
    return any(
        _is_title(line.text) or is_date_line(line.text) or is_dateline(line.text)
        for line in lines[at + 1 : at + 4]
    )


def meeting_in(text: str) -> dict[str, str]:
    """The forum and the agenda item that a title or a dateline names."""
    named = {"forum": forum_in_title(text), "agenda_item": agenda_in(text)}
    return {key: value for key, value in named.items() if value}


def _read_title(titles: Sequence[str], gazetteer: Gazetteer) -> dict[str, str]:
    title = " ".join(titles)
    found = _person_japanese(title) if is_japanese(title) else _person_english(titles, gazetteer)
    found.update(meeting_in(title))
    if group := group_in_title(title, gazetteer):
        found["on_behalf_of"] = group
    return found


def _person_english(titles: Sequence[str], gazetteer: Gazetteer) -> dict[str, str]:
    found: dict[str, str] = {}
    lines = "\n".join(titles)
    said = re.search(r"\bby\b\s*(.*)", lines, re.IGNORECASE | re.DOTALL) or re.search(
        rf"{_KIND}\s+of\b\s*(.*)", lines, re.IGNORECASE | re.DOTALL
    )
    if not said:
        return found
    posts: list[str] = []
    parts = [part.strip() for part in re.split(r",\s*|\n|;\s*", said[1]) if part.strip()]
    for part in parts:
        if _SETTING_STARTS.match(part) or find_dates(part):
            break
        cut = _SETTING.search(part)
        words = part[: cut.start()] if cut else part
        title = _HONORIFIC.match(words)
        bare = words[title.end() :] if title else words
        is_post = bool(_POST.search(bare)) and not title
        if "speaker" not in found and not is_post and _NAME.fullmatch(bare) and not gazetteer.find(bare):
            if (
                title
                or posts
                or not re.search(r"\b(?:the|of|and|delegation|mission|group)\b", bare, re.IGNORECASE)
            ):
                found["speaker"] = _cased(bare)
                if title and re.search(r"amb", title[0], re.IGNORECASE):
                    posts.append("Ambassador")
        elif is_post:
            posts.append(words)
        if cut:
            break
    if posts and ("speaker" in found or len(posts) == 1):
        specific = [post for post in posts if post != "Ambassador"] or posts
        found["post"] = ", ".join(_cased(post) for post in specific)
    return found


def _person_japanese(title: str) -> dict[str, str]:
    starts = [0, *(place.end() for place in _PLACE_JA.finditer(title))]
    for start in reversed(starts):
        rest = title[start:].lstrip("、 \u3000")
        known = known_name_at_start(rest)
        found = _PERSON_JA.match(rest)
        if known:
            rest = rest[len(known) :].lstrip(" \u3000")
            held = re.match(rf"[^、。\s（()）]{{0,40}}(?:{_POST_ENDS})(?:[（(][^（()）]{{1,40}}[)）])?", rest)
            return {"speaker": known, "post": held[0]} if held else {"speaker": known}
        if found:
            name = "".join(found["name"].split())
            post = found["post"] + (found["aside"] or "")
            if re.match(_POST_STARTS, name):  # 外務大臣談話: a post, and nobody's name
                return {"post": name + post}
            return {"speaker": name, "post": post}
    return {}


def _cased(text: str) -> str:
    """Names set in capitals as they are written otherwise."""
    text = " ".join(text.split())
    if not text.isupper():
        return text
    small = {"Of", "For", "And", "The", "To", "In", "De", "Da", "Von", "Van"}
    words = [word.capitalize() if len(word) > 1 else word for word in text.split()]
    return " ".join(word.lower() if at and word in small else word for at, word in enumerate(words))
