"""Words, how they are read, and which words carry which."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answer.support.align import Alignment, align, word_weights
from answer.support.read import read
from answer.support.reading import Mood, Reading
from answer.words.stemming import stem
from answer.words.tokens import tokenize, word_key
from core.delegations import Gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def aligned(gazetteer: Gazetteer, claim: str, *evidence: str, context: str = "") -> Alignment:
    said_by = read(context, "", gazetteer)
    speaker = next((c for c in said_by.codes if c), "")
    written = read(claim, speaker, gazetteer)
    readings = [read(text, speaker, gazetteer) for text in evidence]
    return align(written, readings, word_weights(written, {}, 1.0), [said_by] * len(evidence))


def word(reading: Reading, text: str) -> int:
    return next(i for i, t in enumerate(reading.tokens) if t.text == text)


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


def test_a_states_name_is_one_word_and_we_is_the_speaker(gazetteer: Gazetteer) -> None:
    reading = read("We thank the United Kingdom, and my delegation agrees.", "JPN", gazetteer)
    assert reading.codes[word(reading, "We")] == "JPN"
    assert reading.codes[word(reading, "United Kingdom")] == "GBR"
    assert reading.codes[word(reading, "delegation")] == "JPN"


@pytest.mark.parametrize(
    ("text", "denied", "asserted"),
    [
        ("Japan does not see the need for a treaty.", "need", "Japan"),
        ("There is no agreement on negotiations.", "negotiations", "There"),
        ("We oppose the treaty, but we support the court.", "treaty", "court"),
        ("We fail to see the benefit.", "benefit", "fail"),
        ("There is no doubt that reform matters.", "", "reform"),
        ("It is not only just but urgent.", "", "urgent"),
        ("The treaty was rejected by many.", "treaty", "many"),
    ],
)
def test_a_negation_stands_over_its_clause(
    gazetteer: Gazetteer, text: str, denied: str, asserted: str
) -> None:
    reading = read(text, "JPN", gazetteer)
    assert not reading.denied[word(reading, asserted)]
    assert not denied or reading.denied[word(reading, denied)]


@pytest.mark.parametrize(
    ("text", "at", "mood"),
    [
        ("We could accept it.", "accept", Mood.POSSIBLE),
        ("We should accept it.", "accept", Mood.NORM),
        ("We would like to accept it.", "accept", Mood.FACT),
        ("Japan hopes that it is accepted by all.", "accepted", Mood.HOPE),
        ("The proposal is accepted.", "accepted", Mood.FACT),
        ("Whether a group is necessary should be discussed.", "necessary", Mood.CONDITION),
        ("Whether a group is necessary should be discussed.", "discussed", Mood.NORM),
        ("Critics say that it failed.", "failed", Mood.REPORTED),
        ("We say that it failed.", "failed", Mood.FACT),
    ],
)
def test_how_a_word_is_said(gazetteer: Gazetteer, text: str, at: str, mood: Mood) -> None:
    reading = read(text, "JPN", gazetteer)
    assert reading.moods[word(reading, at)] == mood


@pytest.mark.parametrize(
    ("text", "verb", "states", "other"),
    [
        ("The programme was initiated by France in cooperation with Egypt.", "initiated", {"FRA"}, ""),
        ("France and Egypt initiated the programme.", "initiated", {"FRA", "EGY"}, ""),
        ("We urge Kenya to sign.", "urge", {"JPN"}, ""),
        ("The efforts of Kenya are known, and we support them.", "support", {"JPN"}, ""),
        ("Many delegations opposed it.", "opposed", set(), "deleg"),
        ("The dialogue will be regular.", "regular", set(), ""),
    ],
)
def test_who_does_what_a_verb_says(
    gazetteer: Gazetteer, text: str, verb: str, states: set[str], other: str
) -> None:
    reading = read(text, "JPN", gazetteer)
    actor = reading.actor(word(reading, verb))
    assert (set(actor.states), actor.other) == (states, other)


def test_a_word_of_the_context_line_counts_as_carried(gazetteer: Gazetteer) -> None:
    alignment = aligned(
        gazetteer, "In December 2020, Japan agreed.", "We agreed.", context="Japan, 2020-12-01, OEWG"
    )
    assert alignment.recall == 1.0
    assert alignment.missing() == ()


def test_an_acronym_meets_the_words_it_stands_for(gazetteer: Gazetteer) -> None:
    assert aligned(gazetteer, "The PoA matters.", "The Programme of Action matters.").recall == 1.0
    assert aligned(gazetteer, "The Open-ended Working Group met.", "The OEWG met.").recall == 1.0
    assert aligned(gazetteer, "The PoA matters.", "The Plan of Unity matters.").recall < 1.0


def test_the_span_holds_the_carrying_words_and_the_negation_over_them(gazetteer: Gazetteer) -> None:
    text = "As I said at the beginning of this long session, Japan does not see the need for a treaty."
    alignment = aligned(gazetteer, "There is no need for a treaty.", text, context="Japan, 2020")
    start, end = alignment.span(0)
    assert text[start:end] == "not see the need for a treaty"


def test_words_in_the_same_order_are_preferred_to_the_same_words_elsewhere(gazetteer: Gazetteer) -> None:
    text = "The treaty failed; nobody mourned it; the new treaty succeeded."
    alignment = aligned(gazetteer, "The new treaty succeeded.", text)
    where = alignment.matches[word(alignment.claim, "treaty")].word
    assert text[alignment.evidence[0].tokens[where].start :].startswith("treaty succeeded")


_SOME_WORDS = ("we", "oppose", "the", "treaty", "not", "Japan", "and", "12", "hope", "Kenya", ",", "may")


@given(st.lists(st.sampled_from(_SOME_WORDS), max_size=14))
def test_recall_is_a_share_and_a_sentence_carries_itself(gazetteer: Gazetteer, words: list[str]) -> None:
    text = " ".join(words)
    alignment = aligned(gazetteer, text, text, context="Japan, 2012")
    weight = sum(alignment.weights)
    assert 0 <= alignment.longest <= 1
    assert alignment.recall == (1.0 if weight else 0.0)
