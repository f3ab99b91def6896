"""What a sentence leaves out, or puts in, that changes how much was said."""

import pytest

from answer.support.check import Evidence, SupportCheck
from core.delegations import Gazetteer
from tests.answer.support.test_support import OverlapScorer


@pytest.fixture(scope="module")
def check() -> SupportCheck:
    return SupportCheck(OverlapScorer(), gazetteer=Gazetteer.load())


FIJI = "Fiji, 2016, UNGA"

CHANGED = [
    (
        "Fiji reports that packing winds of 300 kilometres an hour killed 44 of its people.",
        "Packing winds of 300 kilometres an hour, it killed 44 of our people.",
        "wrong_actor",
    ),
    (
        "Fiji said that Tonga should not continue along this dangerous path.",
        "We urge Tonga not to continue along this dangerous path.",
        "weakened",
    ),
    (
        "Fiji says that the idea of sustainable peace might seem naive.",
        "Lastly, with regard to Syria, now at war, the idea of sustainable peace might seem naive.",
        "strengthened",
    ),
    (
        "Fiji says that talks under sanctions are negative.",
        "Our response to talks under sanctions is negative.",
        "wrong_actor",
    ),
    (
        "Fiji found out that there was no evidence of an attack on the islands.",
        "Based on preliminary results, Fiji has not found any evidence of an attack on the islands.",
        "strengthened",
    ),
    (
        "Fiji agrees with the initiative on the Amazon.",
        "The initiative on the Amazon has our full support.",
        "weakened",
    ),
    (
        "Fiji wants two permanent seats for Africa.",
        "Fiji joins the demand for two permanent seats for Africa.",
        "",
    ),
    (
        "Fiji must strengthen its unity.",
        "To change this, we must strengthen our unity.",
        "wrong_actor",
    ),
    (
        "Fiji proposes that it return to Paris to reassess its pledges.",
        "Fiji proposes that we, the signatories, return to Paris to reassess our pledges.",
        "wrong_actor",
    ),
    ("Fiji includes the expansion of the seats.", "That includes the expansion of the seats.", "wrong_actor"),
    (
        "Fiji calls us to talks while they run away.",
        "They call us to talks while they run away.",
        "wrong_actor",
    ),
    (
        "Fiji told him that its countries had similar problems of climate and poverty.",
        "I told him that our countries had similar problems of climate and poverty.",
        "wrong_actor",
    ),
    (
        "Fiji believes that the clauses are meaningless and he calls on Members to delete them.",
        "I believe that the clauses are meaningless and I call on Members to delete them.",
        "wrong_actor",
    ),
    (
        "The United Nations must remain relevant to the needs of the people by taking steps.",
        "In order for the United Nations to remain relevant to the needs of the people, steps must be taken.",
        "strengthened",
    ),
    (
        "Fiji says that the provisions should be deleted from the Charter.",
        "I should like to urge strongly that the provisions be deleted from the Charter.",
        "weakened",
    ),
    (
        "Fiji wants health coverage for all by 2022.",
        "Fiji is on a path to health coverage for all by 2022.",
        "",
    ),
    ("Fiji says that an end, for coal.", "An end for coal is what we want.", "unsupported"),
    (
        "Fiji, the world without nuclear weapons, without models that disregard the traditions of peoples.",
        "We need the world without nuclear weapons, without models that disregard the traditions of peoples.",
        "unsupported",
    ),
    ("870 people were infected on the islands.", "About 870 people were infected on the islands.", "number"),
    (
        "Tonga says that many Tongan communities have been deprived of health care.",
        "The upshot is that many Tongan communities have been deprived of health care.",
        "wrong_delegation",
    ),
    ("Fiji has planted 21 forests.", "This year alone, Fiji has planted a total of 21 forests.", "number"),
    (
        "Fiji says that deforestation rates are 75 per cent lower than in 2004.",
        "Today, in the Western Division, deforestation rates are 75 per cent lower than in 2004.",
        "number",
    ),
    (
        "Fiji doubled its contribution to the fund.",
        "Fiji is doubling its contribution to the fund.",
        "strengthened",
    ),
    ("The cost is $14 billion.", "The cost has been put at $14 billion.", "number"),
    (
        "The Prime Minister proposed a new peace initiative.",
        "The Prime Minister proposed what he termed a new peace initiative.",
        "strengthened",
    ),
    ("Fiji responded to this.", "I would like to respond to this.", "unsupported"),
    (
        "Fiji says that its neighbour is engaged only in fighting.",
        "Our neighbour seems to be engaged only in fighting.",
        "strengthened",
    ),
    (
        "Dialogue and diplomacy must remain the central platform for the United Nations.",
        "The United Nations must remain the central platform for dialogue and diplomacy.",
        "wrong_actor",
    ),
    (
        "Under 2 per cent of the $500 million pledged for Somalia was received.",
        "Under 2 per cent of the upwards of $500 million pledged for Somalia was received.",
        "number",
    ),
    ("The storm destroyed 30,000 homes.", "The storm destroyed more than 30,000 homes.", "number"),
    ("The storm destroyed more than 30,000 homes.", "The storm destroyed 30,000 homes.", "number"),
    ("Growth will be 3 per cent this year.", "Growth will be up to 3 per cent this year.", "number"),
    (
        "Fiji is working to eliminate tuberculosis in 2025.",
        "We are working to eliminate tuberculosis by 2025.",
        "number",
    ),
    (
        "Fiji will take in the people of Kiribati and Tuvalu if their homes sink under the sea.",
        "Fiji has offered to take in the people of Kiribati and Tuvalu if their homes sink under the sea.",
        "strengthened",
    ),
    (
        "North Korea is rejecting the efforts at disarmament of many years.",
        "North Korea is attempting to reject the efforts at disarmament of many years.",
        "strengthened",
    ),
    (
        "Fiji signs the agreement on fisheries tomorrow.",
        "Fiji is ready to sign the agreement on fisheries tomorrow.",
        "strengthened",
    ),
    (
        "Fiji will join the treaty.",
        "We will join the treaty if all nuclear-weapon States do so.",
        "strengthened",
    ),
    (
        "Fiji will join the treaty.",
        "If all nuclear-weapon States do so, we will join the treaty.",
        "strengthened",
    ),
    (
        "Fiji will not recognize the result.",
        "Unless the votes are counted, we will not recognize the result.",
        "strengthened",
    ),
    (
        "Fiji rejects the peace plan for the islands.",
        "Fiji rejects the so-called peace plan for the islands.",
        "strengthened",
    ),
    (
        "Vanuatu, the Solomon Islands, Kiribati and Tonga.",
        "We support the claim of Vanuatu to the Solomon Islands, Kiribati and Tonga.",
        "unsupported",
    ),
]

