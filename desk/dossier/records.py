"""A dossier: what it is limited to, and what belongs to it."""

from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from core.records import Filters

Kind = Literal["statement", "conversation", "note"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Item:
    """Something that was put into a dossier, by its id. It may have been removed elsewhere since."""

    kind: Kind
    id: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """``items`` are in the order in which they came; ``basket`` is the id of the note that gathers its
    quotations. ``made`` and ``changed`` are ISO 8601 times in UTC."""

    id: str
    owner: str
    name: str
    filters: Filters
    made: str
    changed: str
    basket: str
    items: tuple[Item, ...] = ()

    def ids(self, kind: Kind) -> tuple[str, ...]:
        """The ids of its items of one kind."""
        return tuple(item.id for item in self.items if item.kind == kind)

    @property
    def scope(self) -> Filters:
        """What a search within it is limited to: its filters, and where statements were chosen, to these."""
        return replace(self.filters, statements=self.ids("statement"))
