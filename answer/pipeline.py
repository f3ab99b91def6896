"""From a question to an answer: the whole way, top to bottom, in :meth:`Pipeline.ask`.

A model writes, code decides, and the quotation is the answer's backbone. Code chooses the evidence, says
whether it answers the question, may answer it or does not, and shows of what was written only what the
evidence supports.
"""

import threading
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from answer import notes
from answer.clock import Clock
from answer.conclude import Conclusion, concluded, of_cells, of_outcomes
from answer.events import Event, Finished, Quoted, Searching, Waiting
from answer.evidence.bilingual import found
from answer.evidence.excerpts import Excerpt
from answer.evidence.parts import FEW, Part
from answer.evidence.retriever import Retriever
from answer.evidence.verdict import Findings
from answer.kept import KeptAnswers, given_again, key_of, state_of
from answer.line import Line, silently
from answer.question.dates import compared_years
from answer.question.understand import (
    Question,
    check_length,
    premise,
    together,
    understand,
)
from answer.run import Run
from answer.sheet import Sheet
from answer.support.check import SupportCheck
from answer.tasks import catalogue, digest, position, survey, unattributed
from answer.tasks.gathering import gathered, searchable
from answer.tasks.outcome import Outcome
from answer.tasks.toolbox import Toolbox
from answer.tasks.understood import holdings, in_english, understood
from answer.writing.bottom_line import BottomLine
from answer.writing.glossary import Glossary
from answer.writing.llm import LanguageModel
from answer.writing.translate import Translator
from core.delegations import Gazetteer
from core.records import Answer, Cell, Filters, SearchResult, Table

_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_MARKERS: Mapping[str, int] = MappingProxyType({})


