"""Which statements the Library tab lists, in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.records import StatementSummary
from ui.texts import texts_in
from ui.texts.languages import language_name, names_in_any

PAGE = 200
# What the list can be ordered by, with the order that a first click means.
COLUMNS: Mapping[str, bool] = {
    "date": True,
    "delegation": False,
    "title": False,
    "speaker": False,
    "forum": False,
    "language": False,
    "paragraphs": True,
}


@dataclass(frozen=True, slots=True)
class View:
    """How the list is looked at: ordered by a column, how many rows are shown, and whether only those whose
    delegation is doubtful."""

    by: str = "date"
    descending: bool = True
    shown: int = PAGE
    doubtful: bool = False

    def ordered(self, by: str) -> "View":
        """The view after a click on a column's head; a second click turns the order round."""
        if by not in COLUMNS:
            return self
        if by == self.by:
            return replace(self, descending=not self.descending, shown=PAGE)
        return View(by, COLUMNS[by], doubtful=self.doubtful)

    def turned(self) -> "View":
        """The view with only what is doubtful, or with everything again."""
        return replace(self, doubtful=not self.doubtful, shown=PAGE)

    def longer(self) -> "View":
        """The view with one more page of rows."""
        return replace(self, shown=self.shown + PAGE)

    def from_start(self) -> "View":
        """The same order, from its first page."""
        return replace(self, shown=PAGE)


def listed(
    rows: Sequence[StatementSummary], names: Mapping[str, str], text: str, view: View
) -> list[StatementSummary]:
    """The rows in which every word of ``text`` stands somewhere, in the view's order; those that do not
    know what they are ordered by come last either way. ``names`` are those of delegation codes."""
    words = text.casefold().split()
    found = [row for row in rows if not view.doubtful or row.doubtful]
    found = [row for row in found if not words or _matches(row, names, words)]
    # Latest first within what is equal.
    found.sort(key=lambda row: (row.date, row.title), reverse=True)
    known = [row for row in found if _key(row, names, view.by)]
    unknown = [row for row in found if not _key(row, names, view.by)]
    known.sort(key=lambda row: _key(row, names, view.by), reverse=view.descending)
    return known + unknown


def _matches(row: StatementSummary, names: Mapping[str, str], words: Sequence[str]) -> bool:
    codes = [code for code in (row.delegation, row.on_behalf_of) if code]
    fields = (
        *codes,
        *(names.get(code, "") for code in codes),
        *(row.title, row.speaker, row.speaker_latin, row.post, row.forum, row.agenda_item, row.date),
        *(row.date_end, row.origin, *row.origins),
    )
    hay = "\n".join(fields).casefold()
    # A language by its whole name only: "japan" means the delegation, "japanese" the language.
    languages = {name.casefold() for name in names_in_any(row.language)}
    return all(word in hay or word in languages for word in words)


def _key(row: StatementSummary, names: Mapping[str, str], by: str) -> str:
    match by:
        case "delegation":
            return names.get(row.delegation, row.delegation).casefold()
        case "title":
            return (row.title or row.origin).casefold()
        case "speaker":
            return (row.speaker_latin or row.speaker).casefold()
        case "forum":
            return row.forum.casefold()
        case "language":
            return language_name(row.language, texts_in("en")).casefold()
        case "paragraphs":
            return f"{row.paragraphs:09}"
        case _:
            return row.date
