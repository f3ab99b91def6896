"""Name authority: the Latin form of Japanese speakers' names. Never a guess."""

import tomllib
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("names.toml")


def latin_name(name: str) -> str:
    """The published Latin form of a name in kanji, family name first; "" when it is not known."""
    return _authority().get("".join(name.split()), "")


def known_name_at_start(text: str) -> str:
    """The longest known name that ``text`` begins with, or ""."""
    return max((name for name in _authority() if text.startswith(name)), key=len, default="")


@cache
def _authority() -> dict[str, str]:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {name: latin for group in data.values() for name, latin in group.items()}
