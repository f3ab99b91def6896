"""Which words of the evidence carry which words of a written sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from answer.support.reading import Reading, letters
from answer.words.lexicon import ENTAILED, LIGHT, MONTHS, SAYING, STOP_WORDS
from answer.words.tokens import Token, is_grammatical_pair

# Cosines between single words, by the shipped encoder: unrelated or opposite words lie below .68
# ("increase", "decrease": .64), words of one meaning above .75 ("promise", "pledge": .79).
_NEAR = (0.68, 0.76)


@dataclass(frozen=True, slots=True)
class Match:
    """Word ``claim`` of the sentence is carried by word ``word`` of evidence ``sentence``
    (an index into the carrying sentences). ``word`` is -1 when the context line or the speaker's
    own "we" carries it. ``in_order`` is false for a word found outside the common sequence."""

    claim: int
    sentence: int
    word: int
    in_order: bool = True


@dataclass(frozen=True, slots=True)
class Alignment:
    """The matches of a claim against its carrying sentences, by claim word.

    ``weights`` has one number per claim word, 0 for function words and marks; ``recall`` in [0, 1]
    is the share of that weight which is matched, and ``longest`` the share that lies in the longest
    run of words matched in order without a gap on either side. ``near`` gives, for words that are
    not matched, the cosine in [-1, 1] with the evidence word nearest in meaning.
    """

    claim: Reading
    evidence: tuple[Reading, ...]
    matches: Mapping[int, Match]
    weights: tuple[float, ...]
    recall: float
    longest: float
    near: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({}))

    def nearness(self, i: int) -> float:
        """How far a claim word is carried, in [0, 1]: 1 when it is matched, less when the evidence
        has only a word of like meaning."""
        if i in self.matches:
            return 1.0
        low, high = _NEAR
        return min(1.0, max(0.0, (self.near.get(i, 0.0) - low) / (high - low)))

    def open_words(self) -> tuple[str, ...]:
        """Words of the carrying sentences that nothing in the claim was matched to, in lower case."""
        used = {(m.sentence, m.word) for m in self.matches.values()}
        return tuple(
            dict.fromkeys(
                t.lower
                for n, reading in enumerate(self.evidence)
                for j, t in enumerate(reading.tokens)
                if t.kind == "word" and t.content and not reading.codes[j] and (n, j) not in used
            )
        )

    def missing(self) -> tuple[int, ...]:
        """Claim words with weight that nothing carries."""
        return tuple(i for i, w in enumerate(self.weights) if w > 0 and i not in self.matches)

    def span(self, sentence: int) -> tuple[int, int]:
        """Half-open offsets, in that evidence sentence, of the words that carry the claim.

        Stray words far from the others are left out; the whole sentence when nothing matched.
        """
        reading = self.evidence[sentence]
        words = sorted({m.word for m in self.matches.values() if m.sentence == sentence and m.word >= 0})
        if not words:
            return 0, len(reading.text)
        groups: list[list[int]] = [[words[0]]]
        for word in words[1:]:
            if word - groups[-1][-1] > 10:
                groups.append([])
            groups[-1].append(word)
        kept = [g for g in groups if len(g) * 4 >= len(max(groups, key=len))]
        first, last = kept[0][0], kept[-1][-1]
        # A negation that stands over the first word belongs to what is quoted.
        for cue, governed in reading.negations:
            if cue < first and first in governed and first - cue <= 6:
                first = min(first, cue)
        return reading.tokens[first].start, reading.tokens[last].end


def word_weights(reading: Reading, idf: Mapping[str, float], unseen: float) -> tuple[float, ...]:
    """How much each word counts: rarer words more, function words and marks 0."""
    weights = []
    for token, code in zip(reading.tokens, reading.codes, strict=True):
        if token.kind == "cjk":
            weights.append(0.25 if is_grammatical_pair(token) else 1.0)
        elif token.kind == "number":
            weights.append(unseen)
        elif not token.content or (token.lower in STOP_WORDS and not code):
            weights.append(0.0)
        elif token.stem in SAYING or token.stem in LIGHT:
            weights.append(0.3 * idf.get(token.key, unseen))  # "Japan says that": adds no content
        else:
            weights.append(idf.get(token.key, unseen))
    return tuple(weights)


def align(
    claim: Reading,
    evidence: Sequence[Reading],
    weights: tuple[float, ...],
    contexts: Sequence[Reading],
) -> Alignment:
    """Align the claim with sentences said under ``contexts`` (one a sentence, read as text).

    The words common to both in the same order are found per sentence, then what is left is looked
    for anywhere in the carrying sentences, then in their context lines.
    """
    wanted = [i for i, w in enumerate(weights) if w > 0]
    matches: dict[int, Match] = {}
    longest = 0.0
    total = sum(weights) or 1.0
    for n, reading in enumerate(evidence):
        pairs = _common_sequence(claim, reading, [i for i in wanted if i not in matches], weights)
        longest = max(longest, _longest_run(pairs, wanted, weights) / total)
        for i, j in pairs:
            matches.setdefault(i, Match(i, n, j))
    used = {(m.sentence, m.word) for m in matches.values()}
    for i in wanted:
        if i in matches:
            continue
        for n, reading in enumerate(evidence):
            if n and in_context(claim, i, evidence[0], contexts[0]):
                break  # the date of the statement itself, rather than another sentence's
            found = _anywhere(claim, i, reading, n, used, matches)
            if found is not None:
                matches[i] = Match(i, n, found, in_order=False)
                break
        if i not in matches:
            for n, context in enumerate(contexts):
                if in_context(claim, i, evidence[n], context):
                    matches[i] = Match(i, n, -1, in_order=False)
                    break
    for i in _acronyms(claim, evidence, wanted):
        if i not in matches:
            matches[i] = Match(i, 0, -1, in_order=False)
    recall = sum(weights[i] for i in matches) / total
    return Alignment(claim, tuple(evidence), matches, weights, min(1.0, recall), min(1.0, longest))


def held_words(claim: Reading, evidence: Reading) -> set[int]:
    """Indices of the claim's words that the sentence holds, in any order."""
    keys = evidence.keys
    codes = {code for code in evidence.codes if code} | ({evidence.speaker} if evidence.speaker else set())
    held = {
        i
        for i, (t, code) in enumerate(zip(claim.tokens, claim.codes, strict=True))
        if t.key in keys
        or (t.stem and t.stem in keys)
        or (code and code in codes)
        or not keys.isdisjoint(ENTAILED.get(t.key, ()))
    }
    return held | _acronyms(claim, (evidence,), range(len(claim.tokens)))


