"""The pairs that the support check is fitted to and measured on."""

import hashlib
import json
import re
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from answer.support.check import Evidence
from core.delegations import Gazetteer
from core.errors import UsageError
from core.sentences import split_sentences
from evals.support.perturbations import Pair, originals, pairs
from measure.harness import GOLD

BUILT = ("build", "second_build")
REPORTED = ("report", "second_report")
FRESH = (*BUILT, *REPORTED)
"""Pairs by the first writers and by a second one, none of whom knew the checks: halves to choose on, and
halves to report on."""
FAULTS = "faults"
"""What an earlier check got wrong; nothing is fitted to it."""
PUBLIC = ("wice_dev", "summedits_open", "climate_fever")
MADE = "statements"
MOST = 240  # pairs of a public set, chosen by a hash of their words
SPEECHES = 30  # speeches that falsifications are made from
_HELD_BACK = 64  # of 256: speeches by the first byte of their name's hash that no training sees


@dataclass(frozen=True, slots=True)
class Item:
    """A pair of a data set, its evidence cut into sentences. ``source`` is what it was made from."""

    claim: str
    evidence: tuple[Evidence, ...]
    label: bool
    kind: str
    source: str

    @property
    def held_back(self) -> bool:
        """True for the half that fitting does not see: by a hash of the source, so that all the claims
        made from one text fall into the same half."""
        return hashlib.sha256(self.source.encode()).digest()[0] % 2 == 1


def read_pairs(path: Path) -> tuple[Item, ...]:
    """The lines of a file: ``{"claim", "evidence", "label"}``, and ``context``, ``kind`` and ``source``, if
    any; ``evidence`` is a text or a list of texts. Raises UsageError naming a line that is not such."""
    items: list[Item] = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The pairs file {str(path)!r} could not be read ({error}); name a JSONL file."
        ) from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            texts = row["evidence"] if isinstance(row["evidence"], list) else [row["evidence"]]
            context = str(row.get("context", ""))
            evidence = tuple(Evidence(text[a:b], context) for text in texts for a, b in split_sentences(text))
            kind = str(row.get("kind", row.get("detail", "")))
            first = evidence[0].text if evidence else ""
            source = str(row.get("source", first) if context else first)
            items.append(Item(str(row["claim"]), evidence, bool(int(row["label"])), kind, source))
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            raise UsageError(
                f'{path}, line {number}: expected {{"claim": text, "evidence": text, "label": 0 or 1}}; '
                "correct the line."
            ) from None
    return tuple(items)


def load_gold(names: Sequence[str] = (*FRESH, FAULTS)) -> dict[str, tuple[Item, ...]]:
    """The pairs that are kept in this repository, by name."""
    return {name: read_pairs(GOLD / "support" / f"{name}.jsonl") for name in names}


def load_sets(data: Path) -> dict[str, tuple[Item, ...]]:
    """The fresh pairs, the public sets and the made pairs, by name. Raises UsageError when ``data`` lacks
    them."""
    sets = load_gold()
    for name in PUBLIC:
        path = data / "support" / f"{name}.jsonl"
        if not path.is_file():
            raise UsageError(f"The data set {str(path)!r} is not there; name the data folder with --data.")
        sets[name] = tuple(sorted(read_pairs(path), key=_order)[:MOST])
    gazetteer = Gazetteer.load()
    made = pairs(list(originals(read_speeches(data), gazetteer)), gazetteer)
    sets[MADE] = tuple(map(_item, made))
    return sets


def held_back(stem: str) -> bool:
    """Whether a speech (``NOR_70_2015``) is kept for measuring: no model is trained on it."""
    return hashlib.sha256(stem.encode()).digest()[0] < _HELD_BACK


def read_speeches(data: Path, limit: int = SPEECHES) -> dict[str, str]:
    """Speeches of the UN General Debate by ``JPN_65_2010`` that no model was trained on, the first
    ``limit`` by hash of name."""
    path = data / "ungdc" / "ungdc_open.tar.xz"
    if not path.is_file():
        raise UsageError(f"The speeches {str(path)!r} are not there; name the data folder with --data.")
    speeches: dict[str, str] = {}
    with tarfile.open(path) as archive:
        for member in archive:
            stem = Path(member.name).stem
            if member.isfile() and re.fullmatch(r"[A-Z]{3}_\d+_\d{4}", stem) and held_back(stem):
                file = archive.extractfile(member)
                if file is not None:
                    speeches[stem] = file.read().decode("utf-8-sig", errors="replace")
    chosen = sorted(speeches, key=lambda stem: hashlib.sha256(stem.encode()).hexdigest())[:limit]
    return {stem: speeches[stem] for stem in sorted(chosen)}


def _order(item: Item) -> bytes:
    return hashlib.sha256(f"{item.claim}\x1f{item.evidence}".encode()).digest()


def _item(pair: Pair) -> Item:
    evidence = tuple(Evidence(text, pair.context) for text in pair.evidence)
    return Item(pair.claim, evidence, pair.supported, pair.kind, pair.evidence[0])
