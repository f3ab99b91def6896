"""What a question asks: in which language, about whose words and which dates, and what it takes for
granted. Rules only, so that every inference can be shown to the reader and taken back.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from answer.question.catalogue import CatalogueQuery, catalogue_query
from answer.question.claim import claim_of
from answer.question.dates import Library, asked_dates, compared_years, set_against
from answer.question.forums import asked_forum
from answer.question.kind import Cannot, Kind, cannot, kind_of
from answer.question.likely_kind import Likely, likely_kind
from answer.question.mentioned import mentioned, of_many, year_of
from answer.question.who.english import asks_anybody
from answer.question.who.names import SHARED, asked_region, names_in
from answer.question.who.whose_words import asked_delegations as asked_delegations
from answer.question.who.whose_words import asked_mentions, asked_speaker
from answer.question.words import AUXILIARY, any_of
from core.delegations import Gazetteer
from core.errors import UsageError
from core.japanese import is_japanese
from core.records import Filters, Speaker

MAX_QUESTION_CHARACTERS = 2000
_NAMED = 3  # delegations up to which a question names them, rather than a group whose members are many

_SIDES = 2  # of a comparison, at least
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WHY = re.compile(
    rf"^\s*(?:why|for what reasons?|on what grounds?)\s+(?P<question>(?:{any_of(AUXILIARY)})\b.*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood.

    ``text`` is as asked, without surrounding space; ``language`` is "en" or "ja". ``premise`` is, for a "why"
    question, the yes-or-no question that it takes to be answered with yes ("does Japan support a treaty?").
    ``kind`` is "list" only where whose words are meant is left open; ``besides`` are then the codes of
    delegations that are known already ("who else …"). ``years`` are those that are set side by side.
    ``catalogue`` is which fact about the library is asked for, ``cannot`` why it can't be answered.
    ``why_of`` is the question to whose answer a bare "why?" wants the reason. ``plain`` is the text with
    those asked about by the names that statements carry, ``matter`` the words that say what a comparison or
    a change is about.
    """

    text: str
    language: str
    filters: Filters
    premise: str = ""
    kind: Kind = ""
    besides: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    catalogue: CatalogueQuery | None = None
    cannot: Cannot = ""
    why_of: str = ""
    plain: str = ""
    matter: str = ""

    def claim_of(self, name: str) -> str:
        """What a list asks of one delegation ("Does Kenya support a treaty?"); "" for another form."""
        return claim_of(self.text, name)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What of the library bears on reading a question: the codes of its delegations, the first and last
    year of its statements ("" when it has no dates), its forums by the names that are shown, and who
    spoke."""

    delegations: Collection[str]
    first_year: str = ""
    last_year: str = ""
    forums: Collection[str] = ()
    speakers: Sequence[Speaker] = ()


def understand(
    text: str,
    given: Filters,
    gazetteer: Gazetteer,
    holdings: Holdings,
    *,
    infer: bool = True,
    likely: bool = True,
) -> Question:
    """Read a question. Filters that the person set (``given``) are kept; those that are not set are
    inferred from the words when ``infer`` is true. ``likely``: a task that no phrase tells may be told by
    what was learned. Raises UsageError for one that is empty or longer than MAX_QUESTION_CHARACTERS."""
    text = check_length(text)
    spoken = who_can_answer(given.delegations, gazetteer, holdings.delegations)
    given = replace(given, delegations=spoken)
    language = "ja" if is_japanese(text) else "en"
    filters = infer_filters(text, given, gazetteer, holdings) if infer else given
    names = names_in(text, gazetteer, holdings.speakers, holdings.delegations)
    named = tuple(dict.fromkeys(mention.code for mention in names.mentions if mention.code != SHARED))
    years = compared_years(text, filters.since, filters.until, of_change=True)
    kind = kind_of(
        text,
        delegations=len(filters.delegations) if len(filters.delegations) <= _NAMED else 0,
        named=len(named),
        years=len(set(_YEAR.findall(text))),
    )
    terms = mentioned(text) if infer and of_many(text) else ()
    if terms and set(filters.delegations) <= {
        m.code for m in names.mentions if any(names.text[m.start : m.end] in term for term in terms)
    }:
        # "Who named Nelson Mandela?" asks everybody, not South Africa.
        filters = replace(filters, delegations=(), inferred=filters.inferred - {"delegation"})
        kind = "list" if kind not in ("count", "who_else") else kind
    if infer and not kind and len(filters.delegations) == 1 and not (given.since or given.until):
        filters = _in_years(filters, set_against(text), holdings)
    kind = _fitting(kind, text, filters)
    if likely and not kind:
        kind = _admitted(likely_kind(names.text, names.mentions), text, filters, named)
        kind = _fitting(kind, text, filters)
    if kind == "catalogue" and infer and not filters.delegations and named:
        filters = replace(filters, delegations=named, inferred=filters.inferred | {"delegation"})
    if kind in ("list", "count", "who_else") and terms and (year := year_of(text)):
        filters = filters if filters.since or filters.until else _in_year(filters, year)
    region = asked_region(text) if kind in ("list", "count", "who_else") and infer else ""
    if region and not filters.delegations:
        members = who_can_answer((region,), gazetteer, holdings.delegations)
        filters = replace(filters, delegations=members, inferred=filters.inferred | {"delegation"})
    if kind == "compare" and infer and not given.delegations and len(filters.delegations) < 2 <= len(named):
        filters = replace(filters, delegations=named, inferred=filters.inferred | {"delegation"})
    return Question(
        text=text,
        language=language,
        filters=filters,
        premise=premise(text),
        kind=kind,
        besides=named if kind == "who_else" else (),
        years=years if kind in ("compare", "over_time") else (),
        catalogue=catalogue_query(text) if kind == "catalogue" else None,
        cannot=cannot(text) if kind == "cannot" else "",
    )


def _admitted(kind: Likely, text: str, filters: Filters, named: Sequence[str]) -> Kind:
    """A kind that is likely, as far as whom the question names and asks admits it: a list asks nobody in
    particular, a line over time is somebody's, a comparison has two sides, and of "Vanuatu on the embargo
    against Cuba" one is asked."""
    years = len(set(_YEAR.findall(text)))
    sides = max(len(filters.delegations) or (0 if asks_anybody(text) else len(named)), years)
    if kind in ("list", "count") and filters.delegations:
        return ""
    if kind == "who_else" and not named:
        return "list"
    if kind == "over_time" and not filters.delegations:
        return ""
    if kind == "compare" and len(filters.delegations) == 1 and years >= _SIDES:
        return "over_time"
    return "" if kind == "compare" and sides < _SIDES else kind


