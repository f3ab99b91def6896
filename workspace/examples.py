"""Questions to offer a newcomer, made from what the library holds: a position, a list, a comparison, a change
over time, exact words, and what there is."""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.delegations import Gazetteer, with_article
from core.records import Filters, Mentions

_DATA = Path(__file__).with_name("topics.toml")
_FEW_STATES = 3  # delegations from which a list is worth asking for
_FEW_YEARS = 3  # years with a mention from which a change over time is

Count = Callable[[str, Filters], Mentions]
"""How often words are used under filters."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter, as questions name it, with where the library speaks of it."""

    name: str
    words: str
    found: Mentions


def examples(
    count: Count, delegations: Sequence[str], gazetteer: Gazetteer, language: str
) -> Mapping[str, str]:
    """One question of each kind that the library can answer, by kind, on as many matters and from as many
    delegations as it has. ``delegations`` are those with statements."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    templates: Mapping[str, str] = data["questions"][language]
    topics = list(_spoken_of(data["topics"], count, language))
    made: dict[str, str] = {}
    asked: list[str] = []
    used: list[Topic] = []

    def who(topic: Topic) -> str:
        """Who speaks of it most, of those that were not asked yet where there is one."""
        codes = [code for code, _ in topic.found.by_delegation]
        code = next((code for code in codes if code not in asked), codes[0])
        asked.append(code)
        return code

    def named(code: str) -> str:
        name = gazetteer.name(code, language)
        return with_article(name) if language == "en" else name

    for kind in ("position", "list", "compare", "years", "quote"):
        for topic in sorted(topics, key=lambda topic: topic in used):
            values = _values(kind, topic, who, named, count)
            if values is None:
                continue
            template = templates["quote_undated" if kind == "quote" and not values["year"] else kind]
            made[kind] = template.format(topic=topic.name, **values)
            used.append(topic)
            break
    if delegations:
        left = next((code for code in delegations if code not in asked), delegations[0])
        made["catalogue"] = templates["catalogue"].format(who=named(left))
    return made


def _spoken_of(topics: Mapping[str, str], count: Count, language: str) -> Iterator[Topic]:
    """The matters that statements of known delegations speak of, those of most delegations first."""
    found = []
    for english, japanese in topics.items():
        name = japanese if language == "ja" else english
        by_words = [(words, count(words, Filters())) for words in (english, japanese)]
        words, mentions = max(by_words, key=lambda pair: pair[1].paragraphs)
        if mentions.by_delegation:
            found.append(Topic(name, words, mentions))
    found.sort(key=lambda topic: (-len(topic.found.by_delegation), -topic.found.paragraphs, topic.words))
    yield from found


def _values(
    kind: str, topic: Topic, who: Callable[[Topic], str], named: Callable[[str], str], count: Count
) -> dict[str, str] | None:
    """What a question of the kind needs to be asked on the topic; None where it can't be."""
    codes = [code for code, _ in topic.found.by_delegation]
    match kind:
        case "list":
            return {} if len(codes) >= _FEW_STATES else None
        case "compare":
            if len(codes) < 2:
                return None
            first = who(topic)
            other = next(code for code in codes if code != first)
            return {"who": named(first), "other": named(other)}
        case "years" if len(topic.found.by_year) < _FEW_YEARS:
            return None
        case "years":
            code = who(topic)
            years = [year for year, _ in count(topic.words, Filters((code,))).by_year]
            return {"who": named(code), "year": years[0]} if len(years) >= _FEW_YEARS else None
        case "quote":
            code = who(topic)
            years = [year for year, _ in count(topic.words, Filters((code,))).by_year]
            return {"who": named(code), "year": years[-1] if years else ""}
        case _:
            return {"who": named(who(topic))}
