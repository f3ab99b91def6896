"""The library for what is measured at size: all open General Debate speeches and the statement that ships.

Made once under ``var/`` (half an hour on two cores), completed where it was interrupted, and then only read.
"""

import json
import sys
import tarfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from core.config import load_config
from measure.harness import DATA, ROOT, lacks
from workspace.intake import CORPUS
from workspace.workspace import Workspace

ARCHIVE = DATA / "ungdc" / "ungdc_open.tar.xz"
HOME = ROOT / "var" / "speeches" / "home"
FILES = ROOT / "var" / "speeches" / "files"
GROUPS = ("group1", "group2")
"""The files of questions by desk officers that are not ours: the second is only reported on."""


def speeches_library(home: Path | None = None) -> Path | None:
    """``home`` as it is; without one, the library of the speeches, made or completed now. None, and a line
    on standard error, where the speeches are not here. Raises LibraryError or ModelError."""
    if home is not None:
        return home
    if lacks("speeches", ARCHIVE):
        return None
    if not FILES.is_dir():
        unpacking = FILES.with_name("unpacking")
        unpacking.mkdir(parents=True, exist_ok=True)
        with tarfile.open(ARCHIVE) as archive:
            archive.extractall(unpacking, filter="data")
        unpacking.rename(FILES)
    with closing(Workspace.open(replace(load_config(), home=HOME))) as workspace:
        for step in workspace.ingest([FILES, CORPUS]):
            left = f", {step.seconds_left:.0f} s left" if step.seconds_left else ""
            sys.stderr.write(f"\r{step.done} of {step.total} speeches{left}      ")
    sys.stderr.write("\n")
    return HOME


def asked_about(questions: Sequence[Path], folder: Path) -> Path:
    """The speeches that the questions of all files are about, unpacked into ``folder``, which is made."""
    lines = [json.loads(line) for file in questions for line in file.read_text("utf-8").splitlines()]
    named = {place["file"] for line in lines for place in line["gold"]}
    named |= {line["file"] for line in lines if "file" in line}  # of what has no answer
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(ARCHIVE) as archive:
        for member in archive:
            if Path(member.name).name in named and (file := archive.extractfile(member)):
                (folder / Path(member.name).name).write_bytes(file.read())
    return folder
