"""The source stays in small pieces without shared mutable state, so that a reader can hold one in mind."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.rooms import ROOT, source_files

MOST_LINES = 350
MOST_MODULES = 14
MEDIAN_LINES = 130
FILES = source_files()

# What is still over; each list only gets shorter.
LONG: set[str] = set()
CROWDED: set[str] = set()
CHANGEABLE: set[str] = set()

MUTABLE_CALLS = {"list", "dict", "set", "bytearray", "defaultdict", "deque", "Counter", "OrderedDict", "Lock"}
READ_ONLY = {"Mapping", "Sequence", "Collection"}
MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)


def lines(path: Path) -> int:
    return len((ROOT / path).read_text(encoding="utf-8").splitlines())


def mutable_state(source: str) -> Iterator[int]:
    """Lines where a module or a class keeps something that code could change while it runs."""
    tree = ast.parse(source)
    bodies = [tree.body, *(node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]
    for statement in (statement for body in bodies for statement in _opened(body)):
        value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
        changeable = isinstance(value, ast.Call) and _name(value.func) in MUTABLE_CALLS
        if (isinstance(value, MUTABLE) or changeable) and not _read_only(statement):
            yield statement.lineno
    yield from (node.lineno for node in ast.walk(tree) if isinstance(node, ast.Global))


def _opened(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements of a body, those within if, try and with at the same level included."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.If | ast.Try | ast.With | ast.For):
            for field in ("body", "orelse", "finalbody"):
                yield from _opened(getattr(statement, field, []))


def _read_only(statement: ast.stmt) -> bool:
    """Declared so that the type checker refuses a change, or Python's own list of a module's names."""
    if isinstance(statement, ast.AnnAssign):
        annotation = statement.annotation
        return _name(annotation.value if isinstance(annotation, ast.Subscript) else annotation) in READ_ONLY
    return isinstance(statement, ast.Assign) and [_name(target) for target in statement.targets] == [
        "__all__"
    ]


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_no_module_is_long() -> None:
    assert {str(path) for path in FILES if lines(path) > MOST_LINES} == LONG


def test_no_folder_is_crowded() -> None:
    modules = Counter(str(path.parent) for path in FILES if path.name != "__init__.py")
    assert {folder for folder, count in modules.items() if count > MOST_MODULES} == CROWDED


def test_most_modules_are_short() -> None:
    assert median(lines(path) for path in FILES if path.name != "__init__.py") <= MEDIAN_LINES


def test_no_module_keeps_state_that_can_change() -> None:
    found = {str(path) for path in FILES if list(mutable_state((ROOT / path).read_text("utf-8")))}
    assert found == CHANGEABLE


def test_state_that_can_change_is_found() -> None:
    for source in (
        "seen = []",
        "CACHE: dict[str, int] = {}",
        "import threading\nlock = threading.Lock()",
        "class A:\n    shared = {1}",
        "if True:\n    names = [n for n in 'ab']",
        "def f() -> None:\n    global count\n    count = 1",
    ):
        assert list(mutable_state(source)), source
    for source in (
        "__all__ = ['a']",
        "NAMES = ('a', 'b')",
        "NAMES: Mapping[str, str] = {'a': 'b'}",
        "def f() -> None:\n    local = []",
    ):
        assert not list(mutable_state(source)), source
