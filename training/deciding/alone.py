"""Findings on questions whose answer is in another statement than the only one of a library.

    python -m training.deciding.alone --speeches FOLDER --questions FILE.jsonl … --seen FILE

In a large library something is always near a question; in a small one the nearest can be far off, and the
verdict has to know that too. Each question is put to a library that holds one other statement of the state
asked about, without the year that it names; a line of findings each is added to ``--seen``, without the
language model's log-odds.
"""

import argparse
import json
import os
import re
import threading
import zlib
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from answer.evidence.verdict import Findings
from core.config import load_config
from workspace.workspace import Workspace

_YEAR: Final = re.compile(
    r",? ?\b(?:in|of|by|by the end of|its|her|his|their|the)? ?(?:19|20)\d\d\b(?:'s|’s)?"
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.deciding.alone", description=__doc__)
    parser.add_argument("--speeches", type=Path, required=True, help="folder of STATE_SESSION_YEAR.txt, deep")
    parser.add_argument("--questions", type=Path, nargs="+", required=True, help="JSONL: question, file, …")
    parser.add_argument("--step", type=int, default=1, help="ask every so many")
    parser.add_argument("--seen", type=Path, required=True, help="JSONL of findings, added to")
    options = parser.parse_args()
    speeches = {path.name: path for path in options.speeches.rglob("*_*_*.txt")}
    with options.seen.open("a", encoding="utf-8") as written:
        for file in options.questions:
            lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
            for line in lines[:: options.step]:
                found = _asked(line, speeches)
                if found is not None:
                    seen = {
                        "set": "alone",
                        "group": line["file"],
                        "kind": "alone",
                        "answerable": False,
                        **asdict(found),
                    }
                    written.write(json.dumps(seen) + "\n")
                    written.flush()


def _asked(line: dict[str, Any], speeches: dict[str, Path]) -> Findings | None:
    state = line["file"].split("_")[0]
    others = sorted(name for name in speeches if name.startswith(f"{state}_") and name != line["file"])
    if not others:
        return None
    other = others[zlib.crc32(line["question"].encode()) % len(others)]
    with TemporaryDirectory() as home:
        workspace = Workspace.open(load_config(os.environ, home=Path(home)))
        try:
            for _ in workspace.ingest([speeches[other]]):
                pass
            question = _YEAR.sub("", line["question"])
            found = workspace.pipeline_over(workspace.library).findings(question, stop=threading.Event())
        finally:
            workspace.close()
    return max(found, key=lambda one: one.paragraph, default=None)


if __name__ == "__main__":
    main()