class Pipeline:
    """Answers questions over one library. It holds no conversation, so one serves many people.

    ``llm`` None means that answers are quotations; ``no_llm_because`` then says why, for the reader.
    ``settings`` are kept on every answer. ``line`` is where questions wait for the language model, ``kept``
    has the answers that need not be made again.
    """

    def __init__(
        self,
        retriever: Retriever,
        gazetteer: Gazetteer,
        support: SupportCheck,
        llm: LanguageModel | None,
        no_llm_because: str = "",
        settings: Mapping[str, str] = _NOTHING,
        line: Line | None = None,
        kept: KeptAnswers | None = None,
    ) -> None:
        glossary = Glossary.load()
        translator = Translator(llm, support, glossary, gazetteer) if llm is not None else None
        self._tools = Toolbox(
            retriever,
            gazetteer,
            support,
            glossary,
            llm,
            translator,
            BottomLine(support, gazetteer, translator),
            no_llm_because,
            line or Line(),
        )
        self._settings = settings
        self._kept = kept

    @property
    def tools(self) -> Toolbox:
        """The parts that it works with."""
        return self._tools

    def ask(
        self,
        text: str,
        *,
        filters: Filters = Filters(),
        infer: bool = True,
        stop: threading.Event | None = None,
        markers: Mapping[str, int] = _NO_MARKERS,
        history: Sequence[str] = (),
        silent: Collection[str] = (),
        paper: bool = False,
    ) -> Iterator[Event]:
        """Answer ``text``, reporting on the way; the last event is ``Finished``.

        ``filters`` are the person's own, ``infer`` allows others to be read from the question;
        setting ``stop`` ends it within a second with what had passed; ``markers`` are the numbers
        that paragraphs already have in the conversation, and ``history`` the questions that were asked
        in it, the latest last, of which ``silent`` were not addressed; a question that is part of a
        ``paper`` lets others go first. Raises UsageError for a question that is empty or too long. A
        language model that fails costs only the writing.
        """
        run = self._run(text, stop, markers, paper=paper)
        state = state_of(self._tools, self._settings) if self._kept is not None else ()
        asked = yield from understood(
            run.text, filters, history, self._tools, run.place, run.stop, infer=infer, silent=silent
        )
        question = together(asked)
        key = key_of(state, run.text, asked, markers)
        if self._kept is not None and (kept := self._kept.find(key)) is not None:
            yield from given_again(kept, run.clock)
            return
        scope = self._tools.retriever.scope(question.filters)
        yield Searching(scope, question.filters)
        if not self._tools.retriever.scope().paragraphs:
            conclusion = Conclusion("empty_library", note=notes.empty_library(question.language))
        elif question.kind in ("greeting", "help", "cannot"):
            say = notes.cannot if question.kind == "cannot" else notes.greeting
            conclusion = Conclusion("not_addressed", note=say(question.language), kind=question.kind)
        elif question.kind == "catalogue":
            said = catalogue.answer(question, self._tools)
            conclusion = Conclusion("answered", note=said, kind="catalogue")
        elif question.kind == "digest":
            conclusion = self._digested(run, *digest.answer(question, self._tools))
        elif len(asked) == 1 and (surveyed := (yield from self._survey(run, asked[0]))) is not None:
            conclusion = of_cells(asked[0], surveyed, self._tools)
        else:
            conclusion = yield from self._positions(run, asked)
        answer = concluded(run, question, scope, conclusion, self._tools)
        answer = replace(answer, settings=self._settings)
        whole = not answer.stopped and not run.place.failed
        if self._kept is not None and whole and state_of(self._tools, self._settings) == state:
            self._kept.keep(key, answer)
        yield Finished(answer)

    def _run(
        self,
        text: str,
        stop: threading.Event | None = None,
        markers: Mapping[str, int] = _NO_MARKERS,
        *,
        paper: bool = False,
    ) -> Run:
        """Raises UsageError for a question that is empty or too long."""
        sheet, place = Sheet(markers), self._tools.line.place(paper=paper)
        return Run(Clock(), sheet, stop or threading.Event(), check_length(text), place)

    def digest(self, statement_id: str) -> Answer:
        """A statement in at most five quotations; what was made before is given again while nothing has
        changed. Raises LibraryError for one that is not there."""
        state = state_of(self._tools, self._settings) if self._kept is not None else ()
        statement = self._tools.retriever.statement(statement_id)
        codes = (statement.delegation,) if statement.delegation else ()
        filters = Filters(codes, statement.date, statement.date_end)
        question = Question(f"Summarise {statement.title or statement.id}", "en", filters, kind="digest")
        key = key_of(state, f"digest of {statement_id}", [question], _NO_MARKERS)
        if self._kept is not None and (kept := self._kept.find(key)) is not None:
            return kept
        run = self._run(question.text)
        found = digest.points(statement_id, self._tools)
        conclusion = self._digested(run, found, digest.named(statement, self._tools))
        answer = concluded(run, question, self._tools.retriever.scope(filters), conclusion, self._tools)
        answer = replace(answer, settings=self._settings)
        if self._kept is not None and state_of(self._tools, self._settings) == state:
            self._kept.keep(key, answer)
        return answer

    def table(
        self, text: str, filters: Filters, years: Sequence[str] = (), stop: threading.Event | None = None
    ) -> Table:
        """What each delegation of ``filters`` (without any: every one that there is) said on a question, in
        each of ``years`` (without any: at any time). Nothing is read from the question's words. Raises
        UsageError."""
        run = self._run(text, stop)
        question = understand(run.text, filters, self._tools.gazetteer, holdings(self._tools), infer=False)
        english = silently(self._searchable(run, question))[1] or question.text
        if question.filters.delegations or years:
            judged = survey.compared(run, question, english, years, self._tools)
        else:
            judged = survey.by_delegation(run, question, english, self._tools)
        cells = silently(judged)
        return Table(text, question.filters, cells, run.sheet.sources(), run.stop.is_set())

    def parts(
        self, text: str, *, history: Sequence[str] = (), stop: threading.Event | None = None
    ) -> tuple[list[Part], str]:
        """The parts into which a question is taken, each with its evidence, and the question as understood:
        how far `ask` goes before it decides anything. Raises UsageError."""
        run = self._run(text, stop)
        asked = silently(
            understood(run.text, Filters(), history, self._tools, run.place, run.stop, infer=True)
        )
        worded = [silently(self._searchable(run, one)) for one in asked]
        parts = [part for one, english in worded for part in gathered(run, one, english, self._tools)]
        return parts, together(asked).text

    def findings(self, text: str, *, stop: threading.Event) -> tuple[Findings, ...]:
        """What the verdict on each part of a question would rest on. Raises UsageError and LLMError."""
        return tuple(
            position.findings_with_model(part, self._tools, stop)
            for part in self.parts(text, stop=stop)[0]
            if part.evidence.sentences
        )

    def search(self, query: str, filters: Filters, k: int) -> SearchResult:
        """The ``k`` best paragraphs for a question in any language; a Japanese one is brought into English,
        by the language model where there is one."""
        question = understand(query, filters, self._tools.gazetteer, holdings(self._tools), infer=False)
        english = searchable(question, self._tools) or query
        if question.language != "en":
            place, stop = self._tools.line.place(), threading.Event()
            english = silently(in_english(query, self._tools, place, stop)) or english
        return replace(found(self._tools.retriever, english, query, question.filters, k), query=query)

    def _digested(self, run: Run, points: tuple[Excerpt, ...], note: str) -> Conclusion:
        if not points:
            return Conclusion("not_addressed", note, kind="digest")
        run.clock.mark("first_quote")
        run.sheet.quote(points)
        return Conclusion("answered", note, kind="digest")

    def _positions(self, run: Run, asked: Sequence[Question]) -> Generator[Event, None, Conclusion]:
        """Each question, and each delegation or year that one compares, is answered by itself."""
        worded = [(one, searchable(one, self._tools)) for one in asked]
        parts = [part for one, english in worded for part in gathered(run, one, english, self._tools)]
        chosen = yield from self._quote(run, parts)
        if asked[0].language != "en" and self._tools.translator is not None:
            worded = []
            for one in asked:
                worded.append((yield from self._searchable(run, one)))
            parts = [part for one, english in worded for part in gathered(run, one, english, self._tools)]
            chosen = yield from self._quote(run, parts)
        dated = len({part.filters.since[:4] for part in parts}) > 1
        outcomes: list[Outcome] = []
        for part, quoted in zip(parts, chosen, strict=True):
            years = {excerpt.source.date[:4] for excerpt in quoted}
            several = dated or len(years) > 1
            outcomes.append((yield from position.answer(run, part, quoted, self._tools, dated=several)))
        nobodys = unattributed.put_to_nobody(asked, outcomes, self._tools)
        if nobodys is not None and not run.stop.is_set():
            likeliest = max(outcome.verdict.probability for outcome in outcomes)
            conclusion = yield from self._of_nobody(run, asked[0], nobodys, worded[0][1], likeliest)
            if conclusion is not None:
                return conclusion
        return of_outcomes(run, asked, outcomes, self._tools)

    def _of_nobody(
        self, run: Run, asked: Question, nobodys: Question, english: str, likeliest: float
    ) -> Generator[Event, None, Conclusion | None]:
        """What texts whose speaker is not known say; None where that is no likelier to answer than
        what those asked about say, which is so with probability ``likeliest``."""
        shown = tuple(run.sheet.quotes)
        run.sheet.quotes.clear()
        parts = gathered(run, nobodys, english, self._tools)
        outcomes: list[Outcome] = []
        for part, quoted in zip(parts, (yield from self._quote(run, parts)), strict=True):
            theirs = unattributed.names_them(quoted, asked, self._tools.gazetteer)
            outcome = position.answer(run, part, quoted, self._tools, dated=False, theirs=theirs)
            outcomes.append((yield from outcome))
        states = {outcome.verdict.state for outcome in outcomes}
        likelier = max(outcome.verdict.probability for outcome in outcomes) > likeliest
        if "said" in states or ("uncertain" in states and likelier):
            conclusion = of_outcomes(run, [nobodys], outcomes, self._tools)
            note = notes.unattributed(asked.filters, self._tools.gazetteer, asked.language)
            return replace(conclusion, note=" ".join(filter(None, [note, conclusion.note])))
        run.sheet.quotes[:] = shown
        return None

    def _survey(self, run: Run, question: Question) -> Generator[Event, None, tuple[Cell, ...] | None]:
        """The cells that a list, a comparison of many or a change over time asks for; None for a question
        that is answered by itself."""
        several = len(question.filters.delegations) > FEW
        if question.kind not in ("list", "count", "who_else", "over_time", "compare"):
            return None
        years = compared_years(question.text, question.filters.since, question.filters.until, of_change=True)
        english = (yield from self._searchable(run, question))[1] or question.text
        if question.kind in ("list", "count", "who_else"):
            return (yield from survey.by_delegation(run, question, english, self._tools))
        if question.kind == "over_time" and not years:
            return (yield from survey.by_year(run, question, english, self._tools))
        if several:
            return (yield from survey.compared(run, question, english, years, self._tools))
        return None

    def _quote(self, run: Run, parts: Sequence[Part]) -> Generator[Event, None, list[tuple[Excerpt, ...]]]:
        """Report the words that are nearest, before anything is decided; returns those of each part."""
        chosen = [position.chosen(part, self._tools) for part in parts]
        sheet = run.sheet
        quotes = [sheet.quotation(excerpt) for excerpts in chosen for excerpt in excerpts]
        if quotes:
            run.clock.mark("first_quote")
            yield Quoted(tuple(quotes), sheet.sources())
        return chosen

    def _searchable(self, run: Run, question: Question) -> Generator[Waiting, None, tuple[Question, str]]:
        """The question with its English, in which the prompts and the judge read; its keywords where no
        model translates."""
        if question.language == "en":
            return question, searchable(question, self._tools)
        english = yield from in_english(question.text, self._tools, run.place, run.stop)
        if not english:
            return question, searchable(question, self._tools)
        return replace(question, premise=premise(english)), english
