"""Evidence weighed together: which delegation speaks, and how sure that is.

Each candidate's score is the sum of the weights of what speaks for it (`weights.toml`, fitted by
``python -m evals speakers --fit``); the probability is its share of the exponentials of all scores, that
of "nobody" among them (a conditional logit model).
"""

import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.speech.evidence import NOBODY, Evidence

_DATA = Path(__file__).with_name("weights.toml")
_MOST = 2  # times that a kind of evidence counts
_MUCH = 6  # mentions from which a share of them is taken at its full value
_RUNNING = ("opening", "body")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The likeliest delegation, ``NOBODY`` when that is none; its probability; the part of the text that
    says most for it; and the runner-up among the delegations."""

    code: str
    probability: float
    where: str = ""
    second: str = ""


@cache
def shipped_weights() -> Mapping[str, float]:
    """The fitted weights by feature."""
    return {key: float(value) for key, value in tomllib.loads(_DATA.read_text("utf-8"))["weights"].items()}


def features(evidence: Iterable[Evidence]) -> dict[str, dict[str, float]]:
    """The features of each candidate, ``NOBODY`` included: how often each kind of evidence occurs, at most
    twice, and of what a long text says of states the candidate's share, as far as there is much of it."""
    counts: dict[str, Counter[str]] = {NOBODY: Counter({"nobody": 1})}
    said: dict[str, Counter[str]] = {}
    for one in evidence:
        counts.setdefault(one.code, Counter()).update(_features(one))
        if one.where in _RUNNING and one.code != NOBODY:
            said.setdefault(one.kind.partition(" ")[2], Counter())[one.code] += 1
    found = {code: {k: float(min(n, _MOST)) for k, n in known.items()} for code, known in counts.items()}
    for role, by_code in said.items():
        total = by_code.total()
        for code, count in by_code.items():
            found[code][f"share {role}"] = count / total * min(1.0, total / _MUCH)
    return found


def _features(one: Evidence) -> list[str]:
    """A kind, and what it has in common with others: where it stands matters, but less than what it is
    there for. A capital is a place as often as a government, and has features of its own."""
    where, _, role = one.kind.partition(" ")
    role, _, form = role.partition(":")
    outer = role.partition("/")[0]
    if outer in ("about", "to", "host", "behalf"):
        role = outer
    if form == "capital" and role != "seat":
        return [f"capital {outer}"]
    if not role:
        return [where]
    return [
        role,
        f"{where} {role}",
        *([f"{form} {role}"] if form else []),
        *([f"group {role}"] if one.group else []),
    ]


def probabilities(evidence: Iterable[Evidence], weights: Mapping[str, float]) -> dict[str, float]:
    """How likely each candidate is the one that speaks; together 1."""
    scores = {
        code: sum(weights.get(feature, 0.0) * count for feature, count in counts.items())
        for code, counts in features(evidence).items()
    }
    highest = max(scores.values())
    shares = {code: math.exp(score - highest) for code, score in scores.items()}
    total = sum(shares.values())
    return {code: share / total for code, share in shares.items()}


def weigh(evidence: Iterable[Evidence]) -> Verdict:
    """The likeliest delegation by the shipped weights."""
    weights = shipped_weights()
    listed = list(evidence)
    found = probabilities(listed, weights)
    ranked = sorted(found, key=lambda code: (-found[code], code))
    best = ranked[0]
    own = [one for one in listed if one.code == best]
    most = max(own, key=lambda one: sum(weights.get(f, 0.0) for f in _features(one)), default=None)
    states = [code for code in ranked if code not in (best, NOBODY)]
    return Verdict(best, found[best], most.where if most else "", states[0] if states else "")
