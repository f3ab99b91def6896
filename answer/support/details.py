"""Names, states and figures in a written sentence that the evidence has not, or has of somebody or something
else.
"""

from collections.abc import Sequence

from answer.support.align import Alignment
from answer.support.reading import Reading
from answer.words.lexicon import (
    MONTHS,
    SAYING,
    TITLES,
    words,
)
from answer.words.tokens import Token

_JOINT = words("countries shared common joint mutual collective planet world two three both nations states")


def names_other_state(alignment: Alignment, contexts: Sequence[Reading]) -> bool:
    """True when a state is named that neither the evidence nor its context line names."""
    known = {code for reading in (*alignment.evidence, *contexts) for code in reading.codes if code}
    known.update(reading.speaker for reading in alignment.evidence)
    claim = alignment.claim
    return any(
        code and claim.tokens[i].key.startswith("@") and code not in known and i not in alignment.matches
        for i, code in enumerate(claim.codes)
    )


def misattributes(alignment: Alignment) -> bool:
    """True when the claim has one state say what stands in another's statement, and the evidence tells of no
    such saying: "Brazil says that its communities are deprived", from Cuba's speech about Brazil."""
    claim = alignment.claim
    speakers = {reading.speaker for reading in alignment.evidence if reading.speaker}
    for i in claim.predicates():
        match = alignment.matches.get(i)
        if claim.tokens[i].stem not in SAYING or (match is not None and match.word >= 0):
            continue
        states = claim.actor(i).states
        if states and speakers and not states & speakers:
            return True
    return False


def owns_alone(alignment: Alignment) -> bool:
    """True when what the evidence has as "our" of several is one's own in the claim: "its countries" for "our
    countries", "their shared goal" for "our shared goal"."""
    for i, token in enumerate(alignment.claim.tokens):
        match = alignment.matches.get(i)
        if token.lower not in _JOINT or match is None or match.word < 1 or not i:
            continue
        ours = alignment.evidence[match.sentence].tokens[match.word - 1].lower == "our"
        if ours and alignment.claim.tokens[i - 1].lower in ("its", "their", "his", "her"):
            return True
    return False


def changes_number(alignment: Alignment) -> bool:
    """True when a figure, a date or a month is not the evidence's, or is that of something else in it."""
    claim = alignment.claim
    for i, token in enumerate(claim.tokens):
        if token.kind != "number":
            continue
        match = alignment.matches.get(i)
        if match is None:
            return True
        if not match.in_order and match.word >= 0 and _other_in_slot(alignment, i, "number"):
            return True
        if match.word >= 0 and (_borrowed(alignment, match.sentence) or _otherwise_dated(alignment, i)):
            return True
    return any(
        token.lower in MONTHS and token.capital and i not in alignment.matches and token.lower != "may"
        for i, token in enumerate(claim.tokens)
    )


def _borrowed(alignment: Alignment, sentence: int) -> bool:
    """True when a sentence gives the claim its number and hardly a word besides."""
    if len(alignment.evidence) < 2:
        return False
    claim = alignment.claim
    given = [
        i
        for i, m in alignment.matches.items()
        if m.sentence == sentence
        and claim.tokens[i].kind == "word"
        and not claim.codes[i]
        and claim.tokens[i].lower not in MONTHS
    ]
    return not given


def _otherwise_dated(alignment: Alignment, i: int) -> bool:
    """True when a year was found in one sentence, and the sentence of the verb has another year."""
    claim, match = alignment.claim, alignment.matches[i]
    if not _is_year(claim.tokens[i]):
        return False
    told = {
        m.sentence
        for p in claim.predicates()
        if (m := alignment.matches.get(p)) and m.word >= 0 and claim.tokens[p].stem not in SAYING
    }
    return (
        bool(told)
        and match.sentence not in told
        and all(any(_is_year(t) for t in alignment.evidence[n].tokens) for n in told)
    )


def _is_year(token: Token) -> bool:
    return token.kind == "number" and len(token.text) == 4 and token.text[:2] in ("17", "18", "19", "20")


def invents_name(alignment: Alignment) -> bool:
    """True when a name or an acronym has no source, or stands where the evidence has another."""
    claim = alignment.claim
    for i in alignment.missing():
        token = claim.tokens[i]
        if claim.codes[i] or token.kind != "word" or token.lower in MONTHS:
            continue
        if token.lower in TITLES:
            continue
        if token.acronym or (token.capital and not token.first and not _opens_clause(claim, i)):
            return True
    return any(
        (token.acronym or token.capital)
        and not token.first
        and (match := alignment.matches.get(i)) is not None
        and not match.in_order
        and match.word >= 0
        and _other_in_slot(alignment, i, "word")
        for i, token in enumerate(claim.tokens)
    )


def _opens_clause(reading: Reading, i: int) -> bool:
    return i > 0 and reading.tokens[i - 1].text in ('"', "“", ":", "(")


def _other_in_slot(alignment: Alignment, i: int, kind: str) -> bool:
    """True when, where the words beside claim word ``i`` were found, the evidence has another number
    or name in its place."""
    claim = alignment.claim
    for step in (-1, 1):
        k = i + step
        while 0 <= k < len(claim.tokens) and alignment.weights[k] == 0 and abs(k - i) < 3:
            k += step
        beside = alignment.matches.get(k)
        if beside is None or beside.word < 0 or not beside.in_order:
            continue
        reading = alignment.evidence[beside.sentence]
        j = beside.word - step
        while (
            0 <= j < len(reading.tokens)
            and not reading.tokens[j].content
            and reading.tokens[j].kind != "mark"
            and abs(j - beside.word) < 3
        ):
            j -= step
        if not 0 <= j < len(reading.tokens):
            continue
        there = reading.tokens[j]
        if there.kind != kind or there.key == claim.tokens[i].key:
            continue
        own = alignment.matches[i]
        listed = own.sentence == beside.sentence and _same_list(reading, j, own.word)
        if (kind == "number" or there.capital) and not listed:
            return True
    return False


def _same_list(reading: Reading, a: int, b: int) -> bool:
    """True when only names, commas and "and" stand between two words: order does not matter there."""
    low, high = sorted((a, b))
    return all(
        t.text == "," or t.lower in ("and", "or", "the", "of") or t.capital or t.kind == "number"
        for t in reading.tokens[low + 1 : high]
    )
