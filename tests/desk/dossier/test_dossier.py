"""Dossiers as they are kept, what is put into them, and what a search within one is limited to."""

import multiprocessing
import os
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answer.history.conversations import Conversations
from core.delegations import Gazetteer
from core.errors import NotThereError, RapporteurError, UsageError
from core.records import Filters, Source, Statement
from desk.dossier import store
from desk.dossier.documents import dossier_document
from desk.dossier.gather import basket_of, begun, into_basket, put, source_of
from desk.dossier.records import Dossier
from desk.dossier.scope import within
from desk.dossier.store import Dossiers
from desk.notes.gather import quotation
from desk.notes.store import Notes
from tests.answer.fakes import source

GAZETTEER = Gazetteer.load()
REEFS = source("Fiji sees its reefs die.", delegation="FJI", date="2019-09-27", ordinal=2)
LIMITS = Filters(("PER", "FJI"), since="2019", until="2021", forum="UNGA", roles=("government",))


class Holdings:
    """A library of one statement."""

    def statement(self, statement_id: str) -> Statement:
        if statement_id != REEFS.statement_id:
            raise NotThereError(f"There is no statement {statement_id!r}.")
        return Statement(statement_id, "", paragraphs=())

    def neighbours(self, paragraph_id: str) -> tuple[Source, ...]:
        if paragraph_id != REEFS.paragraph_id:
            raise NotThereError(f"There is no paragraph {paragraph_id!r}.")
        return (REEFS,)


@dataclass
class Home:
    """Everything that can belong to a dossier."""

    library: Holdings
    dossiers: Dossiers
    notes: Notes
    conversations: Conversations


def opened(folder: Path) -> Home:
    return Home(Holdings(), Dossiers(folder), Notes(folder), Conversations(folder))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return opened(tmp_path)


def test_what_is_kept_is_there_after_a_new_start(home: Home, tmp_path: Path) -> None:
    made = begun(home, " Reefs \n in September ", LIMITS)
    put(home, made.id, {"statement": [REEFS.statement_id]})
    note = home.notes.new("A brief")
    put(home, made.id, {"note": [note, note]})
    into_basket(home, made, [quotation(source_of(home, REEFS.paragraph_id), 0, 4, "“{}”".format)])
    again = opened(tmp_path)
    (found,) = again.dossiers.all()
    assert found == again.dossiers.load(made.id)
    assert (found.name, found.filters, found.ids("note")) == ("Reefs in September", LIMITS, (note,))
    assert found.scope.statements == (REEFS.statement_id,)
    document = dossier_document(found, basket_of(again.notes, found))
    assert document["filters"]["statements"] == [REEFS.statement_id]
    assert [entry["text"] for entry in document["basket"]["entries"]] == ["“Fiji”"]
    again.dossiers.take_out(found.id, {"statement": [REEFS.statement_id]})
    assert home.dossiers.load(made.id).scope == LIMITS


def test_a_new_name_is_in_one_line_and_changes_nothing_else(home: Home) -> None:
    made = begun(home, "Reefs", LIMITS)
    home.dossiers.rename(made.id, " Corals \n and reefs ")
    found = home.dossiers.load(made.id)
    assert (found.name, found.filters, found.basket) == ("Corals and reefs", LIMITS, made.basket)
    with pytest.raises(UsageError, match="no name"):
        home.dossiers.rename(made.id, " \n")
    with pytest.raises(NotThereError):
        home.dossiers.rename(made.id, "Mine", "bruno")
    assert home.dossiers.load(made.id).name == "Corals and reefs"


def test_statements_chosen_at_first_are_its_statements(home: Home) -> None:
    made = begun(home, "Reefs", Filters(statements=(REEFS.statement_id,)))
    assert made.ids("statement") == (REEFS.statement_id,)
    assert made.filters == Filters()


