"""What a written sentence leaves out, or puts in, that changes how much was said.

Every word of "Fiji will give refuge to them" may stand in "Fiji has offered to give refuge to them, if
their homes are lost": it is what is missing that misleads. Each rule here looks in the evidence for
such words beside those that the claim was matched to.
"""

import re
from collections.abc import Mapping

from answer.support.align import Alignment
from answer.support.reading import Mood, Reading
from answer.words.lexicon import FINITE, SAYING, words
from core.months import MONTHS

_LEADS = ("until then", "failing that", "short of that", "in that case", "only then", "if not", "otherwise")
_CONDITIONS = frozenset(("if", "unless", "provided", "until"))
_KEEPS_CONDITION = _CONDITIONS | words("whether should would when once only depending subject case event")
_LEAST_TOLD = 2
_ARTICLES = frozenset(("the", "a", "an", "our", "its"))
_RELATIVES = frozenset(("that", "which", "who", "whose", "whom", "where"))
_OPENS_SCOPE = words("in this since during last within by over today among across at between")
_PERIODS = words("year years month months week weeks day days decade century quarter alone")
_LONGEST_SCOPE = 8  # words
_NEAREST = 14  # words between a condition and the verb that it stands over
# Words before a figure that say on which side of it the truth lies.
_BOUNDS: Mapping[str, str] = {
    **dict.fromkeys(words("more over least upwards upward exceeding above beyond"), "least"),
    **dict.fromkeys(words("less fewer under below most up"), "most"),
    **dict.fromkeys(
        words("nearly almost about around approximately roughly some close put estimated"), "near"
    ),
}
_NEEDS: Mapping[str, str] = {
    "put": "at",
    "estimated": "at",
    "more": "than",
    "less": "than",
    "fewer": "than",
    "up": "to",
    "close": "to",
    "upwards": "of",
    "upward": "of",
}
_BETWEEN = frozenset(("than", "at", "of", "to", "a", "an", "the", "$", "us", "usd"))
_TIMES: Mapping[str, str] = {"by": "by", "until": "by", "before": "by", "since": "since", "after": "since"}
_MONTH_OR_DAY = re.compile(rf"(?:the|an?|end|of|year|early|late|mid|\d{{1,2}}|{'|'.join(MONTHS)})$")
_DISTANCING = frozenset(
    (
        *("so-called", "alleged", "allegedly", "purported", "purportedly", "supposed", "ostensibly"),
        *("termed", "preliminary", "provisional", "tentative"),
    )
)
_NOT_FINAL = frozenset(("preliminary", "provisional", "tentative"))
_TOPIC_LEAD = re.compile(
    r"(?:\w+, )?(?:with re(?:gard|spect) to|as regards|as for|when it comes to|in the case of) "
    r"(?P<topic>[^,]+),",
    re.IGNORECASE,
)
_REACTIONS = frozenset(("response", "answer", "reply", "reaction", "objection", "opposition"))
_HEDGED = Mood.HOPE
_ALSO_HEDGED = (
    Mood.HOPE
    | Mood.POSSIBLE
    | Mood.CONDITION
    | Mood.WOULD
    | Mood.NORM
    | Mood.ASKED
    | Mood.MUST
    | Mood.REPORTED
)


def drops_condition(alignment: Alignment) -> bool:
    """ "Until then, Germany will not take part" told as "Germany will not take part", and "we will follow
    if others do" as "Japan will follow"."""
    said = " ".join(token.lower for token in alignment.claim.tokens)
    reading = alignment.evidence[0]
    opening = " ".join(token.lower for token in reading.tokens[:3])
    if any(opening.startswith(lead) and lead not in said for lead in _LEADS):
        return True
    if any(token.lower in _KEEPS_CONDITION for token in alignment.claim.tokens):
        return False
    told = _told(alignment, 0)
    return any(
        verb in told
        for c, token in enumerate(reading.tokens)
        if token.lower in _CONDITIONS and _opens_condition(reading, c)
        for verb in _conditioned(reading, c)
    )


def changes_bound(alignment: Alignment) -> bool:
    """ "More than 300" told as "300", "by 2025" as "in 2025", or the other way round; but "870" may be told
    as "around 870"."""
    claim = alignment.claim
    for i, match in alignment.matches.items():
        token = claim.tokens[i]
        if token.kind != "number" or match.word < 0:
            continue
        reading = alignment.evidence[match.sentence]
        if reading.tokens[match.word].text != token.text:
            continue  # "third" for "3", or a year told by "this year"
        bound, given = _bound(claim, i), _bound(reading, match.word)
        if bound != given and (bound, given) != ("near", ""):
            return True
        if _year(token.text):
            said, meant = _time(claim, i), _time(reading, match.word)
            if said != meant and "since" not in (said, meant) and "by" in (said, meant):
                return True
    return False


