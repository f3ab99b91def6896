"""The vectors in a Chroma folder of the library's own.

HNSW files that changed since they were left in order are tried in another process first, because a damaged
one ends the process that loads it.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from index.vectors import chromafiles
from index.vectors.chroma import ChromaStore

COLLECTION = "passages"
_TRIAL_SECONDS = 300
_TRIAL = """
import sys, chromadb
from chromadb.config import Settings
client = chromadb.PersistentClient(sys.argv[1], settings=Settings(anonymized_telemetry=False))
collection = client.get_collection(sys.argv[2], embedding_function=None)
ids = collection.get(include=[])["ids"]
for at in range(0, len(ids), 1000):
    first = collection.get(ids=ids[at : at + 1000], include=["embeddings"])["embeddings"][0]
    assert collection.query(query_embeddings=[first], n_results=1, include=["distances"])["ids"][0]
"""


class ChromaFolder(ChromaStore):
    """A collection of an embedded Chroma. Its state is that of its files."""

    def __init__(self, folder: Path) -> None:
        super().__init__(COLLECTION)
        self._folder = folder

    def exists(self) -> bool:
        return self._folder.exists()

    def signature(self) -> str:
        """Names, sizes and times of change of the store's files."""
        return chromafiles.signature(self._folder)

    def only_opened(self, signature: str) -> bool:
        return chromafiles.only_opened(self._folder, signature)

    def digest(self) -> str:
        """Hash of what the store's files hold, ``""`` when they are damaged. Another than it was means
        damage, unless somebody else has changed the vectors."""
        return chromafiles.digest(self._folder)

    def loads(self) -> bool:
        """Whether the store can be opened, every vector read and a question asked, tried in a process of
        its own, because a damaged HNSW file ends the process that loads it."""
        trial = [sys.executable, "-c", _TRIAL, str(self._folder), COLLECTION]
        try:
            done = subprocess.run(trial, capture_output=True, timeout=_TRIAL_SECONDS, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0

    def create(self, encoder: str) -> None:
        self.close()
        self._forget_failed_start()
        with self._guarded():
            if self._folder.is_dir() and not self._folder.is_symlink():
                shutil.rmtree(self._folder)
            else:
                self._folder.unlink(missing_ok=True)
            self._make(encoder)

    def scrub(self) -> None:
        """Clear what Chroma has written of its process's memory into unused room of its files."""
        with self._guarded():
            chromafiles.scrub(self._folder)

    def vacuum(self) -> None:
        """Write the rows that were deleted out of the store's file. The store is closed by it."""
        self.close()
        with self._guarded():
            chromafiles.vacuum(self._folder)

    def _apply(self) -> None:
        """Chroma logs a change and applies it at the next question; ask, so that readers need not write."""
        collection = self._opened().client
        if collection.count():
            first: Any = collection.get(limit=1, include=["embeddings"])["embeddings"]
            if first is not None:
                collection.query(query_embeddings=[first[0]], n_results=1, include=["distances"])

    def _connected(self) -> Any:
        import chromadb
        from chromadb.config import Settings

        return chromadb.PersistentClient(str(self._folder), settings=Settings(anonymized_telemetry=False))

    def _forget_failed_start(self) -> None:
        """Chroma remembers a start that failed, by folder, and would fail again on a good one."""
        from chromadb.api.shared_system_client import SharedSystemClient

        SharedSystemClient.clear_system_cache()
