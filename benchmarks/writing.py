"""What makes the embedded model read and write faster: ``python -m benchmarks.writing``.

The same questions over the same evidence (the project's own, over the speeches of its answers' evaluation)
are put to the engine under several settings, one after the other in one process: as shipped, with weights
repacked for the processor, and with words guessed ahead from what the prompt holds (n-gram speculation, which
can pay because answers quote their sources). Each asks as the product does: whether the extracts answer, then
what. A first question that is not counted fills the cache with what all prompts share. Writes
``results/writing.json``.
"""

import argparse
import json
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import distribution
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

import models
from answer.evidence.sentences import Evidence, gather
from answer.question.understand import understand
from answer.writing.writer import Writer
from benchmarks.machine import facts
from benchmarks.processes import ROOT
from core.config import load_config
from core.records import Filters
from evals.answers import drawn, read_questions
from evals.diplomatic import holdings_of
from evals.engine import TimedLLM
from evals.gold_answers import DATA, GOLD, extract
from workspace.workspace import LLM, LLM_NAME, Workspace

RESULT = Path(__file__).with_name("results") / "writing.json"
_KINDS = ("direct", "paraphrased", "detail", "confusable")
_SEED = 3
_HITS = 10


def _as_shipped(_: Any) -> None:
    """Nothing is changed."""


def _repacked(params: Any) -> None:
    params.no_extra_bufts = False


def _guessing(kind: str, **sizes: int) -> Callable[[Any], None]:
    def adjust(params: Any) -> None:
        import xllamacpp

        types = xllamacpp.common_speculative_type
        params.speculative.types = [getattr(types, f"COMMON_SPECULATIVE_TYPE_{kind.upper()}")]
        chosen = getattr(params.speculative, kind)
        for name, value in sizes.items():
            setattr(chosen, name, value)

    return adjust


SETTINGS: Mapping[str, Callable[[Any], None]] = MappingProxyType(
    {
        "as shipped": _as_shipped,
        "weights repacked": _repacked,
        "n-gram guesses, after 3 words that match": _guessing("ngram_simple", size_n=3, size_m=8),
        "n-gram guesses, after 6 words that match": _guessing("ngram_simple", size_n=6, size_m=16),
        "n-gram guesses, hashed": _guessing("ngram_mod", n_match=8, n_min=4, n_max=24),
    }
)


class _Tuned(TimedLLM):
    """The product's engine with settings changed."""

    def __init__(self, path: Path, adjust: Callable[[Any], None]) -> None:
        self._adjust = adjust
        super().__init__(path, name=LLM_NAME)

    def _parameters(self, path: Path, cores: int, slots: int) -> Any:
        params = super()._parameters(path, cores, slots)
        self._adjust(params)
        return params


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.writing", description=__doc__)
    parser.add_argument("--questions", type=int, default=12)
    parser.add_argument("--only", choices=[*SETTINGS], help="one setting of the engine")
    parser.add_argument("--out", type=Path, default=RESULT)
    args = parser.parse_args(argv)
    if args.only and args.out == RESULT:
        parser.error("one setting is not stored beside the others; name a file with --out")
    if not DATA.is_file():
        sys.stderr.write("writing: the speeches (shared/data/ungdc) are not here; left out.\n")
        return 0
    with tempfile.TemporaryDirectory(prefix="rapporteur-writing-") as folder:
        result = {**facts(ROOT), "engine": _engine(), **_measured(Path(folder), args.questions, args.only)}
    args.out.parent.mkdir(exist_ok=True)
    args.out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    sys.stdout.write(json.dumps(result["settings"], indent=1) + "\n")
    return 0


def _measured(folder: Path, most: int, only: str | None) -> dict[str, Any]:
    config = load_config()
    corpus = extract(folder / "corpus")
    every = [q for q in read_questions(GOLD / "questions.jsonl", corpus) if q.kind in _KINDS]
    asked = [item.question for item in drawn(every, most + 1, _SEED)]
    workspace = Workspace.open(replace(config, home=folder / "home"))
    try:
        for _ in workspace.ingest([corpus]):
            pass
        found = [(question, _evidence(workspace, question)) for question in asked]
        path = models.model_path(LLM, f"{LLM}.gguf", config.models_dir)
        rows = {
            name: _row(workspace, _Tuned(path, adjust), found)
            for name, adjust in SETTINGS.items()
            if only in (None, name)
        }
    finally:
        workspace.close()
    return {"questions": len(asked) - 1, "settings": rows}


def _engine() -> str:
    """What the engine was built for: the tags of its wheel."""
    wheel = distribution("xllamacpp").read_text("WHEEL") or ""
    return ", ".join(line.removeprefix("Tag: ") for line in wheel.splitlines() if line.startswith("Tag: "))


def _evidence(workspace: Workspace, question: str) -> Evidence:
    read = understand(question, Filters(), workspace.gazetteer, holdings_of(workspace.library))
    hits = workspace.search(question, read.filters, _HITS).hits
    return gather(question, hits, workspace.library, workspace.gazetteer)


def _row(
    workspace: Workspace, engine: _Tuned, found: Sequence[tuple[str, Evidence]]
) -> dict[str, float | int]:
    """Medians over the questions, the first of which only warms."""
    sys.stderr.write(".")
    never = threading.Event()
    first, done, texts = [], [], []
    for question, evidence in found:
        began = time.perf_counter()
        writer = Writer(engine, workspace.gazetteer, question, evidence)
        writer.states_answer(never)
        texts.append(" ".join(writer.sentences(never)))
        first.append((engine.calls[-1].first_piece or time.perf_counter()) - began)
        done.append(time.perf_counter() - began)
    read = sum(call.read for call in engine.calls[2:])
    reading = sum(call.read_ms for call in engine.calls[2:])
    written = sum(call.written for call in engine.calls[3::2])
    writing = sum(call.written_ms for call in engine.calls[3::2])
    return {
        "first_token_s_p50": round(float(np.median(first[1:])), 2),
        "done_s_p50": round(float(np.median(done[1:])), 2),
        "read_tokens_per_second": round(1000 * read / reading, 1),
        "written_tokens_per_second": round(1000 * written / writing, 1),
        "read_tokens": read,
        "written_tokens": written,
        "texts_crc32": zlib.crc32("\n".join(texts).encode()),
    }


if __name__ == "__main__":
    sys.exit(main())
