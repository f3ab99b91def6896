"""Which of the evidence sentences a written sentence is compared with."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from answer.support.align import held_words, in_context
from answer.support.reading.records import Reading

_ADDS = 0.12  # share of the claim's weight that another sentence must add to be chosen too
_MOST = 3  # sentences that may support one claim together
_READ = 4  # sentences that the entailment model is given besides


def choose(
    claim: Reading,
    readings: Sequence[Reading],
    contexts: Sequence[str],
    context: Reading,
    weights: Sequence[float],
    ranked: NDArray[np.float32],
) -> list[int]:
    """The best sentence, and up to two more of the same statement where each holds words that those
    before it do not. Two statements are never joined: that would blend two positions into one.

    ``contexts`` are the sentences' context lines, ``context`` the best one's read as text, ``ranked``
    the blend of word recall and cosine, shape (n_sentences,).
    """
    first = int(np.argmax(ranked))
    chosen = [first]
    total = sum(weights)
    rest = {i for i, w in enumerate(weights) if w and not in_context(claim, i, readings[first], context)}
    rest -= held_words(claim, readings[first])
    while rest and len(chosen) < _MOST:
        gains = {
            n: sum(weights[i] for i in held_words(claim, reading) & rest)
            for n, reading in enumerate(readings)
            if n not in chosen and contexts[n] == contexts[first]
        }
        best = max(gains, key=lambda n: gains[n], default=-1)
        if best < 0 or gains[best] / total < _ADDS:
            break
        chosen.append(best)
        rest -= held_words(claim, readings[best])
    return chosen


def wider(chosen: Sequence[int], contexts: Sequence[str], ranked: NDArray[np.float32]) -> list[int]:
    """The chosen sentences and the next best of the same statement, in the order of the text."""
    order = [int(n) for n in np.argsort(-ranked, kind="stable") if contexts[int(n)] == contexts[chosen[0]]]
    return sorted({*chosen, *order[:_READ]})