def same_word(a: Token, b: Token) -> bool:
    """True when evidence word ``b`` can carry claim word ``a``."""
    if a.kind != b.kind:
        return False
    return a.key == b.key or b.key in ENTAILED.get(a.key, ()) or (bool(a.stem) and a.stem == b.stem)


def _common_sequence(
    claim: Reading, evidence: Reading, wanted: Sequence[int], weights: Sequence[float]
) -> list[tuple[int, int]]:
    """The heaviest common subsequence, preferring runs. Returns (claim index, evidence index)."""
    words = [
        j for j, t in enumerate(evidence.tokens) if t.kind != "mark" and (t.content or evidence.codes[j])
    ]
    rows, columns = len(wanted), len(words)
    score = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    run = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for a in range(rows - 1, -1, -1):
        token, weight = claim.tokens[wanted[a]], weights[wanted[a]]
        for b in range(columns - 1, -1, -1):
            best = max(score[a + 1][b], score[a][b + 1])
            other = evidence.tokens[words[b]]
            if same_word(token, other) or _same_state(claim, wanted[a], evidence, words[b]):
                taken = weight * (0.9 if token.key != other.key else 1.0)
                taken += score[a + 1][b + 1] + (0.2 if run[a + 1][b + 1] else 0.0)
                if taken >= best:
                    best = taken
                    run[a][b] = 1.0
            score[a][b] = best
    pairs: list[tuple[int, int]] = []
    a = b = 0
    while a < rows and b < columns:
        if run[a][b]:
            pairs.append((wanted[a], words[b]))
            a, b = a + 1, b + 1
        elif score[a + 1][b] >= score[a][b + 1]:
            a += 1
        else:
            b += 1
    return pairs


def _same_state(claim: Reading, i: int, evidence: Reading, j: int) -> bool:
    return bool(claim.codes[i]) and claim.codes[i] == evidence.codes[j]


def _longest_run(pairs: Sequence[tuple[int, int]], wanted: Sequence[int], weights: Sequence[float]) -> float:
    place = {i: n for n, i in enumerate(wanted)}
    best = current = 0.0
    previous: tuple[int, int] | None = None
    for i, j in pairs:
        near = previous is not None and place[i] - place[previous[0]] == 1 and 0 < j - previous[1] <= 4
        current = current + weights[i] if near else weights[i]
        best = max(best, current)
        previous = (i, j)
    return best


def _anywhere(
    claim: Reading,
    i: int,
    reading: Reading,
    sentence: int,
    used: set[tuple[int, int]],
    matches: Mapping[int, Match],
) -> int | None:
    """The word of the sentence that carries claim word ``i``: an unused one nearest to where the
    words around ``i`` were matched, else a used one."""
    token = claim.tokens[i]
    found = [
        j
        for j, other in enumerate(reading.tokens)
        if other.kind != "mark" and (same_word(token, other) or _same_state(claim, i, reading, j))
    ]
    if not found:
        return None
    anchors = [
        m.word for k in (i - 1, i + 1, i - 2, i + 2) if (m := matches.get(k)) and m.sentence == sentence
    ]
    anchor = anchors[0] if anchors else 0
    return min(found, key=lambda j: ((sentence, j) in used, abs(j - anchor)))


def in_context(claim: Reading, i: int, evidence: Reading, context: Reading) -> bool:
    """True when the context line carries claim word ``i``: the state that speaks, a date, a forum."""
    token, code = claim.tokens[i], claim.codes[i]
    if code:
        return code == evidence.speaker or code in context.codes
    if token.kind == "number" or token.lower in MONTHS:
        key = MONTHS.get(token.lower, token.key)
        return any(t.kind == "number" and t.key == key for t in context.tokens)
    return token.capital and any(t.key == token.key for t in context.tokens)


def _acronyms(claim: Reading, evidence: Sequence[Reading], wanted: Sequence[int]) -> set[int]:
    """Claim words that are an acronym of words in the evidence, or words of which it has the acronym."""
    carried: set[int] = set()
    for reading in evidence:
        if claim.acronyms:
            carried.update(
                i for i in wanted if claim.tokens[i].acronym and letters(claim.tokens[i]) in reading.initials
            )
        for short in reading.acronyms & claim.initials.keys():
            carried.update(claim.initials[short])
    return carried
