"""What a reader is shown of an answer, before it becomes HTML, plain text or a file: the bottom line, and
their words under who said them and when. One voice for the page, its exports and the command line."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.records import Sentence, Source
from ui.state.turn import Turn

Keyed = tuple[str, Sentence]
"""A sentence with the key under which its words are marked: "s0" of the bottom line, "q1" of their words,
"c4-0" the first of the fifth cell."""


_NO_QUESTION = ("help", "cannot", "greeting")


def is_remark(turn: Turn) -> bool:
    """Whether the reply is about this program, and nothing was searched for it."""
    return turn.answer is not None and turn.answer.kind in _NO_QUESTION


def is_count(turn: Turn) -> bool:
    """Whether the reply is counted in the catalogue, and its note is all of it."""
    return turn.answer is not None and turn.answer.kind == "catalogue"


@dataclass(frozen=True, slots=True)
class Said:
    """What is quoted of one speaker in one statement. ``source`` is None where it is not known (any more)."""

    source: Source | None
    quotes: tuple[Keyed, ...]


def bottom_line(turn: Turn) -> tuple[Keyed, ...]:
    """The written sentences that passed; none where there are quotations only."""
    if turn.answer is not None and (turn.answer.status != "answered" or turn.answer.mode == "quoted"):
        return ()
    return tuple((f"s{at}", one) for at, one in enumerate(turn.sentences) if not one.verbatim)


def their_words(turn: Turn) -> tuple[Said, ...]:
    """The quotations by who said them and when, in order of first mention; those of a table are in its
    cells."""
    answer = turn.answer
    quotes = [(f"q{at}", one) for at, one in enumerate(turn.quotes)]
    # Answers of earlier versions had quotations among the sentences.
    quotes += [(f"s{at}", one) for at, one in enumerate(turn.sentences) if one.verbatim]
    in_cells = {_place(quote) for cell in turn.cells for quote in cell.quotes}
    if answer is not None and answer.status in ("not_addressed", "empty_library"):
        quotes = [(key, one) for key, one in quotes if one in answer.quotes]
    shown: dict[object, Keyed] = {}
    for key, one in quotes:
        if _place(one) not in in_cells:
            shown.setdefault(_place(one), (key, one))
    return _by_speaker(shown.values(), turn.sources)


def _by_speaker(quotes: Iterable[Keyed], sources: Iterable[Source]) -> tuple[Said, ...]:
    by_id = {source.paragraph_id: source for source in sources}
    groups: dict[object, tuple[Source | None, list[Keyed]]] = {}
    for key, one in quotes:
        source = next((by_id[c.paragraph_id] for c in one.citations if c.paragraph_id in by_id), None)
        speaking = (source.statement_id, source.turn) if source else None
        groups.setdefault(speaking, (source, []))[1].append((key, one))
    return tuple(Said(source, tuple(quoted)) for source, quoted in groups.values())


def _place(sentence: Sentence) -> object:
    """Where a quotation stands, or its words where that is not known."""
    return tuple((c.paragraph_id, c.start, c.end) for c in sentence.citations) or sentence.text
