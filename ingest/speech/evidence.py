"""What speaks for one state or another being the one that speaks, gathered from all parts of a text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.delegations import Gazetteer, Mention
from core.japanese import has_japanese
from ingest.speech import english, japanese
from ingest.speech.cues import institutions

NOBODY = ""  # the code of an author who speaks for no state
_HEAD_LINES = 14
_LONGEST_HEAD = 240  # code points; a longer line is text
_BODY = 40  # paragraphs that are read
_TAIL = 5  # lines at the end that may be an address
_OURS = ("body ja_wagakuni", "head ja_wagakuni")
_OF_OTHERS = ("ja_embassy", "ja_office", "ja_by", "ja_mine", "ja_alone")
# A line that ends in one of these goes on in the next.
_DANGLES = re.compile(
    r"\b(?:a|an|and|at|by|for|from|in|its|of|on|or|our|regarding|situation|that|the|their|to|with|his|her"
    r"|permanent|foreign|deputy)$",
    re.IGNORECASE,
)
# "The Council, taking note of the remarks by …,": a body that acts, not a title
_PREAMBLE = re.compile(
    r",\s+(?:taking note|recalling|having|noting|welcoming|reaffirming|mindful|bearing in mind|recognizing"
    r"|guided)\b"
)
_LATIN_WORDS = re.compile(r"[A-Za-z]{2,}")
_TITLE_WORDS = 3
_JAPANESE = "[\u3040-\u30ff\u4e00-\u9fff。、）」]"
_TWO_SCRIPTS = re.compile(
    rf"(?<=[A-Za-z.)])[\s/／|：:–—-]+(?={_JAPANESE})|(?<={_JAPANESE})[\s/／|：:–—-]+(?=[A-Z])"
)
_SENTENCE_END = re.compile(r"[.!?。！？][\"”’』」)）]*$")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for a delegation, or, with the code ``NOBODY``, for an author who speaks for
    none. ``kind`` is what sort of thing, ``where`` the part of the text, ``words`` what stands there;
    ``group`` is true where the delegation is a group of states."""

    code: str
    kind: str
    where: str
    words: str = ""
    group: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """The lines of a text by what they are: above the text, its paragraphs, and below it."""

    head: tuple[str, ...]
    body: tuple[str, ...]
    tail: tuple[str, ...]


def parts_of(lines: Sequence[str]) -> Parts:
    """Tell the lines above and below the text from the text: they are short and are no sentences."""
    lines = _joined(lines)
    top = 0
    for line in lines[:_HEAD_LINES]:
        if len(line) > _LONGEST_HEAD or english.pattern("salutation").match(line) or _is_sentence(line):
            break
        if english.pattern("body_acts").fullmatch(line):
            break
        top += 1
    bottom = len(lines)
    while bottom > top + 1 and len(lines) - bottom < _TAIL and not _is_sentence(lines[bottom - 1]):
        if len(lines[bottom - 1]) > 160:
            break
        bottom -= 1
    return Parts(tuple(lines[:top]), tuple(lines[top:bottom]), tuple(lines[bottom:]))


def _joined(lines: Sequence[str]) -> list[str]:
    """The lines, those of a title that goes on in the next line as one."""
    joined: list[str] = []
    for at, line in enumerate(lines):
        if at < _HEAD_LINES + 6 and joined and len(joined[-1]) < _LONGEST_HEAD:
            last = joined[-1]
            of_a_name = last.casefold().endswith(" republic") and line[:3].casefold() == "of "
            if of_a_name or _DANGLES.search(last) or (line[0].islower() and not _SENTENCE_END.search(last)):
                joined[-1] = f"{last} {line}"
                continue
        joined.append(line)
    return joined


def _is_sentence(line: str) -> bool:
    if line.startswith(("(", "（", "[", "［")) and line.endswith((")", "）", "]", "］")):
        return False
    words = len(line.split()) if not has_japanese(line) else len(line) // 2
    return words >= 8 and bool(_SENTENCE_END.search(line) or _PREAMBLE.search(line))


