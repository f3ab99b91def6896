"""What stands against a written sentence, however alike the words are.

Each rule compares the written sentence with the evidence aligned to it and names what differs: the
number, the name, the state, who acts, whether it is denied, how firmly it is said or asked. A
similarity, of words or of vectors, hardly notices these, and they are what a reader must not be told
wrongly.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from answer.alignment import Alignment, Match, held_words
from answer.lexicon import (
    COMMITMENT,
    IMPORTANCE,
    INTENSIFIERS,
    LIGHT,
    MONTHS,
    OTHER_ACTORS,
    QUANTITY,
    SAYING,
    TITLES,
)
from answer.omissions import changes_bound, drops_condition, drops_distance, drops_hedge, says_nothing
from answer.reading import Mood, Reading, is_verb
from answer.stemming import stem
from answer.tokens import Token

_STANCE = frozenset(map(stem, ("support", "accept", "welcome", "agree", "confirm", "allow")))
_ALIKE = 0.6  # share that one sentence must hold for the two to be compared in how they say it
_TAKEN_OVER = 0.85  # share of a claim that one sentence must hold to be called its wording
_SAME_DEED = 0.8  # cosine from which another verb tells of the same deed
_LIKE = 0.5  # nearness from which another word says the same
_UNSURE = Mood.POSSIBLE | Mood.CONDITION | Mood.HOPE
_WANTED = _UNSURE | Mood.WOULD | Mood.NORM | Mood.ASKED | Mood.MUST


def objections(alignment: Alignment, contexts: Sequence[Reading]) -> tuple[str, ...]:
    """Reasons why the evidence does not carry the claim, gravest first, without repetition; empty
    when nothing stands against it. ``contexts`` are the context lines of the carrying sentences.

    Reasons: ``wrong_delegation``, ``contradicted``, ``number``, ``name``, ``wrong_actor``,
    ``unsupported`` (a part of the claim has no source), ``strengthened``, ``weakened``.
    """
    if not alignment.evidence:
        return ()
    return tuple(dict.fromkeys(_objections(alignment, contexts)))


def _objections(alignment: Alignment, contexts: Sequence[Reading]) -> Iterator[str]:
    if _names_other_state(alignment, contexts):
        yield "wrong_delegation"
    # Words gathered from here and there are not about the same thing: nothing to compare them in.
    alike = _share_of_one(alignment, frozenset()) >= _ALIKE
    if alike and _contradicts(alignment):
        yield "contradicted"
    if _changes_number(alignment) or changes_bound(alignment):
        yield "number"
    if _invents_name(alignment):
        yield "name"
    if alike:
        yield from _changes_actor(alignment)
        yield from _changes_mood(alignment)
        yield from _changes_rung(alignment)
        if drops_condition(alignment) or drops_distance(alignment) or drops_hedge(alignment):
            yield "strengthened"
    if (
        says_nothing(alignment.claim)
        or _invents_comparison(alignment)
        or _joins_strangers(alignment)
        or _has_unsourced_part(alignment)
        or _invents_predicate(alignment)
        or _substitutes(alignment)
    ):
        yield "unsupported"


def _names_other_state(alignment: Alignment, contexts: Sequence[Reading]) -> bool:
    known = {code for reading in (*alignment.evidence, *contexts) for code in reading.codes if code}
    known.update(reading.speaker for reading in alignment.evidence)
    claim = alignment.claim
    return any(
        code and claim.tokens[i].key.startswith("@") and code not in known and i not in alignment.matches
        for i, code in enumerate(claim.codes)
    )


def _changes_number(alignment: Alignment) -> bool:
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


def _invents_name(alignment: Alignment) -> bool:
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


def _contradicts(alignment: Alignment) -> bool:
    claim = alignment.claim
    against = both = 0.0
    for i, match in alignment.matches.items():
        if match.word < 0 or claim.codes[i]:
            continue
        agrees = _same_sign(alignment, i, match)
        both += alignment.weights[i]
        against += 0.0 if agrees else alignment.weights[i]
        token, other = claim.tokens[i], alignment.evidence[match.sentence].tokens[match.word]
        if not agrees and token.sign != other.sign:
            return True
    if both and against / both > 0.5:
        return True
    return (
        _negation_differs(alignment, claim_side=True)
        or _negation_differs(alignment, claim_side=False)
        or _japanese_negation(alignment)
    )


def _same_sign(alignment: Alignment, i: int, match: Match) -> bool:
    return alignment.claim.signs[i] == alignment.evidence[match.sentence].signs[match.word]


def _negation_differs(alignment: Alignment, *, claim_side: bool) -> bool:
    """True when most of the first words under a negation are asserted on the other side."""
    carried = {(m.sentence, m.word): i for i, m in alignment.matches.items() if m.word >= 0}
    sides = [(-1, alignment.claim)] if claim_side else list(enumerate(alignment.evidence))
    for sentence, reading in sides:
        if not claim_side and sum(m.sentence == sentence for m in alignment.matches.values()) < 2:
            continue  # one stray word of a sentence about something else
        for _, governed in reading.negations:
            votes: list[bool] = []
            for k in governed:
                i = k if claim_side else carried.get((sentence, k))
                match = alignment.matches.get(i) if i is not None else None
                if i is None or match is None or match.word < 0 or alignment.claim.codes[i]:
                    continue
                votes.append(_same_sign(alignment, i, match))
                if len(votes) == 3:
                    break
            if votes and votes.count(False) * 2 > len(votes):
                return True
    return False


def _joins_strangers(alignment: Alignment) -> bool:
    """True when a verb was found in one sentence and all that it is said of in others: "supports" from
    "supports the Chair", "a new group" from "whether a new group is needed"."""
    claim = alignment.claim
    if len(alignment.evidence) < 2:
        return False
    for i in claim.predicates():
        match = alignment.matches.get(i)
        if match is None or match.word < 0 or claim.tokens[i].stem in SAYING | LIGHT:
            continue
        held = held_words(claim, alignment.evidence[match.sentence])
        about = [
            k
            for k in (*range(i - 1, -1, -1), *range(i + 1, len(claim.tokens)))
            if alignment.weights[k]
            and claim.clauses[k] == claim.clauses[i]
            and not claim.codes[k]
            and claim.tokens[k].stem not in SAYING
            and claim.tokens[k].kind != "number"
            and claim.tokens[k].lower not in MONTHS
        ]
        about = sorted(about, key=lambda k: abs(k - i))[:4]
        if about and not any(k in held for k in about):
            return True
    return False


def _invents_predicate(alignment: Alignment) -> bool:
    """True when what somebody is said to do has no source while nearly all the rest has."""
    claim = alignment.claim
    for i in claim.predicates():
        token = claim.tokens[i]
        before = claim.tokens[i - 1].lower if i else ""
        if token.stem in SAYING or token.stem in LIGHT or before == "to" or i in alignment.matches:
            continue
        if not is_verb(claim.tokens, i):
            continue
        if alignment.near.get(i, 0.0) >= _SAME_DEED:
            continue
        if token.lower.endswith("ly") or (token.sign < 0 and claim.denied[i]):
            continue
        if not claim.denied[i] and _taken_over(alignment, {i}):
            return True
    return False


def _substitutes(alignment: Alignment) -> bool:
    """True when one word of an otherwise kept phrase was exchanged for one of another meaning."""
    claim = alignment.claim
    weighty = [i for i, w in enumerate(alignment.weights) if w and claim.tokens[i].kind == "word"]
    used = {(m.sentence, m.word) for m in alignment.matches.values()}
    for at, i in enumerate(weighty):
        if i in alignment.matches or alignment.nearness(i) >= _LIKE:
            continue
        if claim.tokens[i].stem in SAYING | LIGHT or claim.tokens[i].lower in TITLES:
            continue
        left = alignment.matches.get(weighty[at - 1]) if at else None
        right = alignment.matches.get(weighty[at + 1]) if at + 1 < len(weighty) else None
        if left is None or not left.in_order or left.word < 0 or i - weighty[at - 1] > 3:
            continue
        if claim.clauses[i] != claim.clauses[weighty[at - 1]]:
            continue
        reading = alignment.evidence[left.sentence]
        if right is not None and (right.sentence != left.sentence or not left.word < right.word):
            continue
        end = right.word if right is not None else min(left.word + 5, len(reading.tokens))
        if end - left.word > 5:
            continue
        between = [
            k
            for k in range(left.word + 1, end)
            if reading.tokens[k].content and (left.sentence, k) not in used
        ]
        same_clause = bool(between) and reading.clauses[between[0]] == reading.clauses[left.word]
        if same_clause and _taken_over(alignment, {i}):
            return True
    return False


def _has_unsourced_part(alignment: Alignment) -> bool:
    """True when a stretch long enough to be a thought of its own has no source, beside words that are
    taken over nearly as they stand. (In a free rewording the words without a source lie scattered.)"""
    claim, weights = alignment.claim, alignment.weights
    words = [
        i
        for i, t in enumerate(claim.tokens)
        if weights[i] and t.kind != "cjk" and (t.stem not in SAYING or i in alignment.matches)
    ]
    part, parts, runs = 0, dict[int, list[int]](), list[list[int]]()
    for i, token in enumerate(claim.tokens):
        opens = token.lower in ("and", "or", "but") and i > 0 and claim.tokens[i - 1].text == ","
        part += int(opens or (i > 0 and claim.clauses[i] != claim.clauses[i - 1]))
        if i not in words:
            continue
        parts.setdefault(part, []).append(i)
        if alignment.nearness(i) >= _LIKE:
            runs.append([])
        else:
            runs = runs or [[]]
            runs[-1].append(i)
    # Three words are enough at the end, where "… on deep seabed mining" is put in.
    stretches = [run for run in runs if len(run) >= 4 or (len(run) == 3 and run[-1] == words[-1])]
    for members in parts.values():
        missing = [i for i in members if alignment.nearness(i) < _LIKE]
        if len(missing) >= 2 and len(missing) / len(members) >= 0.66:
            stretches.append(members)
    return any(_taken_over(alignment, set(stretch)) for stretch in stretches)


def _taken_over(alignment: Alignment, but: AbstractSet[int]) -> bool:
    """True when the claim's words are one evidence sentence's, nearly all of them, except ``but``."""
    return _share_of_one(alignment, but) >= _TAKEN_OVER


def _invents_comparison(alignment: Alignment) -> bool:
    """True when the claim ranks one thing above another and no carrying sentence says "than": "it is
    more important to implement norms" does not say than what."""
    tokens = alignment.claim.tokens
    ranked = any(
        t.lower == "than"
        and tokens[i - 1].lower not in ("rather", "other")
        and not any(following.kind == "number" for following in tokens[i + 1 : i + 3])  # a bound
        for i, t in enumerate(tokens)
    )
    return ranked and not any(t.lower == "than" for reading in alignment.evidence for t in reading.tokens)


