"""Does the evidence carry the sentence that was written?

The sentence is given to the one or two evidence sentences that hold most of its words; then the
words, numbers, names, polarity and firmness are compared, and a small calibrated model turns the
comparison into a probability. Some differences end the matter whatever the probability: they are
named in ``answer.support.differences``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from answer.support.align import Alignment, align, held_words, in_context, word_weights
from answer.support.calibration import FEATURES, Weights, load_weights
from answer.support.differences import objections
from answer.support.read import read
from answer.support.reading import Reading
from answer.words.lexicon import MONTHS
from core.delegations import Gazetteer
from core.japanese import is_japanese
from core.sentences import split_sentences

THRESHOLD: Final = 0.5
"""The score from which the evidence carries a sentence rather than not; the calibration is fitted to it."""
SHOWN_FROM: Final = 0.75
"""The score from which a sentence that was written is shown: showing one that isn't carried costs three times
what dropping one that is does, as a quotation can stand in for it."""

_CANDIDATES = 4  # sentences given to the cross-encoder
_ADDS = 0.12  # share of the claim that another sentence must add to be called carrying
_LOOKED_UP, _AMONG = 8, 24  # claim words looked up, and evidence words they are compared with
_MOST = 3  # sentences that may carry one claim together
_CAP = 0.4  # a sentence that failed a rule keeps a score up to this; higher ones are squeezed above it


@dataclass(frozen=True, slots=True)
class Evidence:
    """One verbatim sentence, and the context line of its paragraph ("Japan, 2020-12-01, OEWG")."""

    text: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """What the check found.

    ``score`` in [0, 1] estimates the probability that the evidence carries the claim, were both
    outcomes equally likely; a claim that a rule objects to stays below THRESHOLD. ``reason`` is ""
    when it does (score >= THRESHOLD), else ``unsupported``, ``contradicted``, ``number``, ``name``,
    ``wrong_delegation``, ``wrong_actor``, ``strengthened`` or ``weakened``. ``carrying`` are indices
    of the evidence, best first; ``spans`` the half-open offsets of the supporting words in each.
    """

    score: float
    reason: str
    carrying: tuple[int, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def supported(self) -> bool:
        """True when the sentence may be shown."""
        return not self.reason


class Scorer(Protocol):
    """What the retrieval models offer."""

    def similarities(self, claim: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Cosine of the claim with each text, shape (len(texts),), in [-1, 1]."""
        ...

    def relevance(self, claim: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Cross-encoder logit of each text for the claim, shape (len(texts),)."""
        ...


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim beside its carrying sentences: the features of ``FEATURES`` and what stands against."""

    features: tuple[float, ...]
    objections: tuple[str, ...]
    carrying: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    verbatim: bool


class SupportCheck:
    """Checks written sentences against evidence; safe to share between threads."""

    def __init__(
        self, scorer: Scorer, weights: Weights | None = None, gazetteer: Gazetteer | None = None
    ) -> None:
        self._scorer = scorer
        self._weights = weights or load_weights()
        names = gazetteer or Gazetteer.load()
        # The sentences of one answer are checked against the same evidence.
        self._read = lru_cache(maxsize=2048)(lambda text, speaker: read(text, speaker, names))

    def check(self, claim: str, evidence: Sequence[Evidence]) -> Support:
        """The support that ``evidence`` (sentences, any number) gives to one sentence.

        A claim without a word, or no evidence, is ``unsupported`` with score 0. A claim of several
        sentences has the score and reason of the one that is carried least.
        """
        return self.conclude(self.examine(claim, evidence))

    def examine(self, claim: str, evidence: Sequence[Evidence]) -> tuple[Comparison | None, ...]:
        """The comparison of each sentence of the claim; None for one without a word to compare."""
        spans = split_sentences(claim) or ((0, 0),)
        return tuple(self._compare(claim[start:end], evidence) for start, end in spans)

    def conclude(self, compared: Sequence[Comparison | None]) -> Support:
        """The verdict on what ``examine`` found."""
        parts = [self._judge(part) for part in compared]
        worst = min(parts, key=lambda part: part.score)
        if len(parts) == 1:
            return worst
        where = {n: span for part in parts for n, span in zip(part.carrying, part.spans, strict=True)}
        return Support(worst.score, worst.reason, tuple(where), tuple(where.values()))

    def _judge(self, compared: Comparison | None) -> Support:
        if compared is None:
            return Support(0.0, "unsupported")
        if compared.verbatim:
            return Support(1.0, "", compared.carrying, compared.spans)
        score = self._weights.probability(compared.features)
        if compared.objections:
            # Kept in order, below the threshold.
            capped = score if score < _CAP else _CAP + (score - _CAP) * (THRESHOLD - 0.01 - _CAP) / (1 - _CAP)
            return Support(capped, compared.objections[0], compared.carrying, compared.spans)
        reason = "" if score >= THRESHOLD else "unsupported"
        return Support(score, reason, compared.carrying, compared.spans)

    def _compare(self, claim: str, evidence: Sequence[Evidence]) -> Comparison | None:
        contexts = {e.context: self._context(e.context) for e in evidence}
        speakers = {context: _speaker(reading) for context, reading in contexts.items()}
        readings = [self._read(e.text, speakers[e.context]) for e in evidence]
        # In the claim "we" can only be the delegation whose words are quoted.
        common = set(speakers.values())
        written = self._read(claim, common.pop() if len(common) == 1 else "")
        weights = word_weights(written, self._weights.idf, self._weights.unseen)
        wanted = [i for i, w in enumerate(weights) if w > 0]
        if not wanted or not evidence or not any(r.tokens for r in readings):
            return None
        if (same := _verbatim(written, readings)) is not None:
            span = (0, len(evidence[same].text))
            return Comparison((), (), (same,), (span,), True)

        cosines = self._scorer.similarities(claim, [e.text for e in evidence])
        total = sum(weights)
        coverage = np.array(
            [sum(weights[i] for i in held_words(written, r)) / total for r in readings], dtype=np.float32
        )
        blend = coverage + 0.5 * cosines
        best = np.argsort(-blend, kind="stable")[:_CANDIDATES]
        logits = self._scorer.relevance(claim, [evidence[int(n)].text for n in best])
        ranked = blend[best] + 0.02 * np.clip(logits, -10, 10)
        first = int(best[np.argmax(ranked)])
        carrying = _choose(written, readings, weights, evidence, first, contexts[evidence[first].context])
        chosen_contexts = [contexts[evidence[n].context] for n in carrying]
        alignment = align(written, [readings[n] for n in carrying], weights, chosen_contexts)
        alignment = self._with_near_words(alignment)
        against = objections(alignment, chosen_contexts)
        if is_japanese(claim) and not any(is_japanese(evidence[n].text) for n in carrying):
            against = ("unsupported",)
        features = _features(alignment, against, cosines, logits, carrying, float(coverage[carrying[0]]))
        spans = tuple(alignment.span(n) for n in range(len(carrying)))
        return Comparison(features, against, tuple(carrying), spans, False)

    def _with_near_words(self, alignment: Alignment) -> Alignment:
        """Look up, for claim words without a match, the evidence word nearest in meaning."""
        claim = alignment.claim
        missing = [
            i
            for i in alignment.missing()
            if claim.tokens[i].kind == "word" and not claim.codes[i] and not claim.tokens[i].acronym
        ][:_LOOKED_UP]
        words = alignment.open_words()[:_AMONG]
        if not missing or not words:
            return alignment
        near = {i: float(self._scorer.similarities(claim.tokens[i].lower, words).max()) for i in missing}
        return replace(alignment, near=near)

    def _context(self, context: str) -> Reading:
        return self._read(context, "")


def _speaker(context: Reading) -> str:
    return next((code for code in context.codes if code), "")


def _verbatim(claim: Reading, readings: Sequence[Reading]) -> int | None:
    """The evidence sentence that is the claim, word for word (marks and case aside)."""
    words = _plain(claim)
    return next((n for n, reading in enumerate(readings) if _plain(reading) == words), None)


def _plain(reading: Reading) -> list[str]:
    return [t.text.casefold().replace("’", "'") for t in reading.tokens if t.kind != "mark"]


def _choose(
    claim: Reading,
    readings: Sequence[Reading],
    weights: Sequence[float],
    evidence: Sequence[Evidence],
    first: int,
    context: Reading,
) -> list[int]:
    """The best sentence, and up to two more of the same statement where each carries words that those
    before it do not. Two statements are never joined: that would blend two positions into one."""
    chosen = [first]
    total = sum(weights)
    rest = {i for i, w in enumerate(weights) if w and not in_context(claim, i, readings[first], context)}
    rest -= held_words(claim, readings[first])
    while rest and len(chosen) < _MOST:
        best, gain = -1, 0.0
        for n, reading in enumerate(readings):
            if n in chosen or evidence[n].context != evidence[first].context:
                continue
            added = sum(weights[i] for i in held_words(claim, reading) & rest)
            if added > gain:
                best, gain = n, added
        if gain / total < _ADDS:
            break
        chosen.append(best)
        rest -= held_words(claim, readings[best])
    return chosen


def _features(
    alignment: Alignment,
    against: Sequence[str],
    cosines: NDArray[np.float32],
    logits: NDArray[np.float32],
    carrying: Sequence[int],
    first: float,
) -> tuple[float, ...]:
    weights, matches, claim = alignment.weights, alignment.matches, alignment.claim
    total = sum(weights) or 1.0
    held = sum(weights[i] for i in matches) or 1.0
    agreeing = sum(
        weights[i]
        for i, m in matches.items()
        if m.word < 0 or claim.signs[i] == alignment.evidence[m.sentence].signs[m.word]
    )
    names = [
        i
        for i, t in enumerate(claim.tokens)
        if weights[i] and (claim.codes[i] or t.acronym or (t.capital and not t.first) or t.lower in MONTHS)
    ]
    numbers = [i for i, t in enumerate(claim.tokens) if t.kind == "number"]
    top = np.sort(cosines)[::-1][:3]
    logit = float(np.max(logits)) / 10
    values = {
        "recall": alignment.recall,
        "near": sum(w * alignment.nearness(i) for i, w in enumerate(weights) if w) / total,
        "recall_first": first,
        "recall_squared": alignment.recall**2,
        "longest": alignment.longest,
        "in_order": sum(weights[i] for i, m in matches.items() if m.in_order) / held,
        "clause": _worst_clause(alignment),
        "gap": _longest_gap(alignment) / total,
        "names": _share(names, alignment),
        "numbers": _share(numbers, alignment),
        "cosine": float(max(cosines[n] for n in carrying)),
        "cosine_mean": float(top.mean()),
        "logit": logit,
        "logit_low": min(0.0, logit),
        "agreement": agreeing / held,
        "length": float(np.log10(1 + sum(w > 0 for w in weights))),
    }
    values.update({name: float(name in against) for name in FEATURES if name not in values})
    return tuple(values[name] for name in FEATURES)


def _share(indices: Sequence[int], alignment: Alignment) -> float:
    return sum(i in alignment.matches for i in indices) / len(indices) if indices else 1.0


def _worst_clause(alignment: Alignment) -> float:
    """The lowest recall among the claim's clauses of at least three words with weight."""
    totals: dict[int, list[float]] = {}
    for i, weight in enumerate(alignment.weights):
        if weight:
            held = weight if i in alignment.matches else 0.0
            totals.setdefault(alignment.claim.clauses[i], []).extend((weight, held))
    shares = [sum(v[1::2]) / sum(v[::2]) for v in totals.values() if len(v) >= 6]
    return min(shares, default=alignment.recall)


def _longest_gap(alignment: Alignment) -> float:
    """The weight of the longest run of consecutive words with weight that nothing carries."""
    longest = current = 0.0
    for i, weight in enumerate(alignment.weights):
        if not weight:
            continue
        current = 0.0 if alignment.nearness(i) > 0.5 else current + weight
        longest = max(longest, current)
    return longest
