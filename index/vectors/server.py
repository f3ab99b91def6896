"""The vectors in a Chroma server."""

import os
from typing import Any
from urllib.parse import urlsplit

from core.errors import ConfigError
from index.vectors.chroma import ChromaStore
from index.vectors.store import VectorStoreError

TOKEN = "RAPPORTEUR_VECTORS_TOKEN"  # noqa: S105  the variable's name


class ChromaServer(ChromaStore):
    """A collection of a Chroma server. Its state is the collection's own id and how many vectors it has;
    when that is another than it was left with, every vector is compared with the catalogue."""

    def __init__(self, url: str, collection: str) -> None:
        super().__init__(collection)
        parts = urlsplit(url)
        try:
            self._port = parts.port or (443 if parts.scheme == "https" else 8000)
        except ValueError:
            self._port = 0
        if parts.scheme not in ("http", "https") or not parts.hostname or not self._port:
            raise ConfigError(f"[vectors] url = {url!r} is no address; write http://localhost:8000.")
        self._url, self._host, self._ssl = url, parts.hostname, parts.scheme == "https"

    def exists(self) -> bool:
        with self._guarded():
            return self._name in [collection.name for collection in self._connect().list_collections()]

    def signature(self) -> str:
        try:
            with self._guarded():
                collection = self._opened().client
                return f"{self._url} {collection.id} {collection.count()}"
        except VectorStoreError:
            self.close()
            return ""

    def only_opened(self, signature: str) -> bool:
        return bool(signature) and signature == self.signature()

    def digest(self) -> str:
        return ""

    def loads(self) -> bool:
        return bool(self.signature())

    def create(self, encoder: str) -> None:
        self.close()
        with self._guarded():
            if self.exists():
                self._connect().delete_collection(self._name)
            self._make(encoder)

    def close(self) -> None:
        from chromadb.api.shared_system_client import SharedSystemClient

        client = self._client
        super().close()
        if client is not None and client._identifier not in SharedSystemClient._identifier_to_system:
            client._server._session.close()  # which the last client of a server leaves open

    def scrub(self) -> None:
        """Its files are the server's affair."""

    def vacuum(self) -> None:
        """Its files are the server's affair."""

    def _apply(self) -> None:
        """A server does so by itself."""

    def _connected(self) -> Any:
        import chromadb
        from chromadb.config import Settings

        # Chroma itself asks nobody who they are; a proxy before it does.
        token = os.environ.get(TOKEN, "")
        return chromadb.HttpClient(
            self._host,
            self._port,
            ssl=self._ssl,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            settings=Settings(anonymized_telemetry=False),
        )
