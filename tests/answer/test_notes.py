"""What is said where nothing answers."""

import pytest

from answer.notes import not_addressed
from core.delegations import Gazetteer
from core.records import Filters, Scope

GAZETTEER = Gazetteer.load()


@pytest.mark.parametrize(
    ("language", "library", "chosen"),
    [
        ("en", "this library holds no", "among the statements that were chosen"),
        ("ja", "このライブラリ", "選ばれた"),
    ],
)
def test_that_none_was_chosen_is_not_said_of_the_library(language: str, library: str, chosen: str) -> None:
    def note(filters: Filters) -> str:
        return not_addressed("nothing_found", Scope(0, 0), filters, GAZETTEER, language)

    assert library in note(Filters(("FJI",)))
    assert chosen not in note(Filters(("FJI",)))
    within = note(Filters(("FJI",), statements=("a",)))
    assert chosen in within
    assert library not in within
    assert GAZETTEER.name("FJI", language) in within
