"""What a file's name and its folder's name say about the statement in it."""

import re
from pathlib import PurePath

from core.delegations import Gazetteer
from ingest.about.dates import find_dates
from ingest.about.forums import forum_called, forum_in_tokens

_GENERAL_DEBATE = re.compile(r"(?P<code>[A-Z]{2,3})_(?P<session>\d{1,3})_(?P<year>(?:19|20)\d\d)")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LANGUAGE = re.compile(
    r"(?<=[^\W_])[._ -]+\(?(?:en|eng|english|ja|jp|jpn|japanese|fr|es|ru|zh|ar|[ej])\)?$"
    r"|(?:和文|英文|日本語|英語)版?$",
    re.IGNORECASE,
)
_LONGEST_NAME = 6  # tokens: "democratic-republic-of-the-congo"


def general_debate(name: str) -> tuple[str, int, str] | None:
    """Code, session and year of a file of the UN General Debate Corpus (``JPN_71_2016.txt``), None for
    other names."""
    found = _GENERAL_DEBATE.fullmatch(PurePath(name).name.split(".")[0])
    return (found["code"], int(found["session"]), found["year"]) if found else None


def read_file_name(name: str, gazetteer: Gazetteer) -> dict[str, str]:
    """Fields of Statement that the file's name tells, e.g. ``oewg-2020-12-01-japan-….txt``; of the
    delegation what `ingest.speech.file_name` makes of it, except for the UN General Debate Corpus, whose
    ``ISO_SESSION_YEAR`` gives delegation, forum and year.
    """
    stem = PurePath(name).name.split(".")[0] if "." in name else name
    if (debate := general_debate(stem)) and (code := gazetteer.by_name(debate[0])):
        _, session, year = debate
        return {
            "delegation": code,
            "forum": "UN General Debate",
            "date": year,
            "title": f"{gazetteer.name(code)}: UN General Debate, session {session} ({year})",
        }
    found: dict[str, str] = {}
    tokens = tokens_of(stem)
    if forum := forum_in_tokens(tokens):
        found["forum"] = forum
    if dates := find_dates(stem.replace("_", "-")):
        found["date"] = dates[0].first
        if dates[0].last != dates[0].first:
            found["date_end"] = dates[0].last
    elif len(years := [token for token in tokens if _YEAR.fullmatch(token)]) == 1:
        found["date"] = years[0]
    return found


def version_key(name: str) -> str:
    """The file's name without its ending and language mark ("speech" of ``speech_ja.txt``), "" when it
    has no such mark: two language versions of a statement have the same."""
    stem = PurePath(name).stem
    key = _LANGUAGE.sub("", stem).strip("._- ")
    return key.casefold() if key and key != stem else ""


def read_folder_name(name: str, gazetteer: Gazetteer) -> dict[str, str]:
    """Fields that a folder named after a delegation, a year or a forum tells."""
    found: dict[str, str] = {}
    name = name.strip()
    if _YEAR.fullmatch(name):
        found["date"] = name
    elif (code := gazetteer.by_name(name)) and (len(name) > 3 or name.isupper()):
        found["delegation"] = code
    elif (forum := forum_called(name)) != name or forum_in_tokens((name,)):
        found["forum"] = forum
    return found


def tokens_of(stem: str) -> tuple[str, ...]:
    """The words of a file's name."""
    return tuple(_TOKEN.findall(stem))


def delegations_in(tokens: tuple[str, ...], gazetteer: Gazetteer) -> list[str]:
    """The delegations that runs of tokens name, the longest run first at each place; a code of three
    letters must be in capitals ("are" and "and" are codes too)."""
    codes = []
    at = 0
    while at < len(tokens):
        for length in range(min(_LONGEST_NAME, len(tokens) - at), 0, -1):
            words = tokens[at : at + length]
            code = gazetteer.by_name(" ".join(words))
            if code and (length > 1 or len(words[0]) > 3 or words[0].isupper()):
                codes.append(code)
                at += length
                break
        else:
            at += 1
    return codes
