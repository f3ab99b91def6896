"""A checked draft as a Word file: the same text, footnotes for what is supported, comments for the rest."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from core.records import Source
from desk.draft.document import notes
from desk.draft.records import CheckedSentence, DraftReport
from desk.draft.text import NOTE
from desk.word import Paper, Paragraph, Run, word_bytes

Cite = Callable[[Source], str]

_BREAK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:#{1,6}[ \t]|[-*+•][ \t]|\d{1,3}[.)][ \t]|>|\[\^))")
_HEADING = re.compile(r"#{1,6}[ \t]+")
_ITEM = re.compile(r"[ \t]*[-*+•][ \t]+")
_SHADES: Mapping[str, str] = MappingProxyType(
    {"partly": "FFF2CC", "contradicted": "F8CBAD", "not_found": "E7E6E6"}
)


def draft_word(report: DraftReport, cite: Cite, title: str = "Checked draft") -> bytes:
    """The file. ``cite`` gives the finished reference to a paragraph."""
    return word_bytes(draft_paper(report, cite, title))


def draft_paper(report: DraftReport, cite: Cite | None, title: str = "Checked draft") -> Paper:
    """The draft with its notes as a paper. Without ``cite`` each footnote is the id of its paragraph, for a
    draft that is to be kept and put into another order."""
    return Paper(title, tuple(_Writer(report, cite).blocks()))


class _Writer:
    """Writes one draft; a footnote that repeats the statement of the one before it says "Ibid."."""

    def __init__(self, report: DraftReport, cite: Cite | None) -> None:
        self._report, self._cite = report, cite
        self._sources = {source.marker: source for source in report.sources}
        self._before: Source | None = None

    def blocks(self) -> Iterator[Paragraph]:
        """The draft's paragraphs in order."""
        for start, end in _paragraphs(self._report):
            line = self._report.text[start:end]
            heading, item = _HEADING.match(line), _ITEM.match(line)
            lead = heading or item
            if lead and any(start <= one.start < start + lead.end() for one in self._report.sentences):
                heading = item = lead = None  # the marker is part of a sentence
            start += lead.end() if lead else 0
            runs = tuple(self._runs(start, end))
            yield Paragraph(runs, "heading" if heading else "item" if item else "body")

    def _runs(self, start: int, end: int) -> Iterator[Run]:
        at = start
        for one in self._report.sentences:
            if one.start < at or one.end > end:
                continue
            yield from _plain(self._report.text[at : one.start])
            yield from self._sentence(one)
            at = one.end
        yield from _plain(self._report.text[at:end])

    def _sentence(self, one: CheckedSentence) -> Iterator[Run]:
        text = _line(one.text)
        if one.flagged:
            told = " ".join((f"{one.verdict.replace('_', ' ').capitalize()}.", *notes(one, self._sources)))
            yield Run(text, comment=told, shade=_SHADES[one.verdict])
        elif one.verdict == "supported":
            first, *others = self._footnotes(one)
            yield Run(text, footnote=first)
            yield from (Run("", footnote=other) for other in others)
        else:
            yield Run(text)

    def _footnotes(self, one: CheckedSentence) -> Sequence[str]:
        cited = list(dict.fromkeys(self._sources[c.marker] for c in one.citations))
        if self._cite is None:
            return [source.paragraph_id for source in cited] or [""]
        return ["; ".join(self._reference(source, self._cite) for source in cited) + "."]

    def _reference(self, source: Source, cite: Cite) -> str:
        before, self._before = self._before, source
        if before is not None and before.statement_id == source.statement_id:
            return f"Ibid., para. {source.number}"
        return cite(source)


def _paragraphs(report: DraftReport) -> Sequence[tuple[int, int]]:
    """The draft's paragraphs, list items and headings, none of which cuts a sentence; notes at its foot are
    the last of them."""
    text = report.text
    inside = {at for one in report.sentences for at in range(one.start + 1, one.end)}
    bounds = [0, *(at for found in _BREAK.finditer(text) if (at := found.end()) not in inside), len(text)]
    spans = []
    for begin, end in pairwise(bounds):
        body = text[begin:end]
        lead = len(body) - len(body.lstrip())
        if body.strip():
            spans.append((begin + lead, begin + len(body.rstrip())))
    return [span for span in spans if not NOTE.match(text[slice(*span)])] + [
        span for span in spans if NOTE.match(text[slice(*span)])
    ]


def _plain(text: str) -> Iterator[Run]:
    if text:
        yield Run(re.sub(r"\s+", " ", text))


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
