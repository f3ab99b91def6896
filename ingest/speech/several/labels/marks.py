"""The labels before speakers' words: "Mr. Tanaka (Japan) (spoke in …):", "PRESIDENT ASTER:", "Q",
○山川委員長."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from core.japanese import has_japanese
from ingest.speech.cues import label

Kind = Literal["person", "role", "state", "name", "reported", "subject", "alone"]

_LONGEST = 170  # code points of a label
_PARTICLE = r"(?:al|bin|bint|da|de|del|della|den|der|di|do|dos|du|el|ibn|la|le|van|von|y|zu|ter|ten|ben|of)"
_WORD = (
    r"(?:(?-i:[A-ZÀ-ÞŠŽČĆĐŁŚŹŻİ])[\w'’.\-]*|(?:al|el|an|ad|as)-(?-i:[A-Z])[\w'’\-]+|[dDlL]['’](?-i:[A-Z])\w+)"
)
_NAME = rf"{_WORD}(?:[ \u00a0]+(?:{_PARTICLE}[ \u00a0]+)?{_WORD}){{0,5}}"
_ASIDE = r"(?:[ \u00a0]*[(\[][^()\[\]]{1,90}(?:\([^()]{1,40}\)[^()\[\]]{0,40})?[)\]])"
# What the minutes say that a speaker did, where it does not end in "ed".
_SAID = (
    r"said|spoke|took|drew|gave|felt|thought|saw|found|was|had|made|put|began|went|speaking|wished|hoped|held"
    r"|could|would|did|understood"
)
# What the minutes say that a state said.
_SAYS = (
    r"said|stated|asked|noted|welcomed|commended|recommended|praised|thanked|expressed|urged|encouraged|congratulated"
    r"|acknowledged|recogni[sz]ed|highlighted|appreciated|inquired|enquired|called|reiterated|stressed|underlined"
    r"|applauded|supported|opposed|considered|requested|proposed|suggested|reported|explained|replied|responded"
    r"|recalled|emphasi[sz]ed|indicated|agreed|associated|aligned|regretted|underscored|observed|reaffirmed|rejected"
)
_CAPITALS = (
    r"(?-i:[A-ZÀ-Þ][A-ZÀ-Þ.'’\-]*(?:[ \u00a0]+(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’\-]*|de|van|von|al-|"
    r"bin|and|of|for|the)){0,7})"
)


# What may stand before a label: a time of day, a caption's chevrons, a bullet.
_TIME = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?"
_LEAD = rf"(?:>>[ ]*|{_TIME}[ \u00a0–-]*(?:from[ ]+)?|[-–—•‣・][ \u00a0]+)?"
LEAD = re.compile(_LEAD, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A label at the start of a line: ``text[start:end]``, with the colon. ``name`` is what it calls the
    speaker, ``asides`` what stands in brackets or after a comma, without the language spoken. ``words`` is
    where the speaker's words begin; for reported speech ("Mr. X (State) said that") that is ``start``."""

    line: int
    start: int
    words: int
    name: str
    asides: tuple[str, ...]
    kind: Kind


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    cue = label()
    flags = re.IGNORECASE
    number = rf"{_LEAD}(?:(?:Q\d{{1,3}}\.?|\d{{1,3}}(?:\.\d{{1,3}})*\.)[ \t\u00a0]+)?(?:[*_]{{1,3}})?"
    close = r"(?:[*_]{1,3})?"
    title = rf"(?:{cue['honorific']})\.?"
    person = rf"(?:(?:the[ \u00a0]+)?{title}[ \u00a0]+)+{_NAME}"
    role = rf"(?:{'|'.join(cue[k] for k in ('chair', 'journalist', 'other', 'government'))})"
    after = rf"(?P<asides>(?:{_ASIDE})*(?:,[ \u00a0][^:()\n]{{2,110}}?(?:{_ASIDE})*)?)"
    put_to = r"(?:[ \u00a0]+to[ ]+the[ ]+[^:()\n]{3,110})?"  # of whom a member asks
    colon = rf"{close}(?:[ ]to[ ](?:everyone|all))?[ \u00a0]?:{close}(?=\s|$|[“\"‘A-ZÀ-Þ])[ \t\u00a0]*"
    return {
        "person": re.compile(rf"{number}(?P<name>{person}){after}{colon}", flags),
        "role": re.compile(rf"{number}(?P<name>{role}){after}{colon}", flags),
        "chair": re.compile(rf"{number}(?:{cue['chair']}){colon}", flags),
        "capitals": re.compile(rf"{number}(?P<name>{_CAPITALS})(?P<asides>(?:{_ASIDE})*){put_to}{colon}"),
        "name": re.compile(rf"{number}(?P<name>{_NAME}){after}{put_to}{colon}", flags),
        "question": re.compile(
            r"(?P<name>Q|A)(?P<asides>)(?:\.|:)?(?:\t|[ \u00a0]{2,}|\.[ \u00a0])(?=\S)"
            r"|(?P<name2>QUESTION|ANSWER)\s{2,}"
            r"|(?P<name3>[QA])\d{1,3}[.:)][ \u00a0]+(?=\S)"
            r"|[<＜\[](?P<name4>Q|A|(?i:question|answer))[ ]?\d{0,3}[>＞\]][ \u00a0:]*(?=\S)"
        ),
        "reported": re.compile(
            rf"{number}(?P<name>(?:{person}|{_CAPITALS}(?=[ \u00a0]*\()"
            rf"|(?:the[ \u00a0]+)?(?:{cue['chair']}|{cue['other']})))"
            rf"(?P<asides>(?:{_ASIDE})*)(?:,[ \u00a0][^.:;]{{3,160}}?,)?"
            rf"[ \u00a0](?=(?-i:[a-z]+ed|{_SAID})\b)",
            flags,
        ),
        # "The representative of Peru said that", "22. Nepal commended"
        "subject": re.compile(
            rf"{number}(?:the[ ])?(?P<name>(?-i:[A-ZÀ-Þ])[^,.;:]{{2,60}}?)(?P<asides>)"
            r"(?:,[ ][^.:;]{3,160}?,)?"
            rf"(?:[ ](?:also|further|then|again))?[ ](?=(?:{_SAYS})\b)",
            flags,
        ),
        "delegate": re.compile(
            rf"{number}the[ ](?:representative|delegation|delegate|observer|ambassador)s?[ ]"
            r"(?:of|for|from)[ ](?:the[ ])?(?P<name>(?-i:[A-ZÀ-Þ])[^,.;:]{2,60}?)(?P<asides>)"
            r"(?:,[ ][^.:;]{3,160}?,)?"
            rf"(?:[ ](?:also|further|then|again))?[ ](?=(?-i:[a-z]+ed|{_SAID}|{_SAYS})\b)",
            flags,
        ),
        # what an interviewer says in Japanese: ――まず、意義から伺います。
        "dashes_ja": re.compile(r"[―─—ー－]{2}[ 　]*(?=[^―─—ー－\s◇])"),
        "alone": re.compile(
            rf"(?P<name>(?:{title}[ \u00a0]+)*{_NAME})(?P<asides>(?:{_ASIDE}){{1,3}})\s*$", flags
        ),
        "asked_by": re.compile(rf"(?:asked|moved|tabled|put) by (?P<name>{person})", flags),
        "circle": re.compile(
            r"[○◯〇◎](?P<name>[^\s　（(]{1,30})(?P<asides>(?:[（(][^（）()]{1,40}[)）])?)[ 　]+"
        ),
        "bracket": re.compile(r"【(?P<name>[^【】]{1,40})】(?P<asides>)[ 　]*"),
        "paren_ja": re.compile(
            rf"[（(](?P<name>(?:{cue['journalist_ja']}|{cue['government_ja']}|{cue['chair_ja']}|答)"
            r"(?:[^（）()]{0,20}))[)）](?P<asides>)[ 　]*(?=\S)"
        ),
        "colon_ja": re.compile(
            rf"(?P<name>[^\s　：:、。「」（(]{{0,20}}?(?:{cue['journalist_ja']}|{cue['government_ja']}"
            rf"|{cue['chair_ja']}|{cue['other_ja']}|氏|さん)(?:[0-9０-９]{{1,2}})?)"
            r"(?P<asides>(?:[（(][^（）()]{1,40}[)）])?)[：:][ 　]*"
        ),
        "name_ja": re.compile(
            r"(?P<name>[一-龥々ヶァ-ヴー・]{1,12}(?:[0-9０-９]{1,2})?)(?P<asides>)[：:][ 　]*(?=\S)"
        ),
        "office_ja": re.compile(
            "|".join(cue[k] for k in ("chair_ja", "government_ja", "journalist_ja", "other_ja", "member_ja"))
        ),
        "spoke": re.compile(rf"\s*{cue['spoke']}\s*", flags),
        "narration": re.compile(rf"\W?(?:{cue['narration']})\W*", flags),
        "narration_ja": re.compile(cue["narration_ja"]),
        "role_only": re.compile(rf"(?:{role})", flags),
        "person_whole": re.compile(person, flags),
        "office_ja_end": re.compile(
            rf"(?:{'|'.join(cue[k] for k in ('chair_ja', 'government_ja', 'journalist_ja', 'other_ja'))})$"
        ),
    }


