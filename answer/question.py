"""What a question asks: in which language, about whose words and which dates, and what it takes for
granted. Rules only, so that every inference can be shown to the reader and taken back.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from answer.wording import (
    ABOUT,
    ATTITUDE,
    AUXILIARY,
    EXPRESSED_BY,
    EXPRESSION,
    GIVEN_FOR,
    SAID,
    SAID_JAPANESE,
    STATING,
    VALUED_BY,
    any_of,
)
from core.delegations import Gazetteer, Mention
from core.errors import UsageError
from core.records import Filters

MAX_QUESTION_CHARACTERS = 2000

Expects = Literal["", "quantity", "time"]


_END = r"(?:\s+the)?\s*$"
_OBJECT_BEFORE = re.compile(rf"\b(?:{any_of(ABOUT)}){_END}", re.IGNORECASE)
_SUBJECT_BEFORE = re.compile(
    rf"\b(?:according\s+to|(?:{any_of(VALUED_BY)})\s+(?:to|for)|(?:{any_of(EXPRESSION)})\s+(?:of|by|from)|"
    rf"(?:{any_of(EXPRESSED_BY)})\s+by|for|{any_of(AUXILIARY)}){_END}",
    re.IGNORECASE,
)
_FOR_OBJECT = re.compile(rf"\b(?:{any_of(GIVEN_FOR)})\s+for{_END}", re.IGNORECASE)
_STATES_VERB = re.compile(rf"\s*(?:\w+ly\s+)?(?:{any_of(STATING, AUXILIARY)})\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\s*['’]s?(?!\w)")
_ATTITUDE_NOUN = re.compile(rf"\s*(?:\w+\s+){{0,2}}?(?:{any_of(EXPRESSION, ATTITUDE)})\b", re.IGNORECASE)
_JOINING = frozenset({"and", "or", ",", ", and", "&", "and the", "or the", "と", "、", "及び", "および"})
_COMPARING = _JOINING | {"with", "to", "versus", "vs", "vs.", "with that of", "to that of"}
_COMPARE = re.compile(r"\b(?:compare|compared|differ|differs|versus|vs)\b|比較|違い", re.IGNORECASE)
_JA_OBJECT_AFTER = re.compile(
    r"^(?:について|に関して|に関する|に対して|に対する|への|をめぐ|を[^、。]{0,6}(?:支持|非難|批判))"
)
_JA_SUBJECT_AFTER = re.compile(r"^(?:は|が|の|として|にとって|によれば|政府|代表)")

_YEAR = r"((?:19|20)\d\d)"
_SPAN = re.compile(
    rf"\b(?:between|from)\s+{_YEAR}\s+(?:and|to|until|through|[-–])\s*{_YEAR}\b", re.IGNORECASE
)
_SINCE = re.compile(rf"\bsince\s+{_YEAR}\b|{_YEAR}年以降|{_YEAR}年から", re.IGNORECASE)
_AFTER = re.compile(rf"\bafter\s+{_YEAR}\b", re.IGNORECASE)
_BEFORE = re.compile(rf"\bbefore\s+{_YEAR}\b|{_YEAR}年(?:以前|より前)", re.IGNORECASE)
_UNTIL = re.compile(rf"\b(?:until|up to|through)\s+{_YEAR}\b|{_YEAR}年まで", re.IGNORECASE)
_IN = re.compile(rf"\b(?:in|during)\s+{_YEAR}\b|{_YEAR}年(?:の|に(?!向)|、)", re.IGNORECASE)
_STATED = re.compile(rf"\b(?:{any_of(SAID, EXPRESSION)})\b|{any_of(SAID_JAPANESE)}", re.IGNORECASE)

_QUANTITY = re.compile(
    r"\bhow (?:much|many)\b|\bwhat (?:percentage|proportion|share|amount|number)\b|"
    r"いくら|何(?:人|件|か国|パーセント)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"^\s*(?:when|by when|on what date|in (?:which|what) year|since when)\b|いつ|何年", re.IGNORECASE
)
_WHY = re.compile(
    rf"^\s*(?:why|for what reasons?|on what grounds?)\s+(?P<question>(?:{any_of(AUXILIARY)})\b.*)",
    re.IGNORECASE,
)
_JAPANESE = re.compile(r"[\u3040-\u30ff]|[\u4e00-\u9fff]{2}")


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood.

    ``text`` is as asked, without surrounding space; ``language`` is "en" or "ja". ``expects`` says
    what an answer must contain (a quantity, a time). ``premise`` is, for a "why" question, the
    yes-or-no question that it takes to be answered with yes ("does Japan support a treaty?").
    """

    text: str
    language: str
    filters: Filters
    expects: Expects = ""
    premise: str = ""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What of the library bears on reading a question: the codes of its delegations, and the first
    and last year of its statements ("" when it has no dates)."""

    delegations: Collection[str]
    first_year: str = ""
    last_year: str = ""


def understand(
    text: str, given: Filters, gazetteer: Gazetteer, holdings: Holdings, *, infer: bool = True
) -> Question:
    """Read a question. Filters that the person set (``given``) are kept; those that are not set are
    inferred from the words when ``infer`` is true. Raises UsageError for one that is empty or longer
    than MAX_QUESTION_CHARACTERS."""
    text = " ".join(text.split())
    if not text:
        raise UsageError("The question is empty; type what you want to know about the statements.")
    if len(text) > MAX_QUESTION_CHARACTERS:
        raise UsageError(
            f"The question has {len(text):,} characters and at most {MAX_QUESTION_CHARACTERS:,} can be read; "
            "shorten it to what you want to know."
        )
    language = "ja" if _JAPANESE.search(text) else "en"
    return Question(
        text=text,
        language=language,
        filters=infer_filters(text, given, gazetteer, holdings) if infer else given,
        expects=expected(text),
        premise=premise(text),
    )


def expected(text: str) -> Expects:
    """The kind of thing that an answer must contain."""
    return "quantity" if _QUANTITY.search(text) else "time" if _TIME.search(text) else ""


def premise(text: str) -> str:
    """What a "why" takes to be answered with yes; ``""`` for any other question."""
    why = _WHY.match(text)
    return why["question"] if why else ""


def infer_filters(text: str, given: Filters, gazetteer: Gazetteer, holdings: Holdings) -> Filters:
    """``given`` with whose words and which dates are asked about filled in, where the question says
    so and the person hasn't."""
    inferred: set[str] = set()
    filters = given
    if not given.delegations and (asked := asked_delegations(text, gazetteer)):
        filters = replace(filters, delegations=_who_can_answer(asked, gazetteer, holdings))
        inferred.add("delegation")
    if not (given.since or given.until):
        since, until = asked_dates(text, holdings)
        filters = replace(filters, since=since, until=until)
        inferred |= {name for name, value in (("since", since), ("until", until)) if value}
    return replace(filters, inferred=frozenset(inferred))


