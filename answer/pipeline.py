"""From a question to an answer: the whole way, top to bottom, in :meth:`Pipeline.ask`.

A model writes, code decides. Code chooses the evidence, says whether it answers the question at all,
attributes every written sentence to the evidence sentences that carry it, and shows only those that
are carried.
"""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from answer import notes
from answer.addressed import Decision, decide, holds_what_is_expected, only_repeats, worth_asking
from answer.clock import Clock
from answer.events import Dropped, Event, Finished, Passed, Quoted, Searching
from answer.evidence import Evidence, EvidenceSentence, gather
from answer.glossary import Glossary
from answer.llm import LanguageModel
from answer.question import Holdings, Question, expected, premise, understand
from answer.retriever import Retriever
from answer.sheet import Sheet
from answer.support import Evidence as Stated
from answer.support import Support, SupportCheck
from answer.translate import Translator, keywords
from answer.writer import Writer, prompts_sha256
from core.delegations import Gazetteer
from core.errors import LLMError
from core.records import Answer, Filters, Hit, Mode, Rejected, Scope, Sentence, Status

_HITS = 10
_NEAREST = 3
_RESTATED = 2
_COMPARED = 3
_NO_MARKERS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Part:
    """One delegation's share of a question: two states are never read together."""

    filters: Filters
    hits: tuple[Hit, ...]
    evidence: Evidence


