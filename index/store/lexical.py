"""Words of a text as the full-text index stores them, and a person's query in the same words.

SQLite's FTS5 splits at white space and stems English (``porter``); everything else happens here, on
both sides alike, so that a query finds a text however either was typed: case, width and accents are
folded, British and American spellings meet ("programme", "program"), hyphens do not matter
("co-operation", "multi-stakeholder", "cyber security"), and runs of Japanese, Chinese or Korean,
which have no spaces, become overlapping pairs of characters.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

REVISION = "2"  # raise when the words of a text change: stored indexes are then rewritten
MAX_TERMS = 48
MAX_QUERY_CHARACTERS = 4000

_HAN = r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_KATAKANA = r"\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
_HIRAGANA = r"\u3041-\u309f"
_HANGUL = r"\uac00-\ud7a3"
_UNSPACED = f"{_HAN}{_KATAKANA}{_HIRAGANA}{_HANGUL}"

_ACCENTS = re.compile(r"[\u0300-\u036f]")  # not U+3099: が without its mark would be か
_IGNORED = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_POSSESSIVE = re.compile(r"['’ʼ]s\b")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")
_WORD = re.compile(f"[{_UNSPACED}]+|(?:(?![{_UNSPACED}])[^\\W_])+")
_SEGMENT = re.compile(f"[{_HAN}]+|[{_KATAKANA}]+|[{_HIRAGANA}]+|[{_HANGUL}]+")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_IS_HIRAGANA = re.compile(f"[{_HIRAGANA}]+")
_QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”')

_HYPHENS = frozenset("-‐‑‒–")
_JOINED_BY_HYPHEN = frozenset(
    (
        *("anti", "bi", "co", "counter", "de", "dis", "extra", "inter", "intra", "mis", "multi", "non"),
        *("over", "post", "pre", "re", "semi", "sub", "trans", "tri", "ultra", "un", "under"),
    )
)
_JOINED_BY_SPACE = frozenset(("anti", "co", "inter", "multi", "non", "pre"))
_COMPOUNDS = re.compile(
    r"(cyber)(\w{3,})|(peace)(keep(?:ing|ers?)|build(?:ing|ers?)|mak(?:ing|ers?))|(capacity)(building)|(per)(cent)"
)
_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"programmes?$"), "program"),
    # not "revise" or "precise", whose stem they share with "revision" and "precision"
    (re.compile(r"(?<=[a-z]{3})(?<!v)(?<!prec)(?<!conc)is(?=(?:e|ed|es|ing|ation|ations|ational)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{3})our(?=(?:s|ed|ing|able|ably|hood|ly|er|ers|ite)?$)"), "or"),
    (re.compile(r"(?<=^cen)tre|(?<=^thea)tre|(?<=^me)tre(?=s?$)|(?<=^kilome)tre"), "ter"),
    (re.compile(r"(?<=^def)ence|(?<=^off)ence|(?<=^lic)ence"), "ense"),
    (re.compile(r"(?<=dg)e(?=ments?$)"), ""),
    (re.compile(r"(?<=^trave)ll|(?<=^cance)ll|(?<=^labe)ll|(?<=^signa)ll|(?<=^mode)ll(?=e|i)"), "l"),
    (re.compile(r"^fulfill"), "fulfil"),
    (re.compile(r"(?<=^anal)ys(?=e|ing)|(?<=^paral)ys(?=e|ing)|(?<=^catal)ys(?=e|ing)"), "yz"),
)

STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are as at be because been before being
    below  between both but by can could did do does doing down during each few for from further had has
    have having  he her here hers him his how i if in into is it its itself just me more most my no nor
    not of off on once  only or other our ours out over own same she should so some such than that the
    their theirs them then  there these they this those through to too under until up us very was we
    were what when where which while  who whom whose why will with would you your yours s t don didn
    doesn isn aren wasn weren won  say says said tell think thinks thought please
    """.split()  # noqa: SIM905  a list of 150 quoted words would hide them
)
_STOP_SEGMENTS = frozenset(("立場", "見解", "考方", *"考言何思述示見的等中上下者事時様方私対関"))


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a query. ``shown`` is as typed (case folded), ``phrase`` the index's words in
    order, ``alternatives`` FTS5 expressions of which any counts as a find."""

    shown: str
    phrase: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LexicalQuery:
    """A query in the index's words: ``terms`` of which more is better, and ``required`` FTS5
    expressions, one for each phrase that was typed in quotation marks, all of which must match."""

    terms: tuple[Term, ...]
    required: tuple[str, ...]

    @property
    def any_term(self) -> str:
        """FTS5 expression that matches any term; ``""`` when there is none."""
        return " OR ".join(dict.fromkeys(a for term in self.terms for a in term.alternatives))


def index_words(text: str) -> list[str]:
    """The words under which ``text`` is indexed, in order."""
    words: list[str] = []
    for word, unspaced in _words(_normalise(text)):
        if unspaced:
            words += _pairs(word)
            if len(word) > 1:  # so that a single character at the end of a run is found by prefix
                words.append(word[-1])
        else:
            words += word.split()
    return words


def parse_query(query: str) -> LexicalQuery:
    """Read a person's query. Never fails: whatever is not a word is ignored, and nothing in it is
    taken for FTS5 syntax. At most ``MAX_TERMS`` terms of the first ``MAX_QUERY_CHARACTERS``."""
    query = query[:MAX_QUERY_CHARACTERS]
    required = []
    for found in _QUOTED.finditer(query):
        if expression := phrase(found[1] or found[2]):
            required.append(expression)
    words = list(_words(_normalise(query)))
    terms = [term for word, unspaced in words for term in _terms(word, unspaced, keep_all=False)]
    if not terms:  # a query of nothing but common words is still a query
        terms = [term for word, unspaced in words for term in _terms(word, unspaced, keep_all=True)]
    unique = {term.phrase: term for term in terms}
    return LexicalQuery(tuple(unique.values())[:MAX_TERMS], tuple(dict.fromkeys(required)))


def phrase(text: str) -> str:
    """FTS5 expression for the words of ``text`` in a row; ``""`` when it has none."""
    words: list[str] = []
    prefix = False
    pieces = list(_words(_normalise(text)))
    for position, (word, unspaced) in enumerate(pieces):
        if not unspaced:
            words += word.split()
            continue
        words += _pairs(word)
        last = position == len(pieces) - 1
        if len(word) > 1 and not last:
            words.append(word[-1])
        prefix = last and len(word) == 1
    return _quote(" ".join(words)) + (" *" if prefix else "") if words else ""


def _normalise(text: str) -> str:
    text = unicodedata.normalize("NFKC", _IGNORED.sub("", text)).casefold()
    text = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))
    text = _POSSESSIVE.sub("", text)
    return _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", text)


def _words(text: str) -> Iterator[tuple[str, bool]]:
    """(word, is it a run of an unspaced script); a compound is its parts joined by a space."""
    prefix = ""
    prefix_end = -1
    for found in _WORD.finditer(text):
        word, start = found[0], found.start()
        unspaced = bool(_IS_UNSPACED.match(word))
        if prefix:
            joined = not unspaced and start == prefix_end + 1
            between = text[prefix_end] if joined else ""
            joined = between in _HYPHENS or (between == " " and prefix in _JOINED_BY_SPACE)
            if joined and between:
                word = prefix + word
            else:
                yield prefix, False
            prefix = ""
        if not unspaced and word in _JOINED_BY_HYPHEN:
            prefix, prefix_end = word, found.end()
            continue
        yield (word, True) if unspaced else (_fold(word), False)
    if prefix:
        yield prefix, False


@lru_cache(maxsize=32768)  # a text's words are few, and most of them in every text
def _fold(word: str) -> str:
    if found := _COMPOUNDS.fullmatch(word):
        return " ".join(_spell(part) for part in found.groups() if part)
    return _spell(word)


def _spell(word: str) -> str:
    if word.isascii():
        for pattern, replacement in _SPELLINGS:
            word = pattern.sub(replacement, word)
    return word


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def _terms(word: str, unspaced: bool, *, keep_all: bool) -> Iterator[Term]:
    if not unspaced:
        parts = [part for part in word.split() if keep_all or part not in STOP_WORDS]
        if parts:
            yield Term(word.replace(" ", ""), word, tuple(map(_quote, parts)))
        return
    for found in _SEGMENT.finditer(word):
        segment = found[0]
        if not keep_all and (_IS_HIRAGANA.fullmatch(segment) or segment in _STOP_SEGMENTS):
            continue
        if len(segment) == 1:
            yield Term(segment, segment, (_quote(segment) + " *",))
        else:
            pairs = _pairs(segment)
            yield Term(segment, " ".join(pairs), tuple(map(_quote, pairs)))


def _quote(words: str) -> str:
    return '"' + words.replace('"', "") + '"'
