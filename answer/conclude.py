"""From what the tasks found to the answer that is shown: its status, its cells, and the sentence that says
what was searched and what was not there."""

from collections.abc import Sequence
from dataclasses import dataclass

from answer import notes
from answer.evidence.verdict import SILENT, is_far
from answer.question.understand import Question
from answer.run import Run
from answer.tasks.elsewhere import elsewhere
from answer.tasks.outcome import Outcome
from answer.tasks.toolbox import Toolbox
from answer.writing.writer import prompts_sha256
from core.records import Answer, Cell, Hit, Mode, Scope, Sentence, Source, Status

_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What becomes of a question. ``outcomes`` are those of its parts, where it was answered in parts."""

    status: Status
    note: str = ""
    cells: tuple[Cell, ...] = ()
    kind: str = ""
    outcomes: tuple[Outcome, ...] = ()
    elsewhere: tuple[Source, ...] = ()


def of_outcomes(
    run: Run, asked: Sequence[Question], outcomes: Sequence[Outcome], tools: Toolbox
) -> Conclusion:
    """The conclusion from the parts of one or more questions: answered where any part is."""
    states = [outcome.verdict.state for outcome in outcomes]
    kind = asked[0].kind if len(asked) == 1 else ""
    cells = tuple(_cell(run, outcome, tools) for outcome in outcomes) if len(outcomes) > len(asked) else ()
    failure = next((outcome.failure for outcome in outcomes if outcome.failure), "")
    language = asked[0].language
    if "said" in states:
        silent = _silent_parts(outcomes, asked, tools) if not cells else ()
        because = failure or (tools.no_llm_because if tools.llm is None else "")
        with_model = tools.llm is not None
        translated = language != "en" and with_model and any(not s.verbatim for s in run.sheet.sentences)
        note = " ".join(
            [
                *silent,
                *([notes.translated(language)] if translated else []),
                *([notes.no_model(because, language)] if because else []),
            ]
        )
        return Conclusion("answered", note, cells, kind, tuple(outcomes))
    if "uncertain" in states:
        return Conclusion("uncertain", notes.uncertain(language), cells, kind, tuple(outcomes))
    reason = next((o.verdict.reason for o in outcomes if o.verdict.reason), SILENT.reason)
    filters = asked[0].filters
    if reason == "premise":
        run.sheet.quote([excerpt for outcome in outcomes for excerpt in outcome.excerpts])
    others = elsewhere(outcomes[0].part, tools) if reason != "premise" and not run.stop.is_set() else ()
    scope = tools.retriever.scope(filters)
    note = notes.not_addressed(reason, scope, filters, tools.gazetteer, language)
    return Conclusion("not_addressed", note, (), kind, tuple(outcomes), elsewhere=others)


def of_cells(question: Question, cells: Sequence[Cell], tools: Toolbox) -> Conclusion:
    """The conclusion from a list, with how many delegations were judged."""
    states = [cell.state for cell in cells]
    note = notes.surveyed(cells, question.language)
    if "said" in states:
        return Conclusion("answered", note, tuple(cells), question.kind)
    if "uncertain" in states:
        return Conclusion("uncertain", note, tuple(cells), question.kind)
    scope = tools.retriever.scope(question.filters)
    none = notes.not_addressed("not_stated", scope, question.filters, tools.gazetteer, question.language)
    return Conclusion("not_addressed", none, tuple(cells), question.kind)


def concluded(run: Run, question: Question, scope: Scope, conclusion: Conclusion, tools: Toolbox) -> Answer:
    """The answer, complete by itself."""
    sheet, answered = run.sheet, conclusion.status == "answered"
    for cell in conclusion.cells:
        sheet.quotes += [quote for quote in cell.quotes if quote not in sheet.quotes]
    written = [sentence for sentence in sheet.sentences if not sentence.verbatim]
    # Without a model, what is not verbatim is a frame around their words.
    mode: Mode = "written" if tools.llm is not None and (written or not answered) else "quoted"
    shown: Sequence[Sentence] = written if written else sheet.quotes
    parts = [outcome.part for outcome in conclusion.outcomes]
    nearest = [hit.source for part in parts for hit in _near(part.hits)]
    read = (s.source.paragraph_id for part in parts for s in part.evidence.sentences)
    run.clock.mark("total")
    sentences = tuple(shown) if answered else ()
    quotes = tuple(sheet.quotes)
    return Answer(
        question=run.text,
        status=conclusion.status,
        mode=mode,
        language=question.language,
        filters=question.filters,
        sentences=sentences,
        quotes=quotes,
        cells=conclusion.cells,
        kind=conclusion.kind,
        asked_as=question.text if question.text != run.text else "",
        sources=sheet.cited_by([*sentences, *quotes]),
        rejected=tuple(sheet.rejected),
        nearest=() if answered else tuple(nearest[:_NEAREST]),
        elsewhere=conclusion.elsewhere,
        scope=scope,
        note=conclusion.note,
        model=tools.llm.name if tools.llm is not None else "none",
        prompt_sha256=prompts_sha256(),
        library_sha256=tools.retriever.sha256,
        raw_text="\n".join(sheet.raw),
        evidence=tuple(dict.fromkeys(read)),
        stopped=run.stop.is_set(),
        timings_ms=run.clock.reading(),
    )


def _near(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The first hit, and the next that are not off the topic altogether, as the thanks to the chair are."""
    return (*hits[:1], *(hit for hit in hits[1:_NEAREST] if not is_far(hit.found.rerank)))


def _cell(run: Run, outcome: Outcome, tools: Toolbox) -> Cell:
    filters = outcome.part.filters
    code = filters.delegations[0] if len(filters.delegations) == 1 else ""
    searched = tools.retriever.scope(filters).statements
    state = outcome.verdict.state
    quotes = () if state == "silent" else tuple(run.sheet.quotation(e) for e in outcome.excerpts)
    return Cell(code, filters.since, filters.until, state, searched, quotes)


def _silent_parts(outcomes: Sequence[Outcome], asked: Sequence[Question], tools: Toolbox) -> tuple[str, ...]:
    """What a reader must know beside an answer: which of several questions has none."""
    said = []
    for outcome in outcomes:
        if len(outcomes) < 2 or outcome.verdict.state == "said":
            continue
        part = outcome.part
        reason = outcome.verdict.reason or "unsupported"
        scope = tools.retriever.scope(part.filters)
        language = part.question.language
        sentence = notes.not_addressed(reason, scope, part.filters, tools.gazetteer, language)
        if len(asked) > 1:
            near = outcome.verdict.state == "uncertain"
            sentence = f"{part.question.text} {notes.perhaps(language) if near else sentence}"
        said.append(sentence)
    return tuple(said)
