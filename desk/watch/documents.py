"""Watches, findings and changes as JSON documents, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from core.documents import filters_document, source_document, sources_of
from core.records import Source
from desk.watch.records import Change, Cited, Finding, Gone, Looked, Quote, Saved, Verdict, Watch
from desk.wording import Step


def watch_document(watch: Watch) -> dict[str, Any]:
    """What a person is shown of the watch: its question, what it found last, and its changes."""
    return {
        "id": watch.id,
        "kind": watch.kind,
        "question": watch.question,
        "filters": filters_document(watch.filters),
        "infer": watch.infer,
        "made": watch.made,
        "checked": watch.checked,
        "unread": watch.unread,
        "finding": finding_document(watch.finding),
        "changes": [{**change_document(one.change), "unread": one.unread} for one in watch.changes],
    }


def finding_document(finding: Finding) -> dict[str, Any]:
    """What a question found at one time."""
    return {
        "at": finding.at,
        "verdicts": [{"of": of, "verdict": verdict} for of, verdict in finding.verdicts],
        "written": finding.written,
        "quotes": [asdict(quote) for quote in finding.quotes],
        "sources": [source_document(source) for source in finding.sources],
        "basis": dict(finding.basis),
    }


def finding_of(document: Mapping[str, Any]) -> Finding:
    """The reverse. Raises KeyError, TypeError or ValueError for what is none."""
    return Finding(
        str(document["at"]),
        tuple((str(one["of"]), str(one["verdict"])) for one in document["verdicts"]),
        str(document["written"]),
        tuple(Quote(**quote) for quote in document["quotes"]),
        sources_of(document["sources"]),
        MappingProxyType(dict(document["basis"])),
    )


def change_document(change: Change) -> dict[str, Any]:
    """What differs; each ``diff`` is a list of ["same" | "added" | "dropped", words]."""
    return {
        "since": change.since,
        "at": change.at,
        "same": change.same,
        "verdicts": [asdict(verdict) for verdict in change.verdicts],
        "written": _steps(change.written),
        "added": [_cited(one) for one in change.added],
        "reworded": [_cited(one) for one in change.reworded],
        "gone": [
            {"source": source_document(one.source), "words": one.words, "removed": one.removed}
            for one in change.gone
        ],
        "basis": list(change.basis),
    }


def change_of(document: Mapping[str, Any]) -> Change:
    """The reverse. Raises KeyError, TypeError or ValueError for what is none."""
    return Change(
        str(document["since"]),
        str(document["at"]),
        tuple(Verdict(**verdict) for verdict in document["verdicts"]),
        _steps_of(document["written"]),
        tuple(_cited_of(one) for one in document["added"]),
        tuple(_cited_of(one) for one in document["reworded"]),
        tuple(
            Gone(_source(one["source"]), str(one["words"]), bool(one["removed"])) for one in document["gone"]
        ),
        tuple(map(str, document["basis"])),
    )


def run_document(looked: Looked) -> dict[str, Any]:
    """What became of a watch when it was looked at."""
    return {
        "id": looked.watch.id,
        "question": looked.watch.question,
        "outcome": looked.outcome,
        "new_statements": looked.new,
        "change": change_document(looked.change) if looked.change is not None else None,
        "detail": looked.said,
    }


def saved_of(document: Mapping[str, Any], *, unread: bool) -> Saved:
    """A change as it is kept."""
    return Saved(change_of(document), unread)


def _cited(one: Cited) -> dict[str, Any]:
    return {
        "source": source_document(one.source),
        "words": one.words,
        "before": source_document(one.before) if one.before is not None else None,
        "diff": _steps(one.steps),
    }


def _cited_of(document: Mapping[str, Any]) -> Cited:
    before = document["before"]
    return Cited(
        _source(document["source"]),
        str(document["words"]),
        _source(before) if before is not None else None,
        _steps_of(document["diff"]),
    )


def _source(document: Mapping[str, Any]) -> Source:
    return sources_of([document])[0]


def _steps(steps: Sequence[Step]) -> list[list[str]]:
    return [list(step) for step in steps]


def _steps_of(documents: Sequence[Sequence[Any]]) -> tuple[Step, ...]:
    return tuple((kind, str(words)) for kind, words in documents)
