"""Fields that a person has corrected by hand: what may be written, and what follows from it.

A turn's field is called ``turns.3.delegation``, 3 being the turn's number.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from core.errors import UsageError
from core.records import BY_HAND, CORRECTABLE, ROLES, TURN_CORRECTABLE, Statement, Turn
from index.store.filters import day_span

MAX_CHARACTERS = 1000
_FIELDS = (*CORRECTABLE, "speaker_latin")
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_FOLLOWS: Mapping[str, str] = {"speaker": "speaker_latin", "date": "date_end"}
_URL = re.compile(r"https?://[^\s/]\S*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_OF_TURN = re.compile(r"turns\.(?P<ordinal>[1-9]\d{0,5})\.(?P<name>[a-z_]+)")


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
    field follows: a single day stays one, a speaker's Latin name goes with the name, and a statement's
    delegation is that of all its turns that speak for a state and had none or the former one. Raises
    UsageError when the meeting would end before it begins, or for a turn that is not there."""
    values = dict(changes)
    if "speaker" in values and values["speaker"] != statement.speaker:
        values.setdefault("speaker_latin", "")
    if "delegation" in values:
        for turn in statement.turns:
            if turn.role in ("", "government") and turn.delegation in ("", statement.delegation):
                values.setdefault(f"turns.{turn.ordinal}.delegation", values["delegation"])
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
    for field in values:
        if (found := _OF_TURN.fullmatch(field)) and _turn(statement, int(found["ordinal"])) is None:
            raise UsageError(
                f"This statement has no turn {found['ordinal']}; `rapporteur show` numbers those there are."
            )
    return _with(statement, values)


def recorded(before: Statement, after: Statement, earlier: Corrections) -> Corrections:
    """The corrections that lead from what was read to ``after``, given those that led to ``before``."""
    made = dict(earlier)
    for field, where in after.provenance.items():
        if where == BY_HAND and field in made:
            made[field] = replace(made[field], value=field_value(after, field))
        elif where == BY_HAND:
            made[field] = Correction(
                field_value(after, field), field_value(before, field), before.provenance.get(field, "")
            )
    return made


def taken_over(statement: Statement, earlier: Corrections) -> tuple[Statement, Corrections]:
    """A statement as it was just read, with the ``earlier`` corrections of the same or of the one it
    takes the place of; without those of turns that are now read in another way."""
    kept = {field: c for field, c in earlier.items() if _still_meant(statement, field, c)}
    after = _with(statement, {field: correction.value for field, correction in kept.items()})
    if (last := day_span(after.date_end)) is not None:
        first = day_span(after.date)
        if first is None or last[1] < first[0]:  # one end was corrected, the other now reads differently
            after = replace(after, date_end=after.date)
    return after, {
        field: Correction(
            correction.value, field_value(statement, field), statement.provenance.get(field, "")
        )
        for field, correction in kept.items()
    }


def reverted(
    statement: Statement, earlier: Corrections, fields: Iterable[str]
) -> tuple[Statement, Corrections]:
    """``statement`` with ``fields`` as they were read, and the corrections that remain. What follows from
    a field goes back with it. Raises UsageError for a field that was not corrected."""
    wanted = set(fields)
    for field in sorted(wanted - earlier.keys()):
        raise UsageError(f"The {field} of this statement was not corrected by hand.")
    followers = {follower for field, follower in _FOLLOWS.items() if field in wanted}
    if "delegation" in wanted:
        followers |= {field for field in earlier if re.fullmatch(r"turns\.\d+\.delegation", field)}
    wanted |= followers & earlier.keys()
    as_read = _set(statement, {field: earlier[field].read for field in wanted})
    provenance = {field: where for field, where in statement.provenance.items() if field not in wanted}
    provenance |= {field: earlier[field].provenance for field in wanted if earlier[field].provenance}
    as_read = replace(as_read, provenance=MappingProxyType(provenance))
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
    return replace(_set(statement, values), provenance=MappingProxyType(provenance))


def _set(statement: Statement, values: Mapping[str, str]) -> Statement:
    own: dict[str, Any] = {}
    of_turns: dict[int, dict[str, Any]] = {}
    for field, value in values.items():
        if found := _OF_TURN.fullmatch(field):
            of_turns.setdefault(int(found["ordinal"]), {})[found["name"]] = value
        else:
            own[field] = value
    if of_turns:
        own["turns"] = tuple(replace(t, **of_turns.get(t.ordinal, {})) for t in statement.turns)
    return replace(statement, **own)


def field_value(statement: Statement, field: str) -> str:
    """The value of a field that can be corrected."""
    if found := _OF_TURN.fullmatch(field):
        return str(getattr(_turn(statement, int(found["ordinal"])), found["name"]))
    return str(getattr(statement, field))


def _turn(statement: Statement, ordinal: int) -> Turn | None:
    return statement.turns[ordinal - 1] if ordinal <= len(statement.turns) else None


def _still_meant(statement: Statement, field: str, correction: Correction) -> bool:
    """Whether a correction of a turn's field is of the turn that now has that number."""
    found = _OF_TURN.fullmatch(field)
    if found is None:
        return True
    return _turn(statement, int(found["ordinal"])) is not None and (
        field_value(statement, field) in (correction.read, correction.value)
    )


def _validated(field: str, value: str) -> str:
    shown = value if len(value) <= 60 else value[:60] + "…"
    found = _OF_TURN.fullmatch(field)
    name = found["name"] if found else field
    if name not in (TURN_CORRECTABLE if found else _FIELDS):
        raise UsageError(f"{field!r} cannot be corrected; name one of {', '.join(CORRECTABLE)}.")
    if len(value) > MAX_CHARACTERS or _CONTROL.search(value):
        raise UsageError(
            f"The {field} must be one line of at most {MAX_CHARACTERS} characters, and {shown!r} is not."
        )
    if not value:
        return value
    if name in ("date", "date_end") and day_span(value) is None:
        raise UsageError(f"{shown!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD.")
    if name in ("delegation", "on_behalf_of") and not _CODE.fullmatch(value):
        raise UsageError(f"{shown!r} is not a delegation's code; write one such as JPN or EU.")
    if name == "role" and value not in ROLES:
        raise UsageError(f"{shown!r} is not a role; write one of {', '.join(ROLES)}.")
    if name == "language" and not _LANGUAGE.fullmatch(value):
        raise UsageError(f"{shown!r} is not a language's code; write one such as en or ja.")
    if name == "url" and not _URL.fullmatch(value):
        raise UsageError(f"{shown!r} is not a web address; write it with http:// or https://.")
    return value
