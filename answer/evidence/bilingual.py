"""A Japanese question over statements in two languages: English ones are searched by its translation,
Japanese ones by its own words, which the English models cannot read."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from answer.evidence.retriever import Retriever
from answer.words.tokens import tokenize
from core.japanese import is_japanese
from core.records import Filters, Hit, SearchResult

# A share of words as a logit of the judge: none is off the topic, all are an answer.
_NONE, _ALL = -10.0, 2.5
_HIRAGANA = re.compile(r"[\u3041-\u3096]")  # particles, endings, and most of what only asks
_ASKING = frozenset(("立場", "見解", "主張", "説明", "言及", "表明", "評価"))


def found(retriever: Retriever, english: str, asked: str, filters: Filters, k: int) -> SearchResult:
    """The ``k`` best paragraphs for a question ``asked`` in any language, those in Japanese found by its own
    words and in turn with the others, found by its ``english``."""
    japanese = replace(filters, language="ja")
    if (
        not is_japanese(asked)
        or filters.language not in ("", "ja")
        or not retriever.scope(japanese).statements
    ):
        return retriever.search(english, filters, k)
    own = retriever.search(asked, japanese, k)
    if filters.language == "ja":
        return own
    others = retriever.search(english, filters, k)
    return SearchResult(
        others.query,
        filters,
        _in_turn(others.hits, own.hits)[:k],
        {name: others.timings_ms[name] + own.timings_ms.get(name, 0.0) for name in others.timings_ms},
    )


def nearness(question: str, sentence: str) -> float:
    """How near a Japanese sentence is to a Japanese question by the words that they share, on the scale of
    the cross-encoder's logits."""
    wanted = _telling(question)
    return _NONE + (_ALL - _NONE) * len(wanted & _telling(sentence)) / len(wanted) if wanted else _NONE


def _telling(text: str) -> frozenset[str]:
    """The pairs of kanji and katakana that a text is about, and its numbers."""
    return frozenset(
        token.key
        for token in tokenize(text)
        if token.kind in ("cjk", "number") and not _HIRAGANA.search(token.text) and token.key not in _ASKING
    )


def _in_turn(one: Sequence[Hit], other: Sequence[Hit]) -> tuple[Hit, ...]:
    """Both in turn, each paragraph once."""
    hits: dict[str, Hit] = {}
    for hit in (hit for turn in zip_longest(one, other) for hit in turn if hit is not None):
        hits.setdefault(hit.source.paragraph_id, hit)
    return tuple(hits.values())
