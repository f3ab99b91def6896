"""Records as JSON documents and back: the one form that the command line prints, conversations keep, and
other programs read (design section 4). A document is complete: what was shown once can be shown again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from types import MappingProxyType
from typing import Any

from core.records import (
    Answer,
    Cell,
    Citation,
    Filters,
    Rejected,
    Scope,
    SearchResult,
    Sentence,
    Source,
    Statement,
    StatementSummary,
    Table,
)

_MAPPINGS = ("settings", "timings_ms")
_SOURCE_FIELDS = frozenset(field.name for field in fields(Source))


def answer_document(answer: Answer) -> dict[str, Any]:
    """Everything that the answer holds, as JSON values."""
    return {
        "question": answer.question,
        "status": answer.status,
        "mode": answer.mode,
        "kind": answer.kind,
        "language": answer.language,
        "filters": filters_document(answer.filters),
        "sentences": [sentence_document(sentence) for sentence in answer.sentences],
        "quotes": [sentence_document(sentence) for sentence in answer.quotes],
        "cells": [cell_document(cell) for cell in answer.cells],
        "sources": [source_document(source) for source in answer.sources],
        "rejected": [rejected_document(rejected) for rejected in answer.rejected],
        "nearest": [source_document(source) for source in answer.nearest],
        "elsewhere": [source_document(source) for source in answer.elsewhere],
        "asked_as": answer.asked_as,
        "searched": scope_document(answer.scope),
        "note": answer.note,
        "stopped": answer.stopped,
        "model": answer.model,
        "prompt_sha256": answer.prompt_sha256,
        "library_sha256": answer.library_sha256,
        "settings": dict(answer.settings),
        "raw_text": answer.raw_text,
        "evidence": list(answer.evidence),
        "timings_ms": dict(answer.timings_ms),
    }


def answer_of(document: Mapping[str, Any]) -> Answer:
    """The reverse of :func:`answer_document`; reads the form of version 0.1 too, which had no cells. Raises
    KeyError, TypeError or ValueError for what is no answer."""
    searched = document["searched"] if "searched" in document else document["scope"]
    return Answer(
        question=document["question"],
        status=document["status"],
        mode=document["mode"],
        language=document["language"],
        filters=filters_of(document["filters"]),
        sentences=sentences_of(document["sentences"]),
        sources=sources_of(document["sources"]),
        rejected=tuple(
            Rejected(**{**d, "differing": tuple(d.get("differing", ()))}) for d in document["rejected"]
        ),
        nearest=sources_of(document["nearest"]),
        elsewhere=sources_of(document["elsewhere"]),
        quotes=sentences_of(document["quotes"]),
        asked_as=document["asked_as"],
        scope=Scope(**{**searched, "delegations": tuple(searched["delegations"])}),
        note=document["note"],
        model=document["model"],
        prompt_sha256=document["prompt_sha256"],
        library_sha256=document["library_sha256"],
        raw_text=document.get("raw_text", ""),
        evidence=tuple(document.get("evidence", ())),
        stopped=document["stopped"],
        cells=tuple(cell_of(d) for d in document.get("cells", ())),
        kind=document.get("kind", ""),
        **{name: MappingProxyType(document[name]) for name in _MAPPINGS},
    )


def filters_document(filters: Filters) -> dict[str, Any]:
    """Filters as JSON: what isn't set is null or left out."""
    return {
        "delegation": list(filters.delegations),
        "since": filters.since or None,
        "until": filters.until or None,
        "forum": filters.forum or None,
        **{name: value for name in ("speaker", "language") if (value := getattr(filters, name))},
        **({"role": list(filters.roles)} if filters.roles else {}),
        **({"statements": list(filters.statements)} if filters.statements else {}),
        "inferred": sorted(filters.inferred),
    }


def filters_of(document: Mapping[str, Any]) -> Filters:
    """The reverse; version 0.1 kept ``delegations``."""
    codes = document["delegation"] if "delegation" in document else document["delegations"]
    return Filters(
        tuple(codes),
        document["since"] or "",
        document["until"] or "",
        document["forum"] or "",
        frozenset(document["inferred"]),
        document.get("speaker") or "",
        document.get("language") or "",
        tuple(document.get("role", ())),
        tuple(document.get("statements", ())),
    )


def scope_document(scope: Scope) -> dict[str, Any]:
    """How much was searched."""
    return {**asdict(scope), "delegations": list(scope.delegations)}


def rejected_document(rejected: Rejected) -> dict[str, Any]:
    """A written sentence that is not shown."""
    return {**asdict(rejected), "differing": list(rejected.differing)}


def cell_document(cell: Cell) -> dict[str, Any]:
    """A cell of a list, a comparison or a change over time."""
    return {**asdict(cell), "quotes": [sentence_document(quote) for quote in cell.quotes]}


def table_document(table: Table) -> dict[str, Any]:
    """A table of cells with the sources that they cite."""
    return {
        "question": table.question,
        "filters": filters_document(table.filters),
        "cells": [cell_document(cell) for cell in table.cells],
        "sources": [source_document(source) for source in table.sources],
        "stopped": table.stopped,
    }


def cell_of(document: Mapping[str, Any]) -> Cell:
    """The reverse."""
    return Cell(**{**document, "quotes": sentences_of(document["quotes"])})


def sentence_document(sentence: Sentence) -> dict[str, Any]:
    """A sentence with its citations."""
    return {
        "text": sentence.text,
        "support": sentence.support,
        "verbatim": sentence.verbatim,
        "citations": [asdict(citation) for citation in sentence.citations],
    }


def source_document(source: Source) -> dict[str, Any]:
    """A source with all its fields."""
    return {**asdict(source), "parties": list(source.parties)}


def search_document(result: SearchResult) -> dict[str, Any]:
    """The document of ``search --json``, best hit first."""
    return {
        "query": result.query,
        "filters": filters_document(result.filters),
        "hits": [
            {
                **source_document(hit.source),
                "score": round(hit.score, 4),
                "found": asdict(hit.found),
                "duplicates": [{"paragraph_id": d.paragraph_id, "label": d.label} for d in hit.duplicates],
            }
            for hit in result.hits
        ],
        "timings_ms": {stage: round(spent, 1) for stage, spent in result.timings_ms.items()},
    }


def statement_document(statement: Statement) -> dict[str, Any]:
    """A whole statement as JSON."""
    return asdict(replace(statement, provenance=dict(statement.provenance)))


def statements_document(statements: Iterable[StatementSummary]) -> dict[str, Any]:
    """The document of ``list --json``."""
    return {
        "statements": [
            asdict(replace(statement, provenance=dict(statement.provenance))) for statement in statements
        ]
    }


def sentences_of(documents: Sequence[Mapping[str, Any]]) -> tuple[Sentence, ...]:
    """Sentences again from their documents."""
    return tuple(
        Sentence(**{**d, "citations": tuple(Citation(**c) for c in d["citations"])}) for d in documents
    )


def sources_of(documents: Sequence[Mapping[str, Any]]) -> tuple[Source, ...]:
    """Sources again from their documents; fields that a source does not have are passed over."""
    known = ({name: value for name, value in d.items() if name in _SOURCE_FIELDS} for d in documents)
    return tuple(Source(**{**d, "parties": tuple(d.get("parties", ()))}) for d in known)
