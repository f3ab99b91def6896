import time
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.text.layout import Line, blocks_of, lines_of
from ingest.text.numbering import number_lines

LONG = "We attach importance to this subject and wish to see it discussed in depth by all delegations."


def found(text: str) -> list[tuple[int, str]]:
    """(number, first word) of each numbered paragraph."""
    return [(b.number, text[b.start : b.end].split()[0]) for b in blocks_of(lines_of(text)) if b.number]


def signs(lines: Sequence[Line]) -> str:
    return "".join("".join(line.text for line in lines).split())


def speech(*marks: str) -> str:
    return "\n".join(f"{mark}{LONG} {LONG}" for mark in marks)


@pytest.mark.parametrize(
    ("mark", "number"),
    [
        ("l7. ", 17), ("I7.\t", 17), ("1S. ", 15), ("6$. ", 65), ("SL ", 51), ("1%. ", 196), ("]76. ", 176),
        ("1Q5. ", 105), ("S7. ", 57), ("23], ", 231), (".131. ", 131), ("1*34. ", 134), ("x 180. ", 180),
        ("47.", 47), ("204 ", 204), ("52- ", 52),
        ("139: ", 139), ("1 7. ", 17), ("68. ", 63), ("80.\t. ", 80),
    ],
)  # fmt: skip
def test_a_damaged_number_that_the_series_proves_is_the_one_printed(mark: str, number: int) -> None:
    text = speech(f"{number - 2}.\t", f"{number - 1}.\t", mark, f"{number + 1}.\t", f"{number + 2}.\t")
    assert found(text) == [(number + step, "We") for step in range(-2, 3)]


@pytest.mark.parametrize(
    "line",
    ["1956. In that year", "So America", "US Government", "A year ago", "[1971] Yes", "? Much", "No. We"],
)
def test_nothing_is_made_up_for_a_number_that_is_not_there(line: str) -> None:
    text = "\n".join([speech("114.\t", "115.\t"), f"{line} {LONG}", speech("117.\t", "118.\t")])
    assert [number for number, _ in found(text)] == [114, 115, 117, 118]


def test_a_number_inside_a_line_is_found_where_the_series_lacks_it() -> None:
    text = f"1. {LONG} {LONG}\n2. {LONG} 3. {LONG}\n4. In 5. May {LONG}\n5. {LONG}"
    assert found(text) == [(1, "We"), (2, "We"), (3, "We"), (4, "In"), (5, "We")]


def test_a_numbering_that_begins_again_is_kept() -> None:
    text = speech(*(f"{n}.\t" for n in [*range(105, 120), *range(1, 12)]))
    assert [number for number, _ in found(text)] == [*range(105, 120), *range(1, 12)]


def test_lists_footnotes_and_years_inside_numbered_paragraphs_are_their_text() -> None:
    inner = "We ask:\n1. that it meets;\n2. that it reports;\n3. that it ends.\n1 See A/70.\n2019. It was so."
    text = f"{speech('41. ', '42. ')}\n43. {inner}\n{speech('44. ', '45. ')}"
    assert [number for number, _ in found(text)] == [41, 42, 43, 44, 45]
    third = next(b for b in blocks_of(lines_of(text)) if b.number == 43)
    assert text[third.start : third.end] == inner


def test_a_quotation_between_two_numbers_belongs_to_the_first() -> None:
    text = (
        f"{speech('1. ', '2. ')}\n\n“WE THE PEOPLES\n\n“{LONG}\n\n...\n\n“{LONG}”\n\n{speech('3. ', '4. ')}"
    )
    blocks = [b for b in blocks_of(lines_of(text)) if b.kind == "paragraph"]
    assert [b.number for b in blocks] == [1, 2, 3, 4]
    assert text[blocks[1].start : blocks[1].end].endswith(f"“{LONG}”")


def test_numbered_headings_are_sections() -> None:
    text = "\n".join(
        f"{n}. {title}\n{LONG} {LONG}" for n, title in enumerate(["Norms", "Law", "Trust", "Aid"], 1)
    )
    blocks = blocks_of(lines_of(text))
    assert [b.kind for b in blocks] == ["heading", "paragraph"] * 4
    assert not any(b.number for b in blocks)


def test_wide_figures_number_paragraphs() -> None:
    body = "我が国は、この問題を重視しており、すべての国が参加する議論が行われることを期待する。" * 3
    text = "\n".join(f"{mark}{body}" for mark in ("１　", "２　", "３　", "４　"))
    assert [number for number, _ in found(text)] == [1, 2, 3, 4]


@settings(deadline=None, max_examples=60)
@given(
    st.integers(1, 400),
    st.lists(st.sampled_from(["", f"“{LONG}”", "2 See A/1.", "1977. A year."]), min_size=4, max_size=30),
)
def test_a_printed_series_is_found_whole(first: int, extras: list[str]) -> None:
    parts = []
    for number, extra in enumerate(extras, first):
        parts.append(f"{number}.\t{LONG} {LONG}")
        if extra:
            parts.append(extra)
    numbers = [number for number, _ in found("\n".join(parts))]
    assert numbers == list(range(first, first + len(extras)))


mess = st.text('0123456789.,:;()[] \t\nlIOSaWe"“-–x\u3000一、。', max_size=400)


@settings(deadline=None, max_examples=150)
@given(st.lists(mess | st.integers(1, 40).map(lambda n: f"{n}. {LONG}"), max_size=12))
def test_every_sign_is_in_one_block_or_is_a_label(parts: list[str]) -> None:
    text = "\n".join(parts)
    lines = lines_of(text)
    cut, marks = number_lines(lines)
    assert signs(cut) == signs(lines)
    assert all(text[line.start : line.end] == line.text for line in cut)
    blocks = blocks_of(lines)
    assert all(a.end <= b.start for a, b in pairwise(blocks))
    covered = {at for block in blocks for at in range(block.start, block.end)}
    labels = {
        at for index, mark in marks.items() for at in range(cut[index].start, cut[index].start + mark.length)
    }
    rules = {
        at for line in lines if not any(c.isalnum() for c in line.text) for at in range(line.start, line.end)
    }
    for at, character in enumerate(text):
        assert character.isspace() or at in covered or at in labels or at in rules


@pytest.mark.parametrize(
    "text",
    [
        "1. A word. 2. We. " * 20_000, "1." + " " * 400_000 + "x\n2. We\n3. We\n", "7. We go\n" * 20_000,
        "1. We\n2. We\n" + "x 3" + " " * 400_000 + "y\n4. We\n5. We\n", '."' * 200_000,
        "We:\n" + "(a) x\n" * 20_000,
        "".join(f"{n % 97 + 1}. We\n" for n in range(20_000)),
    ],
)  # fmt: skip
def test_time_is_linear(text: str) -> None:
    began = time.process_time()
    blocks_of(lines_of(text))
    assert time.process_time() - began < 4  # seconds; quadratic would be far more
