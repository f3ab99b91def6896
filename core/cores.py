"""How many processor cores this process may use."""

import os


def usable_cores() -> int:
    """Cores that this process may run on: fewer than the machine has where it was given some of them (a
    container, taskset). Threads beyond them wait for each other."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
