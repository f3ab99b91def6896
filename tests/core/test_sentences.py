import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.sentences import StreamingSentences, split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["Mr. Akahori spoke.", "Dr. Smith of St. Lucia did not."],
        ["The U.N. Charter applies.", "So does the U.S. position on art. 51 of it."],
        ["He left the U.S.", "The talks went on."],
        ["See paras. 5 and No. 6, e.g. the preamble, i.e. its first lines.", "Then stop."],
        ["I have a comment on paragraph 66.", "Japan does not see the need."],
        ["Growth was 3.5 per cent.", "In 2020 it was less."],
        ["J. Smith and W. H. Auden agreed.", "Gen. Jones and Col. Lee did not."],
        ["He said: “We agree.”", "Nobody else did."],
        ['"Why now?" he asked.', "(No answer came.)", "[It never does.]"],
        ["We call for (a) peace; (b) justice; and (c) law.", "That is all!", "Is it?", "Yes."],
        ["Well... perhaps it is so.", "Perhaps…", "Not."],
        ["We heard you at 5 p.m.", "We left."],
        ["1. The Council met.", "2. It adjourned."],
        ["IV. Conclusions were drawn.", "They hold."],
        ["It opposes the treaty.[1]", "It supports the norms. [2, 3]", "It left."],
        ["That was World War I.", "Then came peace."],
        ["日本は賛成する。", "なぜか！？", "法の支配が重要だ。"],
        ["「支持する。」と述べた。", "その後、会合は終わった。"],
        ["大臣は「支持する。」", "Then he left."],
        ["Japanese 令和2年。", "English follows."],
        ["No stop at the end", "A new paragraph"],
    ],
)
def test_sentences_are_found(expected: list[str]) -> None:
    joiner = "\n\n" if expected[0].startswith("No stop") else " "
    assert sentences(joiner.join(expected)) == expected


def test_a_line_break_inside_a_paragraph_is_not_a_boundary() -> None:
    assert sentences("We met the\nChair. We\nleft.") == ["We met the\nChair.", "We\nleft."]


def test_a_list_stays_with_its_lead_in() -> None:
    text = "We ask for:\n(a) peace;\n(b) justice.\nThen we rest."
    assert sentences(text) == ["We ask for:\n(a) peace;\n(b) justice.", "Then we rest."]


def test_white_space_alone_has_no_sentences() -> None:
    assert split_sentences(" \n\t\u3000\n") == ()


odd_text = st.text(
    alphabet=st.sampled_from(list("aAbIU1.!?…。！？．」』）)]”\"'「（([“ \n\t,;ー漢かé-•")), max_size=80
)


@settings(deadline=None)
@given(st.one_of(odd_text, st.text(max_size=80)))
def test_spans_are_ordered_trimmed_and_cover_everything(text: str) -> None:
    spans = split_sentences(text)
    previous = 0
    for start, end in spans:
        assert previous <= start < end <= len(text)
        assert not text[previous:start].strip()
        assert text[start:end] == text[start:end].strip()
        previous = end
    assert not text[previous:].strip()


FRAGMENTS = [
    "We agree.",
    "The U.S.",
    "No. 5",
    "Mr.",
    "He said “yes.”",
    "Why?",
    "…",
    "3.5",
    "[1]",
    "「はい。」と",
]
FRAGMENTS += [
    "賛成",
    "だ。",
    "\n\n",
    "\n",
    " ",
    "The",
    "(a)",
    "and",
    "J.",
    "e.g.",
    "paragraph 66.",
    "I.",
    "- ",
    "U.",
    "N.",
]
fragments = st.lists(st.sampled_from([*FRAGMENTS, "！", "か?"]), max_size=14)


@settings(deadline=None)
@given(fragments, st.data())
def test_streaming_gives_the_same_sentences_however_the_text_is_cut(
    parts: list[str], data: st.DataObject
) -> None:
    text = " ".join(parts).replace("。 ！", "。 はい！").replace("。 [1]", "。 はい [1]")
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=12)))
    stream = StreamingSentences()
    seen: list[str] = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        seen += stream.feed(text[start:end])
    seen += stream.flush()
    assert seen == sentences(text)


@settings(deadline=None)
@given(odd_text)
def test_streaming_loses_and_invents_nothing(text: str) -> None:
    stream = StreamingSentences()
    seen = "".join("".join(stream.feed(character)) for character in text) + "".join(stream.flush())
    assert "".join(seen.split()) == "".join(text.split())


def test_a_stop_at_the_end_is_not_sure_until_more_follows() -> None:
    stream = StreamingSentences()
    assert stream.feed("Japan agrees.") == ()
    assert stream.feed(" ") == ()
    assert stream.feed("It") == ("Japan agrees.",)
    assert stream.flush() == ("It",)
    assert stream.flush() == ()


def test_a_japanese_stop_is_sure_at_once_unless_a_bracket_is_open() -> None:
    stream = StreamingSentences()
    assert stream.feed("日本は賛成する。") == ("日本は賛成する。",)
    assert stream.feed("「賛成する。") == ()
    assert stream.feed("」と述べた。") == ("「賛成する。」と述べた。",)


@pytest.mark.parametrize(
    "unit", [". ", "a.", "?! ", "( ", "「。", "\n \n", " [1", "U.S. ", "。」", "      ", "x"]
)
def test_a_hundred_kilobytes_of_anything_is_quick(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    began = time.perf_counter()
    split_sentences("A." + text)
    assert time.perf_counter() - began < 2.0


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 500))
def test_markers_stay_with_the_sentence_before_them(marker: int) -> None:
    assert sentences(f"We agree. [{marker}] They do not.") == [f"We agree. [{marker}]", "They do not."]
