"""The bottom line: one or two sentences that the language model writes over the extracts, each shown only
when the support check lets it pass.

Nothing else of the model's text reaches the reader. What it gets wrong costs nothing: the words that answer
stand below, verbatim.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from answer.events import Dropped, Event, Passed
from answer.evidence.answerable import only_repeats
from answer.evidence.parts import Part
from answer.evidence.sentences import Evidence, EvidenceSentence
from answer.question.claim import yes_or_no
from answer.question.dates import with_year
from answer.run import Run
from answer.support.check import Evidence as Stated
from answer.support.check import Support, SupportCheck
from answer.support.settled import says_yes
from answer.writing.clean import in_third_person, speaks_for_nobody, spoken_by
from answer.writing.translate import Translator
from answer.writing.writer import Writer
from core.delegations import Gazetteer
from core.records import Rejected, Sentence

_MOST: Final = 2
_MAY_ANSWER: Final = 0.4  # probability from which a paragraph beside the likeliest one may be cited


@dataclass(frozen=True, slots=True)
class BottomLine:
    """Writes and checks. It keeps nothing, so one serves many people. ``translator`` None leaves English
    sentences as they are."""

    support: SupportCheck
    gazetteer: Gazetteer
    translator: Translator | None

    def check(self, claim: str, evidence: Evidence) -> Support:
        """The support that the evidence gives to one sentence."""
        return self.support.check(claim, [Stated(s.text, s.context) for s in evidence.sentences])

    def write(self, run: Run, part: Part, writer: Writer, *, dated: bool) -> Generator[Event, None, int]:
        """Stream the sentences that pass; returns how many did. ``dated`` puts the year on each. The first
        begins with "Yes" where it rests on words that settle the question so. Raises LLMError."""
        passed = 0
        yes = self._settled(part)
        for written in writer.sentences(run.stop):
            run.clock.mark("first_token")
            run.sheet.raw.append(written)
            outcome = self._judged(run, part, written, dated=dated)
            if isinstance(outcome, Rejected):
                run.sheet.rejected.append(outcome)
                yield Dropped(outcome)
            elif outcome is not None:
                if not passed and yes & {(c.paragraph_id, c.start) for c in outcome.citations}:
                    outcome = replace(outcome, text=f"Yes: {outcome.text}")
                run.sheet.sentences.append(outcome)
                yield Passed(outcome, run.sheet.sources())
                passed += 1
            if passed >= _MOST or run.stop.is_set():
                break
        return passed

    def _settled(self, part: Part) -> frozenset[tuple[str, int]]:
        """Where the sentences stand that answer a yes-or-no question in English with yes."""
        if part.question.language != "en":
            return frozenset()
        sentences = part.evidence.sentences
        stated = [Stated(s.text, s.context) for s in sentences]
        carrying = says_yes(yes_or_no(part.english), stated, self.support)
        return frozenset((sentences[i].source.paragraph_id, sentences[i].start) for i in carrying)

    def _judged(self, run: Run, part: Part, written: str, *, dated: bool) -> Sentence | Rejected | None:
        """The sentence as it is shown, why it is not, or None where it adds nothing to one that is."""
        speaker = part.evidence.speaker()
        written = in_third_person(written, self.gazetteer.name(speaker) if speaker else "")
        if only_repeats(part.english, written):
            return Rejected(written, "repeats_question")
        support = self.check(written, part.evidence)
        carrying = [part.evidence.sentences[i] for i in support.carrying]
        if run.sheet.says_already(written, carrying):
            return None
        if reason := self._against(part, written, support, carrying):
            return Rejected(written, reason, support.score, support.differing)
        text = self._told(written, carrying[0], dated=dated)
        if part.question.language != "en":
            text = self._in_japanese(run, text, carrying[0])
            if not text:
                return Rejected(written, "untranslated", support.score)
        return Sentence(text, support.score, run.sheet.citations(carrying))

    def _against(
        self, part: Part, written: str, support: Support, carrying: Sequence[EvidenceSentence]
    ) -> str:
        """Why a sentence is not shown; "" when it is."""
        if support.reason or not carrying:
            return support.reason or "unsupported"
        said = carrying[0].source
        speaker = spoken_by(written, self.gazetteer)
        if speaker and said.delegation and speaker != said.delegation:
            return "wrong_delegation"
        if speaks_for_nobody(written):
            return "first_person"
        if written.endswith(("?", "？")) or not part.evidence.bears(support.carrying[0], _MAY_ANSWER):
            return "beside_question"
        return ""

    def _told(self, written: str, said: EvidenceSentence, *, dated: bool) -> str:
        """The sentence with whose words it reports, where it does not name them first, and its year."""
        source = said.source
        name = self.gazetteer.name(source.delegation) if source.delegation else source.speaker
        first = next((mention.code for mention in self.gazetteer.find(written)), "")
        text = with_year(written, source.date)
        lead = name if name and first != source.delegation else ""
        year = source.date[:4] if dated and source.date[:4] not in text else ""
        label = ", ".join(part for part in (lead, year) if part)
        return f"{label}: {text}" if label else text

    def _in_japanese(self, run: Run, text: str, said: EvidenceSentence) -> str:
        if self.translator is None:
            return ""
        return self.translator.sentence_to_japanese(text, said.context, run.stop)
