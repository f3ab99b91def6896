"""Desk officers' questions over a library of statements: is the paragraph found, and not another state's
or another year's?

    python -m evals diplomatic [--home HOME] [--questions FILE] [--limit N]

HOME holds the statements that ``gold/retrieval/questions.jsonl`` is about, and is only read; without one,
the library of `measure.speeches` is made. A question goes the product's own way: language and filters are
read from it, a Japanese one is translated by the embedded model (``--without-llm``: searched by the
glossary's English terms, as the product does where it has no model), and one about several states, or
several years, is searched for each of them.
"""

import json
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path, PurePath
from typing import Any

import numpy as np

from answer.evidence.parts import filters_of
from answer.question.understand import Holdings, Question, understand
from answer.support.check import SupportCheck
from answer.writing.glossary import Glossary as Translations
from answer.writing.llm import EmbeddedLLM
from answer.writing.translate import Translator, keywords
from core.config import load_config
from core.delegations import Gazetteer
from core.errors import UsageError
from core.records import Filters, Hit
from evals.search.ablation import (
    RememberingReranker,
    Variant,
    variants,
)
from evals.search.metrics import mean, measures
from evals.search.retrieval import searching, shipped_encoder, shipped_reranker
from index import Library, SentenceScorer
from index.search.search import Searcher
from measure import harness
from measure.figures import half
from measure.harness import EVALS, GOLD
from measure.speeches import speeches_library
from models import model_path
from models.shipped import LLM, LLM_NAME

QUESTIONS = GOLD / "retrieval" / "questions.jsonl"
JUDGEMENTS = QUESTIONS.with_name("judgements.jsonl")
RESULT = EVALS / "retrieval-diplomatic.json"
HITS = 20
TOP = 3  # hits among which another state's or year's words would mislead


@dataclass(frozen=True, slots=True)
class Gold:
    """A question with the ids of the paragraphs that answer it, and of the statements that say much the
    same but are another state's or another year's. ``family`` is the first gold file: questions that share
    it are never in different halves."""

    id: str
    question: str
    kinds: tuple[str, ...]
    paragraphs: frozenset[str]
    confusable: frozenset[str]
    family: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is searched, in English. ``unlimited`` leaves out whose words and which dates it asks
    for."""

    query: str
    question: Question
    gazetteer: Gazetteer
    unlimited: bool = False

    def parts(self) -> tuple[Filters, ...]:
        """The filters of each of its searches."""
        return (Filters(),) if self.unlimited else filters_of(self.question, self.gazetteer)


def evaluate_diplomatic(
    home: Path,
    questions: Path = QUESTIONS,
    *,
    limit: int = 0,
    translate: Callable[[str], str] | None = None,
) -> dict[str, Any]:
    """Every variant's nDCG@10, recall and confusable errors over the questions whose gold paragraphs are
    all in the library of ``home``; ``limit`` > 0 takes so many of them. ``translate`` brings a Japanese
    question into English. Raises UsageError for a file that is not one of questions, LibraryError or
    ModelError when the library can't be searched."""
    encoder, reranker = shipped_encoder(load_config()), RememberingReranker(shipped_reranker(load_config()))
    gazetteer = Gazetteer.load()
    with Library.open(home, encoder, None, read_only=True) as library:
        gold, missing = read_gold(questions, library)
        scope, holdings = library.scope(), holdings_of(library)
    if limit:
        order = np.random.default_rng(0).permutation(len(gold))[:limit]
        gold = tuple(gold[i] for i in sorted(order.tolist()))
    untranslated = {g.id: ask(g.question, gazetteer, holdings) for g in gold}
    asked = {name: asked_in_english(question, translate) for name, question in untranslated.items()}
    unfiltered = {name: replace(a, unlimited=True) for name, a in asked.items()}
    with searching(home, encoder, reranker) as shipped:
        table = {variant.name: _row(variant, gold, asked) for variant in variants(shipped)}
        table["without filters"] = _row(Variant("without filters", shipped), gold, unfiltered)
    return {
        "statements": scope.statements,
        "paragraphs": scope.paragraphs,
        "questions": len(gold),
        "questions_left_out": missing,
        "variants": table,
    }


