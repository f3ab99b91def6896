"""Many people at one served page: ``python -m benchmarks crowd [--people N] [--model-server] [--home DIR]``.

Each person has a token of their own, and searches and asks as long as ``--seconds`` last; meanwhile another
process adds statements to the same library. With ``--model-server`` the language model is llama.cpp as an
OpenAI-compatible server on the same machine. What is looked for: answers to somebody else's question
(``mixed_up``), refusals and failures (``errors``), how long everybody waited and with what number in the
line, and whether every statement that was reported as stored is found (``added``, ``found``). ``first_quote``
and ``done`` are seconds; ``silent`` is each question's longest time without any event.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

from access.file import access_file
from access.tokens import Tokens
from access.users import Users
from benchmarks.crowd.people import Asked, Person, at_work
from benchmarks.processes import ChildRun, free_port, run_child, served
from benchmarks.questions import COMMON, SHIPPED, SPEECHES, dealt, drawn, posed
from core.config import load_config
from core.errors import RapporteurError
from measure import harness
from measure.figures import percentiles
from measure.machine import facts

QUESTIONS = 4  # of each person, at most
_ADD_EVERY_S = 5.0
_LIMIT_S = 900.0
_TOPICS = ("fisheries", "landmines", "pandemics", "space debris", "piracy", "desertification")
TARGETS: Mapping[str, Mapping[str, float]] = {
    "embedded": {"done_p50": 12.0},  # five people
    "server": {"first_quote_p95": 2.0},  # twenty people
}


def main(arguments: Sequence[str]) -> int:
    """Measure, store and print; exit status 1 when an answer was somebody else's, a request failed or an
    added statement was lost."""
    parser = harness.parser("benchmarks", "crowd", __doc__)
    parser.add_argument("--home", type=Path, help="a library of General Debate speeches, which is copied")
    parser.add_argument("--people", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=60.0, help="in which questions are begun")
    parser.add_argument("--model-server", action="store_true", help="the model as a server of its own")
    parser.add_argument("--at-once", type=int, default=0, help="questions that the model works on")
    parser.add_argument("--out", type=Path, help="default: crowd-PEOPLE.json")
    options = parser.parse_args(arguments)
    before = facts(harness.ROOT)
    with tempfile.TemporaryDirectory(prefix="rapporteur-crowd-") as work:
        found = measured(options, Path(work))
    out = options.out or harness.BENCHMARKS / f"crowd-{options.people}.json"
    harness.write(out, found, before)
    harness.show({key: found[key] for key in found if key != "replies"})
    lost = found["added"] - found["found"]
    return 1 if found["mixed_up"] or found["errors"] or lost else 0


def measured(options: argparse.Namespace, work: Path) -> dict[str, Any]:
    """The people at work, and what came of it."""
    home, models_dir = work / "home", load_config().models_dir
    if options.home is not None:
        shutil.copytree(options.home, home)
    home.mkdir(exist_ok=True)
    pool = posed(SPEECHES, COMMON) if options.home is not None else posed(SHIPPED)
    each = min(QUESTIONS, len(pool) // options.people) or 1
    lists = dealt(drawn(pool, min(len(pool), options.people * each)), options.people)
    file = access_file(home)
    Users(file).add("somebody", "not used by anybody 1")
    tokens = [Tokens(file).new(f"person-{number}") for number in range(options.people)]
    task = {"models_dir": models_dir, "at_once": options.at_once or 4}
    server = model_server(task) if options.model_server else nullcontext("")
    with server as address:
        _configure(work, address, options.at_once)
        with served(home, models_dir, "--sign-in", limit_s=_LIMIT_S, path="/api/v1/healthz") as page:
            page.settle()
            everybody = [Person(number, page.url, token) for number, token in enumerate(tokens)]
            events, added = _work(everybody, lists, options.seconds, work, home, models_dir)
            names = [record["name"] for record in added.of("added")]
            found = sum(_finds(everybody[0], name) for name in names)
    asked = [event for kind, event in events if kind == "asked" and isinstance(event, Asked)]
    searches = [event for kind, event in events if kind == "searched" and isinstance(event, float)]
    how = "server" if options.model_server else "embedded"
    return summary(asked, searches, how) | {
        "people": options.people,
        "added": len(names),
        "found": found,
        "peak_bytes": page.peak_bytes,
        "replies": [asdict(one) for one in asked],
    }


def summary(asked: Sequence[Asked], searches: Sequence[float], how: str) -> dict[str, Any]:
    """Counts, percentiles of seconds, and what the targets say."""
    seconds = {
        "first_quote": percentiles(one.first_quote for one in asked),
        "done": percentiles(one.done for one in asked),
        "silent": percentiles(round(one.silent, 2) for one in asked),
        "search": percentiles(round(spent, 2) for spent in searches),
    }
    met = {}
    for target, most in TARGETS[how].items():
        step, _, place = target.rpartition("_")
        figures = seconds[step]
        met[target] = figures is not None and figures[place] <= most
    return {
        "model": how,
        "questions": len(asked),
        "statuses": dict(Counter(one.status for one in asked if one.status)),
        "modes": dict(Counter(one.mode for one in asked if one.mode)),
        "stopped": sum(one.stopped for one in asked),
        "mixed_up": sum(one.mixed_up for one in asked),
        "errors": dict(Counter(one.error for one in asked if one.error)),
        "waited": sum(bool(one.numbers) for one in asked),
        "longest_line": max((max(one.numbers, default=0) for one in asked), default=0),
        "seconds": seconds,
        "targets": TARGETS[how],
        "met": met,
    }


def _work(
    everybody: Sequence[Person],
    lists: Sequence[Sequence[Any]],
    seconds: float,
    work: Path,
    home: Path,
    models_dir: Path | None,
) -> tuple[list[tuple[str, Asked | float]], ChildRun]:
    """Everybody at work while statements are added: what each did, and the run of adding."""
    folder = _statements(work / "new", max(1, int(seconds / _ADD_EVERY_S / 2)))
    events: list[tuple[str, Asked | float]] = []
    until = time.perf_counter() + seconds

    def working(person: Person, questions: Sequence[str]) -> None:
        events.extend(at_work(person, questions, until))  # list.extend of an iterator appends one by one

    threads = [
        threading.Thread(target=working, args=(person, [one.text for one in own]))
        for person, own in zip(everybody, lists, strict=True)
    ]
    for thread in threads:
        thread.start()
    task = {"home": home, "folder": folder, "every_s": _ADD_EVERY_S, "models_dir": models_dir}
    added = run_child("benchmarks.crowd.beside:adding", task, work, "Adding", limit_s=_LIMIT_S)
    for thread in threads:
        thread.join()
    return events, added


def _statements(folder: Path, count: int) -> Path:
    """Made statements, each with a word that no other has."""
    folder.mkdir()
    for number in range(count):
        topic = _TOPICS[number % len(_TOPICS)]
        name = f"zorvex{number:03}"
        proposal = f"We made the {name} proposal on {topic}."
        text = f"Statement {name}\n\n{proposal}\n\nIt asks all states to report on {topic}.\n"
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


def _finds(person: Person, name: str) -> bool:
    return any(name in title for title in person.search(f'"{name}"')[1])


def _configure(work: Path, address: str, at_once: int) -> None:
    lines = ["[llm]", f"at_once = {at_once}"]
    if address:
        lines += ['provider = "openai"', 'model = "built-in"', f'base_url = "{address}/v1"']
    (work / "rapporteur.toml").write_text("\n".join(lines) + "\n", "utf-8")


@contextmanager
def model_server(task: Mapping[str, Any]) -> Iterator[str]:
    """The address of a model server, until the block ends. Raises RapporteurError when it does not start."""
    whole = json.dumps({**task, "port": free_port()}, default=str)
    command = [sys.executable, "-m", "benchmarks.child", "benchmarks.crowd.beside:model_server", whole]
    with subprocess.Popen(command, cwd=harness.ROOT, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise RapporteurError("The model server did not start; its reason stands above.")
            yield str(json.loads(line)["address"])
        finally:
            process.kill()
