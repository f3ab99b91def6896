"""Sentences of real statements, reworded faithfully or falsified in one known way.

Public data sets hardly hold the falsehoods that matter here: another state, a turned negation, a
"could" that became "will". So they are made from UN General Debate speeches: for each sentence a
faithful rewording must be carried by the paragraph it came from and its falsification must not.

The words exchanged here are mostly words that the check's own lexicon knows, and the rewordings stay
close to the text: read the rates as an upper bound on what freely written sentences would give.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from answer.words.lexicon import words
from answer.words.voice import in_third_person
from core.delegations import Gazetteer
from core.sentences import split_sentences

WINDOW = 6  # sentences of evidence before and after the one that is reworded


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, the evidence sentences it is checked against, and whether they carry it."""

    claim: str
    evidence: tuple[str, ...]
    context: str
    supported: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Original:
    """A sentence of a statement where it stands. ``other`` is a sentence of another statement."""

    sentence: str
    window: tuple[str, ...]
    context: str
    name: str
    other: str


Change = Callable[[Original, Gazetteer], str]


def originals(texts: Mapping[str, str], gazetteer: Gazetteer, *, each: int = 3) -> Iterator[Original]:
    """Up to ``each`` sentences of every text, in an order that depends on their words alone.

    ``texts`` maps ``JPN_65_2010`` (delegation, session, year) to a speech.
    """
    previous = ""
    for stem in sorted(texts, key=_order):
        code, _, year = stem.split("_")
        if code not in gazetteer:
            continue
        text = re.sub(r"\n\s*\d\d-\d{5}\s+\d+\s*\n|\n\s*\d+/\d+\s+\d\d-\d{5}\s*\n", " ", texts[stem])
        text = re.sub(r"-\s*\n\s*(?=[a-z])", "-", text)
        text = re.sub(r"\s+", " ", text)
        sentences = [text[a:b] for a, b in split_sentences(text)]
        usable = [n for n, s in enumerate(sentences) if _usable(s)]
        name = gazetteer.name(code)
        for n in sorted(usable, key=lambda n: _order(sentences[n]))[:each]:
            window = tuple(sentences[max(0, n - WINDOW) : n + WINDOW + 1])
            if previous:
                context = f"{name}, {year}, UN General Debate"
                yield Original(sentences[n], window, context, name, previous)
        previous = sentences[usable[0]] if usable else previous


def pairs(items: Sequence[Original], gazetteer: Gazetteer, *, most: int = 260) -> Iterator[Pair]:
    """Every change that applies to each original, up to ``most`` pairs of a kind; a change that does
    not apply gives nothing."""
    made: Counter[str] = Counter()
    for item in items:
        for supported, changes in ((True, FAITHFUL), (False, FALSE)):
            for kind, change in changes.items():
                if made[kind] == most:
                    continue
                claim = change(item, gazetteer)
                if claim and (kind == "verbatim" or claim != item.sentence):
                    made[kind] += 1
                    yield Pair(claim, item.window, item.context, supported, kind)


