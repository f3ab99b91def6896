"""Asking the model: does the evidence answer, and how would the answer read?"""

import hashlib
import threading
from collections.abc import Iterator, Sequence

from answer.evidence.sentences import Evidence
from answer.writing.clean import clean, labelled
from answer.writing.llm import LanguageModel
from core.delegations import Gazetteer
from core.sentences import StreamingSentences
from prompts import Message, load_prompt

_MAX_TOKENS = 140
_MAX_SENTENCES = 4
_STOPS = (".", "!", "?", "。", "」", "”", '"', ")", "…")


class Writer:
    """Puts one question and its evidence to the model; both steps share a prompt, so the second one
    is read from the cache."""

    def __init__(
        self,
        llm: LanguageModel,
        gazetteer: Gazetteer,
        question: str,
        evidence: Evidence,
        *,
        why: bool = False,
    ) -> None:
        self._llm = llm
        self._reason = "Give the reason. " if why else ""
        self._gazetteer = gazetteer
        self._evidence = evidence
        self._asked = load_prompt("answer").render(
            extracts=render_extracts(evidence, gazetteer), question=_fenced(question)
        )

    def states_answer(self, stop: threading.Event) -> float | None:
        """Log-odds that the extracts state the answer, None where the model tells none. Raises LLMError."""
        return self._llm.yes_log_odds(self._asked, stop)

    def sentences(self, stop: threading.Event) -> Iterator[str]:
        """Sentences as they are written, at most four, without the model's own numbering. Raises
        LLMError."""
        messages = (*self._asked, *load_prompt("write").render(reason=self._reason))
        written = 0
        for sentence in stream_sentences(self._llm, messages, stop):
            if cleaned := clean(sentence):
                written += 1
                yield labelled(cleaned, self._gazetteer)
            if written >= _MAX_SENTENCES:
                return


def first_prompt() -> tuple[Message, ...]:
    """A question without evidence: all that its prompt shares with every other is the long part."""
    return load_prompt("answer").render(extracts="", question="")


def prompts_sha256() -> str:
    """One hash over every prompt that can shape an answer."""
    names = ("answer", "write", "rewrite", "question_to_english", "answer_to_japanese", "japanese_to_english")
    return hashlib.sha256("".join(load_prompt(name).sha256 for name in names).encode()).hexdigest()


def stream_sentences(llm: LanguageModel, messages: Sequence[Message], stop: threading.Event) -> Iterator[str]:
    """What the model writes, sentence by sentence, each as soon as it is surely complete. A last one
    that ran into the token limit, or was stopped, is not a sentence and is left out."""
    splitter = StreamingSentences()
    written = 0
    for piece in llm.stream(messages, max_tokens=_MAX_TOKENS, stop=stop):
        written += 1
        yield from splitter.feed(piece)
    if stop.is_set():
        return
    for rest in splitter.flush():
        if rest.rstrip().endswith(_STOPS):
            yield rest
        elif written < _MAX_TOKENS - 1 and rest.strip():  # it ended of itself and left out the stop
            yield f"{rest.rstrip()}."


def render_extracts(evidence: Evidence, gazetteer: Gazetteer) -> str:
    """The extracts as the model reads them, one paragraph's sentences to a line, fenced."""
    lines = []
    for number, group in enumerate(evidence.extracts(), start=1):
        sentences = [evidence.sentences[i] for i in group]
        source = sentences[0].source
        who = ", ".join(part for part in (gazetteer.name(source.delegation), source.date[:4]) if part)
        said = " ".join(_fenced(sentence.text) for sentence in sentences)
        lines.append(f"<extract {number}> {_fenced(who or 'Unknown speaker')}: {said}</extract>")
    return "\n".join(lines)


def _fenced(text: str) -> str:
    """Text that can't close its fence or open another, nor look like a chat template's token."""
    return " ".join(text.replace("<", "‹").replace(">", "›").split())
