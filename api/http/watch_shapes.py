"""The documents of watches, as the OpenAPI description gives them, and what a caller sends for one."""

from typing import Literal

from pydantic import ConfigDict, Field

from api.http.requests import FiltersIn, Question, Sent
from api.http.shapes import Document, FiltersOut, SourceOut


class WatchIn(Sent):
    """A question, or the topic of a brief, whose answer is to be watched."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "question": "What is Japan's view on a binding instrument?",
                    "filters": {"delegation": ["JPN"]},
                }
            ]
        }
    )

    question: Question
    kind: Literal["question", "brief"] = "question"
    filters: FiltersIn = FiltersIn()
    infer: bool = Field(default=True, description="Whether filters may be read from the question's words.")


class WatchRunIn(Sent):
    """Which watches are to be looked at."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"again": False}]})

    ids: tuple[str, ...] = Field(default=(), max_length=200, description="Without any: all of them.")
    again: bool = Field(
        default=False, description="Whether to ask even where nothing that is new could touch the answer."
    )


class VerdictOut(Document):
    """The status of the answer (`of` is empty), of a delegation, a year or an expected question."""

    of: str
    verdict: str


class QuoteOut(Document):
    """Words of a paragraph that were quoted."""

    paragraph_id: str
    text: str


class FindingOut(Document):
    """What a question found at one time; `basis` names what the answer depended on."""

    at: str
    verdicts: list[VerdictOut]
    written: str
    quotes: list[QuoteOut]
    sources: list[SourceOut]
    basis: dict[str, str]


class TurnedOut(Document):
    """A verdict that changed; empty where there was, or is, none."""

    of: str
    before: str
    after: str


class CitedOut(Document):
    """A paragraph that is cited; `diff` leads to its words from those of `before`, where these are an earlier
    version of them."""

    source: SourceOut
    words: str
    before: SourceOut | None
    diff: list[list[str]]


class GoneOut(Document):
    """A paragraph that is cited no more; `removed`: it is not in the library any more."""

    source: SourceOut
    words: str
    removed: bool


class WatchChangeOut(Document):
    """What differs between two findings; each step of a `diff` is "same", "added" or "dropped" and words.
    `basis` names what the answer depends on and has changed."""

    since: str
    at: str
    same: bool
    verdicts: list[TurnedOut]
    written: list[list[str]]
    added: list[CitedOut]
    reworded: list[CitedOut]
    gone: list[GoneOut]
    basis: list[str]


class SavedChangeOut(WatchChangeOut):
    """A change that is kept."""

    unread: bool


class WatchOut(Document):
    """A watch: its question, what it found last, and its changes, the latest first."""

    id: str
    kind: Literal["question", "brief"]
    question: str
    filters: FiltersOut
    infer: bool
    made: str
    checked: str
    unread: int
    finding: FindingOut
    changes: list[SavedChangeOut]


class WatchesOut(Document):
    """All watches of the caller."""

    watches: list[WatchOut]


class RanOut(Document):
    """What became of a watch. `untouched`: nothing new could touch its answer; it was not asked."""

    id: str
    question: str
    outcome: Literal["untouched", "same", "changed", "failed", "stopped"]
    new_statements: int
    change: WatchChangeOut | None
    detail: str


class WatchRunOut(Document):
    """What became of the watches; `stopped` says that time ran out before all were looked at."""

    watches: list[RanOut]
    stopped: bool


class RemovedOut(Document):
    """The id of what is gone."""

    removed: str
