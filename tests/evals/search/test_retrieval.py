"""Collections are read as they are found, go the product's own way, and are measured by document."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.config import load_config
from core.errors import UsageError
from core.records import Hit, Source
from evals.search.ablation import SINGLE, RememberingReranker
from evals.search.beir import ranked_documents, read_collection
from evals.search.retrieval import evaluate_ablation, evaluate_beir, summary
from measure.figures import half

Make = Callable[..., Path]

DOCUMENTS: tuple[dict[str, str], ...] = (
    {"_id": "a b", "title": "Fisheries", "text": "Fish stocks in the high seas are being depleted."},
    {
        "_id": "2",
        "text": "A treaty on cyber security is not needed.\n\nExisting law applies to states online.",
    },
    {"_id": "3", "title": "", "text": "Malaria is carried by mosquitoes."},
    {"_id": "4", "text": "Malaria is carried by mosquitoes."},
    {"_id": "empty", "title": "Nothing", "text": ""},
)
QUERIES = (
    {"_id": "q 1", "text": "overfishing of the oceans"},
    {"_id": "q2", "text": "does international law hold in cyberspace?"},
    {"_id": "q3", "text": "which insect spreads malaria?"},
    {"_id": "unjudged", "text": "anything"},
)
QRELS = "query-id\tcorpus-id\tscore\nq 1\ta b\t2\nq2\t2\t1\nq2\t3\t0\nq3\t4\t1\nonly-zero\t2\t0\n"


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def made(qrels: str = QRELS, queries: tuple[dict[str, str], ...] = QUERIES) -> Path:
        (tmp_path / "qrels").mkdir(exist_ok=True)
        for name, lines in (("corpus", DOCUMENTS), ("queries", queries)):
            text = "\n".join(json.dumps(line) for line in lines) + "\n"
            (tmp_path / f"{name}.jsonl").write_text(text, "utf-8")
        (tmp_path / "qrels" / "test.tsv").write_text(qrels, "utf-8")
        return tmp_path

    return made


@pytest.mark.models
def test_a_collection_is_measured_from_files_to_documents(make: Make) -> None:
    result = evaluate_beir(make(), load_config())
    assert (result["documents"], result["documents_refused"], result["queries"]) == (4, 1, 3)
    # two documents of the same words are one statement; the one that is not relevant stands first
    assert result["ndcg@10"] == pytest.approx((1 + 1 + 1 / np.log2(3)) / 3, abs=1e-3)
    assert result["recall@5"] == result["recall@100"] == 1
    assert 0 < result["first_ms_p50"] <= result["ms_p50"] <= result["ms_p95"]


@pytest.mark.models
def test_the_table_has_every_stage_and_both_halves(make: Make) -> None:
    result = evaluate_ablation(make(), load_config())
    assert set(SINGLE) | {"shipped", "without feedback"} <= set(result["variants"])
    row = result["variants"]["shipped"]
    assert row["all"]["ndcg@10"] == result["ndcg@10"]
    assert result["best_single"] in SINGLE
    found = summary([result, result])
    assert found["mean_ndcg@10"]["all"]["shipped"] == row["all"]["ndcg@10"]


@pytest.mark.parametrize("header", ["query-id\tcorpus-id\tscore\n", ""])
def test_a_header_may_be_missing(make: Make, header: str) -> None:
    collection = read_collection(make(header + "q 1\ta b\t2\nq2\t2\t1\n"))
    assert collection.judgements == {"q 1": {"a b": 2}, "q2": {"2": 1}}


def test_judgements_in_trecs_own_form_are_read(make: Make) -> None:
    assert read_collection(make("q2 0 2 1\nq3\t0\t4\t1\n")).judgements == {"q2": {"2": 1}, "q3": {"4": 1}}


def test_a_missing_title_is_none(make: Make) -> None:
    assert list(read_collection(make()).documents())[1][:2] == ("2", "")


@pytest.mark.parametrize(
    ("qrels", "what"),
    [
        ("q2\t2\t1\nq2\t2\thigh\n", "line 2 is not a judgement"),
        ("nobody\t2\t1\n", "no question with a relevant"),
    ],
)
def test_what_cannot_be_used_is_named(make: Make, qrels: str, what: str) -> None:
    with pytest.raises(UsageError, match=what):
        read_collection(make(qrels))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"test\.tsv could not be read"):
        read_collection(tmp_path)


def test_a_line_without_an_id_is_named(make: Make) -> None:
    with pytest.raises(UsageError, match=r'queries\.jsonl, line 2 has no "_id"'):
        read_collection(make(queries=({"_id": "q2", "text": "x"}, {"text": "y"})))


def _source(statement: str) -> Source:
    return Source(
        paragraph_id=f"{statement}-1",
        statement_id=statement,
        label="",
        number=1,
        printed=False,
        ordinal=1,
        section="",
        title="",
        delegation="",
        speaker="",
        forum="",
        date="",
        date_end="",
        url="",
        origin="",
        language="",
        text="",
    )


def test_a_document_ranks_where_its_best_paragraph_does() -> None:
    hits = [
        Hit(_source("s2"), 3.0, duplicates=(_source("s3"),)),
        Hit(_source("s1"), 2.0),
        Hit(_source("s2"), 1.0),
    ]
    ids = {"s1": ["one"], "s2": ["two", "two again"], "s3": ["three"]}
    assert ranked_documents(hits, ids) == ["two", "two again", "three", "one"]


@given(st.text())
def test_a_question_is_always_in_the_same_half(query: str) -> None:
    if not any("\ud800" <= character <= "\udfff" for character in query):
        assert half(query) == half(query)
        assert half(query) in ("tuned", "held")


def test_halves_are_about_equal() -> None:
    held = sum(half(str(number)) == "held" for number in range(1000))
    assert 450 < held < 550


def test_a_pair_is_read_once_unless_time_is_measured() -> None:
    class Counting:
        def __init__(self) -> None:
            self.read: list[str] = []

        def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
            self.read += texts
            return np.array([len(text) for text in texts], dtype=np.float32)

    inner = Counting()
    reranker = RememberingReranker(inner)
    assert reranker.score("q", ["a", "bbb"]).tolist() == [1, 3]
    assert reranker.score("q", ["bbb", "cc"]).tolist() == [3, 2]
    assert inner.read == ["a", "bbb", "cc"]
    reranker.fresh = True
    reranker.score("q", ["a"])
    assert inner.read[-1] == "a"
