"""Are questions answered when they can be, refused when they can't, and cited where they should be?

    rapporteur eval answers --corpus DIR --questions FILE.jsonl

A line of FILE is ``{"id", "question", "answerable", "gold": [{"file", "paragraph"} or {"file", "words"}]}``
with, where they apply, ``"alternatives_ok": [[{…}]]``, ``"must_mention": ["a|b"]``, ``"must_not": ["…"]`` and
``"type"``. ``paragraph`` is the 1-based index among the file's non-empty lines, ``words`` are verbatim words
of the paragraph; a citation counts when its paragraph contains that line, or these words, or is contained in
it. An answer may be "answered", "uncertain" (passages are shown that may bear on the question) or refused.
What is mentioned is looked for in all that is shown: bottom line, quotations and cells. A line ``{"id",
"turns": [{…}, …]}`` is a conversation, whose turns have the same keys and are asked one after the other.

Beside the rates of design section 4: ``wrong_source`` is the share of answers that cite a state which none of
the question's gold (or alternatives) is by, or, where the question names a year, a statement of another year;
``names_elsewhere`` the share of refusals that name one of the places (key ``elsewhere``) where others, or
the same in another year, do address the question. ``held`` are the figures of the half of the questions on
which nothing was chosen. ``intervals`` has the 95% interval of each rate by percentile bootstrap over the
questions that it is a mean of; a rate of 0 or 1 has one without width.
"""

import json
import random
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from answer.events import Finished
from core.config import Config
from core.errors import UsageError
from core.records import Answer
from measure.figures import half
from workspace.workspace import Workspace

_SPEECH = re.compile(r"(?P<state>[A-Z]{2,4})_\d+_(?P<year>\d{4})\.txt$")
_RESAMPLES, _RESAMPLING_SEED = 1000, 0


