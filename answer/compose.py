"""From what a model writes about one part of a question to the sentences that are shown of it.

Every sentence is checked against the evidence. One that is not carried is dropped; where it nearly was, what
it rested on is told once more, in reported speech that is checked in the same way, or else in its own words.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Final

from answer.addressed import only_repeats, states_by_itself
from answer.dates import with_year
from answer.events import Dropped, Event, Passed
from answer.evidence import Evidence, EvidenceSentence
from answer.part import Part
from answer.question import Question
from answer.run import Run
from answer.support import SHOWN_FROM, Support, SupportCheck
from answer.support import Evidence as Stated
from answer.translate import Translator
from answer.writer import Writer, spoken_by
from core.delegations import Gazetteer
from core.errors import LLMError
from core.records import Rejected, Sentence

_TOLD_ANEW: Final = 2
_NEARER: Final = 3.0  # logits
# Reasons that another wording can cure: the sentence was about what its evidence says, and said it wrongly.
_CURABLE: Final = frozenset(
    ("number", "name", "strengthened", "weakened", "contradicted", "wrong_actor", "unsupported")
)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a written sentence: ``said`` is true when the answer now says it (or did already);
    ``nearly`` has the index of the evidence sentence that it rested on where another wording may do."""

    said: bool
    nearly: tuple[int, ...] = ()


class Composer:
    """Writes, checks and passes on the sentences of one part of a question. It keeps nothing, so one serves
    many people. ``translator`` None leaves English sentences as they are."""

    def __init__(self, support: SupportCheck, gazetteer: Gazetteer, translator: Translator | None) -> None:
        self._support = support
        self._gazetteer = gazetteer
        self._translator = translator

    def check(self, claim: str, evidence: Evidence) -> Support:
        """The support that the evidence gives to one sentence."""
        return self._support.check(claim, [Stated(s.text, s.context) for s in evidence.sentences])

    def write(self, run: Run, part: Part, writer: Writer) -> Iterator[Event]:
        """Stream what the model writes; pass on what the evidence carries, and tell anew what it nearly
        carried and what answers best and was left out. Raises LLMError."""
        nearly: list[int] = []
        for written in writer.sentences(run.stop):
            run.clock.mark("first_token")
            if only_repeats(part.english, written):
                yield _rejected(run, Rejected(written, "repeats_question"))
            else:
                outcome = yield from self._show_if_carried(run, part, written)
                nearly += outcome.nearly
        told = 0
        for i in self._left_out(run, part, nearly):
            if run.stop.is_set() or told == _TOLD_ANEW:
                return
            if not run.sheet.rests_on(part.evidence.sentences[i]):
                yield from self._tell(run, part, i, writer)
                told += 1

    def _left_out(self, run: Run, part: Part, nearly: list[int]) -> list[int]:
        """Indices of the sentences to be told anew: those that dropped sentences rested on, and the best ones
        where nothing passed, or the best is as good as an answer or much nearer to one than what is shown."""
        evidence = part.evidence
        best = evidence.quotes()
        if best and run.wrote(part):
            shown = [s.score for s in evidence.sentences if run.sheet.rests_on(s)]
            nearer = evidence.sentences[best[0]].score >= max(shown, default=evidence.best) + _NEARER
            best = best[:1] if nearer or states_by_itself(evidence) else ()
        return list(dict.fromkeys([*best[:1], *(i for i in nearly if evidence.quotable(i)), *best[1:]]))

    def _tell(self, run: Run, part: Part, index: int, writer: Writer) -> Iterator[Event]:
        """One evidence sentence in reported speech, or as it stands where that isn't carried."""
        sentence = part.evidence.sentences[index]
        failure: LLMError | None = None
        try:
            restated = writer.restate(sentence, run.stop)
        except LLMError as error:
            restated, failure = "", error
        outcome = _Outcome(said=False)
        if restated:
            outcome = yield from self._show_if_carried(run, part, restated)
        if not outcome.said and not run.stop.is_set():
            quotation = run.sheet.quotation(sentence)
            run.sheet.sentences.append(quotation)
            yield Passed(quotation, run.sheet.sources())
        if failure is not None:
            raise failure

    def _show_if_carried(self, run: Run, part: Part, written: str) -> Generator[Event, None, _Outcome]:
        """Show the sentence, or drop it with its reason."""
        run.sheet.raw.append(written)
        support = self.check(written, part.evidence)
        carrying = [part.evidence.sentences[i] for i in support.carrying]
        if run.sheet.says_already(written, carrying):
            return _Outcome(said=True)
        if reason := support.reason or self._against(run, part, written, support):
            yield _rejected(run, Rejected(written, reason, support.score))
            return _Outcome(said=False, nearly=support.carrying[:1] if reason in _CURABLE else ())
        dated = with_year(written, carrying[0].source.date)
        text = self._in_language_of(run, part.question, dated, carrying[0])
        if part.dated and (year := carrying[0].source.date[:4]):
            text = f"{year}: {text}"
        sentence = Sentence(text, support.score, run.sheet.citations(carrying))
        run.sheet.sentences.append(sentence)
        yield Passed(sentence, run.sheet.sources())
        return _Outcome(said=True)

    def _against(self, run: Run, part: Part, written: str, support: Support) -> str:
        """Why a sentence that may pass the check by itself is not shown; "" when it is."""
        if support.score < SHOWN_FROM:
            return "unsupported"
        said = part.evidence.sentences[support.carrying[0]]
        speaker = spoken_by(written, self._gazetteer)
        if speaker and said.source.delegation and speaker != said.source.delegation:
            return "wrong_delegation"
        if written.endswith(("?", "？")) or not self._bears(run, part, support):
            return "beside_question"
        return ""

    def _bears(self, run: Run, part: Part, support: Support) -> bool:
        """Whether a carried sentence belongs to the answer: what the model writes first may come from what it
        may well have found the answer in, what it adds only from what surely bears on the question. What is
        far from it may be a reason, or all there is; otherwise better is at hand."""
        evidence, index, wrote = part.evidence, support.carrying[0], run.wrote(part)
        if evidence.far(index) and not part.question.premise and (wrote or states_by_itself(evidence)):
            return False
        return evidence.bears(index) if wrote else evidence.may_answer(index)

    def _in_language_of(self, run: Run, question: Question, text: str, said: EvidenceSentence) -> str:
        """The checked sentence in the question's language, in English when that can't be trusted."""
        if question.language == "en" or self._translator is None:
            return text
        return self._translator.sentence_to_japanese(text, said.context, run.stop) or text


def settle_for_quotations(run: Run, part: Part) -> None:
    """The best sentences of the part as they stand, where nothing was written about it."""
    run.sheet.sentences += [run.sheet.quotation(part.evidence.sentences[i]) for i in part.evidence.quotes()]


def _rejected(run: Run, rejected: Rejected) -> Dropped:
    run.sheet.rejected.append(rejected)
    return Dropped(rejected)
