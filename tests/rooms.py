"""The import graph of the source: its rooms, and which room may import which.

A room is a package or a module that is named in ``ROOMS``; a module belongs to the longest name that it
begins with. docs/architecture.md draws the same graph.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).parents[1]
_PRODUCT = "core models prompts ingest index answer desk workspace"

# What each room may import, besides itself. A package stands for all of its rooms.
ROOMS: Mapping[str, str] = MappingProxyType(
    {
        "core": "",
        "models": "core",
        "prompts": "core",
        "ingest.text": "core",
        "ingest.about": "core ingest.text",
        "ingest.formats.document": "",
        "ingest.sandbox": "core ingest.formats.document",
        "ingest.speech": "core ingest.text ingest.about",
        "ingest.formats": "core ingest.text ingest.about ingest.sandbox ingest.formats.document",
        "ingest.sources": "core ingest.about",
        "ingest": "core",
        "index.models": "core",
        "index.store": "core index.models",
        "index.vectors": "core index.models index.store",
        "index.search": "core index.models index.store index.vectors",
        "index": "core",
        "answer.words": "core",
        "answer.events": "core",
        "answer.clock": "",
        "answer.question": "core answer.words",
        "answer.evidence": "core answer.words answer.question",
        "answer.support": "core answer.words",
        "answer.history": "core",
        "answer.sheet": "core answer.evidence",
        "answer.line": "core answer.events",
        "answer.run": "core answer.clock answer.evidence answer.line answer.sheet",
        "answer.cells": "core answer.evidence",
        "answer.mentions": "core answer.words answer.evidence answer.cells",
        "answer.tasks": "core answer.words answer.question answer.evidence answer.support answer.writing"
        " answer.events answer.line answer.run answer.sheet answer.cells answer.mentions",
        "answer.writing": "core prompts answer.words answer.question answer.evidence answer.support"
        " answer.events answer.run",
        "answer": "core prompts",
        "desk.word": "",
        "desk.draft.records": "core",
        "desk.draft": "core answer desk.word",
        "desk.wording": "core answer.sheet",
        "desk.records": "core desk.wording",
        "desk.protocol": "core answer.events desk.draft.records desk.records desk.watch",
        "desk.notes": "core desk.word desk.records",
        "desk.watch": "core answer.history desk.records desk.wording",
        "desk.dossier": "core answer.history desk.notes",
        "desk.documents": "core desk.records desk.wording",
        "desk.tasks": "core answer ui.texts desk.records desk.watch desk.wording",
        "desk.evidence": "core answer ui.texts desk.documents desk.draft desk.notes desk.papers desk.records"
        " desk.tasks desk.watch desk.word",
        "desk.papers": "core ui.texts desk.records desk.wording desk.word desk.notes",
        "desk": "core",
        "ui.texts": "core",
        "ui.theme": "ui.texts",
        "ui.state": "core answer.events answer.history desk.dossier desk.draft.records desk.notes"
        " desk.protocol desk.records desk.watch desk.word ui.texts",
        "ui.shelf": "core ui.texts ui.state",
        "ui.export": "core desk ui.texts ui.state",
        "ui.render": "core answer.history desk.draft.records desk.records desk.papers desk.word"
        " desk.dossier desk.notes desk.watch desk.wording ui.texts ui.state ui.shelf ui.export",
        "ui.tabs": "core access desk.dossier desk.draft.records desk.notes desk.records desk.watch ui.texts"
        " ui.theme ui.state ui.shelf ui.export ui.render",
        "ui": "core access",
        "workspace": "core models prompts ingest index answer desk",
        "access": "core",
        "api": "core access answer.events answer.history desk",
        "docs": "",
        "app": "core access api ui workspace",
        "cli": "core access api models index answer.events answer.history desk ui.texts ui.state"
        " ui.export workspace app evals",
        "measure": _PRODUCT,
        "evals.search": _PRODUCT + " measure",
        "evals.reading": _PRODUCT + " measure",
        "evals": _PRODUCT + " measure",
        "benchmarks": _PRODUCT + " access measure ui",
        "training": _PRODUCT + " measure evals",
        "tools": "",
    }
)
PACKAGES = tuple(sorted({room.split(".")[0] for room in ROOMS} - {"app"}))


def source_files() -> list[Path]:
    """Every module of the source, tests apart, relative to the root."""
    inside = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return sorted(path.relative_to(ROOT) for path in [*inside, *ROOT.glob("*.py")])


def name_of(path: Path) -> str:
    """The dotted name of a module, a package's own module by the package's name."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


@cache
def imported(source: str) -> frozenset[str]:
    """Dotted names of everything that a module imports, anywhere in it; ``from a import b`` is a.b."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def room_of(name: str) -> str | None:
    """The room that a dotted name belongs to; None for a name that is not ours."""
    parts = name.split(".")
    prefixes = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((prefix for prefix in prefixes if prefix in ROOMS), None)


def may_import(room: str, other: str) -> bool:
    """A room imports itself, what its line names, and the rooms within it."""
    allowed = (room, *ROOMS[room].split())
    return any(other == name or other.startswith(name + ".") for name in allowed)


def forbidden(name: str, source: str) -> Iterator[str]:
    """One line for each import of the module ``name`` that its room's line does not allow."""
    room = room_of(name)
    if room is None:
        yield f"{name} is in no room: name its package in tests/rooms.py"
        return
    for other in sorted(imported(source)):
        theirs = room_of(other)
        if theirs is not None and not may_import(room, theirs):
            yield f"{name} imports {other}, which {room} may not"
