"""SQuAD 2's pairs."""

import json
import lzma
from pathlib import Path

import pytest

from core.errors import UsageError
from measure.squad import squad_pairs


def test_the_articles_of_squad_are_held_back_whole(tmp_path: Path) -> None:
    rows = [
        {"question": "Who?", "paragraph": f"{title} {n}", "label": n % 2, "title": title}
        for title in "abcdefghijklmnopqrstuvwxyz"
        for n in range(3)
    ]
    path = tmp_path / "squad.jsonl.xz"
    path.write_bytes(lzma.compress("\n".join(map(json.dumps, rows)).encode()))

    held = {(pair.paragraph[0], pair.held_back) for pair in squad_pairs(path)}

    assert len(held) == 26
    assert 0 < sum(is_held for _, is_held in held) < 13


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"squad\.jsonl\.xz.*--data"):
        list(squad_pairs(tmp_path / "squad.jsonl.xz"))
