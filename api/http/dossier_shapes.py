"""The documents of dossiers, as the OpenAPI description gives them, and what a caller sends for one."""

from pydantic import ConfigDict, Field

from api.http.requests import FiltersIn, Sent, Short
from api.http.shapes import Document, LimitsOut, SourceOut


class DossierIn(Sent):
    """A new dossier: filters or chosen statements under a name."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Cyber, Japan", "filters": {"delegation": ["JPN"]}}]}
    )

    name: Short = Field(min_length=1)
    filters: FiltersIn = FiltersIn()


class NameIn(Sent):
    """Another name for a dossier."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Cyber, Japan and Kenya"}]})

    name: Short = Field(min_length=1)


class BelongingIn(Sent):
    """What belongs to a dossier, by its ids."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"notes": ["3f2a9c0d4b5e6f70"]}]})

    statements: tuple[Short, ...] = Field(default=(), max_length=1000)
    conversations: tuple[Short, ...] = Field(default=(), max_length=1000)
    notes: tuple[Short, ...] = Field(default=(), max_length=1000)


class DossierAddIn(BelongingIn):
    """What is put into a dossier; `paragraphs` are quoted in its basket."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"statements": ["97ac1dc1a1ec0f6b"]}]})

    paragraphs: tuple[Short, ...] = Field(default=(), max_length=100)


class EntryOut(Document):
    """Something gathered in a dossier's basket: its words, whether the person wrote them, what they cite."""

    text: str
    own: bool
    sources: list[SourceOut]


class BasketOut(Document):
    """What is gathered in a dossier; `note` is the note that holds it, null where it was removed."""

    note: str | None
    entries: list[EntryOut]


class DossierOut(Document):
    """A dossier. A question or search with its `filters` stays within it."""

    id: str
    name: str
    made: str
    changed: str
    filters: LimitsOut
    conversations: list[str]
    notes: list[str]
    basket: BasketOut


class DossiersOut(Document):
    """All dossiers of the caller."""

    dossiers: list[DossierOut]


class DeletedOut(Document):
    """The id of what is gone."""

    deleted: str
