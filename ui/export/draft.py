"""A checked draft as a Word file that the page hands over by itself."""

import base64
from collections.abc import Callable

from core.delegations import Gazetteer
from core.records import Source
from desk.draft.paper import draft_paper, draft_word
from desk.draft.records import DraftReport
from desk.notes.gather import pieces_of
from desk.notes.records import Kind, Piece
from desk.word.content import Paper
from ui.state.cite import reference
from ui.texts import Texts

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_address(report: DraftReport, gazetteer: Gazetteer, language: str) -> str:
    """The file as a ``data:`` address."""

    data = draft_word(report, _cite(gazetteer, language))
    return f"data:{_WORD};base64,{base64.b64encode(data).decode('ascii')}"


def draft_kept(report: DraftReport, texts: Texts) -> tuple[Kind, Paper, list[Piece]]:
    """The checked draft as a note keeps it: its paper, and its pieces with a paragraph's id for each
    footnote."""
    words = " ".join(report.text.split())
    title = f"{texts('fixed.draft')}: {words[:60]}{'…' if len(words) > 60 else ''}"
    paper = draft_paper(report, None, title)
    sources = {source.paragraph_id: source for source in report.sources}
    return "draft", paper, list(pieces_of(paper.blocks, sources))


def _cite(gazetteer: Gazetteer, language: str) -> Callable[[Source], str]:
    def cite(source: Source) -> str:
        name = gazetteer.name(source.delegation, language) if source.delegation else ""
        return reference(source, delegation=name, language=language)

    return cite
