"""Conversations that outlive the page: kept in one SQLite file of the home folder, deletable for good."""

import json
import secrets
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from core.documents import answer_document, answer_of, filters_document, filters_of
from core.errors import UsageError
from core.records import Answer, Filters
from core.sqlite_file import SqliteFile, now, unreadable

FILE = "conversations.sqlite3"
_TITLE_CHARACTERS = 80

_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, changed TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS conversations_by_owner ON conversations (owner, changed);
CREATE TABLE IF NOT EXISTS turns (
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    number INTEGER NOT NULL, document TEXT NOT NULL, PRIMARY KEY (conversation, number)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer. ``number`` counts from 1; ``asked`` are the filters that the person
    set, and ``infer`` whether others were read from the question: with both it can be asked again."""

    number: int
    question: str
    asked: Filters
    infer: bool
    answer: Answer


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """``changed`` is an ISO 8601 time in UTC; ``title`` the first question, shortened."""

    id: str
    title: str
    changed: str
    exchanges: int


class Conversations:
    """The conversations of a home folder. Safe to share between threads and processes.

    ``owner`` is the name that a person logged in with, ``""`` where nobody logs in; nobody sees, or can
    delete, another's. Raises StorageError when the file can't be used.
    """

    def __init__(self, home: Path) -> None:
        self._file = SqliteFile(home / FILE, _SCHEMA, "The conversations")

    def save(self, conversation: str, exchange: Exchange, owner: str = "") -> str:
        """Keep an exchange, in the place of an earlier one of the same number; the conversation's id,
        which is a new one where ``conversation`` is ``""``. Raises UsageError for an unknown id."""
        document = {
            "question": exchange.question,
            "asked": filters_document(exchange.asked),
            "infer": exchange.infer,
            "answer": answer_document(exchange.answer),
        }
        at = now()
        with self._file.changing() as connection:
            if conversation:
                self._require(connection, conversation, owner)
                connection.execute("UPDATE conversations SET changed = ? WHERE id = ?", (at, conversation))
            else:
                conversation = secrets.token_hex(8)
                title = exchange.question[:_TITLE_CHARACTERS]
                connection.execute(
                    "INSERT INTO conversations VALUES (?, ?, ?, ?)", (conversation, owner, title, at)
                )
            connection.execute(
                "INSERT OR REPLACE INTO turns VALUES (?, ?, ?)",
                (conversation, exchange.number, json.dumps(document, ensure_ascii=False)),
            )
        return conversation

    def summaries(self, owner: str = "") -> tuple[ConversationSummary, ...]:
        """The owner's conversations, the latest first."""
        with self._file.reading() as connection:
            rows = connection.execute(
                "SELECT id, title, changed, (SELECT count(*) FROM turns WHERE conversation = id)"
                " FROM conversations WHERE owner = ? ORDER BY changed DESC",
                (owner,),
            ).fetchall()
        return tuple(ConversationSummary(*row) for row in rows)

    def load(self, conversation: str, owner: str = "") -> tuple[Exchange, ...]:
        """A conversation's exchanges in order, exactly as they were kept. Raises UsageError for an
        unknown id."""
        with self._file.reading() as connection:
            self._require(connection, conversation, owner)
            rows = connection.execute(
                "SELECT number, document FROM turns WHERE conversation = ? ORDER BY number", (conversation,)
            ).fetchall()
        return tuple(_exchange(number, document) for number, document in rows)

    def drop(self, conversation: str, number: int, owner: str = "") -> None:
        """Forget one exchange, which is about to be asked again."""
        with self._file.changing() as connection:
            self._require(connection, conversation, owner)
            connection.execute(
                "DELETE FROM turns WHERE conversation = ? AND number = ?", (conversation, number)
            )

    def delete(self, conversation: str, owner: str = "") -> None:
        """Delete for good: nothing of it stays in the file. Raises UsageError for an unknown id."""
        with self._file.changing() as connection:
            self._require(connection, conversation, owner)
            connection.execute("DELETE FROM conversations WHERE id = ?", (conversation,))
        self._file.scrub()

    def _require(self, connection: sqlite3.Connection, conversation: str, owner: str) -> None:
        row = connection.execute(
            "SELECT 1 FROM conversations WHERE id = ? AND owner = ?", (conversation, owner)
        ).fetchone()
        if row is None:
            raise UsageError("That conversation is no longer there; it may have been deleted elsewhere.")


def _exchange(number: int, document: str) -> Exchange:
    try:
        read = json.loads(document)
        return Exchange(
            number,
            read["question"],
            filters_of(read["asked"]),
            bool(read["infer"]),
            answer_of(read["answer"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable(f"Question {number} of the conversation", error) from None
