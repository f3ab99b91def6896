"""Words of a sentence as the support check compares them.

A token keeps its exact place in the text and a *key*, the form under which two spellings of one
word meet ("negotiating", "negotiations"; "programme", "program"; "co-operation", "cooperation").
Japanese, which has no spaces, is cut into overlapping pairs of characters.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from answer.words.lexicon import (
    ANTONYMS,
    CONCEPTS,
    NEGATED_BASES,
    NUMBER_WORDS,
    ORDINALS,
    STOP_WORDS,
)
from answer.words.stemming import stem
from core.japanese import JAPANESE

Kind = Literal["word", "number", "cjk", "mark"]

_PATTERN = re.compile(
    rf"(?P<cjk>[{JAPANESE}]+)"
    r"|(?P<dotted>(?:[A-Z]\.){2,})"
    r"|(?P<number>\d+(?:[.,]\d+)*)(?:(?:st|nd|rd|th)\b)?"
    r"|(?P<word>(?:(?i:co|non|multi|re|pre|anti|counter|inter|sub|bi|cyber)-(?=[a-z]))?"
    rf"(?:(?![{JAPANESE}])[^\W\d_])+(?:\d+(?![\d.,]))?(?:['’](?:(?![{JAPANESE}])[^\W\d_])+)*)"
    r"|(?P<mark>[.,;:!?()\[\]–—。、；：！？（）「」『』…\"“”])"
)
# "2018–19", "2018/19": the second number is a year; "2018-12" is a month.
_YEARS = re.compile(r"([12]\d)\d\d[–/]\d\d")
_HIRAGANA = re.compile(r"^[\u3041-\u3096ー]+$")


@dataclass(frozen=True, slots=True)
class Token:
    """``text[start:end]`` of the sentence it was read from.

    ``key`` is what equality of words means here, and ``stem`` the word's own stem ("" but for words,
    used by the lexicon's tables). ``sign`` is -1 for a word whose key names its
    opposite ("oppose" has the key of "support", "unnecessary" that of "necessary"), else 1.
    ``capital`` is true for a word written with a capital letter; ``first`` for the first word.
    """

    text: str
    start: int
    end: int
    kind: Kind
    key: str
    stem: str = ""
    sign: int = 1
    capital: bool = False
    first: bool = False

    @property
    def lower(self) -> str:
        """The word in lower case, with a straight apostrophe."""
        return self.text.casefold().replace("’", "'")

    @property
    def content(self) -> bool:
        """True for words that carry meaning by themselves: neither marks nor function words."""
        return self.kind in ("number", "cjk") or (self.kind == "word" and self.lower not in STOP_WORDS)

    @property
    def acronym(self) -> bool:
        """True for OEWG, PoA, U.N., G7: two capitals or more, or capitals and a digit."""
        capitals = sum(letter.isupper() for letter in self.text)
        return self.kind == "word" and (
            capitals >= 2 or (capitals == 1 and any(c.isdigit() for c in self.text))
        )

    @property
    def letters(self) -> str:
        """The letters of an acronym in lower case, without a plural s."""
        found = "".join(c for c in self.text if c.isalpha()).casefold()
        return found[:-1] if self.text.endswith("s") and len(found) > 2 else found


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of ``text`` in order. Every token but a Japanese pair is disjoint from the next."""
    tokens: list[Token] = []
    first = True
    for found in _PATTERN.finditer(text):
        kind = found.lastgroup
        start, end, raw = found.start(kind or 0), found.end(kind or 0), found.group(kind or 0)
        if kind == "cjk":
            tokens.extend(_pairs(raw, start))
        elif kind == "number":
            key = _number_key(raw)
            if span := _YEARS.fullmatch(text[max(0, start - 5) : end]):
                key = span[1] + raw
            tokens.append(Token(raw, start, end, "number", key))
        elif kind == "mark":
            tokens.append(Token(raw, start, end, "mark", raw))
            continue
        elif raw.casefold() in ORDINALS and text[end : end + 1] in (",", ""):
            tokens.append(Token(raw, start, end, "word", raw.casefold(), stem(raw.casefold()), first=first))
        else:
            tokens.extend(_words(raw, start, first))
        first = False
    return tuple(tokens)


def _pairs(raw: str, start: int) -> list[Token]:
    if len(raw) == 1:
        return [Token(raw, start, start + 1, "cjk", raw)]
    spans = [(i, raw[i : i + 2]) for i in range(len(raw) - 1)]
    return [
        Token(pair, start + i, start + i + 2, "cjk", unicodedata.normalize("NFKC", pair)) for i, pair in spans
    ]


def is_grammatical_pair(token: Token) -> bool:
    """True for a Japanese pair of hiragana, which is mostly grammar rather than content."""
    return token.kind == "cjk" and bool(_HIRAGANA.match(token.text))


def _number_key(raw: str) -> str:
    digits = unicodedata.normalize("NFKC", raw)
    whole = re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits)
    digits = digits.replace(",", "") if whole else digits.replace(",", ".")
    if digits.count(".") == 1:
        digits = digits.rstrip("0").rstrip(".")
    return digits.lstrip("0") or "0"


def _words(raw: str, start: int, first: bool) -> list[Token]:
    capital = raw[0].isupper()
    plain = raw.replace("’", "'")
    lower = plain.casefold()
    if lower in ("cannot", "can't"):
        cut = 3
        return [
            Token(raw[:cut], start, start + cut, "word", "can", "can", 1, capital, first),
            Token(raw[cut:], start + cut, start + len(raw), "word", "not", "not"),
        ]
    if lower.endswith("n't") and len(lower) > 3:
        cut = len(raw) - 3
        return [
            Token(raw[:cut], start, start + cut, "word", lower[:-3], lower[:-3], 1, capital, first),
            Token(raw[cut:], start + cut, start + len(raw), "word", "not", "not"),
        ]
    if "'" in plain:
        base = plain.split("'")[0]
        raw, lower = raw[: len(base)], base.casefold()
    if raw.endswith(".") and "." in raw[:-1]:
        letters = raw.replace(".", "")
        return [Token(raw, start, start + len(raw), "word", letters.casefold(), "", 1, True, first)]
    if lower in NUMBER_WORDS or lower in ORDINALS:
        count = NUMBER_WORDS.get(lower) or ORDINALS[lower]
        return [Token(raw, start, start + len(raw), "number", count)]
    key, sign = word_key(lower)
    return [Token(raw, start, start + len(raw), "word", key, stem(lower), sign, capital, first)]


def word_key(lower: str) -> tuple[str, int]:
    """The key and sign of a lower-case English word: stem, then concept, then opposite."""
    sign = 1
    word = lower.replace("-", "")
    for prefix in ("non", "un", "in", "im", "ir", "dis"):
        base = word[len(prefix) :]
        if word.startswith(prefix) and (base in NEGATED_BASES or (prefix == "non" and "-" in lower)):
            word, sign = base, -1
            break
    stemmed = stem(word)
    concept = CONCEPTS.get(stemmed, stemmed)
    if concept in ANTONYMS:
        return ANTONYMS[concept], -sign
    return concept, sign
