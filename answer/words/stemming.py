"""Stems of English words."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from core.months import MONTHS, SHORT, month_number

_VOWEL = re.compile(r"[aeiouy]")
_MENT = frozenset({"implement", "complement", "supplement", "instrument", "environment"})
_UNCHANGED = """nation nations united states state statement statements general generation president present
    parliament department document element moment comment important import universal university
    organization organ convention mention question action
    news series species means always does during thing something
    anything nothing bring king spring string evening meeting need speed indeed exceed proceed succeed"""
_UNSTEMMED = frozenset(_UNCHANGED.split())
_FORMS = """made:make said:say saw:see seen:see began:begin begun:begin took:take taken:take gave:give
    given:give held:hold met:meet led:lead brought:bring thought:think sought:seek became:become
    chose:choose chosen:choose spoke:speak spoken:speak went:go gone:go men:man women:woman
    children:child arose:arise arisen:arise grew:grow grown:grow rose:rise risen:rise fell:fall
    fallen:fall kept:keep left:leave lost:lose paid:pay sent:send shown:show stood:stand told:tell
    understood:understand won:win wrote:write written:write built:build bought:buy came:come
    drew:draw drawn:draw felt:feel fought:fight found:find heard:hear knew:know known:know
    meant:mean ran:run flew:fly flown:fly fully:full
    wholly:whole truly:true spent:spend wars:war crises:crisis criteria:criterion views:view"""
_MONTHS: Mapping[str, str] = {short.lower(): MONTHS[month_number(short) - 1].lower() for short in SHORT}
_IRREGULAR: Mapping[str, str] = MappingProxyType(
    {**dict(form.split(":") for form in _FORMS.split()), **_MONTHS}
)


def stem(word: str) -> str:
    """A light stem, stronger than plural-stripping and weaker than Porter's: it joins a verb with
    the noun made from it ("implement", "implementation") and leaves short words alone."""
    word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    word = _IRREGULAR.get(word, word)
    if len(word) <= 3 or word in _UNSTEMMED or not word.isascii():
        return word
    word = _british(word)
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word in _UNSTEMMED:
        return word
    if word.endswith("ied") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("eed") and len(word) > 5:
        word = word[:-1]
    else:
        for ending in ("ed", "ing"):
            base = word[: -len(ending)]
            if word.endswith(ending) and len(base) >= 3 and _VOWEL.search(base):
                word = base
                if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsze":
                    word = word[:-1]
                break
    for ending in (
        "ation",
        "ment",
        "ness",
        "ance",
        "ence",
        "ally",
        "ity",
        "ion",
        "ate",
        "al",
    ):
        kept = len(word) - len(ending)
        if word.endswith(ending) and kept >= (5 if ending in ("al", "ment") else 4):
            word = word if ending == "ment" and word in _MENT else word[:kept]
            break
    if word.endswith("ly") and len(word) > 5:
        word = word[:-2]
    if word.endswith("at") and len(word) > 5:
        word = word[:-2]
    if word.endswith("y") and len(word) > 3:
        return word[:-1] + "i"
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def _british(word: str) -> str:
    for british, american in (("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("ised", "ized")):
        if word.endswith(british) and len(word) > len(british) + 3:
            return word[: -len(british)] + american
    if word.startswith("programme"):
        return "program" + word[9:]
    if word.endswith(("tre", "tres")) and len(word) > 4:
        return word.replace("tre", "ter")
    if len(word) > 5:
        for british, american in (("our", "or"), ("ours", "ors"), ("oured", "ored"), ("ouring", "oring")):
            if word.endswith(british):
                return word[: -len(british)] + american
    return word
