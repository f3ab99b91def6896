"""What the person who added a statement says about it: front matter, or a side-car file.

Front matter is flat ``key: value`` lines between two ``---`` lines at the top; a side-car is a TOML
file of the same keys, named like the statement with ``.toml`` added.
"""

import re
import tomllib
from collections.abc import Mapping

from core.delegations import Gazetteer
from ingest.about.dates import find_dates, iso_date
from ingest.about.forums import forum_called
from ingest.text.languages import language_code

KEYS = (
    "title", "delegation", "on_behalf_of", "speaker", "speaker_latin", "post", "forum", "agenda_item",
    "date", "date_end", "language", "url",
)  # fmt: skip
_ALIASES: Mapping[str, str] = {
    "country": "delegation", "state": "delegation", "author": "speaker", "position": "post",
    "role": "post", "speaks_for": "on_behalf_of", "meeting": "forum", "subject": "title",
    "agenda": "agenda_item", "start_date": "date", "end_date": "date_end", "lang": "language",
    "source": "url", "link": "url",
    "題名": "title", "件名": "title", "タイトル": "title", "国": "delegation", "国名": "delegation",
    "代表団": "delegation", "グループ": "on_behalf_of", "発言者": "speaker",
    "話者": "speaker", "演説者": "speaker", "肩書": "post", "肩書き": "post", "役職": "post",
    "会議": "forum", "会合": "forum", "議題": "agenda_item", "日付": "date", "日": "date",
    "年月日": "date", "終了日": "date_end", "言語": "language", "出典": "url", "リンク": "url",
}  # fmt: skip
_LONGEST = 500  # code points of a value; what is beyond is cut
_FENCE = re.compile(r"---[ \t]*\n(?P<body>(?:[^\n]*\n){0,60}?)---[ \t]*(?:\n|\Z)")
_KEY = r"[A-Za-z_\u3040-\u30ff\u3400-\u9fff-]+(?: [A-Za-z]+){0,2}"
_PAIR = re.compile(rf"(?P<key>(?=[^:：]{{1,40}}[:：]){_KEY})\s*[:：]\s*(?P<value>.*)")


def split_front_matter(text: str) -> tuple[int, dict[str, str]]:
    """Where the text after the front matter begins (0 without any), and the front matter's pairs."""
    fence = _FENCE.match(text)
    if not fence:
        return 0, {}
    pairs: dict[str, str] = {}
    for line in fence["body"].splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        pair = _PAIR.fullmatch(line.strip())
        if pair is None or (" " in pair["key"] and not field_called(pair["key"])):
            return 0, {}  # a rule between paragraphs, not front matter
        value = pair["value"].strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        pairs[_plain(pair["key"])] = value
    return (fence.end(), pairs) if pairs else (0, {})


def read_side_car(toml: str) -> dict[str, str]:
    """The pairs of a side-car. Raises ValueError when it is not valid TOML."""
    return {_plain(key): str(value) for key, value in tomllib.loads(toml).items()}


def field_called(key: str) -> str:
    """The field of Statement that a key means ("日付": date), "" when none."""
    key = _plain(key)
    name = _ALIASES.get(key, key)
    return name if name in KEYS else ""


def checked(
    pairs: Mapping[str, str], gazetteer: Gazetteer, source: str
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The pairs that are fields of Statement with usable values, and a notice for each that isn't.

    ``source`` ("front matter", "side-car") is how the notices call it.
    """
    fields: dict[str, str] = {}
    notices = []
    for key, value in pairs.items():
        name = field_called(key)
        if not name:
            continue
        value = " ".join(value.split())[:_LONGEST]
        if name in ("delegation", "on_behalf_of"):
            usable = gazetteer.by_name(value)
        elif name in ("date", "date_end"):
            usable = iso_date(value)
            spans = find_dates(value)
            if name == "date" and spans and spans[0].last != spans[0].first:
                fields.setdefault("date_end", spans[0].last)
        elif name == "url":
            usable = value if re.fullmatch(r"https?://[^\s\"'<>]+", value) else ""
        elif name == "language":
            usable = language_code(value)
        else:
            usable = forum_called(value) if name == "forum" else value
        if usable:
            if key == name:
                fields[name] = usable
            else:  # "source" beside "url": the field's own name wins
                fields.setdefault(name, usable)
        elif value:
            notices.append(
                f"The {source} gives {name} as {value[:80]!r}, which is not understood and was left out."
            )
    return fields, tuple(notices)


def _plain(key: str) -> str:
    return "_".join(key.lower().replace("-", " ").split())
