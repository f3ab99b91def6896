"""Mail: what the message says, without its attachments."""

import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parsedate_to_datetime
from types import MappingProxyType

from core.errors import UnreadableError
from ingest.about.dates import iso_date
from ingest.formats.document import Document
from ingest.formats.mail_text import PassedOn, is_covering_note, passed_on, unquoted
from ingest.formats.web.html import codec_named, read_html
from ingest.text.decode import decode

_MOST_PARTS = 2000
_MOST_FORWARDS = 3  # messages in messages
_LONGEST = 500  # code points of a property
_SHORT_NOTE = 300  # code points: "This message is in HTML" and the like
_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:From [^\n]*\r?\n)?[!-9;-~]{1,76}[ \t]*:")
_REPLY = re.compile(r"(?:(?:re|fw|fwd|aw|wg|tr|rv|転送|返信)\s*[:：]\s*)+", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(slots=True)
class _Parts:
    """What a message is made of: its texts in order, the names of what is attached, messages in it."""

    plain: list[str] = field(default_factory=list)
    html: list[bytes] = field(default_factory=list)  # UTF-8, or as it came
    attached: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)


def read_eml(data: bytes, name: str) -> Document:
    """The statement in a message: its plain text unless that is empty or only points to the HTML part; of one
    that was forwarded, as text or as an attachment, the text that was passed on.

    ``properties`` are its subject as ``title``, the day it was sent as ``date``, its ``language``: never the
    day on which it was forwarded. Attachments are named in a notice and not read. Raises UnreadableError.
    """
    if not data.strip():
        raise UnreadableError(f"{name} is empty; there is nothing to read in it.")
    if not _HEADER.match(data):
        raise UnreadableError(
            f"{name} does not begin with a mail's header; save the message again, or its text as plain text."
        )
    try:
        message = BytesParser(policy=compat32).parsebytes(data.lstrip(b"\xef\xbb\xbf \t\r\n"))
        return _read(message, name, _MOST_FORWARDS)
    except RecursionError:
        raise UnreadableError(
            f"{name} is nested too deeply to be a mail; save its text as plain text and add that."
        ) from None


def _read(message: Message, name: str, forwards: int) -> Document:
    parts = _parts(message, name)
    document = _body(parts, name)
    subject = _words(_raw(message, "subject"))
    if parts.messages and forwards and (document is None or is_covering_note(document.text, subject)):
        with suppress(UnreadableError):
            inner = _read(parts.messages[0], name, forwards - 1)
            said = ("The covering note above the message that is attached was left out.",) if document else ()
            return replace(inner, notices=(*inner.notices, *said))
    attached = [*parts.attached, *(["a message"] * len(parts.messages))]
    if document is None:
        if message.get_content_type() in ("multipart/encrypted", "application/pkcs7-mime"):
            raise UnreadableError(f"{name} is encrypted; decrypt it, and add its text as plain text.")
        where = f", only {_listed(attached)}; save that and add it by itself" if attached else ""
        raise UnreadableError(f"{name} holds no text{where or '; check that it is the file you meant'}.")
    found = passed_on(document.text, subject)
    properties = _properties(message, subject, found)
    part = _part_of(document, found, properties, (*_notices(attached), *found.notices))
    if not part.text.strip():
        raise UnreadableError(f"{name} holds no text; check that it is the file you meant.")
    return part


def _part_of(
    document: Document, found: PassedOn, properties: Mapping[str, str], notices: Sequence[str]
) -> Document:
    """The statement's part of the document, quote marks taken off."""
    text = document.text[found.start : found.end]
    lead = len(text) - len(text.lstrip("\n"))
    start = found.start + lead
    text = text.strip("\n")
    if not document.headings and not document.rows:
        return Document(unquoted(text), properties=properties, notices=tuple(notices))
    inside = range(start, start + len(text))
    return Document(
        text,
        properties=properties,
        headings=frozenset(at - start for at in document.headings if at in inside),
        rows={at - start: label for at, label in document.rows.items() if at in inside},
        notices=tuple(notices),
    )


def _body(parts: _Parts, name: str) -> Document | None:
    plain = "\n\n".join(text for text in parts.plain if text.strip()).strip("\n")
    if len(plain) >= _SHORT_NOTE or (plain and not parts.html):
        return Document(plain)
    for html in parts.html:
        try:
            page = read_html(html, name)
        except UnreadableError:
            continue
        if not plain or len(page.text) > 5 * len(plain):
            return page
    return Document(plain) if plain else None