def pattern(name: str) -> re.Pattern[str]:
    """One of the patterns that labels are read with."""
    return _patterns()[name]


def is_narration(line: str) -> bool:
    """Whether a line is the record's own: applause, votes, when the meeting rose."""
    if len(line) > 400:
        return False
    if not re.search(r"\w", line):  # a rule or a star between two parts
        return True
    return bool(pattern("narration").fullmatch(line) or pattern("narration_ja").fullmatch(line.strip()))


def is_chair(line: str) -> bool:
    """Whether a line is labelled as the chair's."""
    return pattern("chair").match(line) is not None


def marks_in(text: str, starts: Sequence[tuple[int, int]]) -> tuple[Mark, ...]:
    """The labels that lines of ``text`` begin with; ``starts`` are the lines, as (start, end)."""
    marks = []
    for at, (start, end) in enumerate(starts):
        line = text[start:end]
        if is_narration(line):
            continue
        # a label may be broken over two lines
        following = text[start : min(start + 2 * _LONGEST, starts[min(at + 1, len(starts) - 1)][1])]
        if mark := _mark(following, line, at, start):
            marks.append(mark)
    return tuple(marks)


def _mark(following: str, line: str, at: int, start: int) -> Mark | None:
    if (found := pattern("dashes_ja").match(line)) and has_japanese(line):
        return made(at, start, found.end(), "質問者", "", "role")
    for kind in (
        "circle",
        "bracket",
        "paren_ja",
        "question",
        "role",
        "person",
        "capitals",
        "colon_ja",
        "name_ja",
        "name",
    ):
        # names in running text are not looked for beyond the line
        found = pattern(kind).match(following if kind in ("person", "role") else line)
        if found is None or found.end() > _LONGEST:
            continue
        name = found["name"] or ""
        if kind == "question":
            called = next(found[key] for key in ("name", "name2", "name3", "name4") if found[key])
            name = called if found["name2"] else called[0].upper()
        if kind in ("person", "role") and "\n" in name:
            continue
        if kind == "bracket" and not pattern("office_ja").search(name):  # otherwise it is a heading
            continue
        return made(at, start, found.end(), name, found["asides"] or "", _KINDS.get(kind, "role"))
    if found := pattern("reported").match(line):
        return made(at, start, 0, found["name"], found["asides"] or "", "reported")
    if found := pattern("delegate").match(line) or pattern("subject").match(line):
        return made(at, start, 0, found["name"], "", "subject")
    if found := pattern("asked_by").fullmatch(line):
        return made(at, start, found.end(), found["name"], "", "alone")
    if len(line) < 90 and (found := pattern("alone").fullmatch(line)):
        return made(at, start, found.end(), found["name"], found["asides"] or "", "alone")
    return None


_KINDS: Mapping[str, Kind] = {
    "person": "person",
    "capitals": "person",
    "name": "name",
    "name_ja": "name",
    "colon_ja": "person",
    "circle": "person",
    "bracket": "person",
}


def made(at: int, start: int, words: int, name: str, asides: str, kind: Kind) -> Mark:
    """A label of ``words`` code points from ``start`` on line ``at``, what stands in brackets or after a
    comma taken apart."""
    inside = re.findall(r"[(（\[]((?:[^()（）\[\]]|\([^()]*\))+)[)）\]]", asides)
    rest = re.sub(r"[(（\[](?:[^()（）\[\]]|\([^()]*\))+[)）\]]", "", asides).strip(" ,;\u00a0")
    kept = [aside.strip() for aside in [*inside, *([rest] if rest else [])]]
    kept = [aside for aside in kept if not pattern("spoke").fullmatch(aside)]
    return Mark(at, start, start + words, " ".join(name.split()), tuple(kept), kind)
