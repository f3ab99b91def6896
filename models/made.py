"""Model files that are made of others: where the publisher's own cannot be had."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models.manifest import Made, ModelFile
from models.sources import NotOffered, Source, Unavailable


@dataclass(frozen=True, slots=True)
class MadeSource:
    """Fetches what a file is made of from ``origin``, checks it, and converts it."""

    origin: Source

    @property
    def name(self) -> str:
        """Where it is had, and that it is converted."""
        return f"{self.origin.name}, converted,"

    def fetch(self, file: ModelFile, part: Path, scratch: Path, advance: Callable[[int], None]) -> None:
        """Write ``part`` whole; nothing that it holds is continued. Several files that are made of the same
        one fetch it once."""
        if file.made is None:
            raise NotOffered("does not have it")
        from models.convert import CONVERSIONS  # imports a library that nothing else needs

        source = scratch / file.made.source.name
        if not source.is_file():
            self._fetch(file.made, source, scratch, advance)
        try:
            part.write_bytes(CONVERSIONS[file.made.by](source))
        except ValueError as error:
            raise Unavailable(f"gave a file that cannot be converted ({error})") from None
        advance(file.bytes)

    def _fetch(self, made: Made, source: Path, scratch: Path, advance: Callable[[int], None]) -> None:
        incoming = source.with_name(f"{source.name}.part")
        self.origin.fetch(made.source, incoming, scratch, advance)
        with incoming.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if digest != made.source.sha256:
            incoming.unlink()
            raise Unavailable(
                f"gave {made.source.name} with sha256 {digest} where {made.source.sha256} is expected"
            )
        incoming.rename(source)
