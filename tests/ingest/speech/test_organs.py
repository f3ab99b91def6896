"""A text that a group's own organ adopted is the group's."""

import pytest

from core.delegations import Gazetteer
from ingest.speech.organs import organ_of


@pytest.mark.parametrize(
    ("line", "group"),
    [
        ("Final Communiqué of the 12th Summit of the Andean Community", "ANDEAN"),
        ("Communiqué of the Council of Ministers, ECOWAS, held in Accra, Ghana", "ECOWAS"),
        (
            "Declaration by the Conference of Heads of State of the Central American Integration System",
            "SICA",
        ),
        ("Conclusions of the Defence Committee of the African Union on Mali", "AU"),
        # about a group, by a state within it, or at its meeting
        ("Communiqué on the Council of Ministers of ECOWAS", ""),
        ("Decision of the Security Council regarding the Andean Community", ""),
        ("Declaration of the Prime Minister of Ghana, Chair of the Council of ECOWAS", ""),
        ("Remarks at the Summit of ASEAN", ""),
        ("Communiqué of the Council of Ministers", ""),
    ],
)
def test_the_line_above_the_text_names_the_group(line: str, group: str) -> None:
    assert organ_of([line], Gazetteer.load()) == group
