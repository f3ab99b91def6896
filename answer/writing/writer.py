"""Asking the model: does the evidence answer, and how would the answer read?"""

import hashlib
import re
import threading
from collections.abc import Iterator, Sequence

from answer.evidence.sentences import Evidence, EvidenceSentence
from answer.writing.llm import LanguageModel
from core.delegations import Gazetteer
from core.sentences import StreamingSentences
from prompts import Message, load_prompt

_MAX_TOKENS = 140
_MAX_SENTENCES = 4
_STOPS = (".", "!", "?", "。", "」", "”", '"', ")", "…")
# What a model puts before or after a sentence although it was asked not to.
_PREFIX = re.compile(
    r"^(?:answer:\s*|\W*(?:yes|no|sure|certainly)[,.!:]\s+(?=\w)|"
    r"(?:according to|based on|in) (?:the )?extracts?(?: \d+)?,?\s*|"
    r"extract \d+:\s*|the extracts?(?: \d+)? (?:state|say|mention|indicate|show)s? that\s+|<extract \d+>\s*)",
    re.IGNORECASE,
)
# "Japan, 2019: …" echoes how extracts begin, and takes the year from anywhere; the source tells both. The
# name stays before the speaker's own "we".
_ECHO = re.compile(r"^(?P<who>[A-Z][^:.!?,]{1,40})(?:, (?:19|20)\d\d:| \((?:19|20)\d\d\):)\s+")
_SPEAKER = re.compile(r"(?P<who>[A-Z][^:.!?,\"“]{1,40}):\s")
_OWN_WORDS = re.compile(r"(?:I|We|Our|My)\b")
_SAYS_THAT = re.compile(
    r"(?P<lead>[A-Z][^:.!?,]{1,40} (?:says|said|states|stated|notes|noted|believes)) that\s+"
)
# "Cuba, we will never make concessions"
_VOCATIVE = re.compile(r"^(?P<who>[A-Z][^:.!?,]{1,40}), (?P<own>we|our|my|I)\b")
# not "the US", nor "I." of a numbering
_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|[Uu]s|[Oo]urs?|[Oo]urselves|[Mm]y|[Mm]e|[Mm]yself)\b|\bI\b(?!\.)")
# "must take the following steps: 1." is a list of which the rest was cut off
_OPEN_LIST = re.compile(r":\s*(?:\(?\d{1,2}[.)]+|[-*•])\s*$")
_MARKERS = re.compile(
    r"\s*(?:\[\d+(?:,\s*\d+)*\]|\((?:extracts?|source) \d+\)|</?extract[^>]*>)", re.IGNORECASE
)


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

    def states_answer(self, stop: threading.Event) -> float:
        """Log-odds that the extracts state the answer. Raises LLMError."""
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

    def restate(self, sentence: EvidenceSentence, stop: threading.Event) -> str:
        """One evidence sentence in reported speech, ``""`` when the model gave none. Raises LLMError."""
        who = self._gazetteer.name(sentence.source.delegation) or sentence.source.speaker or "The speaker"
        messages = load_prompt("restate").render(who=_fenced(who), quote=_fenced(sentence.text))
        return clean(" ".join(stream_sentences(self._llm, messages, stop)))


def first_prompt() -> tuple[Message, ...]:
    """A question without evidence: all that its prompt shares with every other is the long part."""
    return load_prompt("answer").render(extracts="", question="")


def prompts_sha256() -> str:
    """One hash over every prompt that can shape an answer."""
    names = ("answer", "write", "restate", "question_to_english", "answer_to_japanese", "japanese_to_english")
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


def clean(sentence: str) -> str:
    """A written sentence without echoes of the prompt; ``""`` when nothing of it is left."""
    text = " ".join(_MARKERS.sub("", sentence).split())
    while (shorter := _PREFIX.sub("", text, count=1)) != text:
        text = shorter
    if echo := _ECHO.match(text):
        rest = text[echo.end() :]
        text = f"{echo['who']}: {rest}" if _OWN_WORDS.match(rest) else rest
    if _OPEN_LIST.search(text):
        return ""
    text = re.sub('^["“”]\\s+', "", text)
    if text.count('"') % 2 or text.count("“") != text.count("”"):
        # half a quotation: a sentence of several that the model put in one pair of marks
        text = re.sub('["“”]', "", text)
    text = text.strip(" -*•")
    return text[:1].upper() + text[1:] if re.search(r"\w", text) else ""


def spoken_by(sentence: str, gazetteer: Gazetteer) -> str:
    """The code of the delegation that a sentence begins with, as a play names who speaks ("Iran: We …"); ""
    where none does."""
    named = _SPEAKER.match(sentence)
    return (gazetteer.by_name(named["who"]) or "") if named else ""


def labelled(sentence: str, gazetteer: Gazetteer) -> str:
    """ "Cuba, we will never make concessions" as "Cuba: We will never make concessions", not "First, we"."""
    found = _VOCATIVE.match(sentence)
    if found is None or not gazetteer.by_name(found["who"]):
        return sentence
    own = found["own"]
    return f"{found['who']}: {own[:1].upper()}{own[1:]}{sentence[found.end() :]}"


def unlabelled(sentence: str) -> str:
    """A sentence without the label that says who speaks."""
    return _SPEAKER.sub("", sentence, count=1) if _SPEAKER.match(sentence) else sentence


def speaks_for_nobody(sentence: str, *, labelled: bool) -> bool:
    """Whether a sentence says "we" in reported speech, or with nobody named to be it: "Pakistan says that we
    have opened our homes". Quoted speech within it is its speaker's."""
    told = re.sub('[“"][^”"]*[”"]', "", sentence)
    return not labelled and bool(_FIRST_PERSON.search(told))


def in_marks(sentence: str, said: str) -> str:
    """ "Japan says that our report …" as "Japan says: “Our report …”", where all after "that" is what was
    ``said``, word for word: its "we" stays the speaker's. "" for any other sentence."""
    told = _SAYS_THAT.match(sentence)
    if told is None or words_of(sentence[told.end() :]) != words_of(said):
        return ""
    return f"{told['lead']}: “{said}”"


def words_of(text: str) -> list[str]:
    """A text's words in lower case, without marks: enough to know a sentence again."""
    return re.findall(r"[^\W_]+", text.casefold())


def _fenced(text: str) -> str:
    """Text that can't close its fence or open another, nor look like a chat template's token."""
    return " ".join(text.replace("<", "‹").replace(">", "›").split())
