"""Whether a written sentence may be shown beside the evidence it was written from."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from answer.support.calibration import KINDS, Logistic, Weights, load_weights, parse_weights
from answer.support.check import THRESHOLD, Evidence, Support, SupportCheck
from core.errors import ConfigError
from tests.answer.support.fakes import OverlapScorer

JAPAN = "Japan, 2020-12-01, OEWG"
BY_LOGIT = Logistic(0.0, {"logit": 10.0, "number": -60.0})
WEIGHTS = Weights(dict.fromkeys(KINDS, BY_LOGIT), {}, 1.0)


class FixedScorer(OverlapScorer):
    """A cross-encoder that says ``logit`` of everything."""

    def __init__(self, logit: float) -> None:
        super().__init__()
        self.logit = logit

    def relevance(self, claim: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.full(len(texts), self.logit, dtype=np.float32)


def said(check: SupportCheck, claim: str, *evidence: str, context: str = JAPAN) -> Support:
    return check.check(claim, [Evidence(text, context) for text in evidence])


@pytest.fixture(scope="module")
def check() -> SupportCheck:
    """The check with its committed weights."""
    return SupportCheck(OverlapScorer())


def test_the_models_opinion_decides_where_the_weights_say_so() -> None:
    for logit in (3.0, -3.0):
        check = SupportCheck(FixedScorer(logit), WEIGHTS)
        assert said(check, "Japan gave tents.", "We gave tents to Mali.").supported == (logit > 0)


def test_a_rejected_sentence_says_why_and_in_which_words() -> None:
    check = SupportCheck(FixedScorer(-3.0), WEIGHTS)
    assert said(check, "Japan gave 30 tents.", "We gave 20 tents.").reason == "number"
    assert said(check, "Japan gave 30 tents.", "We gave 20 tents.").differing == ("30",)
    assert said(check, "Japan gave blue tents.", "We gave tents.").reason == "unsupported"
    assert said(check, "Japan gave blue tents.", "We gave tents.").differing == ("blue",)


def test_the_model_reads_who_speaks_and_a_claim_in_the_third_person() -> None:
    scorer = OverlapScorer()
    said(SupportCheck(scorer, WEIGHTS), "We support our friends.", "We back our friends.")
    assert set(scorer.read) == {("Japan supports its friends.", "Japan: We back our friends.")}


def test_the_model_reads_few_sentences() -> None:
    scorer = OverlapScorer()
    evidence = [f"We discussed item {n} of the agenda at length." for n in range(40)]
    said(SupportCheck(scorer, WEIGHTS), "Japan discussed item 7 of the agenda.", *evidence)
    assert len(scorer.read) == 1
    assert all(text.count("We discussed") <= 5 for _, text in scorer.read)


def test_a_sentence_of_the_statement_is_supported_by_itself(check: SupportCheck) -> None:
    evidence = ("We thank the Chair.", "We do not see the need for a new instrument.")
    support = said(check, evidence[1], *evidence)
    assert (support.score, support.reason, support.carrying) == (1.0, "", (1,))
    assert support.spans == ((0, len(evidence[1])),)


def test_it_names_the_sentence_and_the_words_that_support(check: SupportCheck) -> None:
    evidence = (
        "We thank the Chair.",
        "For these reasons, we do not see the need for a new binding instrument.",
    )
    support = said(check, "Japan does not see the need for a new binding instrument.", *evidence)
    start, end = support.spans[0]
    assert support.carrying == (1,)
    assert "see the need for a new binding instrument" in evidence[1][start:end]


def test_two_delegations_are_never_joined_in_one_sentence(check: SupportCheck) -> None:
    evidence = [
        Evidence("We support the treaty on cluster munitions.", "Japan, 2010"),
        Evidence("We will contribute troops to the mission in Haiti.", "Brazil, 2010"),
    ]
    support = check.check(
        "Japan supports the treaty on cluster munitions and will contribute troops to the mission in Haiti.",
        evidence,
    )
    assert not support.supported
    assert len(support.carrying) == 1


def test_japanese_is_checked_against_japanese(check: SupportCheck) -> None:
    evidence = "我が国は、サイバーセキュリティに関する新たな法的拘束力のある文書の必要性を認めません。"
    same = said(check, "日本は新たな法的拘束力のある文書の必要性を認めない。", evidence)
    turned = said(check, "日本は新たな法的拘束力のある文書の必要性を認める。", evidence)
    other = said(check, "日本は深海底の鉱物資源の開発に資金を拠出する。", evidence)
    assert same.supported
    assert turned.reason == "contradicted"
    assert not other.supported
    assert not said(check, "日本は新たな文書の必要性を認めない。", "Japan does not see the need.").supported


def test_a_claim_of_two_sentences_is_supported_when_both_are() -> None:
    check = SupportCheck(FixedScorer(-3.0), WEIGHTS)
    evidence = ("We gave tents to Mali.", "We thank the Chair.")
    assert said(check, "We gave tents to Mali. We thank the Chair.", *evidence).supported
    assert said(check, "We gave tents to Mali. We thank the Chair.", *evidence).carrying == (0, 1)
    assert not said(check, "We gave tents to Mali. We left the hall early.", *evidence).supported


@pytest.mark.parametrize("claim", ["", "…", "?!", "   "])
def test_nothing_supports_a_sentence_without_words(check: SupportCheck, claim: str) -> None:
    assert said(check, claim, "We agree.") == Support(0.0, "unsupported")


def test_nothing_is_supported_by_no_evidence(check: SupportCheck) -> None:
    assert check.check("Japan agrees.", []) == Support(0.0, "unsupported")
    assert check.check("Japan agrees.", [Evidence("", JAPAN)]) == Support(0.0, "unsupported")


@pytest.mark.parametrize("logit", [float("nan"), float("-inf")])
def test_a_malformed_opinion_supports_nothing(logit: float) -> None:
    check = SupportCheck(FixedScorer(logit), WEIGHTS)
    assert not said(check, "Japan gave tents.", "We gave tents to Mali.").supported


class Silent(OverlapScorer):
    """A model that gives no opinion."""

    def relevance(self, claim: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.empty(0, dtype=np.float32)


def test_a_missing_opinion_supports_nothing() -> None:
    check = SupportCheck(Silent(), WEIGHTS)
    assert not said(check, "Japan gave tents.", "We gave tents to Mali.").supported


def test_damaged_weights_are_named() -> None:
    assert set(load_weights().models) == {"statement", "text", "japanese"}
    for text in ("", "{}", '{"models": {}, "idf": {}, "unseen": 1}', '{"models": 3, "idf": {}, "unseen": 1}'):
        with pytest.raises(ConfigError, match=r"weights\.json"):
            parse_weights(text)


_TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=120)


@settings(max_examples=60, deadline=None)
@given(claim=_TEXT, texts=st.lists(_TEXT, max_size=4), context=_TEXT)
def test_any_text_gives_a_probability_and_exact_spans(
    check: SupportCheck, claim: str, texts: list[str], context: str
) -> None:
    evidence = [Evidence(text, context) for text in texts]
    support = check.check(claim, evidence)
    assert 0 <= support.score <= 1
    assert support.supported == (support.score >= THRESHOLD)
    assert len(support.spans) == len(support.carrying) == len(set(support.carrying))
    for n, (start, end) in zip(support.carrying, support.spans, strict=True):
        assert 0 <= start <= end <= len(evidence[n].text)
