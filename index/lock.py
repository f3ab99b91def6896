"""One writer at a time, across threads and processes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from core.errors import LibraryBusyError, StorageError

WAIT_SECONDS = 5.0


class WriteLock:
    """The right to change a library. Re-entrant within a thread; released by the operating system
    when its process dies, so a killed writer never leaves a library locked."""

    def __init__(self, home: Path, wait_seconds: float = WAIT_SECONDS) -> None:
        self._home = home
        self._wait_seconds = wait_seconds
        self._threads = threading.RLock()
        self._file = FileLock(str(home / "write.lock"), thread_local=False)

    @contextmanager
    def held(self, wait_seconds: float | None = None) -> Iterator[None]:
        """Hold the lock for a block. Raises LibraryBusyError after ``wait_seconds`` (unless given, those
        of the lock) of waiting for another process, StorageError when the lock file cannot be created."""
        with self._threads:
            try:
                self._file.acquire(timeout=self._wait_seconds if wait_seconds is None else wait_seconds)
            except Timeout:
                raise LibraryBusyError(
                    f"Another process is writing to the library in {str(self._home)!r}; "
                    "wait until it has finished and try again."
                ) from None
            except OSError as error:
                raise StorageError(
                    f"The library in {str(self._home)!r} cannot be written to ({error.strerror or error}); "
                    "check the folder's permissions and the free space, or choose another with --home."
                ) from error
            try:
                yield
            finally:
                self._file.release()