def _in_year(filters: Filters, year: str) -> Filters:
    read = filters.inferred | {"since", "until"}
    return replace(filters, since=f"{year}-01-01", until=f"{year}-12-31", inferred=read)


def _in_years(filters: Filters, years: Sequence[str], holdings: Holdings) -> Filters:
    """The filters from the first to the last of several years that the library has."""
    if len(years) < 2 or not (holdings.first_year <= years[0] and years[-1] <= holdings.last_year):
        return filters
    read = filters.inferred | {"since", "until"}
    return replace(filters, since=f"{years[0]}-01-01", until=f"{years[-1]}-12-31", inferred=read)


def _fitting(kind: Kind, text: str, filters: Filters) -> Kind:
    """The kind as far as the time that is asked about admits it: nothing changes within one year."""
    one_year = bool(filters.since) and filters.since[:4] == filters.until[:4]
    if kind == "over_time" and one_year:
        return ""
    if not kind and compared_years(text, filters.since, filters.until):
        return "over_time"
    return kind


def together(asked: Sequence[Question]) -> Question:
    """What is reported of a text's questions together: the filters that admit all of them."""
    if len(asked) == 1:
        return asked[0]
    codes = [code for one in asked for code in one.filters.delegations]
    everyone = any(not one.filters.delegations for one in asked)
    forums = {one.filters.forum for one in asked}
    starts, ends = [one.filters.since for one in asked], [one.filters.until for one in asked]
    filters = replace(
        asked[0].filters,
        delegations=() if everyone else tuple(dict.fromkeys(codes)),
        since=min(starts) if all(starts) else "",
        until=max(ends) if all(ends) else "",
        forum=forums.pop() if len(forums) == 1 else "",
    )
    kept = {
        "delegation": filters.delegations,
        "since": filters.since,
        "until": filters.until,
        "forum": filters.forum,
    }
    inferred = frozenset().union(*(one.filters.inferred for one in asked))
    filters = replace(filters, inferred=frozenset(name for name in inferred if kept[name]))
    standing = " ".join(one.text for one in asked)
    return replace(asked[0], text=standing, filters=filters, premise="", kind="")


def check_length(text: str) -> str:
    """``text`` with single spaces. Raises UsageError for one that is empty or too long to be read."""
    text = " ".join(text.split())
    if not text:
        raise UsageError("The question is empty; type what you want to know about the statements.")
    if len(text) > MAX_QUESTION_CHARACTERS:
        raise UsageError(
            f"The question has {len(text):,} characters and at most {MAX_QUESTION_CHARACTERS:,} can be read; "
            "shorten it to what you want to know."
        )
    return text


def premise(text: str) -> str:
    """What a "why" takes to be answered with yes; ``""`` for any other question."""
    why = _WHY.match(text)
    return why["question"] if why else ""


def infer_filters(text: str, given: Filters, gazetteer: Gazetteer, holdings: Holdings) -> Filters:
    """``given`` with whose words, which dates and which forum are asked about filled in, where the
    question says so and the person hasn't."""
    inferred: set[str] = set()
    filters = given
    names = names_in(text, gazetteer, holdings.speakers, holdings.delegations)
    asked = asked_mentions(text, gazetteer, names=names, held=holdings.delegations)
    if asked and not given.delegations:
        codes = tuple(dict.fromkeys(mention.code for mention in asked))
        filters = replace(filters, delegations=who_can_answer(codes, gazetteer, holdings.delegations))
        inferred.add("delegation")
    if not (given.since or given.until):
        since, until = asked_dates(
            text,
            Library(holdings.first_year, holdings.last_year),
            [(mention.start, mention.end) for mention in asked],
            of_somebody=bool(filters.delegations),
        )
        filters = replace(filters, since=since, until=until)
        inferred |= {name for name, value in (("since", since), ("until", until)) if value}
    if not given.speaker and (speaker := asked_speaker(names, asked, filters)):
        filters = replace(filters, speaker=speaker)
        inferred.add("speaker")
    if not given.forum and (forum := asked_forum(text, holdings.forums)):
        filters = replace(filters, forum=forum)
        inferred.add("forum")
    return replace(filters, inferred=frozenset(inferred))


def who_can_answer(
    codes: tuple[str, ...], gazetteer: Gazetteer, delegations: Collection[str]
) -> tuple[str, ...]:
    """Groups that have no statements of their own, as those of their members that are among the
    ``delegations`` which have some."""
    resolved: dict[str, None] = {}
    for code in codes:
        members = [m for m in gazetteer.expand((code,)) if m in delegations]
        resolved |= dict.fromkeys([code] if code in delegations or not members else members)
    return tuple(resolved)
