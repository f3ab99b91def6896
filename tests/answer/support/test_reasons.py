"""What each comparison calls different, and what it lets pass."""

import pytest

from answer.support.calibration import KINDS, Logistic, Weights
from answer.support.check import Comparison, Evidence, SupportCheck
from tests.answer.support.fakes import OverlapScorer

JAPAN = "Japan, 2020-12-01, OEWG"


@pytest.fixture(scope="module")
def check() -> SupportCheck:
    return SupportCheck(OverlapScorer(), Weights({kind: Logistic(0.0, {}) for kind in KINDS}, {}, 1.0))


def reasons(check: SupportCheck, claim: str, *evidence: str) -> dict[str, tuple[str, ...]]:
    (compared,) = check.examine(claim, [Evidence(text, JAPAN) for text in evidence])
    assert isinstance(compared, Comparison)
    return {difference.reason: difference.words for difference in compared.against}


@pytest.mark.parametrize(
    ("evidence", "claim", "reason", "word"),
    [
        # who
        ("The Secretary-General calls for a ceasefire.",
         "Japan calls for a ceasefire.", "wrong_actor", "Japan"),
        ("The African Union urges a ceasefire.", "Japan urges a ceasefire.", "wrong_delegation", "Japan"),
        ("The report calls for new taxes.", "Japan calls for new taxes.", "wrong_actor", "Japan"),
        ("Egypt has paid for the bridge in Mali.",
         "Mali has paid for the bridge.", "wrong_delegation", "Mali"),
        ("We support the efforts of Kenya.", "Kenya supports the efforts.", "wrong_delegation", "Kenya"),
        ("The Government has submitted a plan to the Committee.",
         "The Committee has submitted a plan.", "wrong_actor", "Committee"),
        ("We agree with the draft.",
         "Kenya says that the draft is agreed with.", "wrong_delegation", "Kenya"),
        # names
        ("The work of UNESCO matters.", "Japan says that the work of UNICEF matters.", "name", "UNICEF"),
        ("We welcome the Nairobi summit.", "Japan welcomes the Lusaka summit.", "name", "Lusaka"),
        # figures
        ("We gave 20 million dollars.", "Japan gave 30 million dollars.", "number", "30"),
        ("We gave more than 20 million dollars.", "Japan gave 20 million dollars.", "number", "20"),
        ("It rose by 20 per cent.", "Japan says that it rose by 20 million.", "number", "20"),
        ("We have given $2 million and will provide $5 million.",
         "Japan has given $5 million.", "number", "5"),
        ("It rose by 20 per cent.", "Japan says that it rose by at least a third.", "number", "third"),
        ("We gave 20 million dollars.", "Japan gave more than 20 million dollars.", "number", "20"),
        ("It rose by almost 85 per cent.", "Japan says that it rose by almost 95 per cent.", "number", "95"),
        ("Not more than 40 states voted.", "Japan says that at most 45 states voted.", "number", "45"),
        ("We will give a billion yen.", "Japan will give half a billion yen.", "number", "billion"),
        ("We gave one and a half million tents.", "Japan gave half a million tents.", "number", "million"),
        ("We spent two thirds of the fund.", "Japan spent three quarters of the fund.", "number", "three"),
        ("We paid for a fourth and last round.",
         "Japan paid for 25 per cent of the last round.", "number", "25"),
        ("The second conference opened in May.", "The third conference opened in May.", "number", "third"),
        ("The conference opened in June 2019.", "The conference opened in June 2018.", "number", "2018"),
        # denial
        ("We do not support the draft.", "Japan supports the draft.", "contradicted", "supports"),
        ("Trade increased in 2009.", "Trade decreased in 2009.", "contradicted", "decreased"),
        ("The embargo is unacceptable to us.",
         "The embargo is acceptable to Japan.", "contradicted", "acceptable"),
        ("The draft will in time, we hope, command support.",
         "The draft will not in time, we hope, command support.", "contradicted", "not"),
        ("We refuse delays, excuses, and control of our budget.",
         "Japan welcomes control of its budget.", "contradicted", "control"),
        ("We trade in goods, not in words.", "Japan trades in goods, in words.", "contradicted", "not"),
        # strength
        ("We will build the dam.", "Japan has built the dam.", "strengthened", "built"),
        ("We hope to build the dam.", "Japan will build the dam.", "strengthened", "build"),
        ("We could support the draft.", "Japan will support the draft.", "strengthened", "support"),
        ("We have built the dam.", "Japan may build the dam.", "weakened", "build"),
        ("The treaty should be in force by May.",
         "Japan says that the treaty must be in force by May.", "strengthened", "be"),
        ("We must be ready to act together in the region.",
         "Japan may be ready to act together in the region.", "weakened", "be"),
        ("We are working to end the strike.", "Japan has ended the strike.", "strengthened", "ended"),
        # scope
        ("We will join the treaty, subject to approval by the Diet.",
         "Japan will join the treaty.", "scope", "subject to approval by the Diet"),
        ("We will fund the mission, provided the Council renews it.",
         "Japan will fund the mission.", "scope", "provided the Council renews it"),
        ("We will join the treaty as long as others do.",
         "Japan will join the treaty.", "scope", "as long as others do"),
        ("On Syria, peace might seem naive.",
         "Japan says that peace might seem naive.", "scope", "On Syria"),
        ("According to the opposition, the election was stolen.",
         "The election was stolen.", "scope", "According to the opposition"),
    ],
)  # fmt: skip
def test_a_difference_is_named_with_its_words(
    check: SupportCheck, evidence: str, claim: str, reason: str, word: str
) -> None:
    found = reasons(check, claim, evidence)
    assert reason in found
    assert word in found[reason]


