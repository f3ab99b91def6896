"""Who acts, and how firmly a thing is said, wished or asked: the same in the sentence and in its evidence?"""

from collections.abc import Iterator
from itertools import pairwise

from answer.support.align import Alignment, Match
from answer.support.reading import Mood, Reading, is_verb
from answer.words.lexicon import (
    BE,
    COMMITMENT,
    FINITE,
    IMPORTANCE,
    INTENSIFIERS,
    OTHER_ACTORS,
    PERFORMED,
    QUANTITY,
    SAYING,
    SPEAKER_WORDS,
)
from answer.words.stemming import stem
from answer.words.tokens import Token

_BETWEEN = frozenset(("not", "also", "to", "have", "has", "had", "need", "never", "all", "both", "now"))
_TAKES_UP = frozenset(
    ("join", "joins", "joined", "reiterate", "reiterates", "renew", "renews", "repeat", "repeats", "echo")
)
_SUPPORT = frozenset(("support", "supports", "supported"))
_DEMAND = frozenset(("demand", "demands", "call", "calls"))
_DUTY = frozenset(("must", "should", "need", "ought"))
_POINTING = frozenset(("they", "this", "that", "these", "those"))
_PERSONS = frozenset(("he", "she", "him", "his", "her", "himself", "herself"))
_APPOSED, _PURPOSE = 14, 14  # words
_STANCE = frozenset(map(stem, ("support", "accept", "welcome", "agree", "confirm", "allow")))
_UNSURE = Mood.POSSIBLE | Mood.CONDITION | Mood.HOPE
_WANTED = _UNSURE | Mood.WOULD | Mood.NORM | Mood.ASKED | Mood.MUST


def changes_actor(alignment: Alignment) -> Iterator[str]:
    """Yields ``wrong_delegation`` or ``wrong_actor`` where somebody else does what the evidence tells."""
    claim = alignment.claim
    for i, match, reading in _told(alignment):
        wanted, given = claim.actor(i), reading.actor(match.word)
        if wanted.states and given.states:
            if not wanted.states & given.states:
                yield "wrong_delegation"
        elif wanted.states and given.other and given.other != "chair":
            if reading.speaker in wanted.states and claim.tokens[i].stem in SAYING:
                continue
            yield "wrong_actor"
        elif wanted.other and given.states and not _has_other(reading, wanted.other):
            yield "wrong_actor"
        if _takes_on(claim, i) and (_of_all(reading, match.word) or _pointed_at(reading, match.word)):
            yield "wrong_actor"
    if _he_is_nobody(alignment) or _leaves_it_dangling(alignment):
        yield "wrong_actor"


def _subject(reading: Reading, i: int) -> int:
    """The word directly before a verb and its auxiliaries, adverbs and negations; -1 when its clause has
    none."""
    k = i - 1
    while k >= 0 and reading.clauses[k] == reading.clauses[i]:
        lower = reading.tokens[k].lower
        if not (lower in FINITE or lower in BE or lower in _BETWEEN or lower.endswith("ly")):
            return k
        k -= 1
    return -1


def _takes_on(claim: Reading, i: int) -> bool:
    """Whether a single delegation, or "it", is what the verb is said of."""
    k = _subject(claim, i)
    return k >= 0 and (
        (bool(claim.codes[k]) and claim.tokens[k].lower not in SPEAKER_WORDS) or claim.tokens[k].lower == "it"
    )


def _of_all(reading: Reading, i: int) -> bool:
    """ "We must strengthen our unity" calls on all who listen, not on the speaker's delegation alone; so does
    "we, the signatories". "We must say" does not."""
    k = _subject(reading, i)
    token = reading.tokens[i]
    if k < 0 or token.stem in SAYING | PERFORMED:
        return False
    if reading.tokens[k].lower == "we":
        between = {t.lower for t in reading.tokens[k + 1 : i]}
        return bool(between & _DUTY) and "like" not in between
    opening = [t.lower for t in reading.tokens[max(0, i - _APPOSED) : i]]
    return any(tuple(opening[j : j + 3]) == ("we", ",", "the") for j in range(len(opening)))


def _pointed_at(reading: Reading, i: int) -> bool:
    """Whether "they", "this" or "that" does it: somebody or something named earlier."""
    k = _subject(reading, i)
    return k >= 0 and reading.tokens[k].lower in _POINTING


def _leaves_it_dangling(alignment: Alignment) -> bool:
    """ "Packing winds of 300 kilometres an hour killed 44" for "packing winds of 300 kilometres an hour, it
    killed 44": "it" is none of what stands in the sentence."""
    claim = alignment.claim
    for i, match in alignment.matches.items():
        reading = alignment.evidence[match.sentence]
        opens = bool(reading.tokens) and reading.tokens[0].lower.endswith("ing")
        if not opens or match.word < 1 or not i or reading.tokens[match.word - 1].lower != "it":
            continue
        if claim.tokens[i - 1].lower not in ("it", "which", "that") and not claim.codes[i - 1]:
            return True
    return False


