"""What a person does with their dossiers on the page."""

import re

import pytest

from core.errors import NotThereError, UsageError
from core.records import Filters
from desk.dossier.gather import basket_of, begun
from desk.dossier.records import Dossier
from tests.ui.scripted import HOSTILE, ScriptedAsker
from ui.export.dossier import dossier_file
from ui.render.desk.dossier import Titles, dossier_page, dossiers_list
from ui.state.desk.dossiers import acted, belongs, is_within, narrowed, statement_titles
from ui.state.notes import acted as note_acted
from ui.texts import texts_in

EN, JA = texts_in("en"), texts_in("ja")
JAPAN = Filters(("JPN",), since="2019")


@pytest.fixture
def session() -> ScriptedAsker:
    return ScriptedAsker()


def pages(session: ScriptedAsker, dossier: Dossier, owner: str = "") -> str:
    titles = Titles(
        statement_titles(session, dossier, EN),
        {},
        {one.id: one.title for one in session.notes.summaries(owner)},
        basket_of(session.notes, dossier),
    )
    name = session.gazetteer.name
    both = (dossiers_list([dossier], "", texts, name) for texts in (EN, JA))
    return "".join((*both, *(dossier_page(dossier, dossier.id, titles, texts, name) for texts in (EN, JA))))


def test_what_is_added_goes_to_the_dossier_that_is_chosen(session: ScriptedAsker) -> None:
    made = begun(session, "Cyber", JAPAN, "akiko")
    paragraph = session.kept.paragraphs[5]
    words = {"do": "add", "paragraph": paragraph.id, "start": "0", "end": "5"}
    done = acted(session, words, made.id, "", "akiko", EN)
    assert (done.chosen, done.said) == (made.id, "Added to “Cyber”.")
    acted(session, {"do": "add", "kind": "statement", "id": session.kept.id}, made.id, "", "akiko", EN)
    kept = session.dossiers.load(made.id, "akiko")
    assert kept.ids("statement") == (session.kept.id,)
    basket = basket_of(session.notes, kept)
    assert basket is not None
    assert [piece.text for piece in basket.pieces] == [f"“{paragraph.text[:5]}”"]
    acted(session, {"do": "take", "kind": "statement", "id": session.kept.id}, "", made.id, "akiko", EN)
    assert session.dossiers.load(made.id, "akiko").scope == JAPAN


def test_what_the_browser_makes_up_is_refused(session: ScriptedAsker) -> None:
    made = begun(session, "Cyber", JAPAN, "akiko")
    with pytest.raises(UsageError, match="No dossier is chosen"):
        acted(session, {"do": "add", "kind": "note", "id": "x"}, "", "", "akiko", EN)
    with pytest.raises(UsageError, match=re.escape(EN("dossier.not_kept"))):
        acted(session, {"do": "add", "kind": "conversation", "id": ""}, made.id, "", "akiko", EN)
    with pytest.raises(UsageError, match="cannot be in a dossier"):
        acted(session, {"do": "add", "kind": "token", "id": "x"}, made.id, "", "akiko", EN)
    with pytest.raises(UsageError, match="no name"):
        acted(session, {"do": "rename", "text": " "}, "", made.id, "akiko", EN)
    with pytest.raises(NotThereError):
        acted(session, {"do": "rename", "text": "Mine"}, "", made.id, "bruno", EN)
    for do in ("open", "choose", "delete"):
        with pytest.raises(NotThereError):
            acted(session, {"do": do, "id": made.id}, "", "", "bruno", EN)
    with pytest.raises(NotThereError):
        narrowed(session, made.id, Filters(), "bruno")
    assert acted(session, {"do": "recall", "id": made.id}, "", "", "bruno", EN).chosen == ""


def test_a_deleted_dossier_is_neither_chosen_nor_open(session: ScriptedAsker) -> None:
    made, other = (begun(session, name, JAPAN) for name in ("Cyber", "Reefs"))
    done = acted(session, {"do": "delete", "id": made.id}, made.id, other.id, "", EN)
    assert (done.chosen, done.shown) == ("", other.id)


def test_filters_that_are_narrower_stay_within_the_dossier(session: ScriptedAsker) -> None:
    made = begun(session, "Cyber", JAPAN)
    assert narrowed(session, "", Filters(), "") == Filters()
    assert narrowed(session, made.id, Filters(until="2020"), "") == Filters(("JPN",), "2019", "2020")
    assert is_within(session, made.id, Filters(("JPN",), since="2020"), "")
    assert not is_within(session, made.id, Filters(("JPN",)), "")
    assert not is_within(session, made.id, Filters(("FRA",), since="2019"), "")


def test_what_was_made_belongs_to_it_once_and_no_failure_is_shown(session: ScriptedAsker) -> None:
    made = begun(session, "Cyber", JAPAN)
    note = session.notes.new("A brief")
    for _ in range(2):
        belongs(session, made.id, "note", note, "")
    belongs(session, made.id, "note", "gone", "")
    belongs(session, "gone", "note", note, "")
    assert session.dossiers.load(made.id).ids("note") == (note,)


def test_nothing_that_people_wrote_is_markup(session: ScriptedAsker) -> None:
    session.kept = type(session)(title=HOSTILE).kept
    made = begun(session, HOSTILE, Filters(("JPN",), forum=HOSTILE, speaker=HOSTILE))
    acted(session, {"do": "add", "kind": "statement", "id": session.kept.id}, made.id, "", "", EN)
    session.dossiers.put(made.id, {"note": [session.notes.new(HOSTILE), "gone", '"><b>']})
    html = pages(session, session.dossiers.load(made.id))
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html


def test_everything_in_it_is_listed_and_named_in_the_readers_language(session: ScriptedAsker) -> None:
    made = begun(session, "Cyber", JAPAN)
    assert statement_titles(session, made, EN) == {}
    many = [f"{number:04}" for number in range(150)]
    session.dossiers.put(made.id, {"statement": [*many, session.kept.id], "note": many, "conversation": many})
    found = session.dossiers.load(made.id)
    shown = pages(session, found)
    for kind in ("statement", "note", "conversation"):
        assert shown.count(f'data-kind="{kind}" data-id="0149"') == 2
    assert shown.count(EN("dossier.gone")) == 450
    assert statement_titles(session, found, JA)[session.kept.id].startswith("日本, 2020-12-01, ")


def test_a_basket_that_was_removed_is_told(session: ScriptedAsker) -> None:
    made = begun(session, "Cyber", JAPAN)
    assert dossier_file(session, made, "docx", EN)["name"] == "note.docx"
    assert dossier_file(session, made, "zip", EN)["name"] == "evidence.zip"
    session.notes.remove(made.basket)
    with pytest.raises(UsageError, match="was removed from the notes"):
        dossier_file(session, made, "docx", EN)
    assert "Gathered" not in pages(session, made)


def test_a_quotation_for_the_note_does_not_go_to_what_a_dossier_gathers(session: ScriptedAsker) -> None:
    made = begun(session, "Cyber", JAPAN)
    wanted = {"do": "add", "paragraph": session.kept.paragraphs[5].id}
    assert note_acted(session, wanted, "", "", EN).said == "Added to “My note”."
    assert note_acted(session, wanted, made.basket, "", EN).said == "Added to “Cyber”."