def test_nothing_is_put_in_that_is_not_there(home: Home) -> None:
    made = begun(home, "Reefs", Filters())
    for kind in ("statement", "conversation", "note"):
        with pytest.raises(RapporteurError):
            put(home, made.id, {kind: ["0000"]})
    with pytest.raises(NotThereError):
        begun(home, "Atolls", Filters(statements=("0000",)))
    with pytest.raises(NotThereError):
        source_of(home, "0000")
    with pytest.raises(NotThereError, match="no statement '0000' in the dossier"):
        home.dossiers.take_out(made.id, {"statement": ["0000"]})
    with pytest.raises(UsageError, match="has no name"):
        begun(home, " \n ", Filters())
    assert home.dossiers.load(made.id).items == ()
    assert [note.title for note in home.notes.summaries()] == ["Reefs"]


def test_of_several_things_none_is_put_in_or_taken_out_where_one_is_not_there(home: Home) -> None:
    made, note = begun(home, "Reefs", Filters()), home.notes.new("A brief")
    with pytest.raises(RapporteurError):
        put(home, made.id, {"statement": [REEFS.statement_id], "note": [note, "0000"]})
    assert home.dossiers.load(made.id).items == ()
    put(home, made.id, {"statement": [REEFS.statement_id], "note": [note]})
    with pytest.raises(NotThereError):
        home.dossiers.take_out(made.id, {"note": [note], "statement": ["0000"]})
    assert home.dossiers.load(made.id).ids("note") == (note,)


def test_a_basket_that_was_removed_is_begun_anew(home: Home) -> None:
    made = begun(home, "Reefs", Filters())
    home.notes.remove(made.basket)
    assert basket_of(home.notes, made) is None
    into_basket(home, made, [quotation(REEFS, 0, 0, str)])
    basket = basket_of(home.notes, home.dossiers.load(made.id))
    assert basket is not None
    assert [piece.text for piece in basket.pieces] == [REEFS.text]


def test_nobody_sees_or_changes_the_dossier_of_another(home: Home) -> None:
    made = begun(home, "Reefs", Filters(), "akiko")
    theirs = home.notes.new("Not yours", "bruno")
    assert home.dossiers.all("bruno") == home.dossiers.all() == ()
    for change in (
        lambda: home.dossiers.load(made.id, "bruno"),
        lambda: home.dossiers.put(made.id, {"note": [theirs]}, "bruno"),
        lambda: home.dossiers.take_out(made.id, {}, "bruno"),
        lambda: home.dossiers.gather_in(made.id, theirs, "bruno"),
        lambda: home.dossiers.delete(made.id, "bruno"),
    ):
        with pytest.raises(NotThereError, match="no longer there"):
            change()
    with pytest.raises(RapporteurError):
        put(home, made.id, {"note": [theirs]}, "akiko")
    assert home.dossiers.load(made.id, "akiko") == made


def test_what_is_deleted_is_not_in_the_file(home: Home, tmp_path: Path) -> None:
    made = begun(home, "The confidential lagoon", Filters())
    home.notes.remove(made.basket)
    home.dossiers.delete(made.id)
    assert home.dossiers.all() == ()
    assert b"lagoon" not in (tmp_path / store.FILE).read_bytes()
    assert (tmp_path / store.FILE).stat().st_mode & 0o077 == 0


