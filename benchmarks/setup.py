"""What the set-up costs: ``python -m benchmarks setup``.

Clones this repository into an empty folder, runs ``make install`` there with an empty cache for the models
and for the installer, runs it a second time, and writes seconds and sizes to ``results/setup.json``.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from measure import harness
from measure.harness import ROOT
from measure.machine import facts

RESULT = harness.BENCHMARKS / "setup.json"
_MB = 1_000_000


def main(_: Sequence[str]) -> int:
    """Measure and write the result; the exit status of the first ``make install``."""
    before = facts(ROOT)
    with tempfile.TemporaryDirectory(prefix="rapporteur-setup-") as folder:
        clone, models = Path(folder) / "clone", Path(folder) / "models"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)  # noqa: S607
        environ = {
            **os.environ,
            "RAPPORTEUR_MODELS_DIR": str(models),
            "UV_CACHE_DIR": str(Path(folder) / "uv"),
            "PIP_CACHE_DIR": str(Path(folder) / "pip"),
        }
        started = time.perf_counter()
        with subprocess.Popen(["make", "install"], cwd=clone, env=environ) as first:  # noqa: S607
            environment = 0.0
            while first.poll() is None:
                if not environment and list((clone / ".venv").glob(".complete-*")):
                    environment = time.perf_counter() - started
                time.sleep(0.1)
        whole = time.perf_counter() - started
        if first.returncode:
            return first.returncode
        started = time.perf_counter()
        subprocess.run(["make", "install"], cwd=clone, env=environ, check=True, stdout=subprocess.DEVNULL)  # noqa: S607
        again = time.perf_counter() - started
        result = {
            "environment_seconds": round(environment, 1),
            "models_seconds": round(whole - environment, 1),
            "second_run_seconds": round(again, 2),
            "environment_mb": _size(clone / ".venv") // _MB,
            "models_mb": _size(models) // _MB,
        }
    harness.write(RESULT, result, before)
    harness.show(result)
    return 0


def _size(folder: Path) -> int:
    """Bytes of all files below a folder, each counted once however often it is linked."""
    seen = {
        (s.st_dev, s.st_ino): s.st_size for p in folder.rglob("*") if not p.is_symlink() for s in [p.stat()]
    }
    return sum(seen.values())
