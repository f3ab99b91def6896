"""A statement in at most five quotations, in its own order: what it asks for, supports and rejects on the
matters that it comes back to.

Counted, not written: a word weighs by how many of the statement's paragraphs have it and by how rare it is in
general; what one point has said counts little for the next. Each is a run of whole sentences of a paragraph
of its own that take a position, where five paragraphs have such; what is said to the chair is no point.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from answer.evidence.excerpts import Excerpt, run_around, says_something
from answer.evidence.sentences import unscored, word_count
from answer.question.understand import Question
from answer.support.calibration import load_weights
from answer.tasks.toolbox import Toolbox
from answer.words.tokens import is_grammatical_pair, tokenize
from core.records import Source, Statement, StatementSummary

_POINTS = 5
_LONGEST = 60  # words of one point
_RARE = 4  # power of a word's rarity, which lies between a half and one
_SAID = 0.2  # what is left of a word's weight once a point has it
_SHORT = 8  # words below which a point is short rather than dense
_TAKES_POSITION = re.compile(
    r"\b(?:we|I|our|government|delegation|country|[A-Z]\w+)\s+(?:\w+\s+){0,3}?(?:supports?|calls?|urges?|propos\w+|"
    r"rejects?|oppos\w+|condemns?|demands?|requests?|appeals?|advocates?|commit|pledge|favou?rs?|endorses?|"
    r"wants?|insists?|believes?|considers?|welcomes?)\b"
    r"|\b(?:must|should|ought|needs? to|have to|has to)\b|べき|支持|求め|要請|反対|必要|重要|取り組",
)
# What is said to the chair, or asked.
_NO_POINT = re.compile(
    r"\b(?:you|your|yours)\b|\bthank|\bcongratulat|\bMr\. President\b|感謝|祝意|お祝い|[?？][”\"’')]*$",
    re.IGNORECASE,
)


def answer(question: Question, tools: Toolbox) -> tuple[tuple[Excerpt, ...], str]:
    """The points of the statement that the question's filters admit, the latest where there are several, with
    a sentence that says which it is; no points where there is none."""
    statements = sorted(tools.retriever.statements(question.filters), key=lambda one: (one.date, one.id))
    if not statements:
        return (), none(question.language)
    latest = statements[-1]
    return points(latest.id, tools), named(latest, tools, question.language, others=len(statements) - 1)


def points(statement_id: str, tools: Toolbox) -> tuple[Excerpt, ...]:
    """The points of a statement, in its order. Raises LibraryError for one that is not there."""
    paragraphs = tools.retriever.statement(statement_id).paragraphs
    if not paragraphs:
        return ()
    sources = tools.retriever.neighbours(paragraphs[0].id, 0, len(paragraphs))
    evidence = unscored(sources, tools.gazetteer)
    able = [i for i, sentence in enumerate(evidence.sentences) if says_something(sentence)]
    runs = [run_around(evidence, i) for i in able]
    words = {id(one): _content(one.text) for one in runs}
    weights = _weights(sources)
    left = [one for one in runs if word_count(one.text) <= _LONGEST and not _NO_POINT.search(one.text)]
    left = _taking_positions(left) or left
    chosen: list[Excerpt] = []
    while left and len(chosen) < _POINTS:
        best = max(left, key=lambda one: _worth(words[id(one)], weights))
        chosen.append(best)
        weights = {word: w * (_SAID if word in words[id(best)] else 1.0) for word, w in weights.items()}
        left = [one for one in left if one.source.paragraph_id != best.source.paragraph_id]
    return tuple(sorted(chosen, key=lambda point: point.source.ordinal))


def _weights(sources: Sequence[Source]) -> Mapping[str, float]:
    """What each word of the statement weighs."""
    common = load_weights()
    counted = Counter(word for source in sources for word in _content(source.text))
    return {
        word: math.log1p(count) * common.idf.get(word, common.unseen) ** _RARE
        for word, count in counted.items()
        if count > 1
    }


def _worth(words: Collection[str], weights: Mapping[str, float]) -> float:
    """The weight of a point's words, longer ones not for their length alone."""
    total = sum(weights.get(word, 0.0) for word in words)
    return total / math.sqrt(len(words) + _SHORT)


def _taking_positions(runs: Sequence[Excerpt]) -> list[Excerpt]:
    """Those that say what the speaker wants or holds, where there are enough of them."""
    found = [one for one in runs if _TAKES_POSITION.search(one.text)]
    return found if len({one.source.paragraph_id for one in found}) >= _POINTS else []


def _content(text: str) -> frozenset[str]:
    return frozenset(
        token.key for token in tokenize(text) if token.content and not is_grammatical_pair(token)
    )


def none(language: str) -> str:
    """That there is nothing to digest."""
    return (
        "該当するステートメントはありません。" if language == "ja" else "The library holds no such statement."
    )


def named(
    statement: Statement | StatementSummary, tools: Toolbox, language: str = "en", *, others: int = 0
) -> str:
    """Which statement it is, and how many others the question may mean."""
    name = tools.gazetteer.name(statement.delegation, language) if statement.delegation else statement.title
    told = ", ".join(part for part in (name, statement.date, statement.forum) if part)
    if language == "ja":
        return f"{told}の要点。" + (f"ほかに{others}件あります。年を指定してください。" if others else "")
    more = (
        f" {others} more statement{'s' if others > 1 else ''} may be meant: name the year." if others else ""
    )
    return f"The points of one statement: {told}.{more}"
