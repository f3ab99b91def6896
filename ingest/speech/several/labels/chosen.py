"""Which of the lines that look like speakers' labels are: by kind, by how often a name comes back, and by
whether the header introduces it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from core.delegations import Gazetteer
from core.japanese import has_japanese
from ingest.speech.cues import label
from ingest.speech.several.labels.marks import Mark, pattern
from ingest.speech.several.stage import pattern_of
from ingest.text.lines import Line

_HEADER = 25  # lines among which people are introduced
_NAME_ONLY = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’.-]+){1,3}")
_FEWEST_STATES = 3  # whose bare names are labels
_REPORTED = 0.4  # share of the lines that tell what a state said


def chosen(marks: Sequence[Mark], lines: Sequence[Line], gazetteer: Gazetteer) -> tuple[Mark, ...]:
    """The marks that are speakers' labels, () when the text has one speaker."""
    intro = {
        mark.line for mark in marks if mark.kind in ("role", "name", "person") and introduces(mark, lines)
    }
    strong = [m for m in marks if m.line not in intro and m.kind in ("person", "role")]
    states = [m for m in marks if m.kind == "name" and gazetteer.by_name(m.name) and m.line not in intro]
    told = {m.name for m in strong}
    if len({m.name for m in states}) >= _FEWEST_STATES and len(states) > len(strong):
        named = [replace(m, asides=(m.name,), kind="state") for m in states]
        return tuple(sorted([*named, *(m for m in strong if m.kind == "role")], key=lambda m: m.line))
    if told_by := _reported(marks, lines, gazetteer):
        return tuple(sorted([*strong, *told_by], key=lambda m: m.line))
    alone = [m for m in marks if m.kind == "alone" and _sits(m, lines)]
    named = [m for m in marks if m.kind == "name" and m.line not in intro]
    listed_ja = {m.name for m in named if has_japanese(m.name) and _listed(m, lines)}
    if len(listed_ja) > 1:
        strong = sorted([*strong, *(m for m in named if m.name in listed_ja)], key=lambda m: m.line)
    named = [m for m in named if not has_japanese(m.name) and not (strong and gazetteer.by_name(m.name))]
    full = [m for m in named if " " in m.name]
    told_of = {m.name for m in full if sum(n.name == m.name for n in full) > 1 or _listed(m, lines)}
    with_asides = [m for m in named if m.asides and _is_of_a_person(m, lines, gazetteer)]
    if strong or len({m.name for m in alone}) > 1:
        kept = [
            *strong,
            *alone,
            *with_asides,
            *(m for m in named if not m.asides and (m.name in told_of or _listed(m, lines))),
        ]
    elif len(told_of) > 1:
        kept = [m for m in named if m.name in told_of or m.asides]
    else:
        kept = with_asides if len({m.name for m in with_asides}) > 1 else []
    names = {(m.name.casefold(), m.asides) for m in kept}
    enough = len(names) > 1 and (len(kept) > 2 or len(told) > 1)
    return tuple(sorted({m.line: m for m in kept}.values(), key=lambda m: m.line)) if enough else ()


def _reported(marks: Sequence[Mark], lines: Sequence[Line], gazetteer: Gazetteer) -> list[Mark]:
    """The marks of minutes in indirect speech: "Mr. Berg (Norway) said", "The representative of Peru asked";
    [] where a few sentences only look so."""
    people = [m for m in marks if m.kind == "reported" and (m.asides or not re.search(r"\s", m.name[4:]))]
    states = [
        replace(m, asides=(m.name,), kind="reported")
        for m in marks
        if m.kind == "subject" and gazetteer.by_name(m.name)
    ]
    others = [  # "The Representative of the Association of Weavers asked": nobody's delegate
        replace(m, kind="reported")
        for m in marks
        if m.kind == "subject"
        and pattern("delegate").match(lines[m.line].text)
        and not gazetteer.find(m.name)
    ]
    of_states = [m for m in people if m.asides and gazetteer.by_name(m.asides[0])]
    if len({m.name for m in people}) >= 2 and len(of_states) >= 2:
        return [*people, *states, *others]
    text = len(lines) - min((m.line for m in states), default=0)
    several = len({m.name for m in states}) >= _FEWEST_STATES
    return [*people, *states, *others] if several and len(states) >= _REPORTED * text else []


def introduces(mark: Mark, lines: Sequence[Line]) -> bool:
    """Whether a label introduces people ("President: Mr. Okoro (Nigeria)", "Panellists: …") or a fact and
    not words that are spoken."""
    line = lines[mark.line]
    said = line.text[mark.words - line.start :].strip()
    if not said or mark.line > _HEADER:
        return False
    if re.fullmatch(r"[IVX]{1,4}", mark.name):  # of a list of witnesses
        return True
    if re.match(
        r"(?:participants?|panell?ists?|speakers?|members?|present|attendees|in attendance|"
        r"chair(?:person|man)?s?|venue|date|place|location|subject|time|moderators?|rapporteur|"
        r"secretary|witnesses|出席者|日時|場所|登壇者)\b",
        mark.name,
        re.IGNORECASE,
    ):
        return not re.search(r"[.!?。？！][\"”’)]*$", said) or len(re.findall(r"[;(]", said)) > 2
    if mark.kind == "role" and _NAME_ONLY.fullmatch(said):
        return True
    return bool(re.match(rf"(?:{label()['honorific']})\b", said, re.IGNORECASE)) and not re.search(
        r"[.!?][\"”’)]*$", said
    )


def _is_of_a_person(mark: Mark, lines: Sequence[Line], gazetteer: Gazetteer) -> bool:
    """Whether what follows a name tells who that is, in brackets or as a post or state: "Thirdly, the
    Heights:" is no label."""
    line = lines[mark.line]
    label = line.text[: mark.words - line.start]
    told = " ".join(mark.asides)
    return bool(
        re.search(r"[(（\[]", label)
        or pattern_of("post").search(told)
        or pattern_of("no_post").search(told)
        or gazetteer.find(told)
    )


def _sits(mark: Mark, lines: Sequence[Line]) -> bool:
    """Whether a name alone on its line is a member's of a parliament: constituency, party."""
    return mark.line + 1 < len(lines) and (
        len(mark.asides) > 1
        or bool(mark.asides and pattern_of("party").fullmatch(mark.asides[-1]))
        or not lines[mark.line].text.startswith(mark.name)  # "Asked by Lord Reed"
    )


def _listed(mark: Mark, lines: Sequence[Line]) -> bool:
    """Whether a bare name is in the header's list of people."""
    surname = mark.name.split()[-1]
    return any(
        surname in line.text and re.search(r"[(,;（、；]", line.text)
        for line in lines[:12]
        if line is not lines[mark.line]
    )
