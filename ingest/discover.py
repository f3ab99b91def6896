"""Which files a person means who names files and folders."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

_ABOUT = frozenset(["sources.md", "readme.md", "license", "license.md", "licence.md"])


def discover(paths: Iterable[Path]) -> Iterator[Path]:
    """The files to read, in the order given, folders in the order of their names.

    In folders, hidden files, notes about the folder (README.md, SOURCES.md) and side-cars are passed
    over. A path that is missing or cannot be opened is yielded as it is, so that reading it says why
    and the batch goes on. A folder that links back to one above it is entered once.
    """
    for path in paths:
        if path.is_dir():
            yield from _below(path, frozenset())
        else:
            yield path


def _below(folder: Path, above: frozenset[tuple[int, int]]) -> Iterator[Path]:
    try:
        status = folder.stat()
        names = sorted(os.listdir(folder))
    except OSError:
        yield folder
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        return
    for name in names:
        path = folder / name
        if name.startswith(".") or name.lower() in _ABOUT:
            continue
        if path.is_dir():
            yield from _below(path, above | {here})
        elif not (name.endswith(".toml") and (folder / name.removesuffix(".toml")).is_file()):
            yield path
