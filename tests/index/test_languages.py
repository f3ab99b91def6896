"""Second vectors: a question in Japanese finds passages in English, and when these are embedded for it."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from core.records import Filters
from index import Library, languages
from index.models.onnx import Progress
from tests.index.library_samples import BINDING, OCEANS, PLURAL, HashEncoder, make_statement

QUESTION = "新たな文書は必要ですか。"
WORDS = {"新たな": "new ", "文書": "instrument ", "必要": "need ", "海洋": "seas ", "魚": "fish "}


class Bilingual(HashEncoder):
    """A hash encoder that knows a few words in both languages."""

    def __init__(self) -> None:
        super().__init__("bilingual")

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        vectors = super().encode_passages([_english(text) for text in texts], progress)
        self.encoded[-len(texts) :] = texts
        return vectors

    def encode_query(self, text: str) -> NDArray[np.float32]:
        return super().encode_query(_english(text))


def _english(text: str) -> str:
    for japanese, english in WORDS.items():
        text = text.replace(japanese, english)
    return text


@pytest.fixture
def second() -> Bilingual:
    return Bilingual()


def opened(home: Path, second: Bilingual, *, read_only: bool = False) -> Library:
    first = HashEncoder()
    first.english_only = True
    return Library.open(home, first, multilingual=second, read_only=read_only)


@pytest.fixture
def library(tmp_path: Path, second: Bilingual) -> Iterator[Library]:
    with opened(tmp_path, second) as found:
        found.put(*make_statement(OCEANS, BINDING, PLURAL))
        yield found


def texts(library: Library, query: str, filters: Filters = Filters(), k: int = 10) -> list[str]:
    return [hit.source.text for hit in library.search(query, filters, k).hits]


def test_a_japanese_question_finds_the_english_paragraph(library: Library) -> None:
    best = library.search(QUESTION).hits[0]
    assert best.source.text == BINDING
    assert best.found.dense_rank == 1
    assert best.found.lexical_rank == 0  # by its meaning alone


def test_english_passages_are_embedded_a_second_time_when_a_question_wants_them(
    library: Library, second: Bilingual
) -> None:
    library.search("new instrument")
    assert second.encoded == []
    library.search(QUESTION)
    assert sorted(text.split(": ", 1)[1] for text in second.encoded) == sorted((OCEANS, BINDING, PLURAL))
    library.search(QUESTION)
    assert len(second.encoded) == 3  # they are kept


def test_only_what_the_filters_admit_is_embedded_for_a_question(library: Library, second: Bilingual) -> None:
    library.put(*make_statement("We need fish.", delegation="FRA", origin="fr"))
    assert texts(library, QUESTION, Filters(delegations=("FRA",))) == ["We need fish."]
    assert len(second.encoded) == 1


def test_a_passage_in_japanese_is_embedded_a_second_time_when_it_is_stored(
    library: Library, second: Bilingual
) -> None:
    library.put(*make_statement("新たな文書は必要ない。", "海洋と魚を守る。", language="ja", origin="ja"))
    assert len(second.encoded) == 2
    assert texts(library, "文書", Filters(language="ja"), k=1) == ["新たな文書は必要ない。"]


def test_both_languages_are_found_and_the_nearest_of_all_comes_first(library: Library) -> None:
    library.put(*make_statement("海洋と魚を守る。", "経済は成長した。", language="ja", origin="ja"))
    assert texts(library, QUESTION, k=1) == [BINDING]
    assert texts(library, "魚と海洋", k=1) == ["海洋と魚を守る。"]


def test_what_is_missing_is_made_by_and_by_once_it_is_wanted(library: Library, second: Bilingual) -> None:
    stop = threading.Event()
    library.catch_up(stop)
    assert second.encoded == []  # nobody has asked in Japanese
    library.search(QUESTION)
    library.put(*make_statement("We need fish.", "We need new seas.", origin="later"))
    seen: list[tuple[int, int]] = []
    library.catch_up(stop, lambda done, total: seen.append((done, total)))
    assert seen == [(2, 2)]
    assert len(second.encoded) == 5
    library.catch_up(stop)
    assert len(second.encoded) == 5
    assert library.check() == ()


def test_an_interrupted_catching_up_is_gone_on_with(
    tmp_path: Path, second: Bilingual, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(languages, "_BATCH", 2)
    stop = threading.Event()
    with opened(tmp_path, second) as library:
        library.put(*make_statement("海洋を守る。", language="ja", origin="ja"))
        library.put(*make_statement(*(f"Paragraph {n} on fish." for n in range(5))))
        library.catch_up(stop, lambda done, total: stop.set())
    assert len(second.encoded) == 1 + 2
    with opened(tmp_path, second) as library:
        library.catch_up(threading.Event())
    assert len(second.encoded) == len(set(second.encoded)) == 1 + 5


def test_where_too_much_is_missing_the_passages_are_embedded_that_words_find(
    library: Library, second: Bilingual, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(languages, "AT_ONCE", 2)
    monkeypatch.setattr(languages, "_FIRST", 1)
    library.put(*make_statement("The NPT is a cornerstone.", origin="npt"))
    found = texts(library, "核兵器不拡散条約（NPT）についてどう述べましたか。")
    assert [text.split(": ", 1)[1] for text in second.encoded] == ["The NPT is a cornerstone.", OCEANS]
    assert found[0] == "The NPT is a cornerstone."
    library.catch_up(threading.Event())
    assert len(second.encoded) == 4


def test_a_library_that_is_only_read_is_searched_with_what_is_there(
    tmp_path: Path, library: Library, second: Bilingual
) -> None:
    library.search(QUESTION)
    library.put(*make_statement("We need fish.", origin="later"))
    with opened(tmp_path, second, read_only=True) as reading:
        assert texts(reading, QUESTION, k=1) == [BINDING]
    assert len(second.encoded) == 3


def test_second_vectors_outlast_a_rebuild_and_go_with_their_statement(
    library: Library, second: Bilingual
) -> None:
    library.search(QUESTION)
    library.rebuild()
    assert texts(library, QUESTION, k=1) == [BINDING]
    assert len(second.encoded) == 3
    (statement,) = library.statements()
    library.remove(statement.id)
    with library._database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM embeddings").fetchone() == (0,)


def test_a_corrected_context_line_keeps_the_second_vector(library: Library, second: Bilingual) -> None:
    (statement,) = library.statements()
    library.edit(statement.id, {"delegation": "KOR"})
    assert texts(library, QUESTION, Filters(delegations=("KOR",)), k=1) == [BINDING]
    assert len(second.encoded) == 3
    library.catch_up(threading.Event())
    assert len(second.encoded) == 3
