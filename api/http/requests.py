"""What a caller sends. The names are those of the command line's options."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from core.delegations import Gazetteer
from core.records import NO_DELEGATION, Filters

_MOST_HITS = 100
_YEAR = r"^(1[89]|20)\d\d$"

Question = Annotated[str, Field(min_length=1, max_length=4000)]
Short = Annotated[str, Field(max_length=200)]
Role = Literal["government", "member", "chair", "journalist", "other"]


class Sent(BaseModel):
    """What a caller sends: nothing but what is described."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FiltersIn(Sent):
    """What the statements are limited to; what is left out limits nothing."""

    delegation: tuple[Short, ...] = Field(
        default=(),
        max_length=250,
        description="Delegations or groups, by code or name; `none`: unknown whose.",
    )
    since: Short | None = Field(default=None, description="From this day, month or year on (ISO 8601).")
    until: Short | None = Field(default=None, description="Up to this day, month or year.")
    forum: Short | None = None
    speaker: Short | None = Field(default=None, description="A name, or part of one.")
    language: Short | None = Field(default=None, description="A language code.")
    role: tuple[Role, ...] = Field(
        default=(), max_length=5, description="In which capacity the speaker speaks."
    )
    statements: tuple[Short, ...] = Field(
        default=(), max_length=1000, description="Only these statements, by their ids."
    )

    def filters(self, gazetteer: Gazetteer) -> Filters:
        """As a record. Raises UsageError for an unknown delegation."""
        codes = (name if name == NO_DELEGATION else gazetteer.coded(name) for name in self.delegation)
        return Filters(
            delegations=tuple(codes),
            since=self.since or "",
            until=self.until or "",
            forum=self.forum or "",
            speaker=self.speaker or "",
            language=self.language or "",
            roles=self.role,
            statements=self.statements,
        )


class AskIn(Sent):
    """A question."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "question": "What is Japan's view on a binding instrument?",
                    "filters": {"delegation": ["JPN"], "since": "2019"},
                }
            ]
        }
    )

    question: Question
    filters: FiltersIn = FiltersIn()
    infer: bool = Field(default=True, description="Whether filters may be read from the question's words.")
    history: tuple[Question, ...] = Field(
        default=(), max_length=50, description="Earlier questions of the conversation, the latest last."
    )


class SearchIn(Sent):
    """Words to look for."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"query": "capacity-building", "k": 5, "filters": {"since": "2019"}}]}
    )

    query: Question
    filters: FiltersIn = FiltersIn()
    k: int = Field(default=10, ge=1, le=_MOST_HITS, description="How many paragraphs.")


class DraftIn(Sent):
    """A text that claims something of what delegations said."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"draft": "Japan sees no need for a new binding instrument. It proposes a treaty."}]
        }
    )

    draft: Annotated[str, Field(min_length=1, max_length=200_000)]
    filters: FiltersIn = Field(
        default=FiltersIn(), description="Its delegations are whom a sentence without a name is about."
    )


class BriefIn(Sent):
    """What a briefing note is to be about."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"topic": "a binding instrument", "filters": {"delegation": ["JPN"]}}]
        }
    )

    topic: Question
    filters: FiltersIn = FiltersIn()
    questions: tuple[Question, ...] = Field(default=(), max_length=20, description="Expected questions.")
    marking: Short = Field(default="", description="Stands at the head of the note.")
    language: Literal["", "en", "ja"] = Field(default="", description="Of its headings.")


class QuestionsIn(Sent):
    """Expected questions, each of which is answered by itself."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "questions": [
                        "What is Japan's view on a binding instrument?",
                        "What does Japan say about deep seabed mining?",
                    ],
                    "filters": {"delegation": ["JPN"]},
                }
            ]
        }
    )

    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=200)]
    filters: FiltersIn = FiltersIn()


class CellsIn(Sent):
    """A question that is put to several delegations, or about several years."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "question": "What is their view on a binding instrument?",
                    "filters": {"delegation": ["Japan", "FRA"]},
                    "years": ["2019", "2020"],
                }
            ]
        }
    )

    question: Question
    filters: FiltersIn = Field(
        default=FiltersIn(), description="Without delegations: all that have statements."
    )
    years: tuple[Annotated[str, Field(pattern=_YEAR)], ...] = Field(
        default=(), max_length=50, description="Without any: one cell for all times."
    )
