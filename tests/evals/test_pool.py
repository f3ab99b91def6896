"""Hits that nobody has judged yet."""

from dataclasses import replace
from pathlib import Path

from core.config import load_config
from core.records import Paragraph, Statement
from evals.pool import known_by
from evals.speeches import speeches_library


def statement(*texts: str) -> Statement:
    paragraphs = tuple(
        Paragraph(str(n), n, n, False, "", 0, len(text), text) for n, text in enumerate(texts, 1)
    )
    return Statement(id="s", text="\n".join(texts), paragraphs=paragraphs)


def test_a_paragraph_is_known_by_a_beginning_that_no_other_has() -> None:
    common = "We thank the President of the General Assembly for convening this meeting, and"
    made = statement(f"{common}  we\nurge all to act.", f"{common} we wish him well.", "Short.")
    assert known_by(made, "1") == f"{common} we u"
    assert known_by(made, "2") == f"{common} we w"
    assert known_by(made, "3") == "Short."


def test_a_library_that_is_given_is_taken_as_it_is(tmp_path: Path) -> None:
    config = replace(load_config({}), home=tmp_path)
    assert speeches_library(config.home) == tmp_path