def _order(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _usable(sentence: str) -> bool:
    words = sentence.split()
    return (
        8 <= len(words) <= 38
        and sentence.endswith(".")
        and sentence[0].isupper()
        and sentence.isascii()
        and sum(c.isdigit() for c in sentence) < 12
    )


# Faithful -------------------------------------------------------------------------------------

_SYNONYMS = (
    ("stresses", "emphasizes"), ("stress", "underline"), ("supports", "backs"), ("support", "back"),
    ("essential", "vital"), ("help", "assist"), ("begin", "start"), ("ensure", "guarantee"),
    ("reaffirm", "reiterate"), ("reduce", "decrease"), ("protect", "safeguard"), ("emphasize", "stress"),
    ("strengthen", "reinforce"), ("achieve", "attain"), ("countries", "states"), ("promote", "advance"),
)  # fmt: skip


def _verbatim(item: Original, _: Gazetteer) -> str:
    return item.sentence


def _third_person(item: Original, _: Gazetteer) -> str:
    """ "We urge …" → "Japan urges …"."""
    told = in_third_person(item.sentence, item.name)
    return told if told != item.sentence and told.startswith(f"{item.name} ") else ""


def _reported(item: Original, gazetteer: Gazetteer) -> str:  # noqa: ARG001
    """ "Japan says that …", where the sentence speaks of nobody in the first person."""
    if re.search(r"\b(we|I|us|my|our|We|My|Our)\b", item.sentence) or item.sentence.startswith(
        ("Let", "May")
    ):
        return ""
    first, _, rest = item.sentence.partition(" ")
    lowered = first if first.isupper() or first not in _LOWERED else first.lower()
    return f"{item.name} says that {lowered} {rest}" if first in _LOWERED else ""


_LOWERED = words("The This These Those That It There A An In At All Such No To For Today Only")


def _opener_dropped(item: Original, _: Gazetteer) -> str:
    found = re.match(
        r"(In this regard|In that regard|In this context|Furthermore|Moreover|In addition|However"
        r"|Therefore|Similarly|At the same time|Finally|First|Secondly|Indeed), (\w)(.*)",
        item.sentence,
    )
    return found[2].upper() + found[3] if found else ""


def _synonym(item: Original, _: Gazetteer) -> str:
    for word, other in _SYNONYMS:
        if re.search(rf"\b{word}\b", item.sentence):
            return re.sub(rf"\b{word}\b", other, item.sentence, count=1)
    return ""


def _relative_dropped(item: Original, _: Gazetteer) -> str:
    found = re.fullmatch(r"(.{40,}?), which [^,]*\.", item.sentence)
    return f"{found[1]}." if found else ""


# False ----------------------------------------------------------------------------------------

_STATES = ("Brazil", "Norway", "Kenya", "Thailand", "Canada", "Peru", "Morocco", "Poland")
_OPPOSITES = (
    ("supports", "opposes"), ("support", "oppose"), ("welcomes", "condemns"), ("welcome", "condemn"),
    ("increased", "decreased"), ("increase", "decrease"), ("strengthening", "weakening"),
    ("strengthen", "weaken"), ("accept", "reject"), ("condemns", "welcomes"), ("condemn", "welcome"),
    ("opposes", "supports"), ("oppose", "support"), ("reject", "accept"), ("reduce", "increase"),
    ("improve", "worsen"), ("necessary", "unnecessary"), ("acceptable", "unacceptable"),
)  # fmt: skip
_STRONGER = (
    ("urges", "demands"), ("urge", "demand"), ("encourages", "urges"), ("encourage", "urge"),
    ("we hope that", "we demand that"), ("We hope that", "We demand that"),
    ("invite", "demand"), ("could", "will"), ("may", "will"), ("should", "must"), ("calls on", "demands of"),
    ("appeals to", "demands of"),
)  # fmt: skip
_WEAKER = (
    ("must", "may"), ("will", "could"), ("demands", "suggests"),
    ("urge", "invite"), ("urges", "invites"),
)  # fmt: skip
_ACRONYMS = ("OPEC", "ASEAN", "UNESCO", "NATO", "CARICOM", "IAEA")


def _codes(texts: Sequence[str], gazetteer: Gazetteer) -> set[str]:
    return {mention.code for text in texts for mention in gazetteer.find(text)}


def _pick(item: Original, choices: Sequence[str]) -> str:
    return choices[int(_order(item.sentence)[:8], 16) % len(choices)]


def _another_state(item: Original, gazetteer: Gazetteer) -> str:
    taken = _codes((*item.window, item.context), gazetteer)
    return next(s for s in (_pick(item, _STATES), *_STATES) if gazetteer.by_name(s) not in taken)


def _swap_state(item: Original, gazetteer: Gazetteer) -> str:
    """Another state is named in place of one in the sentence."""
    mentions = [m for m in gazetteer.find(item.sentence) if m.form == "name"]
    if not mentions:
        return ""
    m = mentions[0]
    return item.sentence[: m.start] + _another_state(item, gazetteer) + item.sentence[m.end :]


def _other_speaker(item: Original, gazetteer: Gazetteer) -> str:
    """The speaker's words are put into another state's mouth."""
    own = _third_person(item, gazetteer) or _reported(item, gazetteer)
    return own.replace(item.name, _another_state(item, gazetteer), 1) if own.startswith(item.name) else ""


def _present_speaker(item: Original, gazetteer: Gazetteer) -> str:
    """The speaker's words are put into the mouth of a state that the sentence itself names."""
    own = _third_person(item, gazetteer)
    named = [
        m for m in gazetteer.find(item.sentence) if m.form == "name" and gazetteer.name(m.code) != item.name
    ]
    return own.replace(item.name, gazetteer.name(named[0].code), 1) if own and named else ""


_DENIABLE = re.compile(
    r"\b(is|are|was|were|will|should|must|can|could|has been|have been)\b (?!not|no\b|only|simply|just|why)"
)


def _negate(item: Original, _: Gazetteer) -> str:
    """A "not" is put in, or taken out."""
    if re.search(r"\b(not) (?!only)", item.sentence):
        out = re.sub(r"\b(do|does|did) not ", "", item.sentence, count=1)
        return out if out != item.sentence else re.sub(r"\bnot (?!only)", "", item.sentence, count=1)
    out = _DENIABLE.sub(r"\1 not ", item.sentence, count=1)
    if out != item.sentence:
        return out
    out = re.sub(
        r"^(We|I) (believe|support|think|hope|want|accept|see|need)\b", r"\1 do not \2", item.sentence
    )
    return out if out != item.sentence else ""


def _opposite(item: Original, _: Gazetteer) -> str:
    return _replace_first(item, _OPPOSITES)


def _stronger(item: Original, _: Gazetteer) -> str:
    return _replace_first(item, _STRONGER)


def _weaker(item: Original, _: Gazetteer) -> str:
    return _replace_first(item, _WEAKER)


def _replace_first(item: Original, table: Sequence[tuple[str, str]]) -> str:
    for word, other in table:
        if re.search(rf"(?<!not )\b{word}\b(?! not)", item.sentence):
            return re.sub(rf"(?<!not )\b{word}\b(?! not)", other, item.sentence, count=1)
    return ""


def _number(item: Original, _: Gazetteer) -> str:
    found = re.search(r"\b\d{1,3}(?:,\d{3})*\b|\b\d{4}\b", item.sentence)
    if not found:
        return ""
    value = int(found[0].replace(",", ""))
    wrong = next(v for v in range(value + 3, value + 60, 7) if not any(str(v) in w for w in item.window))
    return item.sentence[: found.start()] + str(wrong) + item.sentence[found.end() :]


def _name(item: Original, _: Gazetteer) -> str:
    """An acronym or a name of two words becomes another body's."""
    found = re.search(r"(?<!^)(?<=\s)(?:the )?([A-Z]{3,}|[A-Z][a-z]+ [A-Z][a-z]+)\b", item.sentence)
    wrong = next(a for a in _ACRONYMS if not any(a in w for w in item.window))
    return item.sentence[: found.start(1)] + wrong + item.sentence[found.end(1) :] if found else ""


def _everyone(item: Original, _: Gazetteer) -> str:
    out = re.sub(r"\b(some|many|several|most)\b (?=[a-z]+s\b)", "all ", item.sentence, count=1)
    return out if out != item.sentence else ""


def _merge(item: Original, _: Gazetteer) -> str:
    """A thought of another statement is joined to the sentence."""
    other = item.other[0].lower() + item.other[1:] if item.other.split()[0] in _LOWERED else item.other
    return f"{item.sentence[:-1]}, and {other}"


FAITHFUL: Mapping[str, Change] = MappingProxyType(
    {
        "verbatim": _verbatim,
        "third_person": _third_person,
        "reported": _reported,
        "opener_dropped": _opener_dropped,
        "synonym": _synonym,
        "relative_dropped": _relative_dropped,
    }
)
FALSE: Mapping[str, Change] = MappingProxyType(
    {
        "swap_state": _swap_state,
        "other_speaker": _other_speaker,
        "present_speaker": _present_speaker,
        "negation": _negate,
        "opposite": _opposite,
        "stronger": _stronger,
        "weaker": _weaker,
        "number": _number,
        "name": _name,
        "everyone": _everyone,
        "merge": _merge,
    }
)
