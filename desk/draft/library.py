"""What the check of a draft needs of the library beyond searching it."""

from typing import Protocol

from answer.evidence.retriever import Retriever
from core.records import Source, Statement


class Statements(Retriever, Protocol):
    """A searchable library whose statements and paragraphs can be opened."""

    def statement(self, statement_id: str) -> Statement:
        """A statement exactly as it was stored. Raises LibraryError when it is not there."""
        ...

    def source(self, paragraph_id: str) -> Source:
        """A paragraph with what is needed to cite it. Raises LibraryError when it is not there."""
        ...
