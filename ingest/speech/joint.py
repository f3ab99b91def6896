"""Joint texts: communiqués, declarations and agreements that are the words of several states."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from core.delegations import Gazetteer
from core.japanese import has_japanese
from ingest.speech import english, japanese
from ingest.speech.cues import joint
from ingest.speech.evidence import Parts
from ingest.speech.visits import in_name, met

MOST_MEMBERS = 12  # of a group whose text is said to be its members'
_OPENING = 3  # paragraphs in which the parties are named
_NAMED_AS_PARTY = ("start", "mid", "alone", "in_brackets")
_BETWEEN = re.compile(r"\bbetween\b[^.;]*$", re.IGNORECASE)
# A party may be named by a letter that no title of its own begins with.
_KANJI: Mapping[str, str] = {
    **japanese.COMPOUND,
    "ソ": "SUN",
    "蘭": "NLD",
    "西": "ESP",
    "葡": "PRT",
    "土": "TUR",
    "墨": "MEX",
    "伯": "BRA",
    "亜": "ARG",
    "欧": "EU",
    "蒙": "MNG",
    "緬": "MMR",
    "波": "POL",
    "洪": "HUN",
}
_COMPOUND = re.compile(
    rf"(?<![一-龥])([{''.join(_KANJI)}]{{2,5}})(?:[0-9０-９一二三四]か国)?(?=首脳|外相|外務|防衛|共同|両国|関係|間|閣僚|財務|大臣|安全|ビジョン|ステートメント|宣言|声明"
    r"|行動計画|ロードマップ|コミュニケ)"
)
_WITH = re.compile(
    r"(?<![一-龥])日・?(?P<other>[ァ-ヴー・A-Zａ-ｚＡ-Ｚ]{2,20})(?=首脳|外相|外務|防衛|共同|両国|関係|間|閣僚)"
)
_BEHALF = re.compile(r"\bon behalf of (?=[^.]{0,200}(?:,| and ))", re.IGNORECASE)
_JOINS = re.compile(
    r"\s*(?:,|;|,?\s*\b(?:and|as well as)\b|&|,?\s*\band (?:of )?(?:my|our)(?: own)? country,?)\s*(?:the\s+)?"
    r"(?:(?:government|permanent representative|prime minister|president|foreign minister|minister[\w\s]*?"
    r"|king|secretary of state|chancellor)s?\s+of\s+(?:the\s+)?)?(?:republic of |kingdom of )?",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\s*(?:,|;|、|/|-|–|—|と|及び|並びに|・|,?\s*\b(?:and|as well as|et|y)\b)\s*(?:the\s+)?", re.IGNORECASE
)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(rf"(?<![A-Za-z])(?:{forms})", re.IGNORECASE) for kind, forms in joint().items()}


def is_joint(head: Sequence[str]) -> bool:
    """Whether the lines above a text call it one of several states."""
    text = "\n".join(head)
    if _patterns()["japanese"].search(text):
        return True
    return bool(_patterns()["english"].search(text)) and not _patterns()["not_joint"].search(text)


def parties_of(parts: Parts, gazetteer: Gazetteer, name: str = "") -> tuple[str, ...]:
    """The states whose joint text it is, in the order in which they are named; () when it is none, or when
    they cannot be told. ``name`` is the file's."""
    if authors := _authors(parts, gazetteer):
        return authors
    if not is_joint(parts.head):
        return ()
    named = list(dict.fromkeys(_in_head(parts.head, gazetteer)))
    for code in named:
        if members := members_of(code, gazetteer):
            return members
    named = [code for code in named if not _is_large_group(code, gazetteer)]
    if len(named) < 2:
        opening = dict.fromkeys(_in_opening(parts.body[:_OPENING], gazetteer))
        named = list(opening) if len(opening) > 1 else named
    if len(named) < 2:
        named = list(_who_met(parts, gazetteer, name))
    return tuple(named) if len(named) > 1 else ()


def _who_met(parts: Parts, gazetteer: Gazetteer, name: str) -> tuple[str, ...]:
    """The parties by their meeting, or side by side in the name of a file that calls itself joint, where the
    text begins with both; () where the lines above it name a group, or an author who is no state."""
    for line in parts.head:
        groups = any(_is_large_group(mention.code, gazetteer) for mention in gazetteer.find(line))
        if groups or english.pattern("nobody").search(line):
            return ()
    opening = (*parts.head, *parts.body[:_OPENING])
    named = in_name(name, gazetteer) if is_joint([name]) else ()
    spoken_of = {mention.code for text in opening for mention in gazetteer.find(text)}
    return met(opening, gazetteer) or (named if spoken_of.issuperset(named) else ())