def holdings_of(library: Library) -> Holdings:
    """What of the library bears on reading a question."""
    scope = library.scope()
    return Holdings(library.delegations(), scope.since[:4], scope.until[:4], library.forums())


def read_gold(path: Path, library: Library, judgements: Path = JUDGEMENTS) -> tuple[tuple[Gold, ...], int]:
    """The questions of a file that the library can answer, with what was judged since, and how many it can't
    for want of a paragraph. Raises UsageError for a line that is no question."""
    by_file = {
        "/".join(PurePath(origin).parts[-2:]): summary.id
        for summary in library.statements()
        for origin in summary.origins
    }
    by_name = {PurePath(name).name: statement for name, statement in by_file.items()}
    paragraphs: dict[str, Mapping[str, str]] = {}

    def statement(file: str) -> str:
        return by_file.get(file) or by_name.get(PurePath(file).name, "")

    def paragraph(file: str, starts: str) -> str:
        name = statement(file)
        if name and name not in paragraphs:
            read = library.statement(name).paragraphs
            paragraphs[name] = {p.id: " ".join(p.text.split()) for p in read}
        found = [i for i, text in paragraphs.get(name, {}).items() if text.startswith(starts)]
        return found[0] if found else ""

    added: dict[str, set[str]] = {}
    for line in judgements.read_text("utf-8").splitlines() if judgements.is_file() else ():
        said = json.loads(line)
        if said["answers"]:
            added.setdefault(said["id"], set()).add(paragraph(said["file"], said["starts"]))
    gold, missing = [], 0
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            item = json.loads(line)
            places = [paragraph(place["file"], place["starts"]) for place in item["gold"]]
            confusable = frozenset(statement(place["file"]) for place in item["confusable"]) - {""}
            found = Gold(
                item["id"],
                item["question"],
                tuple(item["kind"]),
                frozenset([*places, *added.get(item["id"], ())]),
                confusable,
                item["gold"][0]["file"],
            )
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise UsageError(f"{path}, line {number} is not a question ({error!r}); correct it.") from None
        if all(places):
            gold.append(found)
        else:
            missing += 1
    if not gold:
        raise UsageError(f"The library holds none of the paragraphs that {path} asks for; ingest them first.")
    return tuple(gold), missing


def asked_in_english(asked: Asked, translate: Callable[[str], str] | None) -> Asked:
    """The same, translated where it needs to be and can be."""
    if translate is None or asked.question.language == "en":
        return asked
    return replace(asked, query=translate(asked.question.text))


def ask(question: str, gazetteer: Gazetteer, holdings: Holdings) -> Asked:
    """The question as the product searches it before, or without, a language model."""
    read = understand(question, Filters(), gazetteer, holdings)
    query = read.text
    if read.language != "en":
        query = keywords(read.text, Translations.load()) or read.text
    return Asked(query, read, gazetteer)


def embedded_translation() -> Callable[[str], str]:
    """The product's translation of a Japanese question, by the embedded model. Raises ModelError."""
    config, gazetteer = load_config(llm="embedded"), Gazetteer.load()
    llm = EmbeddedLLM(model_path(LLM, f"{LLM}.gguf", config.models_dir), name=LLM_NAME)
    scorer = SentenceScorer(shipped_encoder(config), shipped_reranker(config))
    translator = Translator(llm, SupportCheck(scorer, gazetteer=gazetteer), Translations.load(), gazetteer)
    return lambda question: translator.question_to_english(question, threading.Event())


