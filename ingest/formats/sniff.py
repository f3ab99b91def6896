"""Which format a file is in: by its ending, corrected by its content where that is certain."""

import re
from collections.abc import Collection, Mapping
from pathlib import PurePath

from core.errors import UnreadableError

_TEXT = frozenset([".txt", ".text", ".md", ".markdown"])
_HTML = frozenset([".html", ".htm", ".xhtml"])
# First bytes → what it is, for what is not read.
_OTHERS = (
    (b"\x89PNG\r\n\x1a\n", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF87a", "an image (GIF)"),
    (b"GIF89a", "an image (GIF)"),
    (b"II*\0", "an image (TIFF)"),
    (b"MM\0*", "an image (TIFF)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database (SQLite)"),
    (b"\xffWPC", "a WordPerfect document"),
    (b"ID3", "a sound recording (MP3)"),
    (b"OggS", "a recording (Ogg)"),
    (b"%!PS", "a PostScript file"),
    (b"bplist00", "a web archive or property list of Apple's"),
)
_OFFICE = (  # a part of the package, what it then is, the ending under which it is read
    ("word/", "", ".docx"),
    ("xl/", "a spreadsheet (Excel)", ""),
    ("ppt/", "a presentation (PowerPoint)", ""),
)
_OPEN_DOCUMENT: Mapping[str, tuple[str, str]] = {
    "application/vnd.oasis.opendocument.text": ("", ".odt"),
    "application/vnd.oasis.opendocument.text-template": ("", ".odt"),
    "application/vnd.oasis.opendocument.spreadsheet": ("a spreadsheet (OpenDocument)", ""),
    "application/vnd.oasis.opendocument.presentation": ("a presentation (OpenDocument)", ""),
    "application/vnd.oasis.opendocument.graphics": ("a drawing (OpenDocument)", ""),
    "application/epub+zip": ("an EPUB book", ""),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams in a compound file are UTF-16.
_OLE_STREAMS = (
    ("EncryptedPackage", "a password-protected Office document; remove the password and add it again"),
    ("WordDocument", "a Word 97–2003 document; save it as .docx or PDF and add that"),
    ("Workbook", "a spreadsheet (Excel 97–2003); save the text as .docx or PDF and add that"),
    ("PowerPoint Document", "a presentation (PowerPoint 97–2003); save it as PDF and add that"),
    ("__substg1.0_", "an Outlook message; save it as .eml, or its text as plain text, and add that"),
)
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html[\s>]"
    rb"|head[\s>]|body[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_MAIL = re.compile(
    rb"(?:(?:From|Return-Path|Received|Delivered-To|Message-ID|MIME-Version|Date|Subject|To|X-[\w-]+):[^\n]*\r?\n"
    rb"(?:[ \t][^\n]*\r?\n)*){3}",
    re.IGNORECASE,
)
_MIMETYPE = re.compile(rb"application/[\w.+-]{3,80}?(?=PK)")
_MOST_MEMBERS = 2000
_TAR = (b"ustar\0", b"ustar ")


def format_of(data: bytes, name: str, known: Collection[str]) -> str:
    """The ending (one of ``known``) under whose format ``data`` is to be read.

    Raises UnreadableError, saying what the file is, when it is of no format that is read.
    """
    ending = PurePath(name).suffix.lower()
    if found := _by_content(data, name, ending):
        return found
    if ending in known:
        return ending
    if not ending and _MAIL.match(data):
        return ".eml"
    kind = f"the format {ending!r}" if ending else "a file without an ending"
    raise UnreadableError(f"{name}: {kind} cannot be read; supported are {', '.join(sorted(known))}.")


def _by_content(data: bytes, name: str, ending: str) -> str:
    """The ending of the format that the content certainly is, "" when it is not certain."""
    if data.startswith(_OLE):
        raise UnreadableError(f"{name} is {_ole_kind(data)}.")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(data, name, ending)
    top = data[:1024]
    if data.startswith(b"%PDF-") or (ending not in _TEXT | _HTML and b"\n%PDF-1." in top):
        return ".pdf"
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    for signature, kind in _OTHERS:
        if data.startswith(signature) and b"\0" in data[:4096]:
            raise UnreadableError(
                f"{name} is {kind}, which holds no text that is read; add the statement as text, PDF or Word."
            )
    if data[257:263] in _TAR or data[257:265] == b"ustar  \0":
        raise UnreadableError(f"{name} is an archive (tar); unpack it and add what is in it.")
    if data[4:8] == b"ftyp" or (data[:4] == b"RIFF" and data[8:12] in (b"WEBP", b"WAVE", b"AVI ")):
        raise UnreadableError(
            f"{name} is an image or a recording, which holds no text; add the statement as text, PDF or Word."
        )
    if ending not in _HTML and ending not in (".md", ".markdown") and _MARKUP.match(data[:4096]):
        return ".html"
    return ""


def _package(data: bytes, name: str, ending: str) -> str:
    """What a ZIP archive holds: a Word or OpenDocument text, or something that is refused."""
    members = _members(data)
    if not members:
        if ending in (".docx", ".odt"):
            return ending  # its reader says what is the matter with it
        raise UnreadableError(f"{name} is a damaged ZIP archive or Office document; get it again.")
    kind, found = _OPEN_DOCUMENT.get(_mimetype(data), ("", ""))
    if not (kind or found) and "META-INF/container.xml" in members:
        kind = "an EPUB book"
    if not (kind or found):
        for part, what, as_ending in _OFFICE:
            if any(member.startswith(part) for member in members):
                kind, found = what, as_ending
                break
    if found or (not kind and ending in (".docx", ".odt")):
        return found or ending
    what = kind or "a ZIP archive"
    todo = "add the statement in it as text, PDF or Word" if kind else "unpack it and add what is in it"
    raise UnreadableError(f"{name} is {what}; {todo}.")


def _mimetype(data: bytes) -> str:
    """What an OpenDocument or EPUB package says of itself: its first member, not compressed."""
    if data[30:38] != b"mimetype":
        return ""
    at = 38 + int.from_bytes(data[28:30], "little")
    found = _MIMETYPE.match(data, at)
    return found[0].decode("ascii") if found else ""


def _members(data: bytes) -> list[str]:
    """The first names in the archive's directory, which is found from its end; empty when damaged.

    Read here rather than by zipfile, which builds the whole directory, however long it claims to be.
    """
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000))
    if end < 0 or end + 22 > len(data):
        return []
    at = int.from_bytes(data[end + 16 : end + 20], "little")
    names: list[str] = []
    while data.startswith(b"PK\x01\x02", at) and len(names) < _MOST_MEMBERS:
        length, extra, comment = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (28, 30, 32))
        names.append(data[at + 46 : at + 46 + length].decode("utf-8", "replace"))
        at += 46 + length + extra + comment
    return names


def _ole_kind(data: bytes) -> str:
    lowered = data.lower()  # programs differ in how they write the names
    for stream, kind in _OLE_STREAMS:
        if stream.lower().encode("utf-16-le") in lowered:
            return kind
    return "an old Office document; save it as .docx or PDF and add that"
