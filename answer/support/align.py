"""Which words of the evidence stand for which words of a written sentence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from answer.support.reading.records import Reading, Verb
from answer.support.reading.tables import ladder
from answer.words.lexicon import ENTAILED, LIGHT, MONTHS
from answer.words.tokens import Token, is_grammatical_pair


@dataclass(frozen=True, slots=True)
class Match:
    """Word ``claim`` of the sentence is word ``word`` of evidence ``sentence`` (an index into the chosen
    sentences). ``word`` is -1 when the context line or the speaker's own "we" holds it. ``in_order`` is
    false for a word found outside the common sequence."""

    claim: int
    sentence: int
    word: int
    in_order: bool = True


@dataclass(frozen=True, slots=True)
class Alignment:
    """The matches of a claim with its evidence, by claim word.

    ``weights`` has one number per claim word, 0 for function words and marks; ``recall`` in [0, 1] is
    the share of that weight which is matched. ``contexts`` are the context lines of the evidence, read as
    text; ``named`` who and what the whole statement's evidence names, actors and words with a capital.
    """

    claim: Reading
    evidence: tuple[Reading, ...]
    contexts: tuple[Reading, ...]
    matches: Mapping[int, Match]
    weights: tuple[float, ...]
    recall: float
    named: frozenset[str] = frozenset()

    def missing(self) -> tuple[int, ...]:
        """Claim words with weight that nothing holds."""
        return tuple(i for i, w in enumerate(self.weights) if w > 0 and i not in self.matches)

    def found(self, i: int) -> tuple[Reading, int] | None:
        """The sentence and the place where claim word ``i`` stands in the evidence, if it does."""
        match = self.matches.get(i)
        return (self.evidence[match.sentence], match.word) if match and match.word >= 0 else None

    def verb_pairs(self) -> Iterator[tuple[Verb, Verb, Reading]]:
        """Each verb of the claim with the verb of the evidence that stands for it: the same word, or,
        where that is missing, the verb over the words that the claim's verb has with it. What "be" stands
        for is always found in this way, and is another "be"."""
        for i, verb in self.claim.verbs.items():
            place = self.found(i)
            if verb.base == "be":
                there = self._through_objects(verb)
                if there is not None and there[0].base == "be":
                    yield verb, *there
                continue
            if place is not None:
                reading, word = place
                if word in reading.verbs:
                    yield verb, reading.verbs[word], reading
            elif verb.base not in ladder().saying and i not in self.matches:
                through = self._through_objects(verb)
                if through is not None:
                    yield verb, *through

    def _through_objects(self, verb: Verb) -> tuple[Verb, Reading] | None:
        """The verb that governs, in the evidence, most of the words that ``verb`` governs in the claim."""
        votes: dict[tuple[int, int], float] = {}
        for k in objects(self.claim, verb.word):
            place = self.found(k)
            if place is None or not self.weights[k]:
                continue
            above = governing(*place)
            if above is not None:
                key = (self.matches[k].sentence, above)
                votes[key] = votes.get(key, 0.0) + self.weights[k]
        if not votes:
            return None
        sentence, word = max(votes, key=lambda key: votes[key])
        reading = self.evidence[sentence]
        taken = {m.word for m in self.matches.values() if m.sentence == sentence}
        if word in taken or votes[sentence, word] * 2 <= sum(votes.values()):
            return None
        return reading.verbs[word], reading

    def span(self, sentence: int) -> tuple[int, int]:
        """Half-open offsets, in that evidence sentence, of the words that hold the claim's. Stray words
        far from the others are left out; the whole sentence when nothing matched."""
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
        turned = [
            k for k in range(max(0, first - 6), first) if reading.tokens[k].sign < 0 or _is_not(reading, k)
        ]
        return reading.tokens[min([first, *turned])].start, reading.tokens[last].end


def objects(reading: Reading, verb: int) -> range:
    """The words that a verb governs: those after it up to the next verb or the end of its clause."""
    k = verb + 1
    while k < len(reading.tokens) and reading.clauses[k] == reading.clauses[verb] and k not in reading.verbs:
        k += 1
    return range(verb + 1, k)


def governing(reading: Reading, word: int) -> int | None:
    """The verb nearest before a word in its clause."""
    before = [k for k in reading.verbs if k <= word and reading.clauses[k] == reading.clauses[word]]
    return max(before, default=None)


def word_weights(reading: Reading, idf: Mapping[str, float], unseen: float) -> tuple[float, ...]:
    """How much each word counts: rarer words more, function words and marks 0."""
    weights = []
    for i, token in enumerate(reading.tokens):
        if token.kind == "cjk":
            weights.append(0.25 if is_grammatical_pair(token) else 1.0)
        elif token.kind == "number":
            weights.append(unseen)
        elif not token.content:
            weights.append(0.0)
        elif (verb := reading.verbs.get(i)) is not None and (
            verb.base in ladder().saying or token.stem in LIGHT
        ):
            weights.append(0.3 * idf.get(token.key, unseen))  # "Japan says that": adds no content
        else:
            weights.append(idf.get(token.key, unseen))
    return tuple(weights)


def align(
    claim: Reading, evidence: Sequence[Reading], contexts: Sequence[Reading], weights: tuple[float, ...]
) -> Alignment:
    """Align the claim with sentences said under ``contexts`` (one a sentence).

    The words common to both in the same order are found per sentence, then what is left is looked
    for anywhere in the sentences, then in their context lines.
    """
    wanted = [i for i, w in enumerate(weights) if w > 0]
    matches: dict[int, Match] = {}
    for n, reading in enumerate(evidence):
        pairs = _common_sequence(claim, reading, [i for i in wanted if i not in matches], weights)
        for i, j in pairs:
            matches.setdefault(i, Match(i, n, j))
    for i in (i for i in wanted if i not in matches):
        for n, reading in enumerate(evidence):
            if n and in_context(claim, i, evidence[0], contexts[0]):
                break  # the date of the statement itself, rather than another sentence's
            found = _anywhere(claim, i, reading, n, matches)
            if found is not None:
                matches[i] = Match(i, n, found, in_order=False)
                break
        if i not in matches and any(
            in_context(claim, i, r, c) for r, c in zip(evidence, contexts, strict=True)
        ):
            matches[i] = Match(i, 0, -1, in_order=False)
    for i in _acronyms(claim, evidence, wanted):
        matches.setdefault(i, Match(i, 0, -1, in_order=False))
    recall = min(1.0, sum(weights[i] for i in matches) / (sum(weights) or 1.0))
    return Alignment(claim, tuple(evidence), tuple(contexts), matches, weights, recall)


def held_words(claim: Reading, evidence: Reading) -> set[int]:
    """Indices of the claim's words that the sentence holds, in any order."""
    own = {f"@{evidence.speaker}"} if evidence.speaker else set()
    named = evidence.named() | own
    held = {
        i
        for i, (t, actor) in enumerate(zip(claim.tokens, claim.actors, strict=True))
        if t.key in evidence.keys
        or (t.stem and t.stem in evidence.keys)
        or (actor and actor in named)
        or not evidence.keys.isdisjoint(ENTAILED.get(t.key, ()))
    }
    return held | _acronyms(claim, (evidence,), range(len(claim.tokens)))


