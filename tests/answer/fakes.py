"""Stand-ins at the two seams of the pipeline: a library that finds by word overlap, and a language
model that replies from a script."""

import re
import threading
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.errors import LLMError
from core.records import (
    NO_DELEGATION,
    Filters,
    Found,
    Hit,
    Mentions,
    Paragraph,
    Scope,
    SearchResult,
    Source,
    Speaker,
    Statement,
    StatementSummary,
)
from prompts import Message


def source(text: str, *, delegation: str = "JPN", date: str = "2020-12-01", ordinal: int = 1) -> Source:
    """A paragraph that can be cited."""
    return Source(
        paragraph_id=f"{delegation}-{date}-{ordinal:04d}",
        statement_id=f"{delegation}-{date}",
        label=f"{delegation} {date} ¶{ordinal}",
        number=ordinal,
        printed=False,
        ordinal=ordinal,
        section="Institutional Dialogue",
        title="Statement",
        delegation=delegation,
        speaker="",
        forum="OEWG",
        date=date,
        date_end=date,
        url="",
        origin="statement.txt",
        language="en",
        text=text,
    )


_COMMON = frozenset(
    ["what", "does", "say", "about", "why", "how", "much", "many", "the", "for", "and", "who"]
)
_STATES = frozenset(["japan", "kenya", "china"])


def words(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[a-z]{3,}", text.lower()) if word not in _COMMON | _STATES}


def overlap(query: str, text: str) -> float:
    """Share of the query's words that the text has, in [0, 1]."""
    asked = words(query)
    return len(asked & words(text)) / max(len(asked), 1)


@dataclass
class FakeLibrary:
    """Finds paragraphs by shared words; logits run from -6 (none) to +8 (all)."""

    sources: Sequence[Source]
    searched: list[Filters] = field(default_factory=list)
    sha256: str = "library"
    changes: int = 0

    def search(
        self, query: str, filters: Filters = Filters(), k: int = 10, *, rerank: bool = True
    ) -> SearchResult:
        self.searched.append(filters)
        hits = [
            Hit(s, overlap(query, s.text), Found(rerank=14 * overlap(query, s.text) - 6 if rerank else None))
            for s in self._admitted(filters)
        ]
        return SearchResult(query, filters, tuple(sorted(hits, key=lambda h: -h.score)[:k]))

    def rank_sentences(
        self, question: str, sentences: Sequence[str], contexts: Sequence[str]
    ) -> NDArray[np.float32]:
        assert len(sentences) == len(contexts)
        return np.array([14 * overlap(question, s) - 6 for s in sentences], dtype=np.float32)

    def scope(self, filters: Filters = Filters()) -> Scope:
        admitted = self._admitted(filters)
        dates = sorted(s.date for s in admitted)
        return Scope(
            len({s.statement_id for s in admitted}),
            len(admitted),
            tuple(sorted({s.delegation for s in admitted})),
            dates[0] if dates else "",
            dates[-1] if dates else "",
        )

    def years(self, filters: Filters = Filters()) -> Collection[str]:
        return sorted({s.date[:4] for s in self._admitted(filters) if s.date})

    def statements(self, filters: Filters = Filters()) -> Sequence[StatementSummary]:
        found = {s.statement_id: s for s in self._admitted(filters)}
        return [
            StatementSummary(s.statement_id, delegation=s.delegation, date=s.date, paragraphs=1)
            for s in found.values()
        ]

    def statement(self, statement_id: str) -> Statement:
        paragraphs = tuple(
            Paragraph(s.paragraph_id, s.ordinal, s.number, s.printed, s.section, 0, len(s.text), s.text)
            for s in self.sources
            if s.statement_id == statement_id
        )
        first = next(s for s in self.sources if s.statement_id == statement_id)
        return Statement(
            statement_id,
            "",
            delegation=first.delegation,
            date=first.date,
            date_end=first.date,
            paragraphs=paragraphs,
        )

    def neighbours(self, paragraph_id: str, before: int, after: int) -> Sequence[Source]:
        middle = next(s for s in self.sources if s.paragraph_id == paragraph_id)
        near = range(middle.ordinal - before, middle.ordinal + after + 1)
        return [s for s in self.sources if s.statement_id == middle.statement_id and s.ordinal in near]

    def mentions(self, words: str, filters: Filters = Filters()) -> Mentions:
        has = [s for s in self._admitted(filters) if words.lower() in s.text.lower()]
        by = Counter(s.delegation for s in has)
        return Mentions(words, len(has), len({s.statement_id for s in has}), tuple(by.most_common()))

    def paragraphs_with(self, words: str, most: int) -> Sequence[str]:
        return [s.text for s in self.sources if words.lower() in s.text.lower()][:most]

    def delegations(self) -> Collection[str]:
        return {s.delegation for s in self.sources}

    def forums(self) -> Collection[str]:
        return {s.forum for s in self.sources}

    def speakers(self) -> Sequence[Speaker]:
        years = {(s.speaker, s.delegation): (s.date[:4],) for s in self.sources if s.speaker}
        return [Speaker(name, code, when) for (name, code), when in years.items()]

    def _admitted(self, filters: Filters) -> list[Source]:
        return [
            s
            for s in self.sources
            if (not filters.delegations or (s.delegation or NO_DELEGATION) in filters.delegations)
            and (not filters.since or (s.date and s.date >= filters.since[: len(s.date)]))
            and (not filters.until or s.date[: len(filters.until)] <= filters.until)
            and (not filters.statements or s.statement_id in filters.statements)
        ]


class FakeScorer:
    """Word overlap in place of the encoder and the entailment model, which wants nearly every word."""

    def similarities(self, claim: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([0.5 + 0.5 * overlap(claim, t) for t in texts], dtype=np.float32)

    def relevance(self, claim: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([20 * overlap(claim, t) - 14 for t in texts], dtype=np.float32)


@dataclass
class ScriptedLLM:
    """Says yes or no as told, and writes the scripted replies in turn, word by word. Every prompt it
    is given is kept in ``asked``."""

    replies: list[str] = field(default_factory=list)
    log_odds: float = 2.0
    fails: bool = False
    asked: list[str] = field(default_factory=list)
    name: str = "scripted"

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, stop: threading.Event | None = None
    ) -> Iterator[str]:
        self._note(messages)
        for piece in re.findall(r"\S+\s*", self.replies.pop(0) if self.replies else "")[:max_tokens]:
            if stop is not None and stop.is_set():
                return
            yield piece

    def yes_log_odds(self, messages: Sequence[Message], stop: threading.Event | None = None) -> float:
        self._note(messages)
        return self.log_odds

    def _note(self, messages: Sequence[Message]) -> None:
        if self.fails:
            raise LLMError("The language model 'scripted' gave no answer; check its address.")
        self.asked.append("\n".join(m.content for m in messages))
