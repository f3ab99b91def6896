"""Make ``.venv`` from requirements.lock, so that a machine with Python 3.11+ needs nothing else.

    python3 tools/install.py --uv VERSION --torch-backend cpu --stamp .venv/.complete

pip makes the first step, because pip is what a machine is configured for: mirrors, folders of
wheels, certificates. uv does the rest, being many times faster, but does not read pip's
configuration; so pip is asked what it is configured with and uv is told. Standard library only.

The stamp is written last. A set-up that was interrupted is begun anew, one that is complete for an
older lock file is brought up to date.
"""

# ruff: noqa: S603 - the commands are made here

import argparse
import ast
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this may have an older one
    sys.exit("Rapporteur needs Python 3.11 or newer; name one with `make install PYTHON=python3.11`.")

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UNDER_WAY = VENV / ".under-way"
# Named by path: another environment may be active in the shell that called make.
UV_INSTALL: Sequence[str] = [str(PYTHON), "-m", "uv", "pip", "install", "--python", str(PYTHON)]


class SetupError(Exception):
    """A step failed; the message says which, and what to do."""


def main() -> int:
    """Exit status 0 when the environment is complete, else 1 with one sentence on stderr."""
    parser = argparse.ArgumentParser(description="Make .venv from requirements.lock.")
    parser.add_argument("--uv", required=True, metavar="VERSION", help="version of uv to install with")
    parser.add_argument(
        "--torch-backend", default="cpu", help="cpu, cu128, auto, …, or none for the index's own"
    )
    parser.add_argument("--stamp", required=True, type=Path, help="file to write when all is done")
    options = parser.parse_args()
    try:
        install(options.uv, options.torch_backend, options.stamp)
    except SetupError as error:
        return say(str(error))
    except OSError as error:
        return say(f"The environment {VENV} could not be written ({error}); correct that.")
    return 0


def install(uv: str, torch_backend: str, stamp: Path) -> None:
    """Bring ``.venv`` to what requirements.lock says. Raises SetupError, OSError."""
    if UNDER_WAY.exists() or (VENV.exists() and not _usable()):
        say("The environment .venv is incomplete or was moved; making it anew.")
        shutil.rmtree(VENV)
    VENV.mkdir(exist_ok=True)
    for old in VENV.glob(".complete*"):
        old.unlink()
    UNDER_WAY.touch()
    if not _usable():
        run(
            [sys.executable, "-m", "venv", str(VENV)],
            "The environment .venv could not be made; on Debian and Ubuntu, `apt-get install python3-venv`"
            " first.",
        )
    run(
        [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"uv=={uv}"],
        f"The installer uv {uv} could not be had from the package index; check the network and pip's "
        "configuration (`pip config list`).",
    )
    settings = pip_settings()
    flags, variables = uv_settings(settings)
    backend = (
        [] if torch_backend in ("", "none") or holds_torch(settings) else ["--torch-backend", torch_backend]
    )
    run(
        # Compiled now, or every start of a read-only or cautious Python would compile them again.
        [*UV_INSTALL, "--compile-bytecode", *flags, *backend, "-r", str(ROOT / "requirements.lock")],
        "The packages of requirements.lock could not be installed, see above; "
        + (
            f"if it is PyTorch's own index (for {torch_backend!r}) that cannot be reached, run "
            "`make install TORCH_BACKEND=none`, which takes PyTorch from the package index (on Linux with "
            "several GB of CUDA libraries), or configure pip with a find-links folder that has a torch wheel."
            if backend
            else "check the network and pip's configuration (`pip config list`)."
        ),
        variables,
    )
    run(
        [*UV_INSTALL, "--quiet", *flags, "--no-deps", "--no-build-isolation", "-e", str(ROOT)],
        "The command `rapporteur` could not be installed into .venv, see above.",
        variables,
    )
    stamp.touch()
    UNDER_WAY.unlink()


