"""Any sequence of changes leaves the library equal to a plain dictionary, and every store in order."""

import dataclasses
import tempfile
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.records import Filters, Statement
from index.library import Library
from tests.index.library_samples import HashEncoder, make_statement

pytestmark = pytest.mark.slow

WORDS = ("alpha", "beta", "gamma", "delta")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(tuple)
ORIGINS = st.sampled_from(("a.txt", "b.txt", "c.txt"))


class LibraryMachine(RuleBasedStateMachine):
    """The model: for each origin, the content it was last read with."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.encoder = "one"
        self.model: dict[str, Statement] = {}

    @initialize()
    def start(self) -> None:
        self.library = Library.open(Path(self.folder.name), HashEncoder(self.encoder, 8))

    @rule(words=TEXTS, origin=ORIGINS)
    def put(self, words: tuple[str, ...], origin: str) -> None:
        statement, passages = make_statement(*words, origin=origin)
        known = {stored.id for stored in self.model.values()}
        before = self.model.get(origin)
        outcome = self.library.put(statement, passages)
        if before is not None:
            assert outcome == ("unchanged" if before.id == statement.id else "replaced")
        else:
            assert outcome == ("origin added" if statement.id in known else "added")
        self.model[origin] = statement

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        statement_id = data.draw(st.sampled_from(sorted({s.id for s in self.model.values()})))
        self.library.remove(statement_id)
        self.model = {origin: s for origin, s in self.model.items() if s.id != statement_id}

    @rule(encoder=st.sampled_from(("one", "two")))
    def reopen(self, encoder: str) -> None:
        self.library.close()
        self.encoder = encoder
        self.library = Library.open(Path(self.folder.name), HashEncoder(encoder, 8))

    @rule()
    def rebuild(self) -> None:
        self.library.rebuild()

    @invariant()
    def every_store_agrees_with_the_model(self) -> None:
        if not hasattr(self, "library"):
            return
        assert self.library.check() == ()
        stored = {summary.id: set(summary.origins) for summary in self.library.statements()}
        expected: dict[str, set[str]] = {}
        for origin, statement in self.model.items():
            expected.setdefault(statement.id, set()).add(origin)
            found = self.library.statement(statement.id)
            assert dataclasses.replace(found, origin=origin) == statement
        assert stored == expected
        wanted = {p.text for s in self.model.values() for p in s.paragraphs}
        hits = self.library.search(" ".join(WORDS), Filters(), k=100).hits
        assert {hit.source.text for hit in hits} == wanted

    def teardown(self) -> None:
        if hasattr(self, "library"):
            self.library.close()
        self.folder.cleanup()


LibraryMachine.TestCase.settings = settings(max_examples=8, stateful_step_count=10, deadline=None)
TestLibraryStates = LibraryMachine.TestCase
