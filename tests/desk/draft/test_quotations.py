"""Quotations are looked up word for word, over a real library."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.config import load_config
from core.records import Filters
from desk.draft.quotations import look_up, quoted_spans
from desk.draft.records import Quotation
from workspace.workspace import Workspace

SPEECHES = {
    "2016/KEN_71_2016.txt": (
        "We will open four new ports before the end of the decade, "
        "and we invite our neighbours to use them.\n\n"
        "The harvest failed twice in the northern counties. No family was left without food.\n"
    ),
    "2016/NOR_71_2016.txt": "The ice is retreating faster than any of our models foretold.\n",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("speeches")
    for name, text in SPEECHES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    config = load_config(home=tmp_path_factory.mktemp("home"), llm="none")
    with closing(Workspace.open(config)) as opened:
        list(opened.ingest([Path(folder)]))
        yield opened


def looked_up(library: Workspace, words: str) -> Quotation:
    return look_up(words, (0, len(words)), ("KEN",), (), library.library, Filters(("KEN",)))


@pytest.mark.models
@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("we invite our neighbours to use them", "exact"),
        ("We will open four new ports … and we invite our neighbours", "exact"),
        ("open four new [sea] ports", "exact"),
        ("we will open five new ports before the end of the decade", "altered"),
        ("we will open four new ports no family was left without food", "joined"),
        ("We will open four new ports … No family was left without food", "joined"),
        ("the ice is retreating faster than any of our models foretold", "other_speaker"),
        ("every fisherman shall be given a licence by next spring", "not_found"),
    ],
)
def test_each_kind_of_quotation_is_told(library: Workspace, words: str, state: str) -> None:
    found = looked_up(library, words)
    assert found.state == state
    for one in found.citations:
        source = library.library.source(one.paragraph_id)
        assert source.text[one.start : one.end] == one.quote


@pytest.mark.models
def test_an_altered_quotation_shows_what_was_changed(library: Workspace) -> None:
    found = looked_up(library, "open five new ports before the end of the decade")
    assert found.diff == (
        ("same", "open"),
        ("dropped", "four"),
        ("added", "five"),
        ("same", "new ports before the end of the decade"),
    )


@pytest.mark.models
def test_whose_words_they_are_is_told(library: Workspace) -> None:
    assert looked_up(library, "The ice is retreating faster than any of our models").said_by == "NOR"


def test_quotation_marks_of_both_languages_are_seen() -> None:
    text = 'A “b c” and "d e" と「ふ が」'
    assert [text[a:b] for a, b in quoted_spans(text)] == ["b c", "d e", "ふ が"]