def gather(parts: Parts, gazetteer: Gazetteer) -> tuple[Evidence, ...]:
    """All that a text's lines tell."""
    letter = any(english.pattern("letter").search(line) for line in (*parts.body, *parts.tail))
    found = [
        *_in_lines(parts.head, "head", gazetteer, letter=letter),
        *_in_lines(parts.tail, "tail", gazetteer, letter=False),
    ]
    for at, text in enumerate(parts.body[:_BODY]):
        found += _in_text(text, "opening" if at < 3 else "body", gazetteer)
    if not any(one.group for one in found):  # who delivers a text speaks for himself
        found = [replace(one, kind=one.kind.replace(" deliver/", " by/")) for one in found]
    return tuple(_not_our_country(found, _letterhead(parts.head, gazetteer)))


def _letterhead(head: Sequence[str], gazetteer: Gazetteer) -> str:
    """The state of the first line above the text that is a Japanese office or embassy and says no more."""
    for line in head:
        if has_japanese(line) and not japanese.pattern("act").search(line):
            for mention in gazetteer.find(line):
                if japanese.in_title(line, mention.start, mention.end) in ("ja_office", "ja_embassy"):
                    return mention.code
    return ""


def _not_our_country(found: Sequence[Evidence], letterhead: str) -> Iterator[Evidence]:
    """The evidence, with "our country" in Japanese as what it is in a text by others: theirs; and 首相 below
    カナダ首相府 as its."""
    others = any(
        one.code not in ("JPN", NOBODY) and one.kind.partition(" ")[2] in _OF_OTHERS for one in found
    )
    shortened = [one for one in found if one.code != "JPN" and one.kind.startswith("head ja_office")]
    for one in found:
        theirs = [other for other in shortened if one.words != other.words and one.words in other.words]
        if others and one.kind in _OURS:
            yield replace(one, kind="ja_translated_we")
        elif one.kind == "head ja_own" and theirs:  # 外務省 after 露外務省 is still that one
            yield replace(one, code=theirs[0].code, kind=theirs[0].kind)
        elif one.kind == "head ja_own" and letterhead not in ("", "JPN"):
            yield replace(one, code=letterhead, kind="head ja_office")
        else:
            yield one


def _in_lines(lines: Sequence[str], where: str, gazetteer: Gazetteer, *, letter: bool) -> Iterator[Evidence]:
    lines = [piece for line in lines for piece in _by_language(line)]
    recipient = letter and bool(lines) and bool(english.pattern("recipient").match(lines[0]))
    for line in lines:
        if english.pattern("note").match(line):
            continue
        mentions = gazetteer.find(line)
        for mention in mentions:
            words = line[mention.start : mention.end]
            in_japanese = has_japanese(line)
            role = (japanese if in_japanese else english).in_title(line, mention.start, mention.end)
            if mention.form == "capital" and english.pattern("office_in").search(line[: mention.start]):
                role = "seat"
            if len(mentions) > 1 and _is_letterhead(line, mentions):
                role = "alone"
            if recipient and where == "head":
                role = "recipient"
            if mention.form != "name":
                role = f"{role}:{mention.form}"
            yield Evidence(mention.code, f"{where} {role}", where, words, _is_group(mention.code, gazetteer))
        yield from _unnamed(line, where, mentions)


def _is_letterhead(line: str, mentions: Sequence[Mention]) -> bool:
    """Whether a line is a state with its capital: "Republic of the Congo – Brazzaville"."""
    rest = line
    for mention in reversed(mentions):
        rest = rest[: mention.start] + rest[mention.end :]
    return len({mention.code for mention in mentions}) == 1 and not re.search(r"[^\W_]", rest)


def _by_language(line: str) -> list[str]:
    """A title that stands in Japanese and in Latin letters as two: "Statement by Japan　日本の発言"."""
    if not has_japanese(line) or len(_LATIN_WORDS.findall(line)) < _TITLE_WORDS:
        return [line]
    return [piece for piece in _TWO_SCRIPTS.split(line) if piece.strip()] or [line]


