"""From a question to an answer: the whole way, top to bottom, in :meth:`Pipeline.ask`.

A model writes, code decides. Code chooses the evidence, says whether it answers the question at all,
attributes every written sentence to the evidence sentences that carry it, and shows only those that
are carried.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType

from answer import notes
from answer.clock import Clock
from answer.events import Event, Finished, Passed, Quoted, Searching
from answer.evidence.answerable import (
    Decision,
    decide,
    holds_what_is_expected,
    names_what_is_missing,
    worth_asking,
)
from answer.evidence.bilingual import found
from answer.evidence.by_delegation import others, speakers, times
from answer.evidence.parts import Part, filters_of_parts
from answer.evidence.retriever import Retriever
from answer.evidence.sentences import EvidenceSentence, gather
from answer.question.follow_up import completed, questions
from answer.question.kind import asks_for_others, claimed
from answer.question.understand import (
    Holdings,
    Question,
    asked_delegations,
    check_length,
    expected,
    premise,
    together,
    understand,
)
from answer.run import Run
from answer.sheet import Sheet
from answer.support.check import Evidence as Stated
from answer.support.check import SupportCheck
from answer.writing.compose import Composer, settle_for_quotations
from answer.writing.glossary import Glossary
from answer.writing.llm import LanguageModel
from answer.writing.translate import Translator, keywords
from answer.writing.writer import Writer, prompts_sha256
from core.delegations import Gazetteer
from core.errors import LLMError
from core.records import Answer, Filters, Mode, SearchResult, Source, Status

_HITS = 10
_NEAREST = 3
_ELSEWHERE = 6  # delegations, or years, that are named where the question is not addressed
_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_MARKERS: Mapping[str, int] = MappingProxyType({})


class Pipeline:
    """Answers questions over one library. It holds no conversation, so one serves many people.

    ``llm`` None means that answers are quotations; ``no_llm_because`` then says why, for the reader.
    ``settings`` are kept on every answer.
    """

    def __init__(
        self,
        retriever: Retriever,
        gazetteer: Gazetteer,
        support: SupportCheck,
        llm: LanguageModel | None,
        no_llm_because: str = "",
        settings: Mapping[str, str] = _NOTHING,
    ) -> None:
        self._retriever = retriever
        self._gazetteer = gazetteer
        self._support = support
        self._glossary = Glossary.load()
        self._llm = llm
        self._translator = Translator(llm, support, self._glossary, gazetteer) if llm is not None else None
        self._composer = Composer(support, gazetteer, self._translator)
        self._no_llm_because = no_llm_because
        self._settings = settings

    def ask(
        self,
        text: str,
        *,
        filters: Filters = Filters(),
        infer: bool = True,
        stop: threading.Event | None = None,
        markers: Mapping[str, int] = _NO_MARKERS,
        history: Sequence[str] = (),
    ) -> Iterator[Event]:
        """Answer ``text``, reporting on the way; the last event is ``Finished``.

        ``filters`` are the person's own, ``infer`` allows others to be read from the question;
        setting ``stop`` ends it within a second with what had passed; ``markers`` are the numbers
        that paragraphs already have in the conversation, and ``history`` the questions that were
        answered in it, the latest last. Raises UsageError for a question that is empty or too long. A
        language model that fails costs only the writing.
        """
        run = Run(Clock(), Sheet(markers), stop or threading.Event(), check_length(text))
        asked = self._understood(run, filters, history, infer=infer)
        question = together(asked)
        run.scope = self._retriever.scope(question.filters)
        yield Searching(run.scope, question.filters)
        if not self._retriever.scope().paragraphs:
            yield self._finished(run, question, "empty_library", notes.empty_library(question.language))
            return
        if question.kind == "greeting":
            yield self._finished(run, question, "not_addressed", notes.greeting(question.language))
            return

        parts = self._gather(run, [(one, self._keywords(one)) for one in asked])
        yield from self._quote(run, parts)
        if question.language != "en" and self._translator is not None:
            parts = self._gather(run, [self._in_own_or_english(run, one) for one in asked])
            yield from self._quote(run, parts)

        decisions = []
        for part in parts:
            yield from self._answer(run, part)
            decisions.append(run.decision)
        yield self._conclude(run, question, parts, decisions)

    def parts(
        self, text: str, *, history: Sequence[str] = (), stop: threading.Event | None = None
    ) -> tuple[list[Part], str]:
        """The parts into which a question is taken, each with its evidence, and the question as understood:
        how far `ask` goes before it decides anything. Raises UsageError."""
        run = Run(Clock(), Sheet({}), stop or threading.Event(), check_length(text))
        asked = self._understood(run, Filters(), history, infer=True)
        return self._gather(run, [self._in_own_or_english(run, one) for one in asked]), together(asked).text

    def _in_own_or_english(self, run: Run, question: Question) -> tuple[Question, str]:
        if question.language == "en" or self._translator is None:
            return question, self._keywords(question)
        return self._in_english(run, question, self._translator)

    def _understood(self, run: Run, given: Filters, history: Sequence[str], *, infer: bool) -> list[Question]:
        """The questions in the text, each standing by itself."""
        before = list(history)
        asked = []
        for one in questions(run.text):
            whole = completed(one, before, self._gazetteer)
            question = understand(whole, given, self._gazetteer, self._holdings(), infer=infer)
            if question.kind == "list" and before and asks_for_others(one):
                question = replace(question, besides=asked_delegations(before[-1], self._gazetteer))
            asked.append(question)
            before.append(whole)
        return asked

    def _holdings(self) -> Holdings:
        scope = self._retriever.scope()
        years = scope.since[:4], scope.until[:4]
        return Holdings(self._retriever.delegations(), *years, forums=self._retriever.forums())

    def _keywords(self, question: Question) -> str:
        """What can be searched for before a model has translated the question."""
        if question.language == "en":
            return question.text
        return keywords(question.text, self._glossary)

    def search(self, query: str, filters: Filters, k: int) -> SearchResult:
        """The ``k`` best paragraphs for a question in any language; a Japanese one is brought into English,
        by the language model where there is one."""
        question = understand(query, filters, self._gazetteer, self._holdings(), infer=False)
        english = self._keywords(question) or query
        if question.language != "en" and self._translator is not None:
            with suppress(LLMError):
                english = self._translator.question_to_english(query, threading.Event())
        return replace(found(self._retriever, english, query, question.filters, k), query=query)

    def _in_english(self, run: Run, question: Question, translator: Translator) -> tuple[Question, str]:
        """The question in the language that the encoder and the prompts are for."""
        try:
            english = translator.question_to_english(question.text, run.stop)
        except LLMError as error:
            run.failure = str(error)
            return question, self._keywords(question)
        expects = question.expects or expected(english)
        return replace(question, expects=expects, premise=premise(english)), english

    def _gather(self, run: Run, asked: Sequence[tuple[Question, str]]) -> list[Part]:
        """Search for each part of each question, and score the sentences of what was found. What has
        no English words is searched by its own."""
        return [
            self._part(run, question, english or question.text, filters)
            for question, english in asked
            for filters in filters_of_parts(question, english or question.text, self._retriever)
        ]

    def _part(self, run: Run, question: Question, query: str, filters: Filters) -> Part:
        before = run.clock.now()
        result = found(self._retriever, query, question.text, filters, _HITS)
        searched = run.clock.now()
        evidence = gather(query, result.hits, self._retriever, self._gazetteer, asked=question.text)
        reranking = result.timings_ms.get("rerank", 0.0)
        run.clock.add("retrieve", searched - before - reranking)
        run.clock.add("rerank", reranking + run.clock.now() - searched)
        dated = question.kind == "over_time"
        return Part(question, query, filters, result.hits, evidence, dated=dated)

    def _quote(self, run: Run, parts: list[Part]) -> Iterator[Event]:
        """Report the best verbatim sentences, if any is worth it."""
        quotes = [
            run.sheet.quotation(part.evidence.sentences[i])
            for part in parts
            if part.question.kind != "list" and worth_asking(part.evidence).addressed
            for i in part.evidence.quotes()
        ]
        if quotes and quotes != run.sheet.quotes:
            run.sheet.quotes = quotes
            run.clock.mark("first_quote")
            yield Quoted(tuple(quotes), run.sheet.cited_sources())

    def _answer(self, run: Run, part: Part) -> Iterator[Event]:
        """Decide whether the part's evidence answers; if so, write, check and report."""
        if part.question.kind == "list":
            yield from self._list(run, part)
            return
        run.decision = self._before_asking(run, part)
        if not run.decision.addressed:
            return
        if self._llm is None or run.failure:
            run.decision = decide(part.evidence, None)
            if run.decision.addressed:
                settle_for_quotations(run, part)
            return
        why = bool(part.question.premise)
        writer = Writer(self._llm, self._gazetteer, part.english, part.evidence, why=why)
        try:
            run.decision = decide(part.evidence, None)
            if part.question.kind != "quote" or not run.decision.addressed:
                strange = names_what_is_missing(part.english, part.evidence, self._gazetteer)
                log_odds = writer.states_answer(run.stop)
                run.decision = decide(part.evidence, log_odds, premise=why, strange=strange)
            if run.decision.addressed and part.question.kind != "quote" and not run.stop.is_set():
                yield from self._composer.write(run, part, writer)
        except LLMError as error:
            run.failure = str(error)
        if run.decision.addressed and not run.wrote(part):
            settle_for_quotations(run, part)

    def _list(self, run: Run, part: Part) -> Iterator[Event]:
        """One sentence of each delegation that says it, verbatim: too many to be written about."""
        besides = part.question.besides
        found = speakers(part.english, part.filters, self._retriever, self._gazetteer, besides=besides)
        said = [sentence for sentence in found if not self._denies(sentence, part.english)]
        run.decision = Decision(True) if said else Decision(False, "not_stated")
        for sentence in said:
            quotation = run.sheet.quotation(sentence)
            run.sheet.sentences.append(quotation)
            yield Passed(quotation, run.sheet.sources())

    def _denies(self, sentence: EvidenceSentence, question: str) -> bool:
        """Whether the sentence says the opposite of what "which states …" asks for."""
        claim = claimed(question, self._gazetteer.name(sentence.source.delegation))
        if not claim:
            return False
        return self._support.check(claim, [Stated(sentence.text, sentence.context)]).reason == "contradicted"

    def _before_asking(self, run: Run, part: Part) -> Decision:
        """What code can tell without the model: topic, premise, kind of answer."""
        decision = worth_asking(part.evidence)
        if not decision.addressed:
            return decision
        if part.question.premise:
            claim = part.question.premise.rstrip("?？ ").split(" ", 1)[-1]
            against = self._composer.check(claim, part.evidence)
            if against.reason == "contradicted":
                run.against += [part.evidence.sentences[i] for i in against.carrying[:1]]
                return Decision(False, "premise")
        texts = [part.evidence.sentences[i].text for group in part.evidence.extracts() for i in group]
        return holds_what_is_expected(part.question.expects, texts)

    def _conclude(
        self, run: Run, question: Question, parts: list[Part], decisions: list[Decision]
    ) -> Finished:
        said = [sentence.text for sentence in run.sheet.sentences]
        expected = holds_what_is_expected(question.expects, said) if said else Decision(True)
        if said and expected.addressed:
            note = self._partial_note(run, question, parts, decisions)
            return self._finished(run, question, "answered", note, parts)
        reason = expected.reason or next((d.reason for d in decisions if d.reason), "") or "unsupported"
        run.sheet.quotes = [run.sheet.quotation(sentence) for sentence in run.against]
        run.elsewhere = self._elsewhere(parts) if reason != "premise" and not run.stop.is_set() else ()
        note = notes.not_addressed(reason, run.scope, question.filters, self._gazetteer, question.language)
        other = notes.elsewhere(run.elsewhere, question.filters, self._gazetteer, question.language)
        return self._finished(run, question, "not_addressed", f"{note} {other}".strip(), parts)

    def _elsewhere(self, parts: list[Part]) -> tuple[Source, ...]:
        """Where the first part's question is addressed after all: by other delegations in the time asked
        about, or by the same at other times."""
        part = parts[0]
        found: list[EvidenceSentence] = []
        if asked := part.question.filters.delegations:
            anyone = replace(part.filters, delegations=())
            found += others(
                part.english, anyone, self._retriever, self._gazetteer, besides=asked, most=_ELSEWHERE
            )
        if part.filters.since or part.filters.until:
            always = replace(part.filters, since="", until="")
            found += times(part.english, always, self._retriever, self._gazetteer, most=_ELSEWHERE)
        return tuple({s.source.paragraph_id: s.source for s in found}.values())

    def _partial_note(
        self, run: Run, question: Question, parts: list[Part], decisions: list[Decision]
    ) -> str:
        """What a reader must know beside an answer: which part is silent, why it is quoted."""
        silent = []
        for part, decision in zip(parts, decisions, strict=True):
            if len(parts) > 1 and not part.dated and not run.wrote(part):
                reason, scope = decision.reason or "unsupported", self._retriever.scope(part.filters)
                sentence = notes.not_addressed(
                    reason, scope, part.filters, self._gazetteer, question.language
                )
                several = part.question.text != question.text and len({p.question.text for p in parts}) > 1
                silent.append(f"{part.question.text} {sentence}" if several else sentence)
        translated = question.language != "en" and any(not s.verbatim for s in run.sheet.sentences)
        because = run.failure or (self._no_llm_because if self._llm is None else "")
        return " ".join(
            [
                *silent,
                *([notes.listed(question.language)] if question.kind == "list" else []),
                *([notes.translated(question.language)] if translated else []),
                *([notes.no_model(because, question.language)] if because else []),
            ]
        )

    def _finished(
        self,
        run: Run,
        question: Question,
        status: Status,
        note: str,
        parts: Sequence[Part] = (),
    ) -> Finished:
        answered = status == "answered"
        nearest = [hit.source for part in parts for hit in part.hits[:_NEAREST]]
        mode: Mode = "written" if any(not s.verbatim for s in run.sheet.sentences) else "quoted"
        run.clock.mark("total")
        return Finished(
            Answer(
                question=run.text,
                status=status,
                mode=mode if answered else ("quoted" if self._llm is None else "written"),
                language=question.language,
                filters=question.filters,
                sentences=tuple(run.sheet.sentences) if answered else (),
                quotes=tuple(run.sheet.quotes),
                asked_as=question.text if question.text != run.text else "",
                sources=run.sheet.cited_sources(),
                rejected=tuple(run.sheet.rejected),
                nearest=() if answered else tuple(nearest[:_NEAREST]),
                elsewhere=run.elsewhere,
                scope=run.scope,
                note=note,
                model=self._llm.name if self._llm is not None else "none",
                prompt_sha256=prompts_sha256(),
                library_sha256=self._retriever.sha256,
                raw_text="\n".join(run.sheet.raw),
                evidence=_read_paragraphs(parts),
                settings=self._settings,
                stopped=run.stop.is_set(),
                timings_ms=run.clock.reading(),
            )
        )


def _read_paragraphs(parts: Sequence[Part]) -> tuple[str, ...]:
    """Ids of the paragraphs whose sentences were weighed, each once, in the order of the parts."""
    ids = (sentence.source.paragraph_id for part in parts for sentence in part.evidence.sentences)
    return tuple(dict.fromkeys(ids))
