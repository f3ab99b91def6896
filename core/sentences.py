"""Sentences of English and Japanese text, as exact spans, whole or as the text streams in.

A missed boundary gives a long sentence, a wrong one gives half a thought in somebody's mouth; where
a stop is ambiguous ("J. Smith", "No. 5", "the U.S. position") it is therefore not a boundary. One
pass, in linear time.
"""

import re
from enum import Enum

from core.japanese import has_japanese
from core.months import SHORT

_CLOSERS = r"[\"'”’»)\]}」』）】〉》］]*"
_STOP = re.compile(
    rf"(?P<ja>[。｡！？]+|(?<=[\u3040-\u30ff\u4e00-\u9fff])．)(?P<jaclose>{_CLOSERS})"
    rf"|(?P<latin>[.!?…‥]+){_CLOSERS}"
    r"|(?P<blank>\n[^\S\n]*\n)"
)
_SPACE = re.compile(r"\s*")
_OPENERS = re.compile(r"[\"'“‘«(\[{「『（【〈《［¿¡*_–—•·-]*\s?")
_REFERENCE = re.compile(r" ?(?:\[\d{1,3}(?:[,–-] ?\d{1,3})*\])+")  # "[1]" or " [2, 3]" after a stop
_PART_OF_REFERENCE = re.compile(r" ?\[[\d,–\- \[\]]*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_TOKEN = re.compile(r"[^\s\"'“”‘’«»()\[\]{}「」『』（）【】,;:!?—/-]*\Z")
_LOOK_BEHIND = 32  # longer than any abbreviation


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_ALWAYS = _words(
    "mr mrs ms messrs mme mlle dr prof rev hon gen lt col sgt capt cpt cmdr adm maj brig amb sen gov"
    " pres st ste mt ft e.g i.e eg ie viz cf vs h.e h.h h.m h.r.h ph.d supt insp supp dept univ"
)
_BEFORE_NUMBER = _words(
    "no nos art arts para paras par pars p pp vol vols ch chap sec sect fig figs res rev add corr op"
    " approx ca c annex app ed eds " + " ".join(SHORT).lower()
)
_BEFORE_SMALL = _words("etc al inc ltd co corp jr sr bros a.m p.m a.d b.c ibid")
_LETTERED = _words(
    "annex appendix article category chapter class group option part plan schedule section track tier"
    " type version war world elizabeth"
)
_STARTERS = _words(
    "A After All Also Although An And As At Because But By Despite Each Even Every Finally First For From"
    " Further Furthermore He Her Here His How However I If In Indeed Instead It Its Last Let Many Moreover"
    " My Nevertheless No Nor Not Now On One Our Secondly She Since So Some Such That The Their Then There"
    " Therefore These They This Those Thus To Today Under Until We What When Where Which While Who Why"
    " With Without Yet You Your"
)
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_LABEL = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,5}|[ivxlc]{1,5}|[^\W\d_]")
# After a closing quotation mark these continue the sentence: 「…。」と述べた。
_PARTICLES = frozenset("とをはがのにもへやだ、，。")
_OPENS, _CLOSES = frozenset("「『（【〈《［"), frozenset("」』）】〉》］")


class _Verdict(Enum):
    SPLIT = 1
    JOIN = 2
    UNSURE = 3  # text that has not arrived yet may decide it


