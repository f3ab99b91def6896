"""The halves of the material on who speaks and when: one to build with, one to report on.

Each set was split when it was written. The second set was written by somebody else than the first, before
reading the code, and its report half was read once before and once after anything was mended. The third was
written before its writer had read the code and split by the hash of the files' names; its writer then mended
the code, with the build halves in view.
"""

from argparse import ArgumentTypeError

HALVES = ("build", "report", "build_second", "report_second", "build_third", "report_third")


def half_of(name: str) -> str:
    """The half that a command line names. Raises ArgumentTypeError for another name."""
    if name not in HALVES:
        raise ArgumentTypeError(f"{name!r} is none of {', '.join(HALVES)}")
    return name
