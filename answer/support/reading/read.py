"""Reading a sentence into its slots.

A shallow reading, by rules over words and clauses, without a parser. It is applied in the same way to a
written sentence and to its evidence, so that where it misreads a turn of phrase it misreads both alike,
and only a *difference* between the two counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from answer.support.reading.clauses import clause_numbers, japanese_signs, signs
from answer.support.reading.figures import read_figures
from answer.support.reading.limits import read_limits
from answer.support.reading.records import Reading
from answer.support.reading.verbs import read_verbs
from answer.words.lexicon import SPEAKER_NOUNS, SPEAKER_WORDS
from answer.words.tokens import Token, tokenize
from core.actors import Actors
from core.delegations import Gazetteer
from core.japanese import is_japanese

_OPENING, _CLOSING = '“"', '”"'


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads sentences; holds the names that it knows."""

    gazetteer: Gazetteer
    bodies: Actors

    def read(self, text: str, speaker: str) -> Reading:
        """Read one sentence said by the delegation with the code ``speaker`` ("" when unknown)."""
        tokens, actors = self._merged(tokenize(text), text, speaker)
        japanese = is_japanese(text)
        if japanese:
            clauses, turned = japanese_signs(text, tokens)
        else:
            clauses = clause_numbers(tokens, actors)
            turned = signs(text, tokens, clauses)
        plain = Reading(text, tokens, actors, turned, clauses, _quoted(tokens), speaker)
        return replace(
            plain,
            verbs=MappingProxyType({} if japanese else read_verbs(plain)),
            figures=read_figures(text, tokens),
            limits=() if japanese else read_limits(tokens, actors),
            keys=frozenset(t.key for t in tokens) | {t.stem for t in tokens if t.stem},
            initials=MappingProxyType(_initials(tokens)),
        )

    def _merged(
        self, tokens: Sequence[Token], text: str, speaker: str
    ) -> tuple[tuple[Token, ...], tuple[str, ...]]:
        """Every name of a state, office or body made one token, keyed by whose it is; and for each token
        who that is, the speaker for "we" and "my delegation"."""
        spans = {(m.start, m.end): f"@{m.code}" for m in self.gazetteer.find(text)}
        taken = list(spans)
        for named in self.bodies.find(text):
            if all(named.end <= a or named.start >= b for a, b in taken):
                spans[named.start, named.end] = f"%{named.actor}"
        merged: list[Token] = []
        actors: list[str] = []
        for token in tokens:
            span = next((s for s in spans if s[0] < token.end and token.start < s[1]), None)
            if span is None or token.kind == "mark":
                merged.append(token)
                own = token.kind == "word" and token.lower in SPEAKER_WORDS and speaker
                actors.append(f"@{speaker}" if own else "")
            elif not merged or merged[-1].start != span[0]:
                a, b = span
                merged.append(Token(text[a:b], a, b, "word", spans[span], "", 1, True, token.first))
                actors.append(spans[span])
        return tuple(merged), _with_nouns(merged, actors, speaker)


def _with_nouns(tokens: Sequence[Token], actors: list[str], speaker: str) -> tuple[str, ...]:
    """ "my delegation", "the Japanese Government", "the Government of Mali": the noun acts for the state."""
    for i in range(1, len(tokens)):
        if tokens[i].lower not in SPEAKER_NOUNS or actors[i]:
            continue
        if actors[i - 1].startswith("@"):
            actors[i] = actors[i - 1]
        elif tokens[i - 1].lower == "this" and tokens[i].lower == "delegation" and speaker:
            actors[i] = f"@{speaker}"
        elif tokens[i].text == "Government" and tokens[i - 1].lower == "the" and _ends(tokens, i):
            actors[i] = f"@{speaker}" if speaker else ""
        else:
            after = [k for k in (i + 2, i + 3) if k < len(tokens) and tokens[i + 1].lower == "of"]
            actors[i] = next((actors[k] for k in after if actors[k].startswith("@")), "")
    return tuple(actors)


def _ends(tokens: Sequence[Token], i: int) -> bool:
    return i + 1 == len(tokens) or tokens[i + 1].lower != "of"


def _quoted(tokens: Sequence[Token]) -> tuple[bool, ...]:
    inside, found = False, []
    for token in tokens:
        mark = (token.text in _CLOSING and inside) or token.text in _OPENING
        inside = not (token.text in _CLOSING and inside) if mark else inside
        found.append(inside and not mark)
    return tuple(found)


def _initials(tokens: Sequence[Token]) -> dict[str, tuple[int, ...]]:
    """Initials of every run of 2–6 words that begins and ends with a capital, with and without its
    small words, and where the run is."""
    found: dict[str, tuple[int, ...]] = {}
    for start in (i for i, t in enumerate(tokens) if t.capital and not t.acronym):
        for end in range(start + 1, min(start + 7, len(tokens))):
            if tokens[end].kind == "mark":
                break
            if not tokens[end].capital and not (tokens[end].kind == "word" and tokens[end].content):
                continue
            run = range(start, end + 1)
            pieces = [p for k in run for p in tokens[k].text.replace("-", " ").split()]
            big = [p for k in run if tokens[k].content for p in tokens[k].text.split("-")]
            for initials in ("".join(p[0] for p in pieces), "".join(p[0] for p in big)):
                if len(initials) >= 2:
                    found.setdefault(initials.casefold(), tuple(run))
    return found
