"""What an engine built for this machine's processor is worth: ``python -m benchmarks.native FOLDER``.

FOLDER holds the engine as `tools/native.py` builds it, beside the one that is installed:

    CMAKE_ARGS="-DLLAMA_LLGUIDANCE=OFF -DLLAMA_BUILD_BORINGSSL=OFF" \\
        pip install --no-deps --no-binary xllamacpp --target FOLDER xllamacpp==VERSION

The questions of `benchmarks.writing` are put to the installed engine, to the one in FOLDER, and to the
installed one again, each in a process of its own. Writes ``results/native.json``.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.machine import facts
from benchmarks.processes import ROOT
from evals.gold_answers import DATA

RESULT = Path(__file__).with_name("results") / "native.json"
_SETTING = "as shipped"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print and store; 1 when a run fails, 2 for a folder without an engine."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.native", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=12)
    args = parser.parse_args(argv)
    if not (args.folder / "xllamacpp").is_dir():
        sys.stderr.write(f"native: there is no engine in {str(args.folder)!r}; build it as --help says.\n")
        return 2
    if not DATA.is_file():
        sys.stderr.write("native: the speeches (shared/data/ungdc) are not here; left out.\n")
        return 0
    runs = {
        "installed": None,
        "built for this processor": args.folder.resolve(),
        "installed, again": None,
    }
    try:
        rows = {name: _run(folder, args.questions) for name, folder in runs.items()}
    except subprocess.CalledProcessError as error:
        sys.stderr.write(f"native: a run failed ({error}); see above.\n")
        return 1
    result = {**facts(ROOT), "questions": args.questions, "engines": rows}
    RESULT.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    sys.stdout.write(json.dumps(rows, indent=1) + "\n")
    return 0


def _run(folder: Path | None, questions: int) -> dict[str, Any]:
    """One row of `benchmarks.writing`, with the engine of ``folder`` before the installed one on the path."""
    environment = {**os.environ, **({"PYTHONPATH": str(folder)} if folder else {})}
    with tempfile.TemporaryDirectory(prefix="rapporteur-native-") as place:
        out = Path(place) / "writing.json"
        command = [sys.executable, "-m", "benchmarks.writing", "--only", _SETTING]
        subprocess.run(
            [*command, "--questions", str(questions), "--out", str(out)],
            cwd=ROOT,
            env=environment,
            check=True,
        )
        measured = json.loads(out.read_text("utf-8"))
        return {"wheel": measured["engine"], **measured["settings"][_SETTING]}


if __name__ == "__main__":
    sys.exit(main())
