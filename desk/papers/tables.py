"""A comparison and a timeline as papers, and as CSV."""

import csv
import io
from collections.abc import Callable, Iterator

from core.records import Cell, Source
from core.spreadsheet import inert
from desk.papers.pieces import Pieces
from desk.papers.references import Footnotes, reference
from desk.records import Comparison, Moment, Timeline
from desk.word.content import Block, Paper, Paragraph, Run, Table
from desk.wording import is_reworded
from ui.texts import Texts

_COLUMNS = (
    "delegation",
    "code",
    "from",
    "to",
    "state",
    "date",
    "speaker",
    "quotation",
    "reference",
    "link",
    "searched",
)


def comparison_paper(
    made: Comparison, texts: Texts, name: Callable[[str], str], notes: Footnotes | None = None
) -> Paper:
    """A table for each question, with a row for each cell: in the order of the delegations and years. With
    the cited paragraphs, unless ``notes`` are given."""
    pieces = Pieces(texts, name, notes or Footnotes(made.sources, texts, name))
    sources = {source.paragraph_id: source for source in made.sources}
    title = texts.listed(made.questions)
    blocks: list[Block] = [Paragraph.of(title, "title")]
    if made.stopped:
        stopped = texts("desk.stopped", done=len(made.cells), total=made.total)
        blocks.append(Paragraph((Run(stopped, bold=True),)))
    for question in made.questions:
        rows = [
            _row(cell, made, pieces, sources)
            for asked, cell in zip(made.asked, made.cells, strict=True)
            if asked == question
        ]
        if len(made.questions) > 1:
            blocks.append(Paragraph.of(question, "heading"))
        heads = (
            texts("desk.delegation"),
            *((texts("desk.year"),) if made.by_year else ()),
            texts("desk.words"),
        )
        blocks.append(Table(heads, tuple(rows), (3.2, 1.6, 11.6) if made.by_year else (3.4, 13.0)))
    if notes is None:
        blocks += pieces.annex()
    return Paper(title, tuple(blocks), language=texts.language)


def _row(
    cell: Cell, made: Comparison, pieces: Pieces, sources: dict[str, Source]
) -> tuple[tuple[Paragraph, ...], ...]:
    who = Paragraph.of(pieces.name(cell.delegation))
    if cell.state == "silent":
        words: tuple[Paragraph, ...] = (Paragraph.of(pieces.nothing(cell), "small"),)
    else:
        maybe = (Paragraph.of(pieces.texts("table.uncertain"), "small"),) if cell.state == "uncertain" else ()
        when = Paragraph.of(pieces.when(cell, sources), "small")
        words = (Paragraph(pieces.quotes(cell)), when, *maybe)
    return ((who,), *(((Paragraph.of(cell.since[:4]),),) if made.by_year else ()), words)


def timeline_paper(
    made: Timeline, texts: Texts, name: Callable[[str], str], notes: Footnotes | None = None
) -> Paper:
    """The statements in order, each with its words; where they are a version of those before, with the
    difference as tracked changes. With the cited paragraphs, unless ``notes`` are given."""
    pieces = Pieces(texts, name, notes or Footnotes(made.sources, texts, name))
    title = texts("desk.title", topic=made.question, who=name(made.delegation))
    blocks: list[Block] = [Paragraph.of(title, "title"), Paragraph.of(use_of_words(made, texts), "small")]
    if made.undated:
        blocks.append(Paragraph.of(texts.count("desk.undated", made.undated), "small"))
    sources = {source.paragraph_id: source for source in made.sources}
    for moment in made.moments:
        blocks += _moment(moment, pieces, sources)
    if notes is None:
        blocks += pieces.annex()
    return Paper(title, tuple(blocks), language=texts.language)


def use_of_words(made: Timeline, texts: Texts) -> str:
    """From when to when the topic's own words are used."""
    if not made.first_use:
        return texts("desk.never", words=made.question)
    return texts("desk.first_last", words=made.question, first=made.first_use, last=made.last_use)


def _moment(moment: Moment, pieces: Pieces, sources: dict[str, Source]) -> Iterator[Block]:
    texts, cell = pieces.texts, moment.cell
    if not cell.searched:
        yield Paragraph.of(texts("desk.silent_year", year=cell.since[:4]), "small")
        return
    when = pieces.when(cell, sources)
    head = f"{when} · {texts('desk.group', who=pieces.name(cell.delegation))}" if moment.group else when
    yield Paragraph.of(head, "heading")
    if cell.state == "silent":
        yield Paragraph.of(pieces.nothing(cell), "small")
        return
    if cell.state == "uncertain":
        yield Paragraph.of(texts("table.uncertain"), "small")
    yield Paragraph(pieces.quotes(cell), "quote")
    if is_reworded(moment.diff):
        yield Paragraph(pieces.marking(moment.diff), "item")


def comparison_csv(made: Comparison, texts: Texts, name: Callable[[str], str]) -> str:
    """A row for each quotation and for each empty cell; no field is computed by a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["question", *(texts(f"table.{column}") for column in _COLUMNS)])
    sources = {source.paragraph_id: source for source in made.sources}
    for asked, cell in zip(made.asked, made.cells, strict=True):
        head = [
            asked,
            name(cell.delegation),
            cell.delegation,
            cell.since,
            cell.until,
            texts(f"table.{cell.state}"),
        ]
        for quote in cell.quotes:
            source = sources[quote.citations[0].paragraph_id]
            facts = [source.date, source.speaker, quote.text, reference(source, texts, name), source.url]
            writer.writerow([inert(field) for field in (*head, *facts, str(cell.searched))])
        if not cell.quotes:
            writer.writerow([inert(field) for field in (*head, *[""] * 5, str(cell.searched))])
    return out.getvalue()
