"""How soon the page is up: ``python -m benchmarks startup``.

``rapporteur serve`` is started in a new home (cold: the statement that ships is stored first, and Linux is
made to forget what it read from disk, where we may) and once more in the same home (warm). Seconds are from
the spawn of the process: ``page`` until the page answers, ``open`` until it says that its library is open.
``peak_bytes`` is the most memory that it took, with its model loaded and nothing asked.
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.processes import served
from core.config import load_config
from measure import harness
from measure.figures import percentiles
from measure.machine import drop_page_cache, facts

RESULT = harness.BENCHMARKS / "startup.json"
TARGETS: Mapping[str, float] = {"warm_open_p50": 5.0, "peak_bytes": 3.5e9}


def main(arguments: Sequence[str]) -> int:
    """Measure, store and print."""
    parser = harness.parser("benchmarks", "startup", __doc__)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--out", type=Path, default=RESULT)
    options = parser.parse_args(arguments)
    before = facts(harness.ROOT)
    models_dir = load_config().models_dir
    starts: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="rapporteur-startup-") as work:
        for turn in range(options.repeat):
            for temperature in ("cold", "warm"):
                forgotten = temperature == "cold" and drop_page_cache()
                with served(Path(work) / f"home-{turn}", models_dir) as server:
                    server.settle()
                starts.append(
                    {
                        "temperature": temperature,
                        "page_cache_dropped": forgotten,
                        "page": round(server.page, 3),
                        "open": round(server.said["ready"], 3),
                        "peak_bytes": server.peak_bytes,
                    }
                )
    result = summary(starts)
    harness.write(options.out, {**result, "starts": starts}, before)
    harness.show(result)
    return 0


def summary(starts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Percentiles of seconds by temperature, the highest peak, and what the targets say of them."""
    found: dict[str, Any] = {
        temperature: {
            step: percentiles(s[step] for s in starts if s["temperature"] == temperature)
            for step in ("page", "open")
        }
        for temperature in ("cold", "warm")
    }
    peaks = [start["peak_bytes"] for start in starts if start["peak_bytes"]]
    warm, peak = found["warm"]["open"], max(peaks, default=None)
    met = {
        "warm_open_p50": None if warm is None else warm["p50"] < TARGETS["warm_open_p50"],
        "peak_bytes": None if peak is None else peak < TARGETS["peak_bytes"],
    }
    return {**found, "peak_bytes": peak, "targets": TARGETS, "met": met}
