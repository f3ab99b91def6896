"""What a sentence says, in typed slots. ``answer.support.reading.read`` makes these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from answer.words.tokens import Token


@dataclass(frozen=True, slots=True)
class Verb:
    """A word that is said *of* somebody. ``word`` is its place among the tokens and ``base`` its base
    form. ``actors`` are who does it ("@JPN", "%security_council", "report"), empty when nobody could be
    named. ``status`` is a line of the ladder: done, will, hopes, should, asked, reported, …"""

    word: int
    base: str
    actors: frozenset[str]
    status: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what makes it mean something. ``bound`` is "", "over", "under" or "about"; ``unit``
    what is counted ("%", "$", a word's key, "" when nobody says); ``kind`` count, year, ordinal or date."""

    word: int
    value: float
    bound: str
    unit: str
    kind: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A phrase that limits a clause: a condition, an exception, a topic, a source. ``words`` are the
    places of its words that mean something, the words that open it not among them; ``first`` and
    ``last`` its ends."""

    kind: str
    first: int
    last: int
    words: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence read. The sequences run parallel to ``tokens``.

    ``actors`` names the delegation ("@JPN"), office or body ("%secretary_general") that a token is, the
    speaker's for "we"; ``signs`` is -1 for a word that is denied, by its own opposite sense or by its
    clause; ``clauses`` numbers the clauses; ``quoted`` is true within quotation marks. ``keys`` are all
    words' keys and stems, ``initials`` the places of names of several words by their initials.
    """

    text: str
    tokens: tuple[Token, ...]
    actors: tuple[str, ...]
    signs: tuple[int, ...]
    clauses: tuple[int, ...]
    quoted: tuple[bool, ...]
    speaker: str
    verbs: Mapping[int, Verb] = field(default_factory=lambda: MappingProxyType({}))
    figures: tuple[Figure, ...] = ()
    limits: tuple[Limit, ...] = ()
    keys: frozenset[str] = frozenset()
    initials: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def lower(self, i: int) -> str:
        """The word at ``i`` in lower case; "" outside the sentence."""
        return self.tokens[i].lower if 0 <= i < len(self.tokens) else ""

    def within(self, i: int, clause: int) -> bool:
        """Whether ``i`` is a word of the clause."""
        return 0 <= i < len(self.tokens) and self.clauses[i] == clause

    def named(self) -> frozenset[str]:
        """Every delegation, office and body that the sentence names, and every word with a capital by
        the first letters of its key: "Africa" and "Africans" are one name."""
        words = (w for t in self.tokens if t.capital for w in t.text.replace("-", " ").split())
        return frozenset(actor for actor in self.actors if actor) | {name_key(word) for word in words}


def name_key(word: str) -> str:
    """What two forms of a name have in common."""
    return word.casefold()[:5]
