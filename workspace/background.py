"""Work on a library that nobody waits for, while the page is open."""

import threading
from contextlib import suppress

from core.errors import LibraryError
from index import Library

_EVERY_S = 10.0


class Background:
    """Has a library catch up with what it has put off (`index.library.Library.catch_up`), in a thread of its
    own, until it is stopped."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="background", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it, and wait for the passages at hand, which take less than a second."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(_EVERY_S):
            with suppress(LibraryError):  # another process is writing, or the disk is full: tried again
                self._library.catch_up(self._stop)
