"""What the check that ships keeps and rejects: with its models, on pairs that nothing was fitted to."""

from pathlib import Path

import pytest

from answer.support.check import Evidence, SupportCheck
from evals.support.measure import judge, summary
from evals.support.sets import FAULTS, GOLD, read_pairs
from index import OnnxEncoder, OnnxReranker, SentenceScorer


@pytest.fixture(scope="module")
def shipped(encoder_dir: Path, entailment_dir: Path) -> SupportCheck:
    return SupportCheck(SentenceScorer(OnnxEncoder(encoder_dir), OnnxReranker(entailment_dir)))


def test_what_an_earlier_check_got_wrong_is_right(shipped: SupportCheck) -> None:
    judged = judge(read_pairs(GOLD / "support" / f"{FAULTS}.jsonl"), shipped)
    assert [j.item.claim for j in judged if j.support.supported != j.item.label] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Kenya", "Trade in services is essential for growth."),
        ("Fiji", "The conference has been delayed twice."),
        ("Peru", "The illegal trade in cultural goods must end."),
    ],
)
def test_that_somebody_says_so_makes_it_no_less_true(shipped: SupportCheck, name: str, words: str) -> None:
    evidence = [Evidence(words, f"{name}, 2015, UN General Debate")]
    told = f"{words[0].lower()}{words[1:]}"
    assert shipped.check(f"{name} says that {told}", evidence).supported
    assert not shipped.check(f"{name} says that it is not so that {told}", evidence).supported


def test_readers_pairs_are_told_apart(shipped: SupportCheck) -> None:
    """A fifth of the reporting half, which a change of the check should not make much worse."""
    found = summary(judge(read_pairs(GOLD / "support" / "report.jsonl")[::5], shipped))
    assert found["auroc"] >= 0.7
    assert found["rejected_when_not"] >= 0.75
