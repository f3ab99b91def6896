"""A claim is compared without who is said to say it."""

import pytest

from core.delegations import Gazetteer
from desk.draft.telling import plainly

GAZETTEER = Gazetteer.load()


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("In 2016 Kenya said that the ports would open.", "The ports would open."),
        ("The delegation of Kenya also said that ports are open.", "Ports are open."),
        ("The ports, it recalled, are open.", "The ports are open."),
        ("The ports are open, Kenya added.", "The ports are open."),
        ("It welcomed the vote.", "Kenya welcomed the vote."),
        ("Its ports are open.", "Kenya’s ports are open."),
    ],
)
def test_the_frame_is_left_out(claim: str, told: str) -> None:
    assert plainly(claim, "Kenya", {"2016"}, GAZETTEER) == told


@pytest.mark.parametrize(
    "claim",
    [
        "In 2017 Kenya welcomed the vote.",  # not the statement's year
        "Kenya did not say that the ports would open.",
        "Kenya hoped that the ports would open.",
        "Kenya asked others to see that the ports would open.",
        "The Secretary-General said that the ports would open.",
        "Kenya, a coastal State, welcomed the vote.",
    ],
)
def test_what_changes_the_claim_stays(claim: str) -> None:
    assert plainly(claim, "Kenya", {"2016"}, GAZETTEER) == claim
