"""A library in memory that can be changed, with the manners of the real one: hashes, origins, refusals."""

import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from core.errors import LibraryBusyError, UsageError
from core.records import (
    CORRECTABLE,
    Adding,
    AddingOutcome,
    Filters,
    Paragraph,
    Scope,
    Statement,
    StatementSummary,
    content_id,
)
from tests.ui.scripted import ScriptedAsker


def read(name: str, text: str) -> Statement:
    """A statement from plain text: title line, then paragraphs between blank lines."""
    title, *rest = [part.strip() for part in text.split("\n\n") if part.strip()]
    body, paragraphs = "", []
    for ordinal, words in enumerate(rest or [title], 1):
        start = len(body)
        body += words + "\n"
        key = content_id(title, str(ordinal), words)
        paragraphs.append(Paragraph(key, ordinal, ordinal, False, "", start, start + len(words), words))
    code = re.search(r"(?<![A-Z])(JPN|FRA)(?![A-Z])", name)
    day = re.search(r"\d{4}-\d{2}-\d{2}", name)
    provenance = {"title": "title line"}
    provenance |= {"delegation": "file name"} if code else {}
    provenance |= {"date": "file name"} if day else {}
    return Statement(
        id=content_id(title, body),
        text=body,
        paragraphs=tuple(paragraphs),
        title=title,
        delegation=code[1] if code else "",
        date=day[0] if day else "",
        date_end=day[0] if day else "",
        language="ja" if re.search(r"[\u3040-\u30ff]", body) else "en",
        origin=name,
        provenance=provenance,
    )


@dataclass
class ScriptedLibrary(ScriptedAsker):
    """``deaf`` ignores Stop while an item is read, ``busy`` is another process at work on the library.
    ``uploads`` records every path that was handed over."""

    busy: bool = False
    problems_found: tuple[str, ...] = ()
    uploads: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.shelf: dict[str, Statement] = {} if self.empty else {self.kept.id: self.kept}
        self.origins: dict[str, list[str]] = {key: [value.origin] for key, value in self.shelf.items()}
        self._lock = threading.Lock()

    def put(self, name: str, text: str) -> Statement:
        """Store a statement at once."""
        made = read(name, text)
        self.shelf[made.id] = made
        self.origins[made.id] = [name]
        return made

    def add_files(self, files: Sequence[tuple[str, Path]], *, stop: threading.Event) -> Iterator[Adding]:
        """One step of life and one item for each file."""
        self.uploads += [path for _, path in files]
        self.stops.append(stop)
        for done, (name, path) in enumerate(files, 1):
            if self.busy:
                raise LibraryBusyError(
                    "Another process is writing to the library; wait for it, then try again."
                )
            yield Adding(done - 1, len(files), "", "", detail=name, per_second=210.4, seconds_left=95.0)
            time.sleep(self.pace) if self.deaf else stop.wait(self.pace)
            if stop.is_set() and not self.deaf:
                return
            yield self._added(name, path.read_bytes(), done, len(files))
            if stop.is_set():
                return

    def _added(self, name: str, data: bytes, done: int, total: int) -> Adding:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return Adding(
                done, total, name, "refused", f"{name!r} is not text; save it as text, then add it again."
            )
        if not text.strip():
            return Adding(
                done, total, name, "refused", f"{name!r} is empty; look whether it was saved whole."
            )
        made = read(name, text)
        outcome: AddingOutcome = "added"
        with self._lock:
            if made.id not in self.shelf:
                self.shelf[made.id] = made
                self.origins[made.id] = [name]
            elif name in self.origins[made.id]:
                outcome = "unchanged"
            else:
                outcome = "origin added"
                self.origins[made.id].append(name)
        return Adding(done, total, name, outcome, "", made.id, len(made.paragraphs), per_second=210.4)

    def add_url(self, url: str, *, stop: threading.Event) -> Iterator[Adding]:
        """Nothing is fetched: an address with "private" in it is refused, any other has one page."""
        if not url.startswith("http"):
            raise UsageError(f"{url!r} is not an address; write it with https:// in front.")
        if "private" in url:
            yield Adding(1, 1, url, "refused", f"{url} is an address inside this network; it is not fetched.")
            return
        yield self._added(url, b"A page\n\nWords of it.", 1, 1)

    def edit(self, statement_id: str, changes: Mapping[str, str]) -> Statement:
        """As the real one: judged first, then all at once."""
        now = self.statement(statement_id)
        for name, value in changes.items():
            if name not in CORRECTABLE:
                raise UsageError(f"{name!r} is not a field that can be corrected.")
            if name.startswith("date") and value and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value):
                raise UsageError(f"{value!r} is not a date; write it as 2020, 2020-12 or 2020-12-01.")
            if name == "delegation" and value and value not in self.gazetteer:
                raise UsageError(f"{value!r} is not a delegation that is known; give its name or code.")
        by_hand = {**now.provenance, **dict.fromkeys(changes, "corrected by hand")}
        fields: dict[str, Any] = dict(changes)
        self.shelf[statement_id] = replace(now, provenance=by_hand, **fields)
        return self.shelf[statement_id]

    def remove(self, statement_id: str) -> None:
        """Gone with its origins."""
        self.statement(statement_id)
        if self.busy:
            raise LibraryBusyError("Another process is writing to the library; wait for it, then try again.")
        del self.shelf[statement_id], self.origins[statement_id]

    def check(self) -> tuple[str, ...]:
        """What the test put there."""
        return self.problems_found

    def statement(self, statement_id: str) -> Statement:
        """By id."""
        if statement_id not in self.shelf:
            raise UsageError("This statement is no longer in the library; somebody removed it.")
        return self.shelf[statement_id]

    def statements(self, filters: Filters = Filters()) -> tuple[StatementSummary, ...]:
        """All of them, or those that were chosen."""
        chosen = filters.statements or self.shelf
        return tuple(self._summary(value) for key, value in self.shelf.items() if key in chosen)

    def _summary(self, value: Statement) -> StatementSummary:
        names = (
            *("id", "title", "delegation", "speaker", "speaker_latin", "post", "on_behalf_of", "forum"),
            *("agenda_item", "date", "date_end", "language", "url", "origin", "provenance", "notices"),
        )
        origins = tuple(self.origins[value.id])
        return StatementSummary(
            **{name: getattr(value, name) for name in names},
            origins=origins,
            paragraphs=len(value.paragraphs),
        )

    def scope(self, filters: Filters) -> Scope:
        """What there is in all."""
        kept = self.shelf.values()
        return Scope(len(kept), sum(len(value.paragraphs) for value in kept))
