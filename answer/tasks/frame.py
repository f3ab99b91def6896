"""A quotation introduced in Japanese: what answers a Japanese question where no translation could be
trusted. The words themselves stay as printed."""

from answer.evidence.excerpts import Excerpt
from answer.sheet import Sheet, one_line
from core.delegations import Gazetteer
from core.records import Sentence


def framed(excerpt: Excerpt, gazetteer: Gazetteer, sheet: Sheet) -> Sentence:
    """ "日本（2020年12月1日）は次のように述べています：「…」"."""
    source = excerpt.source
    who = (
        gazetteer.name(source.delegation, "ja")
        or "・".join(gazetteer.name(code, "ja") for code in source.parties)
        or source.speaker
        or "発言者"
    )
    when = f"（{_day(source.date)}）" if source.date else ""
    text = f"{who}{when}は次のように述べています：「{one_line(excerpt.text)}」"
    return Sentence(text, 1.0, (sheet.citation(excerpt),))


def _day(date: str) -> str:
    """An ISO date, a month or a year in Japanese."""
    units = ("年", "月", "日")
    return "".join(f"{int(part)}{unit}" for part, unit in zip(date.split("-"), units, strict=False))
