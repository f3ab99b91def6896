"""The months' names, and what is Japanese: each said in one place."""

import re
from pathlib import Path

import pytest

from core.japanese import count_japanese, has_japanese, is_japanese
from core.months import MONTHS, any_month, month_number

ROOT = Path(__file__).parents[2]
PACKAGES = ("answer", "cli", "core", "index", "ingest", "models", "prompts", "ui", "workspace")


@pytest.mark.parametrize(
    ("name", "number"),
    [
        *((name, at) for at, name in enumerate(MONTHS, 1)),
        *(("jan.", 1), ("Sept", 9), ("SEP", 9), ("DECEMBER", 12), ("Dec.", 12)),
        *(("juillet", 7), ("août", 8), ("diciembre", 12), ("März", 3), ("março", 3), ("июня", 6)),
        *(("marching", 0), ("mayor", 0), ("decem", 0), ("", 0), ("junta", 0), ("octagon", 0)),
    ],
)
def test_a_month_is_known_by_its_whole_name_or_abbreviation(name: str, number: int) -> None:
    assert month_number(name) == number


def test_the_pattern_prefers_the_longer_name() -> None:
    found = re.match(any_month(), "september 2020", re.IGNORECASE)
    assert found
    assert found[0] == "september"


@pytest.mark.parametrize(
    ("text", "japanese"),
    [
        ("核兵器禁止条約について", True),
        ("CTBTの早期発効を支持しますか", True),
        ("9条", True),
        ("ﾆﾎﾝ", True),
        ("What does Japan say about the treaty (条約) that it has not signed?", False),
        ("Priorities ・ points of contact", False),
        ("한국의 입장", False),
        ("2020", False),
        ("", False),
    ],
)
def test_a_text_is_japanese_when_a_fifth_of_its_letters_is(text: str, japanese: bool) -> None:
    assert is_japanese(text) is japanese


def test_one_character_is_enough_to_have_japanese() -> None:
    assert has_japanese("Ambassador 林")
    assert not has_japanese("Ambassador Hayashi・")
    assert count_japanese("日本 and 東京") == 4


def test_nobody_keeps_a_table_of_months_of_its_own() -> None:
    table = re.compile(r"january\W+february|\bjan\W+feb\b", re.IGNORECASE)
    holders = [
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if table.search(path.read_text(encoding="utf-8"))
    ]
    assert holders == ["core/months.py"]


def test_nobody_decides_by_itself_what_is_japanese() -> None:
    decides = re.compile(
        r"def (?:_?is|_?has)_japanese\b|re\.compile\(r?\"\[\\u3040-\\u30ff(?:\\u4e00-\\u9fff)?\]\"\)"
    )
    holders = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if decides.search(path.read_text(encoding="utf-8"))
    }
    # Decoding asks for kana alone: they tell one encoding of Japanese from another.
    assert holders <= {"core/japanese.py", "core/sentences.py", "ingest/text/decode.py"}
