"""Search over real SQLite, with a cheap encoder; and the shipped models on the shipped words."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import UsageError
from core.records import Filters
from index.library import Library
from index.models.encoder import OnnxEncoder
from index.models.reranker import OnnxReranker
from index.search.dense import DenseIndex
from index.search.fusion import Ranking, Rankings
from index.search.matching import EMBEDDED
from index.store.catalogue import Entry
from tests.index.library_samples import BINDING, OCEANS, PLURAL, HashEncoder, OverlapReranker, make_statement


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path, HashEncoder(), OverlapReranker()) as opened:
        yield opened


def texts(library: Library, query: str, filters: Filters = Filters(), k: int = 10) -> list[str]:
    return [hit.source.text for hit in library.search(query, filters, k).hits]


def test_a_hit_says_why_it_was_found(library: Library) -> None:
    library.put(*make_statement(BINDING, PLURAL, OCEANS))
    result = library.search("Is a binding instrument wanted?")
    best = result.hits[0]
    assert best.source.text == BINDING
    assert best.found.lexical_rank == 1
    assert best.found.dense_rank == 1
    assert best.found.rerank == 3.0
    assert 0 < best.found.similarity <= 1
    assert best.found.matched == ("binding", "instrument")
    assert [hit.score for hit in result.hits] == sorted((hit.score for hit in result.hits), reverse=True)
    assert set(result.timings_ms) == {"retrieve", "rerank"}


def test_matched_words_are_those_of_the_paragraph_itself(library: Library) -> None:
    library.put(*make_statement(BINDING, title="Japan on oceans", context="Japan, oceans"))
    assert library.search("Japan's oceans, cybersecurity").hits[0].found.matched == ("cybersecurity",)


def test_it_works_without_a_cross_encoder(tmp_path: Path) -> None:
    with Library.open(tmp_path, HashEncoder()) as library:
        library.put(*make_statement(BINDING, PLURAL, OCEANS))
        best = library.search("binding instrument").hits[0]
        assert best.source.text == BINDING
        assert best.found.rerank is None
        scores = library.rank_sentences("binding instrument", [OCEANS, BINDING], ["Japan", "Japan"])
        assert scores.argmax() == 1


def test_sentences_are_ranked_with_their_context(library: Library) -> None:
    scores = library.rank_sentences("Japan on treaties", ["We need treaties."] * 2, ["Japan", "France"])
    assert scores.shape == (2,)
    assert scores[0] > scores[1]
    assert library.rank_sentences("anything", [], []).shape == (0,)


def test_the_cross_encoder_reads_the_context_line(tmp_path: Path) -> None:
    reranker = OverlapReranker()
    with Library.open(tmp_path, HashEncoder(), reranker) as library:
        library.put(*make_statement(BINDING, context="Japan, 2020-12-01, OEWG"))
        library.search("binding")
    assert reranker.read == [f"Japan, 2020-12-01, OEWG: {BINDING}"]


def test_an_empty_question_finds_nothing(library: Library) -> None:
    library.put(*make_statement(BINDING))
    assert library.search("  ").hits == ()


@pytest.mark.parametrize(
    "query", ['" OR 1', "NEAR(", "x" * 100_000, "!?…", "\x00", "'; DROP TABLE statements"]
)
def test_a_hostile_question_is_only_words(library: Library, query: str) -> None:
    library.put(*make_statement(BINDING))
    library.search(query)
    assert library.check() == ()


def test_a_phrase_in_quotation_marks_must_occur(library: Library) -> None:
    library.put(*make_statement(BINDING, "An instrument that is binding.", OCEANS))
    assert texts(library, '"binding instrument" treaty') == [BINDING]
    assert texts(library, '"fish stocks" binding instrument') == [OCEANS]
    assert texts(library, '"nothing like it" binding instrument') == []


def test_japanese_is_found_by_its_words(tmp_path: Path) -> None:
    encoder = HashEncoder()
    encoder.english_only = True
    nuclear = "我が国は、核兵器のない世界の実現に向けて取り組む。"
    cyber = "サイバー空間における国際法の適用について議論を続けるべきである。"
    with Library.open(tmp_path, encoder, OverlapReranker()) as library:
        library.put(*make_statement(nuclear, cyber, BINDING, context="日本"))
        assert texts(library, "核兵器についてどう考えていますか？", k=1) == [nuclear]
        best = library.search("サイバー空間への国際法の適用は？", k=1).hits[0]
        assert best.source.text == cyber
        assert best.found.matched == ("サイバー", "空間", "国際法", "適用")
        assert best.found.rerank is None  # a model that cannot read it is not asked


def test_a_cross_encoder_is_not_asked_in_a_script_it_cannot_read(tmp_path: Path) -> None:
    reranker = OverlapReranker()
    reranker.english_only = True
    with Library.open(tmp_path, HashEncoder(), reranker) as library:
        library.put(*make_statement("核兵器のない世界を求める。", BINDING))
        assert texts(library, "核兵器についてどう考えていますか？", k=1) == ["核兵器のない世界を求める。"]
        assert reranker.read == []
        library.search("nuclear weapons")
        assert reranker.read


def test_an_acronym_finds_what_it_stands_for(library: Library) -> None:
    spelled = "Small island developing States need support."
    library.put(*make_statement(spelled, BINDING, OCEANS))
    by_text = {hit.source.text: hit.found for hit in library.search("SIDS").hits}
    assert by_text[spelled].lexical_rank == 1
    assert by_text[spelled].matched == ("small island developing state",)
    assert by_text[BINDING].lexical_rank == 0


def test_feedback_lifts_what_is_like_the_best(tmp_path: Path) -> None:
    """Two paragraphs are as near to the question; one of them is like those that are nearest."""
    best = "alpha beta gamma delta epsilon zeta"
    like, unlike = "alpha gamma delta epsilon zeta eta", "alpha one two three four five"
    with Library.open(tmp_path, HashEncoder()) as library:
        library.put(*make_statement(unlike, like, best, best + " eta", best + " theta", context=""))
        plain = Ranking(dense=1, lexical=0)

        def order(ranking: Ranking) -> list[str]:
            searcher = replace(library._searcher, rankings=Rankings(ranking, ranking, by_length=False))
            return [hit.source.text for hit in searcher.search("alpha beta", Filters(), 5).hits]

        def gap(ranking: Ranking) -> int:
            found = order(ranking)
            return found.index(unlike) - found.index(like)

        assert set(order(plain)) == {best, best + " eta", best + " theta", like, unlike}
        assert gap(replace(plain, feedback=2.0)) >= max(gap(plain), 1)


def test_repeated_words_are_folded_into_one_hit(library: Library) -> None:
    long = f"{BINDING} {PLURAL} {OCEANS} This concludes what my delegation has to say on this agenda item."
    for year, text in ((2019, long), (2020, long.replace("essential", "crucial")), (2021, long)):
        library.put(*make_statement(text, date=str(year), origin=str(year), context=f"Japan, {year}"))
    library.put(*make_statement(long + " ", delegation="FRA", origin="fr", context="France"))
    library.put(*make_statement(long.replace("do not see", "see"), origin="changed", context="Japan"))
    hits = library.search("binding instrument").hits
    assert [(hit.source.delegation, len(hit.duplicates)) for hit in hits].count(("JPN", 2)) == 0
    by_text = {(hit.source.delegation, hit.source.text): len(hit.duplicates) for hit in hits}
    assert by_text[("FRA", long + " ")] == 0  # another state's words are its own
    assert by_text[("JPN", long.replace("do not see", "see"))] == 0  # so is a change of position


def test_a_statement_under_two_ids_fills_the_evidence_once(library: Library) -> None:
    library.put(*make_statement(BINDING, PLURAL, origin="a"))
    library.put(*make_statement(BINDING, OCEANS, origin="b"))
    hits = library.search("binding instrument").hits
    assert [hit.source.text for hit in hits].count(BINDING) == 1
    (duplicate,) = hits[0].duplicates
    assert duplicate.text == BINDING
    assert duplicate.statement_id != hits[0].source.statement_id


def test_the_best_window_speaks_for_a_long_paragraph(library: Library) -> None:
    statement, (passage,) = make_statement(f"{OCEANS} {BINDING}")
    cut = len(OCEANS)
    windows = (
        passage.__class__("w0", passage.paragraph_id, 0, cut, statement.text[:cut], "Japan"),
        passage.__class__("w1", passage.paragraph_id, cut + 1, len(statement.text), BINDING, "Japan"),
    )
    library.put(statement, windows)
    (hit,) = library.search("binding instrument cybersecurity").hits
    assert hit.source.text == statement.text
    assert hit.found.matched == ("binding", "instrument", "cybersecurity")


def test_more_hits_than_are_reread_keep_their_order(library: Library) -> None:
    library.put(*make_statement(*(f"Paragraph {n} on binding rules and on {'x' * n}." for n in range(1, 60))))
    hits = library.search("binding rules", k=50).hits
    assert len(hits) == 50
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert [hit.found.rerank is not None for hit in hits] == [True] * 20 + [False] * 30


def test_the_same_question_gets_the_same_answer(library: Library) -> None:
    library.put(*make_statement(*(f"Paragraph {n} on binding rules." for n in range(40))))
    assert texts(library, "binding rules") == texts(library, "binding rules")


DELEGATIONS = ("JPN", "FRA", "CHN", "")
FORUMS = ("OEWG", "UNGA")
DATES = ("2015", "2016-05", "2016-05-04", "2020-12-01", "")
CASES = [(d, f, t) for d in DELEGATIONS for f in FORUMS for t in DATES]
SPEAKERS = ("José Núñez", "Akahori Takeshi", "")  # of the cases in turn
LANGUAGES = ("en", "ja")
SPANS = {"2015": ("2015-01-01", "2015-12-31"), "2016-05": ("2016-05-01", "2016-05-31"), "": ("", "")}


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("mixed"), HashEncoder(), OverlapReranker()) as library:
        library.put_many(
            Entry(
                *make_statement(
                    f"{BINDING} {n}",
                    delegation=d,
                    forum=f,
                    date=t,
                    origin=str(n),
                    speaker=SPEAKERS[n % 3],
                    language=LANGUAGES[n % 2],
                )
            )
            for n, (d, f, t) in enumerate(CASES)
        )
        yield library


@pytest.mark.parametrize("exact", [5_000, 0])
@given(
    delegations=st.sets(st.sampled_from(("JPN", "FRA", "XXX"))),
    since=st.sampled_from(("", "2015-06-01", "2016", "2016-05-10", "2021")),
    until=st.sampled_from(("", "2014", "2016-05-04", "2020")),
    forum=st.sampled_from(("", "oewg", "UNGA", "other")),
    speaker=st.sampled_from(("", "josé", "TAKESHI akahori", "nobody")),
    language=st.sampled_from(("", "en", "ja", "fr")),
    chosen=st.sets(st.integers(0, len(CASES) - 1)),
)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_filters_never_leak(
    mixed: Library,
    exact: int,
    delegations: set[str],
    since: str,
    until: str,
    forum: str,
    speaker: str,
    language: str,
    chosen: set[int],
) -> None:
    ids = {row.origin: row.id for row in mixed.statements()}
    statements = tuple(ids[str(n)] for n in sorted(chosen))
    filters = Filters(
        *(tuple(sorted(delegations)), since, until, forum),
        speaker=speaker,
        language=language,
        statements=statements,
    )
    dense = DenseIndex(mixed._store, HashEncoder(), exact=exact)
    dense.warm()
    object.__setattr__(mixed._searcher, "dense", dense)
    until_day = {"2014": "2014-12-31", "2020": "2020-12-31"}.get(until, until)
    spoken_by = {"josé": 0, "TAKESHI akahori": 1, "nobody": -1}
    expected = [
        (d, f, t)
        for n, (d, f, t) in enumerate(CASES)
        if (not chosen or n in chosen)
        and (not speaker or n % 3 == spoken_by[speaker])
        and (not language or LANGUAGES[n % 2] == language)
        and (not delegations or d in delegations)
        and (not forum or f.casefold() == forum.casefold())
        and (not (since or until) or t)
        and (not since or SPANS.get(t, (t, t))[1] >= since)
        and (not until or SPANS.get(t, (t, t))[0] <= until_day)
    ]
    hits = mixed.search("binding instrument", filters, k=len(CASES)).hits
    found = [hit.source for hit in hits] + [again for hit in hits for again in hit.duplicates]
    assert sorted((s.delegation, s.forum, s.date) for s in found) == sorted(expected)
    assert mixed.scope(filters).statements == len(expected)


def test_a_filter_that_is_no_date_is_refused(library: Library) -> None:
    with pytest.raises(UsageError, match="'soon' is not a date"):
        library.search("binding", Filters(until="soon"))


def test_vectors_are_looked_up_passage_by_passage(library: Library) -> None:
    library.put(*make_statement(BINDING))
    marks = ", ".join("?" * 500)
    query = f"EXPLAIN QUERY PLAN SELECT e.vector FROM {EMBEDDED} WHERE v.key IN ({marks})"
    with library._database.reading() as connection:
        (first, *_) = connection.execute(query, ("hash", *range(500))).fetchall()
    assert "SEARCH v USING INTEGER PRIMARY KEY" in first[-1]


def test_large_libraries_are_searched_through_chroma(library: Library) -> None:
    library.put(*make_statement(*(f"Paragraph {n} on {'abcdefgh'[n % 8]} matters." for n in range(80))))
    exact = texts(library, "Paragraph 17 on matters", k=5)
    asked: list[int] = []
    nearest = library._store.nearest

    def recorded(query: np.ndarray, filters: Filters, limit: int) -> list[str]:
        asked.append(limit)
        return nearest(query, filters, limit)

    library._store.nearest = recorded
    dense = DenseIndex(library._store, HashEncoder(), exact=0)
    object.__setattr__(library._searcher, "dense", dense)
    assert texts(library, "Paragraph 17 on matters", k=5) == exact
    assert not asked  # the first question of a process does not wait for the store
    object.__setattr__(library._searcher, "dense", dense)
    assert texts(library, "Paragraph 17 on matters", k=5) == exact
    assert asked


def test_the_shipped_models_find_the_paragraph(tmp_path: Path, encoder_dir: Path, reranker_dir: Path) -> None:
    paragraphs = (
        "I would like to start by reiterating full support to the Chair's intention.",
        "A proposal for a programme of action was put forward by France and Egypt and is open to all.",
        "As to paragraph 66, we see no need for a new treaty that would be legally binding; "
        "existing norms should be implemented first.",
        "Activities in cyberspace involve companies, universities and individuals as well as governments.",
    )
    with Library.open(tmp_path, OnnxEncoder(encoder_dir), OnnxReranker(reranker_dir)) as library:
        library.put(*make_statement(*paragraphs, context="Japan, 2020-12-01, OEWG"))
        assert texts(library, "What is Japan's view on a binding instrument?", k=1) == [paragraphs[2]]
        assert texts(library, "Who proposed the Programme of Action?", k=1) == [paragraphs[1]]
        assert texts(library, "Why does civil society matter in cyberspace?", k=1) == [paragraphs[3]]
        assert library.check() == ()
