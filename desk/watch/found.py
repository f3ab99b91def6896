"""What an answer or a brief found, in the form in which a watch compares it."""

from collections.abc import Iterable, Iterator

from answer.history.rerun import basis_of
from core.records import Answer, Cell, Sentence
from core.sqlite_file import now
from desk.records import Brief
from desk.watch.records import Finding, Quote


def of_answer(answer: Answer) -> Finding:
    """The status of the answer and the state of each of its cells, its words and what they cite."""
    quotes = [*answer.quotes, *(quote for cell in answer.cells for quote in cell.quotes)]
    return Finding(
        now(),
        (("", answer.status), *((_place(cell), cell.state) for cell in answer.cells)),
        _written(answer.sentences),
        _quotes((*quotes, *answer.sentences)),
        answer.sources,
        basis_of(answer),
        answer.stopped,
    )


def of_brief(made: Brief) -> Finding:
    """The status of each position, of the others who speak to it and of each expected question."""
    verdicts = [(found.delegation, found.status) for found in made.positions]
    verdicts += [(other.cell.delegation, other.cell.state) for other in made.others]
    verdicts += [(one.expected.question, one.cell.state) for one in made.raised]
    verdicts += [(expected.question, "not_addressed") for expected in made.not_addressed]
    lines = [sentence for found in made.positions for sentence in found.bottom_line]
    cells = [
        *(cell for found in made.positions for cell in (*found.said, *found.in_groups, *found.may_bear)),
        *(other.cell for other in made.others),
        *(one.cell for one in made.raised),
    ]
    quotes = [quote for cell in cells for quote in cell.quotes]
    return Finding(
        now(),
        tuple(dict(verdicts).items()),
        _written(lines),
        _quotes((*lines, *quotes)),
        made.sources,
        {"library": made.library_sha256, "model": made.model},
        made.stopped,
    )


def _place(cell: Cell) -> str:
    """Whose cell it is and of which time."""
    years = cell.since[:4] if cell.since[:4] == cell.until[:4] else f"{cell.since[:4]}-{cell.until[:4]}"
    return " ".join(part for part in (cell.delegation, years.strip("-")) if part)


def _written(sentences: Iterable[Sentence]) -> str:
    return " ".join(sentence.text for sentence in sentences if not sentence.verbatim)


def _quotes(sentences: Iterable[Sentence]) -> tuple[Quote, ...]:
    """The quoted words, each once; those of a written sentence are the words that it rests on."""
    return tuple(dict.fromkeys(_quoted(sentences)))


def _quoted(sentences: Iterable[Sentence]) -> Iterator[Quote]:
    for sentence in sentences:
        for citation in sentence.citations:
            yield Quote(citation.paragraph_id, " ".join(citation.quote.split()))
