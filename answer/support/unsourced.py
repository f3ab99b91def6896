"""Parts of a written sentence that have no source, or are put together from sentences about other things."""

from collections.abc import Set as AbstractSet

from answer.support.align import Alignment, held_words
from answer.support.reading import is_verb
from answer.words.lexicon import (
    COMMITMENT,
    HOPE,
    LIGHT,
    MONTHS,
    SAYING,
    TITLES,
    words,
)

_WISHES = words(
    """like need needs needed must should goal goals objective objectives target targets priority intention
    intentions ambition committed commitment determined determination pledge pledges pledged ready willing
    strive strives demand demands necessary essential important look looks forward support supports vision
    will"""
)
_TAKEN_OVER = 0.85  # share of a claim that one sentence must hold to be called its wording
_SAME_DEED = 0.8  # cosine from which another verb tells of the same deed
_LIKE = 0.5  # nearness from which another word says the same


def joins_strangers(alignment: Alignment) -> bool:
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


def invents_predicate(alignment: Alignment) -> bool:
    """True when what somebody is said to do has no source while nearly all the rest has."""
    claim = alignment.claim
    for i in claim.predicates():
        token = claim.tokens[i]
        before = claim.tokens[i - 1].lower if i else ""
        if token.stem in SAYING or token.stem in LIGHT or before == "to" or i in alignment.matches:
            continue
        following = claim.tokens[i + 1].lower if i + 1 < len(claim.tokens) else ""
        if token.lower in ("states", "stated") and following == "that":
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


def invents_wish(alignment: Alignment) -> bool:
    """True when the claim tells that something is wanted and the evidence has no word of wanting, asking or
    intending: "wants" for "is on a path to achieving"."""
    wants = any(t.lower in ("want", "wants", "wanted") for t in alignment.claim.tokens)
    return wants and not any(
        t.stem in HOPE or t.stem in COMMITMENT or t.lower in _WISHES
        for reading in alignment.evidence
        for t in reading.tokens
    )


def substitutes(alignment: Alignment) -> bool:
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


def has_unsourced_part(alignment: Alignment) -> bool:
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
    return share_of_one(alignment, but) >= _TAKEN_OVER


def invents_comparison(alignment: Alignment) -> bool:
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


def share_of_one(alignment: Alignment, but: AbstractSet[int]) -> float:
    """The largest share of the claim's weight, ``but`` left out, that one evidence sentence holds."""
    rest = [i for i, w in enumerate(alignment.weights) if w and i not in but]
    total = sum(alignment.weights[i] for i in rest)
    held = [0.0] * len(alignment.evidence)
    for i in rest:
        match = alignment.matches.get(i)
        if match is not None:
            held[match.sentence] += alignment.weights[i]
    return max(held) / total if total else 0.0
