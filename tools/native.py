"""Build the engine of the embedded model for this machine's own processor: ``python3 tools/native.py``.

The wheel that requirements.lock names runs on any processor of its kind; built here from the same release's
source, llama.cpp uses what this one can do, and reads and writes faster (``benchmarks/results/native.json``).
Needs a C++ compiler and cmake, and some minutes. `make clean install` brings the wheel back. Standard library
only.
"""

import re
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from install import ROOT, UV_INSTALL, SetupError, pip_settings, run, say, uv_settings

ENGINE = "xllamacpp"
# What answers don't need and would be fetched from elsewhere: grammars of another kind, and TLS.
CMAKE_ARGS = "-DLLAMA_LLGUIDANCE=OFF -DLLAMA_BUILD_BORINGSSL=OFF"


def main() -> int:
    """Exit status 0 when the engine is installed, else 1 with one sentence on stderr."""
    try:
        build()
    except SetupError as error:
        return say(str(error))
    return 0


def build() -> None:
    """Build and install the locked release of the engine. Raises SetupError."""
    missing = [name for name in ("cmake", "c++") if shutil.which(name) is None]
    if missing:
        raise SetupError(
            f"The engine can't be built without {' and '.join(missing)}; on Debian and Ubuntu, "
            "`apt-get install cmake g++` first."
        )
    flags, variables = uv_settings(pip_settings())
    run(
        [*UV_INSTALL, *flags, "--no-deps", "--no-binary", ENGINE, "--reinstall-package", ENGINE, locked()],
        f"The engine {locked()} could not be built, see above; the one that was there is still in use.",
        {**variables, "CMAKE_ARGS": CMAKE_ARGS},
    )


def locked() -> str:
    """The engine's release as requirements.lock names it. Raises SetupError."""
    found = re.search(rf"^{ENGINE}==[^\s;]+", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    if found is None:
        raise SetupError(f"requirements.lock names no {ENGINE}; take the file from the repository again.")
    return found[0]


if __name__ == "__main__":
    sys.exit(main())
