"""What the page saves: a conversation, or the table of one answer, as a file."""

import base64
import json
import secrets

from core.documents import answer_document, filters_document
from ui.export.markdown import markdown
from ui.export.sheet import csv_text
from ui.export.word import word_bytes
from ui.state.talk import Talk
from ui.state.turn import Turn

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BOM = "\ufeff"  # by which a spreadsheet knows that the file is UTF-8


def exported(talk: Talk, form: str, number: int | None = None) -> dict[str, str]:
    """A file as ``name``, ``type`` and base64 ``data``: the whole conversation as "markdown" or "json" (with
    everything on it), or the table of the turn ``number`` as "csv" or "docx". ``key`` tells two apart."""
    turn = talk.turn(number) if number is not None else None
    if form == "csv" and turn is not None:
        return _file(f"table-{turn.number}.csv", "text/csv", (_BOM + csv_text(turn, talk.known)).encode())
    if form == "docx" and turn is not None:
        return _file(f"table-{turn.number}.docx", _WORD, word_bytes(turn, talk.known))
    if form == "json":
        document = {"conversation": talk.id, "turns": [_document(turn) for turn in talk.turns]}
        text = json.dumps(document, ensure_ascii=False, indent=1)
        return _file("conversation.json", "application/json", f"{text}\n".encode())
    text = "\n".join(markdown(turn, talk.known) for turn in talk.turns)
    return _file("conversation.md", "text/markdown", text.encode())


def _document(turn: Turn) -> dict[str, object]:
    return {
        "number": turn.number,
        "question": turn.question,
        "asked": filters_document(turn.asked),
        "infer": turn.infer,
        "answer": answer_document(turn.answer) if turn.answer else None,
        "error": turn.error,
    }


def _file(name: str, media: str, data: bytes) -> dict[str, str]:
    encoded = base64.b64encode(data).decode("ascii")
    return {"name": name, "type": media, "data": encoded, "key": secrets.token_hex(4)}
