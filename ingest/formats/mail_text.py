"""What a mail passes on: the statement in it, without covering notes, quote marks and disclaimers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_KEY = re.compile(
    r"[\s>*]*(?P<key>From|De|Von|Sent|Date|Envoy[ée]|Fecha|Enviado|Gesendet|Datum|To|À|Para|An|Cc|Bcc|Subject|Objet|Asunto"
    r"|Betreff|Reply-To|差出人|送信者|送信日時|日付|日時|宛先|件名)\*?\s*[:：]\*?\s*(?P<value>.*)",
    re.IGNORECASE,
)
_FROM = frozenset(("from", "de", "von", "差出人", "送信者"))
_SENT = frozenset(
    ("sent", "date", "envoyé", "envoye", "fecha", "enviado", "gesendet", "datum", "送信日時", "日付", "日時")
)
_SUBJECT = frozenset(("subject", "objet", "asunto", "betreff", "件名"))
_MARKER = re.compile(
    r"[\s>]*(?:-{2,}\s*[^-\n]{3,60}\s*-{2,}|Begin forwarded message:|Forwarded message:?|_{8,}|-{8,})\s*",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"(?:On\s.{5,140}\swrote|Le\s.{5,140}\sa\s+écrit|Am\s.{5,140}\sschrieb.{0,60}|El\s.{5,140}\sescribió|.{0,80}のメッセージ"
    r"|.{0,80}(?:書きました|wrote))\s*[:：]\s*",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*[-_*=~]{5,}\s*")
_COVERING = re.compile(
    r"\bplease\s+(?:find|see)\b|\b(?:attached|below|enclosed|circulat\w+|forward(?:ed|ing)|for\s+your\s+(?:information|ease))\b"
    r"|下記|添付|転送|ご参考|送付",
    re.IGNORECASE,
)
_DISCLAIMS = re.compile(
    r"\bconfidential|\bprivileged|\bintended\b|\bin\s+error\b|\bdelete\b|\bdisclaimer\b|\bvirus|\bunsubscribe|\bsubscribed\b"
    r"|\bbefore\s+printing|\bviews?\s+expressed|\bSent\s+from\s+my\b|機密|誤って|破棄|無断|配信停止",
    re.IGNORECASE,
)
_OF_MAIL = re.compile(
    r"\be-?mails?\b|\bmessages?\b|\brecipients?\b|\bmailing\b|\blist\b|\bmy\b|メール|受信|配信", re.IGNORECASE
)
_FORWARD = re.compile(r"\s*(?:fwd?|wg|tr|rv|転送)\s*[:：]", re.IGNORECASE)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_QUOTED = re.compile(r"^(?:>[ \t]?)+", re.MULTILINE)
_REPLY = re.compile(r"\s*(?:re|aw|sv|tr|返信)\s*[:：]", re.IGNORECASE)
_FIRST_QUOTED = re.compile(r"^>", re.MULTILINE)
_SHORT_NOTE = 300  # code points
_SHORTEST = 60  # code points of a text that was passed on
_LONGEST_NOTE = 1500  # code points of a covering note
_LAST = 4  # paragraphs at the end in which disclaimers are looked for
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class PassedOn:
    """The part of a mail that is the statement, ``text[start:end]``; what the header of the message that it
    was passed on from says (``subject``, ``sent``); sentences for the person."""

    start: int
    end: int
    forwarded: bool = False
    subject: str = ""
    sent: str = ""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Header:
    """The header of a message inside another: where it and the text below it begin."""

    start: int
    end: int
    values: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


def passed_on(text: str, subject: str) -> PassedOn:
    """What of a mail's text is the statement: of a message that was forwarded the innermost text, of a reply
    what it says above the message that it answers, if that is longer."""
    headers = list(_headers(text))
    ends = [*(header.start for header in headers[1:]), len(text)]
    start, end, chosen = 0, len(text), None
    for header, stop in reversed(list(zip(headers, ends[: len(headers)], strict=True))):
        if len(text[header.end : stop].strip()) >= _SHORTEST:
            start, end, chosen = header.end, stop, header
            break
    above = text[: headers[0].start].strip() if headers else ""
    if chosen and _REPLY.match(subject) and len(above) >= len(text[start:end].strip()):
        start, end, chosen = 0, headers[0].start, None
    notices = []
    if chosen:
        notices.append("The covering note and the header of the message that was passed on were left out.")
    elif headers:
        notices.append("The message that this one answers was left out.")
    elif note := _covering_note(text) or _above_what_is_quoted(text):
        start = note
        notices.append("The covering note above the text was left out.")
    cut = _without_disclaimer(text, start, end)
    if cut < end:
        notices.append("The disclaimer or signature below the text was left out.")
    values = chosen.values if chosen else _NOTHING
    return PassedOn(
        start, cut, chosen is not None, values.get("subject", ""), values.get("sent", ""), tuple(notices)
    )


def is_covering_note(text: str, subject: str) -> bool:
    """Whether a mail's text only passes on what is attached to it."""
    return len(text) < _LONGEST_NOTE and bool(_COVERING.search(text) or _FORWARD.match(subject))


