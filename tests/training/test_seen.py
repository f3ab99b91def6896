import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from training.deciding.seen import drawn, seen_by


def test_what_was_seen_is_read_again_without_asking_and_added_to_where_a_library_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "seen.jsonl"
    kept.write_text('{"set": "old"}\n', "utf-8")

    def observe(home: Path, files: Sequence[Path], limit: int, out: Path) -> None:
        with out.open("a", encoding="utf-8") as written:
            written.write(json.dumps({"set": home.name, "files": len(files), "limit": limit}) + "\n")

    def run(*arguments: str) -> list[dict[str, object]]:
        monkeypatch.setattr("sys.argv", ["fit", "--seen", str(kept), *arguments])
        return seen_by(observe, "fit", None)

    assert run() == [{"set": "old"}]
    added = run("--home", "library", "--questions", "a.jsonl", "b.jsonl", "--limit", "3")
    assert added == [{"set": "old"}, {"set": "library", "files": 2, "limit": 3}]
    assert run() == added


def test_questions_are_drawn_from_all_over_a_file(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    lines = [{"question": str(n), "answerable": n % 2 == 0} for n in range(40)]
    file.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")

    assert drawn(file, 0) == lines
    assert [line["question"] for line in drawn(file, 5, answerable=True)] == ["0", "8", "16", "24", "32"]
