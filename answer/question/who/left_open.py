"""Whose words a question asks for where its grammar leaves it open: "total Norwegian money for vaccines"
wants Norway's, "elections in Mali" anybody's.

A logistic regression over the words beside each name, learned from questions of people who did not know the
rules. Its weights stand in ``left_open.json``, which ``python -m training.deciding.whose_words`` makes.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from core.delegations import Mention

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[^\w\s]")
_ENDINGS = ("s", "ed", "ing", "ion", "al")
_THRESHOLD = 0.6  # a question wrongly put to one delegation costs more than one that is put to all
_MOST = 3  # delegations that are told apart by how many are named


def left_open(text: str, groups: Sequence[Sequence[Mention]]) -> tuple[Mention, ...]:
    """The mentions, in order, of those whose words the question likely asks for. ``groups`` are all mentions,
    those that stand together as one."""
    shipped = _shipped()
    found = []
    for mention, features in features_of(text, groups):
        total = shipped["bias"] + sum(shipped["weights"].get(feature, 0.0) for feature in features)
        if 1 / (1 + math.exp(-total)) >= _THRESHOLD:
            found.append(mention)
    return tuple(found)


def features_of(text: str, groups: Sequence[Sequence[Mention]]) -> list[tuple[Mention, frozenset[str]]]:
    """Each mention with what is known of it: its form and place among the others, and the two words on
    either side of it."""
    mentions = [mention for group in groups for mention in group]
    return [
        (mention, frozenset([*_beside(text, mention), *_among(mention, mentions, joined=len(group) > 1)]))
        for group in groups
        for mention in group
    ]


def _beside(text: str, mention: Mention) -> Iterator[str]:
    before = [word for word in _words(text[: mention.start]) if word != "the"]
    after = _words(re.sub(r"^['’]s?(?!\w)", "", text[mention.end :])) or ["END"]
    for name, words in (("before", before[::-1] or ["START"]), ("after", after)):
        yield f"{name}={words[0]}"
        yield from (f"second_{name}={word}" for word in words[1:2])
    if after[0].isalpha():
        yield from (f"ending={ending}" for ending in _ENDINGS if after[0].endswith(ending))


def _among(mention: Mention, mentions: Sequence[Mention], *, joined: bool) -> Iterator[str]:
    codes = list(dict.fromkeys(one.code for one in mentions))
    others = [other for other in mentions if other.code != mention.code]
    yield f"form={mention.form}"
    yield f"named={min(len(codes), _MOST)}"
    yield from (f"other={other.form}" for other in others)
    told = {
        "first": mention.code == codes[0],
        "last": mention.code == codes[-1],
        "joined": joined,
        "adjective_before": any(o.form == "adjective" and o.start < mention.start for o in others),
        "adjective_first": mention.form == "adjective"
        and bool(others)
        and all(other.start > mention.start for other in others),
    }
    yield from (name for name, is_so in told.items() if is_so)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _TOKEN.findall(text)]


@cache
def _shipped() -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(files(__package__).joinpath("left_open.json").read_text("utf-8"))
    return read
