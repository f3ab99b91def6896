"""``rapporteur dossier`` over a real library; questions and searches then stay within it."""

import json
from pathlib import Path

import docx
import pytest

from cli import parser

ROOT = Path(__file__).parents[2]
KENYA = "Thank you, Chair.\n\nKenya supports a new legally binding instrument on cybersecurity.\n"


@pytest.fixture
def home(tmp_path: Path, encoder_dir: Path) -> Path:
    """A library that holds the corpus and a statement of another delegation."""
    folder, file = tmp_path / "home", tmp_path / "kenya.txt"
    file.write_text(KENYA, "utf-8")
    Path(f"{file}.toml").write_text('delegation = "KEN"\ndate = "2023-03-07"\nforum = "OEWG"\n', "utf-8")
    assert parser.main(["ingest", str(ROOT / "corpus"), str(file), "--home", str(folder)]) == 0
    return folder


def run(capsys: pytest.CaptureFixture[str], home: Path, *argv: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = parser.main([*argv, "--home", str(home)])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_a_dossier_from_its_name_to_a_word_file(
    capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path
) -> None:
    rows = json.loads(run(capsys, home, "list", "--json")[1])["statements"]
    kenya = next(row["id"] for row in rows if row["delegation"] == "KEN")
    status, out, _ = run(capsys, home, "dossier", "new", "Treaty", "--since", "2019", "--json")
    made = json.loads(out)
    one = made["id"]
    assert (status, made["name"], made["filters"]["since"]) == (0, "Treaty", "2019")
    everything = json.loads(run(capsys, home, "search", "instrument", "--dossier", one, "--json")[1])
    assert {hit["delegation"] for hit in everything["hits"]} == {"JPN", "KEN"}
    assert run(capsys, home, "dossier", "add", one, "--statement", kenya)[0] == 0
    found = json.loads(run(capsys, home, "search", "instrument", "--dossier", one, "--json")[1])
    assert {hit["statement_id"] for hit in found["hits"]} == {kenya}
    paragraph = next(hit["paragraph_id"] for hit in found["hits"] if "Kenya" in hit["text"])
    shown = run(capsys, home, "dossier", "add", one, "--paragraph", paragraph)[1]
    assert "limited to: since 2019; 1 statement\n" in shown
    assert f"statement {kenya}" in shown
    assert "KEN 2023-03-07 ¶2: “Kenya supports a new legally binding instrument" in shown
    word = tmp_path / "basket.docx"
    assert run(capsys, home, "dossier", "show", one, "--out", str(word))[0] == 0
    assert "Kenya supports" in "\n".join(block.text for block in docx.Document(str(word)).paragraphs)
    assert "Treaty  [since 2019; 1 statement]" in run(capsys, home, "dossier", "list")[1]
    assert run(capsys, home, "dossier", "rename", one, "--name", "Treaty law")[1].startswith("Treaty law\n")
    status, _, error = run(capsys, home, "dossier", "rename", one)
    assert (status, "--name" in error) == (2, True)
    pack = tmp_path / "evidence.zip"
    assert run(capsys, home, "evidence", "make", one, "--out", str(pack))[0] == 0
    checked = json.loads(run(capsys, home, "evidence", "check", str(pack), "--json")[1])
    assert [found["state"] for found in checked["quotations"]] == ["found"]
    assert run(capsys, home, "dossier", "remove", one, "--statement", kenya)[0] == 0
    assert "statements" not in json.loads(run(capsys, home, "dossier", "show", one, "--json")[1])["filters"]
    assert run(capsys, home, "dossier", "delete", one)[:2] == (0, f"deleted: {one}\n")
    assert run(capsys, home, "search", "instrument", "--dossier", one)[0] == 1


def test_what_a_dossier_excludes_is_not_searched(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    made = json.loads(run(capsys, home, "dossier", "new", "Kenya", "--delegation", "KEN", "--json")[1])
    status, _, err = run(capsys, home, "search", "instrument", "--dossier", made["id"], "--delegation", "JPN")
    assert status == 2
    assert "'Kenya' is limited to other delegations (Kenya) than were chosen (Japan)" in err
    assert run(capsys, home, "dossier", "show")[0] == 2


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (("new", "x", "--note", "n"), "has no --note"),
        (("new", "x", "--paragraph", "p"), "has no --paragraph"),
        (("remove", "d", "--paragraph", "p"), "has no --paragraph"),
        (("add", "d", "--statement", "s", "--role", "chair"), "has no --role"),
        (("show", "d", "--conversation", "c"), "has no --conversation"),
        (("list", "--since", "2019"), "has no --since"),
        (("delete", "d", "--out", "d.md"), "has no --out"),
        (("add", "d"), "Add what"),
        (("remove", "d"), "Remove what"),
    ],
)
def test_what_an_action_does_not_use_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, argv: tuple[str, ...], told: str
) -> None:
    status, _, err = run(capsys, tmp_path, "dossier", *argv)
    assert (status, told in err) == (2, True)
