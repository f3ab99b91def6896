"""The names of the months, the one table of them. English, and the other languages that statements
are mostly written in with these letters (names and abbreviations as in Unicode's CLDR)."""

import re
from collections.abc import Mapping
from types import MappingProxyType

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ABBREVIATED = (
    *(("Jan",), ("Feb",), ("Mar",), ("Apr",), (), ("Jun",), ("Jul",), ("Aug",), ("Sep", "Sept")),
    *(("Oct",), ("Nov",), ("Dec",)),
)
_ELSEWHERE = """
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    Januar Februar März April Mai Juni Juli August September Oktober November Dezember
    janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
    gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
"""


def _numbers() -> Mapping[str, int]:
    numbers = {name.casefold(): at % 12 + 1 for at, name in enumerate(_ELSEWHERE.split())}
    for at, (name, short) in enumerate(zip(MONTHS, _ABBREVIATED, strict=True), 1):
        numbers.update({form.casefold(): at for form in (name, *short)})
    return MappingProxyType(numbers)


_NUMBERS = _numbers()
SHORT = tuple(short for several in _ABBREVIATED for short in several)
"""The English abbreviations, without their point."""


def month_number(name: str) -> int:
    """1 to 12 for a month's name or abbreviation in any case, with or without its point; 0 for anything
    else ("Marching")."""
    return _NUMBERS.get(name.rstrip(".").casefold(), 0)


def any_month() -> str:
    """A regular expression, without groups, for every name and abbreviation, the longest first."""
    return "|".join(re.escape(name) for name in sorted(_NUMBERS, key=len, reverse=True))
