"""A question about a position or a fact: judged, then answered by a bottom line and their own words."""

import threading
from collections.abc import Generator, Sequence
from dataclasses import replace

from answer.events import Event, Passed
from answer.evidence.excerpts import Excerpt, excerpts, single
from answer.evidence.parts import Part
from answer.evidence.verdict import SILENT, Findings, Verdict, named_verdict, nearer, verdict
from answer.question.clauses import clauses
from answer.run import Run
from answer.tasks.frame import framed
from answer.tasks.outcome import Outcome
from answer.tasks.toolbox import Toolbox
from answer.writing.writer import Writer
from core.errors import LLMError
from core.japanese import is_japanese


def chosen(part: Part, tools: Toolbox) -> tuple[Excerpt, ...]:
    """Their words that answer the part best, before anything is decided."""
    parts = clauses(part.english)
    if len(parts) < 2 or not part.evidence.sentences:
        return excerpts(part.evidence)
    texts = [s.text for s in part.evidence.sentences]
    contexts = [s.context for s in part.evidence.sentences]
    return excerpts(
        part.evidence,
        [[float(x) for x in tools.retriever.rank_sentences(one, texts, contexts)] for one in parts],
    )


def answer(
    run: Run,
    part: Part,
    quoted: tuple[Excerpt, ...],
    tools: Toolbox,
    *,
    dated: bool,
    theirs: bool = True,
) -> Generator[Event, None, Outcome]:
    """Decide whether the part's evidence answers, and write its bottom line. ``quoted`` are the excerpts that
    were chosen for it, ``dated`` asks for the year on every written sentence. What is not ``theirs`` who are
    asked about may bear on the question, and never answers it."""
    if not quoted:
        return Outcome(part, SILENT)
    if against := _contradicting(part, tools):
        return Outcome(part, Verdict("silent", 0.0, "premise"), against)
    found = findings(part)
    if tools.llm is None:
        judged = _at_most(_without_model(part, _decided(part, found)), theirs=theirs)
        outcome = yield from _quoted_only(run, part, quoted, judged)
        if outcome.verdict.state == "said":
            yield from _framed(run, part, quoted, tools)
        return outcome
    why = bool(part.question.premise)
    writer = Writer(tools.llm, tools.gazetteer, part.english, part.evidence, why=why)
    try:
        with run.place.turn() as turn:
            if not (yield from turn.come(run.stop)):
                return (
                    yield from _quoted_only(run, part, quoted, _at_most(_decided(part, found), theirs=theirs))
                )
            judged = _decided(part, _with_log_odds(found, writer.states_answer(run.stop)))
            judged = _at_most(judged, theirs=theirs)
            if judged.state != "said" or part.question.kind == "quote" or run.stop.is_set():
                return (yield from _quoted_only(run, part, quoted, judged))
            run.sheet.quote(quoted)
            written = yield from tools.bottom_line.write(run, part, writer, dated=dated)
    except LLMError as error:
        judged = _at_most(_decided(part, found), theirs=theirs)
        outcome = yield from _quoted_only(run, part, quoted, judged)
        return Outcome(part, outcome.verdict, outcome.excerpts, 0, str(error))
    if not written:
        best = [max(quoted, key=lambda e: e.score)] if quoted else ()
        written = yield from _framed(run, part, best, tools)
    return Outcome(part, judged, quoted, written)


def _decided(part: Part, found: Findings) -> Verdict:
    """The verdict; one side or year of a comparison is read beside the others, and by its matter alone."""
    return named_verdict(found) if part.question.matter else verdict(found)


def findings(part: Part) -> Findings:
    """What is known of the part's evidence before the language model is asked."""
    first, second = part.paragraph_logits()
    return Findings(part.evidence.best, first, first - second, None, nearer(part.similarity()))


def findings_with_model(part: Part, tools: Toolbox, stop: threading.Event) -> Findings:
    """The same with the language model's log-odds, where there is one. Raises LLMError."""
    found = findings(part)
    if tools.llm is None:
        return found
    why = bool(part.question.premise)
    writer = Writer(tools.llm, tools.gazetteer, part.english, part.evidence, why=why)
    return _with_log_odds(found, writer.states_answer(stop))


def _with_log_odds(found: Findings, log_odds: float | None) -> Findings:
    return replace(found, log_odds=log_odds)


def _quoted_only(
    run: Run, part: Part, quoted: tuple[Excerpt, ...], judged: Verdict
) -> Generator[Event, None, Outcome]:
    if judged.state == "silent":
        return Outcome(part, judged)
    run.sheet.quote(quoted)
    yield from ()
    return Outcome(part, judged, quoted)


def _at_most(judged: Verdict, *, theirs: bool) -> Verdict:
    if theirs or judged.state != "said":
        return judged
    return replace(judged, state="uncertain", reason="not_stated")


def _without_model(part: Part, judged: Verdict) -> Verdict:
    """A Japanese question of which the glossary knows no English word can't be judged over English words: the
    nearest are shown as what may bear on it, and it is not said that there is nothing."""
    if judged.state == "silent" and is_japanese(part.english):
        return replace(judged, state="uncertain")
    return judged


def _framed(run: Run, part: Part, quoted: Sequence[Excerpt], tools: Toolbox) -> Generator[Event, None, int]:
    """A Japanese question for which nothing stands in Japanese is answered by Japanese frames around the
    quotations; returns how many sentences that made."""
    if part.question.language != "ja" or any(is_japanese(excerpt.text) for excerpt in quoted):
        return 0
    for excerpt in quoted:
        sentence = framed(excerpt, tools.gazetteer, run.sheet)
        run.sheet.sentences.append(sentence)
        yield Passed(sentence, run.sheet.sources())
    return len(quoted)


def _contradicting(part: Part, tools: Toolbox) -> tuple[Excerpt, ...]:
    """What contradicts that which a "why" takes for granted; empty where nothing does."""
    if not part.question.premise:
        return ()
    claim = part.question.premise.rstrip("?？ ").split(" ", 1)[-1]
    against = tools.bottom_line.check(claim, part.evidence)
    if against.reason != "contradicted":
        return ()
    return tuple(single(part.evidence, index) for index in against.carrying[:1])
