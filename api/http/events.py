"""The pipeline's events as JSON documents, and as server-sent events, under the names of answer/events.py."""

import json
from typing import Any

from answer.events import Dropped, Event, Finished, Passed, Quoted, Searching, Surveyed, Waiting
from core.documents import (
    answer_document,
    cell_document,
    filters_document,
    rejected_document,
    scope_document,
    sentence_document,
    source_document,
)


def event_document(event: Event) -> tuple[str, dict[str, Any]]:
    """The event's name and its document."""
    match event:
        case Searching(scope, filters):
            return "searching", {
                "searched": scope_document(scope),
                "filters": filters_document(filters),
            }
        case Waiting(number):
            return "waiting", {"number": number}
        case Quoted(sentences, sources):
            return "quoted", {
                "sentences": [sentence_document(sentence) for sentence in sentences],
                "sources": [source_document(source) for source in sources],
            }
        case Passed(sentence, sources):
            return "passed", {
                "sentence": sentence_document(sentence),
                "sources": [source_document(source) for source in sources],
            }
        case Dropped(rejected):
            return "dropped", {"rejected": rejected_document(rejected)}
        case Surveyed(cell, sources):
            return "surveyed", {
                "cell": cell_document(cell),
                "sources": [source_document(source) for source in sources],
            }
        case Finished(answer):
            return "finished", answer_document(answer)


def server_sent(name: str, document: dict[str, Any]) -> str:
    """One event of a stream (the text/event-stream format of the HTML standard)."""
    return f"event: {name}\ndata: {json.dumps(document, ensure_ascii=False)}\n\n"
