"""The task that a question likely sets where no phrase of ``kinds.toml`` tells: "a ban on drones:
which capitals?", "nuclear testing: what do France and Fiji each say".

A multinomial logistic regression over the question's words, names of states and years standing for all of
them. Its weights stand in ``likely_kinds.json``, which ``python -m training.deciding.kinds`` makes.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Literal

from core.delegations import Mention
from core.japanese import is_japanese

Likely = Literal["", "list", "count", "who_else", "compare", "over_time", "digest", "quote"]
LIKELY: Sequence[Likely] = ("list", "count", "who_else", "compare", "over_time", "digest", "quote")
"""The kinds that are told so; what else a question may be is told by its phrases alone."""

POSITION = "position"
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[^\w\s]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)['’]?\d0s")
_LEAST = math.log(0.7 / 0.3)  # a position that is taken for another kind costs most
_MOST = 3  # states and years that are told apart by how many there are


def likely_kind(text: str, mentions: Sequence[Mention]) -> Likely:
    """The likeliest kind, where it is likelier than a position by seven to three;
    else ``""``. ``mentions`` are the delegations that it names."""
    kinds: Mapping[str, Any] = _shipped()["kinds"]
    features = features_of(text, mentions)
    totals = {
        kind: known["bias"] + sum(known["weights"].get(feature, 0.0) for feature in features)
        for kind, known in kinds.items()
    }
    likeliest = max(totals, key=lambda kind: totals[kind])
    if totals[likeliest] - totals[POSITION] < _LEAST:
        return ""
    return next((kind for kind in LIKELY if kind == likeliest), "")


def features_of(text: str, mentions: Sequence[Mention]) -> frozenset[str]:
    """The words of a question, pairs of them and pairs over a gap (of a Japanese one the runs of two and
    three characters), and how many states and years it names."""
    years = len(_YEAR.findall(text))
    states = len({mention.code for mention in mentions})
    counted = (f"states={min(states, _MOST)}", f"years={min(years, _MOST)}")
    plain = _YEAR.sub(" YEAR ", _without_names(text, mentions))
    if is_japanese(text):
        whole = re.sub(r"\s+", "", plain)
        found = {f"c:{whole[at : at + size]}" for size in (2, 3) for at in range(len(whole) - size + 1)}
    else:
        words = ["^", *(w if w in ("STATE", "YEAR") else w.lower() for w in _TOKEN.findall(plain)), "$"]
        found = {f"w:{word}" for word in words}
        found |= {f"b:{one} {other}" for one, other in pairwise(words)}
        found |= {f"s:{one} _ {other}" for one, other in zip(words, words[2:], strict=False)}
    return frozenset((*counted, "&".join(counted), *found))


def _without_names(text: str, mentions: Sequence[Mention]) -> str:
    pieces, last = list[str](), 0
    for mention in sorted(mentions, key=lambda m: (m.start, m.end)):
        if mention.start >= last:
            pieces += [text[last : mention.start], " STATE "]
            last = mention.end
    return "".join((*pieces, text[last:]))


@cache
def _shipped() -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(files(__package__).joinpath("likely_kinds.json").read_text("utf-8"))
    return read
