"""Japanese questions over English statements: the question is translated to search, and the checked
English answer is translated to be read. A translation is kept only if, turned back, it still says
the same; otherwise the English words stand as they are.
"""

import re
import threading
from collections.abc import Iterable

from answer.support.check import Evidence, SupportCheck
from answer.writing.clean import clean
from answer.writing.glossary import Glossary
from answer.writing.llm import LanguageModel
from answer.writing.writer import stream_sentences
from core.delegations import Gazetteer
from prompts import load_prompt

# "2025年に tuberculosisを": a word that was left as it stood. Names and acronyms begin with a capital.
_LEFT_IN_ENGLISH = re.compile(r"(?<![A-Za-z])[a-z]{3,}")
_SAYING = re.compile(r"\b(?:says|said|stated) that\b")
_ANNOUNCING = re.compile(
    r"announc|publish|releas|declar|unveil|launch|issue|present|proclaim|disclos", re.IGNORECASE
)
_ANNOUNCED = re.compile(r"(?<=[とを])(?:公表|発表)し(?=まし|てい)")


class Translator:
    """Translates with the language model, with the glossary's terms and the gazetteer's names, and
    checks with the support check."""

    def __init__(
        self, llm: LanguageModel, support: SupportCheck, glossary: Glossary, gazetteer: Gazetteer
    ) -> None:
        self._llm = llm
        self._support = support
        self._glossary = glossary
        self._gazetteer = gazetteer

    def question_to_english(self, question: str, stop: threading.Event) -> str:
        """The question in English, or as it is when the model gave nothing. Raises LLMError."""
        names = [
            (question[m.start : m.end], self._gazetteer.name(m.code)) for m in self._gazetteer.find(question)
        ]
        terms = _terms([*self._glossary.in_japanese(question), *names])
        return self._reply("question_to_english", stop, terms=terms, question=question) or question

    def sentence_to_japanese(self, sentence: str, context: str, stop: threading.Event) -> str:
        """The sentence in Japanese, ``""`` when no translation says the same. ``context`` says whose
        words it reports. Raises LLMError."""
        names = [
            (sentence[m.start : m.end], self._gazetteer.name(m.code, "ja"))
            for m in self._gazetteer.find(sentence)
        ]
        pairs = [*self._glossary.in_english(sentence), *names]
        if said := _SAYING.search(sentence):
            pairs.append((said[0], "と述べています" if said[0] == "says that" else "と述べました"))
        japanese = self._reply("answer_to_japanese", stop, terms=_terms(pairs), sentence=sentence)
        if not _ANNOUNCING.search(sentence):
            japanese = _ANNOUNCED.sub("述べ", japanese)  # who says something announces nothing
        if not japanese or _LEFT_IN_ENGLISH.search(japanese) or stop.is_set():
            return ""
        back = self._reply(
            "japanese_to_english", stop, terms=_terms((j, e) for e, j in pairs), sentence=japanese
        )
        if not back or stop.is_set():
            return ""
        there, again = Evidence(sentence, context), Evidence(back, context)
        ways = self._support.check(back, [there]), self._support.check(sentence, [again])
        same = all(way.supported for way in ways)
        return japanese if same and self._names_the_same(sentence, japanese) else ""

    def _names_the_same(self, english: str, japanese: str) -> bool:
        """Whether the translation names the delegations that the sentence does, and no other."""
        return {m.code for m in self._gazetteer.find(english)} == {
            m.code for m in self._gazetteer.find(japanese)
        }

    def _reply(self, prompt: str, stop: threading.Event, **values: str) -> str:
        messages = load_prompt(prompt).render(**values)
        return " ".join(cleaned for s in stream_sentences(self._llm, messages, stop) if (cleaned := clean(s)))


def keywords(question: str, glossary: Glossary) -> str:
    """The English terms of a Japanese question: enough to search with before, or without, a model."""
    return " ".join(english for _, english in glossary.in_japanese(question))


def _terms(pairs: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{one} = {other}" for one, other in dict.fromkeys(pairs)) or "none"
