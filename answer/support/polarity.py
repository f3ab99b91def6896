"""Is a thing asserted that the evidence denies, or the other way round?"""

from answer.support.align import Alignment, Match


def contradicts(alignment: Alignment) -> bool:
    """True when what the claim asserts is denied by the evidence, or the other way round."""
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
        for cue, governed in reading.negations:
            votes: list[bool] = []
            # What is denied of a subject tells more than the subject, of which other things are asserted.
            for k in sorted(governed, key=lambda k: (k < cue, k)):
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


def _japanese_negation(alignment: Alignment) -> bool:
    claim = alignment.claim
    pairs = [
        _same_sign(alignment, i, m)
        for i, m in alignment.matches.items()
        if m.word >= 0 and claim.tokens[i].kind == "cjk" and alignment.weights[i] >= 1.0
    ]
    return bool(pairs) and pairs.count(False) * 2 > len(pairs)
