"""What a question asks to be done. The rules were written from the build half of evals/gold/kinds.jsonl; both
halves keep a floor."""

import json
from pathlib import Path

import pytest

from answer.question.catalogue import CatalogueQuery, catalogue_query
from answer.question.claim import claim_of, claimed
from answer.question.kind import cannot
from answer.question.understand import Holdings, understand
from core.delegations import Gazetteer
from core.records import Filters

GOLD = Path(__file__).parents[3] / "evals" / "gold" / "kinds.jsonl"
LINES = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]


GAZETTEER = Gazetteer.load()
HOLDINGS = Holdings({d.code for d in GAZETTEER if not d.is_group}, "2005", "2019")


def kind_of(question: str) -> str:
    kind = understand(question, Filters(), GAZETTEER, HOLDINGS).kind
    return "help" if kind == "greeting" else kind or "position"


@pytest.mark.parametrize(("half", "floor"), [("build", 0.95), ("report", 0.8)])
def test_the_task_is_recognised(half: str, floor: float) -> None:
    mine = [line for line in LINES if line["half"] == half]
    right = [kind_of(line["question"]) == line["kind"] for line in mine]
    assert sum(right) / len(right) >= floor


@pytest.mark.parametrize("half", ["build", "report"])
def test_an_ordinary_question_is_hardly_ever_taken_for_another_task(half: str) -> None:
    mine = [line for line in LINES if line["half"] == half and line["kind"] == "position"]
    assert sum(kind_of(line["question"]) != "position" for line in mine) <= 1


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Which country did Croatia back for a new permanent seat?", ""),
        ("Which countries back a new permanent seat?", "list"),
        ("How do Croatia and Norway differ on the seat?", "compare"),
        ("How do views differ on the seat?", ""),
        ("How has Croatia's position on the seat changed?", "over_time"),
        ("How has Croatia's position on the seat changed in 2014?", ""),
    ],
)
def test_a_task_needs_what_it_is_about(question: str, kind: str) -> None:
    holdings = Holdings(("HRV", "NOR"), "2005", "2019")
    assert understand(question, Filters(), Gazetteer.load(), holdings).kind == kind


def test_a_list_claims_the_same_of_each() -> None:
    assert claimed("Which states support a treaty?") == "support a treaty"
    assert claimed("What is a treaty?") == ""


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("Which African states have asked for debt relief?", "Has Fiji asked for debt relief?"),
        ("How many delegations condemned the coup?", "Did Fiji condemn the coup?"),
        ("Name the countries that spoke of whaling", "Did Fiji speak of whaling?"),
        ("Apart from Peru, who else denies the charge?", "Does Fiji deny the charge?"),
        ("states opposing the embargo", "Does Fiji oppose the embargo?"),
        ("Who is against the veto?", "Is Fiji against the veto?"),
        ("Does anyone else raise whaling?", "Does Fiji raise whaling?"),
        ("What does Peru say?", ""),
    ],
)
def test_a_list_puts_a_yes_or_no_question_to_each(question: str, claim: str) -> None:
    assert claim_of(question, "Fiji") == claim


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("How often is the word whaling mentioned?", CatalogueQuery("mentions", "whaling")),
        (
            "Which states mention “sea turtles” most often?",
            CatalogueQuery("mentions", "sea turtles", "delegation"),
        ),
        ("When was whaling last mentioned?", CatalogueQuery("mentions", "whaling", "year")),
        ("Who delivered Peru's speech in 2011?", CatalogueQuery("speakers")),
        ("How many Peruvian statements are there?", CatalogueQuery("count")),
        ("Do you have anything from Peru?", CatalogueQuery("statements")),
        ("捕鯨は何回言及されていますか。", CatalogueQuery("mentions", "捕鯨")),
        ("How many people heard Peru's speech?", None),
        ("Who spoke about whaling?", None),
        ("What did Peru say about its library of statements?", None),
    ],
)
def test_which_fact_of_the_library_is_asked_for(question: str, query: CatalogueQuery | None) -> None:
    assert catalogue_query(question) == query


def test_a_region_is_its_states_in_a_list() -> None:
    filters = understand("Which Nordic countries mention whaling?", Filters(), GAZETTEER, HOLDINGS).filters
    assert set(filters.delegations) == {"DNK", "FIN", "ISL", "NOR", "SWE"}


def test_who_else_leaves_out_those_who_are_named() -> None:
    question = understand("Besides Peru, who else wants a ban?", Filters(), GAZETTEER, HOLDINGS)
    assert (question.kind, question.besides) == ("who_else", ("PER",))


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("Will Peru veto it next year?", "predict"),
        ("Should we vote with Peru?", "advise"),
        ("Was Peru sincere about the reefs?", "sincerity"),
        ("Which predictions does Peru make about the reefs?", ""),
    ],
)
def test_why_a_question_cannot_be_answered(question: str, why: str) -> None:
    assert cannot(question) == why
