import json
from pathlib import Path

import pytest

from evals.reading import readability
from evals.reading.readability import evaluate, extractors, score, text_of_markup

PROSE = "Japan reaffirms that international law, including the Charter, applies to these technologies. " * 8


def test_words_are_counted_as_often_as_they_occur() -> None:
    found = score("a a b", "A, b; c!")
    assert found.precision == pytest.approx(2 / 3)
    assert found.recall == pytest.approx(2 / 3)
    assert found.f1 == pytest.approx(2 / 3)
    assert score("", "a").f1 == 0
    assert score("x", "a").f1 == 0
    assert score("日本", "日 本").f1 == 1  # no spaces are needed
    assert score("日本", "本国").f1 == pytest.approx(0.5)


def test_text_of_different_blocks_is_never_one_word() -> None:
    markup = "<div>one<p>two</p>three<br>four <b>bo</b>ld</div><script>no</script>"
    assert text_of_markup(markup).split() == ["one", "two", "three", "four", "bold"]


def test_every_extractor_is_measured_on_every_page(tmp_path: Path) -> None:
    page = tmp_path / "pages" / "one"
    page.mkdir(parents=True)
    (page / "source.html").write_text(f"<html><body><article><p>{PROSE}</p></article></body></html>")
    (page / "expected.html").write_text(f"<div><p>{PROSE}</p></div>")
    result = evaluate(tmp_path / "pages", extractors())
    assert result["pages"] == 1
    assert result["f1"] == {"one": {"rapporteur": 1.0, "trafilatura": 1.0, "readability-lxml": 1.0}}


def test_pages_that_are_not_there_are_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(readability, "PAGES", tmp_path / "none")
    monkeypatch.setattr(readability, "RESULT", tmp_path / "result.json")
    assert readability.main() == 0
    assert "is not here" in capsys.readouterr().err
    assert not (tmp_path / "result.json").exists()


@pytest.mark.slow
@pytest.mark.skipif(not readability.PAGES.is_dir(), reason="the pages (shared/data) are not here")
def test_our_reader_keeps_at_least_what_the_better_library_keeps() -> None:
    committed = json.loads(readability.RESULT.read_text("utf-8"))["mean"]
    ours = {"rapporteur": extractors()["rapporteur"]}
    mean = evaluate(readability.PAGES, ours)["mean"]
    assert isinstance(mean, dict)
    ours_before = committed.pop("rapporteur")["f1"]
    assert mean["rapporteur"]["f1"] >= max(one["f1"] for one in committed.values())
    assert mean["rapporteur"]["f1"] >= ours_before - 0.002  # what tables and notes cost on these pages
