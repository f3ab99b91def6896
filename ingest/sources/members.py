"""What archives hold: members by name, with what is wrong with each."""

import re
import unicodedata
from dataclasses import dataclass

from core.japanese import has_japanese

_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its path there (no leading or double slashes), its bytes when they were
    wanted, and what is wrong with it ("is encrypted; …", the sentence's predicate), "" for nothing."""

    path: str
    data: bytes | None
    problem: str = ""


def member_name(raw: bytes) -> tuple[str, str]:
    """The path of a member as text, and what is wrong with it.

    Names are UTF-8 or, in archives made on Japanese Windows or old Unix systems, Shift_JIS or EUC-JP.
    """
    return checked_path(decoded_name(raw))


def checked_path(name: str) -> tuple[str, str]:
    """The path cleaned of "./" and unprintable characters, and what is wrong with it."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    path = "/".join("".join(c if c.isprintable() else "_" for c in part) for part in parts)
    if name.startswith("/") or _DRIVE.match(name) or ".." in parts:
        return path, "has a path that leads out of the archive; unpack it yourself and add the file"
    return path, ""


def decoded_name(raw: bytes) -> str:
    """A member's name as text, whatever the encoding."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for encoding in ("cp932", "euc_jp"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        half_width = sum("\uff61" <= character <= "\uff9f" for character in name)
        if has_japanese(name) and half_width * 2 < sum(character > "~" for character in name):
            return name
    return raw.decode("cp437")
