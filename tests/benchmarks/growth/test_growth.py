"""A made library is a library like any other, says that it was made, and grows by going on."""

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from benchmarks.growth.made import FORUM, Moved, as_floats, grow
from benchmarks.growth.measured import _least
from benchmarks.growth.plot import plotted
from core.records import Filters
from index import Library
from tests.index.library_samples import HashEncoder, make_statement

pytestmark = pytest.mark.slow


@pytest.fixture
def source(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "source", HashEncoder()) as library:
        for at, code in enumerate(("JPN", "FRA", "KEN")):
            words = [f"Paragraph {n} of {code} on fish and seas." for n in range(6)]
            library.put(*make_statement(*words, delegation=code, origin=f"{at}.txt"))
    return tmp_path / "source"


def test_a_made_library_is_in_order_and_says_that_it_was_made(tmp_path: Path, source: Path) -> None:
    home, encoder = tmp_path / "home", HashEncoder()
    grown = grow(source, home, 500, encoder)
    assert grown.before == 0
    assert 0 < grown.near < 1
    again = grow(source, home, 500, encoder)
    assert again.before >= 500
    assert again.near == grown.near
    encoder.encoded.clear()
    with Library.open(home, encoder) as library:
        assert library.check() == ()
        assert encoder.encoded == []  # their vectors were there
        assert library.scope().paragraphs >= 500
        assert all("(made)" in row.title and row.forum == FORUM for row in library.statements())
        assert library.search("fish and seas", Filters(delegations=("JPN",))).hits


def test_it_grows_by_going_on(tmp_path: Path, source: Path) -> None:
    for home, sizes in (("at once", (1_500,)), ("by and by", (500, 1_500))):
        for size in sizes:
            grow(source, tmp_path / home, size, HashEncoder())
    ids = []
    for home in ("at once", "by and by"):
        with Library.open(tmp_path / home, HashEncoder(), read_only=True) as library:
            ids.append([row.id for row in library.statements()])
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == len(ids[0])


def test_a_vector_is_moved_by_what_is_wanted() -> None:
    moved = Moved(0.9, 384)
    vector = np.random.default_rng(1).standard_normal(384).astype(np.float32)
    unit = (vector / np.linalg.norm(vector)).astype(np.float16)
    cosines = [float(as_floats(moved(unit.tobytes(), at)) @ unit.astype(np.float32)) for at in range(50)]
    assert np.mean(cosines) == pytest.approx(0.9, abs=0.02)


def test_the_exactly_nearest_are_found_in_one_walk() -> None:
    drawn = np.random.default_rng(2)
    vectors, queries = (drawn.standard_normal((n, 8)).astype(np.float32) for n in (500, 3))
    parts = [(np.arange(at, at + 100), vectors[at : at + 100]) for at in range(0, 500, 100)]
    admitted = np.arange(0, 500, 3)
    least = _least(iter(parts), queries, {"all": None, "some": admitted, "none": np.empty(0, dtype=np.int64)})
    for name, rows in (("all", np.arange(500)), ("some", admitted)):
        expected = [np.sort(vectors[rows] @ query)[-50] for query in queries]
        assert least[name] == pytest.approx(expected, abs=1e-4)


def test_the_drawing_has_a_line_for_what_was_measured() -> None:
    work = {"p95": 20.0, "server_mean": 4.0}
    ours = {"fused": {name: {"p95": p95, "processor": work} for name, p95 in (("everything", 40), ("j", 90))}}
    rows = [
        {"size": size, "rapporteur": {"paragraphs": size, **ours}, "llamaindex": {"ended": "no memory"}}
        for size in (10_000, 100_000)
    ]
    drawing = ElementTree.fromstring(plotted(rows, 400.0))
    lines = drawing.findall("{http://www.w3.org/2000/svg}polyline")
    assert len(lines) == 3
    assert all(len(line.get("points", "").split()) == 2 for line in lines)
    assert plotted([], 400.0) == ""
