"""Rules that change a sentence in one respect: its source no longer states it."""

import random
import re
from collections.abc import Sequence
from functools import cache

from answer.words.verbs import verb_forms
from training.rules import Rule, Source, exchanged, first_that_applies, pattern, tables


def altered(told: str, source: Source, chosen: random.Random) -> str:
    """``told`` changed by one rule; "" where none applies."""
    return first_that_applies(_RULES, told, source, chosen)


def _other_state(source: Source, chosen: random.Random) -> str:
    """A delegation that the sentence does not name."""
    absent = [s for s in source.states if s not in source.text and s != source.name]
    return chosen.choice(absent or ["San Marino"])


def _other_word(told: str, _: Source, chosen: random.Random) -> str:
    return exchanged(told, "other", chosen)


def _other_speaker(told: str, source: Source, chosen: random.Random) -> str:
    if source.name not in told:
        return ""
    return told.replace(source.name, _other_state(source, chosen), 1)


def _office_speaks(told: str, source: Source, chosen: random.Random) -> str:
    """What the delegation does is told of an office or a body."""
    if not re.match(rf"{re.escape(source.name)} (?!says|states|notes|believes)[a-z]", told):
        return ""
    offices = [o.strip() for o in re.split(r"[;\n]", tables()["offices"]) if o.strip()]
    office: str = chosen.choice(offices)
    return office.format(state=_other_state(source, chosen)) + told[len(source.name) :]


def _delegation_acts(told: str, source: Source, chosen: random.Random) -> str:  # noqa: ARG001
    """What another does is told of the delegation: "Norway calls" for "the Secretary-General calls"."""
    found = pattern("acting").search(told)
    if not found or source.name in found["who"] or source.name + " " in found["who"]:
        return ""
    verb = {
        "have": "has",
        "are": "is",
        "were": "was",
        "continue": "continues",
        "remain": "remains",
        "need": "needs",
    }
    return f"{source.name} {verb.get(found['verb'], found['verb'])} {found['rest']}"


def _negated(told: str, *_: object) -> str:
    if re.search(r"\bnot (?!only)", told):
        return re.sub(r"\b(?:do|does|did) not |\bnot (?!only)", "", told, count=1)
    out = pattern("auxiliary").sub(r"\1 not ", told, count=1)
    if out != told:
        return out
    found = re.match(r"^(\w[\w ]{2,40}?) ([a-z]+s) (?=[a-z])", told)
    base = verb_forms().get(found[2], {}).get("third") if found else None
    return f"{found[1]} does not {base} {told[found.end() :]}" if found and base else ""


def _other_number(told: str, source: Source, chosen: random.Random) -> str:
    found = list(pattern("number").finditer(told))
    if not found:
        return ""
    at = chosen.choice(found)
    value = float(at[0].replace(",", ""))
    if re.fullmatch(r"(?:19|20)\d\d", at[0]):
        new = str(int(value) + chosen.choice((-10, -2, -1, 1, 2, 5, 10)))
    else:
        new = (
            f"{max(1, round(value * chosen.choice((0.5, 0.8, 1.2, 2, 3, 10)) + chosen.choice((0, 1, 3)))):,}"
        )
    return "" if new in source.text else told[: at.start()] + new + told[at.end() :]


def _other_bound(told: str, *_: object) -> str:
    out = re.sub(
        r"\b(?:more than|at least|nearly|almost|over|up to|less than|about|around|approximately) (?=\$?\d)",
        "",
        told,
        count=1,
    )
    return out if out != told else ""


def _other_name(told: str, source: Source, chosen: random.Random) -> str:
    """A name gives way to another name of the same speech."""
    found = [f for f in pattern("named").finditer(told) if source.name not in f[1]]
    others = {
        f[1]
        for s in source.sentences
        for f in pattern("named").finditer(s)
        if f[1] not in source.text and source.name not in f[1]
    }
    if not found or not others:
        return ""
    at = chosen.choice(found)
    return told[: at.start(1)] + chosen.choice(sorted(others)) + told[at.end(1) :]


