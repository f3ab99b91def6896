"""How the support check is measured, and what its falsified sentences are made of."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from answer.support.calibration import FEATURES, load_weights, parse_weights
from core.delegations import Gazetteer
from core.errors import ConfigError, UsageError
from evals.perturbations import FAITHFUL, FALSE, Original, originals, pairs
from evals.support import evaluate, read_pairs
from measure.figures import auroc
from training.support import WEIGHTS_FILE, fit


class ConstantScorer:
    """Every text is as near as every other."""

    def similarities(self, claim: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.full(len(texts), 0.8, dtype=np.float32)

    def relevance(self, claim: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.full(len(texts), 2.0, dtype=np.float32)


def written(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def test_a_file_of_pairs_is_measured(tmp_path: Path) -> None:
    evidence = "We gave 20 tents in May. We support the treaty."
    pairs_file = written(
        tmp_path / "pairs.jsonl",
        {"claim": "We support the treaty.", "evidence": evidence, "label": 1},
        {"claim": "We gave 20 tents in May.", "evidence": [evidence], "label": "1"},
        {"claim": "We gave 30 tents in May.", "evidence": evidence, "label": 0},
        {"claim": "We oppose the treaty.", "evidence": evidence, "label": 0},
    )
    result = evaluate(pairs_file, ConstantScorer())
    assert (result["n"], result["labels"]) == (4, {"supported": 2, "not_supported": 2})
    assert (result["auroc"], result["balanced_accuracy"]) == (1.0, 1.0)
    assert result["reasons"] == {"supported": 2, "number": 1, "contradicted": 1}
    assert 0 < result["ms_p50"] <= result["ms_p95"]
    assert set(result["single_signal_auroc"]) <= set(FEATURES)
    json.dumps(result)


def test_one_label_alone_has_no_auroc(tmp_path: Path) -> None:
    pairs_file = written(tmp_path / "p.jsonl", {"claim": "We agree.", "evidence": "We agree.", "label": 1})
    result = evaluate(pairs_file, ConstantScorer())
    assert (result["auroc"], result["balanced_accuracy"], result["kept_when_supported"]) == (None, None, 1.0)


@pytest.mark.parametrize("line", ["{", '{"claim": "a"}', "[]", '{"claim": "a", "evidence": 3, "label": 1}'])
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"claim": "a", "evidence": "b", "label": 0}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match="line 2"):
        read_pairs(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        read_pairs(tmp_path / "nowhere.jsonl")


def test_auroc_counts_ties_as_half() -> None:
    labels = np.array([True, False, True, False])
    assert auroc(np.array([0.9, 0.1, 0.8, 0.2]), labels) == 1.0
    assert auroc(np.array([0.5, 0.5, 0.5, 0.5]), labels) == 0.5
    assert auroc(np.array([0.1, 0.9, 0.2, 0.8]), labels) == 0.0


def test_a_fitted_objection_never_speaks_for_support() -> None:
    generator = np.random.default_rng(7)
    x = generator.random((300, len(FEATURES)))
    y = (x[:, FEATURES.index("contradicted")] > 0.5).astype(float)  # perversely
    coefficients, _ = fit(x, y, np.ones(300))
    assert coefficients[FEATURES.index("contradicted")] <= 0
    assert coefficients[FEATURES.index("recall")] >= 0


def test_the_shipped_weights_fit_the_code_and_say_how_they_were_made() -> None:
    document = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    assert document["made_by"] == "python -m training.support"
    assert set(document["data_sha256"]) == set(document["held_back"]) - {"statements_by_kind"}
    assert load_weights() == parse_weights(document)
    coefficients = dict(zip(FEATURES, load_weights().coefficients, strict=True))
    assert coefficients["contradicted"] < 0 < coefficients["names"]


def test_weights_for_other_features_are_refused() -> None:
    with pytest.raises(ConfigError, match=r"training\.support"):
        parse_weights({"coefficients": {"recall": 1.0}, "intercept": 0.0, "idf": {}, "unseen": 1.0})


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def original(sentence: str) -> Original:
    return Original(
        sentence, (sentence, "Peace is dear to all."), "Japan, 2010", "Japan", "The sea is rising."
    )


@pytest.mark.parametrize(
    ("kind", "sentence", "claim"),
    [
        ("third_person", "We urge all to keep our word.", "Japan urges all to keep its word."),
        ("reported", "The treaty is in force.", "Japan says that the treaty is in force."),
        ("opener_dropped", "In this regard, the treaty matters.", "The treaty matters."),
    ],
)  # fmt: skip
def test_faithful_changes(gazetteer: Gazetteer, kind: str, sentence: str, claim: str) -> None:
    assert FAITHFUL[kind](original(sentence), gazetteer) == claim


@pytest.mark.parametrize(
    ("kind", "sentence", "claim"),
    [
        ("negation", "The treaty is in force.", "The treaty is not in force."),
        ("negation", "We do not see the need.", "We see the need."),
        ("opposite", "We support the treaty.", "We oppose the treaty."),
        ("stronger", "We urge restraint.", "We demand restraint."),
        ("weaker", "We will act.", "We could act."),
        ("number", "We gave 20 tents.", "We gave 23 tents."),
        ("everyone", "It is said by many delegations here.", "It is said by all delegations here."),
        ("merge", "We agree.", "We agree, and the sea is rising."),
        ("present_speaker", "We support Kenya.", "Kenya supports Kenya."),
    ],
)
def test_false_changes(gazetteer: Gazetteer, kind: str, sentence: str, claim: str) -> None:
    assert FALSE[kind](original(sentence), gazetteer) == claim


def test_a_state_is_swapped_for_one_that_the_evidence_does_not_name(gazetteer: Gazetteer) -> None:
    claim = FALSE["swap_state"](original("We thank Norway, Brazil and Peru."), gazetteer)
    (new,) = {m.code for m in gazetteer.find(claim)} - {"BRA", "PER"}
    assert new not in {"NOR", "JPN"}


def test_pairs_are_made_from_speeches_alike_on_every_run(gazetteer: Gazetteer) -> None:
    speech = (
        "We support the work of the court in every way we can. It should begin its work in May this year. "
    )
    texts = {"JPN_65_2010": speech, "KEN_66_2011": speech.replace("court", "mission")}
    made = [list(pairs(list(originals(texts, gazetteer)), gazetteer)) for _ in range(2)]
    assert made[0] == made[1]
    assert {p.supported for p in made[0]} == {True, False}
    assert all(p.claim not in p.evidence for p in made[0] if not p.supported)
