"""Other ways of answering, beside ours: ``python -m evals baselines``.

A random part (``--questions``) of the project's own questions is answered in three ways, by the same embedded
model over the same library:

* "ours": the product as it ships;
* "own numbering": the model is given the product's own evidence as numbered extracts, cites by its own
  numbers and says itself when they do not answer (``prompts/numbered.md``);
* "llamaindex": LlamaIndex's CitationQueryEngine with its default prompts, over the product's search with the
  filters that the product infers.

What the other two write is shown as it is: nothing is checked, and no code decides. So that the ways differ
in the answering alone, the other two get a Japanese question in the product's English, and each way answers
one question that is not counted before its first. A citation by number is one of the whole paragraph; a
number that was not given out is dropped and counted. Writes ``results/answers-baselines.json``.
"""

import argparse
import json
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

from llama_index.core.base.response.schema import Response
from llama_index.core.llms import LLM as LlamaIndexModel  # noqa: N811  # a class, not a constant
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.core.schema import NodeWithScore, QueryBundle

import models
from answer.events import Finished
from answer.evidence.parts import Part, filters_of_parts
from answer.evidence.sentences import EvidenceSentence, gather
from answer.question.follow_up import completed, questions
from answer.question.understand import Holdings, Question, together, understand
from answer.support.check import SupportCheck
from answer.writing.glossary import Glossary
from answer.writing.llm import LanguageModel
from answer.writing.translate import Translator
from benchmarks.llamaindex import MAX_TOKENS, EngineLLM
from core.config import Config, load_config
from core.delegations import Gazetteer
from core.records import Answer, Citation, Filters, Sentence, Source
from core.sentences import split_sentences
from evals.answers import Expected, drawn, judge, read_questions, summary
from evals.engine import TimedLLM
from evals.gold_answers import DATA, GOLD, SEED, extract
from index import Library
from index.llamaindex import ParagraphRetriever
from prompts import load_prompt
from workspace.workspace import LLM, LLM_NAME, Workspace

RESULT = Path(__file__).parent / "results" / "answers-baselines.json"
REFUSALS = (
    *("not addressed", "no information", "does not mention", "do not mention", "not mentioned"),
    *("cannot be answered", "not provided", "do not provide", "does not provide", "unable to"),
)
"""Words by which a model says that it can't answer; "n't" counts as "not"."""

_WARMING = "What is Japan's view on a binding instrument?"
_HITS = 10
_PARAGRAPHS = 4  # what the product reads of a search; the engine's own default would be 2
_NOTHING_FOUND = "Empty Response"  # what LlamaIndex says, without asking a model, when nothing was found
_NUMBER = r"(?:(?:source|extract)s?\s*)?\d{1,3}"
_MARKER = re.compile(rf"\s*\[{_NUMBER}(?:\s*(?:[,;–-]|and)\s*{_NUMBER})*\]", re.IGNORECASE)
_RANGE = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way's answer to one question. ``invented_markers`` counts, sentence by sentence, the numbers in
    it that stand for none of the sources that the model was given."""

    answer: Answer
    invented_markers: int = 0


Way = Callable[[str], Attempt]
"""Answers a question in one way. Raises LLMError when the model can't."""


def main(argv: Sequence[str] = ()) -> int:
    """Run and write the result; 0 also where the speeches are not here, which is said."""
    parser = argparse.ArgumentParser(prog="python -m evals baselines")
    parser.add_argument("--questions", type=int, default=40, help="how many are asked (0: all)")
    args = parser.parse_args(list(argv))
    if not DATA.is_file():
        sys.stderr.write("baselines: the speeches (shared/data/ungdc) are not here; left out.\n")
        return 0
    config = load_config(llm="embedded")
    with tempfile.TemporaryDirectory(prefix="rapporteur-baselines-") as folder:
        result = _run(Path(folder), replace(config, home=Path(folder) / "home"), args.questions)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    sys.stdout.write(f"answers-baselines: {json.dumps(result['ways'], indent=1)}\n")
    return 0