def _he_is_nobody(alignment: Alignment) -> bool:
    """Whether the claim tells of a "he" or "she" of whom the evidence has none: a speaker's "I"."""
    told = {t.lower for t in alignment.claim.tokens} & _PERSONS
    return bool(told) and not any(t.lower in _PERSONS for r in alignment.evidence for t in r.tokens)


def swaps_roles(alignment: Alignment) -> bool:
    """True when what acts and what is acted on have changed places: "dialogue must remain the platform for
    the United Nations" for "the United Nations must remain the platform for dialogue". A passive changes
    them rightly."""
    claim = alignment.claim
    for i, match, reading in _told(alignment):
        if claim.tokens[i].stem in SAYING:
            continue
        before = _places(alignment, match, range(i))
        after = _places(alignment, match, range(i + 1, len(claim.tokens)))
        if not before or not after or not all(place > match.word for place in before):
            continue
        if not any(place < match.word for place in after):
            continue
        by = any(t.lower == "by" for t in (*claim.tokens[i:], *reading.tokens[match.word :]))
        if not by:
            return True
    return False


def _told(alignment: Alignment) -> Iterator[tuple[int, Match, Reading]]:
    """The claim's verbs that have a word in the evidence, each with its match and the sentence of that."""
    for i in alignment.claim.predicates():
        match = alignment.matches.get(i)
        if match is not None and match.word >= 0:
            yield i, match, alignment.evidence[match.sentence]


def _places(alignment: Alignment, match: Match, words: range) -> list[int]:
    """Where the words of a claim's clause that mean something stand in the sentence that carries its verb."""
    claim = alignment.claim
    clause = claim.clauses[match.claim]
    return [
        found.word
        for k in words
        if claim.clauses[k] == clause
        and alignment.weights[k] > 0
        and claim.tokens[k].stem not in SAYING
        and (found := alignment.matches.get(k)) is not None
        and found.sentence == match.sentence
        and found.word >= 0
        and alignment.evidence[match.sentence].clauses[found.word]
        == alignment.evidence[match.sentence].clauses[match.word]
    ]


def _has_other(reading: Reading, key: str) -> bool:
    return any(t.key == key and t.lower in OTHER_ACTORS for t in reading.tokens)


def changes_mood(alignment: Alignment) -> Iterator[str]:
    """Yields what differs in how surely a verb is said: hoped, possible, wanted, asked, reported, denied."""
    claim = alignment.claim
    for i, match, reading in _told(alignment):
        said, meant = claim.moods[i], reading.moods[match.word]
        token, other = claim.tokens[i], reading.tokens[match.word]
        if meant & (Mood.POSSIBLE | Mood.CONDITION) and not said & _UNSURE:
            yield "strengthened"
        if _is_going_on(reading, match.word) and _is_done(claim, i):
            yield "strengthened"
        if meant & Mood.HOPE and not said & _WANTED:
            yield "strengthened"
        if meant & (Mood.NORM | Mood.ASKED) and not said & _WANTED and not said & Mood.REPORTED:
            yield "strengthened"
        if (
            token.stem == other.stem
            and (step := _modal(said) - _modal(meant))
            and _modal(said) * _modal(meant)
        ):
            yield "strengthened" if step > 0 else "weakened"
        if meant & Mood.MUST and not said & _WANTED and not _needed(claim):
            yield "strengthened"
        if said & Mood.MUST and not meant & (Mood.MUST | Mood.ASKED) and not _needed(reading):
            yield "strengthened"
        if meant & Mood.REPORTED and not said & Mood.REPORTED:
            yield "wrong_actor"
        if said & Mood.MUST and _is_purpose(reading, match.word):
            yield "strengthened"
        retold = said & Mood.REPORTED and not meant & Mood.REPORTED
        if meant & Mood.ASKED and said & Mood.NORM and not said & Mood.ASKED and not retold:
            yield "weakened"
        if said & Mood.POSSIBLE and not meant & _UNSURE and not meant & Mood.NORM:
            yield "weakened"
        # "does not oppose" is less than "supports", and "does not support" less than "opposes".
        if token.sign != other.sign and reading.denied[match.word] and not claim.denied[i]:
            yield "strengthened"
        if (
            token.key in _STANCE
            and token.sign == other.sign
            and reading.denied[match.word]
            and not claim.denied[i]
        ):
            yield "contradicted"


def _is_going_on(reading: Reading, i: int) -> bool:
    """ "is doubling", "are working": not done yet."""
    before = reading.tokens[i - 1].lower if i else ""
    return reading.tokens[i].lower.endswith("ing") and before in ("is", "are", "am", "been")


def _is_done(reading: Reading, i: int) -> bool:
    """ "doubled", "has doubled": done."""
    before = reading.tokens[i - 1].lower if i else ""
    return reading.tokens[i].lower.endswith("ed") and before not in ("is", "are", "be", "being", "to", "will")


