"""``rapporteur check-draft`` over the corpus that ships."""

import io
import json
from pathlib import Path

import docx
import pytest

from cli import parser

ROOT = Path(__file__).parents[2]
DRAFT = (
    "Japan does not see the need for a new legally binding instrument on cybersecurity "
    "(Japan, 2020, para. 6).\n"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    assert parser.main(["ingest", str(ROOT / "corpus"), "--home", str(folder)]) == 0
    return folder


@pytest.mark.models
def test_a_draft_is_checked_as_json_and_written_as_word(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft, out = tmp_path / "note.md", tmp_path / "checked.docx"
    draft.write_text(DRAFT, "utf-8")
    capsys.readouterr()
    assert parser.main(["check-draft", str(draft), "--out", str(out), "--json", "--home", str(home)]) == 0
    document = json.loads(capsys.readouterr().out)
    (sentence,) = document["sentences"]
    assert sentence["verdict"] == "supported"
    assert sentence["references"][0]["state"] == "found"
    assert docx.Document(str(out)).paragraphs[0].text == DRAFT.strip()


@pytest.mark.models
def test_a_draft_comes_from_standard_input(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Japan has left the moon.")))
    capsys.readouterr()
    assert parser.main(["check-draft", "-", "--home", str(home)]) == 0
    assert "not found: Japan has left the moon." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["no-such-file.md"], "could not be read"),
        (["README.md", "--out", "checked.pdf"], ".docx only"),
        (["README.md", "--out", "no-such-folder/checked.docx"], "folder"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused_at_once(
    argv: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text("Japan agreed.", "utf-8")
    assert parser.main(["check-draft", *argv, "--home", str(tmp_path)]) == 2
    assert said in capsys.readouterr().err
