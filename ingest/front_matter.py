"""What the person who added a statement says about it: front matter, or a side-car file.

Front matter is flat ``key: value`` lines between two ``---`` lines at the top; a side-car is a TOML
file of the same keys, named like the statement with ``.toml`` added.
"""

import re
import tomllib
from collections.abc import Mapping

from core.delegations import Gazetteer
from ingest.dates import find_dates, iso_date
from ingest.forums import forum_called

KEYS = (
    "title", "delegation", "speaker", "speaker_latin", "post", "forum", "date", "date_end", "language", "url"
)  # fmt: skip
_ALIASES = {
    "country": "delegation",
    "state": "delegation",
    "author": "speaker",
    "source": "url",
    "lang": "language",
}
_LONGEST = 500  # code points of a value; what is beyond is cut
_FENCE = re.compile(r"---[ \t]*\n(?P<body>(?:[^\n]*\n){0,60}?)---[ \t]*(?:\n|\Z)")
_PAIR = re.compile(r"(?P<key>[A-Za-z_-]{1,40})\s*:\s*(?P<value>.*)")


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
        if pair is None:
            return 0, {}  # a rule between paragraphs, not front matter
        value = pair["value"].strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        pairs[pair["key"].lower().replace("-", "_")] = value
    return (fence.end(), pairs) if pairs else (0, {})


def read_side_car(toml: str) -> dict[str, str]:
    """The pairs of a side-car. Raises ValueError when it is not valid TOML."""
    return {key.lower(): str(value) for key, value in tomllib.loads(toml).items()}


def checked(
    pairs: Mapping[str, str], gazetteer: Gazetteer, source: str
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The pairs that are fields of Statement with usable values, and a notice for each that isn't.

    ``source`` ("front matter", "side-car") is how the notices call it.
    """
    fields: dict[str, str] = {}
    notices = []
    for key, value in pairs.items():
        name = _ALIASES.get(key, key)
        if name not in KEYS:
            continue
        value = value.strip()[:_LONGEST]
        if name == "delegation":
            usable = gazetteer.by_name(value)
        elif name in ("date", "date_end"):
            usable = iso_date(value)
            spans = find_dates(value)
            if name == "date" and spans and spans[0].last != spans[0].first:
                fields.setdefault("date_end", spans[0].last)
        elif name == "url":
            usable = value if re.fullmatch(r"https?://[^\s\"'<>]+", value) else ""
        else:
            usable = forum_called(value) if name == "forum" else value
        if usable:
            fields[name] = usable
        elif value:
            notices.append(
                f"The {source} gives {name} as {value[:80]!r}, which is not understood and was left out."
            )
    return fields, tuple(notices)