def _parts(message: Message, name: str) -> _Parts:
    parts = _Parts()
    for part in _leaves(message):
        kind = part.get_content_type()
        disposition = str(part.get("Content-Disposition", "")).strip().lower()
        file_name = _file_name(part)
        if disposition.startswith("attachment") or kind not in ("text/plain", "text/html"):
            inner = part.get_payload() if kind == "message/rfc822" else None
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                parts.messages.append(inner[0])
            elif file_name or disposition.startswith("attachment"):
                parts.attached.append(file_name or "without a name")
            continue
        payload = _payload(part)
        text = _text(payload, part, name)
        if kind == "text/html":
            parts.html.append(payload if text is None else text.encode("utf-8", "replace"))
            continue
        try:
            text = _detected(payload, name) if text is None else text
        except UnreadableError:
            parts.attached.append(file_name or "a part that is not text")
        else:
            parts.plain.append(_flowed(text, part))
    return parts


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that are not made of parts, in order; an attached message is one."""
    waiting = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list) and part.get_content_type() != "message/rfc822":
            waiting.extend(one for one in reversed(inner) if isinstance(one, Message))
        else:
            yield part


def _payload(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError):  # damaged beyond what the parser forgives
        return b""
    return payload if isinstance(payload, bytes) else b""


def _text(payload: bytes, part: Message, name: str) -> str | None:
    """The part's text by the charset it declares; None when that is missing or does not fit."""
    codec = codec_named(_parameter(part, "charset"))
    if not payload.strip():
        return ""
    if not codec or payload.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x1b$" in payload:
        return None
    if codec == "cp1252" and _is_utf8(payload):
        return None  # declared by a program that did not look
    try:
        return decode(payload.decode(codec).encode(), name)
    except (UnicodeError, UnreadableError):
        return None


def _is_utf8(payload: bytes) -> bool:
    try:
        return not payload.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _detected(payload: bytes, name: str) -> str:
    return decode(payload, name) if payload.strip() else ""


def _parameter(part: Message, parameter: str) -> str:
    value = part.get_param(parameter)
    if isinstance(value, tuple):  # RFC 2231: charset, language, value
        value = value[2]
    return str(value or "").strip().strip("\"'").lower()


def _flowed(text: str, part: Message) -> str:
    """Lines that RFC 3676 ("format=flowed") broke are put together again."""
    if _parameter(part, "format") != "flowed":
        return text
    space = "" if _parameter(part, "delsp") == "yes" else " "
    lines: list[str] = []
    joins = False
    for line in text.split("\n"):
        body = line.removeprefix(" ")
        goes_on = body.endswith(" ") and body != "-- "
        whole = body[:-1] + space if goes_on else body
        if joins and not body.startswith(">"):
            lines[-1] += whole
        else:
            lines.append(whole)
        joins = goes_on
    return "\n".join(lines)


def _raw(message: Message, header: str) -> str:
    """The header as it stands, bytes above 127 as surrogates, unfolded."""
    for key, value in message.raw_items():
        if key.lower() == header:
            return re.sub(r"\r?\n[ \t]?", " ", str(value)).strip()
    return ""


def _words(raw: str) -> str:
    """A header's words: encoded words (RFC 2047) decoded, bare bytes by what they look like."""
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, binascii.Error, ValueError):
        pieces = [(raw, None)]
    text = ""
    for piece, charset in pieces:
        data = piece if isinstance(piece, bytes) else piece.encode("ascii", "surrogateescape")
        codec = codec_named(charset or "")
        try:
            plain = codec and not codec.startswith("iso2022")
            text += data.decode(codec) if plain else _detected(data, "header")
        except (UnicodeError, UnreadableError):
            text += data.decode("utf-8", "replace")
        if charset is None and data.endswith(b" ") and not text.endswith(" "):
            text += " "
    return " ".join(_UNSEEN.sub(" ", text).split())


def _properties(message: Message, subject: str, found: PassedOn) -> Mapping[str, str]:
    title = _REPLY.sub("", found.subject or subject, count=1)[:_LONGEST]
    language = re.match(r"[a-zA-Z]{2,3}(?=[-,\s]|$)", _raw(message, "content-language"))
    sent = iso_date(found.sent) if found.forwarded else _date(message)
    told = {"title": title, "date": sent, "language": language[0].lower() if language else ""}
    return MappingProxyType({key: value for key, value in told.items() if value})


def _date(message: Message) -> str:
    """The day on which it was sent, where it was sent."""
    try:
        return parsedate_to_datetime(_raw(message, "date")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _file_name(part: Message) -> str:
    try:
        given = part.get_filename("") or ""
    except (ValueError, LookupError, TypeError):
        given = ""
    plain = (
        _words(given.encode("utf-8", "surrogateescape").decode("ascii", "surrogateescape")) if given else ""
    )
    return re.split(r"[/\\]", plain)[-1][:80]


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    return ", ".join(names[:10]) + more


def _notices(attached: list[str]) -> tuple[str, ...]:
    if not attached:
        return ()
    if len(attached) == 1:
        return (f"1 attachment was not read: {attached[0]}; save it and add it by itself.",)
    number = len(attached)
    return (
        f"{number} attachments were not read: {_listed(attached)}; save them and add them by themselves.",
    )
