"""The desk officers' questions against the statement that ships."""

import json
from pathlib import Path

import pytest

from answer.question.understand import Holdings
from core.config import load_config
from core.delegations import Gazetteer
from core.errors import UsageError
from core.records import Filters, Hit, SearchResult, Source
from evals.search.ann import ann_recall
from evals.search.diplomatic import Gold, ask, evaluate_diplomatic, judged, read_gold
from evals.search.retrieval import shipped_encoder
from index import Library
from workspace.intake import CORPUS
from workspace.workspace import Workspace


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, encoder_dir: Path) -> Path:
    folder = tmp_path_factory.mktemp("diplomatic")
    workspace = Workspace.open(load_config({}, home=folder))
    assert [item.outcome for item in workspace.ingest([CORPUS])].count("added") == 1
    workspace.close()
    return folder


def test_questions_are_measured_where_the_library_has_their_paragraphs(home: Path) -> None:
    result = evaluate_diplomatic(home, limit=3)
    assert result["questions"] == 3
    assert result["questions_left_out"] > 400
    shipped = result["variants"]["shipped"]
    assert shipped["all"]["found@5"] == 1
    assert shipped["by_kind"]["seed"] == shipped["all"]
    assert "without filters" in result["variants"]


def test_a_line_that_is_no_question_is_named(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps({"id": "x"}) + "\n", "utf-8")
    encoder = shipped_encoder(load_config())
    opened = Library.open(home, encoder, read_only=True)
    with opened as library, pytest.raises(UsageError, match="line 1 is not a question"):
        read_gold(path, library)


class Nowhere:
    """Nothing is found."""

    def search(self, query: str, filters: Filters, k: int) -> SearchResult:
        return SearchResult(query, filters, ())


def test_a_question_about_two_states_or_years_is_searched_for_each() -> None:
    holdings, gazetteer = Holdings(("KEN", "NOR"), "2005", "2019"), Gazetteer.load()
    asked = ask("How do Kenya and Norway differ on climate change?", gazetteer, holdings)
    assert [filters.delegations for filters in asked.parts()] == [("KEN",), ("NOR",)]
    asked = ask("What did Kenya say on Somalia in 2011 and in 2014?", gazetteer, holdings)
    assert [filters.since[:4] for filters in asked.parts()] == ["2011", "2014"]


def test_the_vectors_of_a_small_library_are_all_compared(home: Path) -> None:
    result = ann_recall(home, shipped_encoder(load_config()), queries=5, depth=3)
    assert result["everything"]["recall"] == 1
    assert result["half a per cent"]["recall"] == 1


def test_another_years_words_among_the_first_three_are_a_confusion() -> None:
    def hit(paragraph: str, statement: str) -> Hit:
        blank = dict.fromkeys(
            ("label", "section", "title", "delegation", "speaker", "forum", "date", "date_end", "url"), ""
        )
        source = Source(
            paragraph_id=paragraph,
            statement_id=statement,
            number=1,
            printed=False,
            ordinal=1,
            origin="",
            language="",
            text="",
            **blank,
        )
        return Hit(source, 1.0)

    gold = Gold("q", "?", (), frozenset({"p1"}), frozenset({"s2"}), "f")
    row = judged([hit("p1", "s1"), hit("p2", "s2")], gold)
    assert (row["ndcg@10"], row["recall@5"], row["confused@3"]) == (1, 1, 1)
    late = judged([hit("p1", "s1"), hit("x", "s3"), hit("y", "s3"), hit("p2", "s2")], gold)
    assert late["confused@3"] == 0
