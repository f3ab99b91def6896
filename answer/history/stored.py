"""Answers as JSON and back, whole: what was shown once can be shown again exactly so."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from types import MappingProxyType
from typing import Any

from core.records import Answer, Citation, Filters, Rejected, Scope, Sentence, Source


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """Everything that the answer holds, as JSON values."""
    document = asdict(replace(answer, timings_ms=dict(answer.timings_ms), settings=dict(answer.settings)))
    document["filters"] = filters_to_json(answer.filters)
    return document


def answer_from_json(document: Mapping[str, Any]) -> Answer:
    """The reverse. Raises KeyError, TypeError or ValueError for what is no answer."""
    return Answer(
        **{
            **document,
            "filters": filters_from_json(document["filters"]),
            "sentences": tuple(_sentence(d) for d in document["sentences"]),
            "quotes": tuple(_sentence(d) for d in document["quotes"]),
            "sources": tuple(Source(**d) for d in document["sources"]),
            "nearest": tuple(Source(**d) for d in document["nearest"]),
            "elsewhere": tuple(Source(**d) for d in document["elsewhere"]),
            "rejected": tuple(Rejected(**d) for d in document["rejected"]),
            "evidence": tuple(document["evidence"]),
            "scope": Scope(**{**document["scope"], "delegations": tuple(document["scope"]["delegations"])}),
            "timings_ms": MappingProxyType(document["timings_ms"]),
            "settings": MappingProxyType(document["settings"]),
        }
    )


def filters_to_json(filters: Filters) -> dict[str, Any]:
    """Filters as JSON values."""
    return {**asdict(filters), "inferred": sorted(filters.inferred)}


def filters_from_json(document: Mapping[str, Any]) -> Filters:
    """The reverse."""
    return Filters(
        **{
            **document,
            "delegations": tuple(document["delegations"]),
            "inferred": frozenset(document["inferred"]),
        }
    )


def _sentence(document: Mapping[str, Any]) -> Sentence:
    return Sentence(**{**document, "citations": tuple(Citation(**d) for d in document["citations"])})