def search(searcher: Searcher, asked: Asked) -> tuple[list[Hit], float, float]:
    """Hits, those of several delegations or years in turn, and milliseconds until the first and until the
    last."""
    results = [searcher.search(asked.query, filters, HITS) for filters in asked.parts()]
    turns = zip_longest(*(result.hits for result in results))
    hits = [hit for turn in turns for hit in turn if hit is not None]
    first = sum(result.timings_ms["retrieve"] for result in results)
    return hits, first, first + sum(result.timings_ms["rerank"] for result in results)


def judged(hits: Sequence[Hit], gold: Gold) -> dict[str, float]:
    """Measures of one question. A hit into which a gold paragraph was folded is that paragraph.
    ``recall@5`` is of the gold paragraphs that five hits can hold; ``found@5`` is 1 when any is there."""
    ranking = []
    for hit in hits:
        places = [source.paragraph_id for source in (hit.source, *hit.duplicates)]
        ranking.append(next((place for place in places if place in gold.paragraphs), places[0]))
    row = measures(ranking, dict.fromkeys(gold.paragraphs, 1))
    in_five = len(gold.paragraphs.intersection(ranking[:5]))
    misleading = any(
        hit.source.statement_id in gold.confusable and place not in gold.paragraphs
        for hit, place in zip(hits[:TOP], ranking, strict=False)
    )
    return {
        "ndcg@10": row["ndcg@10"],
        "recall@5": in_five / min(5, len(gold.paragraphs)),
        "found@5": float(in_five > 0),
        "recall@20": row["recall@20"],
        "mrr@10": row["mrr@10"],
        "confused@3": float(misleading),
    }


def _row(variant: Variant, gold: Sequence[Gold], asked: Mapping[str, Asked]) -> dict[str, Any]:
    sys.stderr.write(f"{variant.name}\n")
    rows: dict[str, dict[str, float]] = {}
    times: list[tuple[float, float]] = []
    for item in gold:
        hits, first, last = search(variant.searcher, asked[item.id])
        rows[item.id] = judged(hits, item)
        times.append((first, last))

    def over(chosen: Callable[[Gold], bool]) -> dict[str, float]:
        return mean([rows[item.id] for item in gold if chosen(item)])

    by_kind: dict[str, list[dict[str, float]]] = {}
    for item in gold:
        for kind in item.kinds:
            by_kind.setdefault(kind, []).append(rows[item.id])
    percentiles = np.percentile(np.array(times), (50, 95), axis=0)
    return {
        "all": mean(list(rows.values())),
        "tuned": over(lambda item: half(item.family) == "tuned"),
        "held": over(lambda item: half(item.family) == "held"),
        "confusable_wrong_in_top_3": over(lambda item: bool(item.confusable)).get("confused@3"),
        "by_kind": {kind: mean(found) for kind, found in sorted(by_kind.items())},
        "first_ms_p50_p95": np.round(percentiles[:, 0], 1).tolist(),
        "ms_p50_p95_with_pairs_remembered": np.round(percentiles[:, 1], 1).tolist(),
    }


def main(arguments: Sequence[str]) -> int:
    """Measure, store the table and print a summary; 0 also where there is no library to measure."""
    parser = harness.parser("evals", "diplomatic", __doc__)
    parser.add_argument("--home", type=Path, help="library with the statements; only read")
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--without-llm", action="store_true", help="Japanese questions by their known terms")
    parser.add_argument("--limit", type=int, default=0, help="at most so many questions")
    parser.add_argument("--out", type=Path, default=RESULT)
    options = parser.parse_args(arguments)
    home = speeches_library(options.home)
    if home is None:
        return 0
    translate = None if options.without_llm else embedded_translation()
    result = evaluate_diplomatic(home, options.questions, limit=options.limit, translate=translate)
    harness.write(options.out, result)
    rows = result["variants"].items()
    harness.show({name: {**row["all"], "held": row["held"]["ndcg@10"]} for name, row in rows})
    return 0
