import json
from pathlib import Path
from typing import Any

import pytest

from core.delegations import Gazetteer
from core.errors import UnreadableError
from core.records import Statement
from ingest import Item, count, discover, read_item

GAZETTEER = Gazetteer.load()
LONG = "We attach importance to this subject and wish to see it discussed in depth by all delegations."


def lines(folder: Path, *records: Any, name: str = "all.jsonl") -> list[Item]:
    path = folder / name
    text = "\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records)
    path.write_text(text + "\n", encoding="utf-8")
    return [item for item in discover([path]) if isinstance(item, Item)]


def one(folder: Path, record: Any) -> Statement:
    (item,) = lines(folder, record)
    return read_item(item, GAZETTEER)


def test_a_line_is_a_statement_with_what_it_says_about_itself(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        {
            "id": "x-1",
            "text": f"{LONG}\n\n{LONG} Indeed.",
            "国": "日本",
            "日付": "令和2年12月1日",
            "title": "On it",
        },
    )
    assert (found.delegation, found.date, found.title) == ("JPN", "2020-12-01", "On it")
    assert found.provenance["date"] == "record"
    assert found.origin == str(tmp_path / "all.jsonl#x-1")
    assert [p.text for p in found.paragraphs] == [LONG, f"{LONG} Indeed."]


def test_paragraphs_stay_as_they_are_given(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        {
            "paragraphs": [
                "SHORT LINE",
                "and a lower-case one\nbroken",
                {"number": 66, "text": "Sixty-six.", "section": "Norms"},
                {"text": "No number.", "section": "Norms"},
                {"number": 3, "text": "Three.", "section": "Law"},
            ]
        },
    )
    assert [(p.text, p.number, p.printed, p.section) for p in found.paragraphs] == [
        ("SHORT LINE", 1, False, ""),
        ("and a lower-case one broken", 2, False, ""),
        ("Sixty-six.", 66, True, "Norms"),
        ("No number.", 4, False, "Norms"),
        ("Three.", 3, True, "Law"),
    ]
    assert all(found.text[p.start : p.end] == p.text for p in found.paragraphs)


def test_a_collection_in_the_layout_of_beir(tmp_path: Path) -> None:
    items = lines(
        tmp_path,
        {"_id": "doc1", "title": "Peace", "text": LONG, "metadata": {"delegation": "Kenya", "year": 3}},
        {"_id": "doc2", "title": "War", "text": LONG, "metadata": {}},
    )
    assert [item.origin.rpartition("#")[2] for item in items] == ["doc1", "doc2"]
    first = read_item(items[0], GAZETTEER)
    assert (first.title, first.delegation, first.paragraphs[0].text) == ("Peace", "KEN", LONG)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "is not a JSON object"),
        ("[1]", "is not a JSON object"),
        ("[" * 100_000, "is not a JSON object"),
        ('{"title": "x"}', "has no text"),
        ('{"text": 5}', "has no text"),
        ('{"text": "  "}', "has no text"),
        ('{"paragraphs": [5]}', "a paragraph that is not text"),
        ("\x00\x01", "is not a JSON object"),
    ],
)
def test_a_bad_line_costs_that_line(tmp_path: Path, line: str, said: str) -> None:
    good, bad, after = lines(tmp_path, {"text": LONG}, line, {"text": LONG})
    with pytest.raises(UnreadableError, match=said) as refusal:
        read_item(bad, GAZETTEER)
    assert "all.jsonl#2" in str(refusal.value)
    assert read_item(good, GAZETTEER).paragraphs
    assert read_item(after, GAZETTEER).origin.endswith("#3")


def test_ids_that_repeat_or_cannot_be_shown_give_way_to_line_numbers(tmp_path: Path) -> None:
    items = lines(
        tmp_path,
        {"id": 2, "text": "One thing."},
        {"text": "Two things."},
        {"id": 2, "text": "Three things."},
        "",
        {"id": "a b", "text": "Five things."},
    )
    assert [item.origin.rpartition("#")[2] for item in items] == ["2", "line-2", "line-3", "5"]
    assert count([tmp_path]) == 5
    assert len({item.fingerprint for item in items}) == 4


def test_text_that_no_file_could_hold_is_cleaned(tmp_path: Path) -> None:
    found = one(tmp_path, '{"text": "A lone \\ud800 surrogate,\\u0000 a zero and か\\u3099."}')
    found.text.encode()
    assert "\0" not in found.text
    assert "が" in found.paragraphs[0].text