def _run(folder: Path, config: Config, most: int) -> dict[str, Any]:
    corpus = extract(folder / "corpus")
    expected = drawn(read_questions(GOLD / "questions.jsonl", corpus), most, SEED)
    workspace = Workspace.open(config)
    try:
        refused = sum(step.outcome == "refused" for step in workspace.ingest([corpus]))
        workspace.start_llm()
        engine = TimedLLM(
            models.model_path(LLM, f"{LLM}.gguf", config.models_dir),
            threads=config.llm.threads,
            name=LLM_NAME,
        )
        given = Given.of(workspace.library, workspace.gazetteer, workspace.support, engine)
        ways = {
            "ours": ours(workspace),
            "own numbering": own_numbering(given, engine),
            "llamaindex": llamaindex(given, EngineLLM(engine)),
        }
        return {"files_refused": refused, **compare(expected, ways)}
    finally:
        workspace.close()


def compare(expected: Sequence[Expected], ways: Mapping[str, Way]) -> dict[str, Any]:
    """Ask every question in every way, one way after the other, and judge the answers alike."""
    attempts = {name: _asked(expected, way) for name, way in ways.items()}
    return {
        "questions": len(expected),
        "seed": SEED,
        "llm": LLM_NAME,
        "most_tokens": MAX_TOKENS,
        "refusals": list(REFUSALS),
        "numbered_prompt_sha256": load_prompt("numbered").sha256,
        "llamaindex": {"version": version("llama-index-core"), "paragraphs": _PARAGRAPHS},
        "ways": {name: report(expected, tried) for name, tried in attempts.items()},
        "answers": [
            {
                "id": item.id,
                "type": item.kind,
                "question": item.question,
                "answerable": item.answerable,
                **{name: _record(item, tried[at]) for name, tried in attempts.items()},
            }
            for at, item in enumerate(expected)
        ],
    }


def report(expected: Sequence[Expected], attempts: Sequence[Attempt]) -> dict[str, Any]:
    """``evals.answers.summary`` of one way, the markers that it made up, and the share of the sentences
    shown that cite nothing (null where none was shown)."""
    judged = [judge(item, attempt.answer) for item, attempt in zip(expected, attempts, strict=True)]
    shown = [sentence for attempt in attempts for sentence in attempt.answer.sentences]
    bare = sum(not sentence.citations for sentence in shown)
    return {
        **summary(judged),
        "paragraphs_cited_that_do_not_exist": sum(attempt.invented_markers for attempt in attempts),
        "sentences_without_citation": round(bare / len(shown), 4) if shown else None,
    }


def _asked(expected: Sequence[Expected], way: Way) -> list[Attempt]:
    way(_WARMING)  # so that loading a model, or reading a prompt for the first time, is in nobody's seconds
    return [way(item.question) for item in expected]


def _record(item: Expected, attempt: Attempt) -> dict[str, Any]:
    judged = judge(item, attempt.answer)
    return {
        "answered": judged.answered,
        "text": judged.text,
        "written": attempt.answer.raw_text,
        "precision": judged.precision,
        "recall": judged.recall,
        "mentioned": judged.mentioned,
        "clean": judged.clean,
        "wrong_source": judged.wrong_source,
        "cited": list(judged.cited),
        "invented_markers": attempt.invented_markers,
        "seconds": round(judged.seconds, 2),
    }


def ours(workspace: Workspace) -> Way:
    """The product, which numbers what it cites itself."""

    def answered(text: str) -> Attempt:
        answer = next(event.answer for event in workspace.ask(text) if isinstance(event, Finished))
        known = {source.marker for source in answer.sources}
        cited = [citation.marker for sentence in answer.sentences for citation in sentence.citations]
        return Attempt(answer, sum(marker not in known for marker in cited))

    return answered


