"""Texts in which several speak: where each speaker's words begin, and whose they are.

Verbatim records, transcripts of press conferences, minutes of parliaments, panels, compilations of
replies. A label stands before a speaker's words; what has no label goes on with the speaker before it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.delegations import Gazetteer
from core.japanese import has_japanese
from ingest.about.body import group_spoken_for
from ingest.speech.cues import label
from ingest.speech.evidence import Evidence, gather, parts_of
from ingest.speech.several.compilation import compilation
from ingest.speech.several.floor import by_the_floor
from ingest.speech.several.labels import Mark, is_narration, marks_in
from ingest.speech.several.parts import Part, Script, first_prose, in_order
from ingest.speech.several.stage import BY_HOST, NOBODY, Stage, Voice, house_of, pattern_of
from ingest.speech.several.voices import is_journalist, voice_of
from ingest.text.lines import Line

_LETTERHEAD = ("institution", "start/office", "alone", "ja_own", "ja_embassy")
_OWN_CAPACITY = re.compile(
    r"\b(?:make|deliver|now speak|speak|say a few words|statement)\b[^.]{0,60}\bin my (?:national )?capacity"
    r" as (?:the )?representative of (?:the )?",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\b(?:rose|adjourned|concluded|closed|ended)\b|^\W*END\b|散会|閉会")
_RESUMES = re.compile(
    r"\bresume my (?:functions?|role|duties)\b|\breturn to my (?:functions?|role)\b", re.IGNORECASE
)
_NATIONAL = re.compile(
    r"\bin (?:my|our) (?:own )?national capacity\b|\bspeaking (?:now )?in (?:my|our) national capacity\b",
    re.IGNORECASE,
)
# "4. Mr LUND (Denmark), speaking also on behalf of Estonia and Finland, said that"
_FOR_OTHERS = re.compile(
    r"\W*(?:\d{1,3}\.)?[^,:;.]{0,20}?[^,:;]{2,80},\s+speaking\s+(?:also\s+)?on\s+behalf\s+of\s+(?:the\s+)?(.{3,300}?)"
    r"(?=,\s+[a-z]+\b(?<!and)(?:\s|$)|$)",
    re.IGNORECASE,
)
_MINISTRY = re.compile(r"\bministry\b|\bspokes(?:person|man|woman)\b", re.IGNORECASE)
_FLOOR = re.compile(
    r"\b(?:floor (?:is )?(?:now )?(?:to|given to)|hand over to|next speaker (?:on my list )?is|hear from"
    r"|(?:I|we) (?:now |shall now |will now )?(?:call (?:up)?on|recogni[sz]e|turn to|invite))\b",
    re.IGNORECASE,
)
_WHO_IS_CALLED = re.compile(
    r"[^.]{0,60}?\b(?:representative|observer|ambassador|delegation|delegate|minister[\w\s,]*?|head of state"
    r"|president)\s+of\s+(?:the\s+)?",
    re.IGNORECASE,
)


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
    spans = [(line.start, line.end) for line in lines]
    marks = _meant(marks_in(text, spans), lines, gazetteer)
    if not marks:
        return compilation(lines, gazetteer) or by_the_floor(lines, gazetteer)
    first = marks[0].line
    above = [line.text for line in lines[:first]]
    header = "\n".join([title, *above])
    minutes = _parliament(header, marks)
    stage = Stage(
        header=header,
        gazetteer=gazetteer,
        house=house_of("\n".join([header, *(f"{m.name} ({') ('.join(m.asides)})" for m in marks)]))
        if minutes
        else "",
        minutes=minutes,
        host=given or _host([*above, *([publisher] if publisher else [])], gazetteer),
        bracketed=sum(any(gazetteer.by_name(aside) for aside in mark.asides) for mark in marks) > 1,
    )
    prose = first_prose(lines[:first])
    parts = list(_above(lines, prose, stage.host))
    by_line = {mark.line: mark for mark in marks}
    known: dict[str, Voice] = {}
    called = ""  # the delegation that the chair has just given the floor
    questions = sum(is_journalist(mark.name) for mark in marks)
    answered = sum(mark.name == "A" for mark in marks)
    asked = questions + answered == len(marks) and answered < questions / 2
    answers = Voice("", "Spokesperson", stage.host, "government", "", BY_HOST if stage.host else 0.0)
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
            current = _for_a_group(current, words, gazetteer)
            parts.append(Part(line.start, mark.words, current))
            called = (_called(words, gazetteer) or "") if current.role == "chair" else ""
            at += 1
            if (changed := _changed(words, current, gazetteer)) and at < len(lines) and at not in by_line:
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
        elif asked and current is not None:
            # at a briefing only the questions are labelled
            question = line.text.rstrip(" ”\"’'").endswith("?")
            voice = asker if question else answers
            if voice != current:
                parts.append(Part(line.start, line.start, voice))
            current = voice
        elif current is not None:
            changed = _changed(line.text, current, gazetteer)
            if changed is not None:
                after, begins_here = changed
                offset = at if begins_here else at + 1
                if offset < len(lines) and offset not in by_line:
                    parts.append(Part(lines[offset].start, lines[offset].start, after))
                current = after
            if current.role == "chair" and (found := _called(line.text, gazetteer)) is not None:
                called = found
        at += 1
    headings = frozenset(
        line.start
        for at, line in enumerate(lines[first:], first)
        if at not in by_line and _is_title_between(lines, at, by_line)
    )
    return Script(first if prose is None else prose, tuple(in_order(parts)), headings)


def _meant(marks: Sequence[Mark], lines: Sequence[Line], gazetteer: Gazetteer) -> tuple[Mark, ...]:
    """The marks that are speakers' labels, () when the text has one speaker."""
    intro = {
        mark.line for mark in marks if mark.kind in ("role", "name", "person") and _introduces(mark, lines)
    }
    strong = [m for m in marks if m.line not in intro and m.kind in ("person", "role")]
    states = [m for m in marks if m.kind == "name" and gazetteer.by_name(m.name) and m.line not in intro]
    told = {m.name for m in strong}
    if len({m.name for m in states}) >= 3 and len(states) > len(strong):
        return tuple(replace(m, asides=(m.name,), kind="state") for m in states)
    reported = [m for m in marks if m.kind == "reported" and (m.asides or not re.search(r"\s", m.name[4:]))]
    if (
        len({m.name for m in reported}) >= 2
        and sum(bool(m.asides and gazetteer.by_name(m.asides[0])) for m in reported) >= 2
    ):
        return tuple(sorted([*strong, *reported], key=lambda m: m.line))
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


