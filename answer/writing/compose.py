"""From what a model writes about one part of a question to the sentences that are shown of it.

Every sentence is checked against the evidence. One that is not carried is dropped; where it nearly was, what
it rested on is quoted in its place.
"""

from collections.abc import Generator, Iterator, Sequence
from typing import Final

from answer.events import Dropped, Event, Passed
from answer.evidence.answerable import only_repeats, states_by_itself
from answer.evidence.parts import Part
from answer.evidence.sentences import Evidence, EvidenceSentence
from answer.question.dates import with_year
from answer.question.understand import Question
from answer.run import Run
from answer.support.check import SHOWN_FROM, Support, SupportCheck
from answer.support.check import Evidence as Stated
from answer.writing.translate import Translator
from answer.writing.writer import Writer, in_marks, speaks_for_nobody, spoken_by, unlabelled, words_of
from core.delegations import Gazetteer
from core.errors import LLMError
from core.records import Rejected, Sentence

_QUOTED_BESIDE: Final = 2
_NEARER: Final = 3.0  # logits
# Reasons for which its evidence can stand in for a sentence: it was about that, and told it wrongly.
_TOLD_WRONGLY: Final = frozenset(
    ("number", "name", "strengthened", "weakened", "contradicted", "wrong_actor", "unsupported")
)


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
        """Stream what the model writes; pass on what the evidence carries, and quote what was told wrongly
        and what answers best and was left out. Raises LLMError."""
        nearly: list[int] = []
        for written in writer.sentences(run.stop):
            run.clock.mark("first_token")
            if only_repeats(part.english, written):
                yield _rejected(run, Rejected(written, "repeats_question"))
            else:
                nearly += yield from self._show_if_carried(run, part, written)
        left_out = (part.evidence.sentences[i] for i in self._left_out(run, part, nearly))
        unsaid = [sentence for sentence in left_out if not run.sheet.rests_on(sentence)]
        if unsaid and not run.wrote(part) and not run.stop.is_set():
            yield from self._restate(run, part, unsaid[0], writer)
        for sentence in unsaid[:_QUOTED_BESIDE]:
            if not run.stop.is_set() and not run.sheet.rests_on(sentence):
                yield self._quote(run, sentence)

    def _left_out(self, run: Run, part: Part, nearly: list[int]) -> list[int]:
        """Indices of the sentences to be quoted: the best ones where nothing passed, or the best where it is
        as good as an answer or much nearer to one than what is shown; then those that dropped ones rested on.
        """
        evidence = part.evidence
        best = evidence.quotes()
        if best and run.wrote(part):
            shown = [s.score for s in evidence.sentences if run.sheet.rests_on(s)]
            nearer = evidence.sentences[best[0]].score >= max(shown, default=evidence.best) + _NEARER
            best = best[:1] if nearer or states_by_itself(evidence) else ()
        return list(dict.fromkeys([*best[:1], *(i for i in nearly if evidence.quotable(i)), *best[1:]]))

    def _restate(self, run: Run, part: Part, sentence: EvidenceSentence, writer: Writer) -> Iterator[Event]:
        """The best sentence in reported speech, checked like any other, where nothing written has passed."""
        try:
            restated = writer.restate(sentence, run.stop)
        except LLMError as error:
            run.failure = str(error)
            return
        if restated:
            yield from self._show_if_carried(run, part, restated)

    def _quote(self, run: Run, sentence: EvidenceSentence) -> Passed:
        """The evidence sentence as it stands: nothing is lost on the way to what nearly was told wrongly."""
        quotation = run.sheet.quotation(sentence)
        run.sheet.sentences.append(quotation)
        return Passed(quotation, run.sheet.sources())

    def _show_if_carried(self, run: Run, part: Part, written: str) -> Generator[Event, None, Sequence[int]]:
        """Show the sentence, or drop it with its reason. Returns the index of the evidence sentence that it
        rested on where that can stand in for it."""
        run.sheet.raw.append(written)
        support = self.check(written, part.evidence)
        carrying = [part.evidence.sentences[i] for i in support.carrying]
        if run.sheet.says_already(written, carrying):
            return ()
        if reason := support.reason or self._against(run, part, written, support):
            yield _rejected(run, Rejected(written, reason, support.score))
            return support.carrying[:1] if reason in _TOLD_WRONGLY else ()
        said = carrying[0]
        if self._is_only_spoken(written, said):
            yield self._quote(run, said)
            return ()
        quoted = in_marks(written, said.text) if speaks_for_nobody(written, labelled=False) else ""
        told = quoted or with_year(self._attributed(written, said, dated=part.dated), said.source.date)
        text = self._in_language_of(run, part.question, told, said)
        if part.dated and (year := said.source.date[:4]):
            text = f"{year}: {text}"
        sentence = Sentence(text, support.score, run.sheet.citations(carrying))
        run.sheet.sentences.append(sentence)
        yield Passed(sentence, run.sheet.sources())
        return ()

    def _is_only_spoken(self, written: str, said: EvidenceSentence) -> bool:
        """Whether a written sentence is the speaker's own, word for word, with its "we": it is shown as the
        quotation that it is."""
        bare = unlabelled(written)
        return speaks_for_nobody(bare, labelled=False) and words_of(bare) == words_of(said.text)

    def _attributed(self, written: str, said: EvidenceSentence, *, dated: bool) -> str:
        """The sentence with whose words it tells, where it isn't the first to be named: nobody is to be read
        as speaking in the writer's voice."""
        name = self._gazetteer.name(said.source.delegation) if said.source.delegation else ""
        first = next((mention.code for mention in self._gazetteer.find(written)), "")
        return written if dated or not name or first == said.source.delegation else f"{name}: {written}"

    def _against(self, run: Run, part: Part, written: str, support: Support) -> str:
        """Why a sentence that may pass the check by itself is not shown; "" when it is."""
        if support.score < SHOWN_FROM:
            return "unsupported"
        said = part.evidence.sentences[support.carrying[0]]
        speaker = spoken_by(written, self._gazetteer)
        if speaker and said.source.delegation and speaker != said.source.delegation:
            return "wrong_delegation"
        unclear = speaks_for_nobody(written, labelled=bool(speaker))
        if unclear and not self._is_only_spoken(written, said) and not in_marks(written, said.text):
            return "wrong_actor"
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
