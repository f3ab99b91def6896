"""The packages depend on each other only in the directions that the architecture names."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMPOSING = {"ui", "evals", "benchmarks", "cli", "workspace", "training"}
ALLOWED = {
    "core": set(),
    "ingest": {"core"},
    "index": {"core"},
    "models": {"core"},
    "prompts": {"core"},
    "answer": {"core", "prompts"},
}
OURS = set(ALLOWED) | COMPOSING
# Each heavy library is imported by few modules, so that it can be replaced, and is not paid for early.
HEAVY = {
    "gradio": {"ui"},
    "chromadb": {"index/vectors/vectors.py", "benchmarks"},
    "onnxruntime": {"index/models/onnx.py", "benchmarks"},
    "onnx": {"models/bert.py", "training"},
    "sentence_transformers": {"index/models/sbert.py", "training"},
    "xllamacpp": {"answer/writing/llm.py", "benchmarks", "evals"},
    "llama_index": {"answer/writing/llm.py", "index/llamaindex.py", "benchmarks", "evals"},
}


def imports(path: Path) -> set[str]:
    """Top-level names of everything that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_a_package_imports_only_what_it_may(package: str) -> None:
    for path in modules(package):
        forbidden = imports(path) & OURS - ALLOWED[package] - {package}
        assert not forbidden, f"{path.relative_to(ROOT)} imports {sorted(forbidden)}"


def test_core_needs_the_standard_library_only() -> None:
    import sys

    for path in modules("core"):
        others = imports(path) - set(sys.stdlib_module_names) - {"core"}
        assert not others, f"{path.relative_to(ROOT)} imports {sorted(others)}"


@pytest.mark.parametrize("library", sorted(HEAVY))
def test_a_heavy_library_is_imported_in_one_place(library: str) -> None:
    paths = [path for package in sorted(OURS) for path in modules(package)]
    places = {str(path.relative_to(ROOT)) for path in paths if library in imports(path)}
    allowed = HEAVY[library]
    assert all(place in allowed or place.split("/")[0] in allowed for place in places), places


def test_the_library_global_settings_of_llama_index_are_never_assigned() -> None:
    for path in (p for package in (*ALLOWED, "ui") for p in modules(package)):
        assert "Settings.llm" not in path.read_text(encoding="utf-8")
        assert "Settings.embed_model" not in path.read_text(encoding="utf-8")