KEPT = [
    ("Fiji says that it must thank the Chair.", "We must thank the Chair."),
    ("Fiji wants the fund to be enlarged.", "Our goal is the fund's being enlarged."),
    ("Fiji has told its own region that it will act.", "We have told our own region that we will act."),
    *(
        (f"Fiji, {rest}", f"Fiji, {rest}".replace("a plea", "our plea"))
        for rest in (
            "the third largest economy of the Pacific, supported free trade and a plea for it.",
            "a low-lying atoll, faces rising seas and made a plea for help.",
            "a small island developing State, called for a treaty on oceans in a plea to all.",
        )
    ),
    ("Fiji rejects what Tonga stated", "Fiji rejects all that Tonga stated"),
    (
        "Fiji, the largest of the islands that were hit, is working for a world without nuclear weapons.",
        "Fiji, the largest of the islands that were hit, is working for a world without nuclear weapons.",
    ),
    (
        "Fiji, the island that was hit, will work with Tonga for a world without nuclear weapons.",
        "As the island that was hit, we will work with Tonga for a world without nuclear weapons.",
    ),
    (
        "Fiji states that the first task is the adoption of the convention, which was proposed in 1996.",
        "The first task is the adoption of the convention, which was proposed in 1996.",
    ),
    (
        "Fiji said that it remains open to resuming a dialogue with Tonga on all outstanding issues.",
        "Let me repeat that Fiji remains open to resuming a dialogue with Tonga on all outstanding issues.",
    ),
    (
        "Fiji calls on Tonga to heed the resolutions and to withdraw promptly from the islands.",
        "Fiji calls upon Tonga to heed the resolutions and to withdraw promptly from the islands.",
    ),
    ("Since then around 870 people were infected.", "Since then 870 people were infected."),
    (
        "Bird flu was not thought a threat to humans until 1997, after an outbreak in Suva.",
        "Bird flu spreads in poultry, and was not deemed a threat to humans until a 1997 outbreak in Suva.",
    ),
    (
        "Fiji says that many Tongan communities have been deprived of health care.",
        "The upshot is that many Tongan communities have been deprived of health care.",
    ),
    (
        "Tonga says that its communities are poor.",
        "Tonga says that its communities are poor, too.",
    ),
    ("In 2015 Fiji planted 21 forests.", "In 2015, we planted 21 forests."),
    ("Fiji planted 21 forests, it says.", "In addition, we planted 21 forests."),
    ("Fiji is doubling its contribution to the fund.", "We are doubling our contribution to the fund."),
    (
        "The Prime Minister launched the insurance programme.",
        "The insurance programme was launched by the Prime Minister.",
    ),
    (
        "Fiji asks that, if that is difficult, every position be recorded.",
        "If that seems difficult, please record every position.",
    ),
    ("The storm destroyed more than 30,000 homes.", "The storm destroyed over 30,000 homes."),
    (
        "Fiji is working to eliminate tuberculosis by 2025.",
        "We are working to eliminate tuberculosis by 2025.",
    ),
    (
        "Fiji says that the target of 2020 will be reached by the end of 2019.",
        "We shall reach the target of 2020 by the end of 2019.",
    ),
    (
        "Fiji announces that it will provide 100 boats to its neighbours over five years.",
        "I also wish to announce that Fiji will provide 100 boats to its neighbours over five years.",
    ),
    (
        "Fiji thanks Germany for its support in Bonn.",
        "I would like to thank Germany for its support in Bonn.",
    ),
    ("Fiji will join the treaty even if others do not.", "We will join the treaty even if others do not."),
    (
        "Fiji would join the treaty if all nuclear-weapon States did.",
        "We will join the treaty if all nuclear-weapon States do so.",
    ),
    (
        "Fiji has offered to take in the people of Kiribati.",
        "Fiji has offered to take in the people of Kiribati.",
    ),
    ("Fiji rejects the so-called peace plan.", "We reject the so-called peace plan."),
]


@pytest.mark.parametrize(("claim", "evidence", "reason"), CHANGED)
def test_what_is_left_out_or_put_in_is_named(
    check: SupportCheck, claim: str, evidence: str, reason: str
) -> None:
    found = check.check(claim, [Evidence(evidence, FIJI)])
    assert not found.supported
    assert found.reason == reason or not reason


@pytest.mark.parametrize(("claim", "evidence"), KEPT)
def test_what_is_said_as_it_was_passes(check: SupportCheck, claim: str, evidence: str) -> None:
    assert check.check(claim, [Evidence(evidence, FIJI)]).supported
