"""Cells of a paper: each is searched, read and quoted by `answer.cells`, and its sources are numbered."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from answer.cells import Entry, Key, survey, within
from answer.sheet import Sheet
from answer.tasks.toolbox import Toolbox
from core.records import Cell, Filters
from desk.tasks.topic import Topic

# Paragraphs that are read for a cell with a search of its own: of many statements, and of those of one day.
_WIDE, _OF_A_DAY = 12, 6
_BOTH = 0.7  # mean probability of both readings of a subject from which it is said


@dataclass(frozen=True, slots=True)
class Reading:
    """What making one paper carries along; setting ``stop`` ends it with what there is."""

    tools: Toolbox
    filters: Filters
    sheet: Sheet
    stop: threading.Event

    def each(self, topic: Topic, keys: Sequence[Key]) -> Iterator[Entry]:
        """An entry for each key by a search of its own, so that no cell crowds out another."""
        for key in keys:
            if self.stop.is_set():
                return
            yield self.one(topic, key)

    def one(self, topic: Topic, key: Key, question: str = "") -> Entry:
        """The entry of one key on the topic, or on a ``question`` about it.

        A subject is read for twice: the name in "What does Kenya say about fisheries?" alone lets the judge
        find an answer where Kenya speaks of something else. What is not found for the subject by itself is
        silent, and what is found doubtfully counts by the mean of both readings.
        """
        entry = self._read(question or topic.of(key[0], self.tools.gazetteer), key)
        if topic.asks or entry.state == "silent":
            return entry
        alone = self._read(topic.english, key)
        if alone.state == "silent":
            return replace(entry, state="silent", excerpts=())
        doubtful = alone.state == "uncertain" and (entry.probability + alone.probability) / 2 < _BOTH
        return replace(entry, state="uncertain") if doubtful else entry

    def _read(self, question: str, key: Key) -> Entry:
        filters = within(self.filters, key)
        retriever, gazetteer = self.tools.retriever, self.tools.gazetteer
        wide = _OF_A_DAY if key[1] and key[1] == key[2] else _WIDE
        (entry,) = survey(lambda _: question, question, filters, [key], retriever, gazetteer, wide=wide)
        return entry

    def together(self, topic: Topic, keys: Sequence[Key], wide: int) -> Iterator[Entry]:
        """Entries of many keys by one search: those not among its ``wide`` paragraphs are silent."""
        gazetteer = self.tools.gazetteer

        def question(key: Key) -> str:
            return topic.of(key[0], gazetteer)

        found = survey(
            question, topic.of("", gazetteer), self.filters, keys, self.tools.retriever, gazetteer, wide=wide
        )
        for entry in found:
            if self.stop.is_set():
                return
            yield entry

    def cell(self, entry: Entry) -> Cell:
        """The entry with its sources numbered."""
        quotes = tuple(self.sheet.quotation(excerpt) for excerpt in entry.excerpts)
        return Cell(entry.delegation, entry.since, entry.until, entry.state, entry.searched, quotes)


def year_of(year: str) -> tuple[str, str]:
    """Its first and last day."""
    return f"{year}-01-01", f"{year}-12-31"
