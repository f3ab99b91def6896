"""``rapporteur watch`` over a real library with the real retrieval models; the writing model is off."""

import json
from pathlib import Path

import pytest

from cli import parser
from core.records import Filters
from desk.watch.records import Finding
from desk.watch.store import Watches

ROOT = Path(__file__).parents[2]
QUESTION = "Does Japan support a new legally binding instrument on cybersecurity?"
WORDS = (
    "Thank you, Chair.\n\nJapan now supports a new legally binding instrument on cybersecurity. We will work "
    "for it with all members of this group.\n"
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A library that holds the corpus."""
    folder = tmp_path / "home"
    assert parser.main(["ingest", str(ROOT / "corpus"), "--home", str(folder)]) == 0
    return folder


def run(capsys: pytest.CaptureFixture[str], home: Path, *argv: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = parser.main([*argv, "--home", str(home), "--llm", "none"])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def added(capsys: pytest.CaptureFixture[str], home: Path, code: str, words: str, *more: str) -> str:
    """A statement ingested: what is printed."""
    file = home.parent / f"oewg-2023-03-07-{code.lower()}.txt"
    file.write_text(words, "utf-8")
    Path(f"{file}.toml").write_text(f'delegation = "{code}"\ndate = "2023-03-07"\nforum = "OEWG"\n', "utf-8")
    status, out, _ = run(capsys, home, "ingest", str(file), *more)
    assert status == 0
    return out


@pytest.mark.usefixtures("encoder_dir")
def test_a_watch_from_the_first_answer_to_what_a_new_statement_changes(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    status, out, _ = run(capsys, home, "watch", "add", QUESTION, "--json")
    made = json.loads(out)
    assert status == 0
    assert made["finding"]["verdicts"] == [{"of": "", "verdict": "answered"}]
    told = added(capsys, home, "KEN", WORDS.replace("Japan", "Kenya"))
    assert "1 watch was looked at and not asked again" in told
    told = added(capsys, home, "JPN", WORDS)
    assert "Asked again (1 new statement): changed." in told
    assert "+ JPN 2023-03-07 ¶2: “Japan now supports a new legally binding instrument" in " ".join(
        told.split()
    )
    (listed,) = json.loads(run(capsys, home, "watch", "list", "--json")[1])["watches"]
    assert (listed["id"], listed["unread"]) == (made["id"], 1)
    shown = run(capsys, home, "watch", "show", made["id"])[1]
    assert "¶2: “Japan now supports" in " ".join(shown.split())
    assert json.loads(run(capsys, home, "watch", "show", made["id"], "--json")[1])["unread"] == 0
    ran = json.loads(run(capsys, home, "watch", "run", "--json")[1])["watches"]
    assert [(one["outcome"], one["change"]) for one in ran] == [("untouched", None)]
    again = run(capsys, home, "watch", "run", made["id"], "--again")[1]
    assert "Asked again (0 new statements): no change." in again
    assert run(capsys, home, "watch", "remove", made["id"])[:2] == (0, f"removed: {made['id']}\n")
    assert run(capsys, home, "watch", "show", made["id"])[0] == 1


@pytest.mark.usefixtures("encoder_dir")
def test_adding_can_leave_the_watches_alone_and_tells_only_ones_own(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    assert run(capsys, home, "watch", "add", QUESTION)[0] == 0
    watches = Watches(home)
    (own,) = watches.all()
    watches.new("question", QUESTION, Filters(), own.finding, "akiko", counted=own.counted, seen=own.seen)
    assert QUESTION not in added(capsys, home, "JPN", WORDS, "--no-watch")
    file = home.parent / "kenya.txt"
    file.write_text("Kenya thanks the Chair for the new draft of the report.\n", "utf-8")
    document = json.loads(run(capsys, home, "ingest", str(file), "--json")[1])
    assert [one["outcome"] for one in document["watches"]] == ["changed"]
    assert [one.unread for one in (*watches.all(), *watches.all("akiko"))] == [1, 1]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("add",), "Watch what?"),
        (("add", "one", "two"), "in quotation marks"),
        (("show",), "Which watch?"),
        (("remove",), "Which watch?"),
        (("run", "0000"), "no watch '0000'"),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused_in_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, argv: tuple[str, ...], said: str
) -> None:
    status, out, err = run(capsys, tmp_path, "watch", *argv)
    assert (status, out) == (2, "")
    assert said in err


def test_what_is_watched_is_listed_without_opening_the_library(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "Nothing is watched" in run(capsys, tmp_path, "watch", "list")[1]
    made = Watches(tmp_path).new("brief", "the high seas", Filters(("FJI",)), Finding("2021-09-01T08:00"))
    assert f"{made}  brief     2021-09-01" in run(capsys, tmp_path, "watch", "list")[1]
    assert "brief: the high seas  [FJI]" in run(capsys, tmp_path, "watch", "show", made)[1]
    assert [path.name for path in tmp_path.iterdir()] == ["watches.sqlite3"]
