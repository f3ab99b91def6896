"""A checked draft as a Word file that the page hands over by itself."""

import base64

from core.delegations import Gazetteer
from core.records import Source
from desk.draft.paper import draft_word
from desk.draft.records import DraftReport
from ui.state.cite import reference

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_address(report: DraftReport, gazetteer: Gazetteer, language: str) -> str:
    """The file as a ``data:`` address."""

    def cite(source: Source) -> str:
        name = gazetteer.name(source.delegation, language) if source.delegation else ""
        return reference(source, delegation=name, language=language)

    return f"data:{_WORD};base64,{base64.b64encode(draft_word(report, cite)).decode('ascii')}"
