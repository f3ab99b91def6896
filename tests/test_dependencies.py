"""The packages and sub-packages import each other only in the directions that the architecture names."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.rooms import ROOMS, ROOT, forbidden, imported, may_import, name_of, room_of, source_files

# Each heavy library is imported by few modules, so that it can be replaced, and is not paid for early.
# The measuring and training packages may name a library that they compare with or train in.
HEAVY = {
    "argon2": {"access/users.py"},
    "docx": {"ui/export/word.py", "desk/word"},
    "chromadb": {"index/vectors", "benchmarks"},
    "fastapi": {"api", "ui/serve.py", "ui/sign_in.py", "ui/__init__.py", "ui/tabs/blocks.py"},
    "gradio": {"ui/__init__.py", "ui/serve.py", "ui/tabs"},
    "httpx": {"index/vectors/chroma.py", "answer/writing", "ingest/sources", "models/hub.py", "benchmarks"},
    "llama_index": {"answer/writing", "index/llamaindex.py", "index/vectors", "evals", "benchmarks"},
    "lxml": {"ingest/formats", "evals", "benchmarks"},
    "mcp": {"api/mcp"},
    "onnx": {"models/bert.py", "training"},
    "onnxruntime": {"index/models/onnx.py", "training", "benchmarks"},
    "prometheus_client": {"api/metrics.py"},
    "pydantic": {"api"},
    "pypdfium2": {"ingest/formats/pdf"},
    "sentence_transformers": {"index/models/sbert.py", "training"},
    "sklearn": {"training", "evals", "measure/figures.py"},
    "tokenizers": {"index/models/onnx.py", "training", "benchmarks"},
    "torch": {"index/models/sbert.py", "models", "training"},
    "transformers": {"models", "training"},
    "yaml": {"ingest/about/front_matter.py"},
    "xllamacpp": {"answer/writing", "benchmarks"},
}
FILES = source_files()
SOURCES: Mapping[Path, str] = {path: (ROOT / path).read_text("utf-8") for path in FILES}


def within(path: Path, places: set[str]) -> bool:
    return any(path.as_posix() == place or path.as_posix().startswith(place + "/") for place in places)


def test_a_module_imports_only_what_its_room_may() -> None:
    found = [line for path in FILES for line in forbidden(name_of(path), SOURCES[path])]
    assert not found, "\n".join(found)


def test_every_folder_of_source_is_in_a_room_of_the_table() -> None:
    folders = {path.parent for path in ROOT.rglob("*.py") if ".venv" not in path.parts}
    ours = {folder.relative_to(ROOT) for folder in folders}
    unknown = {f for f in ours if f.parts and f.parts[0] not in {"tests", "build", "var"}}
    assert not {str(f) for f in unknown if room_of(".".join(f.parts)) is None}


def test_tests_stand_under_the_path_of_what_they_test() -> None:
    tests = ROOT / "tests"
    folders = {path.parent.relative_to(tests) for path in tests.rglob("test_*.py")} - {Path(".")}
    source = {path.parent for path in FILES}
    assert {str(folder) for folder in folders - source} == {"browser"}


def test_no_room_of_the_table_is_empty() -> None:
    inhabited = {room_of(name_of(path)) for path in FILES}
    packages = {room for room in ROOMS if any(other.startswith(room + ".") for other in ROOMS)}
    assert set(ROOMS) - inhabited <= packages


def test_an_arrow_turned_round_fails() -> None:
    """For every arrow of the source, the same import the other way round is refused."""
    arrows = {
        (room_of(name_of(path)), room_of(other))
        for path in FILES
        for other in imported(SOURCES[path])
        if room_of(other) is not None
    }
    turned = {(theirs, room) for room, theirs in arrows if room and theirs and room != theirs}
    assert len(turned) > 40
    for room, other in turned:
        assert list(forbidden(room, f"import {other}")), f"{room} may import {other}, and {other} it"
        assert list(forbidden(f"{room}.anything", f"def f():\n    from {other} import anything"))


def test_an_import_is_found_wherever_it_stands() -> None:
    assert list(forbidden("ingest.text.lines", "import index.library"))
    assert list(forbidden("ingest.text.lines", "if True:\n    from ingest.sources import items"))
    assert list(forbidden("evals.answers", "from benchmarks.processes import served"))
    assert list(forbidden("somewhere.new", "import os"))
    assert not list(forbidden("ingest.text.lines", "import os\nfrom core.records import Paragraph"))


def test_the_table_has_no_circle() -> None:
    """Rooms can be put in an order in which each imports only those before it."""
    reaches = {room: {o for o in ROOMS if o != room and may_import(room, o)} for room in ROOMS}
    left = dict(reaches)
    while left:
        free = [room for room, others in left.items() if not others & set(left)]
        assert free, f"these import each other: {sorted(left)}"
        left = {room: others for room, others in left.items() if room not in free}


def test_core_needs_the_standard_library_only() -> None:
    for path in (path for path in FILES if path.parts[0] in {"core", "tools"}):
        others = {name.split(".")[0] for name in imported(SOURCES[path])}
        others -= {*sys.stdlib_module_names, path.parts[0], "install", "playwright"}
        assert not others, f"{path} imports {sorted(others)}"


@pytest.mark.parametrize("library", sorted(HEAVY))
def test_a_heavy_library_is_imported_in_one_place(library: str) -> None:
    users = {path for path in FILES if library in {name.split(".")[0] for name in imported(SOURCES[path])}}
    assert users, f"nothing imports {library} any more: take it out of the table"
    assert {str(path) for path in users if not within(path, HEAVY[library])} == set()


def test_the_library_global_settings_of_llama_index_are_never_assigned() -> None:
    for path in FILES:
        assert "Settings.llm" not in SOURCES[path]
        assert "Settings.embed_model" not in SOURCES[path]
