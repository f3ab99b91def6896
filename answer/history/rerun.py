"""Asking again what was answered once, from its record: is the answer still the same, and if not, what of
that which it rests on has changed since?

A record is what ``rapporteur ask --json`` prints, or a conversation that the page exported as JSON.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.documents import filters_of
from core.errors import UsageError
from core.records import Answer, Filters, Sentence

Said = tuple[str, tuple[str, ...]]
"""A sentence with the ids of the paragraphs that it cites."""


@dataclass(frozen=True, slots=True)
class Record:
    """A question as it was asked, completed from its conversation where it was, with what was answered.
    ``basis`` names what the answer depended on: library, prompts, model, and the settings."""

    question: str
    filters: Filters
    infer: bool
    status: str
    said: tuple[Said, ...]
    basis: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rerun:
    """A record beside the answer of today. ``changed`` names the parts of the basis that differ."""

    record: Record
    answer: Answer
    changed: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether the same sentences cite the same paragraphs."""
        return self.record.status == self.answer.status and self.record.said == said(self.answer.sentences)


def read_records(path: Path) -> tuple[Record, ...]:
    """The records of a file, in order; turns without an answer are left out. Raises UsageError for what is
    no record."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if "turns" in document:
            turns = [turn for turn in document["turns"] if turn["answer"]]
            return tuple(
                _record(turn["answer"], filters_of(turn["asked"]), infer=turn["infer"]) for turn in turns
            )
        return (_record(document, given_filters(document["filters"]), infer=True),)
    except OSError as error:
        raise UsageError(
            f"{path} could not be read ({error.strerror}); name the file of an answer."
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(
            f"{path} holds no answer; name what `rapporteur ask --json` printed, or an exported conversation."
        ) from None


def rerun(record: Record, answer: Answer) -> Rerun:
    """Compare a record with the answer that its question gets now."""
    return Rerun(record, answer, changed_basis(record.basis, basis_of(answer)))


def basis_of(answer: Answer) -> dict[str, str]:
    """What the answer depended on, by name."""
    return _basis(
        {
            "library_sha256": answer.library_sha256,
            "prompt_sha256": answer.prompt_sha256,
            "model": answer.model,
            "settings": answer.settings,
        }
    )


def changed_basis(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """The names of what differs."""
    return tuple(name for name in dict.fromkeys((*before, *now)) if before.get(name) != now.get(name))


def said(sentences: Sequence[Sentence]) -> tuple[Said, ...]:
    """What was said, as it is compared."""
    return tuple((s.text, tuple(citation.paragraph_id for citation in s.citations)) for s in sentences)


def _record(answer: Mapping[str, Any], filters: Filters, *, infer: bool) -> Record:
    return Record(
        question=answer["asked_as"] or answer["question"],
        filters=replace(filters, inferred=frozenset()),
        infer=infer,
        status=answer["status"],
        said=tuple(
            (s["text"], tuple(citation["paragraph_id"] for citation in s["citations"]))
            for s in answer["sentences"]
        ),
        basis=_basis(answer),
    )


def _basis(answer: Mapping[str, Any]) -> dict[str, str]:
    return {
        "library": answer["library_sha256"],
        "prompts": answer["prompt_sha256"],
        "model": answer["model"],
        **{f"setting {name}": value for name, value in answer["settings"].items() if name != "model"},
    }


def given_filters(document: Mapping[str, Any]) -> Filters:
    """The person's own filters: those that were read from the question are read from it again."""
    filters, read = filters_of(document), {"delegation": "delegations"}
    empty = Filters()
    names = {read.get(name, name) for name in filters.inferred}
    return replace(filters, **{name: getattr(empty, name) for name in names})
