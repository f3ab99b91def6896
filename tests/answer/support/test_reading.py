"""What is read out of one sentence: who does what how surely, figures, limits, denial."""

import pytest

from answer.support.reading.read import Reader
from answer.support.reading.records import Reading
from core.actors import Actors
from core.delegations import Gazetteer


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Gazetteer.load(), Actors.load())


def at(reading: Reading, text: str) -> int:
    return next(i for i, t in enumerate(reading.tokens) if t.text == text)


def test_a_name_is_one_word_and_we_is_the_speaker(reader: Reader) -> None:
    reading = reader.read(
        "We thank the United Kingdom and the Secretary-General, and my delegation agrees.", "JPN"
    )
    assert reading.actors[at(reading, "We")] == "@JPN"
    assert reading.actors[at(reading, "United Kingdom")] == "@GBR"
    assert reading.actors[at(reading, "Secretary-General")] == "%secretary_general"
    assert reading.actors[at(reading, "delegation")] == "@JPN"


@pytest.mark.parametrize(
    ("text", "denied", "asserted"),
    [
        ("Japan does not see the need for a treaty.", "need", "Japan"),
        ("There is no agreement on negotiations.", "negotiations", "There"),
        ("We oppose the treaty, but we support the court.", "treaty", "court"),
        ("We fail to see the benefit.", "benefit", "We"),
        ("There is no doubt that reform matters.", "", "reform"),
        ("It is not only just but urgent.", "", "urgent"),
        ("The treaty was rejected by many.", "treaty", "many"),
        ("It is not an end in itself and repeats the call.", "end", "call"),
        ("Our objective is peace.", "", "peace"),
        ("The opposition leader spoke.", "", "leader"),
    ],
)
def test_a_negation_stands_over_its_clause(reader: Reader, text: str, denied: str, asserted: str) -> None:
    reading = reader.read(text, "JPN")
    assert reading.signs[at(reading, asserted)] == 1
    assert not denied or reading.signs[at(reading, denied)] == -1


@pytest.mark.parametrize(
    ("text", "verb", "actors", "status"),
    [
        ("We have extended aid.", "extended", {"@JPN"}, "done"),
        ("We extended aid and will provide more.", "provide", {"@JPN"}, "will"),
        ("The Secretary-General calls for a ceasefire.", "calls", {"%secretary_general"}, "fact"),
        ("The Government of Mali has developed and submitted a plan.", "submitted", {"@MLI"}, "done"),
        ("We hope that Member States will support it.", "support", {"%member_states"}, "hopes"),
        ("Our objective is to normalize relations.", "normalize", {"@JPN"}, "intends"),
        ("Bhutan is poised to graduate from it.", "graduate", {"@BTN"}, "intends"),
        ("We urge the parties to resume the talks.", "resume", {"parti"}, "asked"),
        ("Many argue that it has failed.", "failed", set(), "reported"),
        ("We are helping to stabilize Mali.", "helping", {"@JPN"}, "going"),
        ("If Iraq agrees, it may join.", "agrees", {"@IRQ"}, "condition"),
        ("The plan was adopted by the Security Council.", "adopted", {"%security_council"}, "past"),
        ("Delegations should accept it.", "accept", {"deleg"}, "should"),
    ],
)
def test_who_does_what_and_how_surely(
    reader: Reader, text: str, verb: str, actors: set[str], status: str
) -> None:
    reading = reader.read(text, "JPN")
    found = reading.verbs[at(reading, verb)]
    assert (found.actors, found.status) == (frozenset(actors), status)


@pytest.mark.parametrize(
    "text", ["technical help", "the support of all", "an arms trade treaty", "a developed country"]
)
def test_a_noun_is_no_verb(reader: Reader, text: str) -> None:
    assert not reader.read(f"We ask for {text}.", "JPN").verbs.keys() - {1}


@pytest.mark.parametrize(
    ("text", "value", "bound", "unit", "kind"),
    [
        ("It cost more than five million dollars.", 5e6, "over", "$", "count"),
        ("It cost $3.5 million.", 3.5e6, "", "$", "count"),
        ("Nearly 20 per cent left.", 20, "under", "%", "count"),
        ("Some 300 young people came.", 300, "about", "young", "count"),
        ("It began in 2014.", 2014, "", "", "year"),
        ("It is the second conference.", 2, "", "", "ordinal"),
        ("It began on 22 October.", 22, "", "", "date"),
        ("In 2012, 2,012 people came.", 2012, "", "", "year"),
    ],
)
def test_a_figure_has_a_value_a_bound_a_unit_and_a_kind(
    reader: Reader, text: str, value: float, bound: str, unit: str, kind: str
) -> None:
    figure = reader.read(text, "JPN").figures[0]
    assert (figure.value, figure.bound, figure.unit, figure.kind) == (value, bound, unit, kind)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("We will join, subject to approval by the Diet.", "condition", "approval Diet"),
        ("On Syria, peace seems far.", "topic", "Syria"),
        ("According to Chad, it failed.", "source", "Chad"),
        ("All agreed except for the two Powers.", "exception", "two Powers"),
        ("Once the review is complete, we will act.", "condition", "review complete"),
    ],
)
def test_what_limits_a_clause_is_found(reader: Reader, text: str, kind: str, words: str) -> None:
    reading = reader.read(text, "JPN")
    (limit,) = reading.limits
    assert (limit.kind, " ".join(reading.tokens[k].text for k in limit.words)) == (kind, words)


@pytest.mark.parametrize("text", ["In this regard, we agree.", "We once again agree.", "We rely on Japan."])
def test_other_phrases_limit_nothing(reader: Reader, text: str) -> None:
    assert reader.read(text, "JPN").limits == ()
