"""Who speaks: the right delegation for titles and headers, and the right speaker for every paragraph.

The material in ``gold/speakers`` was written by people who had not seen the code, in halves: ``build_*``
to build with and ``report_*`` to report on; ``own*.jsonl`` are the makers' own. ``--fit`` fits the weights
of ``ingest/speech/weights.toml`` on all of these but the report halves from the second set on.
``results/speakers_unseen.json`` holds the figures of the report half before anybody had looked at what of it
was wrong; afterwards the kinds of fault that it showed were mended, so that ``results/speakers.json`` says of
it what is kept, not what other unseen texts give. ``*_second`` is a second set, by another writer:
``results/speakers_second_unseen.json`` holds its figures before anybody had looked at what was wrong; its
half ``build_second`` was then mended by kind, its half ``report_second`` never looked at. ``*_third`` is a
set of mostly forms that neither of the others has; its writer then mended the code, so that what its report
half gives after that says less than ``results/speakers_third_unseen.json``, its figures before. ``*_fourth``
is by somebody who never saw the code: ``results/speakers_fourth_unseen.json`` holds its figures before any
of it was read, its half ``build_fourth`` was then mended by kind; the misses of ``report_fourth`` were
printed once by mistake, after these figures.
A group's code where the material, which names states only, has none counts as right: it says that the
words are the group's.
"""

import json
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core.delegations import Gazetteer
from evals.reading.halves import HALVES, half_of
from evals.reading.paragraphs import paragraphs
from ingest import understand
from ingest.speech.evidence import parts_of
from ingest.speech.weigh import features
from ingest.speech.who import evidence_of
from measure import harness

GOLD = harness.GOLD / "speakers"
RESULT = harness.EVALS / "speakers.json"
WEIGHTS = harness.ROOT / "ingest" / "speech" / "weights.toml"
FITTED = (
    "build_titles",
    "report_titles",
    "own",
    "own2",
    "own3",
    "build_second_titles",
    "build_third_titles",
    "build_fourth_titles",
)
RIDGE = 0.001
STEPS = 800
EVERY = 24  # one speech in so many is fitted on
SPEECHES = harness.DATA / "ungdc" / "ungdc_open.tar.xz"

Case = tuple[Mapping[str, Mapping[str, float]], str]
"""The candidates' features, and the code of the right one."""


def main(argv: Sequence[str]) -> int:
    """Measure, and write the result; with ``--fit`` fit the weights first."""
    parser = harness.parser("evals", "speakers", __doc__)
    parser.add_argument("--fit", action="store_true", help="fit the weights anew")
    parser.add_argument("--misses", action="store_true", help="print what is wrong")
    parser.add_argument("--only", type=half_of, metavar="HALF", help="one half; nothing is stored")
    parser.add_argument("--out", type=Path, default=RESULT, metavar="FILE")
    arguments = parser.parse_args(argv)
    gazetteer = Gazetteer.load()
    if arguments.fit:
        fit(gazetteer)
    document: dict[str, dict[str, Any]] = {}
    for half in (arguments.only,) if arguments.only else HALVES:
        document[half] = titles(GOLD / f"{half}_titles.jsonl", gazetteer)
        document[half]["paragraphs"] = paragraphs(GOLD / f"{half}_multi", gazetteer)
    for half, found in document.items():
        for miss in (*found.pop("misses"), *found["paragraphs"].pop("missed")):
            if arguments.misses:
                sys.stderr.write(f"{half}: {miss}\n")
    if not arguments.only:
        harness.write(arguments.out, document)
    harness.show(document)
    return 0


def titles(path: Path, gazetteer: Gazetteer) -> dict[str, Any]:
    """How many forms get a wrong delegation, and how many none where there is one."""
    wrong: list[dict[str, Any]] = []
    empty: list[dict[str, Any]] = []
    parties = Counter[str]()
    rows = read(path)
    for row in rows:
        found = understand(row["text"].encode(), row["file_name"], gazetteer)
        given = found.delegation
        delegation = gazetteer.get(given)
        group = delegation is not None and delegation.is_group
        seen = {"id": row["id"], "right": row["delegation"], "given": given, "confidence": found.confidence}
        if given and given != row["delegation"] and not (group and not row["delegation"]):
            wrong.append(seen)
        elif row["delegation"] and not given:
            empty.append(seen)
        if row.get("parties"):
            parties[
                "right" if set(found.parties) == set(row["parties"]) else "other" if found.parties else "none"
            ] += 1
    states = sum(bool(row["delegation"]) for row in rows)
    return {
        "forms": len(rows),
        "with_a_delegation": states,
        "wrong": len(wrong),
        "wrong_where_none_speaks": sum(not miss["right"] for miss in wrong),
        "wrong_share": round(len(wrong) / len(rows), 4),
        "empty": len(empty),
        "empty_share": round(len(empty) / states, 4),
        "joint_parties": dict(parties),
        "misses": [*wrong, *empty],
    }


