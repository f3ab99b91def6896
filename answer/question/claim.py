"""What a list or count takes each delegation to do: "Which states support a treaty?" → "support a treaty"."""

import re
from collections.abc import Mapping

from answer.question.words import (
    AUXILIARY,
    DECLARING,
    JOINED_STATES,
    SPOKEN_OF,
    STATING,
    TELLS,
    any_of,
)

_STATES = any_of(
    JOINED_STATES, "state country delegation government member nation speaker leader leaders islands"
)
_AUX = any_of(AUXILIARY)
_OTHER_THAN = r"(?:(?:besides|apart\s+from|other\s+than|aside\s+from|except)\s+[^,?]+?)"
_DOES = (
    # "Besides Austria, who else wants …", "Which other states take …", "How many delegations raised …"
    rf"^(?:{_OTHER_THAN},?\s+)?(?:and\s+|please\s+)?(?:which|what|how\s+many|no\.?\s+of|number\s+of)\s+(?:other\s+)?(?:of\s+)?(?:\S+\s+){{0,3}}?"
    rf"(?:{_STATES})(?:\s+(?:else|that|which|who))?\s+(?P<does>[^?]+)",
    rf"^(?:{_OTHER_THAN},?\s+)?(?:and\s+)?(?:who|how\s+many)(?:\s+else)?(?:\s+{_OTHER_THAN})?\s+(?P<does>[^?]+)",
    # "List the countries that spoke …", "a count of the states that back …", "States calling for …"
    rf"\b(?:{_STATES})\s+(?:that|which|who)\s+(?P<does>[^?]+)",
    rf"^(?:(?:list|name|identify|show|give)\b.*?)?(?:{_STATES})\s+(?P<does>\w+ing\b[^?]+)",
    # "Does anyone else mention …", "anyone other than Pakistan raise …"
    rf"^(?:(?:{_AUX})\s+)?any(?:one|body|\s+(?:other\s+)?(?:\w+\s+)?(?:{_STATES}))(?:\s+else)?(?:\s+{_OTHER_THAN})?\s+(?P<does>[^?]+)",
    # "Is Palau alone in asking for …"
    r"\balone\s+in\s+(?P<does>\w+ing\b[^?]+?)(?:,\s+or\b[^?]*)?(?:\?|$)",
)
_FORMS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _DOES)
_ENDING = re.compile(r"\s*[-–—]\s*(?:list|which|names?)\b.*$|\s+(?:please|pls)\s*$", re.IGNORECASE)
_AUXILIARY = re.compile(rf"^(?P<aux>{_AUX})\s+(?P<rest>.+)", re.IGNORECASE)
_YES_OR_NO = re.compile(rf"^(?:{_AUX})\s+(?P<claim>[^?]+?)\s*\?*$", re.IGNORECASE)
_CHOICE = re.compile(r"\bor\b|\b(?:and|but)\s+(?:why|how|when|what|who|where|if so)\b", re.IGNORECASE)
_OF_ONE: Mapping[str, str] = {"have": "has", "are": "is", "were": "was", "do": "does"}
_BASES = frozenset(" ".join((DECLARING, STATING, TELLS, SPOKEN_OF)).split())
_PAST: Mapping[str, str] = {
    "said": "say",
    "spoke": "speak",
    "told": "tell",
    "made": "make",
    "gave": "give",
    "took": "take",
    "sought": "seek",
    "held": "hold",
    "thought": "think",
    "saw": "see",
    "found": "find",
    "put": "put",
    "brought": "bring",
    "drew": "draw",
    "wrote": "write",
    "felt": "feel",
    "met": "meet",
    "set": "set",
}


def claimed(question: str) -> str:
    """What "which states support a treaty?" takes each of them to do: "support a treaty"; ``""`` for a
    question of another form. The verb is left as it is, which only a reader would mind."""
    text = " ".join(question.split())
    for form in _FORMS:
        if found := form.search(text):
            return _ENDING.sub("", found["does"]).strip(" .,")
    return ""


def claim_of(question: str, name: str) -> str:
    """The yes-or-no question that a list puts to one delegation: "Does Kenya support a treaty?"."""
    does = claimed(question)
    if not does or not name:
        return ""
    if found := _AUXILIARY.match(does):
        auxiliary = found["aux"].lower()
        return f"{_OF_ONE.get(auxiliary, auxiliary).capitalize()} {name} {found['rest']}?"
    verb, _, rest = does.partition(" ")
    asks = "Did" if verb.endswith("ed") or verb.lower() in _PAST else "Does"
    return f"{asks} {name} {_infinitive(verb.lower())} {rest}".rstrip() + "?"


def yes_or_no(question: str) -> str:
    """What a yes-or-no question in English asks, without its auxiliary ("Japan support a treaty"); ``""`` for
    another question, and for one that gives two answers to choose from."""
    found = _YES_OR_NO.match(" ".join(question.split()))
    return "" if found is None or _CHOICE.search(found["claim"]) else found["claim"]


def _infinitive(verb: str) -> str:
    """The infinitive of a verb's form: one that is known, or else as its spelling tells."""
    if verb in _PAST:
        return _PAST[verb]
    for ending in ("ing", "ed", "s"):
        stem = verb.removesuffix(ending)
        if stem == verb or len(stem) < 2 or verb.endswith("ss"):
            continue
        if verb.endswith(("ies", "ied")):
            return f"{verb[:-3]}y"
        likely = (stem, f"{stem}e", stem[:-1]) if ending != "s" else (stem, stem.removesuffix("e"))
        known = [base for base in likely if base in _BASES]
        return known[0] if known else f"{stem}e" if ending != "s" and stem[-1] in "cgsuvz" else stem
    return verb
