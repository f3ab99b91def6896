"""A pack as the JSON document in it, and back: what somebody sent is of its form, or refused."""

import json
import re
from collections.abc import Mapping
from typing import Any

from core.documents import filters_document, filters_of
from core.errors import UsageError
from core.records import ROLES
from desk.evidence.records import Asked, Pack, Quoted, Report
from desk.watch.documents import change_document, finding_document, finding_of
from desk.watch.records import KINDS

FORMAT = "rapporteur-evidence/1"
MOST_QUOTATIONS, MOST_QUESTIONS = 5_000, 200
_MOST_CHARACTERS = 200_000  # of one text of it; no paragraph is longer
_MOST_CITED = 1_000  # quotations and sources of one question
_SHA256 = re.compile(r"[0-9a-f]{64}")


def pack_document(pack: Pack) -> dict[str, Any]:
    """The document that stands in a pack as ``evidence.json``."""
    return {
        "format": FORMAT,
        "title": pack.title,
        "made": pack.made,
        "made_with": dict(pack.made_with),
        "quotations": [{name: getattr(one, name) for name in Quoted.__slots__} for one in pack.quotations],
        "questions": [
            {
                "kind": one.kind,
                "question": one.question,
                "filters": filters_document(one.filters),
                "infer": one.infer,
                "finding": finding_document(one.finding),
            }
            for one in pack.questions
        ],
        "files": dict(pack.files),
    }


def pack_of(data: bytes) -> Pack:
    """The reverse, of untrusted bytes. Raises UsageError for what is no pack of this form."""
    try:
        document = json.loads(data)
        if document["format"] != FORMAT:
            raise UsageError(
                f"The pack is of the form {str(document['format'])[:40]!r} and this version reads {FORMAT!r}."
            )
        quotations, questions = document["quotations"], document["questions"]
        if len(quotations) > MOST_QUOTATIONS or len(questions) > MOST_QUESTIONS:
            raise UsageError(
                f"The pack has {len(quotations):,} quotations and {len(questions):,} questions; at most "
                f"{MOST_QUOTATIONS:,} and {MOST_QUESTIONS} are checked."
            )
        return Pack(
            _text(document["title"]),
            _text(document["made"]),
            tuple(_quoted(one) for one in quotations),
            tuple(_asked(one) for one in questions),
            _texts(document["made_with"]),
            {name: _sha256(one) for name, one in _texts(document["files"]).items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise UsageError(
            "evidence.json in the pack is not of the form that it claims; ask for the pack again."
        ) from None


def report_document(report: Report) -> dict[str, Any]:
    """What checking a pack found."""
    return {
        "title": report.pack.title,
        "made": report.pack.made,
        "holds": report.holds,
        "stopped": report.stopped,
        "damaged": list(report.damaged),
        "other": [{"name": name, "then": then, "now": now} for name, then, now in report.other],
        "quotations": [
            {
                "paragraph_id": one.quoted.paragraph_id,
                "label": one.quoted.label,
                "words": one.quoted.words,
                "state": one.state,
                "stands_at": one.label,
                "diff": [list(step) for step in one.diff],
            }
            for one in report.quotations
        ],
        "answers": [
            {
                "kind": one.asked.kind,
                "question": one.asked.question,
                "state": one.state,
                "change": change_document(one.change) if one.change is not None else None,
                "detail": one.said,
            }
            for one in report.answers
        ],
    }


def _quoted(document: Mapping[str, Any]) -> Quoted:
    found = {name: _text(document[name]) for name in Quoted.__slots__}
    _sha256(found["paragraph_sha256"])
    if found["statement_sha256"]:
        _sha256(found["statement_sha256"])
    return Quoted(**found)


def _asked(document: Mapping[str, Any]) -> Asked:
    filters = filters_of(document["filters"])
    fields = (*filters.delegations, *filters.roles, *filters.statements, *filters.inferred)
    for one in (*fields, filters.since, filters.until, filters.forum, filters.speaker, filters.language):
        _text(one)
    if document["kind"] not in KINDS or not set(filters.roles) <= set(ROLES):
        raise ValueError(document["kind"])
    finding = finding_of(document["finding"])
    if max(len(finding.quotes), len(finding.sources)) > _MOST_CITED:
        raise ValueError("too much is cited")
    for source in finding.sources:
        for name in ("paragraph_id", "statement_id", "label", "delegation", "text"):
            _text(getattr(source, name))
    for quote in finding.quotes:
        _text(quote.text)
    return Asked(document["kind"], _text(document["question"]), filters, document["infer"] is True, finding)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _MOST_CHARACTERS:
        raise ValueError("a text is missing or too long")
    return value


def _texts(value: Mapping[str, Any]) -> dict[str, str]:
    if len(value) > 100:
        raise ValueError("too many")
    return {_text(name): _text(one) for name, one in value.items()}


def _sha256(value: str) -> str:
    if not _SHA256.fullmatch(value):
        raise ValueError(value)
    return value
