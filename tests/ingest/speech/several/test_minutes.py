"""Minutes of organizations and parliaments, panels with dashes, and what stands below a joint communiqué."""

import pytest

from core.delegations import Gazetteer
from core.records import Statement, turns_of
from ingest import understand

MINUTES = """WORLD CUSTOMS ORGANIZATION
REPORT OF THE COMMITTEE ON TRANSIT
AGENDA ITEM 3: SEALS
41. The Chair opened the floor for comments on the seals.
42. The Delegation of Malawi stated that a seal without a number was of no use.
43. The Delegation of Nepal shared that view and thanked Malawi.
44. The Delegation of the United Kingdom reserved its position.
45. The Representative of the Federation of Hauliers asked who would pay.
46. The Chair closed the discussion.
"""
FRENCH = """ASSEMBLÉE NATIONALE
Compte rendu intégral
Séance du mardi 4 octobre 2022
Mme la présidente. La parole est à M. Paul Verdier.
M. Paul Verdier. Madame la ministre, que fera la France au Tchad ?
Mme la présidente. La parole est à Mme la ministre des affaires étrangères.
Mme Anne Colbert, ministre des affaires étrangères. La France restera aux côtés du Tchad.
M. Paul Verdier. Ce n'est pas une réponse !
"""
PANEL = """Forum on rivers
Panellists: Amina Yusuf, State Minister of Water, Nigeria; Jean Mballa, Deputy Minister of Energy, Cameroon
Moderator: Lisa Berg
Lisa Berg — State Minister, what do you owe those downstream?
Amina Yusuf — Nigeria owes them notice and data.
Jean Mballa — Cameroon has asked for a rule in dry years.
Lisa Berg — Would you accept a mediator?
Jean Mballa — Cameroon would accept one.
"""
COMMUNIQUE = """Joint communiqué of the President of Ghana and the Prime Minister of Barbados
Accra, 3 May 2019
The two leaders signed an agreement on air services.
Remarks by the President of Ghana
Ghana will open the route this year.
Remarks by the Prime Minister of Barbados
Barbados will train the crews.
"""
CHAPTERS = """# Written submissions
## Kenya
Kenya wants a limit from the first day.
## Brazil
Brazil proposes five years for all.
## Malta
Malta prefers an annex to the body of the treaty.
## Observers
### Alliance of Painters
Painters ask for labels that they can read.
"""


def who(statement: Statement, words: str) -> str:
    paragraph = next(p for p in statement.paragraphs if words in p.text)
    turn = next((t for t in turns_of(statement) if t.first <= paragraph.ordinal <= t.last), None)
    return turn.delegation if turn and turn.role == "government" else ""


@pytest.mark.parametrize(
    ("text", "words", "state"),
    [
        (MINUTES, "opened the floor", ""),
        (MINUTES, "of no use", "MWI"),
        (MINUTES, "shared that view", "NPL"),
        (MINUTES, "reserved its position", "GBR"),
        (MINUTES, "who would pay", ""),
        (MINUTES, "closed the discussion", ""),
        (FRENCH, "que fera la France", ""),
        (FRENCH, "restera aux côtés", "FRA"),
        (FRENCH, "pas une réponse", ""),
        (PANEL, "what do you owe", ""),
        (PANEL, "notice and data", "NGA"),
        (PANEL, "would accept one", "CMR"),
        (COMMUNIQUE, "open the route", "GHA"),
        (COMMUNIQUE, "train the crews", "BRB"),
        (CHAPTERS, "five years for all", "BRA"),
        (CHAPTERS, "labels that they can read", ""),
    ],
)
def test_each_has_his_own_words(text: str, words: str, state: str) -> None:
    assert who(understand(text.encode(), "record.txt", Gazetteer.load()), words) == state


def test_a_joint_communique_above_what_each_said_is_both_parties() -> None:
    statement = understand(COMMUNIQUE.encode(), "record.txt", Gazetteer.load())
    signed = next(p for p in statement.paragraphs if "signed an agreement" in p.text)
    turn = next(t for t in turns_of(statement) if t.first <= signed.ordinal <= t.last)
    assert set(turn.parties) == {"GHA", "BRB"}
