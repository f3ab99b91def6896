"""Retrieval collections in BEIR's layout (Thakur et al., "BEIR", NeurIPS 2021), read and ingested.

corpus.jsonl    {"_id", "title", "text"}
queries.jsonl   {"_id", "text"}
qrels/test.tsv  query, document and grade, separated by tabs
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

from core.delegations import Gazetteer
from core.errors import UnreadableError, UsageError
from core.records import Hit
from index import Library
from index.models.onnx import Progress
from index.store.catalogue import Entry
from ingest import passages, understand


@dataclass(frozen=True, slots=True)
class Collection:
    """A folder with the questions that are judged. ``judgements`` holds a grade by document for each
    of ``queries``, at least one of them above 0."""

    folder: Path
    queries: Mapping[str, str]
    judgements: Mapping[str, Mapping[str, int]]

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.resolve().name

    def documents(self) -> Iterator[tuple[str, str, str]]:
        """(id, title, text) of every document, read as they are needed. Raises UsageError."""
        for line in _lines(self.folder / "corpus.jsonl"):
            yield str(line["_id"]), str(line.get("title") or ""), str(line.get("text") or "")


def read_collection(folder: Path) -> Collection:
    """The collection in ``folder``; questions without a relevant document are left out, as trec_eval
    does. Raises UsageError naming the file, and the line, that can't be used."""
    path = folder / "qrels" / "test.tsv"
    judgements: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_text(path).split("\n"), start=1):
        fields = line.split("\t") if "\t" in line else line.split()  # ids may have spaces in them
        if not line.strip() or (number == 1 and not _is_grade(fields[-1])):
            continue
        # trec's own files have four columns, the second of which means nothing
        if len(fields) not in (3, 4) or not _is_grade(fields[-1]):
            raise UsageError(
                f"{path}, line {number} is not a judgement; "
                "write query, document and grade, with tabs between."
            )
        judgements.setdefault(fields[0], {})[fields[-2]] = int(float(fields[-1]))
    relevant = {q: grades for q, grades in judgements.items() if any(g > 0 for g in grades.values())}
    queries = {
        str(line["_id"]): str(line.get("text") or "")
        for line in _lines(folder / "queries.jsonl")
        if str(line["_id"]) in relevant
    }
    if not queries:
        raise UsageError(
            f"{folder} has no question with a relevant document; check queries.jsonl and {path}."
        )
    return Collection(folder, queries, {query: relevant[query] for query in queries})


def ingest_collection(
    collection: Collection, library: Library, gazetteer: Gazetteer, progress: Progress | None = None
) -> tuple[dict[str, list[str]], int]:
    """Store every document as a statement, as a file would be. Returns the documents' ids by statement
    (two documents of the same words are one statement), and how many could not be read."""
    ids: dict[str, list[str]] = {}
    refused = 0

    def entries() -> Iterator[Entry]:
        nonlocal refused
        for document, title, text in collection.documents():
            beside = {"title": title} if title else {}
            try:
                # one name for all: a document's number is not to be taken for a year
                statement = understand(
                    text.encode(errors="replace"), "document.txt", gazetteer, side_car=beside
                )
            except UnreadableError:
                refused += 1
                continue
            statement = replace(statement, origin=document)
            ids.setdefault(statement.id, []).append(document)
            yield Entry(statement, passages(statement, gazetteer))

    library.put_many(entries(), progress)
    return ids, refused


def ranked_documents(hits: Sequence[Hit], ids: Mapping[str, Sequence[str]]) -> list[str]:
    """Documents in the order of their best paragraph; what was folded into a hit follows it at once."""
    sources = (source for hit in hits for source in (hit.source, *hit.duplicates))
    return list(dict.fromkeys(d for source in sources for d in ids.get(source.statement_id, ())))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with _opened(path) as file:
        try:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    value = json.loads(line)
                    if not isinstance(value, dict) or "_id" not in value:
                        raise UsageError(f'{path}, line {number} has no "_id"; every line needs one.')
                    yield value
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            raise UsageError(f"{path} is not JSON lines in UTF-8 ({error}); correct it.") from None


def _text(path: Path) -> str:
    with _opened(path) as file:
        try:
            return file.read()
        except UnicodeDecodeError as error:
            raise UsageError(f"{path} is not UTF-8 ({error}); correct it.") from None


def _opened(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"{path} could not be read ({error.strerror}); "
            "a collection needs corpus.jsonl, queries.jsonl and qrels/test.tsv."
        ) from None


def _is_grade(text: str) -> bool:
    try:
        return float(text) == int(float(text))
    except (ValueError, OverflowError):
        return False