def _roles(told: str, source: Source, chosen: random.Random) -> str:  # noqa: ARG001
    """Two names change places."""
    found = list(pattern("named").finditer(told))
    first = re.match(r"(?:The )?[A-Z][\w’-]+(?: [A-Z][\w’-]+)*", told)
    spans = ([first.span()] if first else []) + [f.span(1) for f in found]
    if len(spans) < 2:
        return ""
    (a, b), (c, d) = spans[0], chosen.choice(spans[1:])
    between = told[b:c]
    if b > c or told[a:b] == told[c:d] or re.fullmatch(r"(?:,| and| or|,? and the| the)+ ?", between):
        return ""
    return told[:a] + told[c:d] + between + told[a:b] + told[d:]


def _without(name: str) -> Rule:
    """A rule that leaves out what a pattern finds: a condition, a topic, a source."""

    def rule(told: str, *_: object) -> str:
        found = pattern(name).search(told)
        if not found:
            return ""
        if "rest" in found.re.groupindex:
            out = found["lead"] + found["rest"]
            return out[0].upper() + out[1:]
        return told[: found.start()] + told[found.end() :]

    return rule


def _as_done(told: str, *_: object) -> str:
    """What is wished, planned or owed is told as done."""
    found = pattern("undone").search(told)
    base = found["verb"] if found else ""
    done = _participle(base)
    if not found or not done:
        return ""
    return f"{told[: found.start()]}has {found['adverb'] or ''}{done}{told[found.end() :]}"


def _as_planned(told: str, source: Source, chosen: random.Random) -> str:  # noqa: ARG001
    """What is done is told as planned, wished or going on."""
    found = pattern("done").search(told)
    base = verb_forms().get(found["verb"], {}).get("participle") if found else None
    if not found or not base or base == "be":
        return ""
    turn = chosen.choice(("will", "plans to", "hopes to", "may", "should", "is about to", "has yet to"))
    return f"{told[: found.start()]}{turn} {base}{told[found.end() :]}"


@cache
def _participle(base: str) -> str:
    return next((word for word, forms in verb_forms().items() if forms.get("participle") == base), "")


def _foreign_word(told: str, source: Source, chosen: random.Random) -> str:
    """A word gives way to another of the speech with the same ending."""
    places = [f for f in pattern("word").finditer(told) if f[0] in source.text]
    if not places:
        return ""
    at = chosen.choice(places)
    others = {
        w
        for s in source.sentences
        for w in pattern("word").findall(s)
        if w[-3:] == at[0][-3:] and w not in source.text
    }
    near = {w for w in others if w[:5] != at[0][:5]}
    return told[: at.start()] + chosen.choice(sorted(near)) + told[at.end() :] if near else ""


def _joined(told: str, source: Source, chosen: random.Random) -> str:
    """Half of the sentence goes on with half of another of the speech."""
    other = source.sentences[chosen.choice([k for k in range(len(source.sentences)) if k != source.place])]
    cut = list(re.finditer(r"(?:,| and| to| that| of| for| in| by) ", told))
    start = list(re.finditer(r"(?:,| and| to| that| of| for| in| by) ", other))
    if len(cut) < 2 or len(start) < 2:
        return ""
    a = cut[len(cut) // 2]
    b = next((s for s in start[len(start) // 2 :] if s[0] == a[0]), None)
    if b is None or not other.endswith("."):
        return ""
    return told[: a.end()] + other[b.end() :]


def _added(told: str, source: Source, chosen: random.Random) -> str:
    """A detail is put in that nobody gave."""
    detail = chosen.choice(tables()["details"])
    detail = detail.format(
        y=source.year + chosen.randint(1, 9),
        s=_other_state(source, chosen),
    )
    return f"{told.removesuffix('.')} {detail}."


_RULES: Sequence[Rule] = (
    *(_other_word,) * 7,
    *(_without(name) for name in ("condition", "first_condition", "topic", "source") for _ in range(6)),
    *(_other_number,) * 5,
    *(_other_bound,) * 4,
    *(_as_done,) * 4,
    *(_as_planned,) * 4,
    *(_delegation_acts,) * 3,
    *(_other_name, _roles, _other_speaker, _negated, _foreign_word, _joined, _added) * 2,
    _office_speaks,
)
