"""Is the right English paragraph found for a question in Japanese, without a language model?

    python -m evals japanese [--home HOME]

The Japanese questions of both groups of ``desk_questions`` over the speeches that they are about, searched
under the filters that rules read from them: by the multilingual encoder's vectors, by the English of what the
glossary knows of their words, and by their own words alone. HOME is a library of those speeches; without one
it is made.
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from core.config import load_config
from core.delegations import Gazetteer
from core.records import Filters
from evals.search.diplomatic import ask, holdings_of
from evals.search.judge import Asked, read_asked
from index import Library
from measure import harness
from measure.harness import DATA, EVALS
from measure.speeches import GROUPS, asked_about
from workspace.workspace import Workspace

RESULT = EVALS / "japanese.json"
_DEPTHS = (1, 5, 10)


def recalls(library: Library, asked: Sequence[Asked]) -> dict[str, dict[str, float]]:
    """Mean recall of questions with an answer, by way of searching and depth."""
    gazetteer, holdings = Gazetteer.load(), holdings_of(library)
    found: dict[str, list[list[float]]] = {}
    searcher = library._searcher
    for one in asked:
        read = ask(one.question, gazetteer, holdings)
        filters: Filters = read.question.filters
        hits = {
            "second vector": library.search(one.question, filters, max(_DEPTHS)).hits,
            "keywords in English": library.search(read.query, filters, max(_DEPTHS)).hits,
            "own words": replace(searcher, multilingual=None)
            .search(one.question, filters, max(_DEPTHS))
            .hits,
        }
        for way, those in hits.items():
            found.setdefault(way, []).append([one.recall(those[:depth]) for depth in _DEPTHS])
        sys.stderr.write(".")
    return {
        way: {
            f"recall@{depth}": round(float(mean), 3)
            for depth, mean in zip(_DEPTHS, np.mean(rows, axis=0), strict=True)
        }
        for way, rows in found.items()
    }


def main(arguments: Sequence[str]) -> int:
    """Measure, store and print; 0 also where the questions are not here, which is said."""
    parser = harness.parser("evals", "japanese", __doc__)
    parser.add_argument("--home", type=Path, help="a library of the speeches")
    options = parser.parse_args(arguments)
    questions = DATA / "desk_questions"
    if harness.lacks("japanese", questions):
        return 0
    with tempfile.TemporaryDirectory(prefix="rapporteur-japanese-") as folder:
        config = replace(load_config(), home=options.home or Path(folder) / "home").without_llm()
        with closing(Workspace.open(config)) as workspace:
            if not workspace.library.passage_count():
                files = [questions / f"{group}.jsonl" for group in GROUPS]
                for _ in workspace.ingest([asked_about(files, Path(folder) / "speeches")]):
                    pass
            result: dict[str, Any] = {"passages": workspace.library.passage_count()}
            for group in GROUPS:
                asked = [a for a in read_asked(questions / f"{group}.jsonl", "ja") if a.places]
                result[group] = {"questions": len(asked), **recalls(workspace.library, asked)}
    harness.write(RESULT, result)
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    return 0
