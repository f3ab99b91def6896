"""Compilations of what States say: each under its name, or each in its row of a table."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.delegations import Gazetteer
from core.japanese import has_japanese
from ingest.speech.evidence import parts_of
from ingest.speech.joint import parties_of
from ingest.speech.several.labels.marks import is_narration
from ingest.speech.several.parts import Part, Script, first_prose, in_order
from ingest.speech.several.stage import NOBODY, Voice
from ingest.text.lines import Line

_ROMAN = re.compile(r"(?:[IVX]{1,5}|[A-Z]|\d{1,2})\.\s+")
_OF_STATE = re.compile(
    r"(?:(?:statement|reply|replies|response|position|views|comments|submission|contribution|"
    r"remarks)s?\s+(?:by|of|from|received from)\s+)(?:the\s+)?(?:government of\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
# "Statement by the delegation of Ukraine", "By the delegation of Canada:", "Reply of Mali on article 4": a
# heading that says who speaks, also where that is nobody's government.
_ACT = (
    r"(?:(?:[a-z]+ )?(?:statement|declaration|reply|response|reservation|objection|position|views|comments|"
    r"submission|contribution|remarks|explanation of (?:vote|position)|note)s?)"
)
_OFFICE = (
    r"(?:(?:permanent )?(?:delegation|mission|representative|observer|government|ambassador"
    r"|(?:vice[- ])?president|(?:prime |foreign )?minister(?: (?:for|of) [^:.;]{3,60}?)?|chancellor|premier"
    r"|king|queen)s?\s+(?:of|from)\s+)"
)
_SAYS_WHO = re.compile(
    rf"(?:{_ACT}\s+(?:made |submitted |received |delivered )?(?:by|of|from)\s+(?:the\s+)?{_OFFICE}?"
    rf"|by\s+(?:the\s+)?{_OFFICE})(?:the\s+)?(?P<who>[^:,.;()]{{3,60}}?)"
    r"(?:\s+(?:on|in|regarding|concerning|to|under|after|before)\b[^:.;]{1,60})?\s*:?",
    re.IGNORECASE,
)
_SHORT = 110  # code points of a title
# A name in capitals, with what is said of it in brackets or small letters.
_CAPITALS = re.compile(r"(?P<name>[A-ZÀ-Þ][A-ZÀ-Þ’' .-]{2,60}?)(?P<rest>\s+(?:\(|on\b|to\b).{1,60})?$")
_FEWEST, _FEWEST_SAID = 3, 2  # states with a heading of their own: their bare name, or one that says it
_JOINT = 0.99  # sure of the parties of a joint text
_NEAR = 4  # lines between a title and the heading that says who speaks
_MARKDOWN = re.compile(r"#{1,6}(?=\s)")
_ROW = re.compile(r"(?:[^·|\t:]{2,40}:\s+)?(?P<name>[^·|\t:]{2,50}?)\s*(?:·|\||\t)\s*(?=\S)")


def compilation(lines: Sequence[Line], gazetteer: Gazetteer) -> Script | None:
    """A compilation of what States say, each under its name, or each in its row of a table."""
    named = {at: code for at, line in enumerate(lines) if (code := _state_heading(line.text, gazetteer))}
    if exchanged := _notes(lines, gazetteer):
        return exchanged
    headed = {at: code for at, code in named.items() if _has_words(lines, at, named)}
    said = {at: who for at, line in enumerate(lines) if (who := _says_who(line.text, gazetteer)) is not None}
    if len({code for code in said.values() if code}) < _FEWEST_SAID:
        if len(set(headed.values())) < _FEWEST:
            return _rows(lines, gazetteer)
    else:
        headed |= said
    first = min(headed)
    parts = []
    prose = first_prose(lines[:first])
    if prose is not None:
        # a joint text may stand above what each of its parties said
        parties = parties_of(parts_of([line.text for line in lines[:first]]), gazetteer)
        above = Voice(role="government", parties=parties, confidence=_JOINT) if parties else NOBODY
        parts.append(Part(lines[prose].start, lines[prose].start, above))
    headings = set()
    capitals = (
        sum(lines[at].text.isupper() or bool(_CAPITALS.match(lines[at].text)) for at in headed)
        > len(headed) / 2
    )
    for at in range(first, len(lines)):
        line = lines[at]
        if at in headed:
            headings.add(line.start)
            if at + 1 < len(lines):
                voice = (
                    Voice(delegation=headed[at], role="government", confidence=0.95) if headed[at] else NOBODY
                )
                if spoken := _voice_under(line.text, gazetteer).on_behalf_of:
                    voice = replace(voice, on_behalf_of=spoken)
                parts.append(Part(lines[at + 1].start, lines[at + 1].start, voice))
        elif _level(line.text) and _level(line.text) <= max(map(_level, (lines[n].text for n in headed))):
            headings.add(line.start)  # another chapter: "## Observers"
            parts.append(Part(line.start, line.start, NOBODY))
        elif _ROMAN.match(line.text) and len(line.text) < 120 and not re.search(r"[.!?]$", line.text):
            headings.add(line.start)
            if at + 1 < len(lines):
                codes = {m.code for m in gazetteer.find(line.text)}
                voice = (
                    Voice(delegation=codes.pop(), role="government", confidence=0.9)
                    if len(codes) == 1
                    else NOBODY
                )
                parts.append(Part(lines[at + 1].start, lines[at + 1].start, voice))
        elif (capitals and line.text.isupper()) or (capitals and _CAPITALS.match(line.text)):
            headings.add(line.start)
            if at + 1 < len(lines):
                parts.append(
                    Part(lines[at + 1].start, lines[at + 1].start, _voice_under(line.text, gazetteer))
                )
        elif is_narration(line.text):
            headings.add(line.start)
        elif _is_title(line.text) and any(
            follows in headed and all(_is_title(lines[n].text) for n in range(at, follows))
            for follows in range(at + 1, min(at + _NEAR, len(lines)))
        ):
            headings.add(line.start)
            parts.append(Part(line.start, line.start, NOBODY))
    return Script(first if prose is None else prose, tuple(in_order(parts)), frozenset(headings))


def _level(text: str) -> int:
    """Of which level a heading in Markdown is, 0 for other lines."""
    found = _MARKDOWN.match(text)
    return len(found[0]) if found else 0


def _notes(lines: Sequence[Line], gazetteer: Gazetteer) -> Script | None:
    """An exchange of notes: each begins with the office that presents its compliments to the other."""
    begun: dict[int, str] = {}
    for at, line in enumerate(lines):
        if found := re.match(r"(.{3,120}?)\s+presents\s+(?:its|his|her)\s+compliments\b", line.text):
            codes = {m.code for m in gazetteer.find(found[1]) if m.form != "capital"}
            begun[at] = codes.pop() if len(codes) == 1 else ""
    if len({code for code in begun.values() if code}) < _FEWEST_SAID:
        return None
    parts: list[Part] = []
    headings = set()
    for at, code in begun.items():
        voice = Voice(delegation=code, role="government", confidence=0.95) if code else NOBODY
        parts.append(Part(lines[at].start, lines[at].start, voice))
        if at and _is_title(lines[at - 1].text):
            headings.add(lines[at - 1].start)
            parts.append(Part(lines[at - 1].start, lines[at - 1].start, NOBODY))
    first = min(begun)
    top = first - 1 if first and lines[first - 1].start in headings else first
    return Script(top, tuple(in_order(parts)), frozenset(headings))


def _says_who(text: str, gazetteer: Gazetteer) -> str | None:
    """The state whose words a heading says that follow, "" when they are somebody else's, None when it says
    nothing of it."""
    found = _SAYS_WHO.fullmatch(text.strip().strip("*#").strip()) if len(text) < _SHORT else None
    return None if found is None else gazetteer.by_name(found["who"].strip())


def _is_title(text: str) -> bool:
    return len(text) < _SHORT and not re.search(r"[.!?;,。！？；、…][\"”’」』)）]*$", text)


def _voice_under(heading: str, gazetteer: Gazetteer) -> Voice:
    """Who speaks under a heading that is more than a state's name: "CHINA on JAPAN", "SIERRA LEONE (for the
    African Group)"; nobody where it does not begin with one."""
    found = _CAPITALS.match(heading)
    code = gazetteer.by_name(found["name"].strip()) if found else ""
    if not found or not code:
        return NOBODY
    spoken = re.match(
        r"\(?(?:speaking )?(?:for|on behalf of) (?:the )?(.{2,60})", (found["rest"] or "").strip()
    )
    groups = [m.code for m in gazetteer.find(spoken[1])] if spoken else []
    return Voice(delegation=code, role="government", on_behalf_of=groups[0] if groups else "", confidence=0.9)


