"""Correcting by hand: what the form asks, and what its answers mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from core.records import BY_HAND, CORRECTABLE, Statement
from ui.texts import LANGUAGES, Texts, texts_in
from ui.texts.languages import language_names


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of the form: its name on the record and what may stand in it. ``choices`` names the list that
    is offered while typing. Its label and hint are texts of the page."""

    name: str
    choices: Literal["", "delegations", "languages"] = ""
    lines: int = 1


_ASKED: Mapping[str, Asked] = {
    field.name: field
    for field in (
        Asked("title", lines=2),
        Asked("delegation", "delegations"),
        Asked("on_behalf_of", "delegations"),
        Asked("language", "languages"),
    )
}
FORM = tuple(_ASKED.get(name) or Asked(name) for name in CORRECTABLE)

AT_ONCE = ("delegation", "date", "forum")  # what can be set for several statements at once


def provenance(statement: Statement, field: str, texts: Texts) -> str:
    """Where a field's value came from, in words: "from the file name", "corrected by hand"."""
    where = statement.provenance.get(field, "")
    if not where:
        return "" if getattr(statement, field) else texts("came.unknown")
    if where == BY_HAND:
        return texts("came.by_hand")
    if where.startswith(("corrected", "from ", "given ", "by ")):
        return where
    named = "." in where or where[0].isupper()
    return texts("came.from" if named else "came.from_the", where=where)


def typed(statement: Statement, field: str) -> str:
    """What stands in the form: the value, and nothing as the last day of a single one."""
    text = str(getattr(statement, field))
    return "" if field == "date_end" and text == statement.date else text


def changes(
    statement: Statement, wanted: Mapping[str, object], delegations: Mapping[str, str]
) -> dict[str, str]:
    """What the form's answers change: field → value. A delegation given by name becomes its code, a
    language its code; what is neither is left as it was typed, for the library to judge. A single day
    stays one when its date changes. ``delegations`` is code → name. Fields that cannot be corrected are
    left out."""
    by_name = {_folded(name): code for code, name in delegations.items()}
    by_name |= {_folded(code): code for code in delegations}
    languages = {
        _folded(name): code for one in LANGUAGES for code, name in language_names(texts_in(one)).items()
    }
    meant: dict[str, str] = {}
    for field in FORM:
        if field.name not in wanted:
            continue
        text = " ".join(str(wanted[field.name]).split())
        if field.choices == "delegations":
            text = by_name.get(_folded(text), text)
        elif field.choices == "languages":
            text = languages.get(_folded(text), text)
        meant[field.name] = text
    if not meant.get("date_end", typed(statement, "date_end")):
        day = meant.get("date", statement.date)
        if day != statement.date_end:
            meant["date_end"] = day
    return {name: text for name, text in meant.items() if text != getattr(statement, name)}


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
