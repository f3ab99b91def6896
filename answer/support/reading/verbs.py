"""The verbs of a sentence: who does each, and how surely it happens."""

from collections.abc import Mapping

from answer.support.reading.records import Reading, Verb
from answer.support.reading.tables import Ladder, ladder
from answer.words.lexicon import BE, FINITE, NEGATIONS, PREPOSITIONS, SPEAKER_NOUNS, SPEAKER_WORDS, words
from answer.words.verbs import Form, verb_forms

_HAVE = words("have has had having")
_DETERMINERS = words(
    "the a an this that these those its their his her our my your all many some most no any every each such"
)
_BETWEEN = words("also now still already just only even ever again both all too thus therefore")
_REFERRING = words("it they he she this that these those there one")
_SOME = words("many some most others several few")
_SEVERAL = words("i we you they who which that these those people")
_RELATIVE = words("who which that")
_CONDITIONAL = words("if unless provided should whether assuming")
_REACH = 9  # words that a governor may stand before the "to" of its verb: "urges the parties concerned to"
_THAT = 3  # … before the clause that it governs


def read_verbs(sentence: Reading) -> dict[int, Verb]:
    """The verbs, by the place of the word."""
    found: dict[int, Verb] = {}
    for i, token in enumerate(sentence.tokens):
        forms = verb_forms().get(token.lower, {}) if token.kind == "word" and not sentence.actors[i] else {}
        if not forms or _in_a_noun(sentence, i):
            continue
        chain, before = _chain(sentence, i)
        form = _form(sentence, forms, chain, before)
        if form is None or (token.lower in FINITE and _is_auxiliary(sentence, i)):
            continue
        status = _status(sentence, i, form, chain, before, found)
        if status in ("hopes", "can") and forms[form] in ladder().performed:
            status = "fact"  # "we wish to thank", "allow me to thank"
        free = (form == "ing" and chain in ((), ("to",))) or (
            chain[:1] == ("to",) and status not in ("asked", "intends", "hopes")
        )
        who = frozenset() if free else _actors(sentence, i, chain, before, found)
        found[i] = Verb(i, forms[form], who, status)
    return found


def _in_a_noun(sentence: Reading, i: int) -> bool:
    """Whether the word is part of a noun: "its arms build-up", "Palau’s expanded efforts"."""
    before = sentence.tokens[i - 1].end if i else 0
    return sentence.text[sentence.tokens[i].end :][:1] == "-" or (
        bool(i and sentence.actors[i - 1]) and sentence.text[before:][:2] in ("’s", "'s", "’ ", "' ")
    )


def _chain(sentence: Reading, i: int) -> tuple[tuple[str, ...], int]:
    """The auxiliaries directly before a verb, first to last, and the place of the word before them."""
    chain: list[str] = []
    j = i - 1
    while sentence.within(j, sentence.clauses[i]):
        lower = sentence.lower(j)
        if lower in FINITE or lower in BE or lower in _HAVE or lower in ("to", "cannot", "ought"):
            chain.insert(0, lower)
        elif not (lower in NEGATIONS or lower in _BETWEEN or (lower.endswith("ly") and lower != "family")):
            break
        if lower == "to":
            j -= 1
            break
        j -= 1
    return tuple(chain), j


def _form(sentence: Reading, forms: Mapping[Form, str], chain: tuple[str, ...], before: int) -> Form | None:
    """Which of its forms the word has here; None where it is no verb: "the support"."""
    if chain == ("to",) and "ing" in forms:
        return "ing"  # "is committed to lowering"
    if chain:
        wanted: tuple[Form, ...] = ("base",)
        if chain[-1] in _HAVE:
            wanted = ("participle",)
        elif chain[-1] in BE:
            wanted = ("ing", "participle")
        return next((form for form in wanted if form in forms), None)
    lower = sentence.lower(before)
    if lower in _SOME and forms.get("base") in ladder().saying:
        return "base"  # "many argue"
    if lower in _DETERMINERS - _RELATIVE or (lower in PREPOSITIONS and "ing" not in forms):
        return None
    if "ing" in forms:
        return "ing"
    if before < 0:
        return None
    several = lower in _SEVERAL or (lower.endswith("s") and not lower.endswith(("ss", "us", "is")))
    subject = (
        bool(sentence.actors[before]) or lower in _REFERRING | _RELATIVE or sentence.tokens[before].content
    )
    if "base" in forms and (lower in _SEVERAL or (several and subject)) and "third" not in forms:
        return "base"  # "we call", "the parties agree"; in "technical help" it is a noun
    form: Form | None = "third" if "third" in forms else "past" if "past" in forms else None
    return form if subject or lower in ("and", "or", ",", "but") else None


