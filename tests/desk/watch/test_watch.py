"""Watches as they are kept, and two findings compared."""

import multiprocessing
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import NotThereError, UsageError
from core.records import Filters, Source
from core.sqlite_file import now
from desk.watch import store
from desk.watch.changes import compared
from desk.watch.documents import change_document, change_of, finding_document, finding_of
from desk.watch.records import Finding, Quote
from desk.watch.store import Watches
from tests.answer.fakes import source

OLD = "Peru supports a legally binding treaty on the high seas."
NEW = "Peru supports a voluntary code on the high seas."
PERU_2019 = source(OLD, delegation="PER", date="2019-09-22", ordinal=4)
PERU_2021 = source(NEW, delegation="PER", date="2021-09-22", ordinal=2)
FIJI = source("Fiji sees the sea rise.", delegation="FJI", date="2019-09-27", ordinal=2)


def finding(*sources: Source, status: str = "answered", written: str = "") -> Finding:
    quotes = tuple(Quote(one.paragraph_id, one.text) for one in sources)
    return Finding(now(), (("", status),), written, quotes, sources, {"library": str(len(sources))})


@pytest.fixture
def watches(tmp_path: Path) -> Watches:
    return Watches(tmp_path)


def kept(watches: Watches, owner: str = "", question: str = "Does Peru support a treaty?") -> str:
    filters = Filters(("PER",), since="2019", roles=("government",))
    return watches.new("question", question, filters, finding(PERU_2019), owner, seen=("a", "b"))


def test_what_is_kept_is_there_after_a_new_start(watches: Watches, tmp_path: Path) -> None:
    made = kept(watches)
    before = watches.load(made)
    after = finding(PERU_2021)
    assert watches.found(before, after, compared(before.finding, after), 3, ("a", "b", "c"))
    again = Watches(tmp_path).load(made)
    assert again.filters == Filters(("PER",), since="2019", roles=("government",))
    assert (again.finding, again.counted, again.seen) == (after, 3, frozenset("abc"))
    assert [(one.change, one.unread) for one in again.changes] == [(compared(before.finding, after), True)]
    watches.read(made)
    assert (again.unread, watches.load(made).unread) == (1, 0)


def test_nobody_sees_or_changes_the_watch_of_another(watches: Watches) -> None:
    made = kept(watches, "akiko")
    assert watches.all("bruno") == watches.all() == ()
    assert [one.id for one in watches.all(None)] == [made]
    for change in (watches.load, watches.read, watches.remove):
        with pytest.raises(NotThereError, match="no longer there"):
            change(made, "bruno")
    assert watches.load(made, "akiko").id == made


def test_of_two_who_asked_the_watch_again_one_is_kept(watches: Watches) -> None:
    one = other = watches.load(kept(watches))
    after = finding(PERU_2021)
    assert watches.found(one, after, compared(one.finding, after), 1, ())
    assert not watches.found(other, finding(FIJI), compared(one.finding, after), 1, ())
    watches.looked(other, 9, ())
    assert watches.load(one.id).finding == after
    assert watches.load(one.id).counted == 1


def test_what_is_removed_is_not_in_the_file(watches: Watches, tmp_path: Path) -> None:
    made = kept(watches, question="Does Peru mention the confidential lagoon?")
    watches.remove(made)
    assert watches.all() == ()
    assert b"lagoon" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert (tmp_path / store.FILE).stat().st_mode & 0o077 == 0


def test_a_library_without_watches_gets_no_file(watches: Watches, tmp_path: Path) -> None:
    assert watches.all(None) == ()
    assert list(tmp_path.iterdir()) == []


