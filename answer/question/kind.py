"""What a question asks to be done, beside what it is about: by a table of the forms in which people ask."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final, Literal, get_args

from answer.question.words import JOINED_STATES, STATING, any_of

Kind = Literal[
    "", "quote", "list", "count", "who_else", "compare", "over_time", "digest", "catalogue", "help", "cannot"
]

# Singular and plural, as "how many states" and "which state"; misspelt ones are for the patterns.
_STATES: Final = (
    rf"{any_of(JOINED_STATES)}|state|country|countrys|delegation|government|member|islands?|nation"
)
_WHO_DOES = re.compile(
    rf"^(?:(?:which|what)\s+(?:other\s+)?(?:\w+\s+)?(?:{any_of(JOINED_STATES)})|who(?:\s+else)?)\s+(?P<does>[^?]+)",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?:else|other|others)\b|他に|ほかに", re.IGNORECASE)


def asks_for_others(question: str) -> bool:
    """Whether those that were spoken of are to be left out: "who else", "which other states"."""
    return bool(_OTHERS.search(question))


def claimed(question: str) -> str:
    """What "which states support a treaty?" takes each of them to do: "support a treaty"; ``""`` for a
    question of another form. The verb is left as it is, which only a reader would mind."""
    found = _WHO_DOES.match(" ".join(question.split()))
    return found["does"].strip() if found else ""


def kind_of(question: str) -> Kind:
    """The kind of a question in English or Japanese; ``""`` for the ordinary one."""
    text = " ".join(question.split())
    return next((kind for kind, pattern in _rules() if pattern.search(text)), "")


@cache
def _rules() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """The table, in its order. Raises ValueError for a kind that is none."""
    table = tomllib.loads(files(__package__).joinpath("kinds.toml").read_text("utf-8"))["rule"]
    words = {"{states}": f"(?:{_STATES})", "{saying}": f"(?:{any_of(STATING)})"}
    rules = []
    for rule in table:
        if rule["kind"] not in get_args(Kind):
            raise ValueError(f"kinds.toml: {rule['kind']!r} is no kind of question")
        pattern = "|".join(f"(?:{one})" for one in rule["patterns"])
        for name, forms in words.items():
            pattern = pattern.replace(name, forms)
        rules.append((rule["kind"], re.compile(pattern, re.IGNORECASE)))
    return tuple(rules)