def _authors(parts: Parts, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Several states that are named as the authors in one title ("Working paper submitted by France and
    Japan"), or on whose behalf one speaks ("on behalf of Denmark, Norway and my own country, Finland")."""
    for line in parts.head:
        roles = {
            mention.start: english.in_title(line, mention.start, mention.end)
            for mention in (() if has_japanese(line) else gazetteer.find(line))
        }
        for run in _runs(line, gazetteer):
            first = roles.get(run[0][1], "")
            if first.partition("/")[0] in ("by", "behalf") and not _of_groups(run, gazetteer):
                return tuple(code for code, _ in run)
    for text in parts.body[:_OPENING]:
        for behalf in _BEHALF.finditer(text):
            for run in _runs(text[behalf.end() :], gazetteer):
                if run[0][1] <= 5 and not _of_groups(run, gazetteer):
                    return tuple(code for code, _ in run)
                break
    return ()


def _runs(text: str, gazetteer: Gazetteer) -> Iterator[list[tuple[str, int]]]:
    """The lists of two or more different states in a text, as (code, where it begins)."""
    run: list[tuple[str, int]] = []
    end = 0
    for mention in gazetteer.find(text):
        if mention.form != "name":
            continue
        if run and not _JOINS.fullmatch(text[end : mention.start]):
            if len({code for code, _ in run}) > 1:
                yield run
            run = []
        if mention.code not in {code for code, _ in run}:
            run.append((mention.code, mention.start))
        end = mention.end
    if len({code for code, _ in run}) > 1:
        yield run


def _of_groups(run: Sequence[tuple[str, int]], gazetteer: Gazetteer) -> bool:
    return any(_is_large_group(code, gazetteer) for code, _ in run)


def members_of(code: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The members of a small group, whose text is theirs; () for a state or a larger group."""
    delegation = gazetteer.get(code)
    if delegation is None or not delegation.is_group or len(delegation.members) > MOST_MEMBERS:
        return ()
    return tuple(sorted(delegation.members))


def _is_large_group(code: str, gazetteer: Gazetteer) -> bool:
    delegation = gazetteer.get(code)
    return delegation is not None and delegation.is_group and code != "EU"


def _in_head(head: Sequence[str], gazetteer: Gazetteer) -> Iterator[str]:
    for line in head:
        titled = is_joint([line])
        for found in _COMPOUND.finditer(line):
            yield from (_KANJI[letter] for letter in found[1])
        for found in _WITH.finditer(line):
            if code := gazetteer.by_name(found["other"].strip("・")):
                yield from ("JPN", code)
        for mention in gazetteer.find(line):
            if mention.form == "capital":
                continue
            if has_japanese(line):
                role = japanese.in_title(line, mention.start, mention.end)
                with_another = re.match(r"[^、。]{0,30}(?:と|及び|との)", line[mention.end :]) or re.search(
                    r"(?:と|及び)[^、。]{0,4}$", line[: mention.start]
                )
                if with_another or role == "ja_mid":
                    yield mention.code
                continue
            role = english.in_title(line, mention.start, mention.end)
            outer = role.partition("/")[0]
            between = bool(_BETWEEN.search(line[: mention.start]))
            if between or outer in ("by", "behalf") or (titled and outer in _NAMED_AS_PARTY):
                yield mention.code


def _in_opening(paragraphs: Sequence[str], gazetteer: Gazetteer) -> Iterator[str]:
    """The states of the first list after "the leaders of", or of the first Japanese sentence that names two
    offices."""
    for text in paragraphs:
        mentions = gazetteer.find(text)
        for listed in _patterns()["listed"].finditer(text):
            run: list[str] = []
            end = listed.end()
            for mention in mentions:
                gap = text[end : mention.start]
                if mention.start < end or (gap.strip() and not _AND.fullmatch(gap)):
                    if run or mention.start > end:
                        break
                    continue
                run.append(mention.code)
                end = mention.end
            if len(run) > 1:
                yield from run
                return
        if has_japanese(text):
            offices = [
                m.code
                for m in mentions
                if m.form == "name" and japanese.pattern("office_after").match(text[m.end :])
            ]
            pair = re.search(r"と|及び", text)
            if len(set(offices)) > 1 and pair:
                yield from offices
                return
            between = [m.code for m in mentions if re.match(r"(?:国)?(?:と|及び|の全権団)", text[m.end :])]
            if len(set(between)) > 1:
                yield from between
                return
