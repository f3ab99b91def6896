"""Resolve requirements.lock from pyproject.toml, for Python 3.11 and every platform we support.

    .venv/bin/python tools/lock.py

Local versions (torch 2.13.0+cpu) are written without their suffix: which build of a package is
taken is decided where it is installed, see tools/install.py.
"""

import os
import re
import subprocess
import sys

from install import PYTHON, ROOT, pip_settings, uv_settings


def main() -> int:
    """Exit status of the resolver; the lock is only changed when that is 0."""
    flags, variables = uv_settings(pip_settings())
    # fmt: off
    command = [
        str(PYTHON), "-m", "uv", "pip", "compile", "pyproject.toml", "--extra", "dev",
        "--python-version", "3.11", "--quiet", "--no-emit-find-links", "--no-emit-index-url",
        "--custom-compile-command", "make lock", *flags, *sys.argv[1:],
    ]
    # fmt: on
    result = subprocess.run(  # noqa: S603 - the command is made here
        command, cwd=ROOT, env={**os.environ, **variables}, stdout=subprocess.PIPE, text=True, check=False
    )
    if result.returncode == 0:
        lock = re.sub(r"(?m)^([A-Za-z0-9._-]+==[^\s;+]+)\+[^\s;]+", r"\1", result.stdout)
        (ROOT / "requirements.lock").write_text(lock, encoding="utf-8")
    return result.returncode


if __name__ == "__main__":
    sys.exit(main())
