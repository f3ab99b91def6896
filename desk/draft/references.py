"""The writer's own citations: "(Japan, 1 December 2020, para. 6)", "Ibid., para. 7", "JPN 2020-12-01 ¶6"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from answer.question.moments import moments_in
from core.delegations import Gazetteer
from core.records import Statement
from desk.draft.records import Reference, ReferenceState

_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]{3,240})[)）\]]")
_NUMBERS = re.compile(
    r"(?:\bpara(?:graph)?s?\b\.?|¶+|§+|第)\s*(?P<list>\d{1,3}(?:\s*(?:,|and|&|to|-|–|、|及び|・)\s*\d{1,3})*)(?:\s*(?:段落|項))?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d{1,3})\s*(?:to|-|–)\s*(\d{1,3})")
_SAME = re.compile(r"\b(?:ibid(?:em)?|op\. ?cit|same statement)\b|同上", re.IGNORECASE)
_LONGEST_RANGE = 20


def references(
    text: str, start: int, gazetteer: Gazetteer, before: Reference | None, whole: bool = False
) -> tuple[Reference, ...]:
    """The citations in ``text``, which begins at ``start`` of the draft, not yet looked up. ``before`` is the
    one that "ibid." stands for; ``whole`` text is a note, which needs no brackets."""
    found: list[Reference] = []
    for begin, end in _candidates(text, whole):
        one = _read(text[begin:end], start + begin, gazetteer, found[-1] if found else before)
        if one is not None:
            found.append(one)
    return tuple(found)


def without_references(text: str, start: int, found: Sequence[Reference]) -> str:
    """``text`` with the brackets of its citations left out."""
    spans = [(one.start - start, one.end - start) for one in found]
    pieces, at = [], 0
    for bracket in _BRACKETS.finditer(text):
        if any(bracket.start() <= begin and end <= bracket.end() for begin, end in spans):
            pieces.append(text[at : bracket.start()].rstrip())
            at = bracket.end()
    return "".join((*pieces, text[at:])).strip()


def resolved(reference: Reference, codes: Sequence[str], statements: Sequence[Statement]) -> Reference:
    """The citation with the paragraphs that it leads to. ``statements`` are those at its date of the
    delegations ``codes``."""
    if not statements:
        return reference
    ids = tuple(
        paragraph.id
        for number in reference.numbers
        for statement in statements
        for paragraph in statement.paragraphs
        if paragraph.number == number
    )
    state: ReferenceState = "no_paragraph" if reference.numbers and not ids else "found"
    return replace(reference, state=state, paragraphs=ids, delegation=codes[0])


def _candidates(text: str, whole: bool) -> Iterator[tuple[int, int]]:
    spans = [(0, len(text))] if whole else [found.span(1) for found in _BRACKETS.finditer(text)]
    for begin, end in spans:
        at = begin
        for part in re.split(r"([;；])", text[begin:end]):
            if part not in (";", "；") and part.strip():
                lead = len(part) - len(part.lstrip())
                yield at + lead, at + len(part.rstrip())
            at += len(part)


def _read(text: str, start: int, gazetteer: Gazetteer, before: Reference | None) -> Reference | None:
    numbers = tuple(number for found in _NUMBERS.finditer(text) for number in _listed(found["list"]))
    rest = _NUMBERS.sub("", text)
    moments = moments_in(rest)
    delegation = _delegation(rest, gazetteer)
    since = moments[0].first.isoformat() if moments else ""
    until = (moments[0].last or moments[0].first).isoformat() if moments else ""
    if _SAME.search(rest) and before is not None:
        delegation, since, until = before.delegation, before.since, before.until
    elif not numbers and not (delegation and moments and _is_bare(rest, gazetteer)):
        return None  # an aside, not a citation
    return Reference(text, start, start + len(text), delegation, since, until, numbers)


def _listed(text: str) -> Iterator[int]:
    for found in _RANGE.finditer(text):
        first, last = int(found[1]), int(found[2])
        if first < last <= first + _LONGEST_RANGE:
            yield from range(first, last + 1)
    yield from (int(number) for number in re.findall(r"\d+", _RANGE.sub("", text)))


def _delegation(text: str, gazetteer: Gazetteer) -> str:
    """The delegation that a citation begins with, by name or code; else the first that it names."""
    first = re.split(r"[,、，:]", text, maxsplit=1)[0].strip()
    words = first.split()
    named = gazetteer.by_name(first) or (gazetteer.by_name(words[0]) if words else "")
    mentions = () if named else gazetteer.find(text)
    return named or (mentions[0].code if mentions else "")


def _is_bare(text: str, gazetteer: Gazetteer) -> bool:
    """Whether nothing but a delegation and a date stands there: "(Japan, 2020)"."""
    rest = text
    for moment in reversed(moments_in(text)):
        rest = rest[: moment.start] + rest[moment.end :]
    rest = rest.strip(" ,、，")
    return bool(gazetteer.by_name(rest))
