"""Is every paragraph of a text in which several speak given to the one who speaks it?

``gold/speakers/{build,report}_multi.jsonl`` say for every line of the texts beside them whose it is: the
delegation, the speaker and the role. A line counts as right when the paragraph that holds its last words
has that delegation and role; a chair, an official of no state and the record's own words are one role here,
because none of them is ever a state's position. Where a state speaks for a group, the turn has to name the
group; the European Union's own speaker, who is nobody's here, may be given to the Union. Names are counted
beside it.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from core.delegations import Gazetteer
from core.records import Statement, Turn, turns_of
from ingest import understand

_NO_POSITION = frozenset(["chair", "other", "none"])


def paragraphs(half: Path, gazetteer: Gazetteer) -> dict[str, Any]:
    """How many lines of a half's texts are given to the right speaker, and which are not."""
    counts: Counter[str] = Counter()
    missed: list[dict[str, Any]] = []
    texts = [json.loads(line) for line in half.with_suffix(".jsonl").read_text("utf-8").splitlines()]
    for row in texts:
        text = (half / row["file"]).read_text("utf-8")
        lines = [line for line in text.split("\n") if line.strip()]
        statement = understand(text.encode(), row["file"], gazetteer)
        at = 0
        for wanted in row["paragraphs"]:
            line = lines[wanted["n"] - 1]
            at, end = _found(line, statement.text, at)
            given = _turn_at(statement, end - 1)
            right = _is_right(wanted, given, gazetteer)
            counts["lines"] += 1
            counts["right"] += right
            another = _is_another_state(wanted, given, gazetteer) and not right
            counts["another_state"] += another
            counts["empty"] += not right and not another and _is_a_states(wanted)
            if given is not None and wanted["speaker"]:
                counts["named"] += 1
                counts["names_right"] += _same_person(wanted["speaker"], given)
            if not right:
                missed.append({"file": row["file"], "line": line[:60], "wanted": wanted, "given": given})
    share = round(counts["right"] / counts["lines"], 4)
    return {"texts": len(texts), **counts, "right_share": share, "missed": missed}


def _found(line: str, text: str, after: int) -> tuple[int, int]:
    """Where a line stands in the text as it was read, not before ``after``; of a table's row, which is read
    with its headers, the last cell, and nowhere of its rules."""
    words = line.strip()
    at = text.find(words, after)
    if at < 0:
        words = next((cell.strip() for cell in reversed(line.split("|")) if cell.strip(" |-")), "")
        at = text.find(words, after) if words else -1
    return (after, 0) if at < 0 else (at, at + len(words))


def _turn_at(statement: Statement, offset: int) -> Turn | None:
    """The turn of the paragraph at an offset, None when it is in none."""
    at = next((p.ordinal for p in statement.paragraphs if p.start <= offset < p.end), None)
    return None if at is None else next(t for t in turns_of(statement) if t.first <= at <= t.last)


def _is_right(wanted: dict[str, Any], given: Turn | None, gazetteer: Gazetteer) -> bool:
    if given is None:
        return wanted["role"] in ("none", "any")
    if wanted["role"] == "any":
        return not given.delegation
    if wanted.get("group"):
        return bool(given.on_behalf_of) or given.delegation != wanted.get("spoken_by", given.delegation)
    delegation = gazetteer.get(given.delegation)
    if delegation is not None and delegation.is_group:
        return not wanted["delegation"] and wanted["role"] == "other"
    same_role = given.role == wanted["role"] or {given.role, wanted["role"]} <= _NO_POSITION
    return same_role and given.delegation == wanted["delegation"]


def _is_a_states(wanted: dict[str, Any]) -> bool:
    return wanted["role"] == "government" and bool(wanted["delegation"] or wanted.get("group"))


def _is_another_state(wanted: dict[str, Any], given: Turn | None, gazetteer: Gazetteer) -> bool:
    """Whether a state is given words that are not its own: the fault that must not be."""
    delegation = gazetteer.get(given.delegation) if given is not None and given.role != "member" else None
    spoken_by = (wanted["delegation"], wanted.get("spoken_by", ""))
    return delegation is not None and not delegation.is_group and delegation.code not in spoken_by


def _same_person(wanted: str, given: Turn) -> bool:
    """Whether the last word of the right name, or of the right post, is in the given ones."""
    return wanted.split()[-1].casefold() in f"{given.speaker} {given.post}".casefold()