def _introduces(mark: Mark, lines: Sequence[Line]) -> bool:
    """Whether a label introduces people ("President: Mr. Okoro (Nigeria)", "Panellists: …") or a fact and
    not words that are spoken."""
    line = lines[mark.line]
    said = line.text[mark.words - line.start :].strip()
    if not said or mark.line > 25:
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
        or bool(
            re.fullmatch(
                r"(?:Lab(?:our)?(?:/Co-op)?|Con|LD|SNP|PC|DUP|Ind|Green)",
                mark.asides[-1] if mark.asides else "",
            )
        )
    )


def _listed(mark: Mark, lines: Sequence[Line]) -> bool:
    """Whether a bare name is in the header's list of people."""
    surname = mark.name.split()[-1]
    return any(
        surname in line.text and re.search(r"[(,;（、；]", line.text)
        for line in lines[:12]
        if line is not lines[mark.line]
    )


def _parliament(header: str, marks: Sequence[Mark]) -> bool:
    """Whether the text is the minutes of a parliament rather than one that mentions it."""
    minutes = re.search(
        r"house of commons|house of lords|house of representatives|hansard|parliament|senate|sabha|d[aá]il|"
        r"oireachtas|"
        r"knesset|bundestag|国会|衆議院|参議院|委員会",
        header,
        re.IGNORECASE,
    )
    if not minutes:
        return any(
            re.fullmatch(r"(?i)con|lab|ld|snp|cpc|ndp|lib\.?", aside)
            for mark in marks
            for aside in mark.asides
        )
    return any(
        re.search(r"speaker|chair|ceann comhairle|委員|議長|大臣|参考人|君$", mark.name, re.IGNORECASE)
        or len(mark.asides) > 1
        for mark in marks
    )


def _host(above: Sequence[str], gazetteer: Gazetteer) -> str:
    """The state of the ministry or office whose letterhead or page a text has, "" when none or several."""
    evidence: Sequence[Evidence] = gather(parts_of(above), gazetteer)
    codes = {one.code for one in evidence if one.code and one.kind.partition(" ")[2] in _LETTERHEAD}
    if not codes and any(
        _MINISTRY.search(line) for line in above
    ):  # "Ministry of Foreign Affairs", "Beijing"
        codes = {one.code for one in evidence if one.kind == "head alone:capital"}
    return codes.pop() if len(codes) == 1 else ""


def _above(lines: Sequence[Line], prose: int | None, host: str) -> Iterator[Part]:
    """The words above the first label: the ministry's whose page it is, else the whole text's author's."""
    if prose is not None:
        voice = Voice(delegation=host, role="government", confidence=BY_HOST) if host else None
        yield Part(lines[prose].start, lines[prose].start, voice)


def _is_title_between(lines: Sequence[Line], at: int, marked: dict[int, Mark]) -> bool:
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


def _for_a_group(voice: Voice, words: str, gazetteer: Gazetteer) -> Voice:
    if voice.role != "government" or voice.on_behalf_of:
        return voice
    for_others = _FOR_OTHERS.match(words)
    if for_others:
        named = dict.fromkeys(m.code for m in gazetteer.find(for_others[1]) if m.form == "name")
        groups = [code for code in named if (d := gazetteer.get(code)) and d.is_group]
        if groups:
            return replace(voice, on_behalf_of=groups[0])
        if named:
            parties = tuple(dict.fromkeys([voice.delegation, *named]))
            return replace(voice, delegation="", parties=tuple(code for code in parties if code))
    group = group_spoken_for(words, gazetteer)
    return replace(voice, on_behalf_of=group) if group and group != voice.delegation else voice


def _called(words: str, gazetteer: Gazetteer) -> str | None:
    """The delegation to which the chair gives the floor last, "" when that is somebody else, None when the
    chair gives it to nobody."""
    called = list(_FLOOR.finditer(words))
    if not called:
        return None
    rest = words[called[-1].end() :]
    who = _WHO_IS_CALLED.match(rest)
    if who is None:
        return ""
    mentions = gazetteer.find(rest[who.end() : who.end() + 80])
    return mentions[0].code if mentions and mentions[0].start <= 12 else ""


def _changed(text: str, voice: Voice, gazetteer: Gazetteer) -> tuple[Voice, bool] | None:
    """The voice after a line in which a speaker changes capacity, and whether that line is spoken in the new
    one; None when it says nothing of it."""
    if voice.role == "government" and voice.on_behalf_of and _NATIONAL.search(text):
        return replace(voice, on_behalf_of=""), True
    if _RESUMES.search(text):
        return (replace(voice, delegation="", role="chair"), True) if voice.role == "government" else None
    found = _OWN_CAPACITY.search(text)
    if found and voice.role == "chair":
        mentions = gazetteer.find(text[found.end() :])
        if mentions:
            return replace(voice, delegation=mentions[0].code, role="government"), False
    return None
