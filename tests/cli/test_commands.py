"""The command line over a real library with the real retrieval models; the writing model is off."""

import io
import json
import subprocess
import sys
from base64 import b64decode
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from access.file import access_file
from access.tokens import Tokens
from access.users import Users
from answer.events import Finished
from cli import parser
from core.config import load_config
from index.lock import WriteLock
from ui.export.files import exported
from ui.state.talk import Talk
from ui.state.turn import Turn
from workspace.workspace import Workspace

ROOT = Path(__file__).parents[2]
QUESTION = "What is Japan's view on a binding instrument?"
COMMANDS = [
    "ask",
    "rerun",
    "search",
    "ingest",
    "list",
    "brief",
    "timeline",
    "compare",
    "watch",
    "dossier",
    "evidence",
    "show",
    "digest",
    "remove",
    "check",
    "rebuild",
    "models",
    "check-draft",
    "serve",
    "token",
    "mcp",
    "users",
    "eval",
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, encoder_dir: Path) -> Path:
    """A library that holds the corpus."""
    folder = tmp_path_factory.mktemp("home")
    assert parser.main(["ingest", str(ROOT / "corpus"), "--home", str(folder)]) == 0
    return folder


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of one call."""
    capsys.readouterr()
    try:
        status = parser.main(argv)
    except SystemExit as ended:  # argparse
        status = int(ended.code or 0)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def document(capsys: pytest.CaptureFixture[str], *argv: str) -> Any:
    status, out, _ = run(capsys, *argv, "--json")
    assert status == 0
    return json.loads(out)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str], command: str) -> None:
    status, out, _ = run(capsys, command, "--help")
    assert status == 0
    assert f"Example: rapporteur {command}" in " ".join(out.split())


def test_every_command_is_documented() -> None:
    page = (ROOT / "docs" / "using.md").read_text(encoding="utf-8")
    assert [c for c in COMMANDS if f"rapporteur {c}" not in page] == []


def test_help_is_quick_because_nothing_heavy_is_imported() -> None:
    heavy = ("gradio", "torch", "chromadb", "onnxruntime")
    code = f"import sys, cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_a_search_is_limited_to_a_speaker_and_a_language(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    found = document(
        capsys, "search", "binding", "--home", str(home), "--speaker", "AKAHORI", "--language", "en"
    )
    assert found["filters"]["speaker"] == "AKAHORI"
    assert found["hits"]
    for limit in (("--speaker", "nobody"), ("--language", "fr")):
        assert not document(capsys, "search", "binding", "--home", str(home), *limit)["hits"]


def test_an_answer_is_the_same_again_until_the_library_says_otherwise(
    capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "answer.json"
    asked = ("--home", str(home), "--llm", "none")
    kept.write_text(json.dumps(document(capsys, "ask", QUESTION, *asked)), "utf-8")
    assert document(capsys, "rerun", str(kept), *asked)["same"]
    elsewhere = ("--home", str(tmp_path / "empty"), "--llm", "none")
    status, out, _ = run(capsys, "rerun", str(kept), *elsewhere)
    assert status == 1
    assert "Another answer:" in out
    assert "now: not addressed" in out
    assert "Changed since: library." in out


def test_a_conversation_that_was_exported_is_asked_again(
    capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "conversation.json"
    with closing(Workspace.open(load_config({}, home=home, llm="none"))) as workspace:
        turns: list[Turn] = []
        history: list[str] = []
        for number, question in enumerate((QUESTION, "Why does it say so?"), start=1):
            events = workspace.ask(question, history=history)
            answer = next(event.answer for event in events if isinstance(event, Finished))
            history.append(answer.asked_as or question)
            turns.append(Turn(number, question, answer=answer))
    kept.write_bytes(b64decode(exported(Talk(tuple(turns)), "json")["data"]))
    again = document(capsys, "rerun", str(kept), "--home", str(home), "--llm", "none")
    assert [one["same"] for one in again["answers"]] == [True, True]
    assert again["answers"][1]["question"] != "Why does it say so?"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"turns": [1]}', '{"question": "x"}', "\xff"])
def test_what_is_no_record_is_refused_in_a_sentence(
    capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path, text: str
) -> None:
    kept = tmp_path / "record.json"
    kept.write_bytes(text.encode("latin-1"))
    status, _, err = run(capsys, "rerun", str(kept), "--home", str(home), "--llm", "none")
    assert status == 2
    assert "holds no answer" in err
    assert run(capsys, "rerun", str(tmp_path / "none.json"), "--home", str(home))[0] == 2


def test_an_answer_without_a_model_keeps_the_contract(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    answer = document(capsys, "ask", QUESTION, "--home", str(home), "--llm", "none")
    assert (answer["status"], answer["mode"], answer["language"]) == ("answered", "quoted", "en")
    assert answer["filters"] == {
        "delegation": ["JPN"], "since": None, "until": None, "forum": None, "inferred": ["delegation"],
    }  # fmt: skip
    sources = {source["marker"]: source for source in answer["sources"]}
    assert answer["sentences"]
    for sentence in answer["sentences"]:
        for citation in sentence["citations"]:
            source = sources[citation["marker"]]
            assert source["paragraph_id"] == citation["paragraph_id"]
            assert source["text"][citation["start"] : citation["end"]] == citation["quote"]
            assert source["text"].startswith("I have a specific comment on paragraph 66")
            assert source["label"] == "JPN 2020-12-01 ¶6"
    assert set(answer["timings_ms"]) == {"retrieve", "rerank", "first_quote", "first_token", "total"}


@pytest.mark.parametrize(
    "question",
    [
        "What does Japan say about deep seabed mining?",
        "What does China think of a binding instrument?",
        "How much will Japan pay for capacity-building?",
        "Why does Japan support a binding treaty?",
    ],
)
def test_what_is_not_there_is_not_addressed_even_without_a_model(
    capsys: pytest.CaptureFixture[str], home: Path, question: str
) -> None:
    answer = document(capsys, "ask", question, "--home", str(home), "--llm", "none")
    assert answer["status"] == "not_addressed"
    assert answer["sentences"] == []
    # What contradicts the question's premise is quoted with its source; there is nothing else to cite.
    assert [source["number"] for source in answer["sources"]] == ([6] if question.startswith("Why") else [])
    assert answer["note"]


def test_the_list_can_be_limited_to_what_is_doubtful(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert document(capsys, "list", "--doubtful", "--home", str(home)) == {"statements": []}
    assert run(capsys, "list", "--delegation", "none", "--home", str(home))[0] == 0
    assert run(capsys, "edit", "x", "--turn", "1", "--date", "2020", "--home", str(home))[0] == 2


def test_search_lists_ranked_paragraphs(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    found = document(capsys, "search", "multi-stakeholder dialogue", "-k", "3", "--home", str(home))
    assert found["hits"][0]["label"] == "JPN 2020-12-01 ¶3"
    assert [h["score"] for h in found["hits"]] == sorted((h["score"] for h in found["hits"]), reverse=True)
    assert set(found["timings_ms"]) == {"retrieve", "rerank"}


def test_a_digest_is_quoted_from_its_statement(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    (listed,) = document(capsys, "list", "--home", str(home))["statements"]
    digest = document(capsys, "digest", listed["id"], "--home", str(home))
    assert digest["status"] == "answered"
    assert 1 < len(digest["quotes"]) <= 5
    assert {source["statement_id"] for source in digest["sources"]} == {listed["id"]}
    assert run(capsys, "digest", "nothing", "--home", str(home))[0] == 1


def test_the_seed_is_read_properly(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    (listed,) = document(capsys, "list", "--home", str(home))["statements"]
    shown = document(capsys, "show", listed["id"], "--home", str(home))
    assert (shown["delegation"], shown["speaker"], shown["speaker_latin"]) == (
        "JPN",
        "赤堀毅",
        "Akahori Takeshi",
    )
    assert (shown["date"], shown["date_end"], shown["forum"]) == ("2020-12-01", "2020-12-03", "OEWG")
    assert shown["language"] == "en"
    assert [p["number"] for p in shown["paragraphs"]] == [1, 2, 3, 4, 5, 6, 7]
    assert {p["section"] for p in shown["paragraphs"]} == {"Regular Institutional Dialogue"}
    assert all(shown["text"][p["start"] : p["end"]] == p["text"] for p in shown["paragraphs"])
    assert len(shown["repeats"]) == 1
    assert "twice" in shown["notices"][0]


def test_ingesting_again_changes_nothing(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    before = document(capsys, "ask", QUESTION, "--home", str(home), "--llm", "none")["library_sha256"]
    (again,) = document(capsys, "ingest", str(ROOT / "corpus"), "--home", str(home))["files"]
    assert again["outcome"] == "unchanged"
    after = document(capsys, "ask", QUESTION, "--home", str(home), "--llm", "none")["library_sha256"]
    assert before == after


@pytest.mark.models
def test_a_file_that_cannot_be_read_is_named_and_the_rest_goes_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    given = tmp_path / "given"
    given.mkdir()
    (given / "bad.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    (given / "speech.pdf").write_bytes(b"%PDF-1.7 not really")
    (given / "good.txt").write_text(
        "Kenya supports the treaty on plastics. We call for its adoption.", "utf-8"
    )
    status, out, err = run(capsys, "ingest", str(given), "--home", str(tmp_path / "home"))
    assert status == 1
    assert "bad.txt" in err
    assert "speech.pdf" in err
    assert "Traceback" not in err
    assert "added" in out
    assert len(document(capsys, "list", "--home", str(tmp_path / "home"))["statements"]) == 1


@pytest.mark.models
def test_remove_leaves_no_trace(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    file = tmp_path / "kenya-2019-05-01.txt"
    file.write_text("Kenya supports the treaty on plastics. We call for its early adoption.", "utf-8")
    run(capsys, "ingest", str(file), "--home", home)
    (listed,) = document(capsys, "list", "--home", home)["statements"]
    assert run(capsys, "remove", listed["id"], "--home", home)[0] == 0
    assert document(capsys, "list", "--home", home)["statements"] == []
    assert document(capsys, "search", "plastics", "--home", home)["hits"] == []
    assert document(capsys, "check", "--home", home)["problems"] == []


@pytest.mark.models
def test_an_empty_library_says_what_to_do(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    answer = document(capsys, "ask", QUESTION, "--home", str(tmp_path), "--llm", "none")
    assert answer["status"] == "empty_library"
    assert "rapporteur ingest" in answer["note"]


def test_rebuild_keeps_what_is_stored(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert document(capsys, "rebuild", "--home", str(home)) == {"statements": 1, "paragraphs": 7}
    assert document(capsys, "check", "--home", str(home))["problems"] == []


@pytest.mark.parametrize(
    ("argv", "status", "said"),
    [
        (["ask", ""], 2, "question is empty"),
        (["ask", "x" * 100_000], 2, "100,000"),
        (["ask", "?", "--llm", "gpt"], 2, "'gpt' is not known"),
        (["ask", "Japan?", "--delegation", "Atlantis"], 2, "no delegation 'Atlantis'"),
        (["search", "norms", "-k", "0"], 2, "at least 1"),
        (["search", "norms", "--since", "soon"], 2, "soon"),
        (["show", "nothing"], 1, "nothing"),
        (["remove", "nothing"], 1, "nothing"),
        (["ask", "Japan?", "--models-dir", "/nonexistent"], 1, "rapporteur models pull"),
    ],
)
def test_a_mistake_is_one_sentence_without_a_traceback(
    capsys: pytest.CaptureFixture[str], home: Path, argv: list[str], status: int, said: str
) -> None:
    llm = [] if "--llm" in argv or argv[0] != "ask" else ["--llm", "none"]
    ended, out, err = run(capsys, *argv, *llm, "--home", str(home))
    assert ended == status
    assert said in err
    assert err.startswith("rapporteur: ")
    assert err.count("\n") == 1
    assert out == ""


def test_misuse_of_the_command_line_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "ask")[0] == 2
    assert run(capsys, "fly")[0] == 2
    assert run(capsys)[0] == 2


def test_a_missing_language_model_costs_the_writing_only(
    capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import models

    for name in ("bge-small-en-v1.5-int8", "ms-marco-MiniLM-L-12-v2-int8"):
        for file in ("model.onnx", "tokenizer.json"):
            there = models.model_path(name, file)
            (tmp_path / name).mkdir(exist_ok=True)
            (tmp_path / name / file).symlink_to(there)
    answer = document(capsys, "ask", QUESTION, "--home", str(home), "--models-dir", str(tmp_path))
    assert (answer["status"], answer["mode"]) == ("answered", "quoted")
    assert "missing" in answer["note"]
    assert "rapporteur models pull" in answer["note"]


def test_a_language_model_with_a_wrong_hash_is_not_loaded(
    capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path
) -> None:
    import models

    for artefact in models.load_manifest().artefacts:
        (tmp_path / artefact.name).mkdir()
        for file in artefact.files:
            target = tmp_path / artefact.name / file.name
            if file.name.endswith(".gguf"):
                target.write_bytes(b"GGUF not the model")
            else:
                target.symlink_to(models.model_path(artefact.name, file.name))
    answer = document(capsys, "ask", QUESTION, "--home", str(home), "--models-dir", str(tmp_path))
    assert answer["mode"] == "quoted"
    assert "sha256" in answer["note"]


@pytest.mark.models
def test_the_models_are_listed_with_their_state(capsys: pytest.CaptureFixture[str]) -> None:
    files = document(capsys, "models", "list")["files"]
    assert {file["state"] for file in files} == {"verified"}
    assert {file["licence"] for file in files} == {"MIT", "Apache-2.0"}


def test_a_second_writer_on_the_same_home_is_told_so(
    capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.library.WriteLock", lambda home, _: WriteLock(home, 0.2))
    file = tmp_path / "norway-2018.txt"
    file.write_text("Norway attaches importance to the oceans. We will report in 2020.", "utf-8")
    hold = (
        "import sys, time; from filelock import FileLock\n"
        f"with FileLock({str(home / 'write.lock')!r}): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "held"
        status, _, err = run(capsys, "ingest", str(file), "--home", str(home))
        assert document(capsys, "search", "norms", "--home", str(home))["hits"]
        holder.kill()
    assert status == 1
    assert "another" in err.lower()
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "call", [["list"], ["list", "--json"], ["search", "capacity-building"], ["models", "list"], ["--help"]]
)
@pytest.mark.parametrize("read", [0, 1])
def test_a_reader_who_stops_reading_ends_it_quietly(home: Path, call: list[str], read: int) -> None:
    """``rapporteur list | head -c 1``, and a reader who is gone at once."""
    places = [] if call == ["--help"] else ["--home", str(home)]
    command = "import sys; from cli.parser import main; sys.exit(main())"
    with subprocess.Popen(
        [sys.executable, "-c", command, *call, *places],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.read(read)
        running.stdout.close()
        complaint = running.stderr.read().decode()
    assert running.returncode == 0
    assert complaint == ""


def test_a_token_is_shown_once_and_ends_when_it_is_revoked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    place = ("--home", str(tmp_path))
    made = document(capsys, "token", "new", "report", *place)["token"]
    tokens = Tokens(access_file(tmp_path))
    assert tokens.named(made) == "report"
    status, out, _ = run(capsys, "token", "list", *place)
    assert (status, made in out, "report" in out) == (0, False, True)
    assert run(capsys, "token", "revoke", "report", *place)[0] == 0
    assert tokens.named(made) == ""
    status, _, err = run(capsys, "token", "revoke", "report", *place)
    assert (status, "rapporteur token list" in err) == (2, True)
    assert run(capsys, "token", "new", *place)[0] == 2


def test_people_are_added_listed_and_removed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = ("--home", str(tmp_path / "home"))
    users = Users(access_file(tmp_path / "home"))
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse battery\n"))
    assert run(capsys, "users", "add", "akiko", *place)[0] == 0
    assert users.verify("akiko", "correct horse battery")
    plain = tmp_path / "logins"
    plain.write_text("omar:another long password\n", "utf-8")
    assert run(capsys, "users", "add", "--from", str(plain), *place)[0] == 0
    assert users.verify("omar", "another long password")
    assert [one["name"] for one in document(capsys, "users", "list", *place)["users"]] == ["akiko", "omar"]
    assert run(capsys, "users", "sign-out", "omar", *place)[0] == 0
    assert run(capsys, "users", "remove", "omar", *place)[0] == 0
    status, _, err = run(capsys, "users", "remove", "omar", *place)
    assert (status, "rapporteur users list" in err) == (2, True)
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert run(capsys, "users", "add", "omar", *place)[0] == 2
    assert run(capsys, "users", "add", *place)[0] == 2
