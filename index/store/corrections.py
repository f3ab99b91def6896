"""Fields that a person has corrected by hand: what may be written, and what follows from it."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from core.errors import UsageError
from core.records import CORRECTABLE, Statement
from index.store.filters import day_span

BY_HAND = "corrected by hand"
MAX_CHARACTERS = 1000
_FIELDS = (*CORRECTABLE, "speaker_latin")
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_FOLLOWS = {"speaker": "speaker_latin", "date": "date_end"}
_URL = re.compile(r"https?://[^\s/]\S*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Correction:
    """A field's value by hand, with the value as read and where that came from."""

    value: str
    read: str
    provenance: str


Corrections = Mapping[str, Correction]
NONE: Corrections = MappingProxyType({})


def validated(changes: Mapping[str, str]) -> dict[str, str]:
    """The changes, stripped. Raises UsageError when there is none, for a field that cannot be
    corrected, and for a value that the field cannot have; ``""`` clears a field."""
    if not changes:
        raise UsageError(f"Nothing was given to correct; name one of {', '.join(CORRECTABLE)}.")
    return {field: _validated(field, value.strip()) for field, value in changes.items()}


def corrected(statement: Statement, changes: Mapping[str, str]) -> Statement:
    """``statement`` after ``changes``, which are `validated`. What depends on a changed
    field follows: a single day stays one, and a speaker's Latin name goes with the name. Raises
    UsageError when the meeting would end before it begins."""
    values = dict(changes)
    if "speaker" in values and values["speaker"] != statement.speaker:
        values.setdefault("speaker_latin", "")
    date = values.get("date", statement.date)
    if "date" in values and "date_end" not in values and (
        not date or statement.date_end in ("", statement.date)
    ):  # fmt: skip
        values["date_end"] = date
    if "date_end" in values and not values["date_end"]:
        values["date_end"] = date
    first, last = day_span(date), day_span(values.get("date_end", statement.date_end))
    if last is not None and (first is None or last[1] < first[0]):
        raise UsageError(
            f"The meeting cannot end on {values.get('date_end', statement.date_end)!r} when it begins on "
            f"{date!r}; give both, as date and date_end."
        )
    return _with(statement, values)


def recorded(before: Statement, after: Statement, earlier: Corrections) -> Corrections:
    """The corrections that lead from what was read to ``after``, given those that led to ``before``."""
    made = dict(earlier)
    for field in _FIELDS:
        by_hand = after.provenance.get(field) == BY_HAND
        if by_hand and field in made:
            made[field] = replace(made[field], value=getattr(after, field))
        elif by_hand:
            read = getattr(before, field)
            made[field] = Correction(getattr(after, field), read, before.provenance.get(field, ""))
    return made


def taken_over(statement: Statement, earlier: Corrections) -> tuple[Statement, Corrections]:
    """A statement as it was just read, with the ``earlier`` corrections of the same or of the one it
    takes the place of."""
    after = _with(statement, {field: correction.value for field, correction in earlier.items()})
    if (last := day_span(after.date_end)) is not None:
        first = day_span(after.date)
        if first is None or last[1] < first[0]:  # one end was corrected, the other now reads differently
            after = replace(after, date_end=after.date)
    return after, {
        field: Correction(correction.value, getattr(statement, field), statement.provenance.get(field, ""))
        for field, correction in earlier.items()
    }


def reverted(
    statement: Statement, earlier: Corrections, fields: Iterable[str]
) -> tuple[Statement, Corrections]:
    """``statement`` with ``fields`` as they were read, and the corrections that remain. What follows from
    a field goes back with it. Raises UsageError for a field that was not corrected."""
    wanted = set(fields)
    for field in sorted(wanted - earlier.keys()):
        raise UsageError(f"The {field} of this statement was not corrected by hand.")
    wanted |= {follower for field, follower in _FOLLOWS.items() if field in wanted} & earlier.keys()
    read: dict[str, Any] = {field: earlier[field].read for field in wanted}
    provenance = {field: where for field, where in statement.provenance.items() if field not in wanted}
    provenance |= {field: earlier[field].provenance for field in wanted if earlier[field].provenance}
    as_read = replace(statement, **read, provenance=MappingProxyType(provenance))
    return as_read, {field: earlier[field] for field in earlier.keys() - wanted}


def dumped(corrections: Corrections) -> str:
    """Corrections as the catalogue keeps them."""
    return json.dumps(
        {field: [c.value, c.read, c.provenance] for field, c in corrections.items()}, ensure_ascii=False
    )


def loaded(text: str) -> Corrections:
    """Corrections from what the catalogue keeps."""
    return {field: Correction(*parts) for field, parts in json.loads(text).items()}


def _with(statement: Statement, values: Mapping[str, str]) -> Statement:
    if not values:
        return statement
    provenance = dict(statement.provenance) | dict.fromkeys(values, BY_HAND)
    fields: dict[str, Any] = {**values, "provenance": MappingProxyType(provenance)}
    return replace(statement, **fields)


def _validated(field: str, value: str) -> str:
    shown = value if len(value) <= 60 else value[:60] + "…"
    if field not in _FIELDS:
        raise UsageError(f"{field!r} cannot be corrected; name one of {', '.join(CORRECTABLE)}.")
    if len(value) > MAX_CHARACTERS or _CONTROL.search(value):
        raise UsageError(
            f"The {field} must be one line of at most {MAX_CHARACTERS} characters, and {shown!r} is not."
        )
    if not value:
        return value
    if field in ("date", "date_end") and day_span(value) is None:
        raise UsageError(f"{shown!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD.")
    if field in ("delegation", "on_behalf_of") and not _CODE.fullmatch(value):
        raise UsageError(f"{shown!r} is not a delegation's code; write one such as JPN or EU.")
    if field == "language" and not _LANGUAGE.fullmatch(value):
        raise UsageError(f"{shown!r} is not a language's code; write one such as en or ja.")
    if field == "url" and not _URL.fullmatch(value):
        raise UsageError(f"{shown!r} is not a web address; write it with http:// or https://.")
    return value