def _is_purpose(reading: Reading, i: int) -> bool:
    """Whether a verb tells what something is for: "in order for the United Nations to remain relevant"."""
    before = [t.lower for t in reading.tokens[max(0, i - _PURPOSE) : i]]
    opened = [at for at, pair in enumerate(pairwise(before)) if pair == ("in", "order")]
    return bool(opened) and "," not in before[opened[-1] :]


def _modal(mood: Mood) -> int:
    """The rung of the modal verb over a word, 0 for none."""
    if mood & Mood.WOULD:
        return 0  # reported "will", or politeness: not comparable
    modals = (Mood.POSSIBLE, Mood.NORM, Mood.FUTURE, Mood.MUST)
    return max((n for n, modal in enumerate(modals, start=1) if mood & modal), default=0)


def _needed(reading: Reading) -> bool:
    return any(
        t.key == "need" or t.lower in IMPORTANCE or t.lower in ("must", "imperative") for t in reading.tokens
    )


def changes_rung(alignment: Alignment) -> Iterator[str]:
    """Yields ``strengthened`` or ``weakened`` where more, or much less, is asked, stressed or counted."""
    claim = alignment.claim
    rungs = [
        rung
        for reading in alignment.evidence
        for k, t in enumerate(reading.tokens)
        if (rung := _commitment(reading, k)) is not None
    ]
    for i in range(len(claim.tokens)):
        rung = _commitment(claim, i)
        if rung is None or i in alignment.matches or not _acts(claim, i):
            continue
        highest = max(rungs, default=0)
        if rung > highest:
            yield "strengthened"
        elif rung < highest - 1:
            yield "weakened"
    if _understates(alignment):
        yield "weakened"
    for i, token in enumerate(claim.tokens):
        if token.lower in INTENSIFIERS and not _anywhere(alignment, token):
            yield "strengthened"
        if token.lower in IMPORTANCE and i not in alignment.matches:
            rungs_there = [
                IMPORTANCE[t.lower] for r in alignment.evidence for t in r.tokens if t.lower in IMPORTANCE
            ]
            if rungs_there and IMPORTANCE[token.lower] > max(rungs_there):
                yield "strengthened"
        yield from _changes_quantity(alignment, i)


def _understates(alignment: Alignment) -> bool:
    """ "Agrees with the initiative" for "the initiative has our full support", and "wants two seats" for
    "joins the demand for two seats"."""
    claim = alignment.claim
    told = {claim.tokens[i].lower for i in claim.predicates()}
    said = {t.lower for t in claim.tokens}
    given = {t.lower for reading in alignment.evidence for t in reading.tokens}
    agrees = told & {"agree", "agrees", "agreed"} and given & _SUPPORT and not said & _SUPPORT
    wants = (
        told & {"want", "wants", "wanted"} and given & _DEMAND and given & _TAKES_UP and not said & _DEMAND
    )
    return bool(agrees or wants)


def _commitment(reading: Reading, i: int) -> int | None:
    token = reading.tokens[i]
    if token.kind != "word":
        return None
    if token.lower in ("please", "should", "ought"):
        return 4
    if token.lower == "must":
        return 6
    owned = i > 0 and reading.tokens[i - 1].lower in ("our", "my", "its", "their")
    return COMMITMENT.get(token.stem) if owned or is_verb(reading.tokens, i) else None


def _acts(claim: Reading, i: int) -> bool:
    """True for a verb of asking with an actor, not a noun ("the request", "in order to")."""
    token = claim.tokens[i]
    owned = i > 0 and claim.tokens[i - 1].lower in ("our", "my", "its", "their")
    return token.stem in COMMITMENT and (owned or is_verb(claim.tokens, i))


def _anywhere(alignment: Alignment, token: Token) -> bool:
    return any(t.lower[:4] == token.lower[:4] for r in alignment.evidence for t in r.tokens)


def _changes_quantity(alignment: Alignment, i: int) -> Iterator[str]:
    """Compare the quantity before claim word ``i`` with that before the word that carries it."""
    match = alignment.matches.get(i)
    if match is None or match.word < 0 or alignment.claim.tokens[i].lower in QUANTITY:
        return
    said = _quantity(alignment.claim, i)
    meant = _quantity(alignment.evidence[match.sentence], match.word)
    widened = said > meant and said >= 4
    dropped = meant in (1, 2) and said == 0 and _quantity_near(alignment.claim, i) == 0
    if widened or dropped:
        yield "strengthened"


def _quantity(reading: Reading, i: int) -> int:
    for k in range(i - 1, max(i - 4, -1), -1):
        token = reading.tokens[k]
        if token.kind == "mark" or reading.clauses[k] != reading.clauses[i]:
            return 0
        if token.lower in QUANTITY:
            return QUANTITY[token.lower]
        if token.content and k < i - 1:
            return 0
    return 0


def _quantity_near(reading: Reading, i: int) -> int:
    return max((QUANTITY.get(t.lower, 0) for t in reading.tokens[max(0, i - 6) : i]), default=0)
