"""Different questions to put to a library of General Debate speeches."""

import json
from collections.abc import Collection
from pathlib import Path

from core.delegations import Gazetteer

GOLD = Path(__file__).parents[1] / "evals" / "gold"
_TOPICS = (
    "climate change", "Security Council reform", "the Sustainable Development Goals", "nuclear disarmament",
    "terrorism", "the Palestinian question", "migration and refugees", "official development assistance",
    "small arms", "the law of the sea", "human rights", "peacekeeping operations", "food prices",
    "gender equality", "HIV and AIDS", "cyber security", "the global financial crisis", "debt relief",
    "regional integration", "the embargo",
)  # fmt: skip
_FORMS = (
    "What does {} say about {}?",
    "What is the position of {} on {}?",
    "How does {} justify its view on {}?",
    "Which steps does {} propose on {}?",
)


def questions(count: int, delegations: Collection[str]) -> list[str]:
    """``count`` questions, no two the same: those of the gold sets, in English and Japanese, then
    questions about each delegation and topic in turn."""
    found: dict[str, None] = {}
    for path in (GOLD / "retrieval" / "questions.jsonl", GOLD / "filters.jsonl"):
        if path.is_file():
            lines = path.read_text("utf-8").splitlines()
            found |= dict.fromkeys(json.loads(line)["question"] for line in lines if line.strip())
    gazetteer = Gazetteer.load()
    names = [gazetteer.name(code) for code in sorted(delegations)]
    for at in range(count if names else 0):
        form = _FORMS[at % len(_FORMS)]
        found[form.format(names[at * 7 % len(names)], _TOPICS[at % len(_TOPICS)])] = None
    return list(found)[:count]
