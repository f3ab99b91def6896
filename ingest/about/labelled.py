"""Header lines that name what they say: "Date: 3 May 2010", ［年月日］ 2003年8月27日."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.about.front_matter import field_called
from ingest.text.lines import Line

_KEY = re.compile(
    r"(?P<key>Date|Speaker|Delivered by|Delegation|Country|State|On behalf of|Forum|Meeting|Title|Subject|URL"
    r"|Source|Post|Language|Agenda item|日付|日時|発言者|話者|演説者|国名?|代表団|会合|会議|題名|件名"
    r"|議題|出典|役職|肩書き?|言語)"
    r"\s*[:：]\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[\[［【〔](?P<key>[^\[\]［］【】〔〕]{1,24})[\]］】〕]\s*[:：]?\s*(?P<value>.*)")
_OWN_KEYS = (  # those that front matter does not have
    ("delivered by", "speaker"), ("on behalf of", "on_behalf_of"), ("日時", "date"), ("発表日", "date"),
    ("実施日", "date"), ("演説日", "date"), ("document title", "title"), ("name of document", "title"),
    ("document", "title"), ("文書名", "title"), ("文書", "title"), ("表題", "title"), ("会議名", "forum"),
    ("演説者名", "speaker"), ("発言者名", "speaker"), ("date of delivery", "date"),
)  # fmt: skip
# Keys of such headers that are no field of a statement.
_OTHER_KEYS = frozenset(
    (
        *("place", "venue", "location", "notes", "note", "remarks", "full text", "text", "translation"),
        *(
            "translator",
            "original",
            "provisional",
            "場所",
            "開催地",
            "備考",
            "全文",
            "本文",
            "抜粋",
            "訳",
            "翻訳",
        ),
        *("原文", "注", "注記", "資料番号", "整理番号", "分類", "作成者", "種別", "署名者"),
    )
)
_MOST_ABOVE = 8  # lines above a bracketed header: the name of the collection
_LONGEST_ABOVE = 80


@dataclass(frozen=True, slots=True)
class Labelled:
    """A header line's field of Statement, "" when it is none ("Place"), and its value."""

    field: str
    value: str


def labelled(text: str) -> Labelled | None:
    """What a line "Key: value" says, None for another line."""
    found = _KEY.fullmatch(text)
    return Labelled(_field(found["key"]), found["value"].strip()) if found else None


def bracketed(text: str) -> Labelled | None:
    """What a line "[Key] value" says, None for one whose key no such header has."""
    found = _BRACKETED.fullmatch(text)
    if not found:
        return None
    name = _field(found["key"])
    if not name and " ".join(found["key"].lower().split()) not in _OTHER_KEYS:
        return None
    return Labelled(name, found["value"].strip())


def bracketed_header(lines: Sequence[Line]) -> range:
    """The lines of a bracketed header, without what stands above; empty where there are not two such
    lines, one of them a field, near the top."""
    said = [bracketed(line.text) for line in lines[: 2 * _MOST_ABOVE + 4]]
    at = [index for index, one in enumerate(said) if one]
    if len(at) < 2 or at[0] > _MOST_ABOVE or not any(one.field for one in said if one):
        return range(0)
    if any(len(line.text) > _LONGEST_ABOVE for line in lines[: at[0]]):
        return range(0)
    last = at[0]
    for index in at[1:]:
        if index - last > 2:
            break
        last = index
    return range(at[0], last + 1)


def _field(key: str) -> str:
    lowered = " ".join(key.lower().split())
    return dict(_OWN_KEYS).get(lowered) or field_called(lowered)
