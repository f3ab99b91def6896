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
    januari februari maart april mei juni juli augustus september oktober november december
    januari februari mars april maj juni juli augusti september oktober november december
    januar februar marts april maj juni juli august september oktober november desember
    stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
"""
_ELSEWHERE_SHORT = """
    janv févr mars avr mai juin juill août sept oct nov déc
    ene feb mar abr may jun jul ago sept oct nov dic
    Jan Feb März Apr Mai Juni Juli Aug Sept Okt Nov Dez
    jan fev mar abr mai jun jul ago set out nov dez
    gen feb mar apr mag giu lug ago set ott nov dic
"""


def _numbers() -> Mapping[str, int]:
    numbers = {
        name.casefold(): at % 12 + 1 for at, name in enumerate((_ELSEWHERE + _ELSEWHERE_SHORT).split())
    }
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


def any_month(*, short: bool = True) -> str:
    """A regular expression, without groups, for every name, the longest first, and, if ``short``, every
    abbreviation, some of which are words ("set", "out")."""
    names = _NUMBERS if short else {name.casefold() for name in (*MONTHS, *SHORT, *_ELSEWHERE.split())}
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
