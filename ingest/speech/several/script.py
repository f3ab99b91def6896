"""Texts in which several speak: where each speaker's words begin, and whose they are.

Verbatim records, transcripts of press conferences, minutes of parliaments, panels, compilations of
replies. A label stands before a speaker's words; what has no label goes on with the speaker before it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from core.delegations import Gazetteer
from ingest.speech.several.asking import with_askers
from ingest.speech.several.capacity import called as called_in
from ingest.speech.several.capacity import changed as changed_in
from ingest.speech.several.capacity import for_a_group
from ingest.speech.several.compilation import compilation
from ingest.speech.several.doubt import in_doubt
from ingest.speech.several.floor import by_the_floor
from ingest.speech.several.house import host_of, house_named, is_parliament, who_answers
from ingest.speech.several.labels.chosen import chosen
from ingest.speech.several.labels.marks import Mark, is_narration, marks_in, pattern
from ingest.speech.several.labels.recurring import recurring
from ingest.speech.several.parts import Part, Script, first_prose, in_order
from ingest.speech.several.stage import BY_HOST, NOBODY, Stage, Voice, house_of
from ingest.speech.several.voices import is_journalist, voice_of
from ingest.text.lines import Line

# What minutes in indirect speech tell of the body itself, between what its members said.
_OF_THE_BODY = re.compile(
    r"\W*(?:\d{1,3}(?:\.\d{1,3})*\.\s+)?(?:the|a number of|several|many|some|all|other)\s+(?:[a-z]+\s+)?"
    r"(?:committee|council|commission|conference|assembly|board|working group|meeting|delegations|members"
    r"|participants|speakers|draft (?:resolution|decision)|item|agenda)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*\.\s+")
_FEWEST_ASKED = 2  # questions of an interview
_QUESTION = re.compile(r"(?:か|は|ください|下さい|お?願いします)[。…]?$|[?？]$")
_INTERVIEW = re.compile(r"聞く|座談会|対談|インタビュー")
_ENDS = re.compile(r"\b(?:rose|adjourned|concluded|closed|ended)\b|^\W*END\b|散会|閉会")


def script_of(
    text: str,
    lines: Sequence[Line],
    gazetteer: Gazetteer,
    *,
    title: str = "",
    publisher: str = "",
    given: str = "",
) -> Script | None:
    """The speakers of a text, None when it has one. ``given`` is the delegation that a person gave for it,
    ``title`` one that stands beside the text."""
    marks = _labels(text, lines, gazetteer)
    if not marks:
        taken = compilation(lines, gazetteer) or by_the_floor(lines, gazetteer)
        return taken or (None if given else in_doubt(lines, gazetteer))
    first = marks[0].line
    above = [line.text for line in lines[:first]]
    stage = _stage(marks, [title, *above], [*above, *([publisher] if publisher else [])], gazetteer, given)
    prose = first_prose(lines[:first])
    by_line = {mark.line: mark for mark in marks}
    parts = list(_above(lines, first, prose, stage.host, by_line))
    known: dict[str, Voice] = {}
    called = ""  # the delegation that the chair has just given the floor
    questions = sum(is_journalist(mark.name) for mark in marks)
    answered = sum(mark.name == "A" for mark in marks)
    asked = questions + answered == len(marks) and answered < questions / 2
    answers = Voice("", "Spokesperson", stage.answers, "government", "", BY_HOST if stage.answers else 0.0)
    reported = any(mark.kind == "reported" for mark in marks)
    asker = NOBODY
    current: Voice | None = None
    at = first
    while at < len(lines):
        line = lines[at]
        if mark := by_line.get(at):
            current = voice_of(mark, stage, known)
            asker = current
            if called and current.role == "other" and not current.delegation and not mark.asides:
                current = replace(current, delegation=called, role="government")
            words = text[mark.words : line.end]
            current = for_a_group(current, words, gazetteer)
            parts.append(Part(line.start, mark.words, current))
            called = (called_in(words, gazetteer) or "") if current.role == "chair" else ""
            at += 1
            if (changed := changed_in(words, current, gazetteer)) and at < len(lines) and at not in by_line:
                current = changed[0]
                parts.append(Part(lines[at].start, lines[at].start, current))
            continue
        if is_narration(line.text) or _is_title_between(lines, at, by_line):
            parts.append(Part(line.start, line.start, NOBODY))
            follows = at + 1
            if _ENDS.search(line.text):
                current = NOBODY
            if follows < len(lines) and follows not in by_line and current is not None:
                parts.append(Part(lines[follows].start, lines[follows].start, current))
        elif reported and (
            _OF_THE_BODY.match(line.text) or is_narration(_NUMBER.sub("", line.text, count=1))
        ):
            current = NOBODY
            parts.append(Part(line.start, line.start, NOBODY))
        elif asked and current is not None:
            # at a briefing only the questions are labelled
            question = line.text.rstrip(" ”\"’'").endswith("?")
            voice = asker if question else answers
            if voice != current:
                parts.append(Part(line.start, line.start, voice))
            current = voice
        elif current is not None:
            changed = changed_in(line.text, current, gazetteer)
            if changed is not None:
                after, begins_here = changed
                offset = at if begins_here else at + 1
                if offset < len(lines) and offset not in by_line:
                    parts.append(Part(lines[offset].start, lines[offset].start, after))
                current = after
            if current.role == "chair" and (found := called_in(line.text, gazetteer)) is not None:
                called = found
        at += 1
    headings = frozenset(
        line.start
        for at, line in enumerate(lines[first - 1 :], first - 1)
        if at > (prose or 0) and at not in by_line and _is_title_between(lines, at, by_line)
    )
    return Script(first if prose is None else prose, tuple(with_askers(in_order(parts), text)), headings)


def _labels(text: str, lines: Sequence[Line], gazetteer: Gazetteer) -> tuple[Mark, ...]:
    """The speakers' labels, () when the text has one speaker."""
    found = marks_in(text, [(line.start, line.end) for line in lines])
    marks = chosen([mark for mark in found if not lines[mark.line].alone], lines, gazetteer)
    more = recurring(lines, {mark.line for mark in marks}, gazetteer)
    # an interviewer's dashes are labels by their form, whoever answers; others quote somebody
    dashes = [mark for mark in found if pattern("dashes_ja").match(lines[mark.line].text)]
    places = {mark.line for mark in dashes}
    others = [mark for mark in (*more, *marks) if mark.line not in places]
    answered = sum(mark.line + 1 in {other.line for other in others} for mark in dashes) * 2 > len(dashes)
    asked = dashes if len(dashes) >= _FEWEST_ASKED and (answered or _is_interview(lines, dashes)) else []
    if not asked:
        return tuple(sorted(others, key=lambda mark: mark.line))
    if any("司会" in line.text for line in lines[: asked[0].line]):
        asked = [replace(mark, name="司会") for mark in asked]
    by_line = {mark.line: mark for mark in (*asked, *more, *marks)}
    return tuple(by_line[line] for line in sorted(by_line))


