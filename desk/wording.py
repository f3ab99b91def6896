"""How the wording of one statement differs from that of another: sentences are paired, then compared token by
token."""

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import Literal

from answer.sheet import one_line
from core.japanese import has_japanese
from core.sentences import split_sentences

Step = tuple[Literal["same", "added", "dropped"], str]

# Share of common words from which two sentences are two versions of one; below it a comparison by token is of
# no use to a reader.
_PAIRED_FROM = 0.5
_TOKEN = re.compile(r"\s+|[A-Za-z0-9À-ɏ]+(?:['’.,-][A-Za-z0-9À-ɏ]+)*|.", re.DOTALL)
_SAYS = re.compile(r"\w")


def wording_diff(before: str, after: str) -> tuple[Step, ...]:
    """The steps from one text to the other, in reading order. All that is "same" or "added" makes the text
    after, all that is "same" or "dropped" the text before, white space folded."""
    steps = [step for pair in _paired(_sentences(before), _sentences(after)) for step in _compared(*pair)]
    return tuple(_joined(steps))


def is_reworded(steps: Sequence[Step]) -> bool:
    """Whether a sentence of the one text has become a sentence of the other: something was kept, and
    something was not."""
    kinds = {kind for kind, words in steps if _SAYS.search(words)}
    return "same" in kinds and len(kinds) > 1


def is_unchanged(steps: Sequence[Step]) -> bool:
    """Whether nothing but marks and spaces differs."""
    return {kind for kind, words in steps if _SAYS.search(words)} == {"same"}


def _sentences(text: str) -> list[str]:
    line = one_line(text)
    return [line[start:end] for start, end in split_sentences(line)]


def _paired(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Sentences side by side, in order, "" where one has no partner: with most words in common."""
    rows, columns = len(before), len(after)
    alike = [[_similarity(one, other) for other in after] for one in before]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], _gain(alike[i][j]) + best[i + 1][j + 1])
    i = j = 0
    while i < rows or j < columns:
        if (
            i < rows
            and j < columns
            and _gain(alike[i][j])
            and best[i][j] == _gain(alike[i][j]) + best[i + 1][j + 1]
        ):
            yield before[i], after[j]
            i, j = i + 1, j + 1
        elif i < rows and (j == columns or best[i][j] == best[i + 1][j]):
            yield before[i], ""
            i += 1
        else:
            yield "", after[j]
            j += 1


def _gain(similarity: float) -> float:
    return similarity if similarity >= _PAIRED_FROM else 0.0


def _similarity(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, _words(one), _words(other), autojunk=False).ratio()


def _words(text: str) -> list[str]:
    return [token.casefold() for token in _TOKEN.findall(text) if _SAYS.search(token)]


def _compared(before: str, after: str) -> Iterator[Step]:
    """One pair's steps, each sentence with the space that follows it."""
    old, new = (_TOKEN.findall(text + _gap(text)) if text else [] for text in (before, after))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield "same", "".join(old[a:b])
            continue
        if b > a:
            yield "dropped", "".join(old[a:b])
        if d > c:
            yield "added", "".join(new[c:d])


def _gap(sentence: str) -> str:
    return "" if has_japanese(sentence[-2:]) or sentence.endswith(("。", "」", "！", "？")) else " "


def _joined(steps: Sequence[Step]) -> Iterator[Step]:
    """Neighbouring changes as one dropped and one added stretch; a mark or space alone between two changes is
    part of them."""
    same = dropped = added = ""
    for at, (kind, words) in enumerate(steps):
        between = 0 < at < len(steps) - 1 and steps[at + 1][0] != "same" and (dropped or added)
        if kind == "same" and not (between and not _SAYS.search(words)):
            if dropped or added:
                yield from _flushed(same, dropped, added)
                same = dropped = added = ""
            same += words
        else:
            dropped += words if kind != "added" else ""
            added += words if kind != "dropped" else ""
    yield from _flushed(same, dropped, added)


def _flushed(same: str, dropped: str, added: str) -> Iterator[Step]:
    if same:
        yield "same", same
    if dropped:
        yield "dropped", dropped
    if added:
        yield "added", added
