"""What the desk made, as files that the page hands over by itself."""

import base64
from collections.abc import Callable, Mapping

from desk.notes.gather import pieces_of
from desk.notes.records import Kind, Piece
from desk.papers.brief import brief_parts, title_of
from desk.papers.files import paper_bytes
from desk.papers.made import paper_of
from desk.papers.pieces import Pieces
from desk.papers.questions import questions_csv
from desk.papers.references import Keys
from desk.papers.tables import comparison_csv
from desk.records import Brief, Comparison, Made, QuestionList, Timeline
from desk.word.content import Paper
from ui.texts import Texts

_TYPES: Mapping[str, str] = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".md": "text/markdown;charset=utf-8",
    ".html": "text/html;charset=utf-8",
    ".csv": "text/csv;charset=utf-8",
}
_BOM = "\ufeff"  # by which a spreadsheet knows that the file is UTF-8


def addresses(made: Made, texts: Texts, name: Callable[[str], str]) -> dict[str, str]:
    """Each form of it as a ``data:`` address, by the ending of its file's name."""
    paper = paper_of(made, texts, name)
    files = {ending: paper_bytes(paper, ending) for ending in (".docx", ".md", ".html")}
    if isinstance(made, Comparison):
        files[".csv"] = (_BOM + comparison_csv(made, texts, name)).encode()
    if isinstance(made, QuestionList):
        files[".csv"] = (_BOM + questions_csv(made, texts, name)).encode()
    return {
        ending: f"data:{_TYPES[ending]};base64,{base64.b64encode(data).decode('ascii')}"
        for ending, data in files.items()
    }


def kept_as(made: Made, texts: Texts, name: Callable[[str], str]) -> tuple[Kind, Paper, list[Piece]]:
    """What it is, its paper, and its pieces with a paragraph's id for each footnote, as a note keeps them."""
    keys = Keys(made.sources, texts, name)
    sources = {source.paragraph_id: source for source in made.sources}
    if isinstance(made, Brief):
        parts = list(brief_parts(made, Pieces(texts, name, keys)))
        paper = Paper(title_of(made, texts, name), tuple(b for _, b in parts), made.marking, texts.language)
        return "brief", paper, list(pieces_of(paper.blocks, sources, [part for part, _ in parts]))
    paper = paper_of(made, texts, name, keys)
    return _kind(made), paper, list(pieces_of(paper.blocks, sources))


def _kind(made: Comparison | Timeline | QuestionList) -> Kind:
    match made:
        case Comparison():
            return "comparison"
        case Timeline():
            return "timeline"
        case QuestionList():
            return "questions"
