"""A file name for what was fetched, whose ending says which format it is in."""

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

_ENDINGS: Mapping[str, str] = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "message/rfc822": ".eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/msword": ".doc",
    "application/zip": ".zip",
}
# Endings that may stand for the same media type as the one above.
_ALSO: Mapping[str, tuple[str, ...]] = {
    ".html": (".htm",),
    ".txt": (".text", ".md", ".markdown"),
    ".md": (".markdown",),
    ".xhtml": (".html",),
}
_UNUSABLE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")
_EXTENDED = re.compile(
    r"filename\*\s*=\s*(?P<charset>[\w-]{1,20})'[\w-]*'(?P<value>[^\s;]{1,1000})", re.IGNORECASE
)
_QUOTED = re.compile(r"filename\s*=\s*\"(?P<value>(?:[^\"\\]|\\.){1,1000})\"", re.IGNORECASE)
_TOKEN = re.compile(r"filename\s*=\s*(?P<value>[^\s;\"]{1,1000})", re.IGNORECASE)
_LONGEST = 120  # code points of the name without its ending


def media_type_of(content_type: str) -> str:
    """The media type without its parameters, in small letters."""
    return content_type.split(";")[0].strip().lower()


def file_name(url: str, media_type: str, disposition: str = "") -> str:
    """The name that the server gives (RFC 6266), else the last part of the URL's path, else
    "statement"; never a path, and with the ending of the media type where that says more."""
    given = _disposed(disposition) or unquote(urlsplit(url).path.rsplit("/", 1)[-1], errors="replace")
    given = _UNUSABLE.sub("_", re.split(r"[/\\]", given)[-1]).strip(" ._")
    stem, dot, ending = given.rpartition(".")
    if not (dot and re.fullmatch(r"[A-Za-z0-9]{1,9}", ending)):
        stem, ending = given, ""
    ending = f".{ending.lower()}" if ending else ""
    by_type = _ENDINGS.get(media_type, "")
    if by_type and ending not in (by_type, *_ALSO.get(by_type, ())):
        ending = by_type
    return (stem.strip(" ._")[:_LONGEST] or "statement") + ending


def _disposed(disposition: str) -> str:
    if extended := _EXTENDED.search(disposition):
        try:
            return unquote(extended["value"], extended["charset"], "strict")
        except (LookupError, UnicodeDecodeError):
            pass
    if quoted := _QUOTED.search(disposition):
        return re.sub(r"\\(.)", r"\1", quoted["value"])
    token = _TOKEN.search(disposition)
    return token["value"] if token else ""
