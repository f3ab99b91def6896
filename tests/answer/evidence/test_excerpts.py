"""What is quoted of a paragraph, and that it can be read alone."""

from hypothesis import given
from hypothesis import strategies as st

from answer.evidence.excerpts import excerpts
from answer.evidence.sentences import Evidence, EvidenceSentence
from core.sentences import split_sentences
from tests.answer.fakes import source

BEFORE = "The fund was set up in May. "
LEANS = "That is why we ask all states to pay. "
PLAIN = "We thank the Chair for the report."


def evidence(text: str, scores: list[float]) -> Evidence:
    paragraph = source(text)
    return Evidence(
        tuple(
            EvidenceSentence(paragraph, start, end, text[start:end], "Japan, 2020", score)
            for (start, end), score in zip(split_sentences(text), scores, strict=True)
        )
    )


def test_a_sentence_that_leans_on_the_one_before_brings_it() -> None:
    (found,) = excerpts(evidence(BEFORE + LEANS + PLAIN, [-9.0, 5.0, -9.0]))
    assert found.text == (BEFORE + LEANS).strip()


def test_an_announced_list_brings_its_items() -> None:
    text = (
        "We propose two measures: First, a register of sales. Second, a fund for the poor. The sea is deep."
    )
    (found,) = excerpts(evidence("We ask for the following. " + text, [6.0, 0.0, -9.0, -9.0][:4]))
    assert found.text.startswith("We ask for the following. We propose two measures")


def test_every_part_of_a_question_gets_its_sentence() -> None:
    found = evidence(PLAIN + " The levy is ten per cent. It rains in May.", [3.0, -8.0, -9.0])
    texts = " ".join(e.text for e in excerpts(found, [[3.0, -8.0, -9.0], [-9.0, 4.0, -9.0]]))
    assert "ten per cent" in texts
    assert PLAIN in texts


def test_a_sentence_that_only_asks_is_not_quoted() -> None:
    found = excerpts(evidence("Who will pay for all of this? The rich will pay for it.", [9.0, 2.0]))
    assert all("Who will" not in e.text or "rich" in e.text for e in found)
    assert "The rich will pay" in found[0].text


@given(st.lists(st.floats(-12, 12), min_size=5, max_size=5))
def test_an_excerpt_is_always_exact_and_whole_sentences(scores: list[float]) -> None:
    text = BEFORE + LEANS + PLAIN + " This ends it all now. Another word is said here."
    found = evidence(text, scores)
    starts = {s.start for s in found.sentences}
    ends = {s.end for s in found.sentences}
    for excerpt in excerpts(found):
        assert excerpt.source.text[excerpt.start : excerpt.end] == excerpt.text
        assert excerpt.start in starts
        assert excerpt.end in ends
