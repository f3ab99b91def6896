"""Any sequence of adding, editing, correcting, moving, removing, crashing and reopening leaves the library
holding what a simple model says, and every store in order.

The model is a folder: a file's name and its text. A statement is what is in one or several files.
"""

import dataclasses
import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.records import Filters, Paragraph, Passage, Statement
from index.library import Library
from index.store import catalogue, embeddings
from index.store.storage import Database
from index.vectors.folder import ChromaFolder
from tests.index.library_samples import HashEncoder, make_statement

WORDS = ("alpha", "beta", "gamma", "delta")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(tuple)
NAMES = st.sampled_from(("a.txt", "b.txt", "c.txt", "d.txt"))
CHANGES = st.sampled_from(
    (
        *({"delegation": "FRA"}, {"delegation": ""}, {"date": "1999-12-31"}, {"forum": "UNGA"}),
        *({"title": "By hand"}, {"speaker": "Someone", "post": "Minister"}),
    )
)


class CrashError(Exception):
    """The process has died here."""


def context_of(statement: Statement, paragraph: Paragraph) -> str:
    """The context line that `make_statement` gives."""
    return ", ".join(part for part in (statement.delegation, statement.date, statement.forum) if part)


@dataclasses.dataclass
class Stored:
    """A statement of the model: its text, its files and what was corrected in it."""

    words: tuple[str, ...]
    files: set[str]
    corrections: dict[str, str]


class SequenceMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.homes = 0
        self.encoder = "one"
        self.disk: dict[str, tuple[str, ...]] = {}
        self.model: list[Stored] = []

    @initialize()
    def start(self) -> None:
        self.open()

    # What may happen

    @rule(name=NAMES, words=TEXTS)
    def add_or_edit_a_file(self, name: str, words: tuple[str, ...]) -> None:
        self.disk[name] = words
        expected = self.expected_of_reading(name)
        assert self.read(name) == expected
        self.remember_reading(name)

    @precondition(lambda self: self.model)
    @rule(data=st.data(), changes=CHANGES)
    def correct(self, data: st.DataObject, changes: dict[str, str]) -> None:
        stored = data.draw(st.sampled_from(self.model))
        encoded = len(self.hash_encoder.encoded)
        self.library.edit(self.id_of(stored.words), changes)
        assert len(self.hash_encoder.encoded) == encoded
        stored.corrections |= changes

    @precondition(lambda self: self.model)
    @rule(data=st.data(), to=NAMES)
    def move_a_file(self, data: st.DataObject, to: str) -> None:
        source = data.draw(st.sampled_from(sorted(self.disk)))
        if to in self.disk or self.owner(source) is None:
            return
        self.disk[to] = self.disk.pop(source)
        encoded = len(self.hash_encoder.encoded)
        assert self.read(to) == self.expected_of_reading(to)
        assert len(self.hash_encoder.encoded) == encoded
        self.remember_reading(to)

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        stored = data.draw(st.sampled_from(self.model))
        self.library.remove(self.id_of(stored.words))
        self.model.remove(stored)

    @rule(encoder=st.sampled_from(("one", "one", "two")))
    def reopen(self, encoder: str) -> None:
        self.library.close()
        self.encoder = encoder
        self.open()

    @rule()
    def rebuild(self) -> None:
        self.library.rebuild()

    @rule(name=NAMES, words=TEXTS, where=st.sampled_from(("record_sha", "add_embeddings", "advance")))
    def crash_before_a_file_is_stored(self, name: str, words: tuple[str, ...], where: str) -> None:
        """Nothing of it is there afterwards; it is read again when the process is started again."""
        self.disk[name] = words
        place = embeddings if where == "add_embeddings" else catalogue
        crashed = self.crash(place, where, lambda: self.read(name))
        if crashed:
            assert self.read(name) == self.expected_of_reading(name)
        self.remember_reading(name)

    @rule(name=NAMES, words=TEXTS, where=st.sampled_from(("add", "delete", "digest", "vacuum")))
    def crash_after_a_file_is_stored(self, name: str, words: tuple[str, ...], where: str) -> None:
        """What was committed is there, whatever became of the vector store."""
        self.disk[name] = words
        self.crash(ChromaFolder, where, lambda: (self.read(name), self.library.close()))
        self.remember_reading(name)
        assert self.read(name) == "unchanged"

    @precondition(lambda self: self.model)
    @rule(data=st.data(), what=st.sampled_from(("correct", "remove", "rebuild")), at=st.integers(0, 5))
    def crash_while_changing(self, data: st.DataObject, what: str, at: int) -> None:
        """The process dies before one of its transactions: the change is there as a whole or not at all."""
        stored = data.draw(st.sampled_from(self.model))
        id_ = self.id_of(stored.words)
        if what == "correct":
            self.crash(Database, "writing", lambda: self.library.edit(id_, {"forum": "Crashed"}), at)
        elif what == "remove":
            self.crash(Database, "writing", lambda: self.library.remove(id_), at)
        else:
            self.crash(Database, "writing", lambda: self.library.rebuild(), at)
        if what == "remove" and at:
            self.model.remove(stored)
        if what == "correct" and at:
            stored.corrections["forum"] = "Crashed"

    @rule(how=st.sampled_from(("missing", "truncated", "flipped")), seed=st.integers(0, 1 << 16))
    def damage_the_vector_store(self, how: str, seed: int) -> None:
        self.library.close()
        chroma, chance = self.home() / "chroma", random.Random(seed)
        files = sorted((path for path in chroma.rglob("*") if path.is_file()), key=lambda path: path.name)
        if files and how == "missing":
            shutil.rmtree(chroma)
        elif files:
            path = chance.choice(files)
            content = bytearray(path.read_bytes())
            if content and how == "truncated":
                content = content[: chance.randrange(len(content))]
            elif content:
                content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            path.write_bytes(content)
        self.open()

    # What must hold after each

    @invariant()
    def the_library_holds_what_the_model_holds(self) -> None:
        if not hasattr(self, "library"):
            return
        assert self.library.check() == ()
        found = {summary.id: set(summary.origins) for summary in self.library.statements()}
        assert found == {self.id_of(stored.words): stored.files for stored in self.model}
        for stored in self.model:
            statement = self.library.statement(self.id_of(stored.words))
            read, _ = make_statement(*stored.words)
            assert statement.text == read.text
            assert statement.paragraphs == read.paragraphs
            assert {field: getattr(statement, field) for field in stored.corrections} == stored.corrections
            for field in {"delegation", "date", "forum"} - stored.corrections.keys():
                assert getattr(statement, field) == getattr(read, field)
            if code := statement.delegation:
                assert statement.id in {s.id for s in self.library.statements(Filters(delegations=(code,)))}
        hits = self.library.search(" ".join(WORDS), Filters(), k=100).hits
        assert {hit.source.text for hit in hits} == {word for stored in self.model for word in stored.words}

    def teardown(self) -> None:
        if hasattr(self, "library"):
            self.library.close()
        self.folder.cleanup()

    # The model

    def id_of(self, words: tuple[str, ...]) -> str:
        return make_statement(*words)[0].id

    def owner(self, name: str) -> Stored | None:
        return next((stored for stored in self.model if name in stored.files), None)

    def same(self, words: tuple[str, ...]) -> Stored | None:
        return next((stored for stored in self.model if stored.words == words), None)

    def expected_of_reading(self, name: str) -> str:
        owner, same = self.owner(name), self.same(self.disk[name])
        if owner is not None:
            return "unchanged" if owner is same else "replaced"
        if same is None:
            return "added"
        return "origin added" if same.files <= self.disk.keys() else "moved"

    def remember_reading(self, name: str) -> None:
        owner, same = self.owner(name), self.same(self.disk[name])
        if owner is not None and owner is same:
            return
        if same is None:
            same = Stored(self.disk[name], set(), dict(owner.corrections) if owner is not None else {})
            self.model.append(same)
        else:
            same.files &= self.disk.keys()
        if owner is not None:
            owner.files.discard(name)
            if not owner.files:
                self.model.remove(owner)
        same.files.add(name)

    # The library

    def home(self) -> Path:
        return Path(self.folder.name) / str(self.homes)

    def open(self) -> None:
        self.hash_encoder = HashEncoder(self.encoder, 8)
        self.library = Library.open(self.home(), self.hash_encoder, context_of=context_of)

    def read(self, name: str) -> str:
        statement, passages = self.parsed(name)
        return self.library.put(statement, passages, "sha", gone=lambda origin: origin not in self.disk)

    def parsed(self, name: str) -> tuple[Statement, tuple[Passage, ...]]:
        return make_statement(*self.disk[name], origin=name)

    def crash(self, place: Any, function: str, change: Callable[[], object], after: int = 0) -> bool:
        """Die in the midst of a change, when ``function`` is called for the first time after so many; start
        again from the files as they were at that moment. False when it was not called so often."""
        whole = getattr(place, function)
        old, left = self.home(), [after]
        self.homes += 1

        def dies(*arguments: object, **named: object) -> object:
            if left[0] > 0:
                left[0] -= 1
                return whole(*arguments, **named)
            if not self.home().exists():
                shutil.copytree(old, self.home())
            raise CrashError

        setattr(place, function, dies)
        try:
            change()
        except CrashError:
            pass
        finally:
            setattr(place, function, whole)
        crashed = self.home().exists()
        if not crashed:
            shutil.copytree(old, self.home())
        self.library.close()
        self.open()
        return crashed


SequenceMachine.TestCase.settings = settings(
    max_examples=10, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
TestSequences = pytest.mark.slow(SequenceMachine.TestCase)