def _share_of_one(alignment: Alignment, but: AbstractSet[int]) -> float:
    """The largest share of the claim's weight, ``but`` left out, that one evidence sentence holds."""
    rest = [i for i, w in enumerate(alignment.weights) if w and i not in but]
    total = sum(alignment.weights[i] for i in rest)
    held = [0.0] * len(alignment.evidence)
    for i in rest:
        match = alignment.matches.get(i)
        if match is not None:
            held[match.sentence] += alignment.weights[i]
    return max(held) / total if total else 0.0


def _japanese_negation(alignment: Alignment) -> bool:
    claim = alignment.claim
    pairs = [
        _same_sign(alignment, i, m)
        for i, m in alignment.matches.items()
        if m.word >= 0 and claim.tokens[i].kind == "cjk" and alignment.weights[i] >= 1.0
    ]
    return bool(pairs) and pairs.count(False) * 2 > len(pairs)


def _changes_actor(alignment: Alignment) -> Iterator[str]:
    claim = alignment.claim
    for i in claim.predicates():
        match = alignment.matches.get(i)
        if match is None or match.word < 0:
            continue
        reading = alignment.evidence[match.sentence]
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


def _has_other(reading: Reading, key: str) -> bool:
    return any(t.key == key and t.lower in OTHER_ACTORS for t in reading.tokens)


def _changes_mood(alignment: Alignment) -> Iterator[str]:
    claim = alignment.claim
    for i in claim.predicates():
        match = alignment.matches.get(i)
        if match is None or match.word < 0:
            continue
        reading = alignment.evidence[match.sentence]
        said, meant = claim.moods[i], reading.moods[match.word]
        token, other = claim.tokens[i], reading.tokens[match.word]
        if meant & (Mood.POSSIBLE | Mood.CONDITION) and not said & _UNSURE:
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


def _changes_rung(alignment: Alignment) -> Iterator[str]:
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
