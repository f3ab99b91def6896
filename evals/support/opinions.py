"""What the language model's opinion adds to the support check, on the pairs of readers."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from answer.support.check import Comparison, SupportCheck
from answer.writing.llm import LanguageModel
from answer.writing.opinion import stated_prompt
from evals.support.measure import Judged, concluded, summary
from evals.support.sets import FAULTS, FRESH
from measure.harness import ROOT
from prompts import load_prompt

KEPT: Final = ROOT / "var" / "evals" / "opinions.jsonl"


@dataclass(slots=True)
class KeptOpinions:
    """Asks ``llm`` once for each pair of a source and a sentence, whatever runs in between; ``file`` keeps
    what it said under the prompt as it is now. ``ms`` are the milliseconds that each of the answers took when
    it was given; ``llm`` None answers nothing that is not kept."""

    llm: LanguageModel | None
    file: Path = KEPT
    ms: list[float] = field(default_factory=list)
    _said: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        prompt = load_prompt("stated").sha256
        lines = self.file.read_text("utf-8").splitlines() if self.file.is_file() else []
        for row in map(json.loads, lines):
            if row["prompt"] == prompt:
                self._said[row["source"], row["sentence"]] = (row["said"], row["ms"])

    def log_odds(self, source: str, sentence: str) -> float | None:
        """See :class:`answer.support.opinion.Opinion`."""
        if (source, sentence) not in self._said:
            if self.llm is None:
                return None
            began = time.perf_counter()
            said = self.llm.yes_log_odds(stated_prompt(source, sentence))
            self._keep(source, sentence, said, (time.perf_counter() - began) * 1000)
        said, ms = self._said[source, sentence]
        self.ms.append(ms)
        return said

    def _keep(self, source: str, sentence: str, said: float, ms: float) -> None:
        self._said[source, sentence] = (said, ms)
        row = {"prompt": load_prompt("stated").sha256, "source": source, "sentence": sentence}
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8") as out:
            out.write(json.dumps({**row, "said": said, "ms": round(ms)}, ensure_ascii=False) + "\n")


def with_opinions(
    judged: Mapping[str, Sequence[Judged]], check: SupportCheck, llm: LanguageModel | None, first: int = 0
) -> dict[str, Any]:
    """For each set of readers' pairs what `summary` gives without the opinion and with it, of how many
    sentences it was asked, and how long that took (milliseconds, when it was asked). Of the reporting half
    the ``first`` pairs, if not all (0)."""
    result: dict[str, Any] = {"prompt_sha256": load_prompt("stated").sha256}
    for name in (*FRESH, FAULTS):
        opinions = KeptOpinions(llm)
        taken = judged[name][: first or None] if name == "report" else judged[name]
        asked = [concluded(j, check, opinions) for j in taken]
        shown = ("auroc", "kept_when_supported", "rejected_when_not", "balanced_accuracy")
        result[name] = {
            "n": len(taken),
            "without": {key: summary(taken)[key] for key in shown},
            "with": {key: summary(asked)[key] for key in shown},
            "asked": len(opinions.ms),
            "of": sum(isinstance(part, Comparison) for j in taken for part in j.parts),
            "ms_p50": _percentile(opinions.ms, 50),
            "ms_p95": _percentile(opinions.ms, 95),
        }
    return result


def _percentile(values: Sequence[float], at: float) -> float | None:
    return round(float(np.percentile(values, at))) if values else None
