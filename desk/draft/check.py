"""Check a draft: each sentence that claims something of a delegation is compared with the statements.

text → sentences → who is claimed about → the writer's citations and quotations looked up → the support check
over the cited and the found paragraphs → one verdict a sentence, as soon as it is there.
"""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.delegations import Gazetteer
from core.records import Citation, Filters, Source, Statement
from desk.draft.claims import claim_of
from desk.draft.library import Statements
from desk.draft.quotations import look_up, quoted_spans
from desk.draft.records import CheckedSentence, DraftProgress, DraftReport, Quotation, Reference
from desk.draft.references import references, resolved, without_references
from desk.draft.subject import claimed_about
from desk.draft.text import Piece, note_names, notes, pieces, plain
from desk.draft.verdict import together
from desk.draft.verify import Check, Verifier

# Share of the words of a sentence that names nobody in the nearest sentence of the statements, from
# which it claims something of the delegation before it: measured on evals/gold/drafts/develop, between
# "The list could be extended" and "The Sanctuary was to enter its next phase".
_GOES_ON = 0.5


class DraftCheck:
    """Checks drafts against a library; safe to share between threads."""

    def __init__(self, library: Statements, support: Check, gazetteer: Gazetteer) -> None:
        self._library, self._gazetteer = library, gazetteer
        self._verifier = Verifier(library, support, gazetteer)

    def check(
        self, draft: str, filters: Filters = Filters(), stop: threading.Event | None = None
    ) -> Iterator[DraftProgress]:
        """One step a sentence; the last one has the whole report. Once ``stop`` is set, no more sentences are
        looked at, and the last report says so. ``filters`` limit which statements may support the draft, and
        which its citations may lead to; delegations among them are those that a sentence without a name is
        about. One that names others is compared with theirs."""
        run = _Run(draft, filters, self._library, self._gazetteer, self._verifier)
        every = pieces(draft)
        yield DraftProgress(0, len(every), run.report())
        for number, piece in enumerate(every, start=1):
            if stop is not None and stop.is_set():
                yield DraftProgress(number - 1, len(every), replace(run.report(), stopped=True))
                return
            run.take(piece)
            yield DraftProgress(number, len(every), run.report())


