"""One measurement in a process of its own: ``python -m benchmarks.child MODULE:FUNCTION TASK``.

The function gets the task, a JSON object, and ``emit``, which reports a milestone with its details. Standard
output carries one JSON record a line; what the libraries print goes to standard error.
"""

import json
import os
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from typing import Any

from core.errors import exit_status

Task = dict[str, Any]
Emit = Callable[[str, dict[str, Any]], None]
"""Called as ``emit("ready", {})``, from any thread."""


def main() -> int:
    """Exit status 0, or another with one sentence on standard error."""
    place, task = sys.argv[1:3]
    records = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    lock = threading.Lock()

    def emit(milestone: str, details: dict[str, Any]) -> None:
        with lock:
            records.write(json.dumps({"milestone": milestone, **details}, ensure_ascii=False) + "\n")
            records.flush()

    module, _, name = place.partition(":")
    # Imported here only: what one stack imports, another would pay for.
    return exit_status(lambda: getattr(import_module(module), name)(json.loads(task), emit))


if __name__ == "__main__":
    sys.exit(main())
