"""Who speaks: states, former states and groups by name, adjective, capital and code, in two languages.

The data is ``delegations.toml`` beside this module.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from core.errors import UsageError
from core.japanese import has_japanese

# "people", "nickname" and "speaker" are found in questions only: answer/question/who/names.py.
Form = Literal["name", "adjective", "capital", "people", "nickname", "speaker"]

_DATA = Path(__file__).with_name("delegations.toml")
_LATIN = r"A-Za-z0-9À-ɏ_"
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_PERHAPS_COMBINING = re.compile("[^\0-\u02ff]")  # no mark that combines is among the first 768 characters
_LONGEST_NAME = 200  # code points; a longer text is nobody's name
_KATAKANA = re.compile(r"[ァ-ヴー]")
# 日本語, 日本海, インド洋, インド太平洋, メキシコ湾 name a language or a sea.
_NOT_A_STATE = re.compile(r"語|海|洋|湾|太平洋|地方")
# "Paris Agreement", "Rome Statute", "Tallinn Manual": a text named after the city it was made in.
_INSTRUMENT = re.compile(
    r"(?:[ \n]\d{4})?[ \n](?:Action|Accords?|Agenda|Agreements?|Arrangement|Call|Charter|Club|Code"
    r"|Commitments?|Communiqu[eé]|Compact|Conference|Consensus|Convention|Declaration|Document|Final|Formula|Framework"
    r"|Guidelines|Initiative|Manual|Memorandum|Outcome|Pact|Plan|Platform|Principles|Process|Programme"
    r"|Protocol|Round|Rules|Statute|Summit|Treaty|Understanding)\b"
)
# "the Minsk process", 「東京会議」: held in that city.
_HELD_THERE = re.compile(
    r"[ \n](?:process|round|summit|conference|meeting|accords?|agreement|declaration|negotiations|bombings?"
    r"|attacks?|Olympics|Games|tribunal|trials?|airport)\b|条約|協定|議定書|宣言|会議|会合|合意|規程|原則|プロセス|ラウンド|サミット"
    r"|オリンピック|五輪|大会|裁判|大学|株式|証券|国際空港|市|都|州"
)
_SURNAME = re.compile(r"[ \n][A-Z][a-zà-ɏ]+(?![A-Za-z])")
_GIVEN_NAME = re.compile(r"(?:[a-z,;(\"] |^|\n)(?P<name>[A-Z][a-z]+) $")
# English words that are names only with a capital letter.
_WORDS = frozenset(["turkey", "chad", "jordan", "guinea", "polish", "las", "the us", "congo", "nordic five"])
_SHORT_LOWER = frozenset(["uk", "usa", "uae", "eu", "drc", "u.s.", "u.k.", "rok", "lao"])
_CAPITAL_WORDS = frozenset(["US", "AU", "LAS", "EC"])  # also plain words in text set in capitals


@dataclass(frozen=True, slots=True)
class Delegation:
    """A state, former state or group. ``code`` is ISO 3166 alpha-3, or a group's own.

    ``japanese`` and ``names`` have the display form first. ``members`` are the codes of a group's
    members, or the code under which a former state's statements are commonly filed.
    """

    code: str
    name: str
    japanese: tuple[str, ...]
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    capitals: tuple[str, ...]
    members: tuple[str, ...]
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A delegation named in a text: ``text[start:end]`` is the words that name it."""

    code: str
    start: int
    end: int
    form: Form


def with_article(name: str) -> str:
    """ "the United States", "Japan": a delegation's English name as it stands in a sentence."""
    needs = re.match(
        r"(?:United|Netherlands|Philippines|Bahamas|Gambia|Maldives|European|African|Holy|Democratic|Russian|"
        r"Marshall|Solomon|Dominican|Czech|Central|Syrian|Comoros|Seychelles|Republic|Arab|Non-Aligned|Nordic)",
        name,
    )
    return f"the {name}" if needs else name


