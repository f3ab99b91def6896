"""Questions answered in a process of its own: run by ``benchmarks.answering``.

Standard output carries one JSON record a line; what the libraries print goes to standard error.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from answer.events import Finished
from benchmarks.rapporteur import TimedWorkspace, first_token
from core.config import load_config
from core.errors import LLMError, RapporteurError


def main() -> int:
    """Run the task in the first argument, a JSON object with ``home``, ``models_dir`` and ``questions``.
    Exit status 0, or 1 with one sentence on standard error."""
    task = json.loads(sys.argv[1])
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as records:
        os.dup2(2, 1)
        try:
            for record in run(task):
                records.write(json.dumps(record, ensure_ascii=False) + "\n")
                records.flush()
        except RapporteurError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    return 0


def run(task: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """``open`` with the library's size, ``warm`` once the model is, ``asked`` for every question."""
    home = Path(task["home"])
    models_dir = Path(task["models_dir"]) if task["models_dir"] else None
    began = time.perf_counter()
    opened = TimedWorkspace.open(load_config({}, cwd=home.parent, home=home, models_dir=models_dir))
    with closing(opened) as workspace:
        if not isinstance(workspace, TimedWorkspace):
            raise TypeError(f"Workspace.open made a {type(workspace).__name__} of a TimedWorkspace")
        seconds = round(time.perf_counter() - began, 2)
        yield {"milestone": "open", "seconds": seconds, "paragraphs": workspace.scope().paragraphs}
        workspace.start_llm(warm=True)
        workspace.wait_until_warm()
        yield {"milestone": "warm"}
        for question in task["questions"]:
            yield {"milestone": "asked", **question, **answered(workspace, question["text"])}


def answered(workspace: TimedWorkspace, text: str) -> dict[str, Any]:
    """How a question was answered. Milliseconds are 0 for what did not happen."""
    before = len(workspace.engine.calls) if workspace.engine else 0
    started = time.perf_counter()
    for event in workspace.ask(text):
        if isinstance(event, Finished):
            timings = dict(event.answer.timings_ms)
            calls = workspace.engine.calls[before:] if workspace.engine else ()
            timings["first_piece"] = round(first_token(calls, started, timings["first_token"]) or 0.0, 1)
            return {"status": event.answer.status, "mode": event.answer.mode, "timings_ms": timings}
    raise LLMError(f"The question {text!r} was not answered to the end; see the log.")


if __name__ == "__main__":
    sys.exit(main())
