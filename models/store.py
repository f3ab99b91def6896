"""The models folder: where a file lies, and whether it is the file that it should be."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_cache_path

from core.errors import ModelError
from models import stamp
from models.manifest import Manifest, ModelFile, load_manifest
from models.sources import size_of

State = Literal["verified", "missing", "partial", "wrong", "unreadable"]


@dataclass(frozen=True, slots=True)
class FileStatus:
    """One file as it is on disk.

    ``present`` is how many of its bytes are there (of a ``partial`` one, those that a pull will
    not fetch again); ``sha256`` is what was found, ``""`` unless the state is verified or wrong.
    ``detail`` says why a file is unreadable.
    """

    file: ModelFile
    licence: str
    path: Path
    state: State
    present: int
    sha256: str = ""
    detail: str = ""

    @property
    def sentence(self) -> str:
        """What is so, and what to do about it."""
        where = f"The model file {self.path}"
        expected = f"{self.file.bytes:,} bytes, sha256 {self.file.sha256}"
        supply = (
            "restore it, or install Rapporteur again"
            if self.file.ships
            else (
                "run `rapporteur models pull`, or name a folder that has "
                f"{self.file.artefact}/{self.file.name} with --models-dir"
            )
        )
        match self.state:
            case "verified":
                return f"{where} is complete and verified ({expected})."
            case "missing":
                return f"{where} is missing ({expected}); {supply}."
            case "partial":
                return f"{where} is not complete ({self.present:,} of {expected}); {supply}."
            case "unreadable":
                return f"{where} cannot be read ({self.detail}); correct that, or {supply}."
            case "wrong":
                return (
                    f"{where} is not the file it should be: its sha256 is {self.sha256} ({self.present:,} "
                    f"bytes) and should be {self.file.sha256} ({self.file.bytes:,} bytes); {supply}."
                )

    def record(self) -> dict[str, Any]:
        """The same for JSON."""
        return {
            "artefact": self.file.artefact,
            "file": self.file.name,
            "licence": self.licence,
            "state": self.state,
            "bytes": self.file.bytes,
            "present": self.present,
            "sha256": self.file.sha256,
            "found_sha256": self.sha256,
            "path": str(self.path),
        }


def default_dir() -> Path:
    """The folder that every clone and home of this user shares."""
    return user_cache_path("rapporteur") / "models"


def model_path(
    artefact: str, file: str, models_dir: Path | None = None, *, manifest: Manifest | None = None
) -> Path:
    """The path of a model file that is there and is what the manifest says.

    Costs a ``stat`` once the file has been hashed (see ``models.stamp``). Raises ModelError when
    it is missing, incomplete or another file, UsageError when the manifest has no such entry.
    """
    entry = (manifest or load_manifest()).file(artefact, file)
    found = _status(entry, "", models_dir or default_dir(), again=False)
    if found.state != "verified":
        raise ModelError(found.sentence)
    return found.path


def status(
    models_dir: Path | None = None, names: Iterable[str] | None = None, *, manifest: Manifest | None = None
) -> tuple[FileStatus, ...]:
    """Every file of the named artefacts (or of all); hashes only what is not known yet."""
    return _all(models_dir, names, manifest, again=False)


def verify(
    models_dir: Path | None = None, names: Iterable[str] | None = None, *, manifest: Manifest | None = None
) -> tuple[FileStatus, ...]:
    """As ``status``, but every byte is read and hashed again."""
    return _all(models_dir, names, manifest, again=True)


def part_of(path: Path) -> Path:
    """Where a file is kept until it is complete and verified."""
    return path.with_name(path.name + ".part")


def _all(
    models_dir: Path | None, names: Iterable[str] | None, manifest: Manifest | None, *, again: bool
) -> tuple[FileStatus, ...]:
    folder = models_dir or default_dir()
    return tuple(
        _status(file, artefact.licence, folder, again=again)
        for artefact in (manifest or load_manifest()).select(names)
        for file in artefact.files
    )


def _status(file: ModelFile, licence: str, models_dir: Path, *, again: bool) -> FileStatus:
    path = file.path(models_dir)
    try:
        if not path.exists():
            present = size_of(part_of(path))
            return FileStatus(file, licence, path, "partial" if present else "missing", present)
        digest = stamp.rehash(path) if again else stamp.sha256_of(path)
        accepted = file.accepted(digest)
        state: State = "wrong" if accepted is None else "verified"
        return FileStatus(accepted or file, licence, path, state, size_of(path), digest)
    except OSError as error:
        return FileStatus(file, licence, path, "unreadable", 0, detail=error.strerror or str(error))
