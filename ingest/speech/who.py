"""Which state speaks in a text: the evidence from all its parts, weighed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.delegations import Gazetteer
from ingest.speech import english, japanese
from ingest.speech.evidence import Evidence, Parts, gather, parts_of
from ingest.speech.file_name import in_file_name, in_the_debate
from ingest.speech.joint import is_joint, members_of, parties_of
from ingest.speech.organs import organ_of
from ingest.speech.publisher import Publisher
from ingest.speech.weigh import weigh
from ingest.text.layout import Block, Line

ACCEPTED = 0.7  # a delegation that is less likely is not given; measured by `python -m evals speakers`
_HEAD = 14  # lines among which a title is looked for
_BROKEN, _WIDEST = 55, 115  # code points of a line that is broken at a fixed width
_ENDED = re.compile(r"[.!?:;。！？：；][\"”’»)\]」』）】]*$")
_OF_AN_ORGAN = 0.9
_PUBLISHED = 0.8  # of a publisher who puts up others' words at times
_CERTAIN = 0.99  # of a General Debate file's key, and of parties that are all named
_SPEAKS_ITSELF = (
    *(
        "by/office",
        "by/bare",
        "by/end",
        "start/office",
        "start/act",
        "start/topic_act",
        "alone",
        "in_brackets",
    ),
    *("code", "dated", "alone spoken", "beside spoken", "code spoken", "dated spoken", "ja_office", "ja_by"),
)
_BY_NOBODY = ("nobody", "ja_nobody", "ja_foreigner")
_PATTERNS = (english.pattern, japanese.pattern)
_SPOKEN_FOR = ("behalf", "start", "mine", "named", "voice")
_SOURCES: Mapping[str, str] = {
    "head": "title line",
    "tail": "address block",
    "opening": "body",
    "body": "body",
}


@dataclass(frozen=True, slots=True)
class Speaking:
    """Who speaks: a delegation or the parties of a joint text, "" and () when that cannot be told, with
    where it was read and how sure that is; and sentences for the person."""

    delegation: str = ""
    parties: tuple[str, ...] = ()
    confidence: float = 0.0
    source: str = ""
    notices: tuple[str, ...] = ()


def phrases(lines: Sequence[Line], body: Sequence[Block]) -> list[str]:
    """The text's lines; those into which a sentence is broken at a fixed width as one."""
    starts = {block.start for block in body}
    phrases: list[str] = []
    before = ""
    for line in lines:
        broken = len(phrases) > _HEAD and line.start not in starts and not line.after_blank
        if broken and _BROKEN <= len(before) <= _WIDEST and not _ENDED.search(before):
            phrases[-1] += f" {line.text}"
        else:
            phrases.append(line.text)
        before = line.text
    return phrases


def who_speaks(
    lines: Sequence[str],
    gazetteer: Gazetteer,
    *,
    name: str = "",
    folder: str = "",
    publisher: Publisher = Publisher(),  # noqa: B008 - frozen
) -> Speaking:
    """Decide from a text's lines, the file's ``name``, the delegation that its ``folder`` is named after,
    and, where the text itself names nobody, who published it."""
    parts = parts_of(lines)
    if parties := parties_of(parts, gazetteer, name):
        return Speaking(parties=parties, confidence=_CERTAIN, source="title line")
    if code := in_the_debate(name, gazetteer):
        return Speaking(code, (), _CERTAIN, "file name")
    evidence = evidence_of(parts, gazetteer, name=name, folder=folder)
    verdict = weigh(_for_whom(evidence))
    named = next((one.code for one in evidence if one.where == "file name"), "")
    if verdict.code and verdict.probability >= ACCEPTED:
        found = Speaking(
            verdict.code,
            members_of(verdict.code, gazetteer),
            round(verdict.probability, 3),
            _SOURCES.get(verdict.where, verdict.where),
        )
        return replace(found, notices=_not_taken(named, verdict.code, gazetteer))
    likeliest = round(verdict.probability, 3) if verdict.code else 0.0
    if group := organ_of(parts.head, gazetteer):
        return Speaking(group, members_of(group, gazetteer), _OF_AN_ORGAN, _SOURCES["head"])
    if is_joint(parts.head):
        notice = (
            "This is a text of several states, and it cannot be told of which; give its delegation by hand."
        )
        return Speaking(confidence=likeliest, notices=(notice,))
    somebodys = any(pattern("somebody").search(line) for line in parts.head for pattern in _PATTERNS)
    if publisher.code and not somebodys and not _by_another(evidence, publisher.code):
        notice = (
            f"The delegation is that of the page's publisher ({publisher.name}); the text names no speaker."
        )
        return Speaking(publisher.code, (), _PUBLISHED, "page metadata", (notice,))
    told = (
        f"It cannot be told which state speaks{_perhaps(verdict.code, gazetteer)};"
        " give the delegation by hand.",
    )
    return Speaking(
        confidence=likeliest,
        notices=(*_not_taken(named, "", gazetteer), *(told if verdict.code not in ("", named) else ())),
    )


def evidence_of(
    parts: Parts, gazetteer: Gazetteer, *, name: str = "", folder: str = ""
) -> tuple[Evidence, ...]:
    """All that speaks for one state or another."""
    found = list(gather(parts, gazetteer))
    spoken = any(english.pattern("first_person").search(line) for line in (*parts.body, *parts.tail))
    for one in in_file_name(name, gazetteer):
        found.append(one)
        if spoken:
            found.append(replace(one, kind=f"{one.kind} spoken"))
    if folder:
        found.append(Evidence(folder, "folder", "folder", folder))
    return tuple(found)


def _by_another(evidence: Sequence[Evidence], code: str) -> bool:
    """Whether a title, or the one who speaks, names an author other than ``code``."""
    for one in evidence:
        where, _, role = one.kind.partition(" ")
        role = role.partition(":")[0]
        above = where == "head" and (role in _SPEAKS_ITSELF or role in _BY_NOBODY)
        if one.code != code and (above or role in ("mine", "ja_mine", "body_speaks")):
            return True
    return False


def _for_whom(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence without that for a group on whose behalf a state speaks, where that state is named as
    the one that does: the group is then said beside it (`on_behalf_of`)."""
    by_itself = any(
        one.code and not one.group and one.kind.partition(" ")[2].partition(":")[0] in _SPEAKS_ITSELF
        for one in evidence
    )
    return [
        one
        for one in evidence
        if not (by_itself and one.group and one.kind.partition(" ")[2].partition("/")[0] in _SPOKEN_FOR)
    ]


def _not_taken(named: str, taken: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    if not named or named == taken:
        return ()
    return (f"The file name names {gazetteer.name(named)}, which was not taken as the one that speaks.",)


def _perhaps(code: str, gazetteer: Gazetteer) -> str:
    return f" ({gazetteer.name(code)} is likeliest)" if code else ""