def drops_scope(alignment: Alignment) -> bool:
    """ "This year alone, it has launched 21 missiles" told as "it has launched 21 missiles": a figure without
    the time or the place that it is of, with which its sentence opens."""
    claim = alignment.claim
    figures = {
        match.sentence
        for i, match in alignment.matches.items()
        if claim.tokens[i].kind == "number" and match.word >= 0 and not _year(claim.tokens[i].text)
    }
    said = claim.keys | {token.key for token in claim.tokens}
    for n in figures:
        reading = alignment.evidence[n]
        told = _told(alignment, n)
        if any(
            k not in told and reading.tokens[k].key not in said and _limits(reading, k)
            for k in _opening(reading)
        ):
            return True
    return False


def _opening(reading: Reading) -> list[int]:
    """The words of the phrases of time and place with which a sentence opens, each up to its comma."""
    found: list[int] = []
    start = 0
    while start < len(reading.tokens) and reading.tokens[start].lower in _OPENS_SCOPE:
        end = next((k for k in range(start, len(reading.tokens)) if reading.tokens[k].text == ","), None)
        if end is None or end - start > _LONGEST_SCOPE:
            break
        found += range(start, end)
        start = end + 1
    return found


def _limits(reading: Reading, k: int) -> bool:
    token = reading.tokens[k]
    return (token.kind == "number" or token.lower in _PERIODS or (token.capital and k > 0)) and not (
        reading.codes[k] and reading.codes[k] == reading.speaker
    )


def drops_topic(alignment: Alignment) -> bool:
    """ "With regard to Syria, the idea of peace might seem naive" told as "the idea of peace might seem
    naive": what is said of one place or thing, said of all."""
    said = {token.key for token in alignment.claim.tokens}
    for n, reading in enumerate(alignment.evidence):
        lead = _TOPIC_LEAD.match(reading.text)
        if lead is None or not _told(alignment, n):
            continue
        start, end = lead.span("topic")
        named = [token for token in reading.tokens if token.capital and start <= token.start < end]
        if named and not any(token.key in said for token in named):
            return True
    return False


def drops_reaction(alignment: Alignment) -> bool:
    """ "Our response to such talks is negative" told as "such talks are negative"."""
    said = {token.key for token in alignment.claim.tokens}
    return any(
        token.lower in _REACTIONS
        and token.key not in said
        and k > 0
        and reading.tokens[k - 1].lower in ("our", "my")
        and k + 1 < len(reading.tokens)
        and reading.tokens[k + 1].lower == "to"
        for reading in alignment.evidence
        for k, token in enumerate(reading.tokens)
    )


def drops_distance(alignment: Alignment) -> bool:
    """ "The so-called peace plan" told as "the peace plan"."""
    said = {token.lower for token in alignment.claim.tokens}
    for n, reading in enumerate(alignment.evidence):
        told = _told(alignment, n)
        for k, token in enumerate(reading.tokens):
            parts = (token.lower, reading.tokens[k + 1].lower if k + 1 < len(reading.tokens) else "")
            word = "so-called" if parts == ("so", "called") else token.lower
            if word in _NOT_FINAL and word not in said and told:
                return True
            if word not in _DISTANCING or word in said or (word == "so-called" and "called" in said):
                continue
            following = [
                j for j in range(k + 1, min(k + 5, len(reading.tokens))) if reading.tokens[j].content
            ]
            if any(j in told for j in following):
                return True
    return False


def drops_hedge(alignment: Alignment) -> bool:
    """ "Fiji has offered to give refuge" told as "Fiji will give refuge": most of the words that stand under
    an offer, an attempt or a plan are told as done or certain."""
    claim = alignment.claim
    votes: list[bool] = []
    for i, match in alignment.matches.items():
        if match.word < 0 or not alignment.weights[i]:
            continue
        reading = alignment.evidence[match.sentence]
        meant = reading.moods[match.word]
        if claim.codes[i] == reading.speaker and reading.speaker:
            continue
        if meant & _HEDGED and not meant & Mood.CONDITION and reading.tokens[match.word].kind == "word":
            votes.append(not claim.moods[i] & _ALSO_HEDGED)
    return len(votes) >= 3 and votes.count(True) * 4 > len(votes) * 3


