"""What a number depends on beside the code: the machine, the versions, the commit."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from core.cores import usable_cores

_PACKAGES = (
    "chromadb",
    "gradio",
    "llama-index-core",
    "llama-index-vector-stores-chroma",
    "numpy",
    "onnxruntime",
    "sentence-transformers",
    "tokenizers",
    "xllamacpp",
)
_RESULTS = (":!benchmarks/results", ":!evals/results")
_DROP = Path("/proc/sys/vm/drop_caches")


def facts(root: Path) -> dict[str, Any]:
    """Everything that belongs beside a measurement; ``root`` is the repository. No path, no name.
    ``dirty`` is whether anything but earlier results differs from the commit."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _git(root, "rev-parse", "HEAD"),
        "dirty": bool(_git(root, "status", "--porcelain", "--", ".", *_RESULTS)),
        "machine": {
            "system": f"{platform.system()} {platform.machine()}",
            "processor": _processor(),
            "cores": usable_cores(),
            "memory_bytes": _memory(),
            "load_before": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        },
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in _PACKAGES},
    }


def drop_page_cache() -> bool:
    """Have Linux forget what it read from disk, so that a start is a cold one. False when that is not
    possible here: another system, or not the administrator."""
    try:
        os.sync()
        _DROP.write_text("3\n")
    except (OSError, AttributeError):
        return False
    return True


def _memory() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return None


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.lower().startswith("model name")]
    return names[0] if names else platform.machine()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _git(root: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
