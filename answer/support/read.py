"""Reading a sentence: whose its words are, whether they are denied, hoped or reported.

This is a shallow reading, by rules over words and clauses, without a parser. It is applied in the
same way to a written sentence and to its evidence, so that where it misreads a turn of phrase it
misreads both alike, and only a *difference* between the two counts.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from answer.support.reading import Mood, Reading, is_verb, letters
from answer.words.lexicon import (
    BE,
    CLAUSE_MARKS,
    CLAUSE_WORDS,
    COMMITMENT,
    CONDITIONS,
    FINITE,
    HOPE,
    NEGATIONS,
    NOT_NEGATIONS,
    PERFORMED,
    POSSIBILITY,
    PREPOSITIONS,
    PRONOUN_SUBJECTS,
    READY,
    REQUEST_WORDS,
    SAYING,
    SPEAKER_NOUNS,
    SPEAKER_WORDS,
    TURNING,
    TURNING_PAIRS,
    WISHING,
    words,
)
from answer.words.tokens import Token, tokenize
from core.delegations import Gazetteer
from core.japanese import is_japanese

_NO_VERB = PREPOSITIONS | words(
    ", and or if when as who which that"
)  # after a state's name: it is not the subject of a new clause
_JAPANESE_NEGATIVE = re.compile(
    r"ない|なか|なく|ません|ませぬ|ずに|ず[、。]|ぬ[、。]|不要|反対|拒否|否定|無用"
)
_JAPANESE_STOP = re.compile(r"[、。；！？]")


def read(text: str, speaker: str, gazetteer: Gazetteer) -> Reading:
    """Read one sentence said by the delegation with the code ``speaker`` ("" when unknown)."""
    reading = _read(text, speaker, gazetteer)
    tokens = reading.tokens
    return replace(
        reading,
        keys=frozenset(t.key for t in tokens) | {t.stem for t in tokens if t.stem},
        acronyms=frozenset(letters(t) for t in tokens if t.acronym),
        initials=MappingProxyType(_initials(tokens)),
    )


def _read(text: str, speaker: str, gazetteer: Gazetteer) -> Reading:
    tokens, codes = _merge_mentions(tokenize(text), text, speaker, gazetteer)
    clauses = _clauses(tokens, codes)
    if is_japanese(text):
        return _read_japanese(text, tokens, codes, speaker)
    scopes = _negation_scopes(tokens, clauses)
    over = [1] * len(tokens)
    for _, governed in scopes:
        for i in governed:
            over[i] = -over[i]
    plain = Reading(
        text,
        tokens,
        codes,
        tuple(sign * token.sign for sign, token in zip(over, tokens, strict=True)),
        tuple(sign < 0 for sign in over),
        (Mood.FACT,) * len(tokens),
        clauses,
        tuple(scopes),
        speaker,
    )
    return replace(plain, moods=_moods(plain))


def _merge_mentions(
    tokens: Sequence[Token], text: str, speaker: str, gazetteer: Gazetteer
) -> tuple[tuple[Token, ...], tuple[str, ...]]:
    """Make each state's name one token, keyed by its code, and give the speaker's own words theirs."""
    mentions = list(gazetteer.find(text))
    merged: list[Token] = []
    codes: list[str] = []
    at = 0
    for token in tokens:
        while at < len(mentions) and mentions[at].end <= token.start:
            at += 1
        mention = mentions[at] if at < len(mentions) and mentions[at].start < token.end else None
        if mention is not None and token.kind != "mark":
            if merged and codes[-1] == mention.code and merged[-1].start == mention.start:
                continue
            merged.append(
                Token(
                    text[mention.start : mention.end],
                    mention.start,
                    mention.end,
                    "word",
                    f"@{mention.code}",
                    "",
                    1,
                    True,
                    token.first,
                )
            )
            codes.append(mention.code)
            continue
        merged.append(token)
        codes.append(speaker if token.lower in SPEAKER_WORDS and token.kind == "word" else "")
    for i in range(1, len(merged)):
        # "my delegation", "the Japanese Government": the noun acts for the state before it.
        if merged[i].lower in SPEAKER_NOUNS and not codes[i]:
            if codes[i - 1]:
                codes[i] = codes[i - 1]
            elif merged[i - 1].lower == "this" and merged[i].lower == "delegation":
                codes[i] = speaker
            elif i + 2 < len(merged) and merged[i + 1].lower == "of" and codes[i + 2]:
                codes[i] = codes[i + 2]
    return tuple(merged), tuple(codes)


def _clauses(tokens: Sequence[Token], codes: Sequence[str]) -> tuple[int, ...]:
    numbers: list[int] = []
    clause = 0
    for i, token in enumerate(tokens):
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        starts = following is not None and (
            following.lower in PRONOUN_SUBJECTS
            or following.lower in FINITE
            or (bool(codes[i + 1]) and i + 2 < len(tokens) and tokens[i + 2].lower not in _NO_VERB)
        )
        if token.text in CLAUSE_MARKS:
            numbers.append(clause)
            clause += 1
        elif token.lower in CLAUSE_WORDS and i > 0:
            clause += 1
            numbers.append(clause)
        elif token.text == ",":
            numbers.append(clause)
            named = i + 2 < len(tokens) and bool(codes[i + 2])  # "Japan, the United States and …"
            article = (
                not named
                and following is not None
                and following.lower in ("the", "a", "an", "this", "our", "my")
            )
            clause += int(starts or article)
        elif token.lower in ("and", "or") and starts and following is not None and following.lower != "that":
            clause += 1
            numbers.append(clause)
        else:
            numbers.append(clause)
    return tuple(numbers)


def _negation_scopes(tokens: Sequence[Token], clauses: Sequence[int]) -> list[tuple[int, tuple[int, ...]]]:
    scopes: list[tuple[int, tuple[int, ...]]] = []
    for i, token in enumerate(tokens):
        if token.kind != "word":
            continue
        following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
        if token.lower in NEGATIONS:
            if (token.lower, following) in NOT_NEGATIONS:
                continue
        elif not (token.stem in TURNING or (token.lower, following) in TURNING_PAIRS):
            continue
        j = i - 1
        while j >= 0 and tokens[j].lower.endswith("ly"):
            j -= 1
        same = [k for k in range(len(tokens)) if clauses[k] == clauses[i]]
        if token.stem in TURNING and token.lower.endswith("ed") and j >= 0 and tokens[j].lower in BE:
            # A passive turns what stands before it: "the proposal was rejected".
            governed = [k for k in same if k < i and tokens[k].kind != "mark"]
        elif token.lower in ("not", "never") and _passive(tokens, i):
            # "new instruments should not be mentioned": what is not mentioned stands before.
            opener = max((k for k in same if k < i and tokens[k].lower in ("that", "to", ",")), default=-1)
            governed = [k for k in same if k > opener and k != i and tokens[k].kind != "mark"]
        else:
            governed = [k for k in same if k > i and tokens[k].kind != "mark"]
            stops = FINITE if token.lower in ("rather", "instead") else {"nor"}
            stop = next((k for k in governed if tokens[k].lower in stops), None)
            if stop is not None and token.lower != "nor":
                governed = [k for k in governed if k < stop]
        scopes.append((i, tuple(governed)))
    return scopes


def _initials(tokens: Sequence[Token]) -> dict[str, tuple[int, ...]]:
    """Initials of every run of 2–6 words that begins and ends with a capital, with and without its
    small words, and where the run is."""
    found: dict[str, tuple[int, ...]] = {}
    capitals = [i for i, t in enumerate(tokens) if t.capital and not t.acronym]
    for start in capitals:
        for end in range(start + 1, min(start + 7, len(tokens))):
            if tokens[end].kind == "mark":
                break
            if not tokens[end].capital and not _title_word(tokens[end]):
                continue
            run = range(start, end + 1)
            pieces = [p for k in run for p in tokens[k].text.replace("-", " ").split()]
            big = [p for k in run if tokens[k].content for p in tokens[k].text.split("-")]
            for initials in ("".join(p[0] for p in pieces), "".join(p[0] for p in big)):
                if len(initials) >= 2:
                    found.setdefault(initials.casefold(), tuple(run))
    return found


def _title_word(token: Token) -> bool:
    return token.kind == "word" and token.content


def _passive(tokens: Sequence[Token], i: int) -> bool:
    """True when the negation at ``i`` stands in "not be done", "is not done"."""
    around = [t.lower for t in tokens[max(0, i - 1) : i + 4]]
    return any(w in BE for w in around) and any(w.endswith(("ed", "en", "ade")) for w in around)


def _moods(reading: Reading) -> tuple[Mood, ...]:
    tokens, clauses = reading.tokens, reading.clauses
    moods = [Mood.FACT] * len(tokens)
    modal: Mood = Mood.FACT
    lasting: Mood = Mood.FACT  # what the clause's verbs put over the rest of it
    condition, finites = False, 0

    def lower_at(k: int) -> str:
        return tokens[k].lower if k < len(tokens) else ""

    for i, token in enumerate(tokens):
        if i and clauses[i] != clauses[i - 1]:
            # "hopes that it will be accepted and will remain", "asks that, if so, the draft say":
            # what stands over the clause before stands over this one too.
            goes_on = lower_at(i) in ("and", "or") and lower_at(i + 1) in FINITE
            if not (goes_on or (condition and tokens[i - 1].text == ",")):
                lasting = Mood.FACT
            modal = Mood.FACT
            condition, finites = False, 0
        lower = token.lower
        if token.text == ",":
            lasting &= ~Mood.REPORTED  # "Kenya, saying that it would, left": the report ends here
        if token.text == "," and (i + 1 == len(tokens) or clauses[i + 1] == clauses[i]):
            condition = False
        if lower in FINITE or lower == "ought":
            finites += 1
            following = lower_at(i + 1)
            if condition and finites > 1:
                condition = False
            modal = {
                "may": Mood.POSSIBLE,
                "might": Mood.POSSIBLE,
                "could": Mood.POSSIBLE,
                "should": Mood.NORM,
                "ought": Mood.NORM,
                # "would like to say" is said, not wished.
                "would": Mood.FACT if following == "like" else Mood.WOULD,
                "will": Mood.FUTURE,
                "shall": Mood.FUTURE,
                "must": Mood.MUST,
            }.get(lower, modal if lower in BE or lower in ("have", "has") else Mood.FACT)
        moods[i] = modal | lasting | (Mood.CONDITION if condition else Mood.FACT)
        following = lower_at(i + 1)
        if lower in CONDITIONS:
            condition, finites = True, 0
        if lower in POSSIBILITY and lower not in FINITE and not condition:
            lasting |= Mood.POSSIBLE
        if (lower in ("need", "needs", "have", "has") and following == "to") or lower == "required":
            lasting |= Mood.MUST
        if (token.stem in HOPE and is_verb(tokens, i) and not _performs(tokens, i)) or (
            lower in READY and following == "to"
        ):
            lasting |= Mood.HOPE
        if (lower in REQUEST_WORDS and (lower, following) != ("let", "me")) or (
            COMMITMENT.get(token.stem, 0) >= 3 and is_verb(tokens, i)
        ):
            lasting |= Mood.ASKED
        if token.stem in SAYING and _said_by_another(reading, i):
            lasting |= Mood.REPORTED
    return tuple(moods)


def _performs(tokens: Sequence[Token], i: int) -> bool:
    """Whether what is wished is done by saying so: "I wish to thank", "I want to stress"."""
    if tokens[i].stem not in WISHING or i + 2 >= len(tokens) or tokens[i + 1].lower != "to":
        return False
    following = next((t for t in tokens[i + 2 : i + 4] if not t.lower.endswith("ly")), tokens[i + 2])
    return following.stem in SAYING | PERFORMED


def _said_by_another(reading: Reading, i: int) -> bool:
    actor = reading.actor(i)
    if actor.other:
        return True
    return bool(actor.states) and reading.speaker not in actor.states


def _read_japanese(text: str, tokens: tuple[Token, ...], codes: tuple[str, ...], speaker: str) -> Reading:
    """In Japanese the predicate closes its clause: a negative anywhere in a clause turns all of it."""
    bounds = [0, *(m.end() for m in _JAPANESE_STOP.finditer(text)), len(text) + 1]
    clauses: list[int] = []
    for token in tokens:
        clauses.append(sum(1 for b in bounds[1:] if b <= token.start))
    turned = [
        len(_JAPANESE_NEGATIVE.findall(text[bounds[n] : bounds[n + 1]])) % 2 == 1
        for n in range(len(bounds) - 1)
    ]
    denied = tuple(turned[n] for n in clauses)
    signs = tuple(-1 if d else 1 for d in denied)
    moods = (Mood.FACT,) * len(tokens)
    return Reading(text, tokens, codes, signs, denied, moods, tuple(clauses), (), speaker)
