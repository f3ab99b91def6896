"""Processes that are measured from outside: from their spawn, and their peak memory at the end."""

import http.client
import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from core.errors import RapporteurError
from measure.harness import ROOT

_LIMIT_S = 1800.0
_PAGE_S = 300.0
_END_S = 20.0
_IDLE_SHARE = 0.1  # of one core; a server with nothing to do still wakes now and then
_IDLE_S = 2.0
_BLIND_S = 15.0  # given to a process whose idleness can't be seen on this system


@dataclass(frozen=True, slots=True)
class ChildRun:
    """One measurement's process. ``milestones`` are seconds from spawn to the first report of each name;
    ``records`` all reports in order; ``peak_bytes`` None where the system does not tell."""

    milestones: dict[str, float]
    records: tuple[dict[str, Any], ...]
    peak_bytes: int | None

    def of(self, milestone: str) -> list[dict[str, Any]]:
        """The details of every report of that name."""
        named = [record for record in self.records if record["milestone"] == milestone]
        return [{key: record[key] for key in record if key != "milestone"} for record in named]


@dataclass(slots=True)
class Served:
    """``rapporteur serve`` while it runs. ``page`` is seconds from spawn until its page answered, ``said``
    seconds until it said so itself ("ready"), with its library open; ``peak_bytes`` is known once it has
    ended, where the system tells."""

    url: str
    process: "subprocess.Popen[str]"
    page: float
    said: dict[str, float]
    peak_bytes: int | None = None

    def settle(self) -> None:
        """Wait until it has been idle for a while: its model is loaded then."""
        _settle(self.process.pid)


def run_child(
    place: str, task: Mapping[str, Any], work: Path, what: str, *, limit_s: float = _LIMIT_S
) -> ChildRun:
    """Run ``benchmarks.child`` with a function of ours and its task to its end, which is forced after
    ``limit_s`` seconds; ``work`` is a folder for what it needs. Raises RapporteurError with its reason when
    it fails."""
    environment = {**_environment(), "NLTK_DATA": str(_own_nltk_data(work / "nltk"))}
    command = [sys.executable, "-m", "benchmarks.child", place, json.dumps(task, default=str)]
    milestones: dict[str, float] = {}
    records: list[dict[str, Any]] = []
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        spawned = time.monotonic()
        with (
            subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, encoding="utf-8"
            ) as process,
            _killed_after(process, limit_s),
        ):
            for line in process.stdout or ():
                record = json.loads(line)
                milestones.setdefault(record["milestone"], time.monotonic() - spawned)
                records.append(record)
            peak = _reap(process)
        if process.returncode:
            raise _failure(process, log, what)
    return ChildRun(milestones, tuple(records), peak)


@contextmanager
def served(
    home: Path, models_dir: Path | None, *options: str, limit_s: float = _LIMIT_S, path: str = "/"
) -> Iterator[Served]:
    """``rapporteur serve`` with ``options``, from ``path`` of it answering until the block ends; killed after
    ``limit_s`` seconds. Raises RapporteurError with its reason when it fails, and at the end when it
    never said that it was open."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("rapporteur")), "serve", "--port", str(port)]
    command += ["--home", str(home), *options]
    if models_dir is not None:
        command += ["--models-dir", str(models_dir)]
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        spawned = time.monotonic()
        said: dict[str, float] = {}
        # Not in the repository, where a rapporteur.toml of the user's might lie.
        with (
            subprocess.Popen(
                command, cwd=home.parent, env=_environment(), stderr=subprocess.PIPE, encoding="utf-8"
            ) as process,
            _killed_after(process, limit_s),
        ):
            listener = threading.Thread(target=_listen, args=(process, log, said, spawned), daemon=True)
            listener.start()
            page = _answers(process, port, path)
            server = Served(f"http://127.0.0.1:{port}/", process, (page or spawned) - spawned, said)
            try:
                if page is not None:
                    yield server
            finally:
                process.send_signal(signal.SIGINT)
                with _killed_after(process, _END_S):
                    server.peak_bytes = _reap(process)
                listener.join(_END_S)
        if page is None or "ready" not in said:
            raise _failure(process, log, "`rapporteur serve`")


def _environment() -> dict[str, str]:
    """Ours, without settings that would make one run differ from another. The source measured is this one,
    wherever an installed command would look for it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAPPORTEUR_")}
    return {**kept, "TOKENIZERS_PARALLELISM": "false", "PYTHONPATH": str(ROOT)}


def _own_nltk_data(folder: Path) -> Path:
    """A copy of the data that LlamaIndex's splitter comes with. NLTK refuses to read a file that has
    several names, and installers that link packages from their cache give every file two."""
    if not folder.is_dir():
        spec = importlib.util.find_spec("llama_index.core")
        if spec is None or spec.origin is None:
            raise RapporteurError("LlamaIndex is not installed here; run `make install`.")
        bundled = Path(spec.origin).parent / "_static" / "nltk_cache"
        shutil.copytree(bundled, folder, ignore=shutil.ignore_patterns("*.zip"))
    return folder


def _listen(process: "subprocess.Popen[str]", log: IO[str], said: dict[str, float], spawned: float) -> None:
    for line in process.stderr or ():
        if line.startswith("Open http"):
            said["ready"] = time.monotonic() - spawned
        log.write(line)


def _answers(process: "subprocess.Popen[str]", port: int, path: str) -> float | None:
    """When the page first answered, None when the process ended before."""
    until = time.monotonic() + _PAGE_S
    while process.poll() is None and time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PAGE_S)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == http.HTTPStatus.OK:
                return time.monotonic()
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.02)
    return None


def _settle(pid: int) -> None:
    """Wait until the process has been idle for a while: its model is loaded then."""
    if not Path(f"/proc/{pid}").exists():
        time.sleep(_BLIND_S)
        return
    until = time.monotonic() + _PAGE_S
    while time.monotonic() < until:
        before = cpu_seconds(pid)
        time.sleep(_IDLE_S)
        if cpu_seconds(pid) - before < _IDLE_SHARE * _IDLE_S:
            return


def cpu_seconds(pid: int) -> float:
    """Processor time used so far, of all its threads; 0 once it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _reap(process: "subprocess.Popen[str]") -> int | None:
    """Wait for the end; the peak resident memory in bytes, None where it can't be had."""
    if process.returncode is not None or not hasattr(os, "wait4"):
        process.wait()
        return None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return int(usage.ru_maxrss) * (1 if sys.platform == "darwin" else 1024)


@contextmanager
def _killed_after(process: "subprocess.Popen[str]", seconds: float) -> Iterator[None]:
    def kill() -> None:
        with suppress(ProcessLookupError):
            process.kill()

    timer = threading.Timer(seconds, kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    except BaseException:
        kill()
        raise
    finally:
        timer.cancel()


def _failure(process: "subprocess.Popen[str]", log: IO[str], what: str) -> RapporteurError:
    log.seek(0)
    lines = [line.strip() for line in log if line.strip()]
    said = lines[-1] if lines else "it said nothing"
    return RapporteurError(f"{what} ended with exit status {process.returncode}: {said}")


def free_port() -> int:
    """A port of this machine that nothing listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
