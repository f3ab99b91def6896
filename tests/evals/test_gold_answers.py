"""The gold sets are what their READMEs say: every line whole, every place there, every label known."""

import json
import re
import tarfile
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.delegations import Gazetteer

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "evals" / "gold"
ANSWERS = GOLD / "answers"
ARCHIVE = ROOT.parent / "shared" / "data" / "ungdc" / "ungdc_open.tar.xz"
needs_speeches = pytest.mark.skipif(
    not ARCHIVE.is_file(), reason=f"needs {ARCHIVE.name} in ../shared/data/ungdc, which is not there"
)

LEAST = {
    "direct": 30,
    "paraphrased": 30,
    "detail": 20,
    "several": 10,
    "confusable": 20,
    "absent": 20,
    "false_premise": 12,
    "japanese": 15,
    "two_states": 6,
    "over_time": 5,
}
UNANSWERABLE = {"absent", "false_premise", "greeting", "thanks", "unrelated", "attack"}
REQUIRED = {"question", "answerable", "type", "gold"}
OPTIONAL = {"alternatives_ok", "must_mention", "must_not", "elsewhere"}
JAPANESE = re.compile(r"[\u3040-\u30ff]")


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


QUESTIONS = read(ANSWERS / "questions.jsonl")
CONVERSATIONS = read(ANSWERS / "conversations.jsonl")
TURNS = [turn for conversation in CONVERSATIONS for turn in conversation["turns"]]
ASKED = [*QUESTIONS, *TURNS]
FILES = (ANSWERS / "files.txt").read_text(encoding="utf-8").splitlines()
RETRIEVAL = read(GOLD / "retrieval" / "questions.jsonl")
FILTERS = read(GOLD / "filters.jsonl")


