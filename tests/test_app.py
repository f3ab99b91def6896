"""Starting and stopping the page, and what a person is told when it can't."""

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from answer.events import Finished
from app import Entrance, serve
from core.config import load_config
from core.errors import ServeError
from workspace.workspace import Workspace

ROOT = Path(__file__).parents[1]
RAPPORTEUR = [sys.executable, "-m", "cli.parser"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.models
def test_serve_opens_the_chat_on_this_machine_only_and_ends_on_ctrl_c(tmp_path: Path) -> None:
    port = free_port()
    command = [*RAPPORTEUR, "serve", "--port", str(port), "--home", str(tmp_path), "--llm", "none"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as served:
        assert served.stderr is not None
        lines: list[str] = []
        while not lines or "Open http" not in lines[-1]:
            line = served.stderr.readline()
            assert line, lines
            lines.append(line)
        assert f"http://127.0.0.1:{port}/" in lines[-1]
        assert any("added" in line and "7 paragraphs" in line for line in lines)
        if hasattr(signal, "SIGPIPE"):  # what a reader who hangs up in mid-answer causes
            served.send_signal(signal.SIGPIPE)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as reply:
            assert b"Rapporteur" in reply.read()
        served.send_signal(signal.SIGINT)
        try:
            assert served.wait(20) == 130
        finally:
            served.kill()  # or leaving the block would wait for it for ever
        assert "Traceback" not in served.stderr.read()


@pytest.mark.models
def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [*RAPPORTEUR, "serve", "--port", str(taken.getsockname()[1]), "--home", str(tmp_path)]
        done = subprocess.run(
            [*command, "--llm", "none"], capture_output=True, text=True, cwd=ROOT, check=False
        )
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("rapporteur: Port ")
    assert "in use" in last
    assert "Traceback" not in done.stderr


@pytest.mark.models
def test_a_corpus_with_nothing_in_it_leaves_an_empty_library(tmp_path: Path) -> None:
    empty = tmp_path / "corpus"
    empty.mkdir()
    workspace = Workspace.open(load_config({}, home=tmp_path / "home"))
    try:
        assert workspace.intake.add_corpus(empty) == ()
        assert workspace.intake.add_corpus(tmp_path / "nowhere") == ()
        (*_, last) = workspace.ask("What is Japan's view?")
        assert isinstance(last, Finished)
        assert last.answer.status == "empty_library"
    finally:
        workspace.close()


@pytest.mark.models
def test_an_unreadable_file_in_the_corpus_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a-broken.txt").write_bytes(b"\x00\x01\x02\xff" * 50)
    (corpus / "norway-2018.txt").write_text(
        "Norway supports the oceans panel. We will report in 2020.", "utf-8"
    )
    workspace = Workspace.open(load_config({}, home=tmp_path / "home"))
    try:
        refused, added = workspace.intake.add_corpus(corpus)
        assert refused.outcome == "refused"
        assert "a-broken.txt" in refused.detail
        assert added.outcome == "added"
    finally:
        workspace.close()


@pytest.mark.models
def test_a_second_process_on_the_same_home_may_read_it(tmp_path: Path) -> None:
    first = Workspace.open(load_config({}, home=tmp_path))
    try:
        first.intake.add_corpus()
        command = [*RAPPORTEUR, "search", "binding instrument", "--home", str(tmp_path)]
        started = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        assert done.returncode == 0, done.stderr
        assert "JPN 2020-12-01 ¶6" in done.stdout
        assert time.monotonic() - started < 30
    finally:
        first.close()


def test_another_address_than_this_machine_needs_people_who_sign_in_or_a_word(tmp_path: Path) -> None:
    config = load_config({}, home=tmp_path, llm="none")
    with pytest.raises(ServeError, match="rapporteur users add NAME"):
        serve(config, host="0.0.0.0", port=0)
    with pytest.raises(ServeError, match="rapporteur users add NAME"):
        serve(config, port=0, entrance=Entrance(sign_in=True))


def test_a_plain_login_file_is_refused_with_the_command_that_converts_it(tmp_path: Path) -> None:
    file = tmp_path / "logins"
    file.write_text("akiko:a long password\n", "utf-8")
    with pytest.raises(ServeError, match=f"rapporteur users add --from {file}"):
        serve(load_config({}, home=tmp_path, llm="none"), entrance=Entrance(auth_file=file))


@pytest.mark.models
def test_a_shipped_statement_that_was_removed_stays_removed(tmp_path: Path) -> None:
    workspace = Workspace.open(load_config({}, home=tmp_path))
    try:
        (step,) = workspace.intake.add_corpus()
        assert step.outcome == "added"
        workspace.library.remove(step.statement_id)
        assert workspace.intake.add_corpus() == ()
        assert workspace.library.statements() == ()
    finally:
        workspace.close()