@dataclass(frozen=True, slots=True)
class Expected:
    """One question with what its answer must be. ``gold`` and each of ``alternatives`` are the texts
    of the lines that carry the answer; citing those of ``gold``, or of one alternative, is full recall.
    ``files`` are those of all of these, ``elsewhere`` lines that address it by others or at other times.
    ``after`` is the id of the turn before it in a conversation."""

    id: str
    question: str
    answerable: bool
    kind: str
    gold: tuple[str, ...]
    alternatives: tuple[tuple[str, ...], ...]
    must_mention: tuple[str, ...]
    must_not: tuple[str, ...]
    files: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    after: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer against what was expected. Rates are None where they do not apply; ``sentences`` are those
    shown, each with what it cites, word for word."""

    id: str
    kind: str
    answerable: bool
    answered: bool
    uncertain: bool
    shown: bool | None
    precision: float | None
    recall: float | None
    mentioned: bool | None
    clean: bool | None
    seconds: float
    text: str
    wrong_source: bool | None = None
    names_elsewhere: bool | None = None
    mode: str = ""
    has_facts: bool = False
    first_quote: float = 0.0
    cited: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    sentences: tuple[tuple[str, tuple[str, ...]], ...] = ()


def evaluate_answers(
    corpus: Path, questions: Path, config: Config, *, most: int = 0, seed: int = 0
) -> dict[str, Any]:
    """Read ``corpus`` into a fresh home, ask every question, and report by type and overall. Raises
    UsageError for a corpus or question file that can't be used. ``most`` > 0 asks a random part, drawn with
    ``seed``; conversations are drawn whole."""
    expected = drawn(read_questions(questions, corpus), most, seed)
    with tempfile.TemporaryDirectory(prefix="rapporteur-eval-") as home:
        workspace = Workspace.open(replace(config, home=Path(home)))
        try:
            refused = [item for item in workspace.ingest([corpus]) if item.outcome == "refused"]
            workspace.start_llm()
            judged = []
            history: tuple[str, ...] = ()
            for item in expected:
                history = history if item.after else ()
                answer = _answer(workspace, item.question, history)
                history = (*history, answer.asked_as or item.question)
                judged.append(judge(item, answer))
        finally:
            workspace.close()
    return {
        "corpus": corpus.name,
        "questions": questions.name,
        "llm": config.llm.provider,
        "files_refused": len(refused),
        "overall": summary(judged),
        "by_type": {
            kind: summary([j for j in judged if j.kind == kind]) for kind in sorted({j.kind for j in judged})
        },
        "held": summary([j for j in judged if half(j.id) == "held"]),
        "answers": [
            {
                "id": j.id,
                "type": j.kind,
                "answerable": j.answerable,
                "answered": j.answered,
                "uncertain": j.uncertain,
                "shown": j.shown,
                "mentioned": j.mentioned,
                "mode": j.mode,
                "text": j.text,
                "precision": j.precision,
                "recall": j.recall,
                "cited": list(j.cited),
                "rejected": list(j.rejected),
                "sentences": [{"text": text, "quotes": list(quotes)} for text, quotes in j.sentences],
            }
            for j in judged
        ],
    }


def drawn(expected: Sequence[Expected], most: int, seed: int) -> tuple[Expected, ...]:
    """All, or whole conversations and questions at random until there are ``most``."""
    if not most or most >= len(expected):
        return tuple(expected)
    groups: list[list[Expected]] = []
    for item in expected:
        groups += [] if item.after else [[]]
        groups[-1].append(item)
    random.Random(seed).shuffle(groups)  # noqa: S311
    chosen: list[Expected] = []
    for group in groups:
        chosen += group if len(chosen) + len(group) <= most else []
    return tuple(chosen)


def read_questions(path: Path, corpus: Path) -> tuple[Expected, ...]:
    """The questions of a file, with the texts that their gold names. Raises UsageError."""
    if not corpus.is_dir():
        raise UsageError(f"{corpus} is not a folder; give the folder of the statements with --corpus.")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} could not be read ({error}); give a JSONL file with --questions.") from None
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            read = json.loads(line)
            before = ""
            for at, turn in enumerate(read.get("turns", [read]), start=1):
                named = turn if "turns" not in read else {**turn, "id": f"{read['id']}.{at}"}
                found.append(replace(_expected(named, corpus), after=before))
                before = str(named["id"])
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{path}, line {number} is not a question ({error}); correct it.") from None
    return tuple(found)


def judge(expected: Expected, answer: Answer) -> Judged:
    """Compare an answer with what was expected of it."""
    answered = answer.status == "answered"
    texts = {source.paragraph_id: source.text for source in answer.sources}
    displayed = (*answer.sentences, *answer.quotes)
    cited = list(dict.fromkeys(c.paragraph_id for s in displayed for c in s.citations))
    for sentence in displayed:
        for citation in sentence.citations:
            # The promise that everything rests on; a broken one must stop the evaluation.
            if texts[citation.paragraph_id][citation.start : citation.end] != citation.quote:
                raise AssertionError(f"{expected.id}: the quotation {citation.quote!r} is not exact")
    text = " ".join(dict.fromkeys(sentence.text for sentence in displayed)) if answered else ""
    scored = answered and expected.answerable
    sets = [expected.gold, *expected.alternatives]
    allowed = [line for lines in sets for line in lines]
    good = [pid for pid in cited if any(same_paragraph(texts[pid], line) for line in allowed)]
    recalls = [
        sum(any(same_paragraph(texts[pid], line) for pid in cited) for line in lines) / len(lines)
        for lines in sets
        if lines
    ]
    found = (*(texts[pid] for pid in cited), *(source.text for source in answer.nearest))
    shown = answer.status != "not_addressed" and any(
        same_paragraph(t, line) for t in found for line in allowed
    )
    return Judged(
        id=expected.id,
        kind=expected.kind,
        answerable=expected.answerable,
        answered=answered,
        uncertain=answer.status == "uncertain",
        shown=shown if expected.answerable and allowed else None,
        precision=len(good) / len(cited) if scored and cited and allowed else None,
        recall=max(recalls) if scored and recalls else None,
        mentioned=all(_mentions(text, wanted) for wanted in expected.must_mention)
        if scored and expected.must_mention
        else None,
        clean=not any(_mentions(text, banned) for banned in expected.must_not) if expected.must_not else None,
        seconds=answer.timings_ms.get("total", 0.0) / 1000,
        text=text or answer.note,
        wrong_source=_wrong_source(expected, answer) if scored and expected.files else None,
        names_elsewhere=any(
            same_paragraph(s.text, line) for s in answer.elsewhere for line in expected.elsewhere
        )
        if not answered and not expected.answerable and expected.elsewhere
        else None,
        mode=answer.mode,
        has_facts=bool(expected.must_mention),
        first_quote=answer.timings_ms.get("first_quote", 0.0) / 1000,
        cited=tuple(source.label for source in answer.sources if source.paragraph_id in cited),
        rejected=tuple(f"{rejected.reason}: {rejected.text}" for rejected in answer.rejected),
        sentences=tuple((s.text, tuple(c.quote for c in s.citations)) for s in answer.sentences),
    )


def _wrong_source(expected: Expected, answer: Answer) -> bool:
    """Whether a cited statement is by a state, or of a year, that the question didn't ask about."""
    named = [found for file in expected.files if (found := _SPEECH.search(file))]
    if len(named) < len(expected.files):
        return False  # the gold is not only of General Debate files, whose names tell
    states = {found["state"] for found in named}
    years = {found["year"] for found in named if found["year"] in expected.question}
    cited = {c.paragraph_id for s in (*answer.sentences, *answer.quotes) for c in s.citations}
    return any(
        source.delegation not in states or (bool(years) and source.date[:4] not in years)
        for source in answer.sources
        if source.paragraph_id in cited
    )


