"""A question that leans on the conversation, made to stand by itself by the language model.

What comes back is used only where it names nobody and no year that the conversation doesn't, and drops none
that the question names; otherwise the rules of ``follow_up.py`` have the word.
"""

import re
import threading
from collections.abc import Sequence

from answer.question.who.names import names_in
from answer.writing.llm import LanguageModel
from core.delegations import Gazetteer
from prompts import load_prompt

_REMEMBERED = 3  # questions
_MOST_TOKENS = 80
_LONGER = 24  # words that a rewritten question may have more than the question and the last one together
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LABEL = re.compile(r"^(?:last\s+)?question:\s*|^[\"“]|[\"”]$", re.IGNORECASE)
# "the year before", 「前の年」: a year that is told by another.
_BESIDE = re.compile(
    r"\b(?:before|earlier|previous|prior|after|later|following|next)\b|前|次|後|翌", re.IGNORECASE
)


def rewrite(
    question: str, history: Sequence[str], llm: LanguageModel, gazetteer: Gazetteer, stop: threading.Event
) -> str:
    """``question`` as one that stands by itself, given the ``history`` of such questions, the latest last;
    ``""`` where the model gave nothing that can be used. Raises LLMError."""
    if not history:
        return question
    remembered = [one.replace("|", "/") for one in history[-_REMEMBERED:]]
    messages = load_prompt("rewrite").render(history=" | ".join(remembered), question=question)
    reply = "".join(llm.stream(messages, max_tokens=_MOST_TOKENS, stop=stop))
    line = _LABEL.sub("", next(iter(reply.strip().splitlines()), "").strip()).strip()
    return line if _is_faithful(line, question, remembered, gazetteer) else ""


def _is_faithful(line: str, question: str, history: Sequence[str], gazetteer: Gazetteer) -> bool:
    """Whether a rewritten question keeps to what was asked."""
    if not line or len(line.split()) > len(question.split()) + len(history[-1].split()) + _LONGER:
        return False
    before = " ".join(history)
    own, new = _codes(question, gazetteer), _codes(line, gazetteer)
    if not own <= new or not new <= own | _codes(before, gazetteer):
        return False
    years, asked = set(_YEAR.findall(line)), set(_YEAR.findall(question))
    known = asked | set(_YEAR.findall(before))
    if _BESIDE.search(question):
        known |= {str(int(year) + step) for year in known for step in (-1, 1)}
    return asked <= years and years <= known


def _codes(text: str, gazetteer: Gazetteer) -> set[str]:
    return {mention.code for mention in names_in(text, gazetteer).mentions}
