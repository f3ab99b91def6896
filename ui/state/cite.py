"""A finished reference to a paragraph, from what is known about it and nothing else."""

from urllib.parse import urlsplit

from core.records import Source
from ui.texts import texts_in
from ui.texts.dates import day


def reference(source: Source, *, delegation: str = "", speaker: str = "", language: str = "en") -> str:
    """One line that identifies the paragraph to somebody who has only the line.

    ``Japan, statement by Akahori Takeshi, OEWG, 1 December 2020, para. 6``. ``delegation`` is the
    delegation's name and ``speaker`` the form of the name to print; each falls back to the source's
    own field. Fields that are unknown are left out, and the title or file name stands in when
    neither a delegation nor a speaker is known. A source with pages ends in its page: ``para. 6 (p. 3)``.
    In Japanese: ``日本、赤堀毅によるステートメント、OEWG、2020年12月1日、第6段落``.
    """
    return line(
        who=delegation or source.delegation,
        by=speaker or source.speaker,
        title=source.title or source.origin,
        forum=source.forum,
        date=source.date,
        number=source.number,
        page=source.page,
        language=language,
    )


def line(
    *, who: str, by: str, title: str, forum: str, date: str, number: int, page: int, language: str
) -> str:
    """The reference from its parts; what is ``""`` is left out."""
    texts = texts_in(language)
    who, by = _line(who), _line(by)
    statement = texts("cite.by", who=by) if by else texts("cite.statement")
    if not who and not by:
        statement = _line(title) or statement
    place = texts("cite.paragraph", n=number)
    if page > 0:
        place += texts("cite.page", n=page)
    parts = (who, statement, _line(forum), day(date, texts.language), place)
    return texts.listed(part for part in parts if part)


def web_address(url: str) -> str:
    """``url`` when it can be followed as a link (http or https, with a host), else ""."""
    address = url.strip()
    if any(character <= " " or character == "\x7f" for character in address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme.lower() in ("http", "https") and parts.netloc else ""


def _line(text: str) -> str:
    return " ".join(text.split())