def summary(judged: Sequence[Judged]) -> dict[str, Any]:
    """Rates over a set of judged answers, with their 95% intervals ``[low, high]`` under ``intervals``; null
    where nothing was to be judged."""
    seconds = [j.seconds for j in judged]
    rates: dict[str, list[float | bool | None]] = {
        "answered_when_answerable": [j.answered for j in judged if j.answerable],
        "uncertain_when_answerable": [j.uncertain for j in judged if j.answerable],
        "gold_shown": [j.shown for j in judged if j.answerable],
        "right": [j.answered and bool(j.recall) for j in judged if j.answerable],
        "answered_when_not": [j.answered for j in judged if not j.answerable],
        "refused_when_not": [not j.answered and not j.uncertain for j in judged if not j.answerable],
        "citation_precision": [j.precision for j in judged],
        "citation_recall": [j.recall for j in judged],
        "must_mention": [j.mentioned for j in judged],
        "facts": [bool(j.mentioned) for j in judged if j.answerable and j.has_facts],
        "must_not": [j.clean for j in judged],
        "wrong_source": [j.wrong_source for j in judged],
        "names_elsewhere": [j.names_elsewhere for j in judged],
    }
    return {
        "questions": len(judged),
        **{name: _mean(values) for name, values in rates.items()},
        "seconds_p50": round(float(np.percentile(seconds, 50)), 2) if seconds else None,
        "seconds_p95": round(float(np.percentile(seconds, 95)), 2) if seconds else None,
        "intervals": {name: _interval(values) for name, values in rates.items()},
    }


def _answer(workspace: Workspace, question: str, history: Sequence[str] = ()) -> Answer:
    for event in workspace.ask(question, history=history):
        if isinstance(event, Finished):
            return event.answer
    raise AssertionError("the pipeline ended without an answer")


def _expected(line: dict[str, Any], corpus: Path) -> Expected:
    def texts(places: Iterable[dict[str, Any]]) -> tuple[str, ...]:
        return tuple(
            place["words"] if "words" in place else _line(corpus / place["file"], int(place["paragraph"]))
            for place in places
        )

    return Expected(
        id=str(line["id"]),
        question=str(line["question"]),
        answerable=bool(line["answerable"]),
        kind=str(line.get("type", "all")),
        gold=texts(line.get("gold", ())),
        alternatives=tuple(texts(places) for places in line.get("alternatives_ok", ())),
        must_mention=tuple(line.get("must_mention", ())),
        must_not=tuple(line.get("must_not", ())),
        files=tuple(
            place["file"]
            for places in (line.get("gold", ()), *line.get("alternatives_ok", ()))
            for place in places
        ),
        elsewhere=texts(line.get("elsewhere", ())),
    )


def _line(path: Path, number: int) -> str:
    try:
        lines = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except OSError as error:
        raise ValueError(f"{path} could not be read: {error.strerror}") from None
    if not 1 <= number <= len(lines):
        raise ValueError(f"{path} has {len(lines)} non-empty lines, and none is number {number}")
    return lines[number - 1]


def same_paragraph(paragraph: str, line: str) -> bool:
    """Whether a paragraph of the library is a line of a file, or holds it, or is a part of it."""
    one, other = " ".join(paragraph.split()), " ".join(line.split())
    return one in other or other in one


def _mentions(text: str, alternatives: str) -> bool:
    """Whether any of the "|"-separated alternatives stands in the text, case and spacing aside."""
    plain = _plain(text)
    return any(_plain(alternative) in plain for alternative in alternatives.split("|") if alternative.strip())


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'")).strip().casefold()


def _mean(values: Iterable[float | bool | None]) -> float | None:
    known = [float(value) for value in values if value is not None]
    return round(sum(known) / len(known), 4) if known else None


def _interval(values: Iterable[float | bool | None]) -> list[float] | None:
    """95% percentile bootstrap interval of the mean, the same each time."""
    known = [float(value) for value in values if value is not None] or None
    if known is None:
        return None
    resampled = np.random.default_rng(_RESAMPLING_SEED).choice(known, size=(_RESAMPLES, len(known)))
    low, high = np.percentile(resampled.mean(axis=1), (2.5, 97.5))
    return [round(float(low), 4), round(float(high), 4)]
