"""A topic as a person types it, and the questions that are put to each cell about it."""

import threading
from dataclasses import dataclass

from answer.line import silently
from answer.question.put_to import put_to, what_says
from answer.question.understand import check_length
from answer.tasks.toolbox import Toolbox
from answer.tasks.understood import in_english
from answer.writing.translate import keywords
from core.delegations import Gazetteer
from core.japanese import is_japanese


@dataclass(frozen=True, slots=True)
class Topic:
    """``text`` is as typed; ``english`` is what is searched for and read by the judge."""

    text: str
    language: str
    english: str

    @property
    def asks(self) -> bool:
        """Whether it is a question, rather than a subject."""
        return self.text.endswith(("?", "？"))

    def of(self, code: str, gazetteer: Gazetteer) -> str:
        """The question about the words of one delegation; about anybody's where the code is ""."""
        name = gazetteer.name(code) if code else ""
        if not self.asks:
            return what_says(name, self.english) if name else self.english
        named = {mention.code for mention in gazetteer.find(self.english)}
        return put_to(self.english, named, name, gazetteer) if name else self.english


def read_topic(text: str, tools: Toolbox, stop: threading.Event) -> Topic:
    """Raises UsageError for a topic that is empty or too long. A Japanese one is searched for by its English
    translation where there is a language model, otherwise by its terms."""
    text = check_length(text)
    if not is_japanese(text):
        return Topic(text, "en", text)
    english = silently(in_english(text, tools, tools.line.place(paper=True), stop))
    return Topic(text, "ja", english or keywords(text, tools.glossary) or text)