def _is_auxiliary(sentence: Reading, i: int) -> bool:
    """Whether "has", "is", "will" stands before another verb."""
    j = i + 1
    while sentence.lower(j) in NEGATIONS | _BETWEEN or sentence.lower(j).endswith("ly"):
        j += 1
    following = verb_forms().get(sentence.lower(j), {})
    return bool({"participle", "ing"} & set(following)) or sentence.lower(j) in ("been", "be")


def _status(
    sentence: Reading, i: int, form: Form, chain: tuple[str, ...], before: int, found: Mapping[int, Verb]
) -> str:
    table = ladder()
    if _conditional(sentence, i):
        return "condition"
    if form == "ing" and chain == ("to",):
        return "open"  # "is critical to protecting"
    above = _governor(sentence, table, i, chain, before, found)
    if above:
        return above
    modal = next((table.auxiliaries[word] for word in chain if word in table.auxiliaries), "")
    if modal:
        return modal
    if chain and chain[0] in ("has", "have", "having"):
        return "done"
    earlier = found.get(max((k for k in found if k < i), default=-1))
    if form in ("past", "base") and sentence.lower(before) in ("and", "or", ",") and earlier is not None:
        return earlier.status  # "has developed and submitted", "will come and help"
    if chain and chain[0] in ("was", "were", "had", "did"):
        return "past"
    if form == "ing":
        return "going" if chain and chain[-1] in BE else "open"
    if chain and chain[0] == "to":
        return "open"
    return {"past": "past", "third": "fact", "base": "fact", "participle": "fact"}[form]


def _conditional(sentence: Reading, i: int) -> bool:
    """Whether the verb is of an "if": one stands before it in its clause, and no comma after that."""
    for k in range(i - 1, -1, -1):
        if sentence.clauses[k] != sentence.clauses[i] or sentence.lower(k) == ",":
            return False
        if sentence.lower(k) in _CONDITIONAL - {"should"}:
            return True
    return False


def _governor(
    sentence: Reading, table: Ladder, i: int, chain: tuple[str, ...], before: int, found: Mapping[int, Verb]
) -> str:
    """The status that a word before gives the verb: "hopes to join", "urges Iraq to withdraw", "demands
    that the draft be changed", "some argue that it is"; "" where none stands over it."""
    if chain and chain[0] == "to":
        reach = range(before, max(-1, before - _REACH), -1)
    elif sentence.lower(before) in (
        "for",
        "of",
        "from",
        "on",
        "in",
        "at",
        "towards",
    ) and "ing" in sentence.lower(i):
        reach = range(before - 1, max(-1, before - 3), -1)
    else:
        opener = _that(sentence, i)
        if opener < 0:
            return ""
        for k in range(opener - 1, max(-1, opener - 1 - _THAT), -1):
            verb = found.get(k)
            if verb is not None and verb.base in table.saying:
                own = not verb.actors or f"@{sentence.speaker}" in verb.actors or not sentence.speaker
                return "" if own else "reported"
            status = table.governors.get(verb.base if verb else sentence.lower(k), "")
            if status in ("hopes", "asked", "must", "should", "may"):
                return status
        return ""
    for k in reach:
        if sentence.clauses[k] != sentence.clauses[i]:
            return ""
        verb = found.get(k)
        status = table.governors.get(verb.base if verb else sentence.lower(k), "")
        if status:
            ceasing = status == "denied" and {sentence.lower(k - 1), sentence.lower(k - 2)} & NEGATIONS
            return "" if ceasing else status  # "will never fail to defend"
        if (verb is not None and verb.base != "be") or sentence.lower(k) in ("to", "that"):
            return ""
    return ""