def test_so_much_is_kept_and_no_more(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_DOSSIERS", 1)
    monkeypatch.setattr(store, "MOST_ITEMS", 2)
    made = begun(home, "Reefs", Filters())
    with pytest.raises(UsageError, match="At most 1"):
        begun(home, "Atolls", Filters())
    assert [note.title for note in home.notes.summaries()] == ["Reefs"]
    home.dossiers.put(made.id, {"note": ["a", "b"]})
    with pytest.raises(UsageError, match="at most 2 notes"):
        home.dossiers.put(made.id, {"statement": ["s"], "note": ["c"]})
    assert home.dossiers.load(made.id).ids("statement") == ()
    assert home.dossiers.load(made.id).ids("note") == ("a", "b")


def _add_for_ever(folder: Path, dossier: str) -> None:
    dossiers = Dossiers(folder)
    for n in range(900):
        dossiers.put(dossier, {"note": [f"{n:03}"]})


@pytest.mark.slow
def test_a_killed_process_leaves_what_was_added(home: Home, tmp_path: Path) -> None:
    made = begun(home, "Reefs", Filters())
    process = multiprocessing.get_context("spawn").Process(target=_add_for_ever, args=(tmp_path, made.id))
    process.start()
    while len(home.dossiers.load(made.id).items) < 3 and process.is_alive():
        process.join(0.01)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    kept = home.dossiers.load(made.id).ids("note")
    assert kept == tuple(f"{n:03}" for n in range(len(kept)))
    assert len(kept) >= 3


def dossier(filters: Filters) -> Dossier:
    return Dossier("d", "", "Reefs", filters, "", "", "")


@pytest.mark.parametrize(
    ("limits", "own", "both"),
    [
        (LIMITS, Filters(), LIMITS),
        (Filters(), LIMITS, LIMITS),
        (Filters(("PER", "FJI")), Filters(("FJI", "KEN")), Filters(("FJI",))),
        (Filters(("ASEAN",)), Filters(("SGP",)), Filters(("SGP",))),
        (Filters(("SGP",)), Filters(("ASEAN",)), Filters(("SGP",))),
        (Filters(since="2019"), Filters(since="2019-05"), Filters(since="2019-05")),
        (Filters(until="2019"), Filters(until="2019-05"), Filters(until="2019-05")),
        (
            Filters(since="2019-05", until="2020"),
            Filters(until="2019"),
            Filters(since="2019-05", until="2019"),
        ),
        (Filters(forum="UNGA"), Filters(forum="unga"), Filters(forum="unga")),
        (Filters(speaker="Waqa"), Filters(speaker="Baron Waqa"), Filters(speaker="Waqa Baron")),
    ],
)
def test_a_search_within_a_dossier_has_both_limits(limits: Filters, own: Filters, both: Filters) -> None:
    assert within(dossier(limits), own, GAZETTEER) == both


@pytest.mark.parametrize(
    ("limits", "own"),
    [
        (Filters(("PER",)), Filters(("FJI",))),
        (Filters(("ASEAN",)), Filters(("FJI",))),
        (Filters(until="2019-05"), Filters(since="2019-06")),
        (Filters(forum="UNGA"), Filters(forum="OEWG")),
        (Filters(language="en"), Filters(language="ja")),
        (Filters(roles=("chair",)), Filters(roles=("member",))),
    ],
)
def test_what_the_dossier_excludes_is_told_and_not_widened(limits: Filters, own: Filters) -> None:
    with pytest.raises(UsageError, match="'Reefs' is limited to other"):
        within(dossier(limits), own, GAZETTEER)


CODES = st.lists(
    st.sampled_from(("ASEAN", "G77", "EU", "NORDIC", "SGP", "FRA", "FIN", "JPN", "none")), min_size=1
)


@given(CODES, CODES)
def test_the_delegations_are_those_that_both_admit(limits: list[str], own: list[str]) -> None:
    both = set(GAZETTEER.expand(limits)) & set(GAZETTEER.expand(own))
    try:
        found = within(dossier(Filters(tuple(limits))), Filters(tuple(own)), GAZETTEER).delegations
    except UsageError:
        found = ()
    assert set(GAZETTEER.expand(found)) == both


def test_a_group_that_both_hold_whole_stays_one() -> None:
    found = within(dossier(Filters(("ASEAN", "SGP", "FRA"))), Filters(("ASEAN", "G77")), GAZETTEER)
    assert found.delegations == ("ASEAN",)


DATES = st.sampled_from(("", "2018", "2019-03", "2019-03-07", "2019-04", "2020"))


@given(*[DATES] * 4)
def test_no_day_is_admitted_that_one_of_both_excludes(a: str, b: str, c: str, d: str) -> None:
    def days(filters: Filters) -> set[str]:
        every = (
            f"{year}-{month:02}-{day:02}" for year in (2018, 2019, 2020) for month in (3, 4) for day in (6, 7)
        )
        return {
            day
            for day in every
            if day >= filters.since and (not filters.until or day[: len(filters.until)] <= filters.until)
        }

    limits, own = Filters(since=a, until=b), Filters(since=c, until=d)
    try:
        found = days(within(dossier(limits), own, GAZETTEER))
    except UsageError:
        found = set()
    assert found == days(limits) & days(own)