def asked_delegations(text: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Codes of the delegations whose words the question asks for, in order, groups by their own
    code. A state that the question is merely about ("what does Kenya say about Russia?") is none."""
    codes: dict[str, None] = {}
    for group in _coordinated(text, gazetteer.find(text)):
        if any(_is_asked(text, mention) for mention in group):
            codes |= dict.fromkeys(mention.code for mention in group)
    return tuple(codes)


def _coordinated(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions that stand together ("Japan and China", "日本と中国", "compare Kenya with Norway"): what
    is asked of one is asked of all."""
    joins = _COMPARING if _COMPARE.search(text) else _JOINING
    groups: list[list[Mention]] = []
    for mention in mentions:
        if groups and text[groups[-1][-1].end : mention.start].strip().lower() in joins:
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _who_can_answer(codes: tuple[str, ...], gazetteer: Gazetteer, holdings: Holdings) -> tuple[str, ...]:
    """Groups that have no statements of their own, as those of their members that have some."""
    resolved: dict[str, None] = {}
    for code in codes:
        members = [m for m in gazetteer.expand((code,)) if m in holdings.delegations]
        resolved |= dict.fromkeys([code] if code in holdings.delegations or not members else members)
    return tuple(resolved)


def _is_asked(text: str, mention: Mention) -> bool:
    before, after = text[: mention.start], text[mention.end :]
    if _JAPANESE.search(text):
        return bool(_JA_SUBJECT_AFTER.match(after)) and not _JA_OBJECT_AFTER.match(after)
    if _SUBJECT_BEFORE.search(before) and not _FOR_OBJECT.search(before):
        return True
    if _OBJECT_BEFORE.search(before):
        return False
    if mention.form == "adjective":
        return bool(_ATTITUDE_NOUN.match(after))
    if before.strip().lower() in ("", "the", "compare", "compare the"):
        return True
    return bool(_POSSESSIVE.match(after) or _STATES_VERB.match(after) or _ATTITUDE_NOUN.match(after))


def asked_dates(text: str, holdings: Holdings) -> tuple[str, str]:
    """``since`` and ``until`` (ISO dates or ``""``) that the question sets for the statements.

    A bare "in 2022" may be the year of an event rather than of the statement, so it counts only
    when the question asks what was said, or when the library holds statements of such a year.
    """

    def year(found: re.Match[str]) -> str:
        return next(group for group in found.groups() if group)

    if span := _SPAN.search(text):
        return f"{span[1]}-01-01", f"{span[2]}-12-31"
    since = until = ""
    if found := _SINCE.search(text):
        since = f"{year(found)}-01-01"
    elif found := _AFTER.search(text):
        since = f"{int(year(found)) + 1}-01-01"
    if found := _BEFORE.search(text):
        until = f"{int(year(found)) - 1}-12-31"
    elif found := _UNTIL.search(text):
        until = f"{year(found)}-12-31"
    if (since or until) and not _STATED.search(text) and not _within(since or until, holdings):
        return "", ""
    if since or until:
        return since, until
    if (found := _IN.search(text)) and (_STATED.search(text) or _within(year(found), holdings)):
        return f"{year(found)}-01-01", f"{year(found)}-12-31"
    return "", ""


def _within(date: str, holdings: Holdings) -> bool:
    return bool(holdings.first_year) and holdings.first_year <= date[:4] <= holdings.last_year
