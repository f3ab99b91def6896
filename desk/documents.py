"""The desk's records as JSON documents (design section 4)."""

from typing import Any

from core.documents import (
    answer_document,
    cell_document,
    filters_document,
    sentence_document,
    source_document,
)
from desk.records import Brief, Change, Comparison, Position, QuestionList, Timeline


def comparison_document(made: Comparison) -> dict[str, Any]:
    """``cells`` in the order of the questions; each names its question."""
    return {
        "question": made.questions[0],
        "questions": list(made.questions),
        "filters": filters_document(made.filters),
        "cells": [
            {"question": asked, **cell_document(cell)}
            for asked, cell in zip(made.asked, made.cells, strict=True)
        ],
        "sources": [source_document(source) for source in made.sources],
        "stopped": made.stopped,
    }


def timeline_document(made: Timeline) -> dict[str, Any]:
    """``diff`` of a cell is against the last cell before it that has words of the same delegation."""
    return {
        "question": made.question,
        "delegation": made.delegation,
        "filters": filters_document(made.filters),
        "cells": [
            {
                **cell_document(moment.cell),
                "diff": [list(step) for step in moment.diff],
                "group": moment.group,
            }
            for moment in made.moments
        ],
        "sources": [source_document(source) for source in made.sources],
        "undated": made.undated,
        "first_use": made.first_use or None,
        "last_use": made.last_use or None,
        "stopped": made.stopped,
    }


def brief_document(made: Brief) -> dict[str, Any]:
    """The note with everything that it shows."""
    return {
        "topic": made.topic,
        "made": made.made,
        "marking": made.marking,
        "language": made.language,
        "filters": filters_document(made.filters),
        "searched": {
            "statements": made.scope.statements,
            "paragraphs": made.scope.paragraphs,
            "since": made.scope.since or None,
            "until": made.scope.until or None,
        },
        "positions": [_position(position) for position in made.positions],
        "others": [{**cell_document(other.cell), "agreement": other.agreement} for other in made.others],
        "more_others": list(made.more_others),
        "silent_others": list(made.silent_others),
        "raised": [{"question": one.expected.question, **cell_document(one.cell)} for one in made.raised],
        "not_addressed": [expected.question for expected in made.not_addressed],
        "sources": [source_document(source) for source in made.sources],
        "written": made.written,
        "dropped": made.dropped,
        "model": made.model,
        "library_sha256": made.library_sha256,
        "stopped": made.stopped,
    }


def question_list_document(made: QuestionList) -> dict[str, Any]:
    """``answers`` in the order of the questions, each as ``ask --json`` has it."""
    return {
        "questions": list(made.questions),
        "filters": filters_document(made.filters),
        "answers": [answer_document(answer) for answer in made.answers],
        "sources": [source_document(source) for source in made.sources],
        "stopped": made.stopped,
    }


def _position(position: Position) -> dict[str, Any]:
    return {
        "delegation": position.delegation,
        "status": position.status,
        "bottom_line": [sentence_document(sentence) for sentence in position.bottom_line],
        "said": [cell_document(cell) for cell in position.said],
        "in_groups": [cell_document(cell) for cell in position.in_groups],
        "may_bear": [cell_document(cell) for cell in position.may_bear],
        "changes": [_change(change) for change in position.changes],
        "searched": position.searched,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "before": cell_document(change.before),
        "after": cell_document(change.after),
        "diff": [list(step) for step in change.steps],
    }
