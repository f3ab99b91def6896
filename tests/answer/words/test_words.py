"""Words: their forms, keys and signs, and a delegation's own voice."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answer.words.stemming import stem
from answer.words.tokens import tokenize, word_key
from answer.words.verbs import third_person, verb_forms
from answer.words.voice import in_third_person, speaks_of_itself


@pytest.mark.parametrize(
    "family",
    [
        ("implement", "implementing", "implements", "implementation"),
        ("negotiate", "negotiating", "negotiations", "negotiated"),
        ("agree", "agreed", "agreement", "agrees"),
        ("organise", "organized", "organizing"),
        ("programme", "programmes", "program"),
        ("favour", "favor"),
        ("centre", "center", "centres"),
        ("policy", "policies"),
    ],
)
def test_forms_of_a_word_share_a_stem(family: Sequence[str]) -> None:
    assert len({stem(w) for w in family}) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [("international", "internal"), ("statement", "state"), ("peace", "people")],
)
def test_other_words_do_not(a: str, b: str) -> None:
    assert stem(a) != stem(b)


def test_an_opposite_has_the_key_of_the_word_with_the_other_sign() -> None:
    key, sign = word_key("supports")
    assert word_key("opposes") == (key, -sign)
    assert word_key("unnecessary") == (word_key("necessary")[0], -1)
    assert word_key("non-binding") == (word_key("binding")[0], -1)


def test_numbers_meet_whatever_their_writing() -> None:
    text = "1,000 1000 two 2 2.50 007 66th 2018–19"
    keys = ["1000", "1000", "2", "2", "2.5", "7", "66", "2018", "2019"]
    assert [t.key for t in tokenize(text) if t.kind == "number"] == keys


@given(st.text(max_size=200))
def test_tokens_are_exact_and_in_order(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[t.start : t.end].startswith(t.text[:1]) and t.start < t.end for t in tokens)
    assert [t.start for t in tokens] == sorted(t.start for t in tokens)


@pytest.mark.parametrize(
    ("word", "form", "base"),
    [
        ("planned", "participle", "plan"),
        ("committing", "ing", "commit"),
        ("offered", "past", "offer"),
        ("given", "participle", "give"),
        ("ratifies", "third", "ratify"),
        ("agreeing", "ing", "agree"),
        ("was", "past", "be"),
    ],
)
def test_a_word_is_known_as_a_form_of_its_verb(word: str, form: str, base: str) -> None:
    assert {**verb_forms()[word]}[form] == base


@pytest.mark.parametrize(
    ("verb", "form"),
    [("call", "calls"), ("try", "tries"), ("have", "has"), ("gave", "gave"), ("once", "once")],
)
def test_a_verb_is_put_into_the_third_person(verb: str, form: str) -> None:
    assert third_person(verb) == form


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("We call for reform.", "Japan calls for reform."),
        ("I also wish to thank our partners.", "Japan also wishes to thank its partners."),
        ("We will join, as our own Parliament has asked us to.",
         "Japan will join, as its own Parliament has asked it to."),
        ("That is my country’s aim.", "That is Japan’s aim."),
        ("Our aim is peace, and we work for it.", "Japan’s aim is peace, and Japan works for it."),
        ("Kenya sees no need for it.", "Kenya sees no need for it."),
        ("As he put it, “we are ready”, and we agree.", "As he put it, “we are ready”, and Japan agrees."),
    ],
)  # fmt: skip
def test_a_we_is_told_of_the_delegation(said: str, told: str) -> None:
    assert in_third_person(said, "Japan") == told
    assert not speaks_of_itself(told)


@pytest.mark.parametrize(
    "said",
    ["We must strengthen our unity.", "Let us act.", "It is in our common world.", "All of us have a duty."],
)
def test_a_we_of_all_who_listen_is_no_delegations(said: str) -> None:
    assert in_third_person(said, "Japan") == ""
