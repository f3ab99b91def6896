"""The Word file of a checked draft has the draft's text, whatever that is."""

import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.records import Citation, Source
from desk.draft.paper import draft_word
from desk.draft.records import VERDICTS, CheckedSentence, DraftReport, Verdict
from desk.draft.text import pieces

SOURCE = Source(
    paragraph_id="p",
    statement_id="s",
    label="KEN 2016 ¶1",
    number=1,
    printed=False,
    ordinal=1,
    section="",
    title="",
    delegation="KEN",
    speaker="",
    forum="",
    date="2016",
    date_end="2016",
    url="",
    origin="",
    language="en",
    text="We agree.",
    marker=1,
)
WORDS = st.sampled_from(
    [
        "Kenya",
        "agreed.",
        "=SUM(A1)",
        "<script>",
        "&amp;",
        "“so”",
        "日本は同意した。",
        "\x0b",
        "# ",
        "- ",
        "\n",
        "\n\n",
        "| a |",
    ]
)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=20), st.sampled_from(VERDICTS))
def test_a_draft_of_anything_keeps_its_text_and_has_its_notes(words: list[str], verdict: Verdict) -> None:
    draft = " ".join(words)
    cited = (Citation(1, "p", "We agree.", 0, 9),)
    sentences = tuple(
        CheckedSentence(draft[p.start : p.end], p.start, p.end, verdict, citations=cited)
        for p in pieces(draft)
    )
    report = DraftReport(draft, sentences, (SOURCE,), 1)
    document = docx.Document(io.BytesIO(draft_word(report, lambda source: source.label)))
    text = "".join(paragraph.text for paragraph in document.paragraphs)
    assert _bare(text) == _bare(draft)
    flagged = [one for one in sentences if one.flagged]
    assert len(list(document.comments)) == len(flagged)


def _bare(text: str) -> str:
    """Without spaces, what no Word file can hold, and the marks of headings and list items."""
    return "".join(c for c in text if not c.isspace() and c not in "#-•\x0b")
