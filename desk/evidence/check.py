"""A pack checked against a library: each quotation looked up, each question asked again."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace

from answer.pipeline import Pipeline
from core.errors import NotThereError, RapporteurError
from core.records import Filters, Source
from desk.draft.library import Statements
from desk.draft.quotations import look_up
from desk.evidence.made import sha256
from desk.evidence.records import Asked, AskedAgain, Pack, Quoted, QuotedAgain, Report
from desk.tasks.watching import found
from desk.watch.changes import compared


def check(
    pack: Pack,
    damaged: tuple[str, ...],
    made_with: Mapping[str, str],
    library: Statements,
    pipeline: Pipeline,
    stop: threading.Event,
    *,
    ask: bool = True,
) -> Iterator[Report]:
    """The report as it grows: quotations first, then the answers, unless ``ask`` is false. ``made_with`` is
    what the program here works with. Once ``stop`` is set the report ends with what there is."""
    names = dict.fromkeys((*pack.made_with, *made_with))
    pairs = ((name, pack.made_with.get(name, ""), made_with.get(name, "")) for name in names)
    report = Report(pack, damaged=damaged, other=tuple(one for one in pairs if one[1] != one[2]))
    yield report
    for quoted in pack.quotations:
        if stop.is_set():
            break
        report = replace(report, quotations=(*report.quotations, looked_up(quoted, library)))
        yield report
    for asked in pack.questions if ask else ():
        if stop.is_set():
            break
        report = replace(report, answers=(*report.answers, _asked(asked, library, pipeline, stop)))
        yield report
    yield replace(report, stopped=stop.is_set())


def looked_up(quoted: Quoted, library: Statements) -> QuotedAgain:
    """Where the words stand now."""
    source = _source(quoted.paragraph_id, library)
    if source is not None and sha256(source.text) == quoted.paragraph_sha256:
        return QuotedAgain(quoted, "found", source.label)
    if not quoted.words:
        return QuotedAgain(quoted, "missing" if source is None else "altered", source.label if source else "")
    codes = (quoted.delegation,) if quoted.delegation else ()
    cited = [source] if source is not None else []
    there = look_up(quoted.words, (0, len(quoted.words)), codes, cited, library, Filters(codes))
    if there.state == "not_found" or not there.citations:
        return QuotedAgain(quoted, "missing")
    label = library.source(there.citations[0].paragraph_id).label
    return QuotedAgain(quoted, "altered" if there.state == "altered" else "moved", label, there.diff)


def _asked(asked: Asked, library: Statements, pipeline: Pipeline, stop: threading.Event) -> AskedAgain:
    try:
        finding = found(asked.kind, asked.question, asked.filters, pipeline, infer=asked.infer, stop=stop)
    except RapporteurError as error:
        return AskedAgain(asked, "failed", said=str(error))
    if finding.stopped:
        return AskedAgain(asked, "stopped")
    missing = frozenset(
        source.paragraph_id
        for source in asked.finding.sources
        if _source(source.paragraph_id, library) is None
    )
    change = compared(asked.finding, finding, missing)
    return AskedAgain(asked, "same" if change.same else "changed", change)


def _source(paragraph_id: str, library: Statements) -> Source | None:
    try:
        return library.source(paragraph_id)
    except NotThereError:
        return None
