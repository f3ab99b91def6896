"""Forms of English verbs: which verb, and in which form, a word may be."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

Form = Literal["base", "third", "past", "participle", "ing"]

_BE: Mapping[str, Form] = MappingProxyType(
    {"am": "base", "are": "base", "is": "third", "was": "past", "were": "past"}
)


@cache
def verb_forms() -> Mapping[str, Mapping[Form, str]]:
    """For each word that can be a verb, the base of the verb by the form that the word is of it:
    ``verb_forms()["given"] == {"participle": "give"}``."""
    table = tomllib.loads(files("answer.words").joinpath("verbs.toml").read_text(encoding="utf-8"))
    found: dict[str, dict[Form, str]] = {word: {form: "be"} for word, form in _BE.items()}

    def add(word: str, form: Form, base: str) -> None:
        found.setdefault(word, {}).setdefault(form, base)

    irregular = [entry.split() for entry in table["irregular"].split(",")]
    for base, past, participle in irregular:
        if base != "be":
            add(past, "past", base)
        add(participle, "participle", base)
    for base in table["regular"].split():
        for past in _endings(base, "ed"):
            add(past, "past", base)
            add(past, "participle", base)
    for base in [*(entry[0] for entry in irregular), *table["regular"].split()]:
        add(base, "base", base)
        for form in _endings(base, "ing"):
            add(form, "ing", base)
        if base != "be":
            add("has" if base == "have" else _third(base), "third", base)
    return MappingProxyType({word: MappingProxyType(forms) for word, forms in found.items()})


def third_person(verb: str) -> str:
    """A verb as "we" has it in the form that a singular has: "call" → "calls", "are" → "is". Anything but
    a base form (a past, a modal, an adverb) is unchanged."""
    changed = {"am": "is", "are": "is", "have": "has", "were": "was"}
    return changed.get(verb) or (_third(verb) if "base" in verb_forms().get(verb, {}) else verb)


def _endings(base: str, ending: str) -> tuple[str, ...]:
    """The base with "ed" or "ing", in both spellings where the last consonant may be doubled."""
    if base.endswith("e") and not (ending == "ing" and base.endswith(("ee", "oe", "ye"))):
        return (f"{base[:-2]}ying",) if base.endswith("ie") and ending == "ing" else (base[:-1] + ending,)
    if base.endswith("y") and base[-2] not in "aeiou" and ending == "ed":
        return (f"{base[:-1]}ied",)
    if len(base) > 2 and base[-1] not in "aeiouwxyh" and base[-2] in "aeiou" and base[-3] not in "aeo":
        return base + ending, base + base[-1] + ending
    return (base + ending,)


def _third(base: str) -> str:
    if base.endswith(("s", "sh", "ch", "x", "z")) or base in ("go", "do", "forego", "undergo"):
        return f"{base}es"
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ies"
    return f"{base}s"
