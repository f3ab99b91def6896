"""The halves of the material on who speaks and when: one to build with, one to report on.

Each set was split when it was written. The second set was written by somebody else than the first, before
reading the code, and its report half was read once before and once after anything was mended. The third was
written before its writer had read the code and split by the hash of the files' names; its writer then mended
the code, with the build halves in view. The fourth was written by somebody who never saw the code, and split
at random by file; what it gave before any of it was read is in ``results/*_fourth_unseen.json``.
"""

from argparse import ArgumentTypeError

SETS = ("", "_second", "_third", "_fourth")
HALVES = tuple(f"{half}{one}" for one in SETS for half in ("build", "report"))


def half_of(name: str) -> str:
    """The half that a command line names. Raises ArgumentTypeError for another name."""
    if name not in HALVES:
        raise ArgumentTypeError(f"{name!r} is none of {', '.join(HALVES)}")
    return name
