"""Whose words a question asks for where its grammar leaves it open: "total Norwegian money for vaccines"
wants Norway's, "elections in Mali" anybody's.

A logistic regression over the words beside each name, learned from questions of people who did not know the
rules. Its weights stand in ``left_open.json``, which ``python -m training.deciding.whose_words`` makes.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
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
    codes = list(dict.fromkeys(mention.code for mention in mentions))
    found = []
    for group in groups:
        for mention in group:
            before = [w for w in _words(text[: mention.start]) if w != "the"]
            after = _words(re.sub(r"^['’]s?(?!\w)", "", text[mention.end :]))
            behind = after[0] if after else "END"
            known = {
                f"form={mention.form}",
                f"named={min(len(codes), _MOST)}",
                f"before={before[-1] if before else 'START'}",
                f"after={behind}",
            }
            known |= {f"second_before={before[-2]}"} if len(before) > 1 else set()
            known |= {f"second_after={after[1]}"} if len(after) > 1 else set()
            known |= {
                f"ending={ending}" for ending in _ENDINGS if behind.isalpha() and behind.endswith(ending)
            }
            known |= {"first"} if mention.code == codes[0] else set()
            known |= {"last"} if mention.code == codes[-1] else set()
            known |= {"joined"} if len(group) > 1 else set()
            others = [other for other in mentions if other.code != mention.code]
            known |= {f"other={other.form}" for other in others}
            known |= {
                "adjective_before"
                for other in others
                if other.form == "adjective" and other.start < mention.start
            }
            if mention.form == "adjective" and others and all(o.start > mention.start for o in others):
                known.add("adjective_first")
            found.append((mention, frozenset(known)))
    return found


def _words(text: str) -> list[str]:
    return [word.lower() for word in _TOKEN.findall(text)]


@cache
def _shipped() -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(files(__package__).joinpath("left_open.json").read_text("utf-8"))
    return read
