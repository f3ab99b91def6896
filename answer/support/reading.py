"""What a sentence says of its words: whose they are, whether they are denied, hoped or reported.

These are the records, and what can be asked of them; `answer.support.read` makes them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Flag, auto
from types import MappingProxyType

from answer.words.lexicon import (
    BE,
    FINITE,
    NEGATIONS,
    OTHER_ACTORS,
    PREPOSITIONS,
    PRONOUN_SUBJECTS,
    STOP_WORDS,
    words,
)
from answer.words.tokens import Token

_REFERRING = words("it they he she this that these there which who")
_ADVERBS = words(
    "also therefore thus now still already further soon however always again too often ever even then just ,"
)
_DETERMINERS = words("the a an this that these those its their his her our my all many some most")
_CALLING = words("call calls called calling")


class Mood(Flag):
    """How a word is said, beside being asserted or denied."""

    FACT = 0
    POSSIBLE = auto()  # may, could, perhaps
    CONDITION = auto()  # if, whether
    HOPE = auto()  # hope, wish, propose, intend, try, offer
    NORM = auto()  # should, ought to
    WOULD = auto()  # would, but for "would like"
    FUTURE = auto()  # will
    MUST = auto()  # must, have to, need to
    ASKED = auto()  # please, urge, call on, demand
    REPORTED = auto()  # somebody else says


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does what a verb says. ``states`` are delegation codes; ``other`` is the noun of an actor
    that is no state ("delegations", "chair"), "" if none. Both empty: nobody could be named."""

    states: frozenset[str] = frozenset()
    other: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence read. The sequences run parallel to ``tokens``.

    ``codes`` are delegation codes of the states named (the speaker's for "we", "my delegation"),
    ``signs`` 1 (asserted) or -1 (denied, by its own opposite sense or by its clause), ``denied`` true
    when a negation stands over the word, ``clauses`` the number of the word's clause.
    ``negations`` holds, for each negation, its index and those of the words under it. ``keys`` are
    all words' keys and stems; ``acronyms`` the letters of those in the sentence, and ``initials``
    those of its names of several words, with their places.
    """

    text: str
    tokens: tuple[Token, ...]
    codes: tuple[str, ...]
    signs: tuple[int, ...]
    denied: tuple[bool, ...]
    moods: tuple[Mood, ...]
    clauses: tuple[int, ...]
    negations: tuple[tuple[int, tuple[int, ...]], ...]
    speaker: str
    keys: frozenset[str] = frozenset()
    acronyms: frozenset[str] = frozenset()
    initials: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def predicates(self) -> tuple[int, ...]:
        """Indices of words that are said *of* somebody or something: after an auxiliary, "to", or
        directly after a subject."""
        found: list[int] = []
        for i, token in enumerate(self.tokens):
            if token.kind != "word" or not token.content or self.codes[i]:
                continue
            j = self._skip_back(i - 1)
            if j < 0 or self.clauses[j] != self.clauses[i]:
                continue
            before = self.tokens[j]
            auxiliary = before.lower in FINITE or before.lower in BE or before.lower == "to"
            if auxiliary or (self.is_subject(j) and not self._possessive(j)):
                found.append(i)
        return tuple(found)

    def _possessive(self, i: int) -> bool:
        token = self.tokens[i]
        return self.text[token.end : token.end + 1] in ("'", "’") or token.lower in (
            "my",
            "our",
            "its",
            "their",
            "his",
            "her",
        )

    def _skip_back(self, i: int) -> int:
        """The nearest word at or before ``i`` that is neither an adverb nor a negation."""
        while i >= 0 and (
            self.tokens[i].lower in NEGATIONS
            or self.tokens[i].lower in _ADVERBS
            or (self.tokens[i].lower.endswith("ly") and self.tokens[i].kind == "word")
        ):
            i -= 1
        return i

    def is_subject(self, i: int) -> bool:
        """True when the word at ``i`` can be who acts: a state, a pronoun, a delegation, a group."""
        lower = self.tokens[i].lower
        return bool(self.codes[i]) or lower in PRONOUN_SUBJECTS or lower in OTHER_ACTORS

    def actor(self, i: int) -> Actor:
        """Who does what the word at ``i`` says: the agent after "by", else the nearest subject to its
        left in the clause, or in the clause before when this one only continues it."""
        agent = self._agent(i)
        if agent is not None:
            return agent
        j, clause, pronoun = i - 1, self.clauses[i], False
        while j >= 0:
            if self.clauses[j] != clause:
                opener = self.tokens[j + 1].lower
                if not pronoun and opener not in ("and", "or") and self.tokens[j + 1].kind != "mark":
                    return Actor()
                clause = self.clauses[j]
            if (
                self.is_subject(j)
                and not self._after_preposition(j)
                and not (pronoun and self._possessive(j))
            ):
                if self.tokens[j].lower not in _REFERRING:
                    return self._name(j)
                pronoun = True  # "Kenya, saying that it would, left": look on for whom it means
            j -= 1
        return Actor()

    def _agent(self, i: int) -> Actor | None:
        for k in range(i + 1, min(i + 4, len(self.tokens))):
            if self.tokens[k].lower == "by" and self.clauses[k] == self.clauses[i]:
                states: set[str] = set()
                other = ""
                for m in range(k + 1, min(k + 13, len(self.tokens))):
                    lower = self.tokens[m].lower
                    if self.clauses[m] != self.clauses[i] or lower in FINITE:
                        break
                    if states and lower in PREPOSITIONS:
                        break  # "by France in cooperation with Egypt": France acts
                    if self.codes[m]:
                        states.add(self.codes[m])
                    elif not states and not other and self.tokens[m].lower in OTHER_ACTORS:
                        other = self.tokens[m].key
                return Actor(frozenset(states), other) if states or other else None
            if self.tokens[k].kind == "mark" or self.tokens[k].lower in FINITE:
                return None
        return None

    def _after_preposition(self, i: int) -> bool:
        """True when the word belongs to a preposition ("of the Chair"), so it is not a subject."""
        j = i - 1
        for _ in range(4):
            if j < 0 or self.tokens[j].kind == "mark" or self.clauses[j] != self.clauses[i]:
                return False
            lower = self.tokens[j].lower
            if lower in ("on", "upon") and j and self.tokens[j - 1].lower in _CALLING:
                return False  # "calls upon Iraq to withdraw": Iraq is to
            if lower in PREPOSITIONS:
                return True
            if lower in ("and", "or"):
                return j > 0 and self._after_preposition(j - 1)
            if lower not in _DETERMINERS and not self.codes[j] and lower in STOP_WORDS:
                return False
            j -= 1
        return False

    def _name(self, j: int) -> Actor:
        states: set[str] = set()
        k = j
        # "France and Egypt", "France, Germany and Egypt"
        while k >= 0 and (self.codes[k] or self.tokens[k].lower in ("and", "or", ",", "the")):
            if self.codes[k]:
                states.add(self.codes[k])
            k -= 1
        if states:
            return Actor(frozenset(states))
        lower = self.tokens[j].lower
        return Actor(other=self.tokens[j].key if lower in OTHER_ACTORS else "")


def is_verb(tokens: Sequence[Token], i: int) -> bool:
    """True when a word that may be noun or verb ("hope", "proposal") is used as a verb, as far as
    its ending and the word before it tell."""
    token = tokens[i]
    if token.kind != "word" or token.lower.endswith(("al", "ion", "ions", "als", "ment", "ance")):
        return token.lower.startswith("appeal") and i > 0 and tokens[i - 1].lower not in _DETERMINERS
    before = tokens[i - 1].lower if i else ""
    return before not in _DETERMINERS and before not in PREPOSITIONS - {"to"}


def letters(token: Token) -> str:
    """The letters of an acronym in lower case, without a plural s."""
    found = "".join(c for c in token.text if c.isalpha()).casefold()
    return found[:-1] if token.text.endswith("s") and len(found) > 2 else found
