"""One stack in a process of its own: ``python -m benchmarks.child TASK``, run by ``benchmarks``.

Standard output carries one JSON record a line. What the libraries print goes to standard error.
"""

import json
import os
import sys
import threading
from typing import Any

from benchmarks.asking import Task
from core.errors import RapporteurError


def main() -> int:
    """Exit status 0, or 1 with one sentence on standard error."""
    task = Task.from_json(sys.argv[1])
    records = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    lock = threading.Lock()

    def emit(milestone: str, details: dict[str, Any]) -> None:
        with lock:
            records.write(json.dumps({"milestone": milestone, **details}) + "\n")
            records.flush()

    # Each stack's libraries are imported here only, or the other would pay for them.
    if task.stack == "rapporteur":
        from benchmarks.rapporteur import run
    else:
        from benchmarks.llamaindex import run
    try:
        run(task, emit)
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
