"""The places that vectors are kept in, each as the tests need it: set up, emptied behind the library's back,
and made to fail."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx

from core.config import VectorsConfig
from index.vectors.server import ChromaServer


@dataclass(frozen=True)
class Place:
    """``empty`` deletes everything that is stored, behind the library's back."""

    settings: VectorsConfig
    empty: Callable[[Path], None]


class Server:
    """A Chroma server in a process of its own, with the package's own command."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.folder = folder
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        chroma = Path(sys.executable).with_name("chroma")
        command = [chroma, "run", "--path", self.folder, "--host", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            try:
                httpx.get(f"{self.url}/api/v2/heartbeat")
            except httpx.HTTPError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the Chroma server did not start")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


def chroma_folder(home: Path) -> Place:
    def empty(home: Path) -> None:
        import chromadb
        from chromadb.config import Settings

        client = chromadb.PersistentClient(
            str(home / "chroma"), settings=Settings(anonymized_telemetry=False)
        )
        _clear(client.get_collection("passages", embedding_function=None))
        client.close()

    return Place(VectorsConfig(), empty)


def chroma_server(server: Server, collection: str) -> Place:
    def empty(home: Path) -> None:
        store = ChromaServer(server.url, collection)
        _clear(store._opened().client)
        store.close()

    return Place(VectorsConfig(url=server.url, collection=collection), empty)


def _clear(collection: Any) -> None:
    collection.delete(ids=collection.get(include=[])["ids"])


def qdrant(folder: Path) -> Place:
    arguments = {"path": str(folder), "collection_name": "passages"}

    def empty(home: Path) -> None:
        store = qdrant_store(**arguments)
        store.clear()
        store.client.close()

    return Place(VectorsConfig(store=f"{__name__}:qdrant_store", arguments=arguments), empty)


def qdrant_store(path: str, collection_name: str) -> Any:
    from llama_index.vector_stores.qdrant import QdrantVectorStore
    from qdrant_client import QdrantClient

    return QdrantVectorStore(collection_name, client=QdrantClient(path=path))


def milvus(folder: Path) -> Place:
    folder.mkdir(exist_ok=True)
    arguments = {
        "uri": str(folder / "milvus.db"),
        "dim": "$dimension",
        "similarity_metric": "COSINE",
        "use_async_client": False,
    }

    def empty(home: Path) -> None:
        from llama_index.vector_stores.milvus import MilvusVectorStore

        store = MilvusVectorStore(**{**arguments, "dim": 32})
        store.clear()
        store.client.close()

    return Place(
        VectorsConfig(store="llama_index.vector_stores.milvus:MilvusVectorStore", arguments=arguments), empty
    )


def missing(*packages: str) -> str:
    """Why a store cannot be tested here, "" when it can."""
    absent = [name for name in packages if find_spec(name) is None]
    return f"{', '.join(absent)} not installed: it is in the extra `stores`" if absent else ""