def _is_group(code: str, gazetteer: Gazetteer) -> bool:
    delegation = gazetteer.get(code)
    return delegation is not None and delegation.is_group


def _unnamed(line: str, where: str, mentions: Sequence[Mention]) -> Iterator[Evidence]:
    """Offices that tell their state without its name, and authors who speak for none."""
    for pattern, code in institutions():
        found = pattern.search(line)
        if found and english.outer_of(line[: found.start()]) not in ("to", "about", "host"):
            yield Evidence(code, f"{where} institution", where, found[0])
    found = english.pattern("nobody").search(line)
    if found and english.outer_of(line[: found.start()]) not in ("to", "about", "host"):
        yield Evidence(NOBODY, f"{where} nobody", where, found[0])
    if not has_japanese(line):
        return
    found = japanese.pattern("nobody").search(line)
    if found and not japanese.pattern("recipient").match(line, found.end()):
        yield Evidence(NOBODY, f"{where} ja_nobody", where, found[0])
    foreigner = japanese.pattern("foreigner").search(line)
    # Not フランス大統領の演説 or フランスのマクロン大統領の演説, which name the state. A state that another
    # line names speaks by such a person, so that this is fitted to speak against nobody.
    if foreigner and not any(
        mention.start < foreigner.end("who") and foreigner.start("who") <= mention.end + 1
        for mention in mentions
    ):
        yield Evidence(NOBODY, f"{where} ja_foreigner", where, foreigner[0])
    if where == "head" and (found := japanese.pattern("mine").search(line)):
        yield Evidence("JPN", _OURS[1], where, found[0])
    for own in japanese.pattern("own").finditer(line):
        another = bool(
            re.search(rf"(?<![一-龥])[{''.join(japanese.COMPOUND)}]$", line[: own.start()])
        ) or any(
            m.end <= own.start() and japanese.pattern("own_before").fullmatch(line, m.end, own.start())
            for m in mentions
        )
        rest = line[own.end() :]
        if not another and not any(japanese.pattern(p).match(rest) for p in ("addressee", "about", "honour")):
            yield Evidence("JPN", f"{where} ja_own", where, own[0])
            break
    for code, role, words in japanese.shortened(line):
        yield Evidence(code, f"{where} {role}", where, words)
    # of 日ロ外相会談 with ラヴロフ外相の発言 it is not the first that speaks
    if not foreigner and (found := japanese.pattern("compound").search(line)):
        yield Evidence(japanese.COMPOUND[found[1]], f"{where} ja_compound", where, found[0])


def _in_text(text: str, where: str, gazetteer: Gazetteer) -> Iterator[Evidence]:
    for sentence in english.sentences(text):
        in_japanese = has_japanese(sentence)
        if not in_japanese and (found := english.pattern("body_speaks").match(sentence)):
            yield Evidence(NOBODY, f"{where} body_speaks", where, found[0])
        joins = english.pattern("joins").search(sentence)
        for mention in gazetteer.find(sentence):
            if joins and mention.start < joins.start():
                continue  # states that align themselves with "this statement" are not its authors
            words = sentence[mention.start : mention.end]
            role = (japanese if in_japanese else english).in_sentence(sentence, mention.start, mention.end)
            if mention.form != "name":
                role = f"{role}:{mention.form}"
            yield Evidence(mention.code, f"{where} {role}", where, words, _is_group(mention.code, gazetteer))
        if in_japanese:
            if found := japanese.pattern("mine").search(sentence):
                yield Evidence("JPN", _OURS[0], where, found[0])
            if found := japanese.pattern("own_subject").search(sentence):
                yield Evidence("JPN", "body ja_own_subject", where, found[0])
            if found := japanese.pattern("visit").search(sentence):
                yield Evidence("JPN", "body ja_visit", where, found[0])
            if found := japanese.pattern("nobody").search(sentence):
                yield Evidence(NOBODY, f"{where} ja_nobody", where, found[0])