def read(path: Path) -> list[dict[str, Any]]:
    """The lines of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def fit(gazetteer: Gazetteer) -> None:
    """Fit the weights by maximum likelihood with a ridge, and write them."""
    rows = [row for name in FITTED for row in read(GOLD / f"{name}.jsonl")]
    cases: list[Case] = []
    for row in rows:
        right = row.get("group", row["delegation"])
        lines = [line.strip() for line in row["text"].splitlines() if line.strip()]
        candidates = features(
            evidence_of(parts_of(lines), gazetteer, name=row["file_name"], folder=row.get("folder", ""))
        )
        groups = any(delegation.is_group for code in candidates if (delegation := gazetteer.get(code)))
        unsaid = not right and groups  # the material names states only: it may be the group's text
        if right in candidates and not unsaid and not (row.get("parties") and not row.get("group")):
            cases.append((candidates, right))
    cases += speeches(gazetteer)
    weights = _fitted(cases)
    lines = [f'"{name}" = {value:.3f}' for name, value in sorted(weights.items()) if abs(value) >= 0.02]
    head = (
        f"# Fitted on {len(cases)} titles and speeches by `python -m evals speakers --fit`.\n"
        "# What speaks for a delegation has a positive weight; see ingest/speech/weigh.py.\n\n[weights]\n"
    )
    WEIGHTS.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def speeches(gazetteer: Gazetteer) -> list[Case]:
    """General Debate speeches without their names, where the development data is at hand: what a long text
    says by itself."""
    if harness.lacks("speakers", SPEECHES):
        return []
    cases: list[Case] = []
    for name, text in members(SPEECHES, EVERY):
        right = gazetteer.by_name(name.partition("_")[0])
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        candidates = features(evidence_of(parts_of(lines), gazetteer))
        if right in candidates:
            cases.append((candidates, right))
    return cases


def members(archive: Path, every: int) -> Iterator[tuple[str, str]]:
    """(name, text) of one speech in ``every``, in the order of the archive."""
    with tarfile.open(archive) as tar:
        speeches = sorted((m for m in tar.getmembers() if m.name.endswith(".txt")), key=lambda m: m.name)
        for member in speeches[::every]:
            file = tar.extractfile(member)
            if file is not None:
                yield Path(member.name).name, file.read().decode("utf-8-sig", "replace")


def _fitted(cases: Sequence[Case]) -> dict[str, float]:
    names = sorted({name for candidates, _ in cases for counts in candidates.values() for name in counts})
    column = {name: at for at, name in enumerate(names)}
    rows: list[np.ndarray[Any, Any]] = []
    starts: list[int] = []
    targets: list[bool] = []
    for candidates, right in cases:
        starts.append(len(rows))
        for code, counts in candidates.items():
            row = np.zeros(len(names))
            for name, count in counts.items():
                row[column[name]] = count
            targets.append(code == right)
            rows.append(row)
    x = np.array(rows)  # (candidates of all cases, features)
    y = np.array(targets, dtype=float)
    first = np.array(starts)
    case = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(rows))))
    w, m, v = (np.zeros(len(names)) for _ in range(3))
    for step in range(1, STEPS + 1):  # Adam (Kingma and Ba, 2015)
        scores = x @ w
        shares = np.exp(scores - np.maximum.reduceat(scores, first)[case])
        shares /= np.add.reduceat(shares, first)[case]
        gradient = x.T @ (shares - y) / len(first) + RIDGE * w
        m = 0.9 * m + 0.1 * gradient
        v = 0.999 * v + 0.001 * gradient**2
        w -= 0.05 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return dict(zip(names, w.tolist(), strict=True))
