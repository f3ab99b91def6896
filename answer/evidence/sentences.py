"""The evidence for one question: the sentences of the best paragraphs, scored one by one.

Everything later refers to these sentences by index: quotations are taken from them, the model reads
extracts made of them, and what it writes is attributed back to them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from answer.evidence.bilingual import nearness
from answer.evidence.relevance import Signals
from answer.evidence.retriever import Retriever
from answer.evidence.speech import speech_sentences
from core.delegations import Gazetteer
from core.japanese import count_japanese, is_japanese
from core.records import Citation, Hit, Source

_PARAGRAPHS = 4  # sentences of the best few paragraphs are scored; each costs a cross-encoder pass
_MAX_SENTENCES = 28
_EXTRACT_WORDS = 160  # what a small model reads well, and in seconds, on two cores
_EXTRACT_MARGIN = 7.0  # logits below the best sentence at which one no longer helps
_IS_READ = 0.2  # likelihood from which a paragraph beside the likeliest one is read by the model
# What a paragraph's likelihood counts beside a sentence's own logit: the likelier paragraph goes first.
_PARAGRAPH = 2.0


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """A sentence of a source: ``source.text[start:end] == text``. ``score`` is the cross-encoder's
    logit for the question; ``context`` says whose words it is and when."""

    source: Source
    start: int
    end: int
    text: str
    context: str
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence sentences in reading order within each paragraph, paragraphs as the search ranked them.
    ``behind`` is how far each paragraph's score in the search is behind the first hit's (<= 0), by paragraph
    id. ``first`` is the paragraph that goes before the others however likely they are: that which a "why?"
    is about."""

    sentences: tuple[EvidenceSentence, ...]
    behind: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    first: str = ""

    @property
    def best(self) -> float:
        """The best sentence's logit; minus infinity when there is none."""
        return max((s.score for s in self.sentences), default=float("-inf"))

    def speaker(self) -> str:
        """The delegation whose words all of it is; "" where there are several, or none is known."""
        codes = {sentence.source.delegation for sentence in self.sentences}
        return codes.pop() if len(codes) == 1 else ""

    def signals(self, paragraph_id: str) -> Signals:
        """What is known of one of its paragraphs."""
        best = max(self.sentences[i].score for i in self.of(paragraph_id))
        return Signals(best, best - self.best, self.behind.get(paragraph_id, 0.0))

    def of(self, paragraph_id: str) -> tuple[int, ...]:
        """Indices of the sentences of one paragraph."""
        return tuple(i for i, s in enumerate(self.sentences) if s.source.paragraph_id == paragraph_id)

    def paragraphs(self) -> tuple[str, ...]:
        """Ids of the paragraphs, the likeliest to answer first, after that which goes before them."""
        ids = dict.fromkeys(s.source.paragraph_id for s in self.sentences)
        return tuple(sorted(ids, key=lambda id_: (id_ != self.first, -self.signals(id_).logit)))

    def bears(self, index: int, least: float) -> bool:
        """Whether a sentence can be taken to bear on the question: its paragraph is the likeliest one, or
        likely enough by itself."""
        paragraph = self.sentences[index].source.paragraph_id
        return paragraph == self.paragraphs()[0] or self.signals(paragraph).likelihood >= least

    def extracts(self) -> tuple[tuple[int, ...], ...]:
        """Indices of the sentences that the model reads, grouped by paragraph: the best ones within
        a budget of words, and the neighbours of the very best, which often say why."""
        ranked = self._ranked()
        chosen: set[int] = set()
        words = 0
        around = [ranked[0], ranked[0] - 1, ranked[0] + 1] if ranked else []
        for i in [*around, *ranked]:
            if not 0 <= i < len(self.sentences) or i in chosen:
                continue
            sentence = self.sentences[i]
            near = sentence.source.paragraph_id == self.sentences[ranked[0]].source.paragraph_id
            if i in around[1:] and not near:
                continue
            if i not in around and (
                sentence.score < self.best - _EXTRACT_MARGIN or not self.bears(i, _IS_READ)
            ):
                continue
            if chosen and words + word_count(sentence.text) > _EXTRACT_WORDS:
                continue
            chosen.add(i)
            words += word_count(sentence.text)
        groups: dict[str, list[int]] = {}
        for i in sorted(chosen):
            groups.setdefault(self.sentences[i].source.paragraph_id, []).append(i)
        return tuple(tuple(group) for group in groups.values())

    def _ranked(self) -> list[int]:
        """Indices of all sentences, those first that are near to the question in a likely paragraph."""
        logit = {id_: self.signals(id_).logit for id_ in self.paragraphs()}

        def standing(i: int) -> float:
            sentence = self.sentences[i]
            return sentence.score + _PARAGRAPH * logit[sentence.source.paragraph_id]

        return sorted(range(len(self.sentences)), key=lambda i: -standing(i))