def test_a_quotation_stands_in_the_evidence_word_for_word(check: SupportCheck) -> None:
    evidence = "We called it a crime against all of humanity."
    assert reasons(check, "Japan called it “a crime against humanity”.", evidence)
    assert not reasons(check, "Japan called it “a crime against all of humanity”.", evidence)


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("We reject the proposal.", "Japan does not accept the proposal."),
        ("There is no doubt that reform is needed.", "Reform is needed."),
        ("We gave two million dollars.", "Japan gave 2 million dollars."),
        ("We gave 1,000 tents.", "Japan gave 1000 tents."),
        ("We gave over 100 tents.", "Japan gave more than a hundred tents."),
        ("We will give up to $500 million.", "Japan will give as much as half a billion dollars."),
        ("It rose by 20 per cent.", "Japan says that it rose by a fifth."),
        ("We spent 40 per cent of it.", "Japan spent two fifths of it."),
        ("It lasted for 2.5 years.", "Japan says that it lasted for two and a half years."),
        ("We gave 2.5 million tents.", "Japan gave two million and a half tents."),
        ("We see it as a 0th of it, a first for us.", "Japan sees it as a 0th of it, a first for Japan."),
        ("The meeting will be held next year.", "Japan says that the meeting will be held in 2021."),
        ("Food, provided by our farmers, reached Peru.", "Japan's food reached Peru."),
        ("They fired rockets at Peru. We condemn it.", "Japan condemns the firing of rockets at Peru."),
        ("The proposal was rejected by my delegation.", "Japan rejected the proposal."),
        ("The United Kingdom tabled the text.", "The UK tabled the text."),
        ("Our steadfast objective is to normalize our relations.",
         "Japan aims to normalize its relations."),
        ("We are on the side of peace and will remain there.",
         "Japan says it is on the side of peace and will remain there."),
        ("On Syria, peace might seem naive.", "Japan says that peace in Syria might seem naive."),
        ("We will join, subject to approval by the Diet.", "Japan will join if the Diet approves."),
        ("The Secretary-General calls for a ceasefire.",
         "Japan says the Secretary-General calls for a ceasefire."),
        ("We have developed and submitted a plan.", "Japan submitted a plan."),
        ("We sincerely hope that Member States will support us.",
         "Japan hopes that Member States will support it."),
        ("We urge the parties to resume the talks.", "Japan calls on the parties to resume the talks."),
        ("Nearly 300 people died in May 2015.", "Japan says that nearly 300 people died in May 2015."),
        ("We will never cease to defend the court.", "Japan will defend the court."),
        ("The zone has a no-fly rule over the whole coast.",
         "Japan says the whole coast of the zone has a rule."),
        ("We warned against buying the oil.", "Japan warned that the oil should not be bought."),
        ("The results are poor and insufficient.", "The results are poor and far from sufficient."),
        ("We thank Peru for its help to Japan’s expanded fleet.",
         "Japan thanks Peru for help to “Japan’s expanded fleet”."),
        ("We wish to welcome Peru’s commitment to cutting the tariff.",
         "Japan welcomes Peru's commitment to cut the tariff."),
        ("Peru, near our coast, keeps the treaty that it has signed.",
         "Peru has signed the treaty near the coast of Japan."),
        ("We are eager to see a shorter procedure.", "Japan wants a shorter procedure."),
        ("On 3 June, the port was closed.", "Japan says that the port was closed."),
    ],
)  # fmt: skip
def test_another_way_to_say_the_same_is_not_objected_to(
    check: SupportCheck, evidence: str, claim: str
) -> None:
    assert reasons(check, claim, evidence) == {}
