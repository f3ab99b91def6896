"""What is lost when something fails: ``python -m benchmarks faults [--times N]``.

Statements are added by a process of its own, which says of each when it is stored, while something is done to
it: the process is killed, the disk is full, Chroma's files are cut off, the Chroma server is killed; and the
page is killed while it answers. After each, the library is opened again: ``lost`` counts the statements that
had been reported as stored and are not there or are not found by their words, ``problems`` what the library's
own check finds. Each fault comes ``--times`` times, those of servers once in three.
"""

import http.client
import json
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from benchmarks.faults.victim import configured
from benchmarks.processes import free_port, served
from core.config import load_config
from core.errors import RapporteurError
from measure import harness
from measure.machine import facts
from workspace.workspace import Workspace

RESULT = harness.BENCHMARKS / "faults.json"
STATEMENTS = 30  # offered each time, more than are stored before something happens
_MOST_S = 0.5  # from a statement's report until something happens
_WAIT_S = 120.0
_ROOM = 200_000  # bytes that a file may still grow by on a disk that gets full

Report = dict[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Do it all, store and print; exit status 1 when anything was lost or damaged."""
    parser = harness.parser("benchmarks", "faults", __doc__)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--out", type=Path, default=RESULT)
    options = parser.parse_args(arguments)
    before = facts(harness.ROOT)
    chance = random.Random(options.seed)  # noqa: S311
    kinds: Mapping[str, tuple[Callable[[Path, random.Random], Report], int]] = {
        "adding process killed": (adder_killed, options.times),
        "disk full": (disk_full, options.times),
        "Chroma's files cut off": (files_cut_off, options.times),
        "Chroma server killed": (chroma_killed, -(-options.times // 3)),
        "page killed": (page_killed, -(-options.times // 3)),
    }
    reports = []
    for kind, (fault, times) in kinds.items():
        for _ in range(times):
            with tempfile.TemporaryDirectory(prefix="rapporteur-faults-") as work:
                reports.append({"fault": kind, **fault(Path(work), chance)})
            sys.stderr.write(f"{json.dumps(reports[-1])}\n")
    found = summary(reports)
    harness.write(options.out, {**found, "reports": reports}, before)
    harness.show(found)
    return 1 if any(one["lost"] or one["problems"] for one in found["faults"].values()) else 0


def summary(reports: Sequence[Report]) -> dict[str, Any]:
    """Sums by fault."""
    faults: dict[str, dict[str, int]] = {}
    for report in reports:
        sums = faults.setdefault(report["fault"], {"times": 0, "stored": 0, "lost": 0, "problems": 0})
        sums["times"] += 1
        sums["stored"] += report["stored"]
        sums["lost"] += len(report["lost"])
        sums["problems"] += len(report["problems"])
    return {"faults": faults, "told": sorted({report["told"] for report in reports if report["told"]})}


def adder_killed(work: Path, chance: random.Random) -> Report:
    """Killed at any moment after it has stored some."""
    with _adding(_task(work)) as process:
        added = _first(process, chance.randrange(STATEMENTS))
        time.sleep(chance.uniform(0.0, _MOST_S))
        process.kill()
        added += _rest(process)
    return _after(work, added)


def disk_full(work: Path, chance: random.Random) -> Report:
    """No file may grow any more after a few statements."""
    most = _ROOM + chance.randrange(_ROOM)
    with _adding({**_task(work), "most_bytes": most}) as process:
        added = _rest(process)
        told = _last_line(process)
    return _after(work, added, told)


def files_cut_off(work: Path, chance: random.Random) -> Report:
    """Chroma's largest files end anywhere, after everything was added."""
    with _adding(_task(work)) as process:
        added = _rest(process)
    files = sorted(
        (f for f in (work / "home" / "chroma").rglob("*") if f.is_file()), key=lambda f: f.stat().st_size
    )
    for file in files[-3:]:
        with file.open("r+b") as opened:
            opened.truncate(int(file.stat().st_size * chance.random()))
    return _after(work, added)


def chroma_killed(work: Path, chance: random.Random) -> Report:
    """The server is killed while statements are added, and is there again afterwards."""
    with _chroma(work, port := free_port()) as server:
        task = {**_task(work), "vectors": f"http://127.0.0.1:{port}"}
        with _adding(task) as process:
            added = _first(process, chance.randrange(STATEMENTS))
            time.sleep(chance.uniform(0.0, _MOST_S))
            server.kill()
            server.wait()
            added += _rest(process)
            told = _last_line(process)
        without = _missing(task, added)  # by words, while there is no Chroma
    with _chroma(work, port):
        report = _after(work, added, told, vectors=task["vectors"])
    return {**report, "lost": sorted({*report["lost"], *without})}


def page_killed(work: Path, chance: random.Random) -> Report:
    """Killed while it answers; the next one answers."""
    with _adding(_task(work)) as process:
        added = _rest(process)
    home, models_dir = work / "home", load_config().models_dir
    options = ("--llm", "none")
    with suppress(RapporteurError), served(home, models_dir, *options, path="/api/v1/healthz") as page:
        asking = threading.Thread(target=_answered, args=(page.url, added[0]), daemon=True)
        asking.start()
        time.sleep(chance.uniform(0.0, 1.0))
        page.process.send_signal(signal.SIGKILL)
        asking.join(_WAIT_S)
    with served(home, models_dir, *options, path="/api/v1/healthz") as page:
        answered = _answered(page.url, added[0])
    report = _after(work, added)
    return report if answered else {**report, "problems": [*report["problems"], "the next question failed"]}


def _after(work: Path, added: Sequence[str], told: str = "", vectors: str = "") -> Report:
    """What is there once the library is opened again."""
    task = {**_task(work), "vectors": vectors}
    lost = _missing(task, added)
    with closing(Workspace.open(configured(task))) as workspace:
        problems = list(workspace.library.check())
    return {"stored": len(added), "lost": lost, "problems": problems, "told": told.replace(str(work), "…")}


def _missing(task: Mapping[str, Any], added: Sequence[str]) -> list[str]:
    """Those that are not listed, or not found by the word that only they have."""
    with closing(Workspace.open(configured(dict(task)))) as workspace:
        listed = {Path(one.origin).stem for one in workspace.library.statements()}
        found = {name for name in added if workspace.search(f'"{name}"', k=1).hits}
    return [name for name in added if name not in listed & found]


def _task(work: Path) -> dict[str, Any]:
    folder = work / "new"
    if not folder.is_dir():
        folder.mkdir()
        for number in range(STATEMENTS):
            name = f"zorvex{number:03}"
            text = (
                f"Statement {name}\n\nWe made the {name} proposal.\n\nIt asks all states to report on it.\n"
            )
            (folder / f"{name}.txt").write_text(text, "utf-8")
    return {"home": work / "home", "folder": folder, "models_dir": load_config().models_dir}


@contextmanager
def _adding(task: Mapping[str, Any]) -> "Iterator[subprocess.Popen[str]]":
    command = [sys.executable, "-m", "benchmarks.child", "benchmarks.faults.victim:adding"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*command, json.dumps(task, default=str)],
        cwd=harness.ROOT,
        stdout=pipe,
        stderr=pipe,
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _first(process: "subprocess.Popen[str]", most: int) -> list[str]:
    """The names of the first ``most`` that it says are stored, as soon as it has. Raises RapporteurError when
    it ends before."""
    names: list[str] = []
    opened = False
    for line in process.stdout or ():
        record = json.loads(line)
        opened |= record["milestone"] == "open"
        names += [record["name"]] if record["milestone"] == "added" else []
        if opened and len(names) >= most:
            return names
    raise RapporteurError(f"The adding process ended early: {_last_line(process)}")


def _rest(process: "subprocess.Popen[str]") -> list[str]:
    """The names of all that it said was stored, to its end."""
    lines = [
        line for line in process.stdout or () if line.endswith("\n")
    ]  # a killed one may end within a line
    records = [json.loads(line) for line in lines]
    return [record["name"] for record in records if record["milestone"] == "added"]


def _last_line(process: "subprocess.Popen[str]") -> str:
    lines = (process.stderr.read() if process.stderr else "").strip().splitlines()
    return lines[-1] if lines else ""


@contextmanager
def _chroma(work: Path, port: int) -> "Iterator[subprocess.Popen[bytes]]":
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(work / "server")]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as server:
        try:
            until = time.monotonic() + _WAIT_S
            while not _alive(port):
                if time.monotonic() > until or server.poll() is not None:
                    raise RapporteurError("The Chroma server did not start.")
                time.sleep(0.1)
            yield server
        finally:
            server.kill()


def _alive(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_WAIT_S)
    try:
        connection.request("GET", "/api/v2/heartbeat")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _answered(url: str, name: str) -> bool:
    address = url.removeprefix("http://").rstrip("/")
    connection = http.client.HTTPConnection(address, timeout=_WAIT_S)
    try:
        body = json.dumps({"question": f"What is the {name} proposal?"})
        connection.request("POST", "/api/v1/ask", body, {"Content-Type": "application/json"})
        return "status" in json.loads(connection.getresponse().read())
    except (OSError, http.client.HTTPException, ValueError):
        return False
    finally:
        connection.close()