def _that(sentence: Reading, i: int) -> int:
    """The place of the "that" which opens the clause of the verb; -1 when none does."""
    for k in range(i - 1, max(-1, i - 16), -1):
        if sentence.lower(k) == "that":
            return k
        if sentence.tokens[k].text in ";:" or sentence.clauses[k] != sentence.clauses[i]:
            return -1
    return -1


def _actors(
    sentence: Reading, i: int, chain: tuple[str, ...], before: int, found: Mapping[int, Verb]
) -> frozenset[str]:
    """Who does what the verb says: the agent after "by", the name or noun before it, for "to" the one who
    is asked or, where nobody is, who asks; for a verb joined by "and" who does the one before."""
    agent = _agent(sentence, i)
    if agent:
        return agent
    lower = sentence.lower(before)
    if chain and chain[0] == "to":
        # "Bhutan is poised to graduate", "our aim is to join": who is, whose aim; "urges Iraq to": Iraq.
        above = _above(sentence, found, i, before)
        adjective = (
            before >= 0 and not sentence.actors[before] and not sentence.tokens[before].lower.endswith("s")
        )
        if above is not None and (before <= above.word or (above.base == "be" and adjective)):
            return above.actors
    if lower in ("and", "or", ",", "but") or lower in BE:
        earlier = [k for k in found if k < i]
        return found[max(earlier)].actors if earlier else frozenset()
    if lower in _REFERRING - {"that"}:
        named = {a for k, a in enumerate(sentence.actors[:before]) if a and not _is_own(sentence, k)}
        return frozenset(named) if lower == "it" and len(named) == 1 else frozenset()
    if lower in _RELATIVE:
        before -= 1
    return _noun(sentence, before)


def _above(sentence: Reading, found: Mapping[int, Verb], i: int, before: int) -> Verb | None:
    near = [k for k in found if before - _REACH < k < i and sentence.clauses[k] == sentence.clauses[i]]
    return found[max(near)] if near else None


def _agent(sentence: Reading, i: int) -> frozenset[str]:
    for k in range(i + 1, min(i + 4, len(sentence.tokens))):
        if sentence.lower(k) == "by" and not sentence.lower(k + 1).endswith("ing"):
            return frozenset(a for a in sentence.actors[k + 1 : k + 5] if a)
        if sentence.tokens[k].kind == "mark":
            break
    return frozenset()


def _is_own(sentence: Reading, k: int) -> bool:
    """Whether the word is the speaker's "we" or "our", which no "it" stands for."""
    return sentence.lower(k) in SPEAKER_WORDS


def _counts(sentence: Reading, k: int) -> bool:
    """Whether the word before an "of" only says how many: "seventy-three of our people"."""
    return sentence.lower(k) in _SOME | {"all", "both", "each", "thousands"} or (
        0 <= k < len(sentence.tokens) and sentence.tokens[k].kind == "number"
    )


def _noun(sentence: Reading, end: int) -> frozenset[str]:
    """The actors of the noun phrase that ends at ``end``: names joined by "and"; the delegation of "the
    Government of Mali"; else its head, by its key."""
    if end < 0:
        return frozenset()
    names: set[str] = set()
    clause, head, k = sentence.clauses[end], -1, end
    while sentence.within(k, clause):
        lower = sentence.lower(k)
        if sentence.actors[k] and (not names or sentence.lower(k + 1) in ("and", "or", ",")):
            names.add(sentence.actors[k])
        elif lower in PREPOSITIONS:
            if lower != "of" and (names or head >= 0) and sentence.lower(k - 1) != "":
                names, head = set(), -1  # "the talks with Iran": the talks
            elif lower == "of" and not (_counts(sentence, k - 1) or sentence.lower(k - 1) in SPEAKER_NOUNS):
                names, head = set(), -1
        elif sentence.tokens[k].kind == "word" and sentence.tokens[k].content and lower not in SPEAKER_NOUNS:
            head = k if head < 0 else head
        elif lower in FINITE or sentence.tokens[k].kind == "mark":
            break
        if lower in _DETERMINERS and sentence.lower(k - 1) not in ("of", "and"):
            break
        k -= 1
    if names:
        return frozenset(names)
    if sentence.lower(end) in _SOME:
        return frozenset((sentence.lower(end),))
    return frozenset((sentence.tokens[head].key,)) if head >= 0 else frozenset()
