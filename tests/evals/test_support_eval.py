"""How the support check is measured and fitted, and what its falsified sentences are made of."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from answer.support.calibration import KINDS, Logistic, Weights, load_weights
from answer.support.check import Evidence, SupportCheck
from answer.support.features import FEATURES
from core.delegations import Gazetteer
from core.errors import UsageError
from evals.support.fit import across_folds, fit
from evals.support.measure import Judged, evaluate, judge, main
from evals.support.perturbations import FAITHFUL, FALSE, Original, originals, pairs
from evals.support.sets import FRESH, Item, held_back, load_gold, read_pairs
from measure.figures import auroc
from tests.answer.support.fakes import OverlapScorer

BY_DIFFERENCE = Logistic(1.0, {"number": -3.0, "contradicted": -3.0})
CHECK = SupportCheck(OverlapScorer(), Weights(dict.fromkeys(KINDS, BY_DIFFERENCE), {}, 1.0))


def written(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.slow
def test_a_file_of_pairs_is_measured(tmp_path: Path) -> None:
    evidence = "We gave 20 tents in May. We support the treaty."
    pairs_file = written(
        tmp_path / "pairs.jsonl",
        {"claim": "We support the treaty.", "evidence": evidence, "label": 1},
        {"claim": "We gave 20 tents in May.", "evidence": [evidence], "label": "1"},
        {"claim": "We gave 30 tents in May.", "evidence": evidence, "label": 0},
        {"claim": "We oppose the treaty.", "evidence": evidence, "label": 0},
    )
    result = evaluate(pairs_file, CHECK)
    assert (result["n"], result["labels"]) == (4, {"supported": 2, "not_supported": 2})
    assert (result["auroc"], result["balanced_accuracy"]) == (1.0, 1.0)
    assert result["reasons"] == {"supported": 2, "number": 1, "contradicted": 1}
    assert 0 < result["ms_p50"] <= result["ms_p95"]
    json.dumps(result)


def test_one_label_alone_has_no_auroc(tmp_path: Path) -> None:
    pairs_file = written(tmp_path / "p.jsonl", {"claim": "We agree.", "evidence": "We agree.", "label": 1})
    result = evaluate(pairs_file, CHECK)
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


def test_the_fresh_halves_share_no_speech() -> None:
    halves = [{item.source for item in items} for items in load_gold(FRESH).values()]
    assert len(frozenset().union(*halves)) == sum(map(len, halves))


def test_a_file_is_named_for_chosen_halves_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--ablate", "--out", "other.json"])
    assert "--out needs --only" in capsys.readouterr().err


def test_auroc_counts_ties_as_half() -> None:
    labels = np.array([True, False, True, False])
    assert auroc(np.array([0.9, 0.1, 0.8, 0.2]), labels) == 1.0
    assert auroc(np.array([0.5, 0.5, 0.5, 0.5]), labels) == 0.5
    assert auroc(np.array([0.1, 0.9, 0.2, 0.8]), labels) == 0.0


def test_a_fitted_difference_never_speaks_for_support() -> None:
    generator = np.random.default_rng(7)
    x = generator.random((300, len(FEATURES)))
    y = (x[:, FEATURES.index("contradicted")] > 0.5).astype(float)  # perversely
    model = fit(x, y, np.ones(300))
    assert model.coefficients.get("contradicted", 0.0) <= 0
    assert model.coefficients.get("recall", 0.0) >= 0


def some(label: int, logit: float, source: str) -> Judged:
    item = Item("We agree.", (Evidence("We go.", "Japan, 2010"),), bool(label), "", source)
    (judged,) = judge([item], CHECK)
    return replace(judged, features={**dict.fromkeys(FEATURES, 0.0), "logit": logit})


def test_folds_judge_each_pair_by_weights_that_did_not_see_its_source() -> None:
    sets = {
        "build": [some(n % 2, 0.5 + 0.4 * (n % 2), f"s{n}") for n in range(40)],
        "second_build": [some(n % 2, 0.5 + 0.4 * (n % 2), f"u{n}") for n in range(10)],
        "statements": [some(n % 2, float(n % 2), f"t{n}") for n in range(10)],
    }
    labels = np.array([j.item.label for j in sets["build"]])
    assert auroc(across_folds("statement", sets, "build", frozenset()), labels) == 1.0
    assert np.ptp(across_folds("statement", sets, "build", frozenset({"logit"}))) < 0.2


def test_the_shipped_weights_name_features_of_the_code() -> None:
    for model in load_weights().models.values():
        assert set(model.coefficients) <= set(FEATURES)
        assert all(model.coefficients.get(name, 0.0) <= 0 for name in ("contradicted", "number", "name"))


def test_some_speeches_are_kept_for_measuring() -> None:
    kept = sum(held_back(f"JPN_{n}_20{n}") for n in range(10, 99))
    assert 10 < kept < 40


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
