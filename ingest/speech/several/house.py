"""Whose text it is in which several speak: a parliament's, a ministry's, one official's who answers."""

import re
from collections.abc import Iterator, Sequence

from core.delegations import Gazetteer
from core.japanese import has_japanese
from ingest.speech import english, japanese
from ingest.speech.cues import posts
from ingest.speech.evidence import Evidence, gather, parts_of
from ingest.speech.several.labels.marks import Mark
from ingest.speech.several.stage import pattern_of
from ingest.speech.who import who_speaks

_LETTERHEAD = ("institution", "start/office", "alone", "ja_own", "ja_embassy")
_MINISTRY = re.compile(r"\bministry\b|\bspokes(?:person|man|woman)\b", re.IGNORECASE)
_PARLIAMENT = re.compile(
    r"\bparliament\b|\b(?:national|legislative|federal) assembly\b|\bsenate\b|\bhouse of \w+", re.IGNORECASE
)
_SURE = 0.9  # of the header's own words being one state's


def is_parliament(header: str, marks: Sequence[Mark]) -> bool:
    """Whether the text is the minutes of a parliament rather than one that mentions it."""
    minutes = re.search(
        r"house of commons|house of lords|house of representatives|hansard|parliament|senate|sabha|d[aá]il|"
        r"oireachtas|"
        r"knesset|bundestag|"
        r"assembl[eé]e nationale|chambre des|s[eé]nat\b|congreso de|cortes generales|nationalrat|"
        r"国会|衆議院|参議院|委員会",
        header,
        re.IGNORECASE,
    )
    if not minutes:
        return any(
            re.fullmatch(r"(?i)con|lab|ld|snp|cpc|ndp|lib\.?", aside)
            for mark in marks
            for aside in mark.asides
        )
    if any(mark.asides and pattern_of("party").fullmatch(mark.asides[-1]) for mark in marks):
        return True
    return any(
        re.search(
            r"speaker|chair|ceann comhairle|\b(?:le|la) pr[eé]sident|委員|議長|大臣|参考人|君$",
            mark.name,
            re.IGNORECASE,
        )
        or len(mark.asides) > 1
        for mark in marks
    )


def house_named(header: Sequence[str], gazetteer: Gazetteer) -> str:
    """The state whose parliament the header names ("Parliament of Kenya"), "" when none or several."""
    codes = {
        mention.code
        for line in header
        if _PARLIAMENT.search(line)
        for mention in gazetteer.find(line)
        if english.in_title(line, mention.start, mention.end).endswith("/office")
    }
    return codes.pop() if len(codes) == 1 else ""


def host_of(above: Sequence[str], gazetteer: Gazetteer) -> str:
    """The state of the ministry or office whose letterhead or page a text has, "" when none or several."""
    evidence: Sequence[Evidence] = gather(parts_of(above), gazetteer)
    codes = {one.code for one in evidence if one.code and one.kind.partition(" ")[2] in _LETTERHEAD}
    if not codes and any(
        _MINISTRY.search(line) for line in above
    ):  # "Ministry of Foreign Affairs", "Beijing"
        codes = {one.code for one in evidence if one.kind == "head alone:capital"}
    return codes.pop() if len(codes) == 1 else ""


def who_answers(above: Sequence[str], gazetteer: Gazetteer) -> str:
    """The state whose official the lines above introduce as the one who is asked, "" where that is unsure:
    the only one of whom they name an office, else what they say by themselves, weighed as a header is."""
    offices = {
        mention.code
        for line in above
        for mention in gazetteer.find(line)
        if (japanese if has_japanese(line) else english)
        .in_title(line, mention.start, mention.end)
        .endswith("office")
    }
    offices |= {code for line in above for code in _posts_in(line)}
    if len(offices) == 1:
        return offices.pop()
    speaking = who_speaks(above, gazetteer)
    delegation = gazetteer.get(speaking.delegation)
    sure = speaking.confidence >= _SURE and delegation is not None and not delegation.is_group
    return speaking.delegation if sure else ""


def _posts_in(line: str) -> Iterator[str]:
    """The states whose own posts a line names, not as those of whom or with whom somebody speaks."""
    for pattern, code in posts():
        for found in pattern.finditer(line):
            clause = re.split(r"[,;.:!?()]", line[: found.start()])[-1]
            if english.outer_of(clause) in ("", "start", "by"):
                yield code
