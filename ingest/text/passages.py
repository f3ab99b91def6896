"""What is embedded of a statement: its paragraphs, the long ones as windows of sentences."""

import re
from itertools import pairwise

from core.delegations import Gazetteer
from core.records import Paragraph, Passage, Statement, turn_of
from core.sentences import split_sentences

_NAMES = 4  # of delegations in a context line
WINDOW_WORDS = 180  # about 240 word pieces, half of what the encoder takes
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{1,2}|[^\W\u3040-\u30ff\u3400-\u9fff]+")


def passages(statement: Statement, gazetteer: Gazetteer) -> tuple[Passage, ...]:
    """One passage per paragraph, or for a long one windows of about WINDOW_WORDS words that share a
    sentence with the next. Two Japanese characters count as a word."""
    return tuple(
        Passage(
            id=f"{paragraph.id}-{window:02d}",
            paragraph_id=paragraph.id,
            start=start,
            end=end,
            text=paragraph.text[start:end],
            context=context_line(statement, paragraph, gazetteer),
        )
        for paragraph in statement.paragraphs
        for window, (start, end) in enumerate(windows(paragraph.text))
    )


def context_line(statement: Statement, paragraph: Paragraph, gazetteer: Gazetteer) -> str:
    """Whose words these are, when and where: "Japan, 2020-12-01, OEWG, Regular Institutional Dialogue",
    "Argentina and Brazil, 2019", "President Aster, 2022-03-16"."""
    turn = turn_of(statement, paragraph)
    if turn.delegation or turn.parties:
        names = [gazetteer.name(code) for code in (turn.delegation, *turn.parties) if code][:_NAMES]
        who = " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
    else:
        who = " ".join(part for part in (turn.post, turn.speaker) if part) if turn.ordinal else ""
    parts = (who[:80], statement.date, statement.forum, paragraph.section[:80])
    return ", ".join(part for part in parts if part)


def windows(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open spans of a paragraph's text, in order; each but the first begins with the sentence
    that the one before it ends with, when that is short enough to leave room for another."""
    if word_count(text) <= WINDOW_WORDS:
        return ((0, len(text)),)
    pieces = [piece for start, end in split_sentences(text) for piece in _cut(text, start, end)]
    sizes = [word_count(text[start:end]) for start, end in pieces]
    spans = []
    first = 0
    while first < len(pieces):
        last, words = first, sizes[first]
        while last + 1 < len(pieces) and words + sizes[last + 1] <= WINDOW_WORDS:
            last += 1
            words += sizes[last]
        spans.append((pieces[first][0], pieces[last][1]))
        if last + 1 == len(pieces):
            break
        overlaps = last > first and sizes[last] + sizes[last + 1] <= WINDOW_WORDS
        first = last if overlaps else last + 1
    return tuple(spans)


def word_count(text: str) -> int:
    """Words, as the encoder's budget counts them."""
    return sum(1 for _ in _WORD.finditer(text))


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence, or the parts of one that alone is longer than a window."""
    words = list(_WORD.finditer(text, start, end))
    if len(words) <= WINDOW_WORDS:
        return [(start, end)]
    bounds = [start, *(words[at].start() for at in range(WINDOW_WORDS, len(words), WINDOW_WORDS)), end]
    return list(pairwise(bounds))