def gather(
    question: str, hits: Sequence[Hit], retriever: Retriever, gazetteer: Gazetteer, *, asked: str = ""
) -> Evidence:
    """Split the best hits into sentences and score each for the question (in English); those in Japanese for
    the question as it was ``asked``, where that is Japanese."""
    spans: list[tuple[Source, int, int, str]] = []
    for hit in hits[:_PARAGRAPHS]:
        context = context_line(hit.source, gazetteer)
        for start, end in speech_sentences(hit.source.text):
            if len(spans) < _MAX_SENTENCES:
                spans.append((hit.source, start, end, context))
    if not spans:
        return Evidence(())
    texts = [source.text[start:end] for source, start, end, _ in spans]
    scores = list(retriever.rank_sentences(question, texts, [context for *_, context in spans]))
    if is_japanese(asked):
        scores = [
            # the judge reads English: it can say nothing of a question without English words
            nearness(asked, text) if is_japanese(text) or is_japanese(question) else score
            for text, score in zip(texts, scores, strict=True)
        ]
    return Evidence(
        tuple(
            EvidenceSentence(source, start, end, text, context, float(score))
            for (source, start, end, context), text, score in zip(spans, texts, scores, strict=True)
        ),
        _behind(hits[:_PARAGRAPHS]),
    )


def unscored(sources: Sequence[Source], gazetteer: Gazetteer) -> Evidence:
    """All sentences of the ``sources``, none better than another."""
    return Evidence(
        tuple(
            EvidenceSentence(source, start, end, source.text[start:end], context_line(source, gazetteer), 0.0)
            for source in sources
            for start, end in speech_sentences(source.text)
        )
    )


def _behind(hits: Sequence[Hit]) -> Mapping[str, float]:
    """How far each is behind the first. Japanese and other hits are of two searches, each with scores of its
    own."""
    first: dict[bool, float] = {}
    for hit in hits:
        first.setdefault(is_japanese(hit.source.text), hit.score)
    return MappingProxyType(
        {h.source.paragraph_id: min(0.0, h.score - first[is_japanese(h.source.text)]) for h in hits}
    )


def context_line(source: Source, gazetteer: Gazetteer) -> str:
    """Whose words a source's are, and when: "Japan, 2020-12-01, OEWG"."""
    codes = (source.delegation, *source.parties)
    who = " and ".join(gazetteer.name(code) for code in codes if code)
    if not who and source.turn:
        who = " ".join(part for part in (source.post, source.speaker) if part)
    return ", ".join(part for part in (who, source.date, source.forum) if part)


def cite(sentence: EvidenceSentence, marker: int) -> Citation:
    """A citation of the whole evidence sentence."""
    return Citation(marker, sentence.source.paragraph_id, sentence.text, sentence.start, sentence.end)


def word_count(text: str) -> int:
    """Words, counting two Japanese characters as one."""
    japanese = count_japanese(text)
    return len(re.findall(r"[A-Za-z0-9À-ÿ’'-]+", text)) + japanese // 2