@dataclass(frozen=True, slots=True)
class Given:
    """The library and the product's reading of questions."""

    library: Library
    gazetteer: Gazetteer
    translator: Translator

    @classmethod
    def of(cls, library: Library, gazetteer: Gazetteer, support: SupportCheck, llm: LanguageModel) -> "Given":
        """With a translator of the product's parts."""
        return cls(library, gazetteer, Translator(llm, support, Glossary.load(), gazetteer))

    def understood(self, text: str) -> list[tuple[Question, str]]:
        """Each question in the text with the filters inferred, and in English. Raises UsageError for one
        that can't be read, LLMError when it can't be translated."""
        scope = self.library.scope()
        holdings = Holdings(
            self.library.delegations(), scope.since[:4], scope.until[:4], forums=self.library.forums()
        )
        asked: list[tuple[Question, str]] = []
        for one in questions(text):
            whole = completed(one, [question.text for question, _ in asked], self.gazetteer)
            question = understand(whole, Filters(), self.gazetteer, holdings)
            asked.append((question, self._in_english(question)))
        return asked

    def parts(self, asked: Sequence[tuple[Question, str]]) -> list[Part]:
        """The evidence for each part of the questions."""
        return [
            self._part(question, english, filters)
            for question, english in asked
            for filters in filters_of_parts(question, english, self.library)
        ]

    def _part(self, question: Question, english: str, filters: Filters) -> Part:
        hits = self.library.search(english, filters, _HITS).hits
        evidence = gather(english, hits, self.library, self.gazetteer)
        return Part(question, english, filters, hits, evidence)

    def _in_english(self, question: Question) -> str:
        if question.language == "en":
            return question.text
        return self.translator.question_to_english(question.text, threading.Event())


def own_numbering(given: Given, llm: LanguageModel) -> Way:
    """The product's evidence, and the model's word for what each sentence cites."""
    prompt = load_prompt("numbered")

    def answered(text: str) -> Attempt:
        started = time.perf_counter()
        asked = given.understood(text)
        extracts = numbered(given.parts(asked))
        messages = prompt.render(extracts=_shown(extracts, given.gazetteer), question=_english(asked))
        written = "".join(llm.stream(messages, max_tokens=MAX_TOKENS))
        attempt = as_cited(asked, written, [sentences[0].source for sentences in extracts])
        return _timed(attempt, started)

    return answered


def llamaindex(given: Given, llm: LlamaIndexModel) -> Way:
    """LlamaIndex's engine for cited answers. It asks once, whatever the parts of the question."""

    def answered(text: str) -> Attempt:
        started = time.perf_counter()
        asked = given.understood(text)
        retriever = TracedRetriever(given.library, _filters(asked), _PARAGRAPHS)
        response = CitationQueryEngine(retriever, llm=llm).query(_english(asked))
        if not isinstance(response, Response):
            raise TypeError(f"a whole response was asked for and {type(response).__name__} came")
        written = (response.response or "").strip()
        sources = [given.library.source(paragraph_of(node)) for node in response.source_nodes]
        return _timed(as_cited(asked, "" if written == _NOTHING_FOUND else written, sources), started)

    return answered


class TracedRetriever(ParagraphRetriever):
    """The library's retriever, whose nodes also carry the paragraph's id where the model can't see it: the
    engine cuts nodes into sources of its own and keeps of them the metadata only."""

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = super()._retrieve(query_bundle)
        for node in found:
            node.node.metadata["paragraph_id"] = node.node.node_id
            node.node.excluded_llm_metadata_keys.append("paragraph_id")
        return found


def paragraph_of(node: NodeWithScore) -> str:
    """The id of the paragraph that one of the engine's sources was cut from."""
    return str(node.node.metadata["paragraph_id"])


def numbered(parts: Sequence[Part]) -> tuple[tuple[EvidenceSentence, ...], ...]:
    """The sentences of each extract that the product's writer would be given, one paragraph to an extract
    also where several parts found it. Extract n is at n - 1."""
    by_paragraph: dict[str, dict[int, EvidenceSentence]] = {}
    for part in parts:
        for at in (at for group in part.evidence.extracts() for at in group):
            sentence = part.evidence.sentences[at]
            by_paragraph.setdefault(sentence.source.paragraph_id, {})[sentence.start] = sentence
    return tuple(tuple(found[start] for start in sorted(found)) for found in by_paragraph.values())


