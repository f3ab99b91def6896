"""The documentation names files that are there, and the map has every folder."""

import json
import re
from pathlib import Path

import pytest

from benchmarks.__main__ import PARTS as BENCHMARKS
from evals.__main__ import PARTS as EVALS
from tests.rooms import PACKAGES, ROOT, source_files

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
MAP = (ROOT / "docs" / "architecture.md").read_text("utf-8")
# Decisions may name what stood at their time.
CURRENT = [page for page in PAGES if "decisions" not in page.parts]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
    inside = [link for link in links if not link.startswith(("http:", "https:"))]
    assert [link for link in inside if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", CURRENT, ids=lambda page: page.name)
def test_every_module_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(r"`(\w+/[\w/]+\.(?:py|toml|js|css|jsonl?))`", page.read_text("utf-8"))
    ours = [name for name in named if name.split("/")[0] in {*PACKAGES, "tests", "docs"}]
    assert [name for name in ours if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", CURRENT, ids=lambda page: page.name)
def test_every_measurement_that_a_page_names_can_be_run(page: Path) -> None:
    text = page.read_text("utf-8")
    found = re.findall(r"(?:python -m |make )(evals?|bench(?:marks)?)\s(?:ARGS=)?\"?([a-z_]+)", text)
    parts = {"e": EVALS, "b": BENCHMARKS}
    assert [(package, part) for package, part in found if part not in parts[package[0]]] == []


@pytest.mark.parametrize("page", CURRENT, ids=lambda page: page.name)
def test_every_test_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page.read_text("utf-8"))
    there = {
        file: set(re.findall(r"^def (test_\w+)", (ROOT / file).read_text("utf-8"), re.M)) for file, _ in named
    }
    assert [f"{file}::{test}" for file, test in named if test not in there[file]] == []


def test_each_risk_of_the_list_is_shown_by_a_test() -> None:
    rows = re.findall(
        r"^\| (LLM\d\d) .*\|([^|]+)\|$", (ROOT / "docs" / "security.md").read_text("utf-8"), re.M
    )
    assert [risk for risk, _ in rows] == [f"LLM{number:02}" for number in range(1, 11)]
    assert [risk for risk, shown in rows if "::test_" not in shown] == []


def test_the_map_names_modules_of_the_folder_that_stands_beside_them() -> None:
    folder, missing = "", []
    for line in MAP.splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) == 4 and cells[0] not in ("stage", "---"):
            folder = cells[1].strip("`") or folder
            names = re.findall(r"`([\w/]+(?:\.py|/))`", cells[3])
            missing += [folder + name for name in names if not (ROOT / folder / name).exists()]
    assert folder
    assert missing == []


def test_every_folder_of_the_product_is_on_the_map() -> None:
    measuring = {"evals", "benchmarks", "measure", "training", "tools"}
    folders = {path.parent.as_posix() for path in source_files()} - {"."}
    parts = {folder.removeprefix("ingest/formats/") for folder in folders}
    wanted = {folder for folder in parts if folder.split("/")[0] not in measuring}
    assert sorted(folder for folder in wanted if f"{folder}/" not in MAP) == []


def test_the_questions_for_new_readers_have_an_answer_on_the_map() -> None:
    lines = (ROOT / "docs" / "where.jsonl").read_text("utf-8").splitlines()
    asked = [json.loads(line) for line in lines]
    assert len({one["question"] for one in asked}) >= 10
    for one in asked:
        assert one["files"]
        for file in one["files"]:
            assert (ROOT / file).is_file(), file
            assert f"`{Path(file).parent.as_posix()}/`" in MAP, file
