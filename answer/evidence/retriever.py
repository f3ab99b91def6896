"""What answering needs of the library, so that ``answer`` depends on no index."""

from collections.abc import Collection, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.records import (
    Filters,
    Mentions,
    Scope,
    SearchResult,
    Source,
    Speaker,
    Statement,
    StatementSummary,
)


class Searches(Protocol):
    """What finds paragraphs."""

    def search(self, query: str, filters: Filters, k: int, *, rerank: bool = True) -> SearchResult:
        """The ``k`` best paragraphs that the filters admit, best first; as the first stages rank them,
        unread by the judge, where ``rerank`` is false."""
        ...


class Retriever(Searches, Protocol):
    """A searchable library of statements."""

    @property
    def sha256(self) -> str:
        """Identifies what the library holds and how it is embedded."""
        ...

    @property
    def changes(self) -> int:
        """How often anything of the library has changed, what is known about a statement included."""
        ...

    def search(
        self, query: str, filters: Filters = Filters(), k: int = 10, *, rerank: bool = True
    ) -> SearchResult:
        """As for `Searches`, with filters and number optional."""
        ...

    def rank_sentences(
        self, question: str, sentences: Sequence[str], contexts: Sequence[str]
    ) -> NDArray[np.float32]:
        """Cross-encoder logits, shape (n_sentences,): how well each sentence, said in its context,
        answers the question."""
        ...

    def scope(self, filters: Filters = Filters()) -> Scope:
        """How many statements and paragraphs the filters admit, whose and of which dates."""
        ...

    def years(self, filters: Filters = Filters()) -> Collection[str]:
        """The years in which the filters admit statements, ascending."""
        ...

    def statements(self, filters: Filters = Filters()) -> Sequence[StatementSummary]:
        """The statements that the filters admit."""
        ...

    def statement(self, statement_id: str) -> Statement:
        """A statement whole. Raises LibraryError for one that is not there."""
        ...

    def neighbours(self, paragraph_id: str, before: int, after: int) -> Sequence[Source]:
        """A paragraph and those around it, itself included, in order. Raises LibraryError if unknown."""
        ...

    def mentions(self, words: str, filters: Filters = Filters()) -> Mentions:
        """How often a word or phrase occurs, exactly."""
        ...

    def paragraphs_with(self, words: str, most: int) -> Sequence[str]:
        """The texts of at most ``most`` paragraphs that have a word or phrase."""
        ...

    def delegations(self) -> Collection[str]:
        """Codes of the delegations that have statements."""
        ...

    def forums(self) -> Collection[str]:
        """The forums in which statements were made."""
        ...

    def speakers(self) -> Sequence[Speaker]:
        """Those who speak for the delegations, with the years in which they do."""
        ...