class _Run:
    """One draft while it is checked: what its sentences hand on, and the sources numbered so far."""

    def __init__(
        self,
        draft: str,
        filters: Filters,
        library: Statements,
        gazetteer: Gazetteer,
        verifier: Verifier,
    ) -> None:
        self._draft, self._filters = draft, filters
        self._library, self._gazetteer, self._verifier = library, gazetteer, verifier
        self._speakers = library.speakers()
        self._notes = notes(draft)
        self._searched = library.scope(filters).statements
        self._about: tuple[str, ...] = filters.delegations
        self._reference: Reference | None = None
        self._sources: dict[str, Source] = {}
        self._opened: dict[tuple[tuple[str, ...], str, str], tuple[Statement, ...]] = {}
        self._checked: list[CheckedSentence] = []

    def report(self) -> DraftReport:
        """What is known so far."""
        return DraftReport(self._draft, tuple(self._checked), tuple(self._sources.values()), self._searched)

    def take(self, piece: Piece) -> None:
        """Check one sentence."""
        text = self._draft[piece.start : piece.end]
        if piece.is_heading:
            # A heading that names a delegation says whom the sentences below it are about.
            self._about = claimed_about(text, (), self._gazetteer, self._speakers) or self._about
            self._checked.append(CheckedSentence(text, piece.start, piece.end, "no_claim"))
            return
        found = self._references(piece)
        claim = plain(without_references(text, piece.start, found))
        if not claim and self._checked:
            self._add_to_last(found)
            return
        named = tuple(dict.fromkeys(one.delegation for one in found if one.delegation))
        about = named or claimed_about(claim, self._about, self._gazetteer, self._speakers)
        found = tuple(self._resolved(one, about) for one in found)
        self._checked.append(self._judged(text, piece, claim, about, found))
        self._reference = found[-1] if found else self._reference
        self._about = about or self._about

    def _references(self, piece: Piece) -> tuple[Reference, ...]:
        text = self._draft[piece.start : piece.end]
        found = references(text, piece.start, self._gazetteer, self._reference)
        for name in note_names(text):
            start, end = self._notes.get(name, (0, 0))
            found += references(self._draft[start:end], start, self._gazetteer, self._reference, whole=True)
        return found

    def _resolved(self, reference: Reference, about: tuple[str, ...]) -> Reference:
        """The citation with the paragraphs that it leads to."""
        codes = (reference.delegation,) if reference.delegation else about
        key = (codes, reference.since, reference.until)
        if key not in self._opened:
            self._opened[key] = tuple(map(self._library.statement, self._admitted(*key))) if codes else ()
        return resolved(reference, codes, self._opened[key])

    def _admitted(self, codes: tuple[str, ...], since: str, until: str) -> list[str]:
        """The ids of the delegations' statements of these days, as far as they are searched."""
        within = replace(self._filters, delegations=codes)
        searched = {one.id for one in self._library.statements(within)}
        dated = self._library.statements(replace(within, since=since, until=until))
        return [one.id for one in dated if one.id in searched]

    def _judged(
        self, text: str, piece: Piece, claim: str, about: tuple[str, ...], found: tuple[Reference, ...]
    ) -> CheckedSentence:
        bare = CheckedSentence(text, piece.start, piece.end, "no_claim", references=found, delegations=about)
        spans = quoted_spans(text)
        kind = "claims" if found or spans else claim_of(claim, self._gazetteer)
        if kind == "nothing" or not (about or found or spans):
            return bare
        filters = replace(self._filters, delegations=about or self._filters.delegations)
        cited = [self._library.source(id_) for one in found for id_ in one.paragraphs]
        quotations = tuple(
            look_up(text[a:b], (piece.start + a, piece.start + b), about, cited, self._library, filters)
            for a, b in spans
        )
        finding = self._verifier.verify(claim, cited, filters)
        if kind == "goes_on" and finding.shared < _GOES_ON:
            return bare
        searched = self._library.scope(filters).statements
        judged = together(replace(bare, quotations=quotations, searched=searched), finding)
        return self._numbered(judged, [*cited, *finding.sources])

    def _add_to_last(self, found: tuple[Reference, ...]) -> None:
        """A citation that stands by itself after a full stop belongs to the sentence before it."""
        last = self._checked.pop()
        piece = Piece(last.start, max(one.end for one in found), False, 0)
        claim = plain(last.text)
        about = tuple(dict.fromkeys(one.delegation for one in found if one.delegation)) or last.delegations
        found = last.references + tuple(self._resolved(one, about) for one in found)
        text = self._draft[piece.start : last.end]
        judged = self._judged(text, replace(piece, end=last.end), claim, about, found)
        self._checked.append(judged)
        self._reference, self._about = found[-1], about or self._about

    def _numbered(self, sentence: CheckedSentence, known: Sequence[Source]) -> CheckedSentence:
        """The sentence with markers in its citations; a source keeps its number for the whole draft."""
        at_hand = {source.paragraph_id: source for source in known}

        def marked(citations: Sequence[Citation]) -> tuple[Citation, ...]:
            return tuple(replace(c, marker=self._marker(c.paragraph_id, at_hand)) for c in citations)

        quotations: tuple[Quotation, ...] = tuple(
            replace(quotation, citations=marked(quotation.citations)) for quotation in sentence.quotations
        )
        return replace(sentence, citations=marked(sentence.citations), quotations=quotations)

    def _marker(self, paragraph_id: str, at_hand: dict[str, Source]) -> int:
        if paragraph_id not in self._sources:
            source = at_hand.get(paragraph_id) or self._library.source(paragraph_id)
            self._sources[paragraph_id] = source.marked(len(self._sources) + 1)
        return self._sources[paragraph_id].marker