def _is_interview(lines: Sequence[Line], dashes: Sequence[Mark]) -> bool:
    """Whether most lines that begin with dashes are questions, or a line above says that somebody asks."""
    questions = sum(bool(_QUESTION.search(lines[mark.line].text)) for mark in dashes)
    return questions * 2 > len(dashes) or any(
        _INTERVIEW.search(line.text) for line in lines[: dashes[0].line]
    )


def _stage(
    marks: Sequence[Mark], header: Sequence[str], letterhead: Sequence[str], gazetteer: Gazetteer, given: str
) -> Stage:
    minutes = is_parliament("\n".join(header), marks)
    labels = [f"{m.name} ({') ('.join(m.asides)})" for m in marks]
    host = given or host_of(letterhead, gazetteer)
    unnamed = any(mark.name == "A" for mark in marks) and not host
    return Stage(
        header="\n".join(header),
        gazetteer=gazetteer,
        house=house_named(header, gazetteer) or house_of("\n".join([*header, *labels])) if minutes else "",
        minutes=minutes,
        host=host,
        answers=who_answers([line for line in header if line], gazetteer) if unnamed else host,
        bracketed=sum(any(gazetteer.by_name(aside) for aside in mark.asides) for mark in marks) > 1,
    )


def _above(
    lines: Sequence[Line], first: int, prose: int | None, host: str, marked: Mapping[int, Mark]
) -> Iterator[Part]:
    """The words above the first label: the ministry's whose page it is, else the whole text's author's."""
    if prose is None:
        return
    voice = Voice(delegation=host, role="government", confidence=BY_HOST) if host else None
    yield Part(lines[prose].start, lines[prose].start, voice)
    if first - 1 > prose and _is_title_between(lines, first - 1, marked):
        yield Part(lines[first - 1].start, lines[first - 1].start, NOBODY)


def _is_title_between(lines: Sequence[Line], at: int, marked: Mapping[int, Mark]) -> bool:
    """Whether a line is the title of what is dealt with next: short, no sentence, and followed by a label or
    by the record's own words."""
    text = lines[at].text
    if (
        at in marked
        or is_narration(text)
        or len(text) > 110
        or re.search(r"[.!?:;,。！？：；、…—–-][\"”’」』)）]*$", text)
    ):
        return False
    follows = at + 1
    if follows >= len(lines):
        return False
    return (follows in marked or is_narration(lines[follows].text)) and not (
        text[0].islower() or lines[at - 1].text.endswith((":", "：", ","))
    )
