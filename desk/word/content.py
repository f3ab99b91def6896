"""What a Word file is made of: paragraphs and tables of runs of text."""

from dataclasses import dataclass
from typing import Final, Literal

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Style = Literal["body", "title", "heading", "subheading", "item", "quote", "small"]
Change = Literal["", "added", "dropped"]


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one form. ``footnote`` is the text of a footnote whose mark stands after the run, ``comment``
    that of a comment on it; "" for none. ``change`` shows the run as a tracked change, ``shade`` is the
    colour behind it ("FFF2CC": red, green and blue as hexadecimal digits)."""

    text: str
    bold: bool = False
    italic: bool = False
    change: Change = ""
    shade: str = ""
    footnote: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs in a row. An ``item`` is one of a list with bullets, ``small`` is for remarks."""

    runs: tuple[Run, ...]
    style: Style = "body"

    @classmethod
    def of(cls, text: str, style: Style = "body") -> "Paragraph":
        """A paragraph of plain text."""
        return cls((Run(text),), style)

    @property
    def text(self) -> str:
        """Its words, without notes."""
        return "".join(run.text for run in self.runs)


TableCell = tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a row of heads; every row has as many cells as there are heads. ``widths`` in
    centimetres, one a column; empty for columns of one width."""

    head: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    widths: tuple[float, ...] = ()


Block = Paragraph | Table


def runs_of(block: Block) -> tuple[Run, ...]:
    """The runs of a block in reading order, those of a table row by row."""
    if isinstance(block, Paragraph):
        return block.runs
    return tuple(run for row in block.rows for cell in row for one in cell for run in one.runs)


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole file. ``title`` is its name in the file's properties; ``marking`` stands at the head of every
    page; ``language`` is "en" or "ja"."""

    title: str
    blocks: tuple[Block, ...]
    marking: str = ""
    language: str = "en"

    def footnotes(self) -> tuple[str, ...]:
        """The footnotes in the order of their numbers."""
        return tuple(
            run.footnote for paragraph in self.paragraphs() for run in paragraph.runs if run.footnote
        )

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All paragraphs in reading order, those in tables included."""
        found: list[Paragraph] = []
        for block in self.blocks:
            if isinstance(block, Paragraph):
                found.append(block)
            else:
                found += [paragraph for row in block.rows for cell in row for paragraph in cell]
        return tuple(found)
