"""Whose words, and of which year, are read from questions that people wrote about speeches?

    python -m evals asked [--speakers FILE.csv] [--home HOME]

Reads ``evals/gold/asked.jsonl``: questions that people who did not know the rules wrote about single speeches
of the General Debate, with the delegation and the year of the speech. The rules were written with the half
``build`` in view; ``report`` is the measure. Writes ``evals/results/asked.json``, by half and style:

- delegation: ``right`` (that one alone), ``wrong`` (another, or others beside it), ``missing`` (none);
- year: ``right`` (the speech's is within the dates), ``wrong`` (it isn't), ``missing`` (no dates, though the
  question has the year's figures), ``not_named``. A year of an event that is also the speech's counts as
  missing, so that a share of these is as it should be.

With ``--speakers`` (the corpus's table, ``../shared/data/ungdc/speakers.csv`` where it is there) the library
knows who spoke; without it, nobody. With ``--home``, a library of
these speeches, names that the tables leave open are looked up in its statements.

``gold/whose_words``: questions that name one state or more in forms that leave it open whose words are
wanted, by two writers; ``right`` (all that are wanted, and no other), ``missing`` (none, though some are),
``unasked`` (some, though nobody's in particular are), ``wrong`` (others); beside the same without what was
learned.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from answer.question.understand import Holdings, infer_filters
from answer.question.who.names import names_in
from answer.question.who.whose_words import asked_mentions
from answer.tasks.described import described
from core.delegations import Gazetteer
from core.records import Filters, Speaker
from evals.filters import holdings
from index import Library, OnnxEncoder
from ingest.sources.speakers import SpeakerTable
from measure import harness
from models.shipped import ENCODER, model_folder

GOLD = harness.GOLD / "asked.jsonl"
WHOSE = harness.GOLD / "whose_words"
RESULT = harness.EVALS / "asked.json"
SPEAKERS = harness.DATA / "ungdc" / "speakers.csv"
_YEARS = range(2005, 2020)  # of the corpus, which has Japan's earlier speeches beside them

Infer = Callable[[str], Filters]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about one speech."""

    half: str
    style: str
    question: str
    delegation: str
    year: str


def read_asked(path: Path = GOLD) -> tuple[Asked, ...]:
    """The questions of a JSON Lines file."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return tuple(Asked(d["half"], d["style"], d["question"], d["delegation"], d["year"]) for d in lines)


def speakers_of(table: SpeakerTable) -> tuple[Speaker, ...]:
    """Who spoke in the years of the corpus, by delegation and name."""
    years: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for (year, code), row in table.rows.items():
        if int(year) in _YEARS or code == "JPN":
            years[code, row["speaker"]].add(year)
    return tuple(Speaker(name, code, tuple(sorted(when))) for (code, name), when in sorted(years.items()))


def verdicts(asked: Asked, inferred: Filters) -> tuple[str, str]:
    """How the delegation and the year were read."""
    codes = set(inferred.delegations)
    delegation = "missing" if not codes else "right" if codes == {asked.delegation} else "wrong"
    since, until = inferred.since[:4], inferred.until[:4] or "9999"
    if inferred.since or inferred.until:
        year = "right" if since <= asked.year <= until else "wrong"
    else:
        year = "missing" if asked.year in asked.question else "not_named"
    return delegation, year


def evaluate(questions: Iterable[Asked], infer: Infer) -> dict[str, Any]:
    """Counts of the verdicts by half and style."""
    counts: defaultdict[tuple[str, str], dict[str, Counter[str]]] = defaultdict(
        lambda: {"delegation": Counter(), "year": Counter()}
    )
    for asked in questions:
        delegation, year = verdicts(asked, infer(asked.question))
        for style in ("all", asked.style):
            counts[asked.half, style]["delegation"][delegation] += 1
            counts[asked.half, style]["year"][year] += 1
    return {
        half: {
            style: {field: dict(sorted(counter.items())) for field, counter in by_field.items()}
            for (of_half, style), by_field in sorted(counts.items())
            if of_half == half
        }
        for half in ("build", "report")
    }


def main(arguments: Sequence[str]) -> int:
    """Measure, store the result and print the totals."""
    parser = harness.parser("evals", "asked", __doc__)
    parser.add_argument("--speakers", type=Path, default=SPEAKERS, help="the corpus's table of speakers")
    parser.add_argument("--home", type=Path, help="a library of the speeches, in which names are looked up")
    options = parser.parse_args(arguments)
    path = options.speakers
    gazetteer = Gazetteer.load()
    unknown = holdings(gazetteer)
    questions = read_asked()
    libraries: dict[str, Holdings] = {"without_speakers": unknown}
    if path.is_file():
        table = SpeakerTable.read(path.read_bytes(), path.name, PurePath())
        libraries["with_speakers"] = replace(unknown, speakers=speakers_of(table))
    readers = {name: _reader(gazetteer, held) for name, held in libraries.items()}
    if options.home is not None:
        encoder = OnnxEncoder(model_folder(ENCODER, None))
        library = Library.open(options.home, encoder, read_only=True)
        for name, rules in list(readers.items()):
            readers[f"{name}, with_statements"] = _describing(rules, library, gazetteer)
    result = {name: evaluate(questions, infer) for name, infer in readers.items()}
    whose = {half: whose_words(half, gazetteer, unknown.delegations) for half in ("build", "report")}
    harness.write(RESULT, {**result, "whose_words": whose})
    shown = {name: {half: found[half]["all"] for half in found} for name, found in result.items()}
    harness.show({**shown, "whose_words": whose})
    return 0


def whose_words(half: str, gazetteer: Gazetteer, held: Collection[str]) -> dict[str, dict[str, int]]:
    """Counts of how the questions of a half of ``gold/whose_words`` are read, with what was learned of
    those that the rules leave open, and without."""
    rows = [json.loads(line) for line in (WHOSE / f"{half}.jsonl").read_text("utf-8").splitlines()]
    counts = {"learned": Counter[str](), "rules": Counter[str]()}
    for row in rows:
        names = names_in(row["question"], gazetteer, held=held)
        for name, known in (("learned", held), ("rules", ())):
            found = asked_mentions(row["question"], gazetteer, names=names, held=known)
            counts[name][
                _told(frozenset(gazetteer.expand(m.code for m in found)), frozenset(row["asked"]))
            ] += 1
    return {name: dict(sorted(counter.items())) for name, counter in counts.items()}


def _told(found: frozenset[str], wanted: frozenset[str]) -> str:
    if found == wanted:
        return "right"
    if not found:
        return "missing"
    return "wrong" if wanted else "unasked"


def _reader(gazetteer: Gazetteer, held: Holdings) -> Infer:
    return lambda text: infer_filters(text, Filters(), gazetteer, held)


def _describing(rules: Infer, library: Library, gazetteer: Gazetteer) -> Infer:
    """As the rules read a question, and then by what the statements say of its names."""

    def infer(text: str) -> Filters:
        filters = rules(text)
        if filters.delegations:
            return filters
        codes = (mention.code for mention in described(text, library, gazetteer))
        return replace(filters, delegations=tuple(dict.fromkeys(codes)))

    return infer
