"""Japanese questions over English statements: the question is translated to search, and the checked
English answer is translated to be read. A translation is kept only if, turned back, it still says
the same; otherwise the English words stand as they are.
"""

import threading

from answer.llm import LanguageModel
from answer.support import Evidence, SupportCheck
from answer.writer import clean, stream_sentences
from prompts import load_prompt


class Translator:
    """Translates with the language model and checks with the support check."""

    def __init__(self, llm: LanguageModel, support: SupportCheck) -> None:
        self._llm = llm
        self._support = support

    def question_to_english(self, question: str, stop: threading.Event) -> str:
        """The question in English, or as it is when the model gave nothing. Raises LLMError."""
        return self._reply("question_to_english", stop, question=question) or question

    def sentence_to_japanese(self, sentence: str, context: str, stop: threading.Event) -> str:
        """The sentence in Japanese, ``""`` when no translation says the same. ``context`` says whose
        words it reports. Raises LLMError."""
        japanese = self._reply("answer_to_japanese", stop, sentence=sentence)
        if not japanese or stop.is_set():
            return ""
        back = self._reply("japanese_to_english", stop, sentence=japanese)
        if not back or stop.is_set():
            return ""
        return "" if self._support.check(back, [Evidence(sentence, context)]).reason else japanese

    def _reply(self, prompt: str, stop: threading.Event, **values: str) -> str:
        messages = load_prompt(prompt).render(**values)
        return " ".join(cleaned for s in stream_sentences(self._llm, messages, stop) if (cleaned := clean(s)))