def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open code-point spans of the sentences of ``text``, in order and without overlap.

    Spans are trimmed of white space; together they cover all of the text that is not white space.
    A blank line always ends a sentence, a single line break never does. Markers such as ``[1]``
    that follow a stop belong to the sentence before them.
    """
    spans = []
    start = 0
    for end in _ends(text, 0, final=True)[0]:
        if span := _trimmed(text, start, end):
            spans.append(span)
        start = end
    if span := _trimmed(text, start, len(text)):
        spans.append(span)
    return tuple(spans)


class StreamingSentences:
    """Splits text that arrives in pieces, as a language model writes it.

    A sentence is handed out once no further text could change where it ends. The same text gives
    the same sentences as ``split_sentences``, however it was cut, with one exception for the sake
    of speed: 。 with no bracket open ends a sentence at once, whatever may follow.
    """

    def __init__(self) -> None:
        self._text = ""
        self._resume = 0

    def feed(self, chunk: str) -> tuple[str, ...]:
        """The sentences that are surely complete now that ``chunk`` has arrived, oldest first."""
        self._text += chunk
        ends, self._resume = _ends(self._text, self._resume, final=False)
        return self._take(ends)

    def flush(self) -> tuple[str, ...]:
        """What is left, as sentences; afterwards nothing is held."""
        ends, _ = _ends(self._text, self._resume, final=True)
        sentences = self._take([*ends, len(self._text)])
        self._text, self._resume = "", 0
        return sentences

    def _take(self, ends: list[int]) -> tuple[str, ...]:
        sentences = []
        start = 0
        for end in ends:
            if span := _trimmed(self._text, start, end):
                sentences.append(self._text[slice(*span)])
            start = end
        self._text = self._text[start:]
        self._resume = max(self._resume - start, 0)
        return tuple(sentences)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    body = len(piece.strip())
    return (start + lead, start + lead + body) if body else None


def _ends(text: str, resume: int, *, final: bool) -> tuple[list[int], int]:
    """Ends of sentences found from ``resume`` on, and where to look again when more text is there."""
    ends: list[int] = []
    start = 0
    position = resume
    while found := _STOP.search(text, position):
        verdict, end = _judge(text, start, found, final=final)
        if verdict is _Verdict.UNSURE:
            return ends, found.start()
        if verdict is _Verdict.SPLIT:
            ends.append(end)
            start = end
        position = end
    # A blank line may be half there: look again from the end of what is not white space.
    tail = len(text.rstrip())
    return ends, max(position, tail)


def _judge(text: str, start: int, found: re.Match[str], *, final: bool) -> tuple[_Verdict, int]:
    """Whether ``found`` ends the sentence that began at ``start``, and the offset to go on from."""
    end = found.end()
    if found["blank"]:
        return _Verdict.SPLIT, end
    if end == len(text) and not final:
        if found["ja"] == "。" and not found["jaclose"] and not _bracket_open(text[start:end]):
            return _Verdict.SPLIT, end
        return _Verdict.UNSURE, end
    if not final and _PART_OF_REFERENCE.fullmatch(text, end):
        return _Verdict.UNSURE, end
    if reference := _REFERENCE.match(text, end):
        end = reference.end()
    after = _SPACE.match(text, end).end()  # type: ignore[union-attr]  # \s* always matches
    if after == len(text):
        return (_Verdict.SPLIT if final else _Verdict.UNSURE), end
    gap = text[end:after]
    if gap.count("\n") > 1:
        return _Verdict.SPLIT, end
    if found["ja"]:
        return _judge_japanese(text, found, end, after)
    return _judge_latin(text, start, found, end, after, final=final)


def _judge_japanese(text: str, found: re.Match[str], end: int, after: int) -> tuple[_Verdict, int]:
    closed = found["jaclose"]
    quoted = closed.endswith(("」", "』", "”")) and text[after] in _PARTICLES
    aside = bool(closed) and text[after] in "、，。"
    return (_Verdict.JOIN if quoted or aside else _Verdict.SPLIT), end


def _judge_latin(
    text: str, start: int, found: re.Match[str], end: int, after: int, *, final: bool
) -> tuple[_Verdict, int]:
    stop = found["latin"]
    if after == end:  # nothing between: "3.5", "U.N.", "www.un.org"; "か?はい" is Japanese
        japanese = stop[-1] in "!?" and has_japanese(text[end]) and has_japanese(text[found.start() - 1])
        return (_Verdict.SPLIT if japanese else _Verdict.JOIN), end
    begin = _OPENERS.match(text, after).end()  # type: ignore[union-attr]  # always matches
    if begin == len(text):
        return (_Verdict.SPLIT if final else _Verdict.UNSURE), end
    following = text[begin]
    if following.islower():
        return _Verdict.JOIN, end
    if stop != ".":
        return _Verdict.SPLIT, end
    return _judge_full_stop(text, start, found.start(), end, begin, final=final)


def _judge_full_stop(
    text: str, start: int, stop: int, end: int, begin: int, *, final: bool
) -> tuple[_Verdict, int]:
    """A single "." followed by white space and something that could begin a sentence."""
    split, join = (_Verdict.SPLIT, end), (_Verdict.JOIN, end)
    behind = max(start, stop - _LOOK_BEHIND)
    term = _TOKEN.search(text, behind, stop)[0]  # type: ignore[index]  # may be empty, always matches
    word = term.lower()
    following = text[begin]
    first = not text[start : stop - len(term)].strip(" \t\n([（*•-") if stop - start < _LOOK_BEHIND else False
    if first and _LABEL.fullmatch(term):
        return join  # "1. The …", "IV. Conclusions", "a. Norms"
    if word in _ALWAYS:
        return join
    if word in _BEFORE_NUMBER and (following.isdigit() or text[begin - 1] in "(["):
        return join
    if word in _BEFORE_SMALL:
        return split
    shortened = len(term) == 1 and stop > 1 and text[stop - 2] in "'’"  # "it isn't. Japan …"
    if len(term) == 1 and term.isalpha() and term.isascii() and not shortened:
        before = text[behind : stop - 1].split()
        if not before or before[-1].endswith("."):
            return join
        return split if term == "I" or before[-1].lower() in _LETTERED else join
    if _ACRONYM.fullmatch(term):
        starter = _WORD.match(text, begin)
        if starter is None:
            return split
        if starter.end() == len(text) and not final:
            return _Verdict.UNSURE, end
        return split if starter[0] in _STARTERS else join
    return split


def _bracket_open(text: str) -> bool:
    return sum(c in _OPENS for c in text) > sum(c in _CLOSES for c in text)
