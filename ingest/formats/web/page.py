"""What a web page says about itself beside its text: meta elements, JSON-LD, its language."""

import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ingest.about.dates import iso_date
from ingest.formats.web.markup import Element, text_of
from ingest.formats.web.site import publishers

_LONGEST = 500  # code points of a value
_LONGEST_JSON = 300_000
_MOST_NODES = 2000  # of JSON-LD
_ISO_DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?![\d-])")
_URL = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)
_LANGUAGE = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_][\w-]*)?\s*")
_DATE_METAS = (
    *(
        "article:published_time",
        "datepublished",
        "dc.date.issued",
        "dcterms.issued",
        "dc.date",
        "dcterms.date",
    ),
    *("dcterms.created", "dc.date.created", "og:published_time", "publish-date", "pubdate", "date"),
)
_AUTHOR_METAS = ("author", "article:author", "dc.creator", "dcterms.creator")
_NO_PERSON = re.compile(
    r"\b(?:ministr|office|embass|mission|government|department|bureau|division|secretariat|agency|press|news|team"
    r"|staff|admin|web|editor|united\s+nations|un\b|media|division|service|committee|council|commission|centre"
    r"|center|foundation|institute|university|organi[sz]ation|union|group|inc\b|ltd\b|corp|the\b|user|author|by\b)",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?:[ \u3000][^\W\d_][\w.'’-]*){1,4}")
_PERSON_JA = re.compile(r"[\u4e00-\u9fff々ヶ]{1,4}[ \u3000]?[\u4e00-\u9fff々ヶぁ-んァ-ヴー]{1,4}")
_OFFICE_JA = re.compile(r"[省庁局部府館課室班会社]$|政府|事務|広報")


def page_properties(page: Element) -> Mapping[str, str]:
    """``title``, ``speaker``, ``date``, ``language``, ``url``: those that the page states, as it states
    them. A date is one that the page gives for its publication; nothing is guessed. ``publisher`` has a line
    for each name that may be the publisher's."""
    metas = _metas(page)
    linked = list(_linked_data(page))
    found = {
        "title": _title(page, metas),
        "speaker": _speaker(metas, linked),
        "publisher": "\n".join(publishers(page, metas, linked)),
        "date": _date(page, metas, linked),
        "language": _language(page, metas),
        "url": _url(page, metas),
    }
    return MappingProxyType({key: value for key, value in found.items() if value})


def _metas(page: Element) -> dict[str, str]:
    """The content of each meta element by its name, the first of several."""
    metas: dict[str, str] = {}
    for meta in page.iter("meta"):
        name = (
            meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        )
        content = " ".join(meta.get("content", "")[: 4 * _LONGEST].split())[:_LONGEST]
        if content:
            metas.setdefault(name.strip().lower(), content)
    return metas


def _linked_data(page: Element) -> Iterator[Mapping[str, object]]:
    """The objects of the page's JSON-LD, outermost first."""
    for script in page.iter("script"):
        if "ld+json" not in script.get("type", "").lower():
            continue
        source = "".join(script.itertext()).strip()
        if len(source) > _LONGEST_JSON:
            continue
        try:
            waiting: list[object] = [json.loads(source)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MOST_NODES):
            if not waiting:
                break
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting.extend(node)
            elif isinstance(node, dict):
                yield node
                waiting.extend(
                    node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node
                )


_SYMBOL = re.compile(r"[A-Z]{1,8}[\w.-]*(?:/[\w.()-]+)+")


def _text(element: Element) -> str:
    return text_of(element)[:_LONGEST]


def _title(page: Element, metas: Mapping[str, str]) -> str:
    title = next((text for one in page.iter("title") if (text := _text(one))), "")
    whole = metas.get("og:title") or title or metas.get("dc.title", "") or metas.get("dcterms.title", "")
    heads = [text for one in page.iter("h1") if (text := _text(one))]
    # "Statement by Japan | Ministry of Foreign Affairs": the heading is the part that is meant.
    within = [head for head in heads if len(head) > 5 and head.casefold() in whole.casefold()]
    if heads and not within and _SYMBOL.fullmatch(whole):  # "UNEP/EA.5/Res.21"
        return heads[0]
    return max(within, key=len) if within else whole or (heads[0] if heads else "")


def _speaker(metas: Mapping[str, str], linked: list[Mapping[str, object]]) -> str:
    names = [metas[key] for key in _AUTHOR_METAS if key in metas]
    for node in linked:
        author = node.get("author")
        for one in author if isinstance(author, list) else [author]:
            if isinstance(one, dict) and one.get("@type") == "Person" and isinstance(one.get("name"), str):
                names.append(" ".join(str(one["name"]).split()))
    return next((name for name in names if _is_person(name)), "")


def _is_person(name: str) -> bool:
    if len(name) > 80:
        return False
    if _PERSON_JA.fullmatch(name):
        return not _OFFICE_JA.search(name)
    words = name.split()
    cased = all(word[0].isupper() or word.lower() in _PARTICLES for word in words)
    return bool(_PERSON.fullmatch(name)) and cased and not _NO_PERSON.search(name) and name != name.upper()


_PARTICLES = frozenset(
    [
        "al",
        "bin",
        "bint",
        "da",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "do",
        "dos",
        "du",
        "el",
        "ibn",
        "la",
        "le",
        "van",
        "von",
        "y",
        "zu",
    ]
)


def _date(page: Element, metas: Mapping[str, str], linked: list[Mapping[str, object]]) -> str:
    stated = [metas[key] for key in _DATE_METAS if key in metas]
    stated += [str(node["datePublished"]) for node in linked if isinstance(node.get("datePublished"), str)]
    times = list(page.iter("time"))
    marked = [
        one for one in times if one.get("itemprop") == "datePublished" or one.get("pubdate") is not None
    ]
    for one in marked or (times if len(times) == 1 else []):
        stated.append(one.get("datetime") or _text(one))
    for value in stated:
        day = _ISO_DAY.match(value)
        if date := iso_date(day[1] if day else value):
            return date
    return ""


def _language(page: Element, metas: Mapping[str, str]) -> str:
    xml = "{http://www.w3.org/XML/1998/namespace}lang"
    given = page.get("lang") or page.get(xml) or page.get("xml:lang") or metas.get("content-language", "")
    found = _LANGUAGE.fullmatch(given)
    return found[1].lower() if found else ""


def _url(page: Element, metas: Mapping[str, str]) -> str:
    links = [
        one.get("href", "").strip()
        for one in page.iter("link")
        if "canonical" in one.get("rel", "").lower().split()
    ]
    for url in (*links, metas.get("og:url", "")):
        if len(url) <= _LONGEST and _URL.fullmatch(url):
            return url
    return ""