def unquoted(text: str) -> str:
    """Without the marks of quotation at the beginnings of lines."""
    return _QUOTED.sub("", text)


def _headers(text: str) -> Iterator[_Header]:
    """The headers of messages inside the text: lines of keys, one of them who sent it."""
    lines = [(found.start(), found.group()) for found in re.finditer(r"[^\n]*\n?", text) if found.group()]
    at = 0
    while at < len(lines):
        values, after = _keys([line for _, line in lines[at : at + 14]])
        if values:
            first = at
            while first and (not lines[first - 1][1].strip() or _MARKER.fullmatch(lines[first - 1][1])):
                first -= 1
            at += after
            yield _Header(lines[first][0], lines[at][0] if at < len(lines) else len(text), values)
            continue
        quoted = any(line.lstrip().startswith(">") for _, line in lines[at + 1 : at + 3])
        if quoted and _WROTE.fullmatch(lines[at][1].strip()):
            yield _Header(lines[at][0], lines[at + 1][0])
        at += 1


def _keys(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """What a header says, "sent" and "subject", and how many lines it has; nothing for other lines."""
    values: dict[str, str] = {}
    keys: set[str] = set()
    count = 0
    for line in lines:
        found = _KEY.fullmatch(line.rstrip("\n"))
        if not found and not (keys and line[:1] in " \t" and line.strip()):
            break
        count += 1
        if found:
            name = _name_of(found["key"].lower())
            keys.add(name)
            values.setdefault(name, found["value"].strip())
    if "from" not in keys or len(keys) < 3 or not keys & {"sent", "subject"}:
        return {}, 0
    return values, count


def _name_of(key: str) -> str:
    return "from" if key in _FROM else "sent" if key in _SENT else "subject" if key in _SUBJECT else key


def _covering_note(text: str) -> int:
    """Where the text below a covering note and a rule begins; 0 without them."""
    at = 0
    for line in text[:_LONGEST_NOTE].split("\n"):
        if _RULE.fullmatch(line) and _COVERING.search(text[:at]):
            below = at + len(line)
            return below if len(text) - below > at else 0
        at += len(line) + 1
    return 0


def _above_what_is_quoted(text: str) -> int:
    """Where a text begins that is quoted to its end below a short note; 0 for another."""
    quoted = _FIRST_QUOTED.search(text)
    if not quoted or quoted.start() > min(_SHORT_NOTE, len(text) / 2):
        return 0
    below = [line for line in text[quoted.start() :].split("\n") if line.strip()]
    return quoted.start() if all(line.startswith(">") for line in below) else 0


def _without_disclaimer(text: str, start: int, end: int) -> int:
    """Where the text ends before signature marks and what mail programs add below."""
    signed = _SIGNATURE.search(text, start, end)
    if signed and end - signed.start() < _LONGEST_NOTE:
        end = signed.start()
    pieces = list(re.finditer(r"(?:[^\n]+\n?)+", text[start:end]))
    for piece in reversed(pieces[-_LAST:]):
        lines = [line for line in piece.group().split("\n") if line.strip()]
        while lines and _RULE.fullmatch(lines[0]):
            lines = lines[1:]
        words = " ".join(lines)
        if words and not (_DISCLAIMS.search(words) and _OF_MAIL.search(words)):
            break
        end = start + piece.start()
    return end
