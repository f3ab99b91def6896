"""A draft is cut into sentences whose places are exact."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desk.draft.text import note_names, notes, pieces, plain

DRAFT = """# Kenya on the sea

Kenya said it is ready (Kenya, 2016, para. 4). It added a date.[^1]

- Norway agreed.
- It also “asked for time”.

| a | b |
|---|---|

```
code. More code.
```
[^1]: Kenya, 2016, para. 5
"""


def test_sentences_headings_and_items_are_found_without_code_and_notes() -> None:
    found = [(DRAFT[p.start : p.end], p.is_heading) for p in pieces(DRAFT)]
    assert found == [
        ("Kenya on the sea", True),
        ("Kenya said it is ready (Kenya, 2016, para. 4).", False),
        ("It added a date.[^1]", False),
        ("Norway agreed.", False),
        ("It also “asked for time”.", False),
        ("| a | b |\n|---|---|", False),
    ]


def test_a_note_is_known_by_its_name() -> None:
    start, end = notes(DRAFT)["1"]
    assert DRAFT[start:end] == "Kenya, 2016, para. 5"
    assert note_names("It added a date.[^1]") == ("1",)


def test_a_short_line_without_a_stop_is_a_heading() -> None:
    assert [p.is_heading for p in pieces("Kenya and Norway\n\nKenya agreed.")] == [True, False]


def test_emphasis_and_marks_of_notes_are_no_words() -> None:
    assert plain("Kenya **strongly** _agreed_.[^1]") == "Kenya strongly agreed."


@given(st.text(alphabet=st.sampled_from("ab. \n#-*>|`[^1]:。「」 A“”"), max_size=200))
def test_sentences_are_in_order_apart_and_not_blank(draft: str) -> None:
    spans = [(p.start, p.end) for p in pieces(draft)]
    assert all(0 <= a < b <= len(draft) and draft[a:b].strip() for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
