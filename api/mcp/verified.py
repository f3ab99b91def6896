"""What a tool returns: sentences that passed the check, quotations and labels; never bare passages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import BaseModel, Field

from core.delegations import Gazetteer
from core.records import Answer, Cell, Hit, Sentence, Source
from desk.draft.records import DraftReport
from desk.records import Comparison, Timeline

_STATUS: Mapping[str, str] = {
    "answered": "Answered.",
    "uncertain": "Uncertain: these words may bear on the question; they do not settle it.",
    "not_addressed": "Not addressed by the statements that were searched.",
    "empty_library": "The library is empty.",
}


class Quotation(BaseModel):
    """Verbatim words. Cite them by their label."""

    text: str
    label: str = Field(description="Delegation, date and paragraph: how to cite it.")
    paragraph_id: str
    delegation: str
    speaker: str
    date: str
    forum: str
    url: str


class Written(BaseModel):
    """A written sentence that the quoted words of the labelled paragraphs support."""

    text: str
    labels: list[str]
    support: float = Field(description="The probability that the cited words support it.")


class Said(BaseModel):
    """What one delegation said in a span of time: "said", "uncertain" or "silent"."""

    delegation: str
    since: str
    until: str
    state: str
    searched: int = Field(description="How many statements were looked through.")
    quotations: list[Quotation]


class Verified(BaseModel):
    """An answer. With status "not_addressed", `elsewhere` are words of others or of other times that do
    address the question."""

    question: str
    status: str
    sentences: list[Written]
    quotations: list[Quotation]
    by_delegation: list[Said]
    elsewhere: list[Quotation]
    note: str


class Compared(BaseModel):
    """Cells of a comparison."""

    question: str
    cells: list[Said]
    complete: bool


class SaidThen(Said):
    """A cell of a timeline. `added` and `dropped`: what its words have more and less than those of the last
    statement before it; with `group` a group speaks, to which the delegation belongs."""

    added: list[str]
    dropped: list[str]
    group: bool


class InTime(BaseModel):
    """A timeline, statement by statement. A silent cell in which 0 were searched is a year without one."""

    question: str
    cells: list[SaidThen]
    undated: int = Field(description="Statements that have no date, and no place here.")
    complete: bool


class Paragraphs(BaseModel):
    """Paragraphs as they stand."""

    paragraphs: list[Quotation]


class CheckedSentence(BaseModel):
    """A sentence of a draft. `differing` are the words that the sources do not support."""

    text: str
    verdict: str
    reason: str
    differing: list[str]
    quotations: list[Quotation] = Field(description="The words of the statements that bear on it.")


class Checked(BaseModel):
    """A draft, sentence by sentence."""

    sentences: list[CheckedSentence]
    complete: bool


def checked(report: DraftReport, gazetteer: Gazetteer) -> Checked:
    """The checked draft as a tool's result."""
    by_id = {source.paragraph_id: source for source in report.sources}
    return Checked(
        sentences=[
            CheckedSentence(
                text=one.text,
                verdict=one.verdict,
                reason=one.reason,
                differing=list(one.differing),
                quotations=[
                    quotation(by_id[cited.paragraph_id], gazetteer, cited.quote) for cited in one.citations
                ],
            )
            for one in report.sentences
        ],
        complete=not report.stopped,
    )


def verified(answer: Answer, gazetteer: Gazetteer) -> Verified:
    """The answer as a tool's result."""
    by_id = {source.paragraph_id: source for source in answer.sources}
    written = (one for one in answer.sentences if not one.verbatim)
    return Verified(
        question=answer.asked_as or answer.question,
        status=answer.status,
        sentences=[
            Written(
                text=one.text,
                labels=list(dict.fromkeys(by_id[c.paragraph_id].label for c in one.citations)),
                support=one.support,
            )
            for one in written
        ],
        quotations=_quoted(answer.quotes, by_id, gazetteer),
        by_delegation=[_said(cell, by_id, gazetteer) for cell in answer.cells],
        elsewhere=[quotation(source, gazetteer) for source in answer.elsewhere],
        note=answer.note,
    )


