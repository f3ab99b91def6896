"""What counts as said again."""

import pytest

from answer.evidence.sentences import EvidenceSentence
from answer.sheet import Sheet
from core.records import Sentence
from tests.answer.fakes import source

TEXT = "Brazil will pay 25 million to the fund, up to 30 million, for peace in the whole of the region."


def said(date: str = "2018-09-25") -> EvidenceSentence:
    return EvidenceSentence(source(TEXT, delegation="BRA", date=date), 0, len(TEXT), TEXT, "Brazil", 5.0)


@pytest.mark.parametrize(
    ("text", "date", "again"),
    [
        ("Brazil will pay 25 million to the fund for peace in the region.", "2018-09-25", True),
        ("Brazil says Brazil will pay 25 million to the fund for peace in the region.", "2018-09-25", True),
        ("Brazil will pay 30 million to the fund for peace in the region.", "2018-09-25", False),
        ("Brazil will pay 25 million to the fund for peace in the region.", "2019-09-25", False),
        ("Brazil will pay 25 million to the fund for peace in the whole region, too, and more besides.",
         "2018-09-25", False),
    ],
)  # fmt: skip
def test_the_same_words_from_the_same_sentence_are_said_once(text: str, date: str, *, again: bool) -> None:
    sheet = Sheet({})
    first = "Brazil will pay 25 million to the fund for peace in the region."
    sheet.sentences.append(Sentence(first, 1.0, sheet.citations([said()])))
    assert sheet.says_already(text, [said(date)]) == again
