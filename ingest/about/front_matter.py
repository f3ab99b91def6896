"""What the person who added a statement says about it: front matter, or a side-car file.

Front matter is YAML between two ``---`` lines at the top, or TOML between two ``+++``; a side-car is a
TOML file of the same keys, named like the statement with ``.toml`` added.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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
    "agenda": "agenda_item", "start_date": "date", "spoken_on": "date", "delivered_on": "date",
    "date_delivered": "date", "delivered": "date", "end_date": "date_end", "lang": "language",
    "source": "url", "link": "url",
    "題名": "title", "件名": "title", "タイトル": "title", "国": "delegation", "国名": "delegation",
    "代表団": "delegation", "グループ": "on_behalf_of", "発言者": "speaker",
    "話者": "speaker", "演説者": "speaker", "肩書": "post", "肩書き": "post", "役職": "post",
    "会議": "forum", "会合": "forum", "議題": "agenda_item", "日付": "date", "日": "date",
    "年月日": "date", "終了日": "date_end", "言語": "language", "出典": "url", "リンク": "url",
}  # fmt: skip
_LONGEST = 500  # code points of a value; what is beyond is cut
_MOST_LINES = 200
_MOST = 20_000  # code points of front matter
_OPENS = re.compile(r"\s*(?P<fence>---|\+\+\+)[ \t]*\n")
_CLOSES = re.compile(r"^(?P<fence>---|\+\+\+|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY = r"(?!-)[A-Za-z_\u3040-\u30ff\u3400-\u9fff-]+(?: [A-Za-z]+){0,2}"
_PAIR = re.compile(rf"(?P<key>(?=[^:：]{{1,40}}[:：]){_KEY})\s*[:：]\s*(?P<value>.*)")

_OPEN_QUOTE = re.compile(r"\"[^\"]*$|'[^']*$")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Where the text after the front matter begins (0 without any), its keys and values, and what to tell
    the person where it could not be read as it is meant."""

    end: int = 0
    pairs: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""


def split_front_matter(text: str) -> FrontMatter:
    """The front matter at the top of ``text``: YAML between lines of ``---``, TOML between ``+++``.

    What is not valid is still front matter, and no paragraph, when its lines are pairs of which one is a
    field of Statement; these are then read one by one.
    """
    opens = _OPENS.match(text)
    if not opens:
        return FrontMatter()
    closes = _CLOSES.search(text, opens.end(), opens.end() + _MOST)
    while closes and opens["fence"] == "+++" != closes["fence"]:
        closes = _CLOSES.search(text, closes.end(), opens.end() + _MOST)
    if closes is None:
        return _unclosed(text, opens.end())
    inside = text[opens.end() : closes.start()]
    end = min(closes.end() + 1, len(text))
    lines = [line for line in inside.splitlines() if line.strip()][:_MOST_LINES]
    try:
        pairs = _toml(inside) if opens["fence"] == "+++" else _yaml(inside)
    except ValueError as error:
        pairs = _line_by_line(lines)
        if not any(map(field_called, pairs)):
            return FrontMatter()
        why = " ".join(str(error).split())[:120]
        return FrontMatter(
            end,
            pairs,
            ""
            if _is_plain(lines)
            else f"The front matter is not valid ({why}); what could be read of it was used.",
        )
    if not _are_fields(pairs):
        return FrontMatter()  # a dialogue or a list between two rules
    return FrontMatter(end, pairs)


def _yaml(source: str) -> dict[str, str]:
    """Raises ValueError. The base loader makes texts, lists and mappings only: no objects, and no numbers
    and truths of what people wrote as words."""
    import yaml

    try:
        loaded = yaml.load(source, yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    return _flat(loaded)


def _toml(source: str) -> dict[str, str]:
    return _flat(tomllib.loads(source))


def _flat(loaded: object) -> dict[str, str]:
    """The keys whose values are texts, or lists of texts."""
    pairs: dict[str, str] = {}
    for key, value in loaded.items() if isinstance(loaded, dict) else ():
        several = value if isinstance(value, list) else [value]
        if several and not any(isinstance(one, (dict, list)) for one in several):
            pairs[_plain(str(key))] = ", ".join(map(str, several))
    return pairs


def _line_by_line(lines: Sequence[str]) -> dict[str, str]:
    """Pairs of a line each; an indented line goes on with the value above."""
    pairs: dict[str, str] = {}
    last = ""
    for line in lines:
        if last and line[0].isspace():
            pairs[last] = f"{pairs[last]} {line.strip()}".strip()
        elif pair := _PAIR.fullmatch(line.strip()):
            last = _plain(pair["key"])
            value = pair["value"].strip()
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
            pairs[last] = value[1:-1] if quoted else value
    return pairs


def _is_plain(lines: Sequence[str]) -> bool:
    """Whether every line is a pair or a comment, as people write who have not heard of YAML."""
    pairs = [_PAIR.fullmatch(line.strip()) for line in lines if not line.lstrip().startswith("#")]
    return all(pair and not _OPEN_QUOTE.match(pair["value"]) for pair in pairs)


def _are_fields(pairs: Mapping[str, str]) -> bool:
    return any(map(field_called, pairs)) or (
        len(pairs) > 1 and all(re.fullmatch(r"[\w-]+", key) for key in pairs)
    )


def _unclosed(text: str, start: int) -> FrontMatter:
    """Pairs under an opening line that is never closed, up to the first empty line."""
    blank = re.compile(r"\n[ \t]*(?:\n|\Z)").search(text, start, start + _MOST)
    end = blank.end() if blank else len(text)
    lines = [line for line in text[start:end].splitlines() if line.strip()]
    pairs = _line_by_line(lines)
    if not (lines and _is_plain(lines) and any(map(field_called, pairs))):
        return FrontMatter()
    return FrontMatter(
        end, pairs, 'The front matter has no closing line "---"; it was read up to the empty line.'
    )


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