def says_nothing(claim: Reading) -> bool:
    """Whether an English claim tells nothing: it has no verb ("Argentina, the Malvinas Islands, South
    Georgia"), has lost it ("Cuba, the world without hegemony that others disregard"), or is a single word
    beside names and "say" ("India responded to this")."""
    plain = [i for i, token in enumerate(claim.tokens) if token.kind == "word"]
    if any(token.kind == "cjk" for token in claim.tokens) or not plain:
        return False
    telling = [
        i
        for i, token in enumerate(claim.tokens)
        if token.content and token.stem not in SAYING and not claim.codes[i]
    ]
    if len(telling) < _LEAST_TOLD:
        return True
    verbs = [i for i in claim.predicates() if not _says_that(claim, i)]
    if _opens_with_apposition(claim):
        return not any(
            not _in_relative(claim, i)
            and (i in verbs or (claim.tokens[i - 1].text == "," and _may_be_verb(claim.tokens[i].lower)))
            for i in plain
            if i > 2
        )
    return not any(
        i in verbs or (_may_be_verb(claim.tokens[i].lower) and not _says_that(claim, i)) for i in plain
    )


def _says_that(claim: Reading, i: int) -> bool:
    """ "says that": what is said must have a verb of its own."""
    following = claim.tokens[i + 1].lower if i + 1 < len(claim.tokens) else ""
    return following == "that" and (claim.tokens[i].stem in SAYING or claim.tokens[i].lower == "states")


def _opens_with_apposition(claim: Reading) -> bool:
    """ "Cuba, the …": what follows a name is another name for it until a verb comes."""
    opening = claim.tokens[:3]
    return (
        len(opening) == 3
        and bool(claim.codes[0])
        and opening[1].text == ","
        and opening[2].lower in _ARTICLES
    )


def _in_relative(claim: Reading, i: int) -> bool:
    """Whether a verb stands in a clause that only describes a noun: "models that disregard traditions"."""
    k = i - 1
    while k >= 0 and claim.tokens[k].kind != "mark" and i - k <= _LONGEST_SCOPE:
        if claim.tokens[k].lower in _RELATIVES:
            return True
        k -= 1
    return False


def _may_be_verb(word: str) -> bool:
    return word in FINITE or word.endswith(("ed", "es", "ing"))


def _told(alignment: Alignment, sentence: int) -> set[int]:
    """Words of an evidence sentence that the claim was matched to."""
    return {m.word for m in alignment.matches.values() if m.sentence == sentence and m.word >= 0}


def _opens_condition(reading: Reading, c: int) -> bool:
    """Whether the word opens a condition: not in "even if", "as if", "if not" for "or", "provided by"."""
    token = reading.tokens[c]
    before = reading.tokens[c - 1].lower if c else ""
    following = reading.tokens[c + 1].lower if c + 1 < len(reading.tokens) else ""
    if token.lower == "provided":
        return following == "that"
    if token.lower == "until":
        return following not in ("now", "today", "recently") and not following[:1].isdigit()
    return before not in ("even", "as", "ask", "see", "wonder", "what") and following not in ("any", "not")


def _conditioned(reading: Reading, c: int) -> tuple[int, ...]:
    """The verb that a condition at ``c`` stands over: the nearest before it, or, where it opens its sentence,
    the first after the comma that ends it."""
    verbs = [p for p in reading.predicates() if reading.tokens[p].kind == "word"]
    before = [p for p in verbs if c - _NEAREST <= p < c]
    if before:
        return (before[-1],)
    ends = next((k for k in range(c + 1, len(reading.tokens)) if reading.tokens[k].text == ","), None)
    after = [p for p in verbs if ends is not None and ends < p <= ends + _NEAREST]
    return (after[0],) if after and c <= 2 else ()


def _bound(reading: Reading, i: int) -> str:
    """On which side of a figure the truth lies: "least", "most", "near", or "" for exactly."""
    k = i - 1
    for _ in range(4):
        if k < 0:
            return ""
        lower = reading.tokens[k].lower
        if lower in _BOUNDS:
            needed = _NEEDS.get(lower)
            return _BOUNDS[lower] if needed in (None, reading.tokens[k + 1].lower) else ""
        if lower not in _BETWEEN:
            return ""
        k -= 1
    return ""


def _time(reading: Reading, i: int) -> str:
    """How a year is bound to what is said: "by", "since", or "" for in it."""
    k = i - 1
    while (
        k >= 0
        and i - k <= 5
        and (_MONTH_OR_DAY.match(reading.tokens[k].lower) or reading.tokens[k].text == ",")
    ):
        k -= 1
    return _TIMES.get(reading.tokens[k].lower, "") if k >= 0 else ""


def _year(text: str) -> bool:
    return len(text) == 4 and text[:2] in ("19", "20")
