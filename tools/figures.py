"""Write the README's table of costs and times, the table of desk questions in docs/answers.md and the
arithmetic of docs/scale.md, from the committed result files.

    python tools/figures.py

Each table stands between two comments; a test holds it against the files. A file that is not there leaves its
rows or columns out. Standard library only.
"""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
ANSWERS = ROOT / "docs" / "answers.md"
SCALE = ROOT / "docs" / "scale.md"
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

# A column's name, and the part of evals/results/desk.json that it is.
DESK_COLUMNS = (
    ("group 2", "group2"),
    ("fresh writer", "second_report"),
    ("group 2, quotations only", "group2 quoted"),
    ("fresh writer, quotations only", "second_report quoted"),
    ("other kinds of text, quotations only", "kinds_report quoted"),
)
DESK_ROWS = (
    ("answered when there is an answer", "answered_when_answerable"),
    ("uncertain when there is an answer", "uncertain_when_answerable"),
    ("the right paragraph is shown", "gold_shown"),
    ("answered, and it is cited", "right"),
    ("answered, with every fact asked for", "facts"),
    ("answered when there is none", "answered_when_not"),
    ("citations that are right", "citation_precision"),
    ("words that only a wrong answer has", "must_not"),
)
SIZES = (1_000_000, 10_000_000, 100_000_000)  # paragraphs
DIMENSIONS = 384  # of a vector
KINDS = (
    "paraphrase",
    "by_name",
    "multi",
    "compare",
    "over_time",
    "list",
    "whose_words",
    "japanese",
    "absent",
    "false_premise",
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


def desk_table() -> str:
    """Desk officers' questions, a column for each group and way of answering."""
    path = ROOT / "evals" / "results" / "desk.json"
    result = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    columns = [(told, result[name]) for told, name in DESK_COLUMNS if name in result]
    lines = ["| |" + "".join(f" {told} |" for told, _ in columns), "|---|" + "---|" * len(columns)]
    lines.append("| questions |" + "".join(f" {one['overall']['questions']} |" for _, one in columns))
    for told, key in DESK_ROWS:
        lines.append(f"| {told} |" + "".join(f" {_share(one['overall'], key)} |" for _, one in columns))
    for kind in KINDS:
        key = "answered_when_not" if kind in ("absent", "false_premise") else "right"
        told = "answered" if key == "answered_when_not" else "answered, and it is cited"
        shares = "".join(f" {_share(one['by_type'].get(kind, {}), key)} |" for _, one in columns)
        lines.append(f"| … {kind.replace('_', ' ')}: {told} |{shares}")
    return "\n".join(lines) + "\n"


def scale_table() -> str:
    """What so many paragraphs would take, in proportion to the largest library that was measured."""
    results = ROOT / "benchmarks" / "results"
    measured = json.loads((results / "searching.json").read_text("utf-8"))["rapporteur"][-1]
    stacks = json.loads((results / "ingestion.json").read_text("utf-8"))["stacks"]
    each = measured["passages"] / measured["paragraphs"]
    lines = [
        "| paragraphs | passages | on disk, both stores | vectors in memory, 32 bits | embedding, 2 cores |",
        "|---|---|---|---|---|",
    ]
    for paragraphs in (measured["paragraphs"], *SIZES):
        passages = paragraphs * each
        disk = paragraphs * measured["disk_bytes"] / measured["paragraphs"] / 1e9
        memory = passages * DIMENSIONS * 4 / 1e9
        hours = passages / stacks["rapporteur"]["passages_per_second"] / 3600
        shown = f"{paragraphs:,} | {passages:,.0f} | {disk:,.1f} GB | {memory:,.1f} GB | {hours:,.1f} h"
        lines.append(f"| {shown} |")
    return "\n".join(lines) + "\n"


def with_table(page: str, made: Callable[[], str] = table) -> str:
    """The page with its table as it is now."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    return f"{before}{begin}{made()}{end}{after}"


def main() -> int:
    """Write the tables anew."""
    README.write_text(with_table(README.read_text("utf-8")), "utf-8")
    ANSWERS.write_text(with_table(ANSWERS.read_text("utf-8"), desk_table), "utf-8")
    SCALE.write_text(with_table(SCALE.read_text("utf-8"), scale_table), "utf-8")
    return 0


def _share(figures: Result, key: str) -> str:
    share = figures.get(key)
    if key == "must_not" and share is not None:
        share = 1 - share  # the result counts answers without such a word
    return "" if share is None else f"{share:.2f}"


def _s(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds:.2f} s"


def _gb(megabytes: float) -> str:
    return f"{megabytes / 1000:.1f} GB"


if __name__ == "__main__":
    sys.exit(main())
