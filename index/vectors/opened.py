"""The vector store that the settings name."""

import hashlib
from pathlib import Path

from core.config import VectorsConfig
from index.models.encoder import Encoder
from index.vectors.folder import ChromaFolder
from index.vectors.other import OtherStore
from index.vectors.server import ChromaServer
from index.vectors.store import VectorStore

FOLDER = "chroma"


def vector_store(home: Path, settings: VectorsConfig, encoder: Encoder) -> VectorStore:
    """The store of the library in ``home``; it is opened when it is first needed. Raises ConfigError."""
    if settings.store:
        return OtherStore(settings.store, settings.arguments, encoder.fingerprint, encoder.dimension)
    if settings.url:
        own = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
        return ChromaServer(settings.url, settings.collection or f"rapporteur-{own}")
    return ChromaFolder(home / FOLDER)