def as_cited(asked: Sequence[tuple[Question, str]], written: str, sources: Sequence[Source]) -> Attempt:
    """What the model wrote as an answer whose sentences cite ``sources`` by the numbers in them (source n is
    at n - 1). Support is 0: nothing was checked."""
    question = together([one for one, _ in asked])
    answer = Answer(
        question=question.text,
        status="not_addressed",
        mode="written",
        language=question.language,
        filters=question.filters,
        note=written,
        model=LLM_NAME,
        raw_text=written,
    )
    if refuses(written):
        return Attempt(answer)
    by_number = dict(enumerate(sources, start=1))
    first = {source.paragraph_id: number for number, source in reversed(by_number.items())}
    said = numbered_sentences(written)
    cited = {by_number[n].paragraph_id for _, numbers in said for n in numbers if n in by_number}
    sentences = tuple(Sentence(text, 0.0, _citations(numbers, by_number, first)) for text, numbers in said)
    used = tuple(by_number[n].marked(n) for n in sorted(first[pid] for pid in cited))
    invented = sum(n not in by_number for _, numbers in said for n in numbers)
    return Attempt(replace(answer, status="answered", sentences=sentences, sources=used, note=""), invented)


def _citations(
    numbers: Sequence[int], by_number: Mapping[int, Source], first: Mapping[str, int]
) -> tuple[Citation, ...]:
    """One citation of each whole paragraph that is numbered, under the first number that it has."""
    cited = {by_number[n].paragraph_id: by_number[n].text for n in numbers if n in by_number}
    return tuple(Citation(first[pid], pid, text, 0, len(text)) for pid, text in cited.items())


def refuses(written: str) -> bool:
    """Whether nothing was written, markers aside, or one of REFUSALS."""
    words = " ".join(_MARKER.sub("", written).split())
    plain = re.sub(r"n['’]t\b", " not", words.casefold())
    return not re.search(r"\w", plain) or any(refusal in plain for refusal in REFUSALS)


def numbered_sentences(written: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The sentences with the numbers in each, which are taken out of its words. Numbers that stand alone
    belong to the sentence before them."""
    # The splitter knows " [1, 2]" after a stop as the end of a sentence, and no other way to write it.
    plain = _MARKER.sub(lambda found: f" [{', '.join(map(str, markers(found[0])))}]", written)
    said: list[tuple[str, tuple[int, ...]]] = []
    for start, end in split_sentences(plain):
        numbers = markers(plain[start:end])
        text = " ".join(_MARKER.sub("", plain[start:end]).split())
        if re.search(r"\w", text):
            said.append((text, numbers))
        elif said:
            before, earlier = said[-1]
            said[-1] = before, tuple(dict.fromkeys((*earlier, *numbers)))
    return tuple(said)


def markers(text: str) -> tuple[int, ...]:
    """The numbers in ``[1]``, ``[1, 2]``, ``[1-3]``, ``[Source 1]`` or ``[extract 1]``, each once, in the
    order of the text."""
    found: list[int] = []
    for marker in _MARKER.finditer(text):
        for first, last in _RANGE.findall(marker[0]):
            found += range(int(first), int(last or first) + 1) or (int(first), int(last))
    return tuple(dict.fromkeys(found))


def _shown(extracts: Sequence[Sequence[EvidenceSentence]], gazetteer: Gazetteer) -> str:
    """The extracts as the model reads them, one to a line under its number."""
    lines = []
    for number, sentences in enumerate(extracts, start=1):
        source = sentences[0].source
        who = ", ".join(part for part in (gazetteer.name(source.delegation), source.date[:4]) if part)
        said = " ".join(" ".join(sentence.text.split()) for sentence in sentences)
        lines.append(f"[{number}] {who or 'Unknown speaker'}: {said}")
    return "\n".join(lines)


def _english(asked: Sequence[tuple[Question, str]]) -> str:
    return " ".join(english for _, english in asked)


def _filters(asked: Sequence[tuple[Question, str]]) -> Filters:
    return together([question for question, _ in asked]).filters


def _timed(attempt: Attempt, started: float) -> Attempt:
    """With the milliseconds since ``started`` (``time.perf_counter()``)."""
    timings = MappingProxyType({"total": (time.perf_counter() - started) * 1000})
    return replace(attempt, answer=replace(attempt.answer, timings_ms=timings))
