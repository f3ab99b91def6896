"""How documents get into a library: from files, folders, archives, uploads and addresses."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from core.delegations import Gazetteer
from core.errors import UnreadableError
from core.records import Adding, Statement
from index import Library
from ingest import Item, Refused, count, discover, expand, fetched, uploaded
from ingest.sources.fetch import fetch
from workspace.storing import Reading, store

CORPUS = Path(__file__).parents[1] / "corpus"
_OFFERED = "offered"  # under which the library remembers the fingerprints of what shipped with it


class Intake:
    """Brings documents into a library, and corrects what is known about them."""

    def __init__(self, library: Library, gazetteer: Gazetteer) -> None:
        self._library = library
        self._gazetteer = gazetteer

    def add(
        self,
        items: Iterable[Item | Refused],
        *,
        total: int | None = None,
        stop: threading.Event | None = None,
        reading: Reading | None = None,
    ) -> Iterator[Adding]:
        """See :func:`workspace.storing.store`."""
        return store(self._library, self._gazetteer, items, total=total, stop=stop, reading=reading)

    def ingest(
        self,
        inputs: Iterable[Path | str],
        *,
        stop: threading.Event | None = None,
        reading: Reading | None = None,
    ) -> Iterator[Adding]:
        """Read and store files, folders, archives and addresses (``http://…``), reporting each document;
        one that can't be read doesn't stop the rest. ``reading`` as in :func:`workspace.storing.store`.
        Raises LibraryError when nothing can be stored."""
        listed = list(inputs)
        urls = [str(entry) for entry in listed if _is_address(entry)]
        paths = [Path(entry) for entry in listed if not _is_address(entry)]
        known = count(paths)
        total = None if known is None else known + len(urls)
        return self.add(chain(discover(paths), _fetched(urls)), total=total, stop=stop, reading=reading)

    def add_files(
        self, files: Sequence[tuple[str, Path]], *, stop: threading.Event | None = None
    ) -> Iterator[Adding]:
        """Add what was uploaded: (name as the person knows it, where the upload lies)."""
        items = (item for name, path in files for item in _received(name, path))
        return self.add(items, total=len(files), stop=stop)

    def add_url(self, url: str, *, stop: threading.Event | None = None) -> Iterator[Adding]:
        """Fetch one page or document, and add it."""
        return self.add(_fetched([url]), total=1, stop=stop)

    def add_corpus(self, folder: Path = CORPUS) -> tuple[Adding, ...]:
        """Store the statements that ship; those already stored are skipped, and those that a person has
        removed stay removed."""
        if not folder.is_dir():
            return ()
        offered = set(self._library.recall(_OFFERED).split())
        items = [
            item
            for item in discover([folder])
            if isinstance(item, Refused)
            or item.fingerprint not in offered
            or self._library.known(item.origin, item.fingerprint)
        ]
        steps = tuple(self.add(items, total=len(items)))
        offered_now = offered | {item.fingerprint for item in items if isinstance(item, Item)}
        if offered_now != offered:
            self._library.remember(_OFFERED, " ".join(sorted(offered_now)))
        return steps

    def edit(self, statement_id: str, changes: Mapping[str, str]) -> Statement:
        """Correct fields by hand. Delegations may be given by name. Raises UsageError or LibraryError."""
        return self._library.edit(statement_id, {name: self._coded(name, changes[name]) for name in changes})

    def _coded(self, field: str, value: str) -> str:
        if field.rpartition(".")[2] not in ("delegation", "on_behalf_of") or not value.strip():
            return value
        return self._gazetteer.coded(value)


def _received(name: str, path: Path) -> Iterator[Item | Refused]:
    try:
        yield from expand(uploaded(path.read_bytes(), name))
    except OSError as error:
        yield Refused(name, name, f"{name} could not be received ({error.strerror}); add it again.")


def _fetched(urls: Iterable[str]) -> Iterator[Item | Refused]:
    for url in urls:
        try:
            got = fetch(url)
            yield from expand(fetched(got.data, got.url, got.name))
        except UnreadableError as error:
            yield Refused(url, url, str(error))


def _is_address(entry: Path | str) -> bool:
    return isinstance(entry, str) and entry.lower().startswith(("http://", "https://"))
