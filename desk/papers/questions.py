"""Expected questions and their answers as a paper, and as CSV."""

import csv
import io
from collections.abc import Callable, Iterator

from core.records import Answer, Cell, Sentence, Source
from core.spreadsheet import inert
from desk.papers.pieces import Pieces
from desk.papers.references import Footnotes, reference
from desk.records import QuestionList
from desk.word.content import Block, Paper, Paragraph, Run
from ui.texts import Texts
from ui.texts.dates import day

_COLUMNS = ("state", "date", "speaker", "quotation", "reference", "link")


def questions_paper(
    made: QuestionList, texts: Texts, name: Callable[[str], str], notes: Footnotes | None = None
) -> Paper:
    """Each question with its bottom line and their words, or that it is not addressed. With the cited
    paragraphs, unless ``notes`` are given."""
    pieces = Pieces(texts, name, notes or Footnotes(made.sources, texts, name))
    title = texts("desk.qa_title")
    blocks: list[Block] = [Paragraph.of(title, "title")]
    blocks.append(Paragraph.of(_counted(made, texts), "small"))
    if made.stopped:
        stopped = texts("desk.stopped", done=len(made.answers), total=len(made.questions))
        blocks.append(Paragraph((Run(stopped, bold=True),)))
    for number, (question, answer) in enumerate(zip(made.questions, made.answers, strict=False), 1):
        blocks.append(Paragraph.of(texts("desk.qa_question", n=number, question=question), "heading"))
        blocks += _answer(answer, pieces)
    if notes is None:
        blocks += pieces.annex()
    return Paper(title, tuple(blocks), language=texts.language)


def _counted(made: QuestionList, texts: Texts) -> str:
    """ "5 questions: 3 answered, 1 uncertain, 1 not addressed"."""
    states = [_state(answer) for answer in made.answers]
    each = (
        texts("desk.qa_each", n=states.count(state), state=texts(f"desk.qa_{state}"))
        for state in ("answered", "uncertain", "not_addressed")
        if state in states
    )
    total = texts.count("desk.qa_questions", len(made.questions))
    return f"{texts('mark.colon', before=total)} {texts.listed(each)}" if states else total


def _state(answer: Answer) -> str:
    return answer.status if answer.status in ("answered", "uncertain") else "not_addressed"


def _answer(answer: Answer, pieces: Pieces) -> Iterator[Block]:
    texts = pieces.texts
    line = _bottom_line(answer)
    if line:
        runs = [run for at, one in enumerate(line) for run in pieces.sentence(one, " " if at else "")]
        yield Paragraph(tuple(runs))
    if answer.status == "uncertain":
        yield Paragraph((Run(texts("desk.may_bear"), bold=True),))
    elif _state(answer) == "not_addressed":
        yield Paragraph((Run(answer.note or texts("desk.not_addressed"), bold=True),))
    elif answer.note:
        yield Paragraph.of(answer.note, "small")
    if answer.elsewhere:
        found = (_spoken(source, pieces) for source in answer.elsewhere)
        yield Paragraph.of(texts("answer.elsewhere", who="; ".join(dict.fromkeys(found))), "small")
    by_id = {source.paragraph_id: source for source in answer.sources}
    for cell in answer.cells:
        if cell.quotes:
            unsure = f" ({texts('table.uncertain')})" if _is_doubtful(cell, answer) else ""
            yield Paragraph(pieces.quotes(cell, _lead(cell.quotes[0], by_id, pieces, unsure)), "item")
    for quote in _quotes(answer):
        yield Paragraph(pieces.sentence(quote, _lead(quote, by_id, pieces)), "item")


def _is_doubtful(cell: Cell, answer: Answer) -> bool:
    return cell.state == "uncertain" and answer.status != "uncertain"


def _lead(quote: Sentence, by_id: dict[str, Source], pieces: Pieces, after: str = "") -> str:
    """ "Japan, 1 December 2020: " before a quotation."""
    source = next((by_id[c.paragraph_id] for c in quote.citations if c.paragraph_id in by_id), None)
    who = _spoken(source, pieces) if source else ""
    colon = pieces.texts("mark.colon", before=who + after)
    return f"{colon} " if who else ""


def _spoken(source: Source, pieces: Pieces) -> str:
    """Who said it, and when."""
    texts = pieces.texts
    who = pieces.name(source.delegation) if source.delegation else source.speaker
    who = who or texts.listed(map(pieces.name, source.parties))
    return texts.listed(part for part in (who, day(source.date, texts.language)) if part)


def _bottom_line(answer: Answer) -> tuple[Sentence, ...]:
    """Written sentences that passed; with mode "quoted" the sentences are the quotations again."""
    if answer.status != "answered" or answer.mode == "quoted":
        return ()
    return tuple(sentence for sentence in answer.sentences if not sentence.verbatim)


def _quotes(answer: Answer) -> tuple[Sentence, ...]:
    """Their words, without those that stand in a cell."""
    in_cells = {quote.citations for cell in answer.cells for quote in cell.quotes}
    return tuple(quote for quote in answer.quotes if quote.citations not in in_cells)


def questions_csv(made: QuestionList, texts: Texts, name: Callable[[str], str]) -> str:
    """A row for each sentence of an answer, and one for each question that has none; no field is computed
    by a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["question", "answer", *(texts(f"table.{column}") for column in _COLUMNS)])
    sources = {source.paragraph_id: source for source in made.sources}
    for question, answer in zip(made.questions, made.answers, strict=False):
        line = " ".join(sentence.text for sentence in _bottom_line(answer)) or answer.note
        head = [question, line, texts(f"desk.qa_{_state(answer)}")]
        quotes = [*_quotes(answer), *(quote for cell in answer.cells for quote in cell.quotes)]
        for quote in quotes:
            source = sources[quote.citations[0].paragraph_id]
            facts = [source.date, source.speaker, quote.text, reference(source, texts, name), source.url]
            writer.writerow([inert(field) for field in (*head, *facts)])
        if not quotes:
            writer.writerow([inert(field) for field in (*head, *[""] * 5)])
    return out.getvalue()
