"""Write the README's table of costs and times from the committed result files.

    python tools/figures.py

The table stands between two comments in the README; a test holds it against the files. A file that is not
there leaves its rows out. Standard library only.
"""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
BEGIN, END = "<!-- made by tools/figures.py -->\n", "<!-- end -->"
Result = dict[str, Any]

# What is told, the result file in benchmarks/results, and the figure in it.
ROWS: Sequence[tuple[str, str, Callable[[Result], str]]] = (
    (
        "set-up: the environment",
        "setup",
        lambda r: f"{r['environment_seconds']:.0f} s, {_gb(r['environment_mb'])}",
    ),
    ("set-up: the models", "setup", lambda r: f"{r['models_seconds']:.0f} s, {_gb(r['models_mb'])}"),
    ("a warm start, until the page is up (median)", "startup", lambda r: _s(r["warm"]["open"]["p50"])),
    (
        "first quotation of an answer (median)",
        "answering",
        lambda r: _s(r["seconds_answered"]["first_quote"]["p50"]),
    ),
    (
        "first written sentence, checked (median)",
        "answering",
        lambda r: _s(r["seconds_answered"]["first_token"]["p50"]),
    ),
    ("the whole answer (median)", "answering", lambda r: _s(r["seconds_answered"]["done"]["p50"])),
    ("memory while answering, at most", "answering", lambda r: f"{r['peak_bytes'] / 1e9:.1f} GB"),
    (
        "a search with reranking (95 of 100 are faster)",
        "searching",
        lambda r: f"{r['rapporteur'][-1]['evidence_ms']['p95']:.0f} ms",
    ),
    (
        "an answer when five people ask at once (median)",
        "together",
        lambda r: _s(r["seconds_together"]["done"]["p50"]),
    ),
    (
        "adding statements",
        "ingestion",
        lambda r: f"{r['stacks']['rapporteur']['passages_per_second']:.0f} passages/s",
    ),
)


def table() -> str:
    """The table, from what results there are."""
    lines = ["| on two cores | | measured on |", "|---|---|---|"]
    for told, name, figure in ROWS:
        path = ROOT / "benchmarks" / "results" / f"{name}.json"
        if path.is_file():
            result = json.loads(path.read_text("utf-8"))
            date = result.get("made", result)["date"][:10]
            lines.append(f"| {told} | [{figure(result)}](benchmarks/results/{name}.json) | {date} |")
    return "\n".join(lines) + "\n"


def with_table(page: str) -> str:
    """The page with the table as it is now."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    return f"{before}{begin}{table()}{end}{after}"


def main() -> int:
    """Write the README anew."""
    README.write_text(with_table(README.read_text("utf-8")), "utf-8")
    return 0


def _s(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds:.2f} s"


def _gb(megabytes: float) -> str:
    return f"{megabytes / 1000:.1f} GB"


if __name__ == "__main__":
    sys.exit(main())
