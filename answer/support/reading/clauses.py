"""Where a clause ends, and which words a negation turns."""

import re
from collections.abc import Sequence

from answer.words.lexicon import (
    BE,
    CEASING,
    CLAUSE_MARKS,
    CLAUSE_WORDS,
    FINITE,
    NEGATIONS,
    NOT_NEGATIONS,
    PREPOSITIONS,
    PRONOUN_SUBJECTS,
    TURNING,
    TURNING_PAIRS,
)
from answer.words.tokens import Token
from answer.words.verbs import verb_forms

_NO_VERB = PREPOSITIONS | frozenset((",", "and", "or", "if", "when", "as", "who", "which", "that"))
_JAPANESE_NEGATIVE = re.compile(
    r"ない|なか|なく|ません|ませぬ|ずに|ず[、。]|ぬ[、。]|不要|反対|拒否|否定|無用"
)
_JAPANESE_STOP = re.compile(r"[、。；！？]")


def clause_numbers(tokens: Sequence[Token], actors: Sequence[str]) -> tuple[int, ...]:
    """The number of each token's clause."""
    numbers: list[int] = []
    clause = 0
    for i, token in enumerate(tokens):
        following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
        subject = i + 2 < len(tokens) and bool(actors[i + 1]) and tokens[i + 2].lower not in _NO_VERB
        starts = subject or following in PRONOUN_SUBJECTS or following in FINITE
        if token.text in CLAUSE_MARKS:
            numbers.append(clause)
            clause += 1
        elif token.lower in CLAUSE_WORDS and i > 0:
            clause += 1
            numbers.append(clause)
        elif token.text == ",":
            numbers.append(clause)
            listed = i + 2 < len(tokens) and bool(actors[i + 2])  # "Japan, the United States and …"
            article = not listed and following in ("the", "a", "an", "this", "our", "my")
            clause += int(starts or article)
        elif token.lower in ("and", "or") and starts and following != "that":
            clause += 1
            numbers.append(clause)
        else:
            numbers.append(clause)
    return tuple(numbers)


def signs(text: str, tokens: Sequence[Token], clauses: Sequence[int]) -> tuple[int, ...]:
    """-1 for each word that is denied, by its own sense or by what stands over it, else 1."""
    over = [1] * len(tokens)
    for i, token in enumerate(tokens):
        if token.kind == "word" and denies(text, tokens, i):
            for k in _turned(tokens, clauses, i):
                over[k] = -over[k]
    return tuple(sign * token.sign for sign, token in zip(over, tokens, strict=True))


def japanese_signs(text: str, tokens: Sequence[Token]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Clauses and signs of a Japanese sentence: its predicate closes a clause, so that a negative
    anywhere in a clause turns all of it."""
    bounds = [0, *(found.end() for found in _JAPANESE_STOP.finditer(text)), len(text) + 1]
    clauses = tuple(sum(1 for bound in bounds[1:] if bound <= token.start) for token in tokens)
    negatives = [
        len(_JAPANESE_NEGATIVE.findall(text[bounds[n] : bounds[n + 1]])) for n in range(len(bounds) - 1)
    ]
    return clauses, tuple(-1 if negatives[clause] % 2 else 1 for clause in clauses)


def denies(text: str, tokens: Sequence[Token], i: int) -> bool:
    """Whether the word at ``i`` denies others: "not", "reject", "lack of"; not the "no" of "no doubt" or of a
    "no-fly zone", nor the "never" of "never stop"."""
    token = tokens[i]
    if text[token.end : token.end + 1] == "-" or _of_ceasing(tokens, i):
        return False
    pair = (token.lower, tokens[i + 1].lower if i + 1 < len(tokens) else "")
    if token.lower in NEGATIONS:
        return pair not in NOT_NEGATIONS
    if token.stem in TURNING and token.lower not in verb_forms():
        return pair[1] in ("of", "to", "by")  # "opposition to", "lack of"; not "the opposition leader"
    return token.stem in TURNING or pair in TURNING_PAIRS


def _of_ceasing(tokens: Sequence[Token], i: int) -> bool:
    """Whether a "never" or "not" only denies that something ends: "will never cease to work"."""
    following = [t.lower for t in tokens[i + 1 : i + 3] if t.lower != "to"][:1]
    return tokens[i].lower in ("not", "never", "without") and bool(CEASING & {*following})


def _turned(tokens: Sequence[Token], clauses: Sequence[int], i: int) -> list[int]:
    """The words that the negation at ``i`` turns: those after it in its clause; before it in a passive."""
    token = tokens[i]
    same = [k for k in range(len(tokens)) if clauses[k] == clauses[i] and tokens[k].kind != "mark"]
    j = i - 1
    while j >= 0 and tokens[j].lower.endswith("ly"):
        j -= 1
    if token.stem in TURNING and token.lower.endswith("ed") and j >= 0 and tokens[j].lower in BE:
        return [k for k in same if k < i]  # "the proposal was rejected"
    if token.lower in ("not", "never") and _passive(tokens, i):
        # "new instruments should not be mentioned": what is not mentioned stands before.
        opener = max((k for k in same if k < i and tokens[k].lower in ("that", "to")), default=-1)
        return [k for k in same if k > opener and k != i]
    turned = [k for k in same if k > i]
    stops = FINITE if token.lower in ("rather", "instead") else {"nor"}
    stop = next((k for k in turned if tokens[k].lower in stops or _goes_on(tokens, k)), None)
    return turned if stop is None or token.lower == "nor" else [k for k in turned if k < stop]


def _goes_on(tokens: Sequence[Token], k: int) -> bool:
    """Whether "and" or a comma leads on to another verb: "is unable to act and asks for"."""
    forms = verb_forms().get(tokens[k].lower, {})
    before = tokens[k - 1].text
    return before in ("and", "but", ",") and bool({"third", "past"} & set(forms)) and "base" not in forms


def _passive(tokens: Sequence[Token], i: int) -> bool:
    around = [t.lower for t in tokens[max(0, i - 1) : i + 4]]
    return any(w in BE for w in around) and any(w.endswith(("ed", "en", "ade")) for w in around)