def pip_settings() -> dict[str, list[str]]:
    """What pip is configured with, by option name; the strongest place that names an option wins.

    pip lets an option in the environment replace that of ``[install]`` in its files, and that the
    one of ``[global]``. Options that take several values separate them by white space.
    """
    output = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    found: dict[str, tuple[int, list[str]]] = {}
    for line in output.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.rpartition(".")
        if section not in _SECTIONS or not value.startswith(("'", '"')):
            continue
        rank = _SECTIONS.index(section)
        if name not in found or rank >= found[name][0]:
            found[name] = (rank, str(ast.literal_eval(value)).split())
    return {name: values for name, (_, values) in found.items()}


_SECTIONS = ("global", "install", ":env:")


def uv_settings(settings: dict[str, list[str]]) -> tuple[list[str], dict[str, str]]:
    """The same for uv: command-line flags, and variables for its environment.

    Addresses, which may hold passwords, go into variables: a command line can be read by others.
    What the person has set for uv itself stands.
    """
    variables: dict[str, str] = {}
    for option, name, separator in (
        ("find-links", "UV_FIND_LINKS", ","),
        ("index-url", "UV_INDEX_URL", " "),
        ("extra-index-url", "UV_EXTRA_INDEX_URL", " "),
        ("trusted-host", "UV_INSECURE_HOST", " "),
        ("cert", "SSL_CERT_FILE", " "),
        ("client-cert", "SSL_CLIENT_CERT", " "),
        ("proxy", "HTTPS_PROXY", " "),
        ("proxy", "HTTP_PROXY", " "),
        ("timeout", "UV_HTTP_TIMEOUT", " "),
        ("default-timeout", "UV_HTTP_TIMEOUT", " "),
    ):
        if values := settings.get(option):
            variables[name] = separator.join(values)
    if settings.get("extra-index-url"):
        # pip looks in all its indexes for the version asked for; uv by itself only in the first that
        # has the package. Whoever configured several wants what pip does.
        variables["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    variables = {name: value for name, value in variables.items() if name not in os.environ}
    no_index = settings.get("no-index", ["false"])[0].lower() in ("1", "true", "yes", "on")
    return (["--no-index"] if no_index else []), variables


def holds_torch(settings: dict[str, list[str]]) -> bool:
    """Whether a find-links folder or page of pip's has torch for this Python, which then is meant."""
    wheel = re.compile(rf"torch-[^\s/\"'<>]*-cp{sys.version_info.major}{sys.version_info.minor}-")
    for place in settings.get("find-links", []):
        folder = Path(urllib.request.url2pathname(place.removeprefix("file://"))).expanduser()
        names = ""
        if folder.is_dir():
            names = "\n".join(path.name for path in folder.iterdir())
        elif place.startswith(("http://", "https://")):
            try:
                with urllib.request.urlopen(place, timeout=10) as page:  # noqa: S310 - http(s), checked above
                    names = page.read().decode("utf-8", "replace")
            except OSError:
                continue  # uv will say so, if it matters
        if wheel.search(names):
            return True
    return False


def _usable() -> bool:
    """Whether .venv has a Python that is new enough, has pip, and was made where it now lies."""
    check = "import pip, sys; print(sys.prefix if sys.version_info >= (3, 11) else '')"
    try:
        result = subprocess.run([str(PYTHON), "-c", check], capture_output=True, text=True, check=False)
    except OSError:
        return False
    scripts = [path for path in (VENV / "bin").glob("pip*") if path.is_file()]
    here = any(str(VENV).encode() in path.read_bytes()[:512] for path in scripts)
    return result.stdout.strip() == str(VENV) and here


def run(command: list[str], sentence: str, variables: dict[str, str] | None = None) -> None:
    """Run a command with ``variables`` added to the environment. Raises SetupError(sentence) if it fails."""
    if subprocess.run(command, env={**os.environ, **(variables or {})}, check=False).returncode:
        raise SetupError(sentence)


def say(sentence: str) -> int:
    """One sentence for the person, and the exit status of a failure."""
    sys.stderr.write(f"{sentence}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
