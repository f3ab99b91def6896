"""Does the evidence support the sentence that was written?

The sentence is put into the third person and given to the one to three evidence sentences that hold most
of its words. Typed comparisons (who, how many, how surely, under which condition …) name what differs; an
entailment model reads whether these and the next best sentences state it; a logistic regression makes one
probability of what the models say, and some differences reject a sentence.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from answer.support.align import align, held_words, word_weights
from answer.support.calibration import Weights, load_weights
from answer.support.choose import choose, wider
from answer.support.features import FINAL, differences, features
from answer.support.reading.read import Reader
from answer.support.reading.records import Reading
from answer.support.reasons.difference import Difference
from answer.words.voice import in_third_person
from core.actors import Actors
from core.delegations import Gazetteer
from core.japanese import is_japanese
from core.sentences import split_sentences

THRESHOLD: Final = 0.55
"""The score from which a sentence counts as supported and is shown, chosen on the building halves where
showing what is not supported costs three times what dropping what is does."""
FINAL_SHARE: Final = 0.49
"""What is left of the score of a sentence about a statement that a difference rejects: such keep their order.
Of any other text the differences only say why: the comparisons assume that a delegation speaks."""
_NO_OPINION: Final = -60.0
"""What a model that answers nothing, or nothing that can be read, is taken to have said."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One verbatim sentence, and the context line of its paragraph ("Japan, 2020-12-01, OEWG")."""

    text: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """What the check found.

    ``score`` in [0, 1] is the calibrated probability that the evidence supports the claim, were both
    outcomes equally likely; half of it where a difference rejects the sentence. ``reason`` is "" when it
    does (score >= THRESHOLD), else ``unsupported``, ``contradicted``, ``number``, ``name``,
    ``wrong_delegation``, ``wrong_actor``, ``strengthened``, ``weakened`` or ``scope``; ``differing`` are
    the words for which. ``carrying`` are indices of the evidence, best first; ``spans`` the half-open
    offsets of the supporting words in each.
    """

    score: float
    reason: str
    carrying: tuple[int, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    differing: tuple[str, ...] = ()

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
        """The entailment model's logit of each text for the claim, shape (len(texts),)."""
        ...


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim beside its evidence: the features, what differs, which weights judge it."""

    kind: str
    features: Mapping[str, float]
    against: tuple[Difference, ...]
    missing: tuple[str, ...]
    carrying: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]


class SupportCheck:
    """Checks written sentences against evidence; safe to share between threads."""

    def __init__(
        self,
        scorer: Scorer,
        weights: Weights | None = None,
        gazetteer: Gazetteer | None = None,
    ) -> None:
        self._scorer = scorer
        self._weights = weights or load_weights()
        self._names = gazetteer or Gazetteer.load()
        # The sentences of one answer are checked against the same evidence.
        self._read = lru_cache(maxsize=2048)(Reader(self._names, Actors.load()).read)

    def check(self, claim: str, evidence: Sequence[Evidence]) -> Support:
        """The support that ``evidence`` (sentences, any number) gives to one sentence.

        A claim without a word, or no evidence, is ``unsupported`` with score 0. A claim of several
        sentences has the score and reason of the one that is supported least.
        """
        return self.conclude(self.examine(claim, evidence))

    def examine(self, claim: str, evidence: Sequence[Evidence]) -> tuple[Comparison | Support, ...]:
        """For each sentence of the claim its comparison with the evidence, or a verdict where none is
        needed: it stands there word for word, or there is nothing to compare."""
        spans = split_sentences(claim) or ((0, 0),)
        return tuple(self._compare(claim[start:end], evidence) for start, end in spans)

    def conclude(self, compared: Sequence[Comparison | Support]) -> Support:
        """The verdict on what ``examine`` found."""
        parts = [part if isinstance(part, Support) else self._judge(part) for part in compared]
        worst = min(parts, key=lambda part: part.score)
        where = {n: span for part in parts for n, span in zip(part.carrying, part.spans, strict=True)}
        return Support(worst.score, worst.reason, tuple(where), tuple(where.values()), worst.differing)

    def _judge(self, compared: Comparison) -> Support:
        score = self._weights.models[compared.kind].probability(compared.features)
        where = (compared.carrying, compared.spans)
        if compared.kind != "text" and any(difference.reason in FINAL for difference in compared.against):
            score *= FINAL_SHARE
        if score >= THRESHOLD:
            return Support(score, "", *where)
        if not compared.against:
            return Support(score, "unsupported", *where, compared.missing)
        reason = compared.against[0].reason
        words = [word for d in compared.against if d.reason == reason for word in d.words]
        return Support(score, reason, *where, tuple(dict.fromkeys(words)))

    def _compare(self, claim: str, evidence: Sequence[Evidence]) -> Comparison | Support:
        contexts = {e.context: self._read(e.context, "") for e in evidence}
        speakers = {context: _speaker(reading) for context, reading in contexts.items()}
        readings = [self._read(e.text, speakers[e.context]) for e in evidence]
        common = set(speakers.values())
        speaker = common.pop() if len(common) == 1 else ""
        # In the claim "we" can only be the delegation whose words are quoted.
        told = in_third_person(claim, self._names.name(speaker)) if speaker in self._names else ""
        written = self._read(told or claim, speaker)
        weights = word_weights(written, self._weights.idf, self._weights.unseen)
        if not any(weights) or not any(r.tokens for r in readings):
            return Support(0.0, "unsupported")
        if (same := _verbatim(self._read(claim, speaker), readings)) is not None:
            return Support(1.0, "", (same,), ((0, len(evidence[same].text)),))
        texts = [e.text for e in evidence]
        cosines = self._scorer.similarities(written.text, texts)
        recalls = np.array([sum(weights[i] for i in held_words(written, r)) for r in readings]) / sum(weights)
        ranked = (recalls + 0.5 * cosines).astype(np.float32)
        under = [e.context for e in evidence]
        best = under[int(np.argmax(ranked))]
        chosen = choose(written, readings, under, contexts[best], weights, ranked)
        alignment = align(written, [readings[n] for n in chosen], [contexts[best]] * len(chosen), weights)
        of_one = [r for r, context in zip(readings, under, strict=True) if context == best]
        named = frozenset[str]().union(
            *(r.named() for r in (*of_one, contexts[best])), {f"@{speakers[best]}"}
        )
        alignment = replace(alignment, named=named)
        against = differences(alignment)
        read = [texts[n] for n in wider(chosen, under, ranked)]
        kind = "japanese" if is_japanese(claim) else "statement" if speakers[best] else "text"
        cosine = float(max(cosines[n] for n in chosen))
        values = features(alignment, against, cosine, self._logit(written.text, read, speakers[best]))
        spans = tuple(alignment.span(n) for n in range(len(chosen)))
        missing = tuple(written.tokens[i].text for i in alignment.missing())
        return Comparison(kind, values, against, missing, tuple(chosen), spans)

    def _logit(self, claim: str, texts: Sequence[str], speaker: str) -> float:
        """A tenth of the entailment model's logit for the texts together, under the name of who speaks; the
        better one with and without "Japan says that". An answer that is no number counts as the worst."""
        name = self._names.name(speaker) if speaker else ""
        together = f"{name}: {' '.join(texts)}" if name else " ".join(texts)
        read = [self._scorer.relevance(one, [together]) for one in {claim, _without_saying(claim, name)}]
        logits = [float(one[0]) for one in read if len(one) == 1 and np.isfinite(one[0])]
        return max(logits) / 10 if len(logits) == len(read) else _NO_OPINION


def _without_saying(claim: str, speaker: str) -> str:
    """The claim without "Japan says that", where Japan speaks."""
    match = re.match(rf"{re.escape(speaker)} (?:says|said) that (?=\w)", claim) if speaker else None
    return f"{claim[match.end()].upper()}{claim[match.end() + 1 :]}" if match else claim


def _speaker(context: Reading) -> str:
    return next((actor[1:] for actor in context.actors if actor.startswith("@")), "")


def _verbatim(claim: Reading, readings: Sequence[Reading]) -> int | None:
    """The evidence sentence that is the claim, word for word (marks and case aside)."""
    words = _plain(claim)
    return next((n for n, reading in enumerate(readings) if _plain(reading) == words), None)


def _plain(reading: Reading) -> list[str]:
    return [t.text.casefold().replace("’", "'") for t in reading.tokens if t.kind != "mark"]
