"""Which language a text is in, by its scripts, and for Latin letters by its commonest words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

_SAMPLE = 20_000  # code points; a statement does not change its language after that


_ASCII = re.compile(r"[\x00-\x7f]+")
_LETTERS = re.compile(r"[^A-Za-z]+")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_WORD = re.compile(r"[^\W\d_]+")
_COMMON: Mapping[str, frozenset[str]] = {
    "en": _words("the of and to in that is for we our on with as be by this are not it have"),
    "fr": _words("le la les de des du et en que qui est pour dans une nous notre au aux sur ce"),
    "es": _words("el los las de del y en que es para una por con nuestro se al su como más lo"),
    "de": _words("der die das und in den von zu mit ist für auf ein eine des dem wir nicht sich"),
    "pt": _words("o os as de do da dos e em que é para uma por com nosso ao não se no na"),
    "it": _words("il gli di del della e in che è per una con nostro al non si le dei nel sono"),
}


_NAMES: Mapping[str, str] = {
    "english": "en", "japanese": "ja", "french": "fr", "français": "fr", "francais": "fr", "spanish": "es",
    "español": "es", "espanol": "es", "german": "de", "deutsch": "de", "portuguese": "pt", "português": "pt",
    "italian": "it", "italiano": "it", "chinese": "zh", "russian": "ru", "русский": "ru", "arabic": "ar",
    "العربية": "ar", "korean": "ko", "greek": "el", "hebrew": "he", "thai": "th",
    "英語": "en", "日本語": "ja", "和文": "ja", "英文": "en", "仏語": "fr", "フランス語": "fr",
    "スペイン語": "es", "中国語": "zh", "中文": "zh", "ロシア語": "ru", "アラビア語": "ar", "韓国語": "ko",
}  # fmt: skip
_TAG = re.compile(r"(?P<code>[a-z]{2,3})(?:[-_][a-z0-9]{2,8})*")


def language_code(name: str) -> str:
    """ISO 639 code for a language's name, code or tag ("日本語", "JA", "en-GB"), else ""."""
    lowered = name.strip().lower()
    if lowered in _NAMES:
        return _NAMES[lowered]
    tag = _TAG.fullmatch(lowered)
    return {"eng": "en", "jpn": "ja", "fra": "fr", "spa": "es"}.get(tag["code"], tag["code"]) if tag else ""


def stated_or_seen(stated: str, seen: str) -> str:
    """Of a page's stated language and the one its text was seen to be in, the one to believe.

    Pages are often marked with their template's language, so the text counts, unless the page says a
    language that ``language_of`` does not know by its words.
    """
    known_by_words = stated in _COMMON or stated in ("ja", "zh", "ru", "ar", "ko", "el", "he", "th")
    unsure = seen in _COMMON and bool(stated) and not known_by_words
    return stated if unsure or not seen else seen


def language_of(texts: Iterable[str]) -> str:
    """ISO 639-1 code: "ja" when kana are in use, else by script, "" when there are no letters.

    Kanji and kana count double: a Japanese word takes about half as many characters as an English one.
    """
    sample = ""
    for text in texts:
        sample += text + "\n"
        if len(sample) > _SAMPLE:
            break
    sample = sample[:_SAMPLE]
    foreign = _ASCII.sub("", sample)
    scripts = Counter(_script(character) for character in foreign if character.isalpha())
    scripts["latin"] += len(_LETTERS.sub("", sample))
    del scripts[""]
    if not scripts.total():
        return ""
    weight = {script: count * (2 if script in ("kana", "han") else 1) for script, count in scripts.items()}
    if weight.get("kana", 0) + weight.get("han", 0) > sum(weight.values()) / 2:
        return "ja" if scripts["kana"] * 20 > scripts["han"] else "zh"
    script = max(weight, key=lambda name: weight[name])
    return _latin_language(sample) if script == "latin" else script


def is_western(text: str) -> bool:
    """True when the commonest words of a western European language make up a tenth of the text."""
    words = _WORD.findall(text[:_SAMPLE].lower())
    return any(
        sum(word in common for word in words) * 10 >= max(len(words), 1) for common in _COMMON.values()
    )


def _latin_language(sample: str) -> str:
    words = Counter(_WORD.findall(sample.lower()))
    score = {code: sum(words[word] for word in common) for code, common in _COMMON.items()}
    return max(score, key=lambda code: score[code])  # English when nothing speaks for another


def _script(character: str) -> str:
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
