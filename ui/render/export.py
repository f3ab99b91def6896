"""An answer as text that stands by itself elsewhere: for the clipboard, and as Markdown."""

import json
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from core.documents import answer_document, filters_document
from core.records import Sentence, Source
from ui.state.card import Card
from ui.state.cite import reference, web_address
from ui.state.dates import span
from ui.state.turn import Turn

if TYPE_CHECKING:
    from ui.state.talk import Talk


def plain_text(turn: Turn, cards: Mapping[str, Card]) -> str:
    """The answer with [1]-style numbers and the numbered references below, for Word and mail."""
    body = _body(turn, cards, "“{}”".format)
    cited = _cited(turn)
    references = [f"[{s.marker}] {_reference(s, cards)}" for s in turn.sources if s.marker in cited]
    return "\n\n".join(part for part in (body, "\n".join(references)) if part)


def markdown(turn: Turn, cards: Mapping[str, Card]) -> str:
    """The question, the answer, and each cited paragraph quoted under its reference."""
    parts = [f"# {_md(' '.join(turn.question.split()))}", _body(turn, cards, "> {}".format, escaped=True)]
    if turn.answer and turn.answer.status == "not_addressed" and turn.scope:
        searched = f"Searched: {turn.scope.statements:,} statements, {turn.scope.paragraphs:,} paragraphs"
        dates = span(turn.scope.since, turn.scope.until)
        parts.append(f"{searched}, {dates}." if dates else f"{searched}.")
    cited = _cited(turn)
    sources = [source for source in turn.sources if source.marker in cited]
    if sources:
        parts.append("## Sources")
    for source in sources:
        quoted = "\n".join(f"> {_md(line)}" for line in source.text.splitlines())
        parts.append(f"{source.marker}\\. {_md(_reference(source, cards))}\n\n{quoted}")
    return "\n\n".join(part for part in parts if part) + "\n"


def exported(talk: "Talk", kind: str) -> dict[str, str]:
    """The whole conversation as a file: ``name`` and ``text``, Markdown, or JSON with everything on it."""
    if kind == "json":
        turns = [
            {
                "number": turn.number,
                "question": turn.question,
                "asked": filters_document(turn.asked),
                "infer": turn.infer,
                "answer": answer_document(turn.answer) if turn.answer else None,
                "error": turn.error,
            }
            for turn in talk.turns
        ]
        text = json.dumps({"conversation": talk.id, "turns": turns}, ensure_ascii=False, indent=1)
        return {"name": "conversation.json", "text": f"{text}\n", "key": secrets.token_hex(4)}
    text = "\n".join(markdown(turn, talk.cards) for turn in talk.turns)
    return {"name": "conversation.md", "text": text, "key": secrets.token_hex(4)}


def spoken(sentence: Sentence, sources: Sequence[Source], cards: Mapping[str, Card]) -> str:
    """A sentence as it stands in a written answer: one that is verbatim in marks, after who said it and
    when, for its "we" has nobody else to be."""
    if not sentence.verbatim:
        return sentence.text
    cited = {citation.paragraph_id for citation in sentence.citations}
    source = next((source for source in sources if source.paragraph_id in cited), None)
    if source is None:
        return f"“{sentence.text}”"
    card = cards.get(source.paragraph_id)
    who = (card.delegation if card else "") or source.delegation or source.speaker
    lead = ", ".join(part for part in (who, source.date[:4]) if part)
    return f"{lead}: “{sentence.text}”" if lead else f"“{sentence.text}”"


def _body(
    turn: Turn, cards: Mapping[str, Card], quoted_as: Callable[[str], str], *, escaped: bool = False
) -> str:
    answer = turn.answer
    show = _md if escaped else str
    if answer is not None and answer.status != "answered":
        note = show(answer.note or "Not addressed in these statements.")
        said = "\n\n".join(quoted_as(show(s.text)) + _numbers(s) for s in answer.quotes)
        return f"{note}\n\n{said}" if said else note
    if answer is not None and answer.mode == "quoted":
        return "\n\n".join(quoted_as(show(s.text)) + _numbers(s) for s in turn.sentences)
    if turn.sentences:
        return _joined([show(spoken(s, turn.sources, cards)) + _numbers(s) for s in turn.sentences])
    return "\n\n".join(quoted_as(show(s.text)) + _numbers(s) for s in turn.quotes)


def _joined(sentences: list[str]) -> str:
    """Sentences in a row; no space after a Japanese one."""
    text = ""
    for sentence in sentences:
        gap = "" if not text or re.search(r"[。！？」](?:\[[0-9]+\])*$", text) else " "
        text += gap + sentence
    return text


def _numbers(sentence: Sentence) -> str:
    return "".join(f"[{marker}]" for marker in dict.fromkeys(c.marker for c in sentence.citations))


def _cited(turn: Turn) -> set[int]:
    shown = turn.sentences or turn.quotes
    return {citation.marker for sentence in shown for citation in sentence.citations}


def _reference(source: Source, cards: Mapping[str, Card]) -> str:
    known = cards.get(source.paragraph_id)
    line = known.reference if known and known.reference else reference(source)
    address = web_address(source.url)
    return f"{line}. {address}" if address else f"{line}."


def _md(text: str) -> str:
    """Text as Markdown that renders as itself: no markup, no HTML, no link of its own."""
    escaped = re.sub(r"([\\`*_{}\[\]<>#|~!])", r"\\\1", text)
    return re.sub(r"^(\s*)([-+]|[0-9]+[.)])(?=\s)", r"\1\\\2", escaped)