class Pipeline:
    """Answers questions over one library. It holds no conversation, so one serves many people.

    ``llm`` None means that answers are quotations; ``no_llm_because`` then says why, for the reader.
    """

    def __init__(
        self,
        retriever: Retriever,
        gazetteer: Gazetteer,
        support: SupportCheck,
        llm: LanguageModel | None,
        no_llm_because: str = "",
    ) -> None:
        self._retriever = retriever
        self._gazetteer = gazetteer
        self._support = support
        self._glossary = Glossary.load()
        self._llm = llm
        self._translator = Translator(llm, support, self._glossary, gazetteer) if llm is not None else None
        self._no_llm_because = no_llm_because

    def ask(
        self,
        text: str,
        *,
        filters: Filters = Filters(),
        infer: bool = True,
        stop: threading.Event | None = None,
        markers: Mapping[str, int] = _NO_MARKERS,
    ) -> Iterator[Event]:
        """Answer ``text``, reporting on the way; the last event is ``Finished``.

        ``filters`` are the person's own, ``infer`` allows others to be read from the question;
        setting ``stop`` ends it within a second with what had passed; ``markers`` are the numbers
        that paragraphs already have in the conversation. Raises UsageError for a question that is
        empty or too long. A language model that fails costs only the writing.
        """
        run = _Run(Clock(), Sheet(markers), stop or threading.Event())
        question = understand(text, filters, self._gazetteer, self._holdings(), infer=infer)
        run.scope = self._retriever.scope(question.filters)
        yield Searching(run.scope, question.filters)
        if not self._retriever.scope().paragraphs:
            yield self._finished(run, question, "empty_library", notes.empty_library(question.language))
            return

        english = question.text if question.language == "en" else keywords(question.text, self._glossary)
        parts = self._gather(run, english, question)
        yield from self._quote(run, parts)
        if question.language != "en" and self._translator is not None:
            english = self._in_english(run, question, self._translator)
            question = replace(
                question, expects=question.expects or expected(english), premise=premise(english)
            )
            parts = self._gather(run, english, question)
            yield from self._quote(run, parts)

        decisions = []
        for part in parts:
            yield from self._answer(run, question, english, part)
            decisions.append(run.decision)
        yield self._conclude(run, question, parts, decisions)

    def _holdings(self) -> Holdings:
        scope = self._retriever.scope()
        return Holdings(self._retriever.delegations(), scope.since[:4], scope.until[:4])

    def _in_english(self, run: "_Run", question: Question, translator: Translator) -> str:
        """The question in the language that the encoder and the prompts are for."""
        try:
            return translator.question_to_english(question.text, run.stop)
        except LLMError as error:
            run.failure = str(error)
            return keywords(question.text, self._glossary)

    def _gather(self, run: "_Run", english: str, question: Question) -> list[_Part]:
        """Search for each delegation asked about, and score the sentences of what was found. What has
        no English words is searched by its own."""
        query = english or question.text
        return [self._part(run, query, filters) for filters in _by_delegation(question.filters)]

    def _part(self, run: "_Run", query: str, filters: Filters) -> _Part:
        before = run.clock.now()
        result = self._retriever.search(query, filters, _HITS)
        found = run.clock.now()
        evidence = gather(query, result.hits, self._retriever, self._gazetteer)
        reranking = result.timings_ms.get("rerank", 0.0)
        run.clock.add("retrieve", found - before - reranking)
        run.clock.add("rerank", reranking + run.clock.now() - found)
        return _Part(filters, result.hits, evidence)

    def _quote(self, run: "_Run", parts: list[_Part]) -> Iterator[Event]:
        """Report the best verbatim sentences, if any is worth it."""
        quotes = [
            run.sheet.quotation(part.evidence.sentences[i])
            for part in parts
            if worth_asking(part.evidence).addressed
            for i in part.evidence.quotes()
        ]
        if quotes and quotes != run.sheet.quotes:
            run.sheet.quotes = quotes
            run.clock.mark("first_quote")
            yield Quoted(tuple(quotes), run.sheet.cited_sources())

    def _answer(self, run: "_Run", question: Question, english: str, part: _Part) -> Iterator[Event]:
        """Decide whether the part's evidence answers; if so, write, check and report."""
        asked = replace(question, text=english)
        run.decision = self._before_asking(asked, part)
        if not run.decision.addressed:
            return
        if self._llm is None or run.failure:
            run.decision = decide(part.evidence, None)
            if run.decision.addressed:
                self._settle_for_quotations(run, part)
            return
        writer = Writer(self._llm, self._gazetteer, english, part.evidence, why=bool(question.premise))
        try:
            run.decision = decide(part.evidence, writer.states_answer(run.stop))
            if run.decision.addressed and not run.stop.is_set():
                yield from self._write(run, question, english, part, writer)
        except LLMError as error:
            run.failure = str(error)
        if run.decision.addressed and not run.wrote(part):
            self._settle_for_quotations(run, part)

    def _before_asking(self, question: Question, part: _Part) -> Decision:
        """What code can tell without the model: topic, premise, kind of answer."""
        decision = worth_asking(part.evidence)
        if not decision.addressed:
            return decision
        if question.premise and self._contradicts(question.premise, part.evidence):
            return Decision(False, "premise")
        texts = [part.evidence.sentences[i].text for group in part.evidence.extracts() for i in group]
        return holds_what_is_expected(question.expects, texts)

    def _contradicts(self, premise: str, evidence: Evidence) -> bool:
        claim = premise.rstrip("?？ ").split(" ", 1)[-1]
        return self._check(claim, evidence).reason == "contradicted"

    def _write(
        self, run: "_Run", question: Question, english: str, part: _Part, writer: Writer
    ) -> Iterator[Event]:
        """Stream what the model writes; pass on what the evidence carries. If nothing was carried,
        the best sentences are put into reported speech and checked in the same way."""
        for written in writer.sentences(run.stop):
            run.clock.mark("first_token")
            if only_repeats(english, written):
                yield self._rejected(run, Rejected(written, "repeats_question"))
            else:
                yield from self._show_if_carried(run, question, part, written)
        if run.wrote(part) or run.stop.is_set():
            return
        for i in part.evidence.quotes()[:_RESTATED]:
            if restated := writer.restate(part.evidence.sentences[i], run.stop):
                yield from self._show_if_carried(run, question, part, restated)

    def _show_if_carried(self, run: "_Run", question: Question, part: _Part, written: str) -> Iterator[Event]:
        run.sheet.raw.append(written)
        if run.sheet.says_already(written):
            return
        support = self._check(written, part.evidence)
        if support.reason:
            yield self._rejected(run, Rejected(written, support.reason, support.score))
            return
        carrying = [part.evidence.sentences[i] for i in support.carrying]
        text = self._in_language_of(run, question, written, carrying[0])
        sentence = Sentence(text, support.score, run.sheet.citations(carrying))
        run.sheet.sentences.append(sentence)
        yield Passed(sentence, run.sheet.sources())

    def _rejected(self, run: "_Run", rejected: Rejected) -> Dropped:
        run.sheet.rejected.append(rejected)
        return Dropped(rejected)

    def _check(self, claim: str, evidence: Evidence) -> Support:
        return self._support.check(claim, [Stated(s.text, s.context) for s in evidence.sentences])

    def _in_language_of(self, run: "_Run", question: Question, text: str, said: EvidenceSentence) -> str:
        """The checked sentence in the question's language, in English when that can't be trusted."""
        if question.language == "en" or self._translator is None:
            return text
        return self._translator.sentence_to_japanese(text, said.context, run.stop) or text

    def _settle_for_quotations(self, run: "_Run", part: _Part) -> None:
        run.sheet.sentences += [
            run.sheet.quotation(part.evidence.sentences[i]) for i in part.evidence.quotes()
        ]

    def _conclude(
        self, run: "_Run", question: Question, parts: list[_Part], decisions: list[Decision]
    ) -> Finished:
        said = [sentence.text for sentence in run.sheet.sentences]
        expected = holds_what_is_expected(question.expects, said) if said else Decision(True)
        if not said or not expected.addressed:
            reason = expected.reason or next((d.reason for d in decisions if d.reason), "") or "unsupported"
            note = notes.not_addressed(
                reason, run.scope, question.filters, self._gazetteer, question.language
            )
            return self._finished(run, question, "not_addressed", note, parts)
        return self._finished(run, question, "answered", self._partial_note(run, question, parts, decisions))

    def _partial_note(
        self, run: "_Run", question: Question, parts: list[_Part], decisions: list[Decision]
    ) -> str:
        """What a reader must know beside an answer: which delegation is silent, why it is quoted."""
        silent = [
            notes.not_addressed(
                decision.reason or "unsupported",
                self._retriever.scope(part.filters),
                part.filters,
                self._gazetteer,
                question.language,
            )
            for part, decision in zip(parts, decisions, strict=True)
            if len(parts) > 1 and not run.wrote(part)
        ]
        translated = question.language != "en" and any(not s.verbatim for s in run.sheet.sentences)
        because = run.failure or (self._no_llm_because if self._llm is None else "")
        return " ".join(
            [
                *silent,
                *([notes.translated(question.language)] if translated else []),
                *([notes.no_model(because, question.language)] if because else []),
            ]
        )

    def _finished(
        self, run: "_Run", question: Question, status: Status, note: str, parts: list[_Part] | None = None
    ) -> Finished:
        answered = status == "answered"
        nearest = [hit.source for part in parts or () for hit in part.hits[:_NEAREST]]
        mode: Mode = "written" if any(not s.verbatim for s in run.sheet.sentences) else "quoted"
        run.clock.mark("total")
        return Finished(
            Answer(
                question=question.text,
                status=status,
                mode=mode if answered else ("quoted" if self._llm is None else "written"),
                language=question.language,
                filters=question.filters,
                sentences=tuple(run.sheet.sentences) if answered else (),
                quotes=tuple(run.sheet.quotes) if answered else (),
                sources=run.sheet.cited_sources() if answered else (),
                rejected=tuple(run.sheet.rejected),
                nearest=() if answered else tuple(nearest[:_NEAREST]),
                scope=run.scope,
                note=note,
                model=self._llm.name if self._llm is not None else "none",
                prompt_sha256=prompts_sha256(),
                library_sha256=self._retriever.sha256,
                raw_text="\n".join(run.sheet.raw),
                stopped=run.stop.is_set(),
                timings_ms=run.clock.reading(),
            )
        )


@dataclass(slots=True)
class _Run:
    """What one call of ``ask`` accumulates."""

    clock: Clock
    sheet: Sheet
    stop: threading.Event
    scope: Scope = field(default_factory=lambda: Scope(0, 0))
    decision: Decision = field(default_factory=lambda: Decision(True))
    failure: str = ""

    def wrote(self, part: _Part) -> bool:
        """Whether a sentence of the answer rests on this part's evidence."""
        mine = {s.source.paragraph_id for s in part.evidence.sentences}
        return any(c.paragraph_id in mine for s in self.sheet.sentences for c in s.citations)


def _by_delegation(filters: Filters) -> list[Filters]:
    """One set of filters for each of the two or three delegations asked about. A larger group (the
    Nordic countries) is searched as one; its sentences still name whose words they are."""
    if not 2 <= len(filters.delegations) <= _COMPARED:
        return [filters]
    return [replace(filters, delegations=(code,)) for code in filters.delegations]
