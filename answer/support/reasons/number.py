"""A figure, a date or a month that is not the evidence's."""

from collections.abc import Iterator

from answer.support.align import Alignment, governing
from answer.support.reading.records import Figure, Reading
from answer.support.reading.tables import ladder
from answer.support.reasons.difference import Difference
from answer.words.lexicon import MONTHS


def compare(alignment: Alignment) -> Iterator[Difference]:
    """``number`` for each figure of the claim that the evidence does not give of the same thing."""
    claim = alignment.claim
    for figure in claim.figures:
        if _is_small(alignment, figure):
            continue
        held = any(_same(alignment, figure, other, reading) for reading, other in _given(alignment, figure))
        if not held and not _is_date_of_statement(alignment, figure):
            yield Difference("number", (claim.tokens[figure.word].text,))
    for i, token in enumerate(claim.tokens):
        if token.lower in MONTHS and token.capital and token.lower != "may" and i not in alignment.matches:
            yield Difference("number", (token.text,))


def _is_small(alignment: Alignment, figure: Figure) -> bool:
    """ "The two countries", "first of all": a small number in words, where the evidence counts nothing
    of the kind."""
    written = alignment.claim.tokens[figure.word].text.isalpha() and figure.value <= 10
    rivals = [f for r in alignment.evidence for f in r.figures if f.kind == figure.kind]
    if figure.kind == "count":
        rivals = [f for f in rivals if f.unit == figure.unit]
    return written and not rivals


def _given(alignment: Alignment, figure: Figure) -> Iterator[tuple[Reading, Figure]]:
    """The evidence's figures of the same value and kind."""
    for reading in alignment.evidence:
        for other in reading.figures:
            alike = other.kind == figure.kind or "year" not in (other.kind, figure.kind)
            if other.value == figure.value and alike:
                yield reading, other


def _same(alignment: Alignment, figure: Figure, other: Figure, reading: Reading) -> bool:
    if figure.unit and other.unit and figure.unit != other.unit:
        symbols = {"%", "$"}
        counted = any(t.key == figure.unit for t in reading.tokens)
        if {figure.unit, other.unit} & symbols or (counted and _counts(reading, figure.unit)):
            return False
    same_bound = figure.bound == other.bound or (figure.bound == "about" and not other.bound)
    if figure.kind == "count" and not same_bound:
        return False  # "up to 2015" is no bound
    return _same_status(alignment, figure, other, reading)


def _counts(reading: Reading, unit: str) -> bool:
    """Whether the evidence has another figure of that unit: then the claim's is the wrong one."""
    return any(other.unit == unit for other in reading.figures)


def _same_status(alignment: Alignment, figure: Figure, other: Figure, reading: Reading) -> bool:
    """Whether what is told of the figure happens alike: "gave" is not "will provide $5 million"."""
    told, given = governing(alignment.claim, figure.word), governing(reading, other.word)
    if told is None or given is None:
        return True
    statuses = {alignment.claim.verbs[told].status, reading.verbs[given].status}
    return "done" not in statuses or alignment.claim.verbs[told].status in ladder().allowed.get(
        reading.verbs[given].status, frozenset()
    )


def _is_date_of_statement(alignment: Alignment, figure: Figure) -> bool:
    """Whether the statement bears the date, or the year that "next year" or "last year" makes of it."""
    stated = {t.key for context in alignment.contexts for t in context.tokens if t.kind == "number"}
    key = alignment.claim.tokens[figure.word].key
    if figure.kind == "year":
        before = {
            r.lower(k - 1) for r in alignment.evidence for k in range(len(r.tokens)) if r.lower(k) == "year"
        }
        told = {str(int(figure.value) - {"next": 1, "last": -1}[word]) for word in before & {"next", "last"}}
        if told & stated:
            return True
    return figure.kind in ("year", "date", "count") and key in stated
