"""Watches looked at: whether anything new could touch what they found, and, where it could, asked again."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answer.events import Finished
from answer.pipeline import Pipeline
from answer.question.understand import check_length
from core.errors import RapporteurError, UsageError
from core.records import Answer, Filters
from desk.records import Brief, Order
from desk.tasks.brief import brief
from desk.tasks.reach import reaches
from desk.watch.changes import compared
from desk.watch.found import of_answer, of_brief
from desk.watch.records import Finding, Kind, Looked, Watch
from desk.watch.store import Watches


@dataclass(frozen=True, slots=True)
class Look:
    """What of the library bears on a watch: the statements that its filters admit (``seen``), those that are
    new among them, and the cited paragraphs that are gone. ``touched``: it could find something else now."""

    counted: int
    seen: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    touched: bool = False


def begun(
    kind: Kind,
    question: str,
    filters: Filters,
    pipeline: Pipeline,
    watches: Watches,
    *,
    infer: bool = True,
    owner: str = "",
    stop: threading.Event | None = None,
) -> Watch | None:
    """A new watch with what its question finds now; None where it was stopped before that was known. Raises
    UsageError for a question that cannot be read."""
    question, stop = check_length(question), stop or threading.Event()
    counted = pipeline.tools.retriever.changes
    found_by = reaches(kind, question, filters, pipeline, infer=infer, stop=stop)
    seen = frozenset().union(*(reach.admitted(pipeline.tools) for reach in found_by))
    finding = found(kind, question, filters, pipeline, infer=infer, stop=stop)
    if finding.stopped:
        return None
    made = watches.new(kind, question, filters, finding, owner, infer=infer, counted=counted, seen=seen)
    return watches.load(made, owner)


def kept(
    answer: Answer,
    filters: Filters,
    pipeline: Pipeline,
    watches: Watches,
    *,
    infer: bool,
    owner: str = "",
) -> str:
    """A new watch of the question of an answer that was given already; its id. ``filters`` are those that the
    person set. Where the library has changed since, it is looked at the next time."""
    question = answer.asked_as or answer.question
    counted, seen = _as_then("question", question, filters, answer.library_sha256, pipeline, infer=infer)
    finding = of_answer(answer)
    return watches.new("question", question, filters, finding, owner, infer=infer, counted=counted, seen=seen)


def kept_brief(made: Brief, pipeline: Pipeline, watches: Watches, *, owner: str = "") -> str:
    """A new watch of a brief that was made already, likewise. Raises UsageError for one that was stopped."""
    if made.stopped:
        raise UsageError("The brief was stopped before it was whole; make it again to watch it.")
    counted, seen = _as_then("brief", made.topic, made.filters, made.library_sha256, pipeline, infer=True)
    return watches.new("brief", made.topic, made.filters, of_brief(made), owner, counted=counted, seen=seen)


def _as_then(
    kind: Kind, question: str, filters: Filters, library_sha256: str, pipeline: Pipeline, *, infer: bool
) -> tuple[int, frozenset[str]]:
    """The library's count of changes and the statements that the question could be answered from, where the
    library is still as it was then."""
    retriever = pipeline.tools.retriever
    if library_sha256 != retriever.sha256:
        return -1, frozenset()
    counted = retriever.changes
    found_by = reaches(kind, question, filters, pipeline, infer=infer, stop=threading.Event())
    return counted, frozenset().union(*(reach.admitted(pipeline.tools) for reach in found_by))


def run(
    chosen: Sequence[Watch],
    pipeline: Pipeline,
    watches: Watches,
    *,
    again: bool = False,
    stop: threading.Event | None = None,
) -> Iterator[Looked]:
    """Look at each watch, and ask again what could find something else, or everything with ``again``. What is
    found is kept at once; a watch that was stopped or failed is looked at the next time."""
    stop = stop or threading.Event()
    for done, watch in enumerate(chosen, start=1):
        if stop.is_set():
            return
        try:
            look = looked_at(watch, pipeline, stop)
            if not (look.touched or again):
                if look.counted != watch.counted:
                    watches.looked(watch, look.counted, look.seen)
                yield Looked(done, len(chosen), watch, "untouched", len(look.new))
                continue
            finding = found(watch.kind, watch.question, watch.filters, pipeline, infer=watch.infer, stop=stop)
            if finding.stopped:
                yield Looked(done, len(chosen), watch, "stopped", len(look.new))
                return
            change = compared(watch.finding, finding, look.missing)
            watches.found(watch, finding, change, look.counted, look.seen)
        except RapporteurError as error:
            yield Looked(done, len(chosen), watch, "failed", said=str(error))
            continue
        yield Looked(
            done, len(chosen), watch, "same" if change.same else "changed", len(look.new), change=change
        )


def looked_at(watch: Watch, pipeline: Pipeline, stop: threading.Event) -> Look:
    """Whether anything that came into the library, or went, could touch what the watch found. No language
    model is asked, and no paragraph is read by the cross-encoder."""
    tools = pipeline.tools
    counted = tools.retriever.changes
    if counted == watch.counted:
        return Look(counted, watch.seen)
    found_by = reaches(watch.kind, watch.question, watch.filters, pipeline, infer=watch.infer, stop=stop)
    admitted = [reach.admitted(tools) for reach in found_by]
    seen = frozenset().union(*admitted)
    held = {statement.id for statement in tools.retriever.statements()}
    cited = watch.finding.sources
    missing = frozenset(source.paragraph_id for source in cited if source.statement_id not in held)
    # One that the filters no longer admit was corrected by hand.
    left = ({source.statement_id for source in cited} & watch.seen) - seen
    new = seen - watch.seen
    touched = bool(missing or left) or any(
        reach.touched_by(those & new, tools) for reach, those in zip(found_by, admitted, strict=True)
    )
    return Look(counted, seen, new, missing, touched)


def found(
    kind: Kind,
    question: str,
    filters: Filters,
    pipeline: Pipeline,
    *,
    infer: bool,
    stop: threading.Event,
) -> Finding:
    """What the question finds now. Raises UsageError for one that cannot be read."""
    if kind == "brief":
        *_, made = brief(Order(question, filters), pipeline, stop=stop)
        return of_brief(made)
    events = pipeline.ask(question, filters=filters, infer=infer, stop=stop, paper=True)
    return of_answer(next(event.answer for event in events if isinstance(event, Finished)))
