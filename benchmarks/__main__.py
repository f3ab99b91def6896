"""``python -m benchmarks``: measure, print the table, store it."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any

import models
from benchmarks import answering, ingestion, searching, together
from benchmarks.processes import ROOT
from benchmarks.questions import QUESTIONS
from benchmarks.report import document, table, without_places
from benchmarks.spine import STACKS, Measured, Plan, measure
from benchmarks.summary import missed, notes, rows
from core.config import load_config
from core.errors import ModelError, RapporteurError, StorageError
from measure.machine import facts

RESULTS = Path(__file__).with_name("results")
# Parts with a command line and a result of their own, in the order in which they are measured.
PARTS: Mapping[str, Callable[[Sequence[str]], int]] = MappingProxyType(
    {
        "ingestion": ingestion.main,
        "searching": searching.main,
        "answering": answering.main,
        "together": together.main,
    }
)
_PARTS = ("startup", "answers", "llamaindex", *PARTS)


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status 0 when it was measured, whatever the targets say, 1 when it could not be or people at
    once got in each other's way, 2 for a call that makes no sense."""
    args = parser().parse_args(argv)
    try:
        if args.only in PARTS:
            return run_part(args.only, args.out)
        models_dir = load_config(models_dir=args.models_dir).models_dir
        check_models(models_dir)
        with tempfile.TemporaryDirectory(prefix="rapporteur-bench-") as work:
            before = facts(ROOT)
            plan = plan_of(args, Path(work), models_dir)
            measured = measure(plan)
        shown = rows(measured)
        print(table(shown))
        for row in missed(shown):
            print(f"Not met: {row.group}, {row.measure}: {row.target}.")
        folder = args.out or (None if args.only else RESULTS)
        if folder is None:
            print("A part of the benchmark is not stored; name a folder with --out to have it.")
            return 0
        result = result_of(plan, measured, before)
        store(folder, result, document(result, shown))
        print(f"Stored: {folder / 'spine.json'} and spine.md beside it.")
        return max([run_part(part, folder) for part in PARTS])
    except RapporteurError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return error.exit_status
    return 0


def run_part(part: str, folder: Path | None) -> int:
    """Measure one of PARTS, into ``folder`` or where it belongs; its exit status."""
    return PARTS[part]([] if folder is None else ["--out", str(folder / f"{part}.json")])


def parser() -> argparse.ArgumentParser:
    """The command line."""
    parsed = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure Rapporteur beside a plain LlamaIndex stack, on the statement that ships.",
        epilog="Example: make bench ARGS='--repeat 3'. Once takes about an hour on two cores; "
        "let the machine do nothing else meanwhile.",
    )
    parsed.add_argument("--repeat", type=_count, default=1, metavar="N", help="rounds (default: 1)")
    parsed.add_argument(
        "--questions",
        type=_questions,
        default=len(QUESTIONS),
        metavar="N",
        help=f"only the first N of the {len(QUESTIONS)} questions",
    )
    parsed.add_argument(
        "--only",
        choices=_PARTS,
        help=f"measure a part; what it finds is stored only with --out, that of {', '.join(PARTS)} always",
    )
    parsed.add_argument(
        "--keep-page-cache", action="store_true", help="don't empty the page cache before cold starts"
    )
    parsed.add_argument("--models-dir", type=Path, metavar="DIR", help="where the model files are")
    parsed.add_argument("--out", type=Path, metavar="DIR", help="store the result here instead")
    return parsed


def plan_of(args: argparse.Namespace, work: Path, models_dir: Path | None) -> Plan:
    """What the command line asks for."""
    only = args.only
    return Plan(
        work=work,
        models_dir=models_dir,
        repeat=args.repeat,
        starts=1 if only else args.repeat + 1,
        questions=QUESTIONS[: args.questions],
        stacks=("llamaindex",) if only == "llamaindex" else STACKS,
        parts=(only,) if only in ("startup", "answers") else ("startup", "answers"),
        drop=not args.keep_page_cache,
    )


def check_models(models_dir: Path | None) -> None:
    """Raises ModelError for the first model file that is not as it should be."""
    for status in models.status(models_dir):
        if status.state != "verified":
            raise ModelError(status.sentence)


def result_of(plan: Plan, measured: Measured, before: dict[str, Any]) -> dict[str, Any]:
    """What is stored: the circumstances, the table, and every measurement it was made from."""
    result = {
        "format": 1,
        **before,
        "settings": {
            "repeat": plan.repeat,
            "starts": plan.starts,
            "questions": [asdict(question) for question in plan.questions],
            "stacks": list(plan.stacks),
            "tokens_per_second": "llama.cpp's own timings",
        },
        "table": [row.record() for row in rows(measured)],
        "notes": list(notes(measured.answers)),
        "starts": list(measured.starts),
        "answers": list(measured.answers),
    }
    cleaned: dict[str, Any] = without_places(result, {plan.work: "tmp", ROOT: ".", Path.home(): "~"})
    return cleaned


def store(folder: Path, result: dict[str, Any], page: str) -> None:
    """Write ``spine.json`` and ``spine.md``. Raises StorageError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = json.dumps(result, ensure_ascii=False, indent=1)
        (folder / "spine.json").write_text(f"{written}\n", encoding="utf-8")
        (folder / "spine.md").write_text(page, encoding="utf-8")
    except OSError as error:
        raise StorageError(
            f"The result could not be written to {folder} ({error.strerror}); name another with --out."
        ) from None


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 on")
    return int(text)


def _questions(text: str) -> int:
    number = _count(text)
    if number > len(QUESTIONS):
        raise argparse.ArgumentTypeError(f"there are only {len(QUESTIONS)} questions")
    return number


if __name__ == "__main__":
    sys.exit(main())
