"""What a person limits a search to, within a dossier."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from core.delegations import Gazetteer
from core.errors import UsageError
from core.records import Filters
from desk.dossier.records import Dossier

T = TypeVar("T", bound=str)


def within(dossier: Dossier, own: Filters, gazetteer: Gazetteer) -> Filters:
    """Everything that both the dossier and the person's ``own`` filters admit. Raises UsageError where they
    admit nothing together."""
    scope = dossier.scope

    def both(what: str, one: Sequence[T], other: Sequence[T]) -> tuple[T, ...]:
        found = tuple(item for item in one if item in other) if one and other else (*one, *other)
        if one and other and not found:
            raise _apart(dossier, what, other, one)
        return found

    def either(what: str, one: str, other: str) -> str:
        if one and other and one.casefold() != other.casefold():
            raise _apart(dossier, what, [other], [one])
        return one or other

    since = max(own.since, scope.since)
    until = min(filter(None, (own.until, scope.until)), key=_last_day, default="")
    if until and since > _last_day(until):
        raise _apart(dossier, "dates", [scope.since, scope.until], [own.since, own.until])
    return replace(
        own,
        delegations=_delegations(dossier, own.delegations, gazetteer),
        since=since,
        until=until,
        forum=either("forum", own.forum, scope.forum),
        # every word of a speaker's name has to be found
        speaker=" ".join(dict.fromkeys((*scope.speaker.split(), *own.speaker.split()))),
        language=either("language", own.language, scope.language),
        roles=both("roles", own.roles, scope.roles),
        statements=both("statements", own.statements, scope.statements),
    )


def _delegations(dossier: Dossier, own: Sequence[str], gazetteer: Gazetteer) -> tuple[str, ...]:
    """Those of both. A group stays one where both hold it whole; else those of its members stay that both
    hold."""
    limits = dossier.filters.delegations
    if not (own and limits):
        return (*own, *limits)
    both = set(gazetteer.expand(own)).intersection(gazetteer.expand(limits))
    whole = [
        code for code in (*own, *limits, *gazetteer.expand(own)) if both.issuperset(gazetteer.expand([code]))
    ]
    found = [code for code in whole if code in own]
    for code in whole:
        if code not in gazetteer.expand(found):
            found.append(code)
    if not found:
        raise _apart(dossier, "delegations", map(gazetteer.name, limits), map(gazetteer.name, own))
    return tuple(dict.fromkeys(found))


def _last_day(date: str) -> str:
    """By which the ends of a year, of a month of it and of a day compare."""
    return f"{date}-99-99"


def _apart(dossier: Dossier, what: str, limits: Iterable[str], own: Iterable[str]) -> UsageError:
    limited, chosen = (", ".join(filter(None, one)) for one in (limits, own))
    return UsageError(
        f"The dossier {dossier.name!r} is limited to other {what} ({limited}) than were chosen ({chosen}); "
        "change the filters, or leave the dossier."
    )
