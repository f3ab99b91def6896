"""Whether a written sentence may be shown beside the evidence it was written from."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from answer.support.check import THRESHOLD, Evidence, Support, SupportCheck
from core.delegations import Gazetteer
from core.sentences import split_sentences

SEED = Path(__file__).parents[3] / "corpus" / "oewg-2020-12-01-japan-regular-institutional-dialogue.txt"
JAPAN = "Japan, 2020-12-01, OEWG"


class OverlapScorer:
    """Stands in for the models: cosine and logit rise with the share of words in common."""

    def __init__(self) -> None:
        self.asked = 0

    def _shares(self, claim: str, texts: Sequence[str]) -> NDArray[np.float32]:
        words = set(re.findall(r"\w+", claim.casefold())) or {""}
        shares = [len(words & set(re.findall(r"\w+", t.casefold()))) / len(words) for t in texts]
        return np.array(shares, dtype=np.float32)

    def similarities(self, claim: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return 0.55 + 0.4 * self._shares(claim, texts)

    def relevance(self, claim: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += len(texts)
        return 20 * self._shares(claim, texts) - 10


@pytest.fixture(scope="module")
def check() -> SupportCheck:
    return SupportCheck(OverlapScorer(), gazetteer=Gazetteer.load())


@pytest.fixture(scope="module")
def seed() -> tuple[Evidence, ...]:
    paragraphs = dict.fromkeys(SEED.read_text(encoding="utf-8").splitlines()[3:])
    return tuple(Evidence(p[a:b], JAPAN) for p in paragraphs for a, b in split_sentences(p))


def said(check: SupportCheck, claim: str, *evidence: str, context: str = JAPAN) -> Support:
    return check.check(claim, [Evidence(text, context) for text in evidence])


CARRIED = [
    "Japan sees no need for a new legally binding instrument on cybersecurity.",
    "The Programme of Action was initiated by France in cooperation with Egypt.",
    "The PoA was initiated by France.",
    "France initiated the Programme of Action in cooperation with Egypt.",
    "Japan is a cosponsor of the PoA.",
    "Japan cosponsors the Programme of Action.",
    "Japan believes that whether a new OEWG is necessary should be discussed after the current OEWG "
    "concludes, in relation to the content of its final report.",
    "According to Japan, a multi-stakeholder approach is essential because activities in cyberspace "
    "involve the private sector, academia, NGOs and individuals as well as governments.",
    "Japan considers a multi-stakeholder approach essential.",
    "Japan urges delegations to continue discussing how best to institutionally follow up the achievements "
    "until the end of the current OEWG.",
    "Japan hopes that the proposal will be accepted by all.",
    "Japan asks that, if it is necessary to reflect all positions, the draft explicitly mention that many "
    "delegations opposed meetings leading to negotiations of a binding instrument.",
    "Japan asks that new binding instruments not be mentioned in the draft.",
    "Japan notes there is no agreement on negotiations for a binding instrument.",
    "It is more important to implement existing norms and continue dialogue on how international law "
    "applies in cyberspace.",
    "In December 2020, Japan said it saw no need for a new legally binding instrument on cybersecurity.",
    "Japan fully supports the Chair's intention and efforts to achieve an outcome that will contribute to "
    "increased international cybersecurity.",
    "The co-sponsors of the PoA will table draft language to be included in the OEWG report.",
]
NOT_CARRIED = [
    ("Japan supports a binding instrument.", "contradicted"),
    ("Japan supports a new legally binding instrument on cybersecurity.", "contradicted"),
    ("There is agreement in the OEWG on negotiations for a binding instrument.", "contradicted"),
    ("Japan wants the draft to mention new binding instruments.", "contradicted"),
    ("Japan fully opposes the Chair's intention.", "contradicted"),
    ("The PoA will not institutionalize a regular multi-stakeholder dialogue.", "contradicted"),
    ("Achievements are limited to those in past GGE reports.", "contradicted"),
    ("Japan initiated the Programme of Action.", "wrong_delegation"),
    ("Egypt initiated the Programme of Action in cooperation with France.", "wrong_delegation"),
    ("China sees no need for a new legally binding instrument.", "wrong_delegation"),
    ("Japan opposed the idea of having meetings leading to negotiations of a binding instrument.",
     "wrong_actor"),
    ("Japan will be tabling draft language to be included in the OEWG report.", "wrong_actor"),
    ("Delegations urge Japan to continue discussing.", "wrong_actor"),
    ("The establishment of a new OEWG is necessary.", "strengthened"),
    ("The proposal will be accepted by all.", "strengthened"),
    ("Japan demands that delegations continue discussing the best way to follow up the achievements.",
     "strengthened"),
    ("The PoA could institutionalize a regular multi-stakeholder dialogue.", "weakened"),
    ("Japan has 3 comments on paragraph 67.", "number"),
    ("In 2019, Japan said it saw no need for a binding instrument.", "number"),
    ("Japan supports the establishment of a new OEWG.", ""),
    ("The Programme of Action was initiated by Japan.", ""),
    ("Japan stresses the importance of implementing achievements on deep seabed mining.", ""),
    ("Japan opposes the deep seabed mining code.", ""),
    ("Japan will spend 100 million on capacity-building.", ""),
    ("Japan sees no need for a new legally binding instrument and will pay 5 million dollars for it.", ""),
]  # fmt: skip


@pytest.mark.parametrize("claim", CARRIED)
def test_a_faithful_rewording_is_carried(check: SupportCheck, seed: tuple[Evidence, ...], claim: str) -> None:
    support = check.check(claim, seed)
    assert (support.reason, support.supported) == ("", True)
    assert support.score >= THRESHOLD


@pytest.mark.parametrize(("claim", "reason"), NOT_CARRIED)
def test_a_falsification_is_not_carried(
    check: SupportCheck, seed: tuple[Evidence, ...], claim: str, reason: str
) -> None:
    support = check.check(claim, seed)
    assert not support.supported
    assert support.score < THRESHOLD
    if reason:
        assert support.reason == reason


@pytest.mark.parametrize("claim", CARRIED)
def test_the_shipped_models_agree_on_what_is_carried(
    seed: tuple[Evidence, ...], real_check: SupportCheck, claim: str
) -> None:
    assert real_check.check(claim, seed).reason == ""


@pytest.mark.parametrize(("claim", "reason"), NOT_CARRIED)
def test_the_shipped_models_agree_on_what_is_not(
    seed: tuple[Evidence, ...], real_check: SupportCheck, claim: str, reason: str
) -> None:
    assert not real_check.check(claim, seed).supported


@pytest.fixture(scope="module")
def real_check(encoder_dir: Path, reranker_dir: Path) -> SupportCheck:
    from index.models.encoder import OnnxEncoder
    from index.models.reranker import OnnxReranker
    from index.models.scorer import SentenceScorer

    return SupportCheck(SentenceScorer(OnnxEncoder(encoder_dir), OnnxReranker(reranker_dir)))


def test_every_sentence_of_the_statement_is_carried_by_itself(
    check: SupportCheck, seed: tuple[Evidence, ...]
) -> None:
    for n, evidence in enumerate(seed):
        support = check.check(evidence.text, seed)
        assert (support.score, support.reason, support.carrying) == (1.0, "", (n,))
        assert support.spans == ((0, len(evidence.text)),)


def test_it_names_the_sentence_and_the_words_that_carry(
    check: SupportCheck, seed: tuple[Evidence, ...]
) -> None:
    support = check.check("Japan sees no need for a new legally binding instrument.", seed)
    text, (start, end) = seed[support.carrying[0]].text, support.spans[0]
    assert "not see the need for a new legally binding instrument" in text[start:end]


def test_the_speakers_we_is_the_delegation(check: SupportCheck) -> None:
    evidence = "We urge all States to sign the treaty."
    assert said(check, "Japan urges all States to sign the treaty.", evidence).supported
    assert said(check, "Kenya urges all States to sign the treaty.", evidence).reason == "wrong_delegation"
    assert said(
        check, "Kenya urges all States to sign the treaty.", evidence, context="Kenya, 2011"
    ).supported


def test_a_state_that_is_spoken_of_does_not_speak(check: SupportCheck) -> None:
    evidence = "We support the efforts of Kenya to end the conflict."
    assert said(check, "Japan supports the efforts of Kenya to end the conflict.", evidence).supported
    assert (
        said(check, "Kenya supports the efforts to end the conflict.", evidence).reason == "wrong_delegation"
    )


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


@pytest.mark.parametrize(
    ("evidence", "claim", "reason"),
    [
        ("We could support the draft resolution.", "Japan will back the draft resolution.", "strengthened"),
        ("Until then, we will not take part in it.", "Japan will not take part in it.", "strengthened"),
        ("We will support the draft resolution.", "Japan could support the draft resolution.", "weakened"),
        ("We do not oppose the draft resolution.", "Japan supports the draft resolution.", "strengthened"),
        ("We do not support the draft resolution.", "Japan opposes the draft resolution.", "strengthened"),
        ("We hope that the court will be reformed.", "The court will be reformed.", "strengthened"),
        ("We encourage the parties to resume talks.", "Japan demands that the parties resume talks.",
         "strengthened"),
        ("Some States reject the proposal.", "All States reject the proposal.", "strengthened"),
        ("We welcome the report of the Council.", "Japan condemns the report of the Council.",
         "contradicted"),
        ("Trade with Africa increased in 2009.", "Trade with Africa decreased in 2009.", "contradicted"),
        ("The embargo is unacceptable to us.", "The embargo is acceptable to Japan.", "contradicted"),
        ("Critics say that the court has failed Africa.", "The court has failed Africa.", "wrong_actor"),
        ("We gave 20 million dollars in 2009.", "Japan gave 20 million dollars in 2008.", "number"),
        ("We gave 20 million dollars.", "Japan gave 30 million dollars.", "number"),
        ("The work of UNESCO is important to us.", "The work of UNICEF is important to Japan.", "name"),
    ],
)  # fmt: skip
def test_one_changed_word_is_named(check: SupportCheck, evidence: str, claim: str, reason: str) -> None:
    assert said(check, claim, evidence, "Peace is our common aim.").reason == reason


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("We reject the proposal.", "Japan does not accept the proposal."),
        ("There is no doubt that reform is needed.", "Reform is needed."),
        ("It is not only costly but dangerous.", "It is costly and dangerous."),
        ("We gave two million dollars.", "Japan gave 2 million dollars."),
        ("We gave 1,000 tents.", "Japan gave 1000 tents."),
        ("The proposal was rejected by my delegation.", "Japan rejected the proposal."),
        ("The United Kingdom tabled the text.", "The UK tabled the text."),
    ],
)
def test_another_way_to_say_the_same_is_not_objected_to(
    check: SupportCheck, evidence: str, claim: str
) -> None:
    (compared,) = check.examine(claim, [Evidence(evidence, JAPAN)])
    assert compared is not None
    assert compared.objections == ()


@pytest.mark.parametrize(
    ("evidence", "claim", "carried"),
    [
        ("We regret the adoption of the text.", "Japan appreciates the adoption of the text.", False),
        ("We pledged to provide 500,000 tons of heavy fuel oil annually.",
         "Japan pledged to provide 500,000 tons of rice annually.", False),
        ("We pledged to provide 500,000 tons of heavy fuel oil annually.",
         "Japan promised to provide 500,000 tons of heavy fuel oil each year.", True),
        ("Attempts to resolve the issue through dialogue have all come to nought.",
         "Attempts to resolve the issue through dialogue have succeeded.", False),
        ("In 2006, the regime openly carried out its first nuclear test.",
         "In 2006, the regime carried out its second nuclear test.", False),
        ("What is needed to do that is not dialogue, but pressure.",
         "Japan says that pressure rather than dialogue is needed.", True),
        ("What is needed to do that is not dialogue, but pressure.",
         "Japan says that dialogue is needed.", False),
        ("We must make the regime abandon all nuclear weapons.",
         "The regime has abandoned all nuclear weapons.", False),
        ("The regime, saying it would end the freeze, expelled the inspectors.",
         "The regime expelled the inspectors.", True),
        ("Kenya, saying it would end the freeze, expelled the inspectors.",
         "Japan expelled the inspectors.", False),
        ("We support the stance of the United States that all options are on the table.",
         "Japan supports the United States' stance that all options are on the table.", True),
        ("We support the stance of the United States that all options are on the table.",
         "The United States supports Japan's stance that all options are on the table.", False),
        ("Peace is dear to all, and we work for it in the region.",
         "Japan works for peace in the region and has opened three new embassies.", False),
    ],
)  # fmt: skip
def test_words_of_like_meaning_are_told_from_others(
    real_check: SupportCheck, evidence: str, claim: str, carried: bool
) -> None:
    assert said(real_check, claim, evidence, "I thank the President.").supported == carried


def test_a_date_is_not_borrowed_from_another_sentence(check: SupportCheck) -> None:
    evidence = (
        "In 2005, while talks were under way, the regime declared that it had nuclear weapons.",
        "In 2006, it openly carried out its first nuclear test.",
    )
    assert said(check, "In 2006, it carried out its first nuclear test.", *evidence).supported
    assert said(check, "In 2005, it carried out its first nuclear test.", *evidence).reason == "number"


def test_japanese_is_checked_against_japanese(check: SupportCheck) -> None:
    evidence = "我が国は、サイバーセキュリティに関する新たな法的拘束力のある文書の必要性を認めません。"
    same = said(check, "日本は新たな法的拘束力のある文書の必要性を認めない。", evidence)
    turned = said(check, "日本は新たな法的拘束力のある文書の必要性を認める。", evidence)
    other = said(check, "日本は深海底の鉱物資源の開発に資金を拠出する。", evidence)
    assert same.supported
    assert turned.reason == "contradicted"
    assert not other.supported
    assert not said(check, "日本は新たな文書の必要性を認めない。", "Japan does not see the need.").supported


def test_a_claim_of_two_sentences_is_carried_when_both_are(
    check: SupportCheck, seed: tuple[Evidence, ...]
) -> None:
    carried = "Japan sees no need for a new legally binding instrument. Japan is a cosponsor of the PoA."
    half = "Japan sees no need for a new legally binding instrument. Japan initiated the PoA."
    assert check.check(carried, seed).supported
    assert len(check.check(carried, seed).carrying) == 2
    assert check.check(half, seed).reason == "wrong_delegation"


def test_nothing_carries_an_empty_sentence_and_nothing_is_carried_by_no_evidence(check: SupportCheck) -> None:
    assert check.check("", [Evidence("We agree.", JAPAN)]) == Support(0.0, "unsupported")
    assert check.check("…", [Evidence("We agree.", JAPAN)]) == Support(0.0, "unsupported")
    assert check.check("Japan agrees.", []) == Support(0.0, "unsupported")
    assert check.check("Japan agrees.", [Evidence("", JAPAN)]) == Support(0.0, "unsupported")


def test_the_cross_encoder_reads_few_sentences() -> None:
    scorer = OverlapScorer()
    evidence = [Evidence(f"We discussed item {n} of the agenda at length.", JAPAN) for n in range(40)]
    SupportCheck(scorer).check("Japan discussed item 7 of the agenda.", evidence)
    assert scorer.asked <= 6


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


def test_what_is_called_more_important_is_not_ranked_above_something_of_the_writers_choice(
    check: SupportCheck,
) -> None:
    evidence = "It is more important to prioritize the implementation of existing norms."
    turned = "Japan says that negotiations are more important than the implementation of existing norms."
    assert said(check, turned, evidence, "There is no agreement on negotiations.").reason
    assert not said(check, "It is more important to implement existing norms.", evidence).reason