def sets(asked: Mapping[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """The sets of places that each answer the question in full."""
    if asked["gold"]:
        yield asked["gold"]
    yield from asked.get("alternatives_ok", ())


def places(asked: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for found in sets(asked):
        yield from found
    yield from asked.get("elsewhere", ())


@pytest.fixture(scope="module")
def speeches() -> dict[str, str]:
    """The text of every file that a gold set names."""
    wanted = {*FILES, *(gold["file"] for row in RETRIEVAL for gold in row["gold"])}
    texts = {path.name: path.read_text(encoding="utf-8-sig") for path in (ROOT / "corpus").glob("*.txt")}
    with tarfile.open(ARCHIVE) as archive:
        for member in archive:
            if member.name in wanted and (file := archive.extractfile(member)):
                texts[member.name] = file.read().decode("utf-8-sig")
    return texts


@pytest.fixture(scope="module")
def lines(speeches: dict[str, str]) -> dict[str, list[str]]:
    """The non-empty lines of each file of the answers' corpus."""
    return {name: [line for line in speeches[name].splitlines() if line.strip()] for name in FILES}


def test_every_question_has_the_keys_and_no_others() -> None:
    for asked in ASKED:
        assert REQUIRED <= asked.keys() - {"id"} <= REQUIRED | OPTIONAL, asked["question"]
        assert asked["question"].strip()
        assert isinstance(asked["answerable"], bool)
        assert all(
            wanted.strip(" |") for key in ("must_mention", "must_not") for wanted in asked.get(key, ())
        )


def test_ids_and_questions_are_unique() -> None:
    for rows in (QUESTIONS, CONVERSATIONS, RETRIEVAL, FILTERS):
        assert len({row["id"] for row in rows}) == len(rows)
    assert len({asked["question"] for asked in QUESTIONS}) == len(QUESTIONS)
    assert len(set(FILES)) == len(FILES)


def test_there_are_enough_of_each_type() -> None:
    counts = Counter(asked["type"] for asked in QUESTIONS)
    assert not {kind: counts[kind] for kind, least in LEAST.items() if counts[kind] < least}
    assert len(QUESTIONS) >= 160
    assert len(CONVERSATIONS) >= 25
    assert all(2 <= len(conversation["turns"]) <= 4 for conversation in CONVERSATIONS)


def test_the_readme_counts_what_is_there() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \|", (ANSWERS / "README.md").read_text(encoding="utf-8"), re.M)
    assert dict(rows) == {
        kind: str(number) for kind, number in Counter(asked["type"] for asked in QUESTIONS).items()
    }


def test_what_can_be_answered_says_where_and_its_type_agrees() -> None:
    for asked in ASKED:
        if asked["answerable"]:
            assert asked["gold"], asked["question"]
            assert "elsewhere" not in asked, asked["question"]
            assert asked["type"] not in UNANSWERABLE, asked["question"]
        elif asked["gold"]:  # what contradicts a false premise; nothing else has gold without an answer
            assert asked["type"] in ("false_premise", "japanese"), asked["question"]
        if asked["type"] == "japanese":
            assert JAPANESE.search(asked["question"])


def test_places_are_in_the_listed_files_and_no_set_is_given_twice() -> None:
    for asked in ASKED:
        assert all(place.keys() == {"file", "paragraph"} for place in places(asked))
        assert {place["file"] for place in places(asked)} <= set(FILES), asked["question"]
        found = [frozenset((p["file"], p["paragraph"]) for p in one) for one in sets(asked)]
        assert all(found), asked["question"]
        assert len(set(found)) == len(found), asked["question"]


@needs_speeches
def test_every_place_is_a_paragraph(lines: dict[str, list[str]]) -> None:
    for asked in ASKED:
        for place in places(asked):
            assert 1 <= place["paragraph"] <= len(lines[place["file"]]), asked["question"]


@needs_speeches
def test_an_answer_that_quotes_the_gold_passes(lines: dict[str, list[str]]) -> None:
    def plain(text: str) -> str:
        return re.sub(r"\s+", " ", text.replace("’", "'")).casefold()

    for asked in ASKED:
        for one in sets(asked):
            quoted = plain(" ".join(lines[place["file"]][place["paragraph"] - 1] for place in one))
            for wanted in asked.get("must_mention", ()):
                assert any(plain(word) in quoted for word in wanted.split("|")), (asked["question"], wanted)
            for banned in asked.get("must_not", ()):
                assert not any(plain(word) in quoted for word in banned.split("|")), (
                    asked["question"],
                    banned,
                )


def test_retrieval_questions_are_whole() -> None:
    keys = {"id", "question", "language", "kind", "gold", "confusable", "note"}
    kinds = {"direct", "paraphrase", "confusable", "japanese", "date", "two_states", "over_time", "acronym"}
    for row in RETRIEVAL:
        assert row.keys() == keys, row["id"]
        assert row["question"].strip(), row["id"]
        assert row["gold"], row["id"]
        assert set(row["kind"]) <= kinds | {"object_state", "seed"}, row["id"]
        assert (row["language"] == "ja") == bool(JAPANESE.search(row["question"])), row["id"]
        assert all(gold.keys() == {"file", "starts"} and gold["starts"].strip() for gold in row["gold"])
        assert all(other["why"] in ("other year", "other state") for other in row["confusable"])
        gold_files = {gold["file"] for gold in row["gold"]}
        assert not gold_files & {other["file"] for other in row["confusable"]}, row["id"]


@needs_speeches
def test_retrieval_gold_stands_in_its_file(speeches: dict[str, str]) -> None:
    texts = {name: "".join(text.split()) for name, text in speeches.items()}
    missing = [
        (row["id"], gold["starts"])
        for row in RETRIEVAL
        for gold in row["gold"]
        if "".join(gold["starts"].split()) not in texts[gold["file"]]
    ]
    assert not missing


def test_filters_are_known_states_and_real_dates() -> None:
    gazetteer = Gazetteer.load()
    keys = {"id", "question", "delegation", "object", "since", "until", "forum", "note"}
    for row in FILTERS:
        assert row.keys() == keys, row["id"]
        assert row["question"].strip(), row["id"]
        unknown = [code for code in (*row["delegation"], *row["object"]) if code not in gazetteer]
        assert not unknown, (row["id"], unknown)
        assert not set(row["delegation"]) & set(row["object"]), row["id"]
        since, until = (date.fromisoformat(row[end]) if row[end] else None for end in ("since", "until"))
        assert since is None or until is None or since <= until, row["id"]
