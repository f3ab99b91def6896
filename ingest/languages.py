"""Which language a text is in, by its scripts, and for Latin letters by its commonest words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_SAMPLE = 20_000  # code points; a statement does not change its language after that


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_WORD = re.compile(r"[^\W\d_]+")
_COMMON = {
    "en": _words("the of and to in that is for we our on with as be by this are not it have"),
    "fr": _words("le la les de des du et en que qui est pour dans une nous notre au aux sur ce"),
    "es": _words("el los las de del y en que es para una por con nuestro se al su como más lo"),
    "de": _words("der die das und in den von zu mit ist für auf ein eine des dem wir nicht sich"),
    "pt": _words("o os as de do da dos e em que é para uma por com nosso ao não se no na"),
    "it": _words("il gli di del della e in che è per una con nostro al non si le dei nel sono"),
}


def language_of(texts: Iterable[str]) -> str:
    """ISO 639-1 code: "ja" when kana are in use, else by script, "" when there are no letters.

    Kanji and kana count double: a Japanese word takes about half as many characters as an English one.
    """
    sample = ""
    for text in texts:
        sample += text + "\n"
        if len(sample) > _SAMPLE:
            break
    scripts = Counter(_script(character) for character in sample[:_SAMPLE] if character.isalpha())
    del scripts[""]
    if not scripts:
        return ""
    weight = {script: count * (2 if script in ("kana", "han") else 1) for script, count in scripts.items()}
    if weight.get("kana", 0) + weight.get("han", 0) > sum(weight.values()) / 2:
        return "ja" if scripts["kana"] * 20 > scripts["han"] else "zh"
    script = max(weight, key=lambda name: weight[name])
    return _latin_language(sample) if script == "latin" else script


def _latin_language(sample: str) -> str:
    words = Counter(_WORD.findall(sample.lower()))
    score = {code: sum(words[word] for word in common) for code, common in _COMMON.items()}
    return max(score, key=lambda code: score[code])  # English when nothing speaks for another


def _script(character: str) -> str:
    if character.isascii():
        return "latin"
    if "\u3040" <= character <= "\u30ff" or "\uff66" <= character <= "\uff9f":
        return "kana"
    name = unicodedata.name(character, "")
    for start, script in (
        ("CJK", "han"), ("LATIN", "latin"), ("CYRILLIC", "ru"), ("ARABIC", "ar"), ("HANGUL", "ko"),
        ("GREEK", "el"), ("HEBREW", "he"), ("THAI", "th"),
    ):  # fmt: skip
        if name.startswith(start):
            return script
    return ""
