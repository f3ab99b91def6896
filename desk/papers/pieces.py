"""The pieces that every paper is composed of: quotations with their footnotes, who and when, the annex."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.records import Cell, Sentence, Source
from desk.papers.references import Footnotes, reference
from desk.word.content import Block, Paragraph, Run
from desk.wording import Step
from ui.texts import Texts
from ui.texts.dates import day


@dataclass(frozen=True, slots=True)
class Pieces:
    """What composing one paper carries along. ``name`` gives a delegation's name by its code."""

    texts: Texts
    name: Callable[[str], str]
    notes: Footnotes

    def sentence(self, sentence: Sentence, before: str = "") -> tuple[Run, ...]:
        """A sentence with a footnote for each paragraph it rests on; a quotation in quotation marks."""
        text = self.texts.quoted(sentence.text) if sentence.verbatim else sentence.text
        cited = list(dict.fromkeys(citation.paragraph_id for citation in sentence.citations))
        marks = [self.notes.note(paragraph) for paragraph in cited]
        runs = [Run(before)] if before else []
        runs.append(Run(text, footnote=marks[0] if marks else ""))
        runs += [Run("", footnote=mark) for mark in marks[1:]]
        return tuple(runs)

    def quotes(self, cell: Cell, before: str = "") -> tuple[Run, ...]:
        """The words of a cell in a row."""
        runs: list[Run] = []
        for quote in cell.quotes:
            runs += self.sentence(quote, before if not runs else " ")
        return tuple(runs)

    def nothing(self, cell: Cell) -> str:
        """What an empty cell says."""
        if not cell.searched:
            return self.texts("desk.no_statement")
        return self.texts("desk.nothing", statements=self.texts.count("count.statement", cell.searched))

    def when(self, cell: Cell, sources: dict[str, Source]) -> str:
        """The day of the cell's first quotation; the cell's own time where there is none."""
        cited = (c.paragraph_id for quote in cell.quotes for c in quote.citations)
        source = next((sources[one] for one in cited if one in sources), None)
        date = source.date if source else cell.since if cell.since == cell.until else cell.since[:4]
        return day(date, self.texts.language)

    def marking(self, steps: tuple[Step, ...]) -> tuple[Run, ...]:
        """A difference of wording, as tracked changes."""
        return tuple(Run(words, change="" if kind == "same" else kind) for kind, words in steps)

    def annex(self) -> Iterator[Block]:
        """Every source once, and each cited paragraph in full."""
        cited = self.notes.cited()
        if not cited:
            return
        texts = self.texts
        yield Paragraph.of(texts("desk.sources"), "heading")
        for source in cited:
            line = texts("mark.stop", line=reference(source, texts, self.name))
            yield Paragraph.of(f"{line} {source.url}".rstrip(), "item")
        yield Paragraph.of(texts("desk.annex"), "heading")
        for source in cited:
            yield Paragraph.of(reference(source, texts, self.name), "subheading")
            yield Paragraph.of(source.text, "quote")