class Gazetteer:
    """Finds delegations in text and by name."""

    def __init__(
        self,
        delegations: Iterable[Delegation],
        elsewhere: Iterable[str] = (),
        persons: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        """``elsewhere`` are phrases that hold a delegation's name without meaning it; ``persons`` are names
        that persons have too, as "given" and as "family" names, and "other"
        capitalised words, which beside one of them don't make a person's."""
        self._delegations = {delegation.code: delegation for delegation in delegations}
        self._forms: dict[str, tuple[str, Form]] = {}
        self._spellings: set[str] = set()
        self._by_name: dict[str, str] = {}
        for delegation in self._delegations.values():
            self._add(delegation)
        for code in self._delegations:
            self._by_name[_folded(code)] = code
        self._given = frozenset((persons or {}).get("given", ()))
        self._no_person = frozenset((persons or {}).get("other", ()))
        self._family = frozenset((persons or {}).get("family", ()))
        self._elsewhere = frozenset(_plain(phrase).lower() for phrase in elsewhere)
        forms = {*self._forms, *self._elsewhere}
        japanese = {form for form in forms if has_japanese(form[:1])}
        self._patterns = (compile_forms(forms - japanese), compile_forms(japanese))

    @staticmethod
    def load() -> "Gazetteer":
        """The gazetteer that ships with the product, made once."""
        return _shipped()

    def __iter__(self) -> Iterator[Delegation]:
        return iter(self._delegations.values())

    def __contains__(self, code: object) -> bool:
        return code in self._delegations

    def get(self, code: str) -> Delegation | None:
        """The delegation with exactly this code."""
        return self._delegations.get(code)

    def name(self, code: str, language: str = "en") -> str:
        """The display name in ``language`` ("en" or "ja"); the code itself when it is not known."""
        delegation = self._delegations.get(code)
        if delegation is None:
            return code
        return delegation.japanese[0] if language == "ja" and delegation.japanese else delegation.name

    def by_name(self, token: str) -> str:
        """The code for a code or a name, whole and in any case ("jpn", "South_Korea"), else ""."""
        return self._by_name.get(_folded(token), "") if len(token) <= _LONGEST_NAME else ""

    def coded(self, name: str) -> str:
        """The same. Raises UsageError for a name that is unknown."""
        code = self.by_name(name.strip())
        if not code:
            raise UsageError(
                f"There is no delegation {name.strip()!r}; give an ISO code (JPN) or a name (Japan)."
            )
        return code

    def form(self, word: str) -> tuple[str, Form] | None:
        """Code and form of a name as ``find`` knows it, whole and in any case; None for other words."""
        return self._forms.get(_plain(word).lower())

    def expand(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The codes, each group followed by its members; order kept, nothing twice."""
        expanded: dict[str, None] = {}
        for code in codes:
            expanded[code] = None
            delegation = self._delegations.get(code)
            expanded.update(dict.fromkeys(delegation.members if delegation else ()))
        return tuple(expanded)

    def find(self, text: str) -> tuple[Mention, ...]:
        """The delegations named in ``text``, in order, the longest name first where names overlap.

        Names need a capital letter where they are also words ("Turkey", "Chad"); abbreviations are
        never lower-case "us". Cities in the name of a text ("Paris Agreement") are not mentions.
        """
        mentions = []
        # Most texts have no Japanese; looking for both at once takes thrice as long.
        patterns = self._patterns if has_japanese(text) else self._patterns[:1]
        ahead = [pattern.search(text) for pattern in patterns]
        while found := min(filter(None, ahead), key=re.Match.start, default=None):
            position = found.end()
            plain = _plain(found[0])
            key = plain.lower()
            known = self._forms.get(key)  # none: letters that are equal only when case is ignored, "ſ"
            if key not in self._elsewhere:
                if known is not None and self._meant(text, found, plain, known[1]):
                    mentions.append(Mention(known[0], found.start(), found.end(), known[1]))
                else:
                    position = found.start() + 1
            ahead = [
                match and (match if match.start() >= position else pattern.search(text, position))
                for match, pattern in zip(ahead, patterns, strict=True)
            ]
        return tuple(mentions)

    def _meant(self, text: str, found: re.Match[str], plain: str, form: Form) -> bool:
        start, end = found.span()
        if (form == "capital" and _HELD_THERE.match(text, end)) or self._is_person(text, start, end, plain):
            return False
        if has_japanese(plain[:1]):
            if _KATAKANA.match(plain) and _KATAKANA.match(text, start - 1 if start else len(text)):
                return False
            if _KATAKANA.match(plain[-1]) and _KATAKANA.match(text, end):
                return False
            return not _NOT_A_STATE.match(text, end) and not (
                plain == "米国" and text[max(start - 1, 0) : start] in ("南", "北", "中")
            )
        if form == "capital" and _INSTRUMENT.match(text, end):
            return False
        if plain in _CAPITAL_WORDS and _among_capitals(text, start, end):
            return False
        if plain in self._spellings or (plain.isupper() and len(plain) > 3) or plain.istitle():
            return plain != "Us"
        if plain.islower():
            lower_is_fine = plain in _SHORT_LOWER or (len(plain) > 3 and plain not in _WORDS)
            return form != "capital" and lower_is_fine
        return plain[0].isupper() and " " in plain

    def _is_person(self, text: str, start: int, end: int, plain: str) -> bool:
        if plain in self._given and (surname := _SURNAME.match(text, end)):
            word = surname[0].strip()
            if word not in self._no_person and word.lower() not in self._forms:
                return True
        if plain not in self._family:
            return False
        given = _GIVEN_NAME.search(text[max(start - 30, 0) : start])
        if given is None:
            return False
        return given["name"] not in self._no_person and given["name"].lower() not in self._forms

    def _add(self, delegation: Delegation) -> None:
        forms: list[tuple[Form, tuple[str, ...]]] = [
            ("name", (delegation.name, *delegation.names, *delegation.japanese)),
            ("adjective", delegation.adjectives),
            ("capital", delegation.capitals),
        ]
        for form, spellings in forms:
            for spelling in _variants(spellings, form):
                self._spellings.add(spelling)
                self._forms.setdefault(spelling.lower(), (delegation.code, form))
                if form == "name":
                    self._by_name.setdefault(_folded(spelling), delegation.code)


@cache
def _shipped() -> Gazetteer:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    delegations = [
        _delegation(code, entry, is_group=kind == "groups")
        for kind in ("states", "others", "former", "groups")
        for code, entry in data[kind].items()
    ]
    return Gazetteer(delegations, data["elsewhere"]["phrases"], data["persons"])


def _delegation(code: str, entry: Mapping[str, Any], *, is_group: bool) -> Delegation:
    def listed(key: str) -> tuple[str, ...]:
        return tuple(entry.get(key, ()))

    return Delegation(
        code=code,
        name=entry["name"],
        japanese=listed("japanese"),
        names=listed("names"),
        adjectives=listed("adjectives"),
        capitals=listed("capitals"),
        members=listed("members"),
        is_group=is_group,
    )


def _variants(spellings: Iterable[str], form: Form) -> Iterator[str]:
    """Each spelling, without its accents, and, of an adjective, the people ("Kenyans")."""
    for spelling in spellings:
        plain = _plain(spelling)
        yield plain
        bare = without_accents(plain)
        if bare != plain and bare != "Male":
            yield bare
        if form == "adjective" and plain[-1] in "ainrkt":
            yield f"{plain}s"


def _plain(text: str) -> str:
    """One kind of white space and one kind of apostrophe."""
    return re.sub(r"\s", " ", text).replace("’", "'")


def without_accents(text: str) -> str:
    """``text`` with accents taken off its letters; Japanese stays as it is."""
    if has_japanese(text):
        return text  # the voiced marks of kana are not accents
    decomposed = unicodedata.normalize("NFD", text)
    return _PERHAPS_COMBINING.sub(lambda c: "" if unicodedata.combining(c[0]) else c[0], decomposed)


def _folded(name: str) -> str:
    """What two spellings of the same name in file names have in common."""
    if name.isascii():
        return " ".join(_BETWEEN_WORDS.sub(" ", name).lower().split())
    return " ".join(
        _BETWEEN_WORDS.sub(" ", without_accents(unicodedata.normalize("NFKC", name))).casefold().split()
    )


def _among_capitals(text: str, start: int, end: int) -> bool:
    """True when the words on both sides are set in capitals, so that capitals mean nothing."""
    before = text[max(start - 24, 0) : start].split()
    after = text[end : end + 24].split()
    return bool(
        before
        and after
        and before[-1].isupper()
        and after[0].isupper()
        and len(before[-1]) > 1 < len(after[0])
    )


def compile_forms(forms: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all forms (lower case), the longest first at each place.

    A trie, so that a word of the text is compared with few forms, not with all two thousand.
    """
    latin: dict[str, Any] = {}
    japanese: dict[str, Any] = {}
    for form in forms:
        node = japanese if has_japanese(form[:1]) else latin
        for character in form:
            node = node.setdefault(character, {})
        node[""] = {}
    found = [rf"(?<![{_LATIN}]){_trie(latin)}(?![{_LATIN}]|\$)"] if latin else []
    found += [_trie(japanese)] if japanese else []
    return re.compile("|".join(found) or "(?!)", re.IGNORECASE)


def _trie(node: Mapping[str, Any]) -> str:
    branches = [_character(c) + _trie(below) for c, below in node.items() if c]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return f"{joined}?" if "" in node else joined


def _character(character: str) -> str:
    if character == " ":
        return r"\s"
    return "['’]" if character == "'" else re.escape(character)