def _has_words(lines: Sequence[Line], at: int, named: Mapping[int, str]) -> bool:
    """Whether running text follows a heading, before the next: a list of States is no compilation."""
    for follows in range(at + 1, min(at + 5, len(lines))):
        if follows in named:
            return False
        if re.search(r"[.!?。！？][\"”’」』)）]*$", lines[follows].text) or len(lines[follows].text) > 80:
            return True
    return False


def _state_heading(text: str, gazetteer: Gazetteer) -> str:
    """The state whose words a heading announces: its name alone, or "Reply of Egypt"."""
    if len(text) > 90:
        return ""
    bare = re.sub(
        r"^(?:#{1,6}\s+|\*\*|[-•]\s+|\(?[a-z0-9]{1,3}[.)]\s+)|\*\*:?$|[:：]$", "", text.strip()
    ).strip()
    bare = _OF_STATE.sub("", bare) if _OF_STATE.match(bare) else bare
    plain = re.sub(r"\s*\([^)]*\)$", "", bare)
    if has_japanese(bare):
        return gazetteer.by_name(bare)
    if not bare[:1].isupper():
        return ""
    return gazetteer.by_name(bare) or (gazetteer.by_name(plain) if len(plain) > 3 else "")


def _rows(lines: Sequence[Line], gazetteer: Gazetteer) -> Script | None:
    rows = {
        at: code
        for at, line in enumerate(lines)
        if (found := _ROW.match(line.text))
        and (code := gazetteer.by_name(found["name"]))
        and len(found["name"]) > 2
    }
    if len(set(rows.values())) < 2:
        return None
    parts: list[Part] = []
    for at, code in rows.items():
        line = lines[at]
        parts.append(Part(line.start, line.start, Voice(delegation=code, role="government", confidence=0.9)))
        if at + 1 < len(lines) and at + 1 not in rows:
            parts.append(Part(lines[at + 1].start, lines[at + 1].start, NOBODY))
    prose = first_prose(lines[: min(rows)])
    above = min(rows) if prose is None else prose
    above -= above > 1 and lines[above - 1].heading  # the heading of the first table is no title of all
    headings = frozenset(line.start for at, line in enumerate(lines) if at >= above and line.heading)
    if above < min(rows):
        parts.insert(0, Part(lines[above].start, lines[above].start, NOBODY))
    return Script(above, tuple(in_order(parts)), headings)
