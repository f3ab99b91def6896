"""The README's figures are those of the committed result files."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def figures() -> ModuleType:
    spec = importlib.util.spec_from_file_location("figures", ROOT / "tools" / "figures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_is_made_from_the_results(figures: ModuleType) -> None:
    page = (ROOT / "README.md").read_text("utf-8")
    assert page == figures.with_table(page), "run: python tools/figures.py"
    assert page.count("](benchmarks/results/") >= 8


def test_another_result_makes_another_table(
    figures: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "benchmarks" / "results").mkdir(parents=True)
    monkeypatch.setattr(figures, "ROOT", tmp_path)
    assert "s](" not in figures.table()
    stored = tmp_path / "benchmarks" / "results" / "startup.json"
    stored.write_text('{"made": {"date": "2021-03-04T05:06"}, "warm": {"open": {"p50": 3.44}}}')
    assert "| [3.4 s](benchmarks/results/startup.json) | 2021-03-04 |" in figures.table()


def test_the_table_of_answers_is_made_from_the_results(figures: ModuleType) -> None:
    page = (ROOT / "docs" / "answers.md").read_text("utf-8")
    assert page == figures.with_table(page, figures.desk_table), "run: python tools/figures.py"


def test_the_arithmetic_is_made_from_the_results(figures: ModuleType) -> None:
    page = (ROOT / "docs" / "scale.md").read_text("utf-8")
    assert page == figures.with_table(page, figures.scale_table), "run: python tools/figures.py"
    assert "| 100,000,000 |" in page