def test_so_many_are_kept_and_no_more(watches: Watches, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_WATCHES", 2)
    monkeypatch.setattr(store, "_MOST_CHANGES", 3)
    kept(watches)
    made = kept(watches)
    with pytest.raises(UsageError, match="At most 2"):
        kept(watches)
    times = []
    for sources in [(FIJI,), (PERU_2021,)] * 3:
        watch, after = watches.load(made), finding(*sources)
        watches.found(watch, after, compared(watch.finding, after), 0, ())
        times.append(after.at)
    assert [one.change.at for one in watches.load(made).changes] == times[:2:-1]


def _find_for_ever(home: Path, made: str) -> None:
    watches = Watches(home)
    for n in range(10_000):
        watch, after = watches.load(made), finding(*((FIJI, PERU_2021)[: 1 + n % 2]))
        watches.found(watch, after, compared(watch.finding, after), n, (str(n),))


@pytest.mark.slow
def test_a_killed_process_leaves_a_finding_with_its_change(watches: Watches, tmp_path: Path) -> None:
    made = kept(watches)
    process = multiprocessing.get_context("spawn").Process(target=_find_for_ever, args=(tmp_path, made))
    process.start()
    while not watches.load(made).changes and process.is_alive():
        process.join(0.01)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    found = watches.load(made)
    assert found.changes[0].change.at == found.finding.at == found.checked
    assert found.seen == {str(found.counted)}


def test_a_new_version_of_earlier_words_is_shown_against_them() -> None:
    change = compared(finding(PERU_2019, FIJI), finding(PERU_2019, PERU_2021, FIJI))
    (added,) = change.added
    assert added.source == PERU_2021
    assert added.before == PERU_2019
    assert ("dropped", "legally binding treaty") in added.steps
    assert ("added", "voluntary code") in added.steps
    assert (change.gone, change.reworded, change.verdicts) == ((), (), ())
    assert change.basis == ("library",)


def test_the_words_of_another_delegation_are_no_version() -> None:
    fiji = replace(PERU_2021, delegation="FJI", paragraph_id="fiji")
    (added,) = compared(finding(PERU_2019), finding(PERU_2019, fiji)).added
    assert (added.before, added.steps) == (None, ())


def test_other_words_of_the_same_paragraph_are_reworded() -> None:
    before, after = finding(PERU_2019), finding(PERU_2019)
    after = replace(after, quotes=(Quote(PERU_2019.paragraph_id, "Peru supports a legally binding treaty."),))
    (reworded,) = compared(before, after).reworded
    assert reworded.words == "Peru supports a legally binding treaty."
    assert not compared(before, after).same


def test_a_verdict_and_a_bottom_line_that_turn_are_told() -> None:
    before = finding(PERU_2019, written="Peru wants a treaty.")
    after = finding(status="not_addressed")
    change = compared(before, after, frozenset({PERU_2019.paragraph_id}))
    assert [(one.of, one.before, one.after) for one in change.verdicts] == [("", "answered", "not_addressed")]
    assert {kind for kind, _ in change.written} == {"dropped"}
    assert [(one.source, one.removed) for one in change.gone] == [(PERU_2019, True)]


def test_only_another_library_or_model_is_no_change() -> None:
    before = finding(PERU_2019)
    change = compared(before, replace(finding(PERU_2019), basis={"library": "1", "model": "other"}))
    assert change.same
    assert change.basis == ("model",)


PARAGRAPHS = st.lists(
    st.builds(
        lambda text, code, ordinal: source(text, delegation=code, ordinal=ordinal),
        st.text(alphabet="abc .，。日", min_size=1, max_size=30),
        st.sampled_from(("PER", "FJI")),
        st.integers(1, 3),
    ),
    max_size=3,
    unique_by=lambda one: one.paragraph_id,
)
FINDINGS = st.builds(
    lambda sources, status, written: finding(*sources, status=status, written=written),
    PARAGRAPHS,
    st.sampled_from(("answered", "uncertain")),
    st.sampled_from(("", "Peru agrees.", "Peru does not agree.")),
)


@given(FINDINGS, FINDINGS)
@settings(max_examples=60, deadline=None)
def test_a_change_is_read_back_as_it_was_and_turned_round_it_takes_back(
    before: Finding, after: Finding
) -> None:
    change, back = compared(before, after), compared(after, before)
    assert change_of(change_document(change)) == change
    assert finding_of(finding_document(before)) == before
    assert [one.source.paragraph_id for one in change.added] == [g.source.paragraph_id for g in back.gone]
    assert compared(before, before).same
    assert change.same == back.same
