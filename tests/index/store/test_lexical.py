import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.store.lexical import index_words, parse_query
from index.store.storage import _SCHEMA

TOKENIZER = "tokenize = 'porter unicode61 remove_diacritics 0'"


def finds(text: str, query: str) -> bool:
    """Whether SQLite finds ``text`` for ``query``, as the library asks it."""
    assert TOKENIZER in _SCHEMA
    words = parse_query(query)
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE t USING fts5 (text, {TOKENIZER})")
    connection.execute("INSERT INTO t VALUES (?)", (" ".join(index_words(text)),))
    parts = [*words.required, f"({words.any_term})" if words.any_term else ""]
    expression = " AND ".join(part for part in parts if part)
    found = expression and connection.execute("SELECT 1 FROM t WHERE t MATCH ?", (expression,)).fetchone()
    connection.close()
    return bool(found)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("the Programme of Action", "program"),
        ("the program of work", "programmes"),
        ("international co-operation", "cooperation"),
        ("international cooperation", "co-operation"),
        ("a multi-stakeholder approach", "multistakeholder"),
        ("a multistakeholder approach", "multi stakeholder"),
        ("non‑proliferation", "non proliferation"),
        ("cyber security", "cybersecurity"),
        ("cybersecurity", "cyber-security"),
        ("cyberspace", "cyber"),
        ("peace-keeping operations", "peacekeeping"),
        ("capacity-building", "capacity building"),
        ("organisations recognise", "organization"),
        ("organizations", "organisation"),
        ("self-defence", "defense"),
        ("0.7 per cent of income", "percent"),
        ("0.7 percent of income", "per cent"),
        ("states analysed the draft", "analyze"),
        ("a paralyzed Council", "paralysed"),
        ("labour standards", "labor"),
        ("Member States negotiated", "negotiations"),
        ("Côte d'Ivoire", "cote ivoire"),
        ("Türkiye", "turkiye"),
        ("the U.N. Charter", "UN"),
        ("Japan’s position", "Japan"),
        ("Ｊａｐａｎ", "japan"),
        ("soft\u00adhyphen", "softhyphen"),
        ("核兵器のない世界", "核兵器"),
        ("核兵器のない世界", "世界"),
        ("核兵器のない世界", "核"),
        ("世界平和と核", "核"),
        ("サイバーセキュリティに関する", "サイバー"),
        ("ｻｲﾊﾞｰ空間", "サイバー"),
        ("我が国は核兵器の廃絶を求める。", "核兵器についてどう考えていますか？"),
        ("ガイドライン", "ガイドライン"),
        ("网络安全", "安全"),
        ("사이버안보", "안보"),
    ],
)
def test_a_text_is_found_however_it_is_written(text: str, query: str) -> None:
    assert finds(text, query)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("the hour is late", "hor"),
        ("ガス", "カス"),  # the voicing mark is part of the letter
        ("revision", "revenue"),
        ("兵器管理", "核兵"),
        ("a new instrument", "binding"),
    ],
)
def test_other_words_are_not_found(text: str, query: str) -> None:
    assert not finds(text, query)


def test_common_words_are_dropped_unless_there_is_nothing_else() -> None:
    assert [term.shown for term in parse_query("What is Japan's view on the treaty?").terms] == [
        "japan",
        "view",
        "treaty",
    ]
    assert finds("who are we to say", "who are we")


def test_particles_of_japanese_are_dropped() -> None:
    terms = parse_query("日本は法的拘束力のある文書についてどう考えていますか？").terms
    assert [term.shown for term in terms] == ["日本", "法的拘束力", "文書"]


def test_quoted_phrases_are_required() -> None:
    assert finds("a legally binding instrument", '"binding instrument" treaty')
    assert finds("a legally binding instrument", "“legally binding” treaty")
    assert not finds("an instrument that is binding, a treaty", '"binding instrument" treaty')
    assert finds("the multi-stakeholder approach", '"multistakeholder approach"')
    assert finds("法的拘束力のある文書", '"拘束力"')
    assert not finds("拘束される力", '"拘束力"')


@pytest.mark.parametrize(
    "attack",
    [
        *('"', '""', '" OR 1', "NEAR(a b, 2)", "text : secret", "a* OR b", "-a", "^a", "{text} : a", "')--"),
        *("\x00", "AND", "NOT", "\ud800", "a" * 100_000, "(" * 10_000, "か" * 9_000, "𠀋𠀋"),
    ],
)
def test_query_text_is_never_syntax(attack: str) -> None:
    finds("some text", attack)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_indexed_and_asked_for(text: str, query: str) -> None:
    finds(text, query)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=60))
def test_a_text_with_a_word_is_found_by_itself(text: str) -> None:
    if parse_query(text).any_term and '"' not in text and "“" not in text:
        words = " ".join(index_words(text))
        # characters that SQLite's older Unicode tables do not know as letters are no words to it
        if any(word.isascii() and word.isalnum() for word in words.split()) and words.isascii():
            assert finds(text, text)


def test_long_queries_are_bounded() -> None:
    assert len(parse_query(" ".join(f"word{n}" for n in range(2000))).terms) == 48
