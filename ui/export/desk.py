"""What the desk made, as files that the page hands over by itself."""

import base64
from collections.abc import Callable, Mapping

from desk.papers.brief import brief_paper
from desk.papers.files import paper_bytes
from desk.papers.questions import questions_csv, questions_paper
from desk.papers.tables import comparison_csv, comparison_paper, timeline_paper
from desk.records import Brief, Comparison, Made, QuestionList, Timeline
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
    match made:
        case Brief():
            paper = brief_paper(made, texts, name)
        case Comparison():
            paper = comparison_paper(made, texts, name)
        case Timeline():
            paper = timeline_paper(made, texts, name)
        case QuestionList():
            paper = questions_paper(made, texts, name)
    files = {ending: paper_bytes(paper, ending) for ending in (".docx", ".md", ".html")}
    if isinstance(made, Comparison):
        files[".csv"] = (_BOM + comparison_csv(made, texts, name)).encode()
    if isinstance(made, QuestionList):
        files[".csv"] = (_BOM + questions_csv(made, texts, name)).encode()
    return {
        ending: f"data:{_TYPES[ending]};base64,{base64.b64encode(data).decode('ascii')}"
        for ending, data in files.items()
    }
