"""Where the data of a measurement are, and how its result is written.

A result file says under ``made`` which command made it, at which commit, on which machine and with which
versions, so that a figure that is quoted can be made again.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from core.errors import RapporteurError
from measure.machine import facts

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"  # development data, which lie beside the repository
GOLD = ROOT / "evals" / "gold"
EVALS = ROOT / "evals" / "results"
BENCHMARKS = ROOT / "benchmarks" / "results"


@dataclass(frozen=True, slots=True)
class Part:
    """A measurement that can be run by itself: ``place`` is its function, "module:name", which takes the
    part's own options and returns an exit status. One that is not run ``unnamed`` has to be asked for."""

    place: str
    about: str
    unnamed: bool = True

    def run(self, options: Sequence[str]) -> int:
        """Import it and run it. Raises RapporteurError."""
        module, _, name = self.place.partition(":")
        function: Callable[[Sequence[str]], int] = getattr(import_module(module), name)
        return function(options)


def run(package: str, about: str, parts: Mapping[str, Part], argv: Sequence[str]) -> int:
    """Run the parts that are named, or all; not 0 when one of them failed, 2 for a call that makes no sense.
    One part's name may be followed by options of its own."""
    if any(argument in ("-h", "--help") for argument in argv[:1]):
        listed = "\n".join(f"  {name:12} {part.about}" for name, part in parts.items())
        sys.stdout.write(f"{about}\n{listed}\n")
        return 0
    named = [argument for argument in argv if argument in parts]
    options = [argument for argument in argv if argument not in parts]
    if options and len(named) != 1:
        sys.stderr.write(f"{package}: {options[0]!r} is no part; the parts are {', '.join(parts)}.\n")
        return 2
    failed = 0
    for name in named or [name for name, part in parts.items() if part.unnamed]:
        sys.stderr.write(f"{name}: {parts[name].about}\n")
        try:
            failed |= parts[name].run(options)
        except RapporteurError as error:
            sys.stderr.write(f"{name}: {error}\n")
            failed |= error.exit_status
    return failed


def parser(package: str, part: str, about: str | None) -> argparse.ArgumentParser:
    """The command line of one part, described by the first line of its module's docstring."""
    return argparse.ArgumentParser(
        prog=f"python -m {package} {part}", description=(about or "").partition("\n")[0]
    )


def lacks(part: str, *paths: Path) -> bool:
    """Whether development data that a part needs are missing, which is said on standard error."""
    missing = next((path for path in paths if not path.exists()), None)
    if missing is None:
        return False
    named = missing.relative_to(ROOT.parent) if missing.is_relative_to(ROOT.parent) else missing
    sys.stderr.write(f"{part}: {named} is not here; left out.\n")
    return True


def write(path: Path, result: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> None:
    """Store a result with the circumstances that it was made in: ``before`` where they were noted
    beforehand, as a measurement of time must."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {**result, "made": {"by": command(sys.argv), **(before or facts(ROOT))}}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")


def show(result: Any) -> None:
    """Print what a reader looks for first."""
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=1) + "\n")


def command(argv: Iterable[str]) -> str:
    """What was typed, with the paths of this machine left out. ``argv`` begins with the module's file, as
    Python has it after ``-m``."""
    program, *arguments = argv
    file = Path(program)
    parts = file.relative_to(ROOT).parts if file.is_relative_to(ROOT) else file.parts[-2:]
    package = ".".join(Path(*parts).with_suffix("").parts).removesuffix(".__main__")
    return " ".join(["python -m", package, *(a if not Path(a).is_absolute() else "…" for a in arguments)])
