"""Whether the statements support a claim of the draft: those paragraphs that it cites, then those that a
search finds."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from answer.evidence.sentences import context_line
from answer.support.check import Evidence, Support
from answer.words.tokens import tokenize
from core.delegations import Gazetteer
from core.records import Citation, Filters, Source
from core.sentences import split_sentences
from desk.draft.library import Statements
from desk.draft.records import Verdict
from desk.draft.telling import plainly

_MARKS = re.compile(r"[“”\"«»「」『』]")
_PARAGRAPHS = 8  # that a search brings to the check
_SENTENCES = 24  # of these that the check reads, those with most of the claim's words first
_SURE = 0.75  # the score from which a paragraph that the writer did not cite is said to support a claim
_EVEN = 0.5
_RELATED = 0.4  # share of a claim's words in the source from which the two are about the same thing


_Place = tuple[Source, int, int]
"""A sentence: ``source.text[start:end]``."""


class Check(Protocol):
    """The support check, as :class:`answer.support.check.SupportCheck` offers it."""

    def check(self, claim: str, evidence: Sequence[Evidence]) -> Support:
        """The support that ``evidence`` gives to one claim."""
        ...


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a claim. ``sources`` are those that ``citations`` (marker 0) cite; ``shared`` in [0, 1]
    is the share of the claim's words in the sentences that come nearest."""

    verdict: Verdict
    reason: str
    support: float
    citations: tuple[Citation, ...] = ()
    sources: tuple[Source, ...] = ()
    differing: tuple[str, ...] = ()
    shared: float = 0.0


class Verifier:
    """Compares claims with a library; safe to share between threads."""

    def __init__(self, library: Statements, support: Check, gazetteer: Gazetteer) -> None:
        self._library, self._support, self._gazetteer = library, support, gazetteer
        # The sentences of a draft are mostly about the same few statements.
        self._keys = lru_cache(maxsize=4096)(_keys)

    def verify(self, claim: str, cited: Sequence[Source], filters: Filters) -> Finding:
        """The finding on one claim. ``cited`` are the paragraphs that the writer names for it, ``filters``
        admit the statements that may support it."""
        own = self._against(claim, cited)
        if own.verdict == "supported":
            return own
        if cited:
            return self._in_the_same(claim, cited, own)
        # In a search quotation marks ask for the very words; the draft's may be altered.
        words = _MARKS.sub(" ", claim)
        hits = self._library.search(words, filters, _PARAGRAPHS, rerank=False).hits
        return self._against(claim, [hit.source for hit in hits])

    def _in_the_same(self, claim: str, cited: Sequence[Source], own: Finding) -> Finding:
        """What the other paragraphs of the cited statements say, where the number of the paragraph is a slip:
        only a sure one counts, as the writer names another place."""
        ids = {source.paragraph_id for source in cited}
        statements = [self._library.statement(id_) for id_ in dict.fromkeys(s.statement_id for s in cited)]
        others = [p.id for statement in statements for p in statement.paragraphs if p.id not in ids]
        found = self._against(claim, [self._library.source(id_) for id_ in others])
        if found.verdict == "supported" and found.support >= _SURE:
            return replace(found, reason="elsewhere")
        return own if own.verdict != "not_found" else max((own, found), key=_telling)

    def _against(self, claim: str, sources: Sequence[Source]) -> Finding:
        every = [(source, *span) for source in sources for span in split_sentences(source.text)]
        if not every:
            return Finding("not_found", "unsupported", 0.0)
        spans = self._nearest(claim, every)
        evidence = [Evidence(s.text[a:b], context_line(s, self._gazetteer)) for s, a, b in spans]
        support = self._supported(claim, evidence, sources)
        places = [spans[i] for i in support.carrying]
        missing, shared = self._missing(claim, [evidence[i] for i in support.carrying])
        found = Finding(
            "supported",
            "",
            support.score,
            tuple(Citation(0, s.paragraph_id, s.text[a:b], a, b) for s, a, b in places),
            tuple({s.paragraph_id: s for s, _, _ in places}.values()),
            shared=shared,
        )
        if _carries(support):
            return found
        if shared < _RELATED:
            return Finding("not_found", support.reason, support.score, shared=shared)
        verdict: Verdict = "contradicted" if support.reason == "contradicted" else "partly"
        differing = tuple(support.differing or missing)
        return replace(found, verdict=verdict, reason=support.reason, differing=differing)

    def _supported(self, claim: str, evidence: Sequence[Evidence], sources: Sequence[Source]) -> Support:
        """The support of the claim as it is written, or without who says it, whichever is more."""
        support = self._support.check(claim, evidence)
        codes = {source.delegation for source in sources}
        name = self._gazetteer.name(codes.pop()) if len(codes) == 1 else ""
        told = plainly(claim, name, {source.date[:4] for source in sources}, self._gazetteer)
        if _carries(support) or told == claim:
            return support
        plain = self._support.check(told, evidence)
        return plain if _carries(plain) or plain.score > support.score else support

    def _missing(self, claim: str, evidence: Iterable[Evidence]) -> tuple[tuple[str, ...], float]:
        """The words of a claim that its nearest sources lack, and the share of those that they have."""
        held = frozenset(key for one in evidence for t in (one.text, one.context) for key in self._keys(t))
        content = [token for token in tokenize(claim) if token.content or token.kind == "number"]
        words = [token.text for token in content if not {token.key, token.stem} & held]
        return tuple(dict.fromkeys(words)), 1 - len(words) / len(content) if content else 0.0

    def _nearest(self, claim: str, spans: Sequence[_Place]) -> Sequence[_Place]:
        """At most as many sentences as the check reads, in their order."""
        if len(spans) <= _SENTENCES:
            return spans
        wanted = {token.stem or token.key for token in tokenize(claim) if token.content}
        shared = [len(wanted & self._keys(source.text[start:end])) for source, start, end in spans]
        kept = sorted(range(len(spans)), key=lambda i: (-shared[i], i))[:_SENTENCES]
        return [spans[i] for i in sorted(kept)]


def _carries(support: Support) -> bool:
    """Whether a claim of a draft counts as supported. Unlike those of a small model, most of a writer's
    sentences are true: one against which nothing stands but its score needs no more than an even chance."""
    return support.supported or (support.reason == "unsupported" and support.score >= _EVEN)


def _keys(text: str) -> frozenset[str]:
    """Under which forms the words of a text are found."""
    return frozenset(key for token in tokenize(text) for key in (token.key, token.stem) if key)


def _telling(finding: Finding) -> tuple[bool, float]:
    return finding.verdict != "not_found", finding.support
