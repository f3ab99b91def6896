"""Quotations in a draft, looked up word for word: exact, altered, joined from several places, not found, or
somebody else's words."""

import re
from collections.abc import Iterator, Sequence

from core.records import Citation, Filters, Source
from desk.draft.library import Statements
from desk.draft.records import Quotation
from desk.draft.wording import Words, difference, likeness

_QUOTED = re.compile(
    r"“([^”]{2,2000})”|\"([^\"\n]{2,2000})\"|«([^»]{2,2000})»|「([^」]{2,2000})」|『([^』]{2,2000})』"
)
_GAP = re.compile(r"\s*(?:\[\s*(?:…|\.{3}|\. \. \.)\s*\]|…|\.{3}|\. \. \.|\[[^\]]{1,60}\])\s*")
_ALTERED = 0.5  # share of the quoted words in one passage from which they are taken to be quoted from it
_LEAST = 3  # words of a part that was joined to another; fewer stand anywhere
_LOOKED_AT = 5  # paragraphs that are looked at beside those cited


def quoted_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where words stand in quotation marks, the marks left out."""
    spans = []
    for found in _QUOTED.finditer(text):
        group = next(number for number in range(1, 6) if found[number] is not None)
        spans.append(found.span(group))
    return tuple(spans)


def look_up(
    quoted: str,
    at: tuple[int, int],
    delegations: Sequence[str],
    cited: Sequence[Source],
    library: Statements,
    filters: Filters,
) -> Quotation:
    """Where the words stand that somebody quotes from ``delegations`` (any, when there are none). ``cited``
    are the paragraphs that the writer names, which are looked at first; ``at`` is the place in the draft.
    Citations have marker 0."""
    parts = [words for part in _GAP.split(quoted) if (words := Words.of(part)).folded]
    if not parts:
        return Quotation(quoted, *at, "not_found")
    own = list(cited) + [s for s in _near(quoted, parts, library, filters) if s not in cited]
    if citations := _in_one(parts, own):
        return Quotation(quoted, *at, "exact", citations)
    joined = _in_several(parts, own)
    if joined and all(len(part.folded) >= _LEAST for part in joined[1]):
        return Quotation(quoted, *at, "joined", joined[0])
    if delegations and len(parts[0].folded) >= _LEAST:
        for source in _holding(parts, library, Filters()):
            if citations := _in_one(parts, [source]):
                return Quotation(quoted, *at, "other_speaker", citations, said_by=source.delegation)
    return _altered(quoted, at, own)


def _near(quoted: str, parts: Sequence[Words], library: Statements, filters: Filters) -> Iterator[Source]:
    yield from _holding(parts, library, filters)
    for hit in library.search(quoted.replace('"', " "), filters, _LOOKED_AT, rerank=False).hits:
        yield from (hit.source, *hit.duplicates)


def _holding(parts: Sequence[Words], library: Statements, filters: Filters) -> Iterator[Source]:
    """Paragraphs that have one of the parts word for word."""
    for part in parts:
        phrase = " ".join(part.text.replace('"', " ").split())
        for hit in library.search(f'"{phrase}"', filters, _LOOKED_AT, rerank=False).hits:
            yield from (hit.source, *hit.duplicates)


def _in_one(parts: Sequence[Words], sources: Sequence[Source]) -> tuple[Citation, ...]:
    """The parts, in order, in one paragraph; () where no paragraph has all of them."""
    for source in sources:
        words = Words.of(source.text)
        at, found = 0, []
        for part in parts:
            first = words.find(part.folded, at)
            if first < 0:
                break
            at = first + len(part.folded)
            found.append(citation(source, *words.span(first, at - 1)))
        if len(found) == len(parts):
            return tuple(found)
    return ()


def _in_several(
    parts: Sequence[Words], sources: Sequence[Source]
) -> tuple[tuple[Citation, ...], tuple[Words, ...]] | None:
    """The parts, cut once more where need be, each with where it stands; None where one stands nowhere."""
    read = [(source, Words.of(source.text)) for source in sources]
    found: list[Citation] = []
    used: list[Words] = []
    for part in parts:
        at = 0
        while at < len(part.folded):
            rest = part.folded[at:]
            starts = [(*_longest_start(rest, words), n) for n, (_, words) in enumerate(read)]
            length, first, n = max(starts, default=(0, 0, 0))
            if not length:
                return None
            source, words = read[n]
            found.append(citation(source, *words.span(first, first + length - 1)))
            used.append(Words(part.text, rest[:length], part.spans[at : at + length]))
            at += length
    return tuple(found), tuple(used)


def _longest_start(wanted: Sequence[str], words: Words) -> tuple[int, int]:
    """How many of the first of the wanted words stand together in ``words``, and at which index."""
    best = (0, 0)
    for i, word in enumerate(words.folded):
        if word != wanted[0]:
            continue
        length = next(
            (n for n, one in enumerate(wanted) if words.folded[i + n : i + n + 1] != (one,)), len(wanted)
        )
        best = max(best, (length, i), key=lambda item: item[0])
    return best


def _altered(quoted: str, at: tuple[int, int], sources: Sequence[Source]) -> Quotation:
    """The passage most like the quoted words, with what differs."""
    wanted = Words.of(quoted)
    read = [(source, Words.of(source.text)) for source in sources]
    best = max(read, key=lambda item: likeness(item[1], wanted)[0], default=None)
    if best is None:
        return Quotation(quoted, *at, "not_found")
    source, words = best
    share, first, end = likeness(words, wanted)
    if share < _ALTERED:
        return Quotation(quoted, *at, "not_found")
    cited = citation(source, *words.span(first, end - 1))
    return Quotation(quoted, *at, "altered", (cited,), difference(words, first, end, wanted))


def citation(source: Source, start: int, end: int) -> Citation:
    """A citation of part of a paragraph, its marker still open."""
    return Citation(0, source.paragraph_id, source.text[start:end], start, end)