def compared(made: Comparison, gazetteer: Gazetteer) -> Compared:
    """The comparison as a tool's result."""
    by_id = {source.paragraph_id: source for source in made.sources}
    cells = [_said(cell, by_id, gazetteer) for cell in made.cells]
    return Compared(question=made.questions[0], cells=cells, complete=not made.stopped)


def in_time(made: Timeline, gazetteer: Gazetteer) -> InTime:
    """The timeline as a tool's result."""
    by_id = {source.paragraph_id: source for source in made.sources}
    cells = [
        SaidThen(
            **dict(_said(moment.cell, by_id, gazetteer)),
            added=[words for how, words in moment.diff if how == "added"],
            dropped=[words for how, words in moment.diff if how == "dropped"],
            group=moment.group,
        )
        for moment in made.moments
    ]
    return InTime(question=made.question, cells=cells, undated=made.undated, complete=not made.stopped)


def found(hits: Iterable[Hit], gazetteer: Gazetteer) -> Paragraphs:
    """Paragraphs that were found."""
    return Paragraphs(paragraphs=[quotation(hit.source, gazetteer) for hit in hits])


def quotation(source: Source, gazetteer: Gazetteer, words: str = "") -> Quotation:
    """A paragraph, or ``words`` of it."""
    return Quotation(
        text=words or source.text,
        label=source.label,
        paragraph_id=source.paragraph_id,
        delegation=gazetteer.name(source.delegation) if source.delegation else "",
        speaker=source.speaker,
        date=source.date,
        forum=source.forum,
        url=source.url,
    )


def answer_text(answer: Verified) -> str:
    """The same for a reader of plain text."""
    lines = [_STATUS[answer.status]]
    lines += [f"{one.text} [{'; '.join(one.labels)}]" for one in answer.sentences]
    lines += ["In their words:", *map(_line, answer.quotations)] if answer.quotations else []
    lines += _rows(answer.by_delegation)
    lines += ["Addressed elsewhere:", *map(_line, answer.elsewhere)] if answer.elsewhere else []
    return "\n".join([*lines, *([answer.note] if answer.note else [])])


def table_text(table: Compared | InTime) -> str:
    """The same of a comparison or timeline."""
    ended = [] if table.complete else ["Time ran out before the rest was judged."]
    return "\n".join([table.question, *_rows(table.cells), *ended])


def paragraphs_text(paragraphs: Sequence[Quotation]) -> str:
    """Paragraphs, one a line."""
    return "\n".join(map(_line, paragraphs)) or "Nothing was found; try other words or fewer filters."


def _rows(cells: Sequence[Said]) -> Iterator[str]:
    silent = [cell for cell in cells if cell.state == "silent"]
    for cell in cells:
        if cell.state != "silent":
            yield f"{_lead(cell)}: {cell.state}"
            yield from map(_line, cell.quotations)
    if silent:
        yield f"Silent: {', '.join(_lead(cell) for cell in silent)}"


def _lead(cell: Said) -> str:
    year = (
        cell.since[:4]
        if cell.since[:4] == cell.until[:4]
        else "–".join(filter(None, (cell.since, cell.until)))
    )
    return " ".join(part for part in (cell.delegation or "anyone", year) if part)


def _line(one: Quotation) -> str:
    about = ", ".join(part for part in (one.delegation, one.speaker, one.forum) if part)
    return f'- "{" ".join(one.text.split())}" [{one.label}] ({about}; paragraph_id {one.paragraph_id})'


def _said(cell: Cell, by_id: Mapping[str, Source], gazetteer: Gazetteer) -> Said:
    return Said(
        delegation=gazetteer.name(cell.delegation) if cell.delegation else "",
        since=cell.since,
        until=cell.until,
        state=cell.state,
        searched=cell.searched,
        quotations=_quoted(cell.quotes, by_id, gazetteer),
    )


def _quoted(
    sentences: Iterable[Sentence], by_id: Mapping[str, Source], gazetteer: Gazetteer
) -> list[Quotation]:
    return [
        quotation(by_id[citation.paragraph_id], gazetteer, citation.quote)
        for sentence in sentences
        for citation in sentence.citations
    ]
