"""Where a text that stands in two languages changes from one to the other.

A statement is often given in two: in columns, line by line, one after the other, or parted by a stroke. Its
pieces tell by themselves in which language they are, by their script or by the commonest words of a language;
a line that does not tell (a name, a figure) belongs to what stands before it.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from ingest.text.languages import COMMONEST, WORD, language_of
from ingest.text.lines import Line

_STROKE = re.compile(r"\s+[/|｜]\s+|\s*／\s*")
_STROKES = "/|｜／"
_BEYOND_LATIN = re.compile(r"[\u0370-\u1dff\u1f00-\u1fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=\S)|(?<=[。！？])\s*(?=\S)")
_ENDED = re.compile(r"[.!?;](?=\s|$)|[。！？；]")
_SENTENCE = re.compile(r"[.!?:;。！？：；][\"'”’»)\]」』）】]*$")
_SHORT = 25  # code points of a line that may be a heading
_SAMPLE = 160  # code points of a piece that are looked at
_LOOKED_AT = 9  # lines, spread over the text, that tell whether it may be in two languages
_SHARE = 0.2  # of what tells its language is in the second one of such a text
_LEAST = 2  # pieces in it
_CUTS = 2  # places in a line at which one language may end
_BETWEEN = re.compile(r"[,;](?=\s)")
_LIST = 3  # words for each comma in a list, at most
_SMALL = 3  # one word in so many begins with a small letter in any language, but not in names
_FEW = 4  # words of a line in a language that is not listed, in a text that has one
_MANY = 8  # words that hold some of the commonest of their language
_CLEARLY = 1.3  # times that the commonest words of a language are more than those of any other
_UNKNOWN = "other"  # in Latin letters, of no language whose words are listed


def tongue_of(text: str, among: Collection[str] = ()) -> str:
    """The language of a piece of text, or the script of one that is not in Latin letters; "" where it has too
    few words to tell. Where it is one of two, a word that is common in one of them only tells."""
    found = _candidates(text, among, least=1 if among else _LEAST)
    return found[0] if len(found) == 1 else ""


def _candidates(text: str, among: Collection[str] = (), *, least: int) -> list[str]:
    """The languages that a piece may be in, which has at least so many of their commonest words: several
    where these are the same words."""
    text = text[:_SAMPLE]
    if _BEYOND_LATIN.search(text) and (script := _script_of(text)):
        return [script]
    words = WORD.findall(text.lower())
    languages = _languages()
    hits = dict.fromkeys(among or COMMONEST, 0)
    for word in words:
        for code in languages.get(word, ()):
            if code in hits:
                hits[code] += 1
    most = max(hits.values(), default=0)
    if not most:
        enough = len(words) >= (_FEW if _UNKNOWN in among else _MANY)
        return [_UNKNOWN] if enough and _is_prose(text) else []
    near = most if among else most / _CLEARLY
    return [code for code, count in hits.items() if count >= near] if most >= least else []


@cache
def _languages() -> Mapping[str, tuple[str, ...]]:
    """Each of the commonest words with the languages that have it; a letter tells too little of a piece."""
    words = {word for common in COMMONEST.values() for word in common if len(word) > 1}
    return {word: tuple(code for code, common in COMMONEST.items() if word in common) for word in words}


def _script_of(text: str) -> str:
    """The language that ``language_of`` tells by the script, for pieces not in Latin letters."""
    latin = sum(letter.isascii() and letter.isalpha() for letter in text)
    beyond = len(_BEYOND_LATIN.findall(text))
    # A word in kanji or kana takes about half as many letters as one in an alphabet.
    return language_of([text]) if beyond * 2 > latin else ""


def in_two(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The lines, those that say a thing in one language and then in another cut between the two, and the
    language of each; of a text in one language the lines as they are, and no languages."""
    every = len(lines) // _LOOKED_AT | 1  # odd: lines may alternate
    if not _two_of([_pieces(line) for line in lines[::every]]):
        return tuple(lines), ()
    pieces = [_pieces(line) for line in lines]
    two = _two_of(pieces)
    if not two:
        return tuple(lines), ()
    cut = tuple(piece for one in pieces for piece in one)
    told: list[str] = []
    for line in cut:
        told.append(tongue_of(line.text, two) or (told[-1] if told else ""))
    return cut, tuple(told)


def changes(lines: Sequence[Line], tongues: Sequence[str]) -> frozenset[int]:
    """The offsets of the lines with which another language begins."""
    told = zip(lines, tongues, strict=False)  # no languages, no changes
    return frozenset(
        line.start for (_, before), (line, tongue) in pairwise(told) if before and tongue != before
    )


def are_two(first: str, second: str) -> bool:
    """Whether two columns hold sentences in two languages, and not names and what is said of them."""
    sides = (first, second)
    written = all(len(_ENDED.findall(side)) >= _LEAST and _is_prose(side) for side in sides)
    return written and _differ(first, second)


def _is_prose(text: str) -> bool:
    """Whether many words of a text in Latin letters begin small, and it is no list of names; these tell no
    language. In German half of the words may begin with a capital."""
    if len(_BEYOND_LATIN.findall(text)) * 2 > len(text):
        return True
    words = WORD.findall(text)
    return sum(map(str.islower, words)) * _SMALL > len(words) and len(_BETWEEN.findall(text)) * _LIST < len(
        words
    )


def _differ(first: str, second: str) -> bool:
    """Whether the sides of a stroke, or of a sentence's end, are in two languages."""
    one, other = set(_candidates(first, least=1)), set(_candidates(second, least=1))
    return bool(one and other) and not one & other


def _two_of(lines: Iterable[Sequence[Line]]) -> list[str]:
    """The two languages of a text that has two, by its lines and what they were cut into; none for others."""
    counted = Counter(
        tongue
        for pieces in lines
        for piece in pieces
        if len(piece.text) >= _SHORT or _SENTENCE.search(piece.text)  # a heading tells nothing of the text
        for tongue in _candidates(piece.text, least=1 if len(pieces) > 1 else _LEAST)
    )
    two = counted.most_common(2)
    if len(two) < 2 or two[1][1] < max(_LEAST, _SHARE * (two[0][1] + two[1][1])):
        return []
    return [tongue for tongue, _ in two]


def _pieces(line: Line) -> list[Line]:
    """The line, cut at a stroke, or at a sentence's end where the script changes, if one language ends there
    and another begins."""
    text = line.text
    if line.heading or line.alone:
        return [line]
    found = list(_STROKE.finditer(text)) if any(stroke in text for stroke in _STROKES) else []
    if not found and _BEYOND_LATIN.search(text):
        found = list(_SENTENCE_END.finditer(text))
    for one in found[:_CUTS]:
        if _differ(text[: one.start()], text[one.end() :]):
            first = text[: one.start()].rstrip()
            return [
                replace(line, end=line.start + len(first), text=first),
                Line(line.start + one.end(), line.end, text[one.end() :], False, False),
            ]
    return [line]