def in_context(claim: Reading, i: int, evidence: Reading, context: Reading) -> bool:
    """True when the context line holds claim word ``i``: the state that speaks, a date, a forum."""
    token, actor = claim.tokens[i], claim.actors[i]
    if actor:
        return actor == f"@{evidence.speaker}" or actor in context.actors
    if token.kind == "number" or token.lower in MONTHS:
        key = MONTHS.get(token.lower, token.key)
        return any(t.kind == "number" and t.key == key for t in context.tokens)
    return token.capital and any(t.key == token.key for t in context.tokens)


def same_word(a: Token, b: Token) -> bool:
    """True when evidence word ``b`` can stand for claim word ``a``."""
    if a.kind != b.kind:
        return False
    return a.key == b.key or b.key in ENTAILED.get(a.key, ()) or (bool(a.stem) and a.stem == b.stem)


def _common_sequence(
    claim: Reading, evidence: Reading, wanted: Sequence[int], weights: Sequence[float]
) -> list[tuple[int, int]]:
    """The heaviest common subsequence, preferring runs. Returns (claim index, evidence index)."""
    words = [
        j for j, t in enumerate(evidence.tokens) if t.kind != "mark" and (t.content or evidence.actors[j])
    ]
    rows, columns = len(wanted), len(words)
    score = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    taken = [[False] * (columns + 1) for _ in range(rows + 1)]
    for a in range(rows - 1, -1, -1):
        for b in range(columns - 1, -1, -1):
            score[a][b] = max(score[a + 1][b], score[a][b + 1])
            if _alike(claim, wanted[a], evidence, words[b]):
                other = evidence.tokens[words[b]]
                gain = weights[wanted[a]] * (0.9 if claim.tokens[wanted[a]].key != other.key else 1.0)
                gain += score[a + 1][b + 1] + (0.2 if taken[a + 1][b + 1] else 0.0)
                if gain >= score[a][b]:
                    score[a][b], taken[a][b] = gain, True
    pairs: list[tuple[int, int]] = []
    a = b = 0
    while a < rows and b < columns:
        if taken[a][b]:
            pairs.append((wanted[a], words[b]))
            a, b = a + 1, b + 1
        elif score[a + 1][b] >= score[a][b + 1]:
            a += 1
        else:
            b += 1
    return pairs


def _alike(claim: Reading, i: int, evidence: Reading, j: int) -> bool:
    if claim.actors[i] and evidence.actors[j]:
        return claim.actors[i] == evidence.actors[j]
    return same_word(claim.tokens[i], evidence.tokens[j])


def _anywhere(claim: Reading, i: int, reading: Reading, n: int, matches: Mapping[int, Match]) -> int | None:
    """The word of the sentence for claim word ``i``: an unused one nearest to where the words around
    ``i`` were matched, else a used one."""
    used = {m.word for m in matches.values() if m.sentence == n}
    found = [j for j, t in enumerate(reading.tokens) if t.kind != "mark" and _alike(claim, i, reading, j)]
    around = [m.word for k in (i - 1, i + 1, i - 2, i + 2) if (m := matches.get(k)) and m.sentence == n]
    anchor = around[0] if around else 0
    return min(found, key=lambda j: (j in used, abs(j - anchor)), default=None)


def _acronyms(claim: Reading, evidence: Sequence[Reading], wanted: Sequence[int]) -> set[int]:
    """Claim words that are an acronym of words in the evidence, or words of which it has the acronym."""
    held: set[int] = set()
    for reading in evidence:
        held.update(
            i for i in wanted if claim.tokens[i].acronym and claim.tokens[i].letters in reading.initials
        )
        for short in {t.letters for t in reading.tokens if t.acronym} & claim.initials.keys():
            held.update(claim.initials[short])
    return held


def _is_not(reading: Reading, k: int) -> bool:
    return reading.lower(k) in ("not", "never", "no", "without", "neither")
